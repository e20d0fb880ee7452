/**
 * The primary decoder: zxing-cpp in WebAssembly. Runs in a worker, and in Node for the bench.
 * Its settings are those that were measured: two equal lines, no inverted codes, and Code 39 never as Code 32, which turns "3PRM8N"
 * into "A123456788".
 */
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader'
import type { Symbology } from '../../domain/scan/symbology.ts'
import { boxAround, type Decoder } from './decoder.ts'

const formatOf = {
  codabar: 'Codabar',
  'code-39': 'Code39Std',
  'code-128': 'Code128',
  itf: 'ITF',
  'ean-13': 'EAN13',
  'qr-code': 'QRCode',
} as const
const symbologyOf: Readonly<Record<string, Symbology>> = {
  Codabar: 'codabar',
  Code39: 'code-39',
  Code39Std: 'code-39',
  Code128: 'code-128',
  ITF: 'itf',
  EAN13: 'ean-13',
  QRCode: 'qr-code',
}

/** Labels that can be told apart in one picture: a book has its own and the publisher's, and a neighbour may show. */
const labelsInView = 3

const readerOptions: ReaderOptions = {
  tryHarder: true,
  tryRotate: true,
  tryDownscale: true,
  tryInvert: false,
  maxNumberOfSymbols: labelsInView,
  // A third line loses one label in seventy that is dim or torn; what it guards against, lengths and agreeing frames hold.
  minLineCount: 2,
  // What the bars say: by default, some Code 128 come with parentheses that nobody printed in them.
  textMode: 'Plain',
}

/** Loads the reader; `wasm` is its address, ours (never the package's own default, a public network), or its bytes. */
export const createWasmDecoder = async (symbologies: readonly Symbology[], wasm: string | ArrayBuffer): Promise<Decoder> => {
  const overrides = typeof wasm === 'string' ? { locateFile: () => wasm } : { wasmBinary: wasm }
  // The cast: the types leave out the heap that every module of this kind has.
  const heap = (await prepareZXingModule({ overrides, fireImmediately: true })) as unknown as { readonly HEAPU8: Uint8Array }
  const options: ReaderOptions = { ...readerOptions, formats: symbologies.map((symbology) => formatOf[symbology]) }
  return {
    name: 'wasm',
    memoryBytes: () => heap.HEAPU8.byteLength,
    decode: async (picture) => {
      // The cast: it reads these three members, and Node has no ImageData to make one with.
      const results = await readBarcodes(picture as ImageData, options)
      return results.flatMap(({ text, format, position }) => {
        const symbology = symbologyOf[format]
        if (symbology === undefined) return []
        const { topLeft, topRight, bottomLeft, bottomRight } = position
        return [{ text, symbology, box: boxAround([topLeft, topRight, bottomLeft, bottomRight], picture) }]
      })
    },
  }
}
