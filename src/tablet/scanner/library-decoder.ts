/**
 * The decoder of last resort, where WebAssembly cannot run: @zxing/library, one label a picture. Runs in a worker; loaded only then.
 * For labels that lie on their side, every second try also reads the picture turned by 90°. Not every try: that takes twice the time.
 */
import { BarcodeFormat, BinaryBitmap, GlobalHistogramBinarizer, type Result, RGBLuminanceSource } from '@zxing/library'
import type { CodeInFrame } from '../../domain/scan/choose-in-frame.ts'
import type { Symbology } from '../../domain/scan/symbology.ts'
import { boxAround, type Decoder, type Picture } from './decoder.ts'
import { AgreeingRowReader } from './row-reader.ts'

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
