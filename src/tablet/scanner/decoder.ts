/**
 * What finds barcodes in one picture. Three of them exist (wasm, the browser's own, @zxing/library), held by one contract suite; which
 * one runs is `open-decoder.ts`'s choice. They run in a worker, in Node for the bench, and know nothing of the library's rules.
 */
import type { CodeInFrame } from '../../domain/scan/choose-in-frame.ts'

/** Pixels, red green blue opaque. */
export interface Picture {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

export interface Decoder {
  readonly name: 'wasm' | 'native' | 'library'
  decode(picture: Picture): Promise<readonly CodeInFrame[]>
  /** Bytes it holds, where they can grow; 0 otherwise. */
  memoryBytes(): number
}

/** The box around some points, in shares of the picture. */
export const boxAround = (
  points: readonly { readonly x: number; readonly y: number }[],
  { width, height }: Pick<Picture, 'width' | 'height'>,
): CodeInFrame['box'] => {
  const xs = points.map(({ x }) => x / width)
  const ys = points.map(({ y }) => y / height)
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
}

/** One pixel in so many is looked at: a prime, so that they lie in no column. */
const step = 997
/** Light of a pixel, 0 to 255, that no noise explains. */
const noLight = 3

/**
 * Black all over is how a dead camera stream looks (installed apps on iPads). A lens laid on a table is nearly so, but its noise shows:
 * only pixels without any light count.
 */
export const isBlack = ({ data }: Pick<Picture, 'data'>): boolean => {
  for (let i = 0; i < data.length; i += 4 * step) {
    if (Math.max(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0) > noLight) return false
  }
  return true
}
