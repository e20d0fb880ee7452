/**
 * Imports into a real SQLite file, through the same function as `npm run import`: what changes, what does not, what disappears.
 * Each test has a folder and a library of its own.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts'
import { toCardNumber, toItemBarcode, toLibraryId, toLineId, toOperationId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { parseLocalDate } from '../../src/domain/local-date.ts'
import { orderState } from '../../src/domain/order/order-state.ts'
import type { RowKind, RowOf } from '../../src/domain/row/desk-state.ts'
import { closeDay } from '../../src/endpoint/authority/close-day.ts'
import { runImport } from '../../src/endpoint/connectors/file/run-import.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { aFactOnItem, anItem } from '../builders/an-item.ts'
import { aFactOnOrder, aPick, aSlotKey } from '../builders/an-order.ts'

const library = toLibraryId('main')
const now = toInstant(Date.parse('2026-11-25T08:00:00Z'))
const barcodes = ['33331000000014', '33331000000022', '33331000000030', '33331000000048']
const cards = ['23333000000172', '23333000000347', '23333000000511']

const catalogueText = (...titles: readonly string[]): string =>
  [
    'barcode,record,title,author,type,cote,location',
    ...titles.map((title, i) => `${barcodes[i]},R${i % 2},${title},Auteur,livre,R AUT,Adultes`),
  ].join('\n')
const patronsText = (loans = 2, ...left: readonly string[]): string =>
  [
    'carte;nom;prénom;catégorie;expiration;prêts en cours',
    ...cards.filter((card) => !left.includes(card)).map((card, i) => `${card};NOM${i};Prénom;adulte;31/12/2027;${loans}`),
  ].join('\r\n')
const ordersText = (...rows: readonly string[]): string => ['order,card,slot_date,slot_time,source,record,barcode,note', ...rows].join('\n')

let folder: string
let store: SqliteStore
let said: string
let complained: string

const put = (name: string, content: string | Uint8Array, at = now as number): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  utimesSync(path, at / 1000, at / 1000)
  return path
}
const run = async (...args: readonly string[]): Promise<number> => {
  said = ''
  complained = ''
  return runImport(args, {
    // The command closes its store; the test's own stays open, as the endpoint's would.
    openStore: () => new SqliteStore(join(folder, 'data', 'library.sqlite')),
    dataDir: join(folder, 'data'),
    libraryName: 'Médiathèque de Salins',
    zone: 'Europe/Paris',
    now: () => now,
    output: { write: (text) => (said += text) },
    errors: { write: (text) => (complained += text) },
  })
}
const rowsOf = <K extends RowKind>(kind: K): Promise<readonly RowOf<K>[]> => store.read(library, async (reading) => reading.rowsOf(kind))
const head = async (): Promise<number> => (await store.read(library, (reading) => reading.library())).head
const orderOf = async (ilsNumber: string) => {
  const found = (await rowsOf('order')).find((order) => order.ilsNumber === ilsNumber)
  if (found === undefined) throw new Error(`no order ${ilsNumber}`)
  return found
}
const importAll = (...orders: readonly string[]): Promise<number> =>
  run(
    '--catalogue',
    put('catalogue.csv', catalogueText('Un', 'Deux', 'Trois', 'Quatre')),
    '--patrons',
    put('patrons.csv', patronsText()),
    '--orders',
    put('orders.csv', ordersText(...orders)),
  )

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pte-import-'))
  store = new SqliteStore(join(folder, 'data', 'library.sqlite'))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('importing into an empty folder', () => {
  it('makes the library, its rows, and the catalogue file that tablets fetch', async () => {
    expect(await importAll(`A1,${cards[0]},2026-11-25,14:30,ils,R0,,`, `A1,${cards[0]},2026-11-25,14:30,ils,R1,${barcodes[1]},`)).toBe(0)
    expect(await store.libraries()).toMatchObject([{ name: 'Médiathèque de Salins', isDemo: false }])
    expect((await rowsOf('patron')).map((patron) => [patron.id, patron.ilsLoans, patron.ilsAsOf])).toEqual(
      cards.map((card) => [card, 2, now]),
    )
    expect((await rowsOf('record')).map((record) => [record.id, record.copies.length])).toEqual([
      ['R0', 2],
      ['R1', 2],
    ])
    const [file] = await rowsOf('catalogue')
    const bytes = readFileSync(join(folder, 'data', 'catalogue', library, `${file?.hash}.bin`))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file?.hash)
    const opened = openCatalogue(new Uint8Array(bytes).buffer)
    expect(opened.ok && opened.value.itemByBarcode(toItemBarcode('33331000000030'))?.title).toBe('Un')
    expect(said).toContain('4\u00a0lignes')
  })

  it('[ORD-2] an imported order keeps the ILS’s number beside a label of the endpoint’s own', async () => {
    await importAll(`A1,${cards[0]},2026-11-25,14:30,ils,R0,,`, `A2,${cards[1]},2026-11-25,14:30,phone,R0,,à rappeler`)
    const orders = await rowsOf('order')
    expect(orders.map(({ number, ilsNumber, source, note }) => [number, ilsNumber, source, note]).sort()).toEqual([
      ['A-001', 'A1', 'ils', ''],
      ['A-002', 'A2', 'phone', 'à rappeler'],
    ])
    expect(orders.every((order) => /^[0-9a-f]{32}$/.test(order.id))).toBe(true)
    expect((await rowsOf('slot')).map((slot) => [slot.id, slot.orderIds.length])).toEqual([['main/2026-11-25/14:30', 2]])
  })

  it('[ORD-6] orders over capacity are taken without a case, and a barcode wanted twice keeps both lines', async () => {
    const rows = Array.from({ length: 9 }, (_, i) => `A${i},${cards[i % 3]},2026-11-25,14:30,ils,R0,${barcodes[0]},`)
    expect(await importAll(...rows)).toBe(0)
    expect(await rowsOf('order')).toHaveLength(9)
    expect(await rowsOf('case')).toEqual([])
    expect(said).toContain('8\u00a0exemplaires demandés deux fois')
  })

  it('an unknown card or record rejects its row alone, with its line and its reason, on the screen and in a file', async () => {
    const good = `A1,${cards[0]},2026-11-25,14:30,ils,R0,,`
    expect(await importAll(good, `A2,99999999999999,2026-11-25,14:30,ils,R0,,`, `A1,${cards[0]},2026-11-25,14:30,ils,R9,,`)).toBe(0)
    expect((await rowsOf('order')).map((order) => order.lines.length)).toEqual([1])
    expect(said).toContain('ligne 3\u00a0: la carte 99999999999999 n’est pas parmi les usagers')
    expect(said).toContain('ligne 4\u00a0: ni la notice R9')
    expect(readFileSync(join(folder, 'data', 'rejected', 'orders.csv.rejected.csv'), 'utf8')).toMatch(/^\ufeffligne;raison\r\n3;.*\r\n4;/)
  })

  it('an order finds its card and its document by numbers with spaces and slashes, and no other that ends like them', async () => {
    const numbered = ['barcode,record,title', 'F DESE 25/0016,R0,Un', '0016,R1,Deux', '1234,R2,Trois', '4321,R3,Quatre']
    await run(
      '--catalogue',
      put('catalogue.csv', numbered.join('\n')),
      '--patrons',
      put('patrons.csv', ['carte;nom', 'CLASSE-CE1;UN', 'CLASSE-CE1/2;DEUX', '1234;TROIS'].join('\n')),
      '--orders',
      put(
        'orders.csv',
        ordersText('A1,CLASSE-CE1/2,2026-11-25,14:30,ils,,F DESE 25/0016,', 'A2,1234,2026-11-25,14:30,ils,,F BIO 25/0016,'),
      ),
    )
    expect(await orderOf('A1')).toMatchObject({ card: 'CLASSE-CE1/2', lines: [{ wanted: { barcode: 'F DESE 25/0016' } }] })
    expect(said).toContain('ligne 3\u00a0: ni la notice (vide) ni le code-barres F BIO 25/0016')
  })

  it('orders without a number and without a time are one a card and day, in its first slot, and the same file again changes nothing', async () => {
    const settings = {
      libraryName: 'Salins',
      sites: [{ id: 'centre', name: 'Centre' }],
      openingRanges: [{ weekday: 3, from: '14:00', to: '18:00' }],
    }
    await run('--catalogue', put('catalogue.csv', catalogueText('Un', 'Deux')), '--patrons', put('patrons.csv', patronsText()))
    await run('--settings', put('settings.json', JSON.stringify(settings)))
    const files = readFileSync(join(import.meta.dirname, 'files', 'wishes.csv'), 'utf8')
    expect(await run('--orders', put('orders.csv', files)), complained).toBe(0)
    const orders = await rowsOf('order')
    expect(orders.map(({ card, slot, lines }) => [card, slot.date, slot.time, lines.length]).sort()).toEqual([
      [cards[0], '2026-11-25', '14:00', 2],
      [cards[0], '2026-12-02', '14:00', 1],
      [cards[1], '2026-11-25', '15:30', 1],
    ])
    expect(JSON.stringify(orders.map((order) => order.ilsNumber))).not.toContain('2333')
    expect(said).toContain('pas de numéro de commande\u00a0: une commande par carte et par jour, 3\u00a0numérotées ici')
    expect(said).toContain('2\u00a0commandes sans heure\u00a0: mises au premier créneau du jour')
    expect(said).toContain('ligne 6\u00a0: pas d’heure dans le fichier, et aucune plage horaire le 2026-11-26')
    const before = await head()
    await run('--orders', join(folder, 'orders.csv'))
    expect(await head()).toBe(before)
    await run(
      '--settings',
      put('earlier.json', JSON.stringify({ ...settings, openingRanges: [{ weekday: 3, from: '10:00', to: '18:00' }] })),
    )
    await run('--orders', join(folder, 'orders.csv'))
    expect((await rowsOf('order')).map((order) => order.slot.time).sort()).toEqual(['14:00', '14:00', '15:30'])
  })

  it('[ORD-4] an order without a number, gone from the list, is known to be gone; one whose row is bad is not', async () => {
    const file = (...rows: readonly string[]) => put('orders.csv', ['carte;date;heure;notice', ...rows].join('\n'))
    await run('--catalogue', put('catalogue.csv', catalogueText('Un', 'Deux')), '--patrons', put('patrons.csv', patronsText()))
    await run('--orders', file(`${cards[0]};25/11/2026;14:30;R0`, `${cards[1]};25/11/2026;14:30;R0`, `${cards[2]};25/11/2026;14:30;R1`))
    await run('--orders', file(`${cards[0]};25/11/2026;25:30;R0`, `${cards[2]};25/11/2026;14:30;R1`))
    expect((await rowsOf('order')).filter((order) => order.goneFromIlsAt !== undefined).map((order) => order.card)).toEqual([cards[1]])
  })

  it('a card without its leading zeros, and a barcode with one too many, are found', async () => {
    await importAll(`A1,0${cards[0]},2026-11-25,14:30,ils,,0${barcodes[0]},`)
    expect((await orderOf('A1')).lines[0]?.wanted).toEqual({ kind: 'item', barcode: barcodes[0], recordId: 'R0' })
  })

  it('the rules of cards and documents are read off the files until somebody sets them', async () => {
    await importAll(`A1,${cards[0]},2026-11-25,14:30,ils,R0,,`)
    const [settings] = await rowsOf('settings')
    expect(settings?.cardRule).toEqual({ pattern: '^\\d{14}$', check: 'luhn' })
    expect(said).toContain('un même numéro peut être une carte ou un document')
  })
})

describe('importing again', () => {
  const order = `A1,${cards[0]},2026-11-25,14:30,ils,R0,${barcodes[0]},note`

  it('the same files change nothing: no row gets a new version, even touched later', async () => {
    await importAll(order)
    const before = await head()
    put('patrons.csv', patronsText(), now + 3_600_000)
    expect(
      await run(
        '--catalogue',
        join(folder, 'catalogue.csv'),
        '--patrons',
        join(folder, 'patrons.csv'),
        '--orders',
        join(folder, 'orders.csv'),
      ),
    ).toBe(0)
    expect(await head()).toBe(before)
    expect(said).toMatch(/4\u00a0inchangés/)
  })

  it('a newer catalogue updates documents, the records that orders want, and the tablets’ file', async () => {
    await importAll(order)
    const [first] = await rowsOf('catalogue')
    await run(
      '--catalogue',
      put('catalogue.csv', catalogueText('Un, autrement', 'Deux', 'Trois').replace('Un, autrement', '"Un, autrement"')),
    )
    expect((await rowsOf('record'))[0]?.title).toBe('Un, autrement')
    expect((await rowsOf('catalogue'))[0]).toMatchObject({ items: 3, records: 2 })
    expect((await rowsOf('catalogue'))[0]?.hash).not.toBe(first?.hash)
    expect(said).toMatch(/0\u00a0ajouté, 1\u00a0modifié, 2\u00a0inchangés, 1\u00a0retiré/)
  })

  it('[LOAN-2] a newer figure of the ILS drops the loans it can know, and keeps those it cannot', async () => {
    await importAll(order)
    const loan = { documentType: 'livre', isNewRelease: false }
    await store.transact(library, async (transaction) => {
      const patron = await transaction.row('patron', toCardNumber(cards[0] ?? ''))
      if (patron === undefined) throw new Error('no patron')
      const loans = [
        { ...loan, handover: toOperationId('h1'), barcode: toItemBarcode('b1'), settledAt: toInstant(now + 1000) },
        { ...loan, handover: toOperationId('h2'), barcode: toItemBarcode('b2'), settledAt: undefined },
      ]
      await transaction.writeRow({ ...patron, loans, returnedSince: [toItemBarcode('b3')] }, now)
    })
    await run('--patrons', put('patrons.csv', patronsText(5), now), '--as-of', new Date(now + 60_000).toISOString())
    const patron = (await rowsOf('patron')).find(({ id }) => id === cards[0])
    expect(patron).toMatchObject({ ilsLoans: 5, ilsAsOf: now + 60_000, returnedSince: [] })
    expect(patron?.loans.map((one) => one.handover)).toEqual(['h2'])
  })

  it('[PRIV-1] a patron who is no longer listed leaves, unless an order waits', async () => {
    await importAll(order)
    await run('--patrons', put('patrons.csv', patronsText(2, cards[0] ?? '', cards[1] ?? '')))
    expect((await rowsOf('patron')).map((patron) => patron.id)).toEqual([cards[0], cards[2]])
  })

  it('a slot moved and a note written at the desk stand until the ILS says something new', async () => {
    await importAll(order)
    await store.transact(library, async (transaction) => {
      const [stored] = await transaction.rowsOf('order')
      if (stored !== undefined)
        await transaction.writeRow(
          { ...stored, slot: { ...stored.slot, time: aSlotKey('2026-11-25 16:00').time }, note: 'vient en bus' },
          now,
        )
    })
    const before = await head()
    await run('--orders', join(folder, 'orders.csv'))
    expect(await head()).toBe(before)
    await run('--orders', put('orders.csv', ordersText(order.replace('14:30', '17:00'))))
    expect(await orderOf('A1')).toMatchObject({ slot: { time: '17:00' }, note: 'vient en bus' })
    expect((await rowsOf('slot')).map((slot) => [slot.id.slice(-5), slot.orderIds.length])).toEqual([
      ['14:30', 1],
      ['17:00', 1],
    ])
  })

  it('[ORD-4] an order the ILS no longer lists is shown as such when something was picked, and asks nothing when not', async () => {
    const other = `A2,${cards[1]},2026-11-25,15:00,ils,R1,,`
    await importAll(order, other, `A3,${cards[2]},2026-11-25,16:00,ils,R0,,`, `A4,${cards[2]},2026-11-27,16:00,ils,R0,,`)
    const picked = await orderOf('A1')
    await store.transact(library, (transaction) => transaction.writeRow({ ...picked, facts: [aPick('1', barcodes[0])] }, now))
    await run('--orders', put('orders.csv', ordersText(`A3,${cards[2]},2026-11-25,16:00,ils,R0,,`)))
    const [first, second, other4] = [await orderOf('A1'), await orderOf('A2'), await orderOf('A4')]
    expect(first).toMatchObject({ goneFromIlsAt: now, lines: [{ goneFromIls: true }] })
    expect(orderState(first)).toBe('in-preparation')
    expect(orderState(second)).toBe('cancelled')
    // The file speaks of the 25th only.
    expect(other4.goneFromIlsAt).toBeUndefined()
    expect(said).toContain('1 avec des documents déjà préparés')
    // Somebody at the door is not told that there is no order.
    expect(orderState({ ...second, facts: [aFactOnOrder('arrived', {})] })).not.toBe('cancelled')

    await run('--orders', put('orders.csv', ordersText(order, other, `A3,${cards[2]},2026-11-25,16:00,ils,R0,,`)))
    expect(await orderOf('A2')).toMatchObject({ lines: [{ goneFromIls: false }] })
    expect((await orderOf('A2')).goneFromIlsAt).toBeUndefined()
    expect((await orderOf('A1')).facts).toHaveLength(1)
  })

  it('[ORD-4] a line the ILS no longer lists says so, and a new one joins its order', async () => {
    await importAll(order, `A1,${cards[0]},2026-11-25,14:30,ils,R1,,note`)
    await run('--orders', put('orders.csv', ordersText(`A1,${cards[0]},2026-11-25,14:30,ils,R1,,note`)))
    expect((await orderOf('A1')).lines.map((line) => [line.id, line.goneFromIls])).toEqual([
      ['1', true],
      ['2', false],
    ])
  })

  it('[PRIV-2] an order of a closed day does not come back to be prepared while the ILS still lists it', async () => {
    await importAll(order, `A2,${cards[1]},2026-11-25,15:00,ils,R1,,`)
    const handedOver = await orderOf('A1')
    await store.transact(library, async (transaction) => {
      const fact = aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: ['1', '2'].map(toLineId) })
      await transaction.writeRow({ ...handedOver, facts: [fact] }, now)
      await closeDay(transaction, parseLocalDate('2026-11-28') ?? handedOver.slot.date, now)
    })
    expect((await rowsOf('order')).map((one) => one.ilsNumber)).toEqual(['A2'])
    await run('--orders', join(folder, 'orders.csv'))
    expect((await rowsOf('order')).map((one) => one.ilsNumber)).toEqual(['A2'])
    expect(said).toMatch(/2\sinchangées/)
    await run('--orders', put('orders.csv', ordersText(order.replace('2026-11-25', '2026-12-02'))))
    expect((await orderOf('A1')).slot.date).toBe('2026-12-02')
  })

  it('[ORD-4] what a bad row names is not taken for gone: the order, its lines, the patron and the document stay', async () => {
    const lines = [`A1,${cards[0]},2026-11-25,14:30,ils,R0,,`, `A1,${cards[0]},2026-11-25,14:30,ils,R1,,`]
    await importAll(...lines, `A2,${cards[1]},2026-11-25,15:00,ils,R1,,`, `A3,${cards[2]},2026-11-25,16:00,ils,R0,,`)
    const bad = [`A1,${cards[0]},2026-11-25,14:30,ils,R9,,`, `A2,${cards[1]},2026-11-25,15:00,ils,R1,,deux, ou trois`]
    await run('--orders', put('orders.csv', ordersText(lines[0] ?? '', ...bad, `A3,${cards[2]},2026-11-25,16:00,ils,R0,,`)))
    expect((await orderOf('A1')).lines.map((line) => line.goneFromIls)).toEqual([false, false])
    expect((await orderOf('A2')).goneFromIlsAt).toBeUndefined()

    const patrons = patronsText().replace(`${cards[1]};NOM1`, `${cards[1]};NOM1;de trop`)
    const catalogue = catalogueText('Un', 'Deux', 'Trois', 'Quatre, cinq')
    await run('--patrons', put('patrons.csv', patrons), '--catalogue', put('catalogue.csv', catalogue))
    expect((await rowsOf('patron')).map((patron) => patron.id)).toEqual(cards)
    expect((await rowsOf('catalogue'))[0]?.items).toBe(4)
  })

  it('[ORD-4] a document that the ILS reports on loan is noted on its row, and cleared when it is back', async () => {
    await importAll(order)
    const file = (status: string) =>
      ['barcode,record,title,status', ...barcodes.map((code, i) => `${code},R${i % 2},T,${i === 0 ? status : 'en rayon'}`)].join('\n')
    await run('--catalogue', put('catalogue.csv', file('prêté')))
    expect(await rowsOf('item')).toMatchObject([{ id: barcodes[0], ilsLoanSince: now }])
    await run('--catalogue', put('catalogue.csv', file('en rayon')))
    expect((await rowsOf('item')).map((item) => item.ilsLoanSince)).toEqual([undefined])
  })

  it('[ORD-4] a document on loan is noted when it comes in one command with the order that asks for it', async () => {
    const catalogue = `barcode,record,title,status\n${barcodes[0]},R0,Un,prêté\n${barcodes[1]},R0,Un,en rayon`
    const files = ['--catalogue', put('catalogue.csv', catalogue), '--patrons', put('patrons.csv', patronsText())]
    expect(await run(...files, '--orders', put('orders.csv', ordersText(order)))).toBe(0)
    expect((await rowsOf('item')).map((item) => [item.id, item.recordId, item.ilsLoanSince])).toEqual([[barcodes[0], 'R0', now]])
    const before = await head()
    await run(...files, '--orders', join(folder, 'orders.csv'))
    expect(await head()).toBe(before)
  })

  it('[ORD-4] an order that comes after the catalogue learns what was on loan then, unless it came back here since', async () => {
    const catalogue = ['barcode,record,title,status', ...barcodes.map((code, i) => `${code},R${i % 2},T,prêté`)].join('\n')
    await run('--catalogue', put('catalogue.csv', catalogue), '--patrons', put('patrons.csv', patronsText()))
    expect(await rowsOf('item')).toEqual([])
    const back = aFactOnItem('returned', { quarantineUntil: undefined, at: toInstant(now + 1) })
    await store.transact(library, (transaction) => transaction.writeRow(anItem(barcodes[2] ?? '', { facts: [back] }), now))
    await run('--orders', put('orders.csv', ordersText(order)))
    expect((await rowsOf('item')).map((item) => [item.id, item.ilsLoanSince])).toEqual([
      [barcodes[0], now],
      [barcodes[2], undefined],
    ])
  })

  it('[ORD-2] without order numbers, what one card wants on one day is one order, and the same list is the same orders', async () => {
    const list = (...rows: readonly string[]) => put('holds.csv', ['carte,date de retrait,heure,notice', ...rows].join('\n'))
    await importAll(order.replace('2026-11-25', '2026-12-09'))
    const rows = [
      `${cards[0]},2026-11-25,15:00,R0`,
      `${cards[0]},2026-11-25,14:30,R1`,
      `${cards[0]},2026-11-26,14:30,R0`,
      `${cards[1]},2026-11-25,14:30,R0`,
    ]
    expect(await run('--orders', list(...rows))).toBe(0)
    const ours = async () =>
      (await rowsOf('order'))
        .filter(({ ilsNumber }) => ilsNumber === undefined)
        .map(({ number, card, slot, lines }) => [number, card, slot.date, slot.time, lines.length])
        .sort()
    const three = [
      ['A-002', cards[0], '2026-11-25', '14:30', 2],
      ['A-003', cards[0], '2026-11-26', '14:30', 1],
      ['A-004', cards[1], '2026-11-25', '14:30', 1],
    ]
    expect(await ours()).toEqual(three)
    expect(said).toContain('une commande par carte et par jour, 3\u00a0numérotées ici')
    const before = await head()
    await run('--orders', join(folder, 'holds.csv'))
    expect(await head()).toBe(before)
    expect(said).toMatch(/3\sinchangées/)
    // Moved within its day it is the same order; no longer listed, it is gone.
    await run('--orders', list(`${cards[0]},2026-11-25,16:00,R0`, `${cards[0]},2026-11-25,16:00,R1`, rows[2] ?? ''))
    expect((await ours())[0]).toEqual(['A-002', cards[0], '2026-11-25', '16:00', 2])
    expect((await rowsOf('order')).filter(({ goneFromIlsAt }) => goneFromIlsAt !== undefined).map(({ number }) => number)).toEqual([
      'A-004',
    ])
    // What is remembered between two lists names no card (PRIV-2).
    expect(await store.read(library, (reading) => reading.memo('ils-orders'))).not.toContain(cards[0])
  })

  it('an order without a time gets the first slot of its day, and keeps it; on a closed day its rows say what is missing', async () => {
    const openingRanges = [{ weekday: 3, from: '10:00', to: '12:00' }]
    const settings = put('settings.json', JSON.stringify({ libraryName: 'Salins', sites: [{ id: 'main', name: 'Salins' }], openingRanges }))
    await importAll(order)
    const list = put(
      'undated.csv',
      ['order,card,slot_date,record', `B1,${cards[0]},2026-11-25,R0`, `B2,${cards[1]},2026-11-26,R0`].join('\n'),
    )
    expect(await run('--settings', settings, '--orders', list)).toBe(0)
    expect((await orderOf('B1')).slot.time).toBe('10:00')
    expect(said).toContain('1\u00a0commande sans heure\u00a0: mise au premier créneau du jour')
    expect(said).toContain('ligne 3\u00a0: pas d’heure dans le fichier, et aucune plage horaire le 2026-11-26')
    // Hours that change later move no order.
    openingRanges[0] = { weekday: 3, from: '09:00', to: '12:00' }
    const before = await orderOf('B1')
    put('settings.json', JSON.stringify({ libraryName: 'Salins', sites: [{ id: 'main', name: 'Salins' }], openingRanges }))
    await run('--settings', settings, '--orders', list)
    expect(await orderOf('B1')).toEqual(before)
  })

  it('a file that leaves out most of the library removes nothing unless it is said to be whole', async () => {
    const many = Array.from({ length: 40 }, (_, i) => `${3333100000 + i},R${i},Titre ${i}`)
    await run('--catalogue', put('catalogue.csv', ['barcode,record,title', ...many].join('\n')))
    const part = put('catalogue.csv', ['barcode,record,title', ...many.slice(0, 5)].join('\n'))
    await run('--catalogue', part)
    expect(said).toContain('rien n’a été retiré')
    expect((await rowsOf('catalogue'))[0]?.items).toBe(40)
    await run('--catalogue', part, '--whole')
    expect((await rowsOf('catalogue'))[0]?.items).toBe(5)
  })
})

describe('rules of numbers that do not tell cards from documents', () => {
  it('are said, with examples and the two lines to write, and those lines end it', async () => {
    const documents = Array.from({ length: 30 }, (_, i) => `000859510${10 + i}`)
    const cards = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? `200000000${10 + i}` : `U${1000 + i}`))
    const catalogue = put('catalogue.csv', ['code-barres;titre', ...documents.map((code) => `${code};Titre`)].join('\n'))
    const patrons = put('patrons.csv', ['carte;nom', ...cards.map((card) => `${card};NOM`)].join('\n'))
    const numbers = ['--catalogue', catalogue, '--patrons', patrons]
    expect(await run(...numbers)).toBe(0)
    const rules = await rowsOf('settings')
    expect(rules).toMatchObject([{ cardRule: { pattern: '^(?:2000\\d{7}|U\\d{4})$' }, itemRule: { pattern: '^0008\\d{7}$' } }])
    expect(said).not.toContain('peut être une carte ou un document')

    const settings = {
      libraryName: 'Salins',
      sites: [{ id: 'centre', name: 'Centre' }],
      openingRanges: [],
      cardRule: { pattern: '^[0-9A-Za-z.-]{4,20}$', check: 'none' },
      itemRule: { pattern: '^\\d{11}$', check: 'none' },
    }
    expect(await run(...numbers, '--settings', put('loose.json', JSON.stringify(settings))), complained).toBe(0)
    expect(said).toContain(
      'un même numéro peut être une carte ou un document\u00a0: 30\u00a0documents ont un numéro qui peut être une carte, 30\u00a0cartes',
    )
    expect(said).toContain('(00085951010, 00085951011, 00085951012…)')
    const lines = said.split('\n').filter((line) => /^ {4}"(?:card|item)Rule"/.test(line))
    const written = { ...settings, ...JSON.parse(`{${lines.join('').replace(/,$/, '')}}`) }
    expect(await run(...numbers, '--settings', put('tight.json', JSON.stringify(written)))).toBe(0)
    expect(said).not.toContain('peut être une carte ou un document')
  })
})

describe('a file that is not what it claims', () => {
  it('changes nothing, not even from the good files beside it, and says so', async () => {
    const catalogue = put('catalogue.csv', catalogueText('Un'))
    const bad: Readonly<Record<string, string | Uint8Array>> = {
      'patrons given as orders': patronsText(),
      empty: '',
      'cut gzip': gzipSync(ordersText(`A1,${cards[0]},2026-11-25,14:30,ils,R0,,`)).subarray(0, 40),
      binary: new Uint8Array(4000).map((_, i) => (i * 7) % 256),
      workbook: 'PK\u0003\u0004 and more',
    }
    for (const [name, content] of Object.entries(bad)) {
      expect(await run('--catalogue', catalogue, '--orders', put('orders.csv', content)), name).toBe(2)
      expect(complained, name).toContain('Rien n’a été changé')
    }
    expect(await run('--catalogue', catalogue, '--patrons', join(folder, 'absent.csv'))).toBe(2)
    expect(await store.libraries()).toEqual([])
    expect(existsSync(join(folder, 'data', 'catalogue'))).toBe(false)
  })

  it('a map that names an unknown column is refused with the names that exist, as the help lists them', async () => {
    const catalogue = put('catalogue.csv', catalogueText('Un'))
    expect(await run('--catalogue', catalogue, '--map', put('map.json', '{ "catalogue": { "codebarre": "CB" } }'))).toBe(2)
    const names = 'catalogue barcode, record, title, author, isbn,'
    expect(complained).toContain('catalogue.codebarre\u00a0: ce nom est inconnu')
    expect(complained).toContain(names)
    expect(await run('--help')).toBe(0)
    expect(said).toContain(names)
    expect(said).toMatch(/orders +order, card, slotDate, slotTime,/)
  })

  it('a wrong option or no file at all is answered by the usage', async () => {
    expect(await run('--catalog', 'x')).toBe(2)
    expect(await run()).toBe(2)
    expect(complained).toContain('npm run import')
    expect(await run('--lang', 'en')).toBe(2)
    expect(complained).toContain('No file given')
  })
})

describe('a demo', () => {
  it('is refused, and with --replace-demo goes whole, tablets included, before real data enters', async () => {
    await store.createLibrary({ id: library, name: 'Démonstration', isDemo: true })
    const demo = (await store.libraries())[0]
    const catalogue = put('catalogue.csv.gz', gzipSync(catalogueText('Un', 'Deux')))
    expect(await run('--catalogue', catalogue)).toBe(2)
    expect(complained).toContain('--replace-demo')
    expect(await head()).toBe(0)
    expect(await run('--catalogue', catalogue, '--replace-demo')).toBe(0)
    const [after] = await store.libraries()
    expect(after).toMatchObject({ isDemo: false, name: 'Médiathèque de Salins' })
    expect(after?.epoch).not.toBe(demo?.epoch)
    // What a tablet of the demo still holds knows the real library from it.
    expect(after?.identity).not.toBe(demo?.identity)
  })
})

describe('settings', () => {
  const settings = {
    libraryName: 'Salins',
    sites: [{ id: 'centre', name: 'Centre' }],
    openingRanges: [{ weekday: 2, from: '10:00', to: '12:30' }],
    librarians: [{ name: 'Nadia', pin: '482160937518', isManager: true }],
    rota: [{ weekday: 2, from: '10:00', to: '12:30', task: 'handover', librarianId: 'nadia' }],
  }

  it('enter with product’s defaults and hashed PINs, and the same file again changes nothing', async () => {
    const path = put('settings.json', JSON.stringify(settings))
    expect(await run('--settings', path)).toBe(0)
    expect((await rowsOf('settings'))[0]).toMatchObject({
      libraryName: 'Salins',
      openingRanges: [{ siteId: 'centre', capacity: 4, intervalMinutes: 15 }],
      horizonDays: 14,
    })
    expect(await rowsOf('librarian')).toMatchObject([{ id: 'nadia', isManager: true, pin: { iterations: 100_000 } }])
    expect(said + complained + JSON.stringify(await rowsOf('librarian'))).not.toContain('482160937518')
    const before = await head()
    await run('--settings', path)
    expect(await head()).toBe(before)
  })

  it('a colour too light to be read is taken, and said as the screens will wear it; one that is none is a fault', async () => {
    const path = put('settings.json', JSON.stringify({ ...settings, accentColour: '#FFCC00' }))
    expect(await run('--settings', path)).toBe(0)
    expect((await rowsOf('settings'))[0]).toMatchObject({ accentColour: '#ffcc00' })
    expect(said).toContain('accentColour #ffcc00 est trop clair pour être lu sur du blanc\u00a0: les écrans prendront #604d00')
    expect(await run('--settings', put('dark.json', JSON.stringify({ ...settings, accentColour: '#00573f' })), '--lang', 'en')).toBe(0)
    expect(said).not.toContain('accentColour')
    expect(await run('--settings', put('wrong.json', JSON.stringify({ ...settings, accentColour: 'jaune' })))).toBe(2)
    expect(complained).toContain('accentColour\u00a0: doit être une couleur écrite #rrvvbb')
  })

  it('every fault is told by its path, in French and English, and never repeats a PIN', async () => {
    const wrong = {
      ...settings,
      openingRanges: [...settings.openingRanges, { weekday: 9, from: '10:00', to: '12:30' }, { weekday: 3, from: '14:00', to: '10:00' }],
      horizon: 14,
      librarians: [{ name: 'Nadia', pin: '48x1' }],
      rota: [],
    }
    const path = put('settings.json', JSON.stringify(wrong))
    expect(await run('--settings', path)).toBe(2)
    expect(complained).toContain('openingRanges[2].to\u00a0: doit être après from')
    expect(complained).toContain('openingRanges[1].weekday\u00a0:')
    expect(complained).toContain('horizon\u00a0: ce nom est inconnu')
    expect(complained).toContain('librarians[0].pin\u00a0: doit avoir de 4 à 12 chiffres')
    expect(complained).not.toContain('48x1')
    expect(await run('--settings', path, '--lang', 'en')).toBe(2)
    expect(complained).toContain('openingRanges[2].to: must be after from')
    expect(await store.libraries()).toEqual([])
  })
})

describe('with the endpoint running', () => {
  it('another process’s store hears of the import, and goes on writing during it', async () => {
    await importAll(`A1,${cards[0]},2026-11-25,14:30,ils,R0,,`)
    const heard = new Promise((resolve) => {
      const stop = (store satisfies Store).watch((id) => {
        stop()
        resolve(id)
      })
    })
    const importing = run('--patrons', put('patrons.csv', patronsText(7)))
    await store.transact(library, (transaction) => transaction.keepMemo('meanwhile', 'written'))
    expect(await importing).toBe(0)
    expect(await heard).toBe(library)
    expect((await rowsOf('patron')).every((patron) => patron.ilsLoans === 7)).toBe(true)
  })
})
