/**
 * Builds pictures of barcodes as a camera sees them: a label somewhere on a desk, near or far, turned, several at once.
 * Runs in tests, in Node and in the browser. The bars are bwip-js's; nothing here is random.
 */
import { code39, code128, type DrawingContext, ean13, interleaved2of5, rationalizedCodabar } from 'bwip-js/generic'
import type { BarSymbology } from '../../src/domain/scan/symbology.ts'
import type { Picture } from '../../src/tablet/scanner/decoder.ts'

export interface LabelInPicture {
  readonly symbology: BarSymbology
  readonly text: string
  /** Pixels of one module. */
  readonly module?: number
  /** Middle of the label, in shares of the picture. */
  readonly x?: number
  readonly y?: number
  readonly turn?: 0 | 90 | 180 | 270
}

interface Bar {
  readonly left: number
  readonly width: number
}

const encode = { codabar: rationalizedCodabar, 'code-39': code39, 'code-128': code128, itf: interleaved2of5, 'ean-13': ean13 } as const

/** The dark bars of a code, in modules from its left edge. */
export const barsOf = (symbology: BarSymbology, text: string): readonly Bar[] => {
  const bars: Bar[] = []
  const ignore = () => {}
  const drawing: DrawingContext<void> = {
    scale: () => [1, 1],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: ignore,
    // A bar is a vertical stroke: `x` is its middle (rounded up), `width` its thickness.
    line: (x, _y, _x1, _y1, width) => bars.push({ left: x - Math.ceil(width / 2), width }),
    polygon: ignore,
    hexagon: ignore,
    ellipse: ignore,
    fill: ignore,
    text: ignore,
    end: ignore,
  }
  encode[symbology]({ bcid: symbology, text, includetext: false }, drawing)
  return bars
}

/** A grey desk with white labels on it; 1280 × 720 unless said. */
export const aPicture = (labels: readonly LabelInPicture[], { width = 1280, height = 720 } = {}): Picture => {
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  const paint = (x: number, y: number, light: number): void => {
    if (x >= 0 && y >= 0 && x < width && y < height) data.fill(light, 4 * (y * width + x), 4 * (y * width + x) + 3)
  }
  for (let i = 0; i < data.length; i += 4) data.fill(150, i, i + 3)
  for (const { symbology, text, module = 3, x = 0.5, y = 0.5, turn = 0 } of labels) {
    const bars = barsOf(symbology, text)
    const modules = Math.max(...bars.map((bar) => bar.left + bar.width))
    const quiet = 12
    const across = (modules + 2 * quiet) * module
    const along = Math.round(Math.max(20, across / 4))
    const row = new Uint8ClampedArray(across).fill(245)
    for (const bar of bars) row.fill(15, (bar.left + quiet) * module, (bar.left + quiet + bar.width) * module)
    const middle = { x: Math.round(x * width), y: Math.round(y * height) }
    for (let a = 0; a < across; a++) {
      for (let b = -8; b < along + 8; b++) {
        const light = b < 0 || b >= along ? 245 : (row[a] ?? 245)
        const [right, down] = [a - Math.round(across / 2), b - Math.round(along / 2)]
        if (turn === 0) paint(middle.x + right, middle.y + down, light)
        else if (turn === 90) paint(middle.x - down, middle.y + right, light)
        else if (turn === 180) paint(middle.x - right, middle.y - down, light)
        else paint(middle.x + down, middle.y - right, light)
      }
    }
  }
  return { data, width, height }
}
