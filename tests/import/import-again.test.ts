/**
 * Imports into a library that has been imported before, through the same function as `npm run import`: what changes, what does not, what
 * disappears.
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toCardNumber, toItemBarcode, toLineId, toOperationId, toRecordId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { parseLocalDate } from '../../src/domain/local-date.ts'
import { newLine } from '../../src/domain/order/new-order.ts'
import { orderState } from '../../src/domain/order/order.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { closeDay } from '../../src/endpoint/authority/close-day.ts'
import { newLines } from '../../src/endpoint/ils/merge-order.ts'
import { aFactOnItem, anItem } from '../builders/an-item.ts'
import { aFactOnOrder, aPick, aSlotKey } from '../builders/an-order.ts'
import { barcodes, cards, catalogueText, importTrial, library, now, ordersText, patronsText } from './import-trial.ts'

const trial = importTrial()
const { head, importAll, orderOf, put, rowsOf, run } = trial

describe('importing again', () => {
  const order = `A1,${cards[0]},2026-11-25,14:30,ils,R0,${barcodes[0]},note`

  it('the same files change nothing: no row gets a new version, even touched later', async () => {
    await importAll(order)
    const before = await head()
    put('patrons.csv', patronsText(), now + 3_600_000)
    expect(
      await run(
        '--catalogue',
        join(trial.folder, 'catalogue.csv'),
        '--patrons',
        join(trial.folder, 'patrons.csv'),
        '--orders',
        join(trial.folder, 'orders.csv'),
      ),
    ).toBe(0)
    expect(await head()).toBe(before)
    expect(trial.said).toMatch(/4\u00a0inchangés/)
  })

  it('a newer catalogue updates documents, the records that orders want, and what tablets fetch', async () => {
    await importAll(order)
    const [first] = await rowsOf('catalogue')
    await run(
      '--catalogue',
      put('catalogue.csv', catalogueText('Un, autrement', 'Deux', 'Trois').replaceAll('Un, autrement', '"Un, autrement"')),
    )
    expect((await rowsOf('record'))[0]?.title).toBe('Un, autrement')
    const changes = { hash: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: expect.any(Number) }
    expect((await rowsOf('catalogue'))[0]).toMatchObject({ items: 3, records: 2, hash: first?.hash, changes })
    expect(first?.changes).toBeUndefined()
    expect(trial.said).toMatch(/0\u00a0ajouté, 2\u00a0modifiés, 1\u00a0inchangé, 1\u00a0retiré/)
  })

  it('[LOAN-2] a newer figure of the ILS drops the loans it can know, and keeps those it cannot', async () => {
    await importAll(order)
    const loan = { documentType: 'livre', isNewRelease: false }
    await trial.store.transact(library, async (transaction) => {
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

  it('[CASE-1] two presses on a line before the list that has it contradict each other once it is listed', async () => {
    await importAll(order)
    const [known] = await rowsOf('order')
    if (known === undefined) throw new Error('no order')
    const [{ id: lineId } = { id: toLineId('none') }] = newLines(known.id, [{ kind: 'record', recordId: toRecordId('R1') }])
    const facts = [aPick(lineId, undefined), aFactOnOrder('given-up', { lineId, reason: 'introuvable' })]
    await trial.store.transact(library, async (transaction) => void (await transaction.writeRow({ ...known, facts }, now)))
    await run('--orders', put('orders.csv', ordersText(order), now + 1000))
    expect(await rowsOf('case')).toEqual([])
    await run('--orders', put('orders.csv', ordersText(order, `A1,${cards[0]},2026-11-25,14:30,ils,R1,${barcodes[1]},note`), now + 2000))
    expect(await rowsOf('case')).toMatchObject([{ caseKind: 'picked-and-not-found', subject: `line/${known.id}/${lineId}` }])
  })

  it('[PRIV-1] a patron who is no longer listed leaves, unless an order waits', async () => {
    await importAll(order)
    await run('--patrons', put('patrons.csv', patronsText(2, cards[0] ?? '', cards[1] ?? '')))
    expect((await rowsOf('patron')).map((patron) => patron.id)).toEqual([cards[0], cards[2]])
  })

  it('a slot moved and a note written at the desk stand until the ILS says something new', async () => {
    await importAll(order)
    await trial.store.transact(library, async (transaction) => {
      const [stored] = await transaction.rowsOf('order')
      if (stored !== undefined)
        await transaction.writeRow(
          { ...stored, slot: { ...stored.slot, time: aSlotKey('2026-11-25 16:00').time }, note: 'vient en bus' },
          now,
        )
    })
    const before = await head()
    await run('--orders', join(trial.folder, 'orders.csv'))
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
    await trial.store.transact(library, (transaction) =>
      transaction.writeRow({ ...picked, facts: [aPick(picked.lines[0]?.id ?? '', barcodes[0])] }, now),
    )
    await run('--orders', put('orders.csv', ordersText(`A3,${cards[2]},2026-11-25,16:00,ils,R0,,`)))
    const [first, second, other4] = [await orderOf('A1'), await orderOf('A2'), await orderOf('A4')]
    expect(first).toMatchObject({ goneFromIlsAt: now, lines: [{ goneFromIls: true }] })
    expect(orderState(first)).toBe('in-preparation')
    expect(orderState(second)).toBe('cancelled')
    // The file speaks of the 25th only.
    expect(other4.goneFromIlsAt).toBeUndefined()
    expect(trial.said).toContain('1 avec des documents déjà préparés')
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
    expect((await orderOf('A1')).lines.map((line) => [line.wanted, line.goneFromIls])).toMatchObject([
      [{ recordId: 'R0' }, true],
      [{ recordId: 'R1' }, false],
    ])
  })

  it('[PHONE-15] a title that the desk added to an order, or took out, stays so while the ILS lists the order as before', async () => {
    const second = `A1,${cards[0]},2026-11-25,14:30,ils,R1,,note`
    const list = () => run('--orders', put('orders.csv', ordersText(order, second)))
    const write = (row: Row) => trial.store.transact(library, (transaction) => transaction.writeRow(row, now))
    const linesNow = async () =>
      (await orderOf('A1')).lines.map(({ wanted, goneFromIls }) => [wanted.kind === 'wish' ? wanted.text : wanted.recordId, goneFromIls])
    await importAll(order)
    const before = await orderOf('A1')
    const added = newLine({ id: toLineId('1.aaaa'), wanted: { kind: 'wish', text: 'un polar' } })
    await write({ ...before, lines: [...before.lines, { ...added, addedBy: toOperationId('b1') }] })
    await list()
    const listed = [
      ['R0', false],
      ['un polar', false],
      ['R1', false],
    ]
    expect(await linesNow()).toEqual(listed)

    const { lines, ...rest } = await orderOf('A1')
    const [taken] = lines.slice(-1)
    if (taken === undefined) throw new Error('the ILS listed a second line')
    await write({ ...rest, lines: lines.slice(0, -1), removed: [{ ...taken, removedBy: toOperationId('b2') }] })
    await list()
    expect(await linesNow()).toEqual(listed.slice(0, -1))
  })

  it('[PRIV-2] an order of a closed day does not come back to be prepared while the ILS still lists it', async () => {
    await importAll(order, `A2,${cards[1]},2026-11-25,15:00,ils,R1,,`)
    const handedOver = await orderOf('A1')
    await trial.store.transact(library, async (transaction) => {
      const fact = aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: ['1', '2'].map(toLineId) })
      await transaction.writeRow({ ...handedOver, facts: [fact] }, now)
      await closeDay(transaction, parseLocalDate('2026-11-28') ?? handedOver.slot.date, now)
    })
    expect((await rowsOf('order')).map((one) => one.ilsNumber)).toEqual(['A2'])
    await run('--orders', join(trial.folder, 'orders.csv'))
    expect((await rowsOf('order')).map((one) => one.ilsNumber)).toEqual(['A2'])
    expect(trial.said).toMatch(/2\sinchangées/)
    await run('--orders', put('orders.csv', ordersText(order.replace('2026-11-25', '2026-12-02'))))
    expect((await orderOf('A1')).slot.date).toBe('2026-12-02')
  })

  it('[ORD-4] a bad row takes nothing that it names for gone: the order, its lines, the patron and the document stay', async () => {
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

  it('[ORD-4] a list of orders that ends in the middle of a row takes no order and no line away', async () => {
    const rows = [order, `A1,${cards[0]},2026-11-25,14:30,ils,R1,,note`, `A2,${cards[1]},2026-11-25,15:00,ils,R1,,`]
    await importAll(...rows)
    await run('--orders', put('orders.csv', ordersText(order, `A1,${cards[0]},2026-`)))
    expect((await orderOf('A1')).lines.map(({ goneFromIls }) => goneFromIls)).toEqual([false, false])
    expect((await orderOf('A2')).goneFromIlsAt).toBeUndefined()
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

  it('[PHONE-4, PHONE-21] every tablet knows the moment of the ILS’s word on its loans; a list that does not speak of loans leaves it', async () => {
    await importAll(order)
    expect((await rowsOf('catalogue'))[0]?.loansAsOf).toBeUndefined()
    const file = ['barcode,record,title,status', ...barcodes.map((code, i) => `${code},R${i % 2},T,en rayon`)].join('\n')
    await run('--catalogue', put('catalogue.csv', file, now - 3_600_000))
    expect((await rowsOf('catalogue'))[0]?.loansAsOf).toBe(now - 3_600_000)
    await run('--catalogue', put('catalogue.csv', catalogueText('Un', 'Deux', 'Trois', 'Quatre')))
    expect((await rowsOf('catalogue'))[0]?.loansAsOf).toBe(now - 3_600_000)
  })

  it('[PHONE-4] a list that changes nothing but what is on loan tells it to every tablet, of titles that no order wants too', async () => {
    const file = (status: string) =>
      ['barcode,record,title,status', ...barcodes.map((code, i) => `${code},R${i % 2},T,${i === 0 ? status : 'en rayon'}`)].join('\n')
    const lent = async () => (await rowsOf('catalogue'))[0]?.lent?.hash
    await run('--catalogue', put('catalogue.csv', catalogueText('T', 'T', 'T', 'T')))
    expect(await lent()).toBeUndefined()
    await run('--catalogue', put('catalogue.csv', file('prêté')))
    const out = await lent()
    await run('--catalogue', put('catalogue.csv', file('en rayon')))
    const back = await lent()
    await run('--catalogue', put('catalogue.csv', file('prêté')))
    expect([out, back, await lent()]).toEqual([expect.any(String), expect.not.stringContaining(out ?? ''), out])
  })

  it('[ORD-4] a document on loan is noted when it comes in one command with the order that asks for it', async () => {
    const catalogue = `barcode,record,title,status\n${barcodes[0]},R0,Un,prêté\n${barcodes[1]},R0,Un,en rayon`
    const files = ['--catalogue', put('catalogue.csv', catalogue), '--patrons', put('patrons.csv', patronsText())]
    expect(await run(...files, '--orders', put('orders.csv', ordersText(order)))).toBe(0)
    expect((await rowsOf('item')).map((item) => [item.id, item.recordId, item.ilsLoanSince])).toEqual([[barcodes[0], 'R0', now]])
    const before = await head()
    await run(...files, '--orders', join(trial.folder, 'orders.csv'))
    expect(await head()).toBe(before)
  })

  it('[ORD-4] an order that comes after the catalogue learns what was on loan then, unless it came back here since', async () => {
    const catalogue = ['barcode,record,title,status', ...barcodes.map((code, i) => `${code},R${i % 2},T,prêté`)].join('\n')
    await run('--catalogue', put('catalogue.csv', catalogue), '--patrons', put('patrons.csv', patronsText()))
    expect(await rowsOf('item')).toEqual([])
    const back = aFactOnItem('returned', { quarantineUntil: undefined, at: toInstant(now + 1) })
    await trial.store.transact(library, (transaction) => transaction.writeRow(anItem(barcodes[2] ?? '', { facts: [back] }), now))
    await run('--orders', put('orders.csv', ordersText(order)))
    expect((await rowsOf('item')).map((item) => [item.id, item.ilsLoanSince])).toEqual([
      [barcodes[0], now],
      [barcodes[2], undefined],
    ])
  })

  it('[ORD-2] one card’s wishes of one day are one order where orders have no numbers, and the same list is the same orders', async () => {
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
    expect(trial.said).toContain('une commande par carte et par jour, 3\u00a0numérotées ici')
    const before = await head()
    await run('--orders', join(trial.folder, 'holds.csv'))
    expect(await head()).toBe(before)
    expect(trial.said).toMatch(/3\sinchangées/)
    // Moved within its day it is the same order; no longer listed, it is gone.
    await run('--orders', list(`${cards[0]},2026-11-25,16:00,R0`, `${cards[0]},2026-11-25,16:00,R1`, rows[2] ?? ''))
    expect((await ours())[0]).toEqual(['A-002', cards[0], '2026-11-25', '16:00', 2])
    expect((await rowsOf('order')).filter(({ goneFromIlsAt }) => goneFromIlsAt !== undefined).map(({ number }) => number)).toEqual([
      'A-004',
    ])
    // What is remembered between two lists names no card (PRIV-2).
    expect(await trial.store.read(library, (reading) => reading.memo('ils-orders'))).not.toContain(cards[0])
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
    expect(trial.said).toContain('1\u00a0commande sans heure\u00a0: mise au premier créneau du jour')
    expect(trial.said).toContain('ligne 3\u00a0: pas d’heure dans le fichier, et aucune plage horaire le 2026-11-26')
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
    expect(trial.said).toContain('rien n’a été retiré')
    expect((await rowsOf('catalogue'))[0]?.items).toBe(40)
    await run('--catalogue', part, '--whole')
    expect((await rowsOf('catalogue'))[0]?.items).toBe(5)
  })

  it('[IMP-4] a file that shares almost no number with the catalogue writes nothing, shows some of both, and is taken if it is said to be whole', async () => {
    const many = Array.from({ length: 40 }, (_, i) => `0${3333100000 + i},R${i},Titre ${i}`)
    await run('--catalogue', put('catalogue.csv', ['barcode,record,title', ...many].join('\n')))
    // The zero before each number is gone.
    const spoiled = put('spoiled.csv', ['barcode,record,title', ...many.map((row) => row.slice(1))].join('\n'))
    expect(await run('--catalogue', spoiled)).toBe(2)
    expect(trial.said).toContain('ne partage que 0 de ses 40 numéros avec ce qui est connu (avant\u00a0: 03333100000,')
    expect((await rowsOf('catalogue'))[0]?.items).toBe(40)
    // One document more than half is new: an annexe that joins shares all that was there.
    const annexe = Array.from({ length: 60 }, (_, i) => `0${4444100000 + i},A${i},Autre ${i}`)
    expect(await run('--catalogue', put('catalogue.csv', ['barcode,record,title', ...many, ...annexe].join('\n')))).toBe(0)
    expect((await rowsOf('catalogue'))[0]?.items).toBe(100)
    expect(await run('--catalogue', spoiled, '--whole')).toBe(0)
    expect((await rowsOf('catalogue'))[0]?.items).toBe(40)
  })

  it('[IMP-4] a file takes nothing away where it leaves out more than half of what was there before it', async () => {
    const old = Array.from({ length: 40 }, (_, i) => `${3333100000 + i},R${i},Titre ${i}`)
    const fresh = Array.from({ length: 15 }, (_, i) => `${4444100000 + i},A${i},Autre ${i}`)
    await run('--catalogue', put('catalogue.csv', ['barcode,record,title', ...old].join('\n')))
    await run('--catalogue', put('catalogue.csv', ['barcode,record,title', ...old.slice(0, 18), ...fresh].join('\n')))
    expect(trial.said).toContain('omet 22 des 40 connus\u00a0: rien n’a été retiré')
    expect((await rowsOf('catalogue'))[0]?.items).toBe(55)
  })

  it('[IMP-2] an order outside opening hours, or of a day that is over, is taken and reported with its time', async () => {
    const openingRanges = [{ weekday: 3, from: '10:00', to: '12:00' }]
    const settings = put('settings.json', JSON.stringify({ libraryName: 'Salins', sites: [{ id: 'main', name: 'Salins' }], openingRanges }))
    await importAll(order)
    const rows = ['B1,2026-11-25 10:15', 'B2,2026-11-25 21:15', 'B3,2025-11-26 10:00'].map((row, n) => `${row},${cards[n % 2]},R0`)
    expect(await run('--settings', settings, '--orders', put('odd.csv', ['order,slot_date,card,record', ...rows].join('\n')))).toBe(0)
    expect(trial.said).toContain('1\u00a0commande est hors des heures d’ouverture (2026-11-25 21:15)')
    expect(trial.said).toContain('1\u00a0commande est d’un jour passé (2025-11-26 10:00)')
    expect((await orderOf('B2')).slot.time).toBe('21:15')
  })
})
