/**
 * Tells a barcode gun from a person at the keyboard, by rhythm alone. Pure: times come with the keys.
 * A gun is a keyboard that types fast and ends with Enter. The first key of anything passes, for nobody can tell yet; from the second
 * fast one on, keys are held until the rhythm breaks (a person rolled two keys: they are given back) or Enter comes (a reading).
 */

/** Longest time between two keys of a gun; people type two keys this close, never five in a row. Milliseconds. */
export const gunGapMs = 35
/** Fewest characters of a reading: nothing shorter than our own label ("B-017") is printed as a barcode; a PIN often is shorter. */
export const gunMinimumLength = 5
/** Enter may lag a little: some guns send it as a suffix of its own. Milliseconds. */
const enterGapMs = 60

export interface GunState {
  /** Characters since the rhythm became a gun's, the first one included. */
  readonly text: string
  /** When the last key came; -Infinity before the first. */
  readonly lastAt: number
}

export const idleGun: GunState = { text: '', lastAt: Number.NEGATIVE_INFINITY }

export type GunVerdict =
  /** A person's key, as far as can be told: it goes where it was going. `isFirst`: if a reading follows, it began here. */
  | { readonly kind: 'pass'; readonly isFirst: boolean }
  /** Keep it from the field until the next verdict. */
  | { readonly kind: 'hold' }
  /** Enter after a gun's rhythm: the whole text, of which the first character had passed. */
  | { readonly kind: 'read'; readonly text: string }

export interface GunKey {
  /** One character, or 'Enter'; anything else breaks the rhythm. */
  readonly key: string
  /** Milliseconds on a clock that never goes back. */
  readonly at: number
}

/** The state and the verdict after one more key. */
export const recogniseGun = (state: GunState, { key, at }: GunKey): readonly [GunState, GunVerdict] => {
  const gap = at - state.lastAt
  if (key === 'Enter') {
    const isReading = gap <= enterGapMs && state.text.length >= gunMinimumLength
    return [idleGun, isReading ? { kind: 'read', text: state.text } : { kind: 'pass', isFirst: false }]
  }
  if ([...key].length !== 1) return [idleGun, { kind: 'pass', isFirst: false }]
  if (gap <= gunGapMs && state.text !== '') return [{ text: state.text + key, lastAt: at }, { kind: 'hold' }]
  return [
    { text: key, lastAt: at },
    { kind: 'pass', isFirst: true },
  ]
}

// The digits' row of a French keyboard without its shift key: what a gun set for another keyboard types there.
const frenchDigitRow: Readonly<Record<string, string>> = {
  '&': '1',
  é: '2',
  '"': '3',
  "'": '4',
  '(': '5',
  '-': '6',
  è: '7',
  _: '8',
  ç: '9',
  à: '0',
}

/** A reading with its digits put back when a gun typed them on a French keyboard's row without shift; unchanged otherwise. */
export const readFrenchDigits = (text: string): string => {
  const wrong = [...text].filter((character) => character in frenchDigitRow && character !== '-')
  if (/\d/.test(text) || wrong.length < 3) return text
  return [...text].map((character) => frenchDigitRow[character] ?? character).join('')
}
