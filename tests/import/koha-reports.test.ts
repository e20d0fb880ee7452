/**
 * The reports of docs/koha-reports.md give files that the import reads: each header is understood, and none is left aside.
 * What Koha would answer is made by hand, a row for each report.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FileKind } from '../../src/endpoint/connectors/file/column.ts'
import { readCatalogue } from '../../src/endpoint/connectors/file/read-catalogue.ts'
import { readOrders, readPatrons } from '../../src/endpoint/connectors/file/read-rows.ts'

const doc = readFileSync(new URL('../../docs/koha-reports.md', import.meta.url), 'utf8')

/** Each report with the file that it makes, and the names of its columns in their order. */
const reports = doc
  .split(/^## /m)
  .slice(1)
  .map((part) => {
    const [, title = '', option = ''] = /^(.*) \(`--(\w+)`\)/.exec(part) ?? []
    const [, sql = ''] = /```sql\n([\s\S]*?)```/.exec(part) ?? []
    return { title, kind: option as FileKind, headers: [...sql.matchAll(/ AS `([^`]+)`/g)].map(([, header]) => header ?? '') }
  })

const answers: Readonly<Record<string, string>> = {
  'code-barres': '31000000000012',
  notice: '4711',
  titre: 'Le titre',
  auteur: 'Autrice',
  isbn: '9782070368228',
  type: 'BK',
  cote: 'R AUT',
  localisation: 'ADU',
  année: '1998',
  "date d'entrée": '2019-03-12',
  statut: 'En prêt depuis le 12/11/2026',
  'exclu du prêt': '1',
  perdu: '0',
  carte: '23529001000463',
  nom: 'Ostermann',
  prénom: 'Ida',
  catégorie: 'ADU',
  expiration: '2027-08-31',
  blocage: '',
  'prêts en cours': '3',
  commande: '12',
  'date de retrait': '2026-11-25',
  'heure de retrait': '14:30',
  site: 'CENTRE',
  'date de réservation': '2026-11-20',
}

const fileOf = (headers: readonly string[]) => {
  const row = headers.map((header) => answers[header] ?? `no answer to ${header}`)
  return { bytes: new TextEncoder().encode(`${headers.join(',')}\n${row.join(',')}\n`), compressed: false }
}
const read = (kind: FileKind, headers: readonly string[]) => {
  const file = fileOf(headers)
  return kind === 'catalogue' ? readCatalogue(file) : kind === 'patrons' ? readPatrons(file) : readOrders(file)
}

describe('reports of Koha', () => {
  it('there is one for items, one for patrons, and two for holds', () => {
    expect(reports.map(({ kind }) => kind)).toEqual(['catalogue', 'patrons', 'orders', 'orders'])
  })

  it.each(reports)('every column of “$title” is read', ({ kind, headers }) => {
    expect(headers.length).toBeGreaterThan(5)
    const found = read(kind, headers)
    if (!found.ok) throw new Error(JSON.stringify(found.refusal))
    expect(found.value.rejected).toEqual([])
    expect(found.value.rows).toHaveLength(1)
    expect(found.value.notes.filter(({ kind }) => kind === 'columns-ignored')).toEqual([])
  })

  it('[ORD-4] the report of items says since when a document is on loan', () => {
    const found = readCatalogue(fileOf(reports[0]?.headers ?? []))
    expect(found.ok && [...(found.value.onLoan ?? [])]).toEqual([['31000000000012', '2026-11-12']])
  })

  it('[PHONE-4] the report of items says which may not leave the library', () => {
    const found = readCatalogue(fileOf(reports[0]?.headers ?? []))
    expect(found.ok && found.value.rows.map(({ immobility }) => immobility)).toEqual(['reference-only'])
  })

  it('[LOAN-2] the report of patrons gives the figures of loans and the end of cards', () => {
    const found = readPatrons(fileOf(reports[1]?.headers ?? []))
    expect(found.ok && found.value.rows).toMatchObject([{ ilsLoans: 3, expiresOn: '2027-08-31', blocked: undefined }])
  })

  it('[ORD-1] the reports of holds say what each order wants, by record or by document', () => {
    for (const { headers } of reports.slice(2)) {
      const found = readOrders(fileOf(headers))
      expect(found.ok && found.value.rows[0]?.lines).toMatchObject([{ record: '4711', barcode: '31000000000012' }])
    }
  })
})
