/**
 * Whether a picture is black all over, which is how a dead camera stream looks (installed apps on iPads). Pure; runs in the decoder's worker.
 * A lens laid on a table is nearly so, but its noise shows: only pixels without any light count.
 */
import type { Picture } from './decoder.ts'

/** One pixel in so many is looked at: a prime, so that they lie in no column. */
const step = 997
/** Light of a pixel, 0 to 255, that no noise explains. */
const noLight = 3

export const isBlack = ({ data }: Pick<Picture, 'data'>): boolean => {
  for (let i = 0; i < data.length; i += 4 * step) {
    if (Math.max(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0) > noLight) return false
  }
  return true
}
