/**
 * One frame of the camera → the text of its barcode. Runs in the page, loaded only when a camera opens.
 * The library's formats alone, one by one from a bare list: the fewer formats, the fewer phantoms (EAN-8 and UPC-E are never asked for).
 * A sideways label is read by a second try on a turned frame.
 */
import { BrowserCodeReader } from '@zxing/browser/esm/readers/BrowserCodeReader.js'
import { BarcodeFormat, DecodeHintType, MultiFormatOneDReader } from '@zxing/library'

/** ITF has no check of its own and reads short: only the lengths that libraries print are taken. */
const itfLengths = [6, 8, 10, 12, 14]

/** A reader of frames: the barcode's text, or undefined where there is none. */
export const createFrameReader = (): ((canvas: HTMLCanvasElement) => string | undefined) => {
  const hints = new Map<DecodeHintType, unknown>([
    [
      DecodeHintType.POSSIBLE_FORMATS,
      [BarcodeFormat.CODABAR, BarcodeFormat.CODE_39, BarcodeFormat.CODE_128, BarcodeFormat.EAN_13, BarcodeFormat.ITF],
    ],
    [DecodeHintType.ALLOWED_LENGTHS, itfLengths],
  ])
  const reader = new BrowserCodeReader(new MultiFormatOneDReader(hints), hints)
  const tryRead = (canvas: HTMLCanvasElement): string | undefined => {
    try {
      return reader.decodeFromCanvas(canvas).getText()
    } catch {
      // The decoder says "nothing here" by an exception, at nearly every frame.
      return undefined
    }
  }
  const turned = document.createElement('canvas')
  let frame = 0
  return (canvas) => {
    const text = tryRead(canvas)
    if (text !== undefined || frame++ % 2 === 0) return text
    turned.width = canvas.height
    turned.height = canvas.width
    const context = turned.getContext('2d', { willReadFrequently: true })
    if (context === null) return undefined
    context.setTransform(0, 1, -1, 0, canvas.height, 0)
    context.drawImage(canvas, 0, 0)
    return tryRead(turned)
  }
}
