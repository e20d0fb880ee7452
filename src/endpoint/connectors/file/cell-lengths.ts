/**
 * How much is kept of a cell that is read as text, in characters, for each kind of file and column. Runs in the endpoint's commands.
 * What is longer is no longer what its header says (another field ran into it), and the report says that it was cut. A column that is not
 * here is never read as text: a date, a barcode or a count is understood whole, or its row is rejected.
 */
import { textLengths } from '../../../domain/text-lengths.ts'
import { catalogueLengths, patronLengths } from '../../ils/ils-says.ts'
import type { ColumnsOf, FileKind } from './column.ts'

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
export type TextColumn<K extends FileKind> = keyof (typeof cellLengths)[K] & ColumnsOf[K]

export const lengthsByKind: { readonly [K in FileKind]: { readonly [C in TextColumn<K>]: number } } = cellLengths
