/**
 * The bytes of an export: the .koc file that Koha reads to its end, and the table for people.
 * What goes into them, and when, is told in export-day.test.ts.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatCaseId } from '../../src/domain/case/case.ts'
import { toItemBarcode, toRecordId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import { exportDay, formatApart, listExports } from '../../src/endpoint/connectors/file/export-day.ts'
import { kocGeneratorVersion } from '../../src/endpoint/connectors/file/ils-file.ts'
import { formatTrueTime } from '../../src/endpoint/ils/movement.ts'
import { aDate, aMoment } from '../builders/a-moment.ts'
import { aDeskDay, day, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

const text = (bytes: Uint8Array | undefined): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
const anEntry = {
  title: 'Titre',
  author: '',
  documentType: 'livre',
  audience: '',
  callNumber: '',
  location: '',
  arrivedOn: undefined,
  isbn: '',
  year: '',
}

describe('writing the .koc file', () => {
  it('[HO-10] a day is written to the byte as Koha reads it, in true local time, whatever the order of reception', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const back = a.press(takeBack('31000000654321'), '2026-11-24 10:16:02')
    const given = b.press(handOver('23529001000463', '31000000123456', '31000000000017'), '2026-11-24 10:15:30.045')
    const onPaper = b.press(handOver('23529001000463', '31000000000025'), '2026-11-24 17:42:11.500', '2026-11-24 09:05')
    await desk.receive(back, given, onPaper)
    const made = await desk.export()
    expect(text(made.ok ? made.value.content : undefined)).toBe(
      [
        'Version=1.0\tGenerator=PretAEmporter\tGeneratorVersion=0.1.0\n',
        '2026-11-24 09-05-00 000\tissue\t23529001000463\t31000000000025\n',
        '2026-11-24 10-15-30 045\tissue\t23529001000463\t31000000123456\n',
        '2026-11-24 10-15-30 045\tissue\t23529001000463\t31000000000017\n',
        '2026-11-24 10-16-02 000\treturn\t31000000654321\n',
      ].join(''),
    )
    expect(made.ok && [made.value.loans, made.value.returns, made.value.fileName]).toEqual([3, 1, 'circulation-2026-11-24-1.koc'])
  })

  it('the header gives the version of the product', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(kocGeneratorVersion).toBe(version)
  })

  it('[SLOT-2] in the hour that summer time repeats, lines come in the order of true time', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    // Winter's clock, an hour before and after it is set back.
    await desk.receive(
      a.press(handOver('21', '41'), '2026-10-25 02:10:00', '2026-10-25 02:10'),
      a.press(handOver('21', '31'), '2026-10-25 01:50:00', '2026-10-25 02:50'),
    )
    const wish = { day: aDate('2026-10-25'), format: 'koc', number: undefined } as const
    const made = await exportDay(desk.store, library, wish, inParis('2026-10-26 09:00:00'))
    const lines = made.ok ? new TextDecoder().decode(made.value.content).trimEnd().split(/\r?\n/).slice(1) : []
    expect(lines).toEqual(['2026-10-25 02-50-00 000\tissue\t21\t31', '2026-10-25 02-10-00 000\tissue\t21\t41'])
  })

  it('[SLOT-2] a press in the hour that summer time repeats keeps the clock that the librarian saw', () => {
    const toLocal = wallClockOf('Europe/Paris')
    const second = toInstant(Date.parse('2026-10-25T01:30:07.008Z'))
    expect(toLocal(second)).toEqual(aMoment('2026-10-25 02:30'))
    expect(formatTrueTime({ ...aMoment('2026-10-25 02:30'), at: second })).toBe('2026-10-25 02-30-07 008')
    expect(toLocal(toInstant(Date.parse('2026-03-29T01:00:00Z')))).toEqual(aMoment('2026-03-29 03:00'))
  })

  it('a loan just before midnight belongs to its day, received the next morning or not', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 23:59:59.999'), a.press(handOver('21', '32'), '2026-11-25 00:00:00.001'))
    expect(await desk.lines()).toEqual(['2026-11-24 23-59-59 999\tissue\t21\t31'])
  })

  it('a tablet whose clock is an hour slow still tells the true seconds', async () => {
    const desk = await aDeskDay()
    const slow = desk.tablet('A').press(handOver('21', '31'), '2026-11-24 09:15:30.000', '2026-11-24 10:15')
    await desk.receive({ ...slow, clockOffset: 3_600_250 })
    expect(await desk.lines()).toEqual(['2026-11-24 10-15-30 250\tissue\t21\t31'])
  })
})

describe('a .koc that Koha can read to its end', () => {
  const catalogueOf = (...barcodes: readonly string[]) =>
    barcodes.map((barcode) => ({ ...anEntry, barcode: toItemBarcode(barcode), recordId: toRecordId(`N${barcode}`) }))

  it('numbers that neither the catalogue nor the directory has go last, and what one document did stays in its order', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    await desk.store.transact(library, (transaction) => transaction.upsertCatalogue(catalogueOf('31', '32')))
    await desk.receive(
      a.press(handOver('99', '31'), '2026-11-24 10:00:00'),
      a.press(handOver('21', '33'), '2026-11-24 10:05:00'),
      a.press(handOver('21', '32'), '2026-11-24 10:10:00'),
      a.press(takeBack('31'), '2026-11-24 10:30:00'),
    )
    expect((await desk.lines()).map((line) => line.split('\t').slice(1).join(' '))).toEqual([
      'issue 21 32',
      'issue 99 31',
      'issue 21 33',
      'return 31',
    ])
  })

  it('numbers that Koha cannot hold are set apart for a person, and the table for people holds them', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    const [long, accented, trailing] = ['3'.repeat(21), 'é-31', '31 ']
    const numbers = [long, accented, trailing, 'a\tb', 'F DESE 25/0016', '3'.repeat(20)]
    await desk.receive(a.press(handOver('21', ...numbers), '2026-11-24 10:00:00'))
    expect((await desk.lines()).map((line) => line.split('\t')[3])).toEqual(['F DESE 25/0016', '3'.repeat(20)])
    const apart = await formatApart(desk.store, library, day, 'koc')
    expect(apart?.count).toBe(4)
    expect(text(apart?.table)).toContain('plus de 20 caractères')
    expect((await listExports(desk.store, library, day)).waiting.inCase).toBe(4)
    expect(await desk.lines('csv')).toHaveLength(6)
  })

  it('[RET-4] a return goes out though the loan before it can only be entered by hand', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('9'.repeat(21), '31'), '2026-11-23 10:00:00'), a.press(takeBack('31'), '2026-11-24 10:30:00'))
    expect((await desk.lines()).map((line) => line.split('\t').slice(1))).toEqual([['return', '31']])
  })
})

describe('writing the table for people', () => {
  it('it names patrons and titles, quotes what needs it, and opens in a French spreadsheet', async () => {
    const desk = await aDeskDay()
    await desk.store.transact(library, async (transaction) => {
      await transaction.upsertCatalogue([
        {
          barcode: toItemBarcode('31'),
          recordId: toRecordId('N1'),
          title: 'L’Œuvre ; "suite"',
          author: 'Zola, Émile',
          documentType: 'livre',
          audience: 'A',
          callNumber: 'R ZOL',
          location: 'Romans',
          arrivedOn: undefined,
          isbn: '',
          year: '1886',
        },
      ])
    })
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:09'))
    const made = await desk.export('csv')
    expect(text(made.ok ? made.value.content : undefined)).toBe(
      '\uFEFFDate;Heure;Mouvement;Visite;Carte;Nom;Prénom;Code-barres;Titre;Auteur;Cote;À rendre le;Commande;Agent;Dérogation;À part\r\n' +
        '2026-11-24;10:00:09;Prêt;1;21;LEFÈVRE;Aline;31;"L’Œuvre ; ""suite""";Zola, Émile;R ZOL;2026-12-15;;;;\r\n',
    )
  })

  it('[LOAN-3] a loan against the rights carries its reason, and no cell is a formula for a spreadsheet', async () => {
    const desk = await aDeskDay()
    const given = handOver('21', '31')
    const items = given.items.map((item) => ({ ...item, overrideReason: '=1+1' }))
    await desk.receive(desk.tablet('A').press({ ...given, items }, '2026-11-24 10:00:09'))
    expect((await desk.lines('csv'))[0]).toMatch(/;'=1\+1;$/)
  })

  it('[HO-7] a handover undone on its day is not told, nor its undo, when the document has left the base with its day', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    const given = a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00')
    await desk.receive(given, a.press(undo(given), '2026-11-24 10:02:00'), a.press(handOver('21', '32'), '2026-11-24 10:04:00'))
    const forget = () =>
      desk.store.transact(library, async (transaction) => {
        for (const barcode of ['31', '32']) await transaction.eraseRow('item', toItemBarcode(barcode), given.at)
      })
    await forget()
    expect((await desk.lines()).map((line) => line.split('\t').slice(1))).toEqual([['issue', '21', '32']])
  })

  it('the same document twice to one patron is one loan still, when it has left the base with its day', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
    const again = b.press(handOver('21', '31'), '2026-11-24 10:02:00')
    a.learn(again)
    await desk.receive(given, again, a.press(takeBack('31'), '2026-11-24 11:00:00'))
    await desk.store.transact(library, (transaction) => transaction.eraseRow('item', toItemBarcode('31'), given.at))
    expect((await desk.lines()).map((line) => line.split('\t').slice(1))).toEqual([
      ['issue', '21', '31'],
      ['return', '31'],
    ])
  })

  it.each([
    ['in time', false],
    ['after its closing', true],
  ])('[CASE-2] a day exported %s tells the loan that a person said to stand, once', async (_, isClosed) => {
    const desk = await aDeskDay()
    const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
    const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
    const again = b.press(handOver('21', '31'), '2026-11-24 10:01:00')
    const wrong = c.press(handOver('22', '31'), '2026-11-24 10:02:00')
    a.learn(again, wrong)
    const cites = [given, again, wrong].map(({ operationId }) => operationId).sort()
    const decision = { kind: 'stands', fact: given.operationId } as const
    const settled = a.request(
      { kind: 'settle-case', caseId: formatCaseId('handed-over-twice', 'item/31', 1), cites, decision, note: '' },
      '2026-11-24 10:10:00',
    )
    await desk.receive(given, again, wrong, settled, a.press(takeBack('31'), '2026-11-24 10:20:00'))
    if (isClosed) {
      await closeDays(desk.store, inParis('2026-11-26 03:00:00'), (defect) => {
        throw defect
      })
      expect(await desk.store.read(library, async (reading) => reading.rowsOf('item'))).toEqual([])
    }
    expect((await desk.lines()).map((line) => line.split('\t').slice(1))).toEqual([
      ['issue', '21', '31'],
      ['return', '31'],
    ])
  })
})
