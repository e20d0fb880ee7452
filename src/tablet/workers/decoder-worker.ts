/**
 * The decoder in a thread of its own, so that the screen never waits for it. Runs in a worker, reached by comlink; made when a camera
 * opens. Pictures come as bitmaps that it closes, or as pixels where the browser cannot draw outside the page.
 */
import { expose } from 'comlink'
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'
import type { CodeInFrame } from '../../domain/scan/choose-in-frame.ts'
import type { Symbology } from '../../domain/scan/symbology.ts'
import { type Decoder, isBlack } from '../scanner/decoder.ts'
import type { BarcodeDetectorClass } from '../scanner/native-decoder.ts'
import { openDecoder } from '../scanner/open-decoder.ts'

export interface Decoded {
  readonly codes: readonly CodeInFrame[]
  readonly isBlack: boolean
  readonly memoryBytes: number
}

let decoder: Decoder | undefined
let canvas: OffscreenCanvas | undefined

const draw = (bitmap: ImageBitmap): ImageData => {
  const { width, height } = bitmap
  if (canvas === undefined || canvas.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('this browser does not draw in a worker')
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  return context.getImageData(0, 0, width, height)
}

const decoderWorker = {
  /** Answers which decoder it is. */
  open: async (symbologies: readonly Symbology[]): Promise<Decoder['name']> => {
    decoder = await openDecoder(symbologies, {
      openWasm:
        typeof WebAssembly === 'object'
          ? async () => (await import('../scanner/wasm-decoder.ts')).createWasmDecoder(symbologies, wasmUrl)
          : undefined,
      // The cast: the interface is in no standard type.
      detectors: (globalThis as { readonly BarcodeDetector?: BarcodeDetectorClass }).BarcodeDetector,
    })
    return decoder.name
  },
  decode: async (frame: ImageBitmap | ImageData): Promise<Decoded> => {
    if (decoder === undefined) throw new Error('no decoder is open')
    const picture = 'data' in frame ? frame : draw(frame)
    return { codes: await decoder.decode(picture), isBlack: isBlack(picture), memoryBytes: decoder.memoryBytes() }
  },
}
export type DecoderWorker = typeof decoderWorker

expose(decoderWorker)
