/**
 * The decoder of last resort, where WebAssembly cannot run: @zxing/library, one label a picture. Runs in a worker; loaded only then.
 * For labels that lie on their side, every second try also reads the picture turned by 90°. Not every try: that takes twice the time.
 */
import {
  BarcodeFormat,
  BinaryBitmap,
  BitArray,
  CodaBarReader,
  Code39Reader,
  Code128Reader,
  DecodeHintType,
  EAN13Reader,
  GlobalHistogramBinarizer,
  ITFReader,
  NotFoundException,
  OneDReader,
  type Result,
  RGBLuminanceSource,
} from '@zxing/library'
import type { CodeInFrame } from '../../domain/scan/choose-in-frame.ts'
import type { BarSymbology, Symbology } from '../../domain/scan/symbology.ts'
import { boxAround, type Decoder, type Picture } from './decoder.ts'

/** Bars and spaces of a Codabar sign (AIM BC3): the first seven tell the width of a narrow one. */
const elementsOfSign = 7
/** A wide element is 2 to 3 narrow ones; a quiet zone at least 10. More than this is no element. */
const widestElement = 5
/** Start, one sign and stop, with their gaps. */
const fewestElements = 23

interface Stretch {
  readonly start: number
  /** One past the last dark pixel. */
  readonly end: number
}

/**
 * Stretches of `isDark` between quiet zones, from left to right: for Codabar, which the decoder looks for between the first dark pixel and the
 * last (measured: 1 of 25 far labels read; 11 of 25 between quiet zones).
 */
export const findQuietStretches = (isDark: readonly boolean[]): readonly Stretch[] => {
  /** Where each run of one colour begins, the end of the row included. */
  const edges = isDark.flatMap((dark, i) => (i === 0 || dark !== isDark[i - 1] ? [i] : []))
  edges.push(isDark.length)
  const edgeAt = (run: number): number => edges[run] ?? isDark.length
  const widthAt = (run: number): number => edgeAt(run + 1) - edgeAt(run)
  const stretches: Stretch[] = []
  for (let first = isDark[0] === true ? 0 : 1; first + fewestElements <= edges.length - 1; first += 2) {
    const sign = Array.from({ length: elementsOfSign }, (_, i) => widthAt(first + i)).sort((a, b) => a - b)
    const limit = widestElement * (sign[Math.floor(elementsOfSign / 2)] ?? 0)
    if (first > 0 && widthAt(first - 1) <= limit) continue
    let last = first
    while (last + 1 < edges.length - 1 && widthAt(last + 1) <= limit) last++
    // The last run of the row may be the quiet zone itself, cut short by the picture's edge.
    if ((last - first) % 2 === 1) last--
    if (last - first + 1 >= fewestElements) stretches.push({ start: edgeAt(first), end: edgeAt(last + 1) })
  }
  return stretches
}

/** ITF in the lengths that are printed, because part of one is one; EAN-8 and UPC-E are never asked for. */
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

/**
 * For one picture: it remembers which row said what. One row alone lies (a title's letters make a Code 39): a text counts when a second row
 * says it too. Squares are not read here: a number is typed.
 */
class AgreeingRowReader extends OneDReader {
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

const symbologyOf = new Map<BarcodeFormat, Symbology>([
  [BarcodeFormat.CODABAR, 'codabar'],
  [BarcodeFormat.CODE_39, 'code-39'],
  [BarcodeFormat.CODE_128, 'code-128'],
  [BarcodeFormat.ITF, 'itf'],
  [BarcodeFormat.EAN_13, 'ean-13'],
])

interface Grey {
  readonly light: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/** How bright each colour is to the eye, in thousandths (ITU-R BT.601, section 2.5.1). */
const [red, green, blue] = [299, 587, 114]

const toGrey = ({ data, width, height }: Picture): Grey => {
  const light = new Uint8ClampedArray(width * height)
  for (let i = 0, p = 0; i < light.length; i++, p += 4) {
    light[i] = ((data[p] ?? 0) * red + (data[p + 1] ?? 0) * green + (data[p + 2] ?? 0) * blue) / 1000
  }
  return { light, width, height }
}

/** Turned by 90°: the point (x, y) comes to (y, width − 1 − x). */
const turn = ({ light, width, height }: Grey): Grey => {
  const turned = new Uint8ClampedArray(light.length)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) turned[(width - 1 - x) * height + y] = light[y * width + x] ?? 0
  return { light: turned, width: height, height: width }
}

// The decoder makes an exception for every row it cannot read, and their stacks cost half its time (measured 2026-11-24).
// The cast: the limit exists in V8 and JavaScriptCore, and in no standard type.
const engine = Error as { stackTraceLimit?: number | undefined }

const read = ({ light, width, height }: Grey, symbologies: readonly Symbology[]): Result | undefined => {
  const limit = engine.stackTraceLimit
  engine.stackTraceLimit = 0
  try {
    const source = new RGBLuminanceSource(light, width, height)
    return new AgreeingRowReader(symbologies).decode(new BinaryBitmap(new GlobalHistogramBinarizer(source)))
  } catch {
    // Nothing here, as for nearly every picture.
    return undefined
  } finally {
    engine.stackTraceLimit = limit
  }
}

export const createLibraryDecoder = (symbologies: readonly Symbology[]): Decoder => {
  let tries = 0
  return {
    name: 'library',
    memoryBytes: () => 0,
    decode: async (picture): Promise<readonly CodeInFrame[]> => {
      const grey = toGrey(picture)
      const upright = read(grey, symbologies)
      const found = upright ?? (tries++ % 2 === 0 ? read(turn(grey), symbologies) : undefined)
      const symbology = found === undefined ? undefined : symbologyOf.get(found.getBarcodeFormat())
      if (found === undefined || symbology === undefined) return []
      const points = found.getResultPoints().map((point) => ({ x: point.getX(), y: point.getY() }))
      const inPicture = upright === undefined ? points.map(({ x, y }) => ({ x: picture.width - 1 - y, y: x })) : points
      return [{ text: found.getText(), symbology, box: boxAround(inPicture, picture) }]
    },
  }
}
