/**
 * One frame of the camera → the text of its barcode. Runs in the page, loaded only when a camera opens.
 * A sideways label is read on a turned frame, at every second try.
 */
import { BrowserCodeReader } from '@zxing/browser/esm/readers/BrowserCodeReader.js'
import { DecodeHintType } from '@zxing/library'
import { LibraryRowReader } from './row-reader.ts'

/** ITF has no check of its own and reads short: only the lengths that libraries print are taken. */
const itfLengths = Int32Array.of(6, 8, 10, 12, 14)

/** A reader of frames: the barcode's text, or undefined where there is none. */
export const createFrameReader = (): ((canvas: HTMLCanvasElement) => string | undefined) => {
  // The decoder makes an exception for every row it cannot read, and their stacks cost half its time (measured 2026-11-24).
  // The cast: the limit exists in V8 and JavaScriptCore, and in no standard type.
  const engine = Error as { stackTraceLimit?: number | undefined }
  const limit = engine.stackTraceLimit
  const reader = new BrowserCodeReader(
    new LibraryRowReader(),
    new Map<DecodeHintType, unknown>([[DecodeHintType.ALLOWED_LENGTHS, itfLengths]]),
  )
  const tryRead = (canvas: HTMLCanvasElement): string | undefined => {
    engine.stackTraceLimit = 0
    try {
      return reader.decodeFromCanvas(canvas).getText()
    } catch {
      // Nothing here, as for nearly every frame.
      return undefined
    } finally {
      engine.stackTraceLimit = limit
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
