/**
 * Which decoder runs on this device: first zxing-wasm (the best when measured), then the browser's own, then @zxing/library, which
 * runs anywhere. Runs in a worker. Only the chosen one is loaded.
 */
import type { Symbology } from '../../domain/scan/symbology.ts'
import type { Decoder } from './decoder.ts'
import type { BarcodeDetectorClass } from './native-decoder.ts'

export interface DecoderWorld {
  /** undefined where WebAssembly cannot run. */
  readonly openWasm: (() => Promise<Decoder>) | undefined
  readonly detectors: BarcodeDetectorClass | undefined
}

/** The decoder of this device; never refuses: the last one runs anywhere. */
export const openDecoder = async (symbologies: readonly Symbology[], { openWasm, detectors }: DecoderWorld): Promise<Decoder> => {
  // A policy may forbid to compile, and a small device may have no room: then the next one.
  const wasm = await openWasm?.().catch(() => undefined)
  if (wasm !== undefined) return wasm
  const { createNativeDecoder } = await import('./native-decoder.ts')
  const native = await createNativeDecoder(symbologies, detectors).catch(() => undefined)
  if (native !== undefined) return native
  const { createLibraryDecoder } = await import('./library-decoder.ts')
  return createLibraryDecoder(symbologies)
}
