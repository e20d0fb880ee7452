/**
 * One row of a list, whose cells are found by column and read as people read them. Runs in the endpoint's commands.
 * What a cell needed so that it could be read is counted, for the report says it. A text that is longer than its column is no longer what its
 * header says (another field ran into it): it is cut. A column without a length is never read as text: a date, a barcode or a count is
 * understood whole, or its row is rejected.
 */
import { textLengths } from '../../../domain/text-lengths.ts'
import { catalogueLengths, patronLengths } from '../../ils/ils-says.ts'
import type { ColumnsOf, FileKind } from './column.ts'
import { windows1252High } from './detect-encoding.ts'
import type { MendedNumber, Mojibake, Note } from './import-finding.ts'
import { ansel } from './marc/code-tables.ts'

// A reader may have taken the bytes for either table, ISO-8859-1 or Windows-1252.
const byteOf = (character: string): number => {
  const code = character.charCodeAt(0)
  return code <= 0xff ? code : 0x80 + windows1252High.indexOf(character)
}
const continuation = `[\u0080-\u00bf${windows1252High}]`
// Only what decodes to Latin letters, combining accents or European punctuation: "CAFÉ»" is valid UTF-8 by chance, and must stay.
const twiceEncoded = new RegExp(`[ÂÃÄÅÌ]${continuation}|â[€\u0080‚\u0082]${continuation}`, 'g')
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Again while something is mended: some were encoded three times. */
const mendTwice = (text: string): string => {
  const once = text.replace(twiceEncoded, (found) => utf8.decode(Uint8Array.from(found, byteOf)))
  return once === text ? text : mendTwice(once)
}

// ANSEL (ANSI/NISO Z39.47) puts the accent before its letter; a reader shows its bytes as Latin-1.
const anselPair = /[áâãäåè](?=[A-Za-z])|ç(?=[zIeg])|é(?=[cnrszCNRSZ])|ê(?=[auAU])|ð(?=[cCsStT])/g
/** "âe" and "ðc" are found in no language we lend. */
const proof = /â[eE]|ð[cC]/g

/** Its letters that are one sign: a reader's "¶" stands in the middle of a word nowhere else. */
const anselLetter = /[¶¦µ¥](?=\p{L})|(?<=\p{L})[¶µ]/gu

const mendAnsel = (text: string): string =>
  text
    .replace(new RegExp(`(?:${anselPair.source}).`, 'g'), ([accent = '', letter = '']) =>
      `${letter}${ansel.accents.get(byteOf(accent)) ?? ''}`.normalize('NFC'),
    )
    .replace(anselLetter, (sign) => ansel.signs.get(byteOf(sign)) ?? sign)

/** Fewest proofs that make a whole file ANSEL, and how many of them stand beside one letter that is sound. */
const proofsWanted = 3
const proofsPerSound = 4

/**
 * How accents were lost before the file was written: "Ã©" for é, or "Vallâee" for Vallée. The whole file proves it, and
 * has hardly an accent of its own: a Portuguese title in a sound file stays.
 */
export const findMojibake = (texts: Iterable<string>): Mojibake | undefined => {
  const found = { twice: 0, ansel: 0, soundBesideTwice: 0, soundBesideAnsel: 0 }
  const count = (text: string, signs: RegExp): number => text.match(signs)?.length ?? 0
  for (const text of texts) {
    found.twice += count(text, twiceEncoded)
    found.ansel += count(text, proof)
    found.soundBesideTwice += count(text, /[éèêëàçùûîïôöüäñíóúß]/gi)
    found.soundBesideAnsel += count(text, /[éà]/gi)
  }
  if (found.twice > 0 && found.soundBesideTwice <= found.twice / proofsPerSound) return 'twice'
  return found.ansel >= proofsWanted && found.soundBesideAnsel <= found.ansel / proofsPerSound ? 'ansel' : undefined
}

/** Whether a cell by itself looks as if its accents were lost. */
const looksSpoiled = (text: string): boolean => text.search(twiceEncoded) !== -1 || text.search(proof) !== -1

const mendMojibake = (text: string, how: Mojibake | undefined): string =>
  how === 'twice' ? mendTwice(text) : how === 'ansel' ? mendAnsel(text) : text

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
