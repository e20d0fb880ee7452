/**
 * Imports into a real SQLite file, through the same function as `npm run import`: what enters, what is refused, what is said.
 * The same files again, and newer ones: import-again.test.ts.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts'
import { toItemBarcode, toLibrarianId, toLibraryId } from '../../src/domain/ids.ts'
import { changeSection } from '../../src/endpoint/settings/change-section.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { barcodes, cards, catalogueText, importTrial, library, now, ordersText, patronsText } from './import-trial.ts'

const trial = importTrial()
const { head, importAll, orderOf, put, rowsOf, run } = trial

describe('importing into an empty folder', () => {
  it('makes the library, its rows, and the catalogue file that tablets fetch', async () => {
    expect(await importAll(`A1,${cards[0]},2026-11-25,14:30,ils,R0,,`, `A1,${cards[0]},2026-11-25,14:30,ils,R1,${barcodes[1]},`)).toBe(0)
    expect(await trial.store.libraries()).toMatchObject([{ name: 'Médiathèque de Salins', isDemo: false }])
    expect((await rowsOf('patron')).map((patron) => [patron.id, patron.ilsLoans, patron.ilsAsOf])).toEqual(
      cards.map((card) => [card, 2, now]),
    )
    expect((await rowsOf('record')).map((record) => [record.id, record.copies.length])).toEqual([
      ['R0', 2],
      ['R1', 2],
    ])
    const [file] = await rowsOf('catalogue')
    const bytes = readFileSync(join(trial.folder, 'data', 'catalogue', library, `${file?.hash}.bin`))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file?.hash)
    const opened = openCatalogue(new Uint8Array(bytes).buffer)
    expect(opened.ok && opened.value.itemByBarcode(toItemBarcode('33331000000030'))?.title).toBe('Un')
    expect(trial.said).toContain('4\u00a0lignes')
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
    expect(trial.said).toContain('8\u00a0exemplaires demandés deux fois')
  })

  it('an unknown card or record rejects its row alone, with its line and its reason, on the screen and in a file', async () => {
    const good = `A1,${cards[0]},2026-11-25,14:30,ils,R0,,`
    expect(await importAll(good, `A2,99999999999999,2026-11-25,14:30,ils,R0,,`, `A1,${cards[0]},2026-11-25,14:30,ils,R9,,`)).toBe(0)
    expect((await rowsOf('order')).map((order) => order.lines.length)).toEqual([1])
    expect(trial.said).toContain('ligne 3\u00a0: la carte 99999999999999 n’est pas parmi les usagers')
    expect(trial.said).toContain('ligne 4\u00a0: ni la notice R9')
    expect(readFileSync(join(trial.folder, 'data', 'rejected', 'orders.csv.rejected.csv'), 'utf8')).toMatch(
      /^\ufeffligne;raison\r\n3;.*\r\n4;/,
    )
  })

  it('[PHONE-4] copies that are not lent are counted in the report, in French and in English', async () => {
    const rows = [
      'code-barres,titre,exclu du prêt,perdu',
      ...barcodes.map((code, i) => `${code},Titre,${i < 2 ? 1 : 0},${i === 3 ? 1 : 0}`),
    ]
    const path = put('catalogue.csv', rows.join('\n'))
    expect(await run('--catalogue', path)).toBe(0)
    expect(trial.said).toContain(
      'exemplaires qui ne se prêtent pas\u00a0: sur place seulement, 2\u00a0; perdus, retirés ou en traitement, 1',
    )
    expect(await run('--catalogue', path, '--lang', 'en')).toBe(0)
    expect(trial.said).toContain('copies that are not lent: in the library only, 2; lost, withdrawn or in processing, 1')
    expect(await run('--catalogue', put('catalogue.csv', catalogueText('Un', 'Deux', 'Trois', 'Quatre')))).toBe(0)
    expect(trial.said).not.toContain('ne se prêtent pas')
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
    expect(trial.said).toContain('ligne 3\u00a0: ni la notice (vide) ni le code-barres F BIO 25/0016')
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
    expect(await run('--orders', put('orders.csv', files)), trial.complained).toBe(0)
    const orders = await rowsOf('order')
    expect(orders.map(({ card, slot, lines }) => [card, slot.date, slot.time, lines.length]).sort()).toEqual([
      [cards[0], '2026-11-25', '14:00', 2],
      [cards[0], '2026-12-02', '14:00', 1],
      [cards[1], '2026-11-25', '15:30', 1],
    ])
    expect(JSON.stringify(orders.map((order) => order.ilsNumber))).not.toContain('2333')
    expect(trial.said).toContain('pas de numéro de commande\u00a0: une commande par carte et par jour, 3\u00a0numérotées ici')
    expect(trial.said).toContain('2\u00a0commandes sans heure\u00a0: mises au premier créneau du jour')
    expect(trial.said).toContain('ligne 6\u00a0: pas d’heure dans le fichier, et aucune plage horaire le 2026-11-26')
    const before = await head()
    await run('--orders', join(trial.folder, 'orders.csv'))
    expect(await head()).toBe(before)
    await run(
      '--settings',
      put('earlier.json', JSON.stringify({ ...settings, openingRanges: [{ weekday: 3, from: '10:00', to: '18:00' }] })),
    )
    await run('--orders', join(trial.folder, 'orders.csv'))
    expect((await rowsOf('order')).map((order) => order.slot.time).sort()).toEqual(['14:00', '14:00', '15:30'])
  })

  it('[PULL-8] a wish wants as many documents as the list of orders says', async () => {
    await run('--catalogue', put('catalogue.csv', catalogueText('Un', 'Deux')), '--patrons', put('patrons.csv', patronsText()))
    const rows = [
      'carte;date;heure;demande;quantité',
      `${cards[0]};25/11/2026;14:30;Romans policiers;3`,
      `${cards[1]};25/11/2026;14:30;Un guide;`,
    ]
    await run('--orders', put('orders.csv', rows.join('\n')))
    const wanted = (await rowsOf('order')).flatMap(({ lines }) => lines.map((line) => line.wanted))
    expect(wanted).toHaveLength(2)
    expect(wanted).toContainEqual({ kind: 'wish', text: 'Romans policiers', count: 3 })
    expect(wanted).toContainEqual({ kind: 'wish', text: 'Un guide' })
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
    expect(trial.said).toContain('un même numéro peut être une carte ou un document')
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
    expect(trial.said).not.toContain('peut être une carte ou un document')

    const settings = {
      libraryName: 'Salins',
      sites: [{ id: 'centre', name: 'Centre' }],
      openingRanges: [],
      cardRule: { pattern: '^[0-9A-Za-z.-]{4,20}$', check: 'none' },
      itemRule: { pattern: '^\\d{11}$', check: 'none' },
    }
    expect(await run(...numbers, '--settings', put('loose.json', JSON.stringify(settings))), trial.complained).toBe(0)
    expect(trial.said).toContain(
      'un même numéro peut être une carte ou un document\u00a0: 30\u00a0documents ont un numéro qui peut être une carte, 30\u00a0cartes',
    )
    expect(trial.said).toContain('(00085951010, 00085951011, 00085951012…)')
    const lines = trial.said.split('\n').filter((line) => /^ {4}"(?:card|item)Rule"/.test(line))
    const written = { ...settings, ...JSON.parse(`{${lines.join('').replace(/,$/, '')}}`) }
    expect(await run(...numbers, '--settings', put('tight.json', JSON.stringify(written)))).toBe(0)
    expect(trial.said).not.toContain('peut être une carte ou un document')
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
      expect(trial.complained, name).toContain('Rien n’a été changé')
    }
    expect(await run('--catalogue', catalogue, '--patrons', join(trial.folder, 'absent.csv'))).toBe(2)
    expect(await trial.store.libraries()).toEqual([])
    expect(existsSync(join(trial.folder, 'data', 'catalogue'))).toBe(false)
  })

  it('a map that names an unknown column is refused with the names that exist, as the help lists them', async () => {
    const catalogue = put('catalogue.csv', catalogueText('Un'))
    expect(await run('--catalogue', catalogue, '--map', put('map.json', '{ "catalogue": { "codebarre": "CB" } }'))).toBe(2)
    const names = 'catalogue barcode, record, title, series, author, isbn,'
    expect(trial.complained).toContain('catalogue.codebarre\u00a0: ce nom est inconnu')
    expect(trial.complained).toContain(names)
    expect(await run('--help')).toBe(0)
    expect(trial.said).toContain(names)
    expect(trial.said).toMatch(/orders +order, card, slotDate, slotTime,/)
  })

  it('a wrong option or no file at all is answered by the usage', async () => {
    expect(await run('--catalog', 'x')).toBe(2)
    expect(await run()).toBe(2)
    expect(trial.complained).toContain('npm run import')
    expect(await run('--lang', 'en')).toBe(2)
    expect(trial.complained).toContain('No file given')
  })
})

describe('a demo', () => {
  it('is refused, and with --replace-demo goes whole, tablets included, before real data enters', async () => {
    await trial.store.createLibrary({ id: library, name: 'Démonstration', isDemo: true })
    const demo = (await trial.store.libraries())[0]
    const catalogue = put('catalogue.csv.gz', gzipSync(catalogueText('Un', 'Deux')))
    expect(await run('--catalogue', catalogue)).toBe(2)
    expect(trial.complained).toContain('--replace-demo')
    expect(await head()).toBe(0)
    expect(await run('--catalogue', catalogue, '--replace-demo')).toBe(0)
    const [after] = await trial.store.libraries()
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
    expect(trial.said + trial.complained + JSON.stringify(await rowsOf('librarian'))).not.toContain('482160937518')
    const before = await head()
    await run('--settings', path)
    expect(await head()).toBe(before)
  })

  it('[SET-5] a file that changes them is written in the journal, by nobody’s name, section by section', async () => {
    await run('--settings', put('settings.json', JSON.stringify(settings)))
    await run('--settings', put('more.json', JSON.stringify({ ...settings, keepDays: 3, idleLockMinutes: 5 })))
    const [library] = await trial.store.libraries()
    const changes = await trial.store.read(library?.id ?? toLibraryId(''), (reader) => reader.settingChanges(undefined, 9))
    expect(changes.map(({ section, by, was, became }) => [section, by, was, became])).toEqual([
      ['lock', undefined, '{"idleLockMinutes":10}', '{"idleLockMinutes":5}'],
      ['absences', undefined, '{"graceMinutes":15,"keepDays":2}', '{"graceMinutes":15,"keepDays":3}'],
    ])
    expect((await rowsOf('settings'))[0]).toMatchObject({ versions: { absences: 1, lock: 2 } })
  })

  it('[SET-4] the widest that a file could say before sections had bounds is read, and a section of it is changed', async () => {
    const widest = {
      ...settings,
      serviceName: 'Le retrait à la porte de la médiathèque des Tilleuls',
      ...{ leadTimeHours: 240, horizonDays: 90, openOrdersPerSlot: 99, openOrders: 99, newReleaseDays: 1000, graceMinutes: 240 },
      ...{ keepDays: 60, quarantineDays: 60, keepLoanDays: 366, keepNameDays: 31, idleLockMinutes: 240 },
      loanRights: [999, 5].map((maximum) => ({ category: 'Adulte', documentType: 'Livre', maximum, durationDays: 366 })),
      zones: ['Adultes', 'Prêt'].map((name) => ({ name, locations: ['Romans'] })),
      dayExceptions: [1, 2].map(() => ({ date: '2026-12-25', ranges: [] })),
    }
    expect(await run('--settings', put('widest.json', JSON.stringify(widest)))).toBe(0)
    const [row] = await rowsOf('settings')
    expect(row).toMatchObject({ serviceName: widest.serviceName, horizonDays: 90, keepDays: 60, keepNameDays: 31 })
    const [library] = await trial.store.libraries()
    const change = { section: 'name', expectedVersion: 0, value: { serviceName: widest.serviceName, accentColour: '#00573f' } } as const
    const end = await changeSection(trial.store, library?.id ?? toLibraryId(''), { ...change, by: toLibrarianId('nadia') }, now)
    expect(end).toMatchObject({ kind: 'changed' })
  })

  it('a dry run says what the file would change, member by member, and changes nothing', async () => {
    await run('--settings', put('settings.json', JSON.stringify(settings)))
    const before = await head()
    const librarians = [
      { name: 'Nadia', pin: '482160937518' },
      { name: 'Paul', pin: '1379' },
    ]
    const path = put('more.json', JSON.stringify({ ...settings, keepDays: 3, librarians }))
    expect(await run('--settings', path, '--dry-run')).toBe(0)
    expect(trial.said).toContain('Salins\u00a0: ce fichier changerait 3\u00a0réglages. Rien n’a été changé.')
    expect(trial.said).toContain('keepDays\u00a0: 2 → 3')
    expect(trial.said).toContain('librarians.nadia\u00a0: {"isManager":true,"name":"Nadia"} → {"isManager":false,"name":"Nadia"}')
    expect(trial.said).toContain('librarians.paul\u00a0: absent →')
    expect(trial.said).not.toContain('482160937518')
    expect(await head()).toBe(before)
    expect(await run('--settings', put('same.json', JSON.stringify(settings)), '--dry-run', '--lang', 'en')).toBe(0)
    expect(trial.said).toContain('this file would change nothing')
    expect(await run('--settings', path, '--patrons', put('p.csv', 'carte;nom\n1;A'), '--dry-run')).toBe(2)
    expect(trial.complained).toContain('--settings seul')
    expect(await run('--settings', put('wrong.json', JSON.stringify({ ...settings, keepDays: 61 })), '--dry-run')).toBe(2)
    expect(trial.complained).toContain('keepDays\u00a0: est hors des limites')
  })

  it('a colour too light to be read is taken, and said as the screens will wear it; one that is none is a fault', async () => {
    const path = put('settings.json', JSON.stringify({ ...settings, accentColour: '#FFCC00' }))
    expect(await run('--settings', path)).toBe(0)
    expect((await rowsOf('settings'))[0]).toMatchObject({ accentColour: '#ffcc00' })
    expect(trial.said).toContain('accentColour #ffcc00 est trop clair pour être lu sur du blanc\u00a0: les écrans prendront #604d00')
    expect(await run('--settings', put('dark.json', JSON.stringify({ ...settings, accentColour: '#00573f' })), '--lang', 'en')).toBe(0)
    expect(trial.said).not.toContain('is too light')
    expect(await run('--settings', put('wrong.json', JSON.stringify({ ...settings, accentColour: 'jaune' })))).toBe(2)
    expect(trial.complained).toContain('accentColour\u00a0: doit être une couleur écrite #rrvvbb')
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
    expect(trial.complained).toContain('openingRanges[2].to\u00a0: doit être après from')
    expect(trial.complained).toContain('openingRanges[1].weekday\u00a0:')
    expect(trial.complained).toContain('horizon\u00a0: ce nom est inconnu')
    expect(trial.complained).toContain('librarians[0].pin\u00a0: doit avoir de 4 à 12 chiffres')
    expect(trial.complained).not.toContain('48x1')
    expect(await run('--settings', path, '--lang', 'en')).toBe(2)
    expect(trial.complained).toContain('openingRanges[2].to: must be after from')
    expect(await trial.store.libraries()).toEqual([])
  })
})

describe('with the endpoint running', () => {
  it('another process’s store hears of the import, and goes on writing during it', async () => {
    await importAll(`A1,${cards[0]},2026-11-25,14:30,ils,R0,,`)
    const heard = new Promise((resolve) => {
      const stop = (trial.store satisfies Store).watch((id) => {
        stop()
        resolve(id)
      })
    })
    const importing = run('--patrons', put('patrons.csv', patronsText(7)))
    await trial.store.transact(library, (transaction) => transaction.keepMemo('meanwhile', 'written'))
    expect(await importing).toBe(0)
    expect(await heard).toBe(library)
    expect((await rowsOf('patron')).every((patron) => patron.ilsLoans === 7)).toBe(true)
  })
})
