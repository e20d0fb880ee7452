/**
 * The browser's own decoder, where it has one that reads every symbology asked for (Chrome on Android). Runs in a worker.
 * It could not be measured here against the others, so the wasm one comes first; its readings are judged like theirs.
 */
import type { Symbology } from '../../domain/scan/symbology.ts'
import { boxAround, type Decoder } from './decoder.ts'

interface Detected {
  readonly rawValue: string
  readonly format: string
  readonly cornerPoints: readonly { readonly x: number; readonly y: number }[]
}
/** The Shape Detection interface, which no standard type lists. */
export interface BarcodeDetectorClass {
  new (options: { readonly formats: readonly string[] }): { detect(picture: ImageData): Promise<readonly Detected[]> }
  getSupportedFormats(): Promise<readonly string[]>
}

const formatOf = {
  codabar: 'codabar',
  'code-39': 'code_39',
  'code-128': 'code_128',
  itf: 'itf',
  'ean-13': 'ean_13',
  'qr-code': 'qr_code',
} as const

/** undefined where the browser has none, or where it does not read all of `symbologies`. */
export const createNativeDecoder = async (
  symbologies: readonly Symbology[],
  detectors: BarcodeDetectorClass | undefined,
): Promise<Decoder | undefined> => {
  if (detectors === undefined) return undefined
  const supported = await detectors.getSupportedFormats()
  if (!symbologies.every((symbology) => supported.includes(formatOf[symbology]))) return undefined
  const detector = new detectors({ formats: symbologies.map((symbology) => formatOf[symbology]) })
  return {
    name: 'native',
    memoryBytes: () => 0,
    decode: async (picture) => {
      // The cast: in a browser a picture is an ImageData.
      const found = await detector.detect(picture as ImageData)
      return found.flatMap(({ rawValue, format, cornerPoints }) => {
        const symbology = symbologies.find((wanted) => formatOf[wanted] === format)
        return symbology === undefined ? [] : [{ text: rawValue, symbology, box: boxAround(cornerPoints, picture) }]
      })
    },
  }
}
