/**
 * Tells a barcode gun from a person at the keyboard, by rhythm alone. Pure: times come with the keys.
 * A gun is a keyboard that types fast and ends with Enter or Tab. The first two keys of anything pass, for people roll two keys; from the third
 * fast one on, keys are held until the rhythm breaks (it was a person: they are given back) or Enter comes (a reading).
 */

/** Longest time between two keys of a gun, on average; people roll two keys this close, never five in a row (240 words a minute). Milliseconds. */
export const gunGapMs = 50
/** Longest single gap: wireless guns and busy tablets stumble. Milliseconds. */
const longestGapMs = 150
/** Fewest characters of a reading: nothing shorter than our own label ("B-017") is printed as a barcode; a PIN often is shorter. */
export const gunMinimumLength = 5
/** A reading begins after a silence: what follows another key sooner may be the rest of a broken one, and half a code is a wrong code. */
const silenceMs = 250

export interface GunState {
  /** Characters since the rhythm became a gun's, the first one included. */
  readonly text: string
  readonly firstAt: number
  /** When the last key came; -Infinity before the first. */
  readonly lastAt: number
  /** The first character came after a silence. */
  readonly isWhole: boolean
}

export const idleGun: GunState = { text: '', firstAt: 0, lastAt: Number.NEGATIVE_INFINITY, isWhole: true }

export type GunVerdict =
  /** A person's key, as far as can be told: it goes where it was going. `isFirst`: if a reading follows, it began here. */
  | { readonly kind: 'pass'; readonly isFirst: boolean }
  /** Keep it from the field until the next verdict. */
  | { readonly kind: 'hold' }
  /** Enter or Tab after a gun's rhythm: the whole text, of which the first two characters had passed. */
  | { readonly kind: 'read'; readonly text: string }
  /** Enter or Tab after the rest of a broken reading: it must press nothing. */
  | { readonly kind: 'drop' }

export interface GunKey {
  /** One character, 'Enter' or 'Tab'; anything else breaks the rhythm. */
  readonly key: string
  /** Milliseconds on a clock that never goes back. */
  readonly at: number
}

/** Guns are set to end a code with either. */
const isEnd = (key: string): boolean => key === 'Enter' || key === 'Tab'

/** The state and the verdict after one more key. */
export const recogniseGun = (state: GunState, { key, at }: GunKey): readonly [GunState, GunVerdict] => {
  const gap = at - state.lastAt
  const isFast = state.text !== '' && gap <= longestGapMs && (at - state.firstAt) / [...state.text].length <= gunGapMs
  if (isEnd(key)) {
    if (!isFast || [...state.text].length < gunMinimumLength) return [idleGun, { kind: 'pass', isFirst: false }]
    return [idleGun, state.isWhole ? { kind: 'read', text: state.text } : { kind: 'drop' }]
  }
  if ([...key].length !== 1)
    return [
      { ...idleGun, lastAt: at },
      { kind: 'pass', isFirst: false },
    ]
  if (isFast) {
    const verdict: GunVerdict = state.text.length === 1 ? { kind: 'pass', isFirst: false } : { kind: 'hold' }
    return [{ ...state, text: state.text + key, lastAt: at }, verdict]
  }
  return [
    { text: key, firstAt: at, lastAt: at, isWhole: gap >= silenceMs },
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
