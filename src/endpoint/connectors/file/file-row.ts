/**
 * One row of a list, whose cells are found by column and read as people read them. Runs in the endpoint's commands.
 * What a cell needed so that it could be read is counted, for the report says it. A text that is longer than its column is no longer what its
 * header says (another field ran into it): it is cut. A column without a length is never read as text: a date, a barcode or a count is
 * understood whole, or its row is rejected.
 */
import { textLengths } from '../../../domain/text-lengths.ts'
import { catalogueLengths, patronLengths } from '../../ils/ils-says.ts'
import type { ColumnsOf, FileKind } from './column.ts'
import type { MendedNumber, Mojibake, Note } from './import-finding.ts'
import { looksSpoiled, mendMojibake } from './repair-mojibake.ts'

/** A number or a code: the longest barcodes have 30 characters, and the protocol takes an identifier of 100 (operation-schema.ts). */
const ofCode = 60
/** A name: of a person, a site, a shelf; a call number. As long as the name of a library in the settings. */
const ofName = 100
/** Several names or numbers in one cell, or a sentence. */
const ofSeveral = 200

const cellLengths = {
  catalogue: {
    ...catalogueLengths,
    record: ofCode,
    volume: ofCode,
    series: ofName,
    audience: ofCode,
    isbn: ofCode,
    year: ofCode,
    publisher: ofName,
    language: ofCode,
    lent: ofCode,
    status: ofName,
    referenceOnly: ofName,
    notThere: ofName,
  },
  patrons: { ...patronLengths, fullName: ofSeveral },
  orders: {
    order: ofCode,
    card: ofCode,
    record: ofCode,
    barcode: ofSeveral,
    // A wish in words, where no record is named: it stands on the pull list, and on its paper.
    title: 500,
    site: ofName,
    source: ofCode,
    // What an order's note may be when a tablet writes it.
    note: textLengths.ofOperation,
  },
} as const satisfies { readonly [K in FileKind]: { readonly [C in ColumnsOf[K]]?: number } }

/** The columns of a kind of file that are read as text. */
type TextColumn<K extends FileKind> = keyof (typeof cellLengths)[K] & ColumnsOf[K]

export const lengthsByKind: { readonly [K in FileKind]: { readonly [C in TextColumn<K>]: number } } = cellLengths

/** What the cells of one file needed; a cell that is read twice is one. */
export class CellNotes {
  cut = 0
  /** Set once the whole file was looked at. */
  mojibake: Mojibake | undefined
  readonly #mended = new Map<string, MendedNumber>()
  readonly #left = new Map<string, MendedNumber>()

  /** `isNamed`: its text may be repeated. */
  add(line: number, before: string, after: string, isNamed: boolean): void {
    const [list, read] = before === after ? [this.#left, ''] : [this.#mended, after]
    list.set(`${line} ${before}`, isNamed ? { line, before, after: read } : { line, before: '', after: '' })
  }

  notes(): readonly Note[] {
    const [cells, left] = [[...this.#mended.values()], [...this.#left.values()]]
    return [
      ...(cells.length > 0 && this.mojibake !== undefined ? [{ kind: 'accents-mended', how: this.mojibake, cells } as const] : []),
      ...(left.length > 0 ? [{ kind: 'accents-left', cells: left } as const] : []),
      ...(this.cut > 0 ? [{ kind: 'texts-cut', cells: this.cut } as const] : []),
    ]
  }
}

// Printable ASCII with single spaces inside: barcodes, numbers, most call numbers.
const isPlain = /^[!-~]+(?: [!-~]+)*$/
// Most cells need nothing done: one test, and no new string.
const isUntidy = /[\p{Cc}\p{Cf}\p{M}ÂÃÄÅÌâð]|^\s|\s$|\s\s/u

/** A cell this many times longer than its column is looked at no further. */
const endlessTimes = 20

/** Characters of a cell that anything looks at: some expressions cost the square of a run of one sign. Above any text that is kept. */
const longestCell = 4000

/** The text without what no one reads, cut at `maximum`. A list of people repeats nothing of its cells. */
export const tidy = (whole: string, maximum: number, notes: CellNotes, line = 1, isNamed = true): string => {
  if (whole === '') return whole
  // Putting accents in order costs the square of their number: a cell of a million is cut before.
  const isEndless = whole.length > maximum * endlessTimes
  const raw = isEndless ? whole.slice(0, maximum * endlessTimes) : whole
  let text = raw
  if (!isPlain.test(raw) && (notes.mojibake === 'ansel' || isUntidy.test(raw))) {
    const mended = mendMojibake(raw, notes.mojibake)
    if (mended !== raw || looksSpoiled(raw)) notes.add(line, raw.trim(), mended.trim(), isNamed)
    text = mended
      .replace(/\p{Cc}+/gu, ' ')
      .replace(/\p{Cf}/gu, '')
      .replace(/ {2,}/g, ' ')
      .trim()
      .normalize('NFC')
  }
  if (text.length <= maximum && !isEndless) return text
  notes.cut++
  // Never in the middle of a letter of two code units.
  return `${text.slice(0, maximum - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

export class FileRow<K extends FileKind> {
  readonly line: number
  /** As parsed, in the order of the file. */
  readonly cells: readonly string[]
  readonly #indexByColumn: ReadonlyMap<ColumnsOf[K], number>
  readonly #lengths: { readonly [C in TextColumn<K>]: number }
  readonly #notes: CellNotes
  readonly #isNamed: boolean

  constructor(kind: K, line: number, cells: readonly string[], indexByColumn: ReadonlyMap<ColumnsOf[K], number>, notes: CellNotes) {
    this.line = line
    this.cells = cells
    this.#indexByColumn = indexByColumn
    this.#lengths = lengthsByKind[kind]
    this.#notes = notes
    this.#isNamed = kind === 'catalogue'
  }

  /** The raw cell; empty where the file has no such column. */
  cell(column: ColumnsOf[K]): string {
    return (this.cells[this.#indexByColumn.get(column) ?? -1] ?? '').slice(0, longestCell)
  }

  /** The cell as people read it: accents mended, control codes and double spaces gone, cut where its column ends. */
  text(column: TextColumn<K>): string {
    return tidy(this.cell(column), this.#lengths[column], this.#notes, this.line, this.#isNamed)
  }
}
