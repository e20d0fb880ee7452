/**
 * The lines of a table that a person types again, as the endpoint wrote them into the batch: its bytes are what was told, so they are read
 * and nothing is made anew. Runs in the browser.
 */
import { type LocalDate, parseLocalDate } from '../../../domain/local-date.ts'

const columns = {
  visit: 'Visite',
  movement: 'Mouvement',
  card: 'Carte',
  surname: 'Nom',
  firstName: 'Prénom',
  barcode: 'Code-barres',
  title: 'Titre',
  dueOn: 'À rendre le',
} as const

export interface RetypedLine extends Readonly<Record<Exclude<keyof typeof columns, 'movement' | 'dueOn'>, string>> {
  readonly movement: 'loan' | 'return'
  readonly due: LocalDate | undefined
}

/** One cell, quoted or not, and what ends it: every line of ours ends by CR LF. */
const cell = /(?:"((?:[^"]|"")*)"|([^;\r\n]*))(;|\r\n)/g

const rowsOf = (text: string): readonly (readonly string[])[] => {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of text.matchAll(cell)) {
    // An apostrophe stands before what a spreadsheet would take for a formula.
    rows.at(-1)?.push((quoted?.replaceAll('""', '"') ?? plain).replace(/^'(?=[=+\-@\s])/, ''))
    if (end === '\r\n') rows.push([])
  }
  return rows.filter((row) => row.length > 1)
}

export const readRetyped = (bytes: Uint8Array): readonly RetypedLine[] => {
  const [headers = [], ...rows] = rowsOf(new TextDecoder().decode(bytes))
  return rows.map((row) => {
    const cells = Object.entries(columns).map(([key, header]) => [key, row[headers.indexOf(header)] ?? ''])
    // The keys of the columns, each with its cell.
    const { movement, dueOn, ...line } = Object.fromEntries(cells) as Record<keyof typeof columns, string>
    return { ...line, movement: movement === 'Prêt' ? 'loan' : 'return', due: parseLocalDate(dueOn) }
  })
}

/** The visits of the table, each with its lines and their places in the table, in its order. */
export const visitsIn = (lines: readonly RetypedLine[]): readonly (readonly (readonly [place: number, line: RetypedLine])[])[] =>
  [...new Set(lines.map(({ visit }) => visit))].map((visit) => [...lines.entries()].filter(([, line]) => line.visit === visit))
