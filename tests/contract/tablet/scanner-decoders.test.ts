/**
 * What every decoder must do, whichever runs on a device: the wasm one, the browser's own (by a stand-in, since no browser here has one)
 * and the one of last resort. Runs in Node, on pictures made of the bars themselves.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, describe, expect, test } from 'vitest'
import { readBarcodes } from 'zxing-wasm/reader'
import type { CodeInFrame } from '../../../src/domain/scan/choose-in-frame.ts'
import type { BarSymbology } from '../../../src/domain/scan/symbology.ts'
import type { Decoder } from '../../../src/tablet/scanner/decoder.ts'
import { createLibraryDecoder } from '../../../src/tablet/scanner/library-decoder.ts'
import { type BarcodeDetectorClass, createNativeDecoder } from '../../../src/tablet/scanner/native-decoder.ts'
import { openDecoder } from '../../../src/tablet/scanner/open-decoder.ts'
import { createWasmDecoder } from '../../../src/tablet/scanner/wasm-decoder.ts'
import { aPicture } from '../../builders/a-barcode.ts'

const all: readonly BarSymbology[] = ['codabar', 'code-39', 'code-128', 'itf', 'ean-13']
const bytes = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
const wasm = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)

/** Chrome on Android, as its interface says: real readings under the names of the Shape Detection interface. */
const detectorReading = (supported: readonly string[]): BarcodeDetectorClass => {
  const names: Readonly<Record<string, string>> = {
    Codabar: 'codabar',
    Code39: 'code_39',
    Code128: 'code_128',
    ITF: 'itf',
    EAN13: 'ean_13',
  }
  return class {
    static readonly getSupportedFormats = async () => supported
    readonly #formats: readonly string[]
    constructor({ formats }: { readonly formats: readonly string[] }) {
      this.#formats = formats
    }
    async detect(picture: ImageData) {
      const found = await readBarcodes(picture, { formats: ['Codabar', 'Code39Std', 'Code128', 'ITF', 'EAN13'], tryInvert: false })
      return found
        .map(({ text, format, position }) => ({
          rawValue: text,
          format: names[format] ?? format,
          cornerPoints: [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft],
        }))
        .filter(({ format }) => this.#formats.includes(format))
    }
  }
}
const androids = ['codabar', 'code_39', 'code_128', 'itf', 'ean_13', 'qr_code']

const decoders: Readonly<Record<Decoder['name'], (symbologies: readonly BarSymbology[]) => Promise<Decoder | undefined>>> = {
  wasm: (symbologies) => createWasmDecoder(symbologies, wasm),
  native: (symbologies) => createNativeDecoder(symbologies, detectorReading(androids)),
  library: async (symbologies) => createLibraryDecoder(symbologies),
}

const samples: readonly (readonly [BarSymbology, string, string])[] = [
  ['codabar', 'A33331002568673B', '33331002568673'],
  ['code-39', 'C0001605390', 'C0001605390'],
  ['code-128', 'B-017', 'B-017'],
  ['itf', '0012345678', '0012345678'],
  ['ean-13', '9782070409228', '9782070409228'],
]
/** Without the start and stop of Codabar, which some decoders give and some do not: the judgement takes both. */
const bare = ({ text, symbology }: CodeInFrame): string => (symbology === 'codabar' ? text.replace(/^[A-D]|[A-D]$/gi, '') : text)

describe.each(Object.entries(decoders))('the %s decoder', (_, create) => {
  let decoder: Decoder
  beforeAll(async () => {
    const created = await create(all)
    if (created === undefined) throw new Error('this decoder does not open')
    decoder = created
  })

  test.each(samples)('reads a %s, and says that it is one', async (symbology, text, expected) => {
    const codes = await decoder.decode(aPicture([{ symbology, text }]))
    expect(codes.map((code) => [code.symbology, bare(code)])).toEqual([[symbology, expected]])
  })

  test.each([90, 180, 270] as const)('reads a label turned by %d° within two pictures', async (turn) => {
    const picture = aPicture([{ symbology: 'code-128', text: 'B-017', turn }])
    const codes = [...(await decoder.decode(picture)), ...(await decoder.decode(picture))]
    expect(codes.map(bare)).toContain('B-017')
  })

  test('says where the label is', async () => {
    const [code] = await decoder.decode(aPicture([{ symbology: 'code-128', text: 'B-017', x: 0.25, y: 0.5 }]))
    if (code === undefined) throw new Error('nothing was read')
    const { left, right, top, bottom } = code.box
    expect(left).toBeGreaterThan(0.05)
    expect(right).toBeLessThan(0.45)
    expect((left + right) / 2).toBeCloseTo(0.25, 1)
    expect((top + bottom) / 2).toBeGreaterThan(0.3)
    expect((top + bottom) / 2).toBeLessThan(0.7)
  })

  test('reads nothing that was not asked for', async () => {
    const narrow = await create(['code-128'])
    expect(await narrow?.decode(aPicture([{ symbology: 'code-39', text: 'C0001605390' }]))).toEqual([])
  })

  test('reads nothing where there is nothing', async () => {
    expect(await decoder.decode(aPicture([]))).toEqual([])
  })
})

describe('the wasm decoder', () => {
  test('reads a book’s own label and the publisher’s together', async () => {
    const decoder = await createWasmDecoder(all, wasm)
    const codes = await decoder.decode(
      aPicture([
        { symbology: 'code-39', text: 'C0001605390', y: 0.3 },
        { symbology: 'ean-13', text: '9782070409228', y: 0.7 },
      ]),
    )
    expect(codes.map(bare).sort()).toEqual(['9782070409228', 'C0001605390'])
  })
})

describe('which decoder runs', () => {
  const openWasm = () => createWasmDecoder(all, wasm)
  test.each<readonly [what: string, world: Parameters<typeof openDecoder>[1], expected: Decoder['name']]>([
    ['the measured one where it can', { openWasm, detectors: detectorReading(androids) }, 'wasm'],
    ['the browser’s own where WebAssembly cannot run', { openWasm: undefined, detectors: detectorReading(androids) }, 'native'],
    [
      'the browser’s own where WebAssembly is forbidden',
      { openWasm: () => Promise.reject(new Error('policy')), detectors: detectorReading(androids) },
      'native',
    ],
    ['the last one where the browser’s own lacks a symbology', { openWasm: undefined, detectors: detectorReading(['qr_code']) }, 'library'],
    ['the last one where there is no other', { openWasm: undefined, detectors: undefined }, 'library'],
  ])('%s', async (_, world, expected) => {
    expect((await openDecoder(all, world)).name).toBe(expected)
  })
})
