/**
 * A list of texts as it lies in the catalogue file: their bytes one after the other, and where each begins. Runs everywhere.
 */
import { compareBytes } from './catalogue-format.ts'

/** Entry i lies in bytes bounds[i] to bounds[i + 1]. */
export interface TextList {
  readonly bytes: Uint8Array
  readonly bounds: Uint32Array
}

const encoder = new TextEncoder()
// A title may begin with U+FEFF: it is kept as any other character.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export const textAt = ({ bytes, bounds }: TextList, i: number): string => decoder.decode(bytes.subarray(bounds[i], bounds[i + 1]))

/** Number of the entry equal to `text` in an ascending list; -1 where there is none. */
export const findText = ({ bytes, bounds }: TextList, text: string): number => {
  const wanted = encoder.encode(text)
  let [low, high] = [0, bounds.length - 2]
  while (low <= high) {
    const middle = (low + high) >>> 1
    const order = compareBytes(bytes, bounds[middle] ?? 0, bounds[middle + 1] ?? 0, wanted)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** Bounds start at 0, never go back, and end where their content ends. `count`: how many there must be, one more than entries. */
export const areBounds = (
  { bytes, bounds }: { readonly bytes: Uint8Array | Uint32Array; readonly bounds: Uint32Array },
  count: number,
): boolean =>
  bounds.length === count &&
  bounds[0] === 0 &&
  bounds.every((bound, i) => i === 0 || bound >= (bounds[i - 1] ?? 0)) &&
  bounds.at(-1) === bytes.length

/** A number for each of `length` entries, none of them at or above `below`. */
export const isColumn = (column: Uint32Array, length: number, below: number): boolean =>
  column.length === length && column.every((number) => number < below)
