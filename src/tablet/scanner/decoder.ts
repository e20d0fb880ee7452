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
