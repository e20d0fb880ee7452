/**
 * The barcodes of libraries, looked for in each row of a picture by @zxing/library's readers. Runs in a worker, where WebAssembly cannot.
 * One row alone lies (a title's letters make a Code 39): a text counts when a second row of the same picture says it too. ITF is taken in
 * the lengths that are printed, because part of one is one; EAN-8 and UPC-E are never asked for. Squares are not read here: a number is typed.
 */
import {
  BitArray,
  CodaBarReader,
  Code39Reader,
  Code128Reader,
  DecodeHintType,
  EAN13Reader,
  ITFReader,
  NotFoundException,
  OneDReader,
  type Result,
} from '@zxing/library'
import type { BarSymbology, Symbology } from '../../domain/scan/symbology.ts'
import { findQuietStretches } from './find-quiet-stretches.ts'

const hints = new Map<DecodeHintType, unknown>([[DecodeHintType.ALLOWED_LENGTHS, Int32Array.of(6, 8, 10, 12, 14)]])

/** Codabar between quiet zones; the decoder itself knows none. */
class QuietCodabarReader extends OneDReader {
  readonly #reader = new CodaBarReader()

  decodeRow(rowNumber: number, row: BitArray): Result {
    for (const { start, end } of findQuietStretches(row.toArray())) {
      const stretch = new BitArray(end - start)
      for (let i = start; i < end; i++) if (row.get(i)) stretch.set(i - start)
      try {
        return this.#reader.decodeRow(rowNumber, stretch)
      } catch {
        // Not a Codabar: the next stretch may be one.
      }
    }
    throw new NotFoundException()
  }
}

const createReader: Readonly<Record<BarSymbology, () => OneDReader>> = {
  'code-128': () => new Code128Reader(),
  'code-39': () => new Code39Reader(),
  'ean-13': () => new EAN13Reader(),
  codabar: () => new QuietCodabarReader(),
  itf: () => new ITFReader(),
}

/** For one picture: it remembers which row said what. */
export class AgreeingRowReader extends OneDReader {
  readonly #readers: readonly OneDReader[]
  readonly #rowOfText = new Map<string, number>()

  constructor(symbologies: readonly Symbology[]) {
    super()
    this.#readers = symbologies.flatMap((symbology) => (symbology === 'qr-code' ? [] : [createReader[symbology]()]))
  }

  decodeRow(rowNumber: number, row: BitArray): Result {
    for (const reader of this.#readers) {
      try {
        const result = reader.decodeRow(rowNumber, row, hints)
        const said = `${result.getBarcodeFormat()} ${result.getText()}`
        const before = this.#rowOfText.get(said)
        if (before !== undefined && before !== rowNumber) return result
        this.#rowOfText.set(said, rowNumber)
      } catch {
        // The decoder says "not mine" by an exception, for nearly every row.
      }
    }
    throw new NotFoundException()
  }
}
