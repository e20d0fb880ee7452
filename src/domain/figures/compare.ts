/**
 * What may be said of a figure beside the one of a year before, and of a part of a whole (STAT-6, STAT-7). Runs everywhere.
 */
import type { Cell } from './figures.ts'

/** No per cent on fewer than this. */
const smallestBase = 20
/** A difference below this is not worth a sentence. Per cent. */
const silentPercent = 2

/** From here on a part is most of its whole, and may be named first. Per cent. */
export const mostPercent = 50

export type Difference =
  | { readonly kind: 'uncounted' }
  /** Too small to be said. */
  | { readonly kind: 'same' }
  /** `percent` to one decimal; undefined: the base is too small for one. */
  | { readonly kind: 'more' | 'fewer'; readonly by: number; readonly percent: number | undefined }

const toOneDecimal = (n: number): number => Math.round(n * 10) / 10

/** `part` of `whole` in per cent, to one decimal; undefined where the base is too small, or one of them is not told. */
export const percentOf = (part: Cell, whole: Cell): number | undefined =>
  typeof part !== 'number' || typeof whole !== 'number' || whole < smallestBase ? undefined : toOneDecimal((100 * part) / whole)

export const compare = (now: Cell, before: Cell): Difference => {
  if (typeof now !== 'number' || typeof before !== 'number') return { kind: 'uncounted' }
  const by = Math.abs(now - before)
  if (by === 0 || (before > 0 && (100 * by) / before < silentPercent)) return { kind: 'same' }
  return { kind: now > before ? 'more' : 'fewer', by, percent: percentOf(by, before) }
}
