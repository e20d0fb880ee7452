/**
 * The barcodes of libraries, looked for in each row of a frame: Code 128, Code 39, Codabar, ITF of fixed lengths, and EAN-13, which is
 * read only to be told apart. Runs in the page, loaded with the camera. EAN-8 and UPC-E are never asked for: they are phantoms' favourites.
 */
import {
  BitArray,
  CodaBarReader,
  Code39Reader,
  Code128Reader,
  type DecodeHintType,
  EAN13Reader,
  ITFReader,
  NotFoundException,
  OneDReader,
  type Result,
} from '@zxing/library'
import { findQuietStretches } from './find-quiet-stretches.ts'

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

export class LibraryRowReader extends OneDReader {
  readonly #readers: readonly OneDReader[] = [
    new Code128Reader(),
    new Code39Reader(),
    new EAN13Reader(),
    new QuietCodabarReader(),
    new ITFReader(),
  ]

  decodeRow(rowNumber: number, row: BitArray, hints?: Map<DecodeHintType, unknown>): Result {
    for (const reader of this.#readers) {
      try {
        return reader.decodeRow(rowNumber, row, hints)
      } catch {
        // The decoder says "not mine" by an exception, for nearly every row.
      }
    }
    throw new NotFoundException()
  }
}
