/**
 * The families of barcodes that a library may use, and which of them this one does. Runs on the tablet.
 * EAN-8 and UPC-E are absent on purpose: no library prints them, and they are what decoders most often see where there is nothing.
 */
export type BarSymbology = 'codabar' | 'code-39' | 'code-128' | 'itf' | 'ean-13'
/** The square is what a patron shows of an order; no card and no document is written so. */
export type Symbology = BarSymbology | 'qr-code'

interface Chosen {
  /** undefined: the usual ones. */
  readonly symbologies?: readonly BarSymbology[] | undefined
}

/** What the library prints; ITF only where its lengths are fixed, and EAN-13 is otherwise read to be told apart. */
const usual: readonly Symbology[] = ['codabar', 'code-39', 'code-128']

/** Symbologies in which a card or a document of this library may be written. */
export const allowedSymbologies = (settings: Chosen): readonly Symbology[] => settings.symbologies ?? usual

/** What a camera looks for: the library's own, our labels (Code 128) and squares, and the publisher's code, so that it can be answered. */
export const wantedSymbologies = (settings: Chosen): readonly Symbology[] => [
  ...new Set<Symbology>([...allowedSymbologies(settings), 'code-128', 'qr-code', 'ean-13']),
]

/** The letter of an AIM identifier (ISO/IEC 15424). */
const aimLetters: Readonly<Record<string, Symbology>> = { A: 'code-39', C: 'code-128', E: 'ean-13', F: 'codabar', I: 'itf', Q: 'qr-code' }

/** A reading parted from its AIM identifier ("]C0" before the text), which some guns send; control signs are nobody's number. */
export const readAimIdentifier = (text: string): { readonly text: string; readonly symbology: Symbology | undefined } => {
  const bare = text.replace(/\p{Cc}/gu, '')
  const identifier = /^\s*\]([A-Za-z])[0-9A-Za-z]/.exec(bare)
  if (identifier === null) return { text: bare.trim(), symbology: undefined }
  return { text: bare.slice(identifier[0].length).trim(), symbology: aimLetters[identifier[1] ?? ''] }
}
