/**
 * Tells a barcode gun from a person at the keyboard, by rhythm and by what is typed where. Pure: times come with the keys.
 * A gun is a keyboard that ends a code with Enter or Tab. Where nothing takes letters (a button, a row, the page), only a gun types them, at
 * any pace: its Enter never presses what has the focus. In a field a person types too: there the pace tells, and a person is never read.
 * A gap in the middle of a code is healed while it is short; after that the code is cut short, and what still comes of it is never a code.
 */
import { textLengths } from '../../domain/text-lengths.ts'

/** Where the keys go: a field for words, a field or a pad for digits (a PIN, a date), or nothing that takes letters. */
export type KeyPlace = 'text' | 'digits' | 'elsewhere'

/** Longest time between two keys of a common gun; people roll two keys this close, never five in a row (240 words a minute). Milliseconds. */
export const gunGapMs = 50
/** Fewest characters of a reading: nothing shorter than our own label ("B-017") is printed as a barcode; a PIN often is shorter. */
export const gunMinimumLength = 5
/** A gun at 120 ms a key that stumbles for 400 goes on before this; what comes later is no longer the same code. Milliseconds. */
export const longestGapMs = 600
/** So long after its last key, what comes may still be the rest of a code that was cut short; nobody shoots again sooner. Milliseconds. */
const restMs = 1500
/** Some guns end a code with two keys: no person answers a scan this fast. Milliseconds. */
const echoMs = 250
/** Nobody types a code of five digits at this pace, not even a PIN in a hurry. Milliseconds a key. */
const shortCodeMs = 75
/** Nobody types eight digits or more at this pace; slow guns do. Milliseconds a key. */
const longCodeMs = 150
const longCodeLength = 8

export interface GunState {
  /** What was typed without a long gap. */
  readonly text: string
  /** Before each character of it but the first. */
  readonly gaps: readonly number[]
  /** When the last character came; -Infinity before the first. */
  readonly lastAt: number
  readonly place: KeyPlace
  /** It may be the rest of a code that was cut short, and half a code is a wrong code. */
  readonly isRest: boolean
  /** It follows soon on what was typed in the same field: slower than that, it is read with it, as the field's whole text. */
  readonly capMs: number
  /** Until then, what comes may be such a rest. */
  readonly restUntil: number
  /** When a code last ended. */
  readonly endedAt: number
  /** The pace of this gun, by its last long code: short ones are then known by it. Milliseconds a key. */
  readonly paceMs: number
}

export const idleGun: GunState = {
  text: '',
  gaps: [],
  lastAt: Number.NEGATIVE_INFINITY,
  place: 'elsewhere',
  isRest: false,
  capMs: Number.POSITIVE_INFINITY,
  restUntil: Number.NEGATIVE_INFINITY,
  endedAt: Number.NEGATIVE_INFINITY,
  paceMs: 0,
}

export type GunVerdict =
  /** A person's key, as far as can be told: it goes where it was going. `isFirst`: if a reading follows, it began here. */
  | { readonly kind: 'pass'; readonly isFirst: boolean }
  /** Keep it from the field until the next verdict. */
  | { readonly kind: 'hold' }
  /** A whole code. `before` is what a person had typed just before it. */
  | { readonly kind: 'read'; readonly text: string; readonly before: string }
  /** Part of a code has ended: it is refused aloud, and its Enter presses nothing. */
  | { readonly kind: 'cut-short' }
  /** An Enter or Tab that belongs to a code already answered: it presses nothing. */
  | { readonly kind: 'drop' }

export interface GunKey {
  /** One character, 'Enter' or 'Tab'; anything else breaks the rhythm. */
  readonly key: string
  /** Milliseconds on a clock that never goes back. */
  readonly at: number
  readonly place: KeyPlace
}

const lengthOf = (text: string): number => [...text].length

/** A stumble or two leave it as it is; of two keys nothing can be told. */
const paceOf = (gaps: readonly number[]): number => [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? Number.POSITIVE_INFINITY

/** Digits, half of it at least: no name, no sentence. */
const isCode = (text: string): boolean => readFrenchDigits(text).replace(/\D/g, '').length * 2 >= lengthOf(text)

/** Slowest pace at which `text` is a gun's in a field. Milliseconds a key. */
const toleranceMs = ({ text, place, paceMs }: GunState): number => {
  const length = lengthOf(text)
  if (!isCode(text)) return gunGapMs
  if (place === 'digits') return length > textLengths.pin ? longCodeMs : shortCodeMs
  return length >= longCodeLength ? longCodeMs : Math.min(longCodeMs, Math.max(shortCodeMs, 1.5 * paceMs))
}

const isPersons = (gaps: readonly number[]): boolean => gaps.length > 2 && gaps.every((gap) => gap >= 2 * gunGapMs)

/** A person wrote, then a gun shot: where the code begins; 0 where one hand typed it all. */
const startOfCode = (gaps: readonly number[]): number => {
  const silence = gaps.findLastIndex((gap) => gap >= echoMs)
  const isLong = gaps.length - silence >= gunMinimumLength
  return isLong && isPersons(gaps.slice(0, Math.max(0, silence))) && paceOf(gaps.slice(silence + 1)) <= gunGapMs ? silence + 1 : 0
}

/** Whether what was typed so far is part of a code, if nothing more comes. */
export const isCutShort = ({ text, gaps, place, isRest }: GunState): boolean => {
  const length = lengthOf(text)
  const pace = paceOf(gaps)
  if (isRest) return length > 0
  if (length >= (isCode(text) ? 3 : gunMinimumLength) && pace <= gunGapMs) return true
  return place === 'elsewhere' && length >= gunMinimumLength && isCode(text) && pace <= longCodeMs
}

/** Until when a new text may be the rest of this one. */
const restOf = (state: GunState): number =>
  isCutShort(state) || (state.place === 'elsewhere' && state.text !== '') ? state.lastAt + restMs : state.restUntil

const pass: GunVerdict = { kind: 'pass', isFirst: false }

const endKey = (state: GunState, { key, at, place }: GunKey): readonly [GunState, GunVerdict] => {
  const gap = at - state.lastAt
  const fresh = { ...idleGun, paceMs: state.paceMs }
  const ended = { ...fresh, endedAt: at }
  const text = gap <= longestGapMs ? state.text : ''
  const length = lengthOf(text)
  if (length === 0) {
    const isEcho = at >= state.endedAt && at - state.endedAt <= echoMs
    const isLate = at <= (isCutShort(state) ? state.lastAt + restMs : state.restUntil)
    // One echo a code: whoever goes on with Tab, however fast, must not be kept where he is.
    if (isEcho) return [fresh, { kind: 'drop' }]
    return isLate ? [ended, { kind: 'drop' }] : [fresh, pass]
  }
  const start = startOfCode(state.gaps)
  const pace = paceOf(state.gaps.slice(start))
  // A person who types after a code was cut short is slower than any gun.
  if (state.isRest && (place === 'elsewhere' || length < 3 || pace <= longCodeMs)) return [ended, { kind: 'cut-short' }]
  const isLongCode = length - start >= longCodeLength && isCode(text) && pace <= longCodeMs
  const done = isLongCode ? { ...ended, paceMs: pace } : ended
  const isGun =
    length >= gunMinimumLength && (isCode(text) || gap <= longCodeMs) && pace <= Math.min(state.capMs, toleranceMs({ ...state, place }))
  if (start > 0 || isGun || (place === 'elsewhere' && length >= gunMinimumLength)) {
    const characters = [...text]
    return [done, { kind: 'read', text: characters.slice(start).join(''), before: characters.slice(0, start).join('') }]
  }
  if (place === 'elsewhere' && key === 'Enter' && (length > 1 || gap <= longCodeMs)) return [ended, { kind: 'cut-short' }]
  return [isCode(text) && length >= gunMinimumLength ? done : fresh, pass]
}

/** The state and the verdict after one more key. */
export const recogniseGun = (state: GunState, pressed: GunKey): readonly [GunState, GunVerdict] => {
  const { key, at, place } = pressed
  if (key === 'Enter' || key === 'Tab') return endKey(state, pressed)
  const gap = at - state.lastAt
  const length = lengthOf(state.text)
  const isOn = length > 0 && gap >= 0 && gap <= longestGapMs
  const restUntil = restOf(state)
  const between: GunState = { ...idleGun, restUntil, paceMs: state.paceMs }
  const isSpace = key === ' ' && place === 'elsewhere'
  // Space alone presses the button that has the focus.
  if (lengthOf(key) !== 1 || (isSpace && !isOn)) return [between, pass]
  if (!isOn) {
    const isSoon = length > 0 && gap >= 0 && gap <= restMs
    const capMs = isSoon ? (isPersons(state.gaps) ? gunGapMs : 0) : idleGun.capMs
    return [
      { ...between, text: key, lastAt: at, place, isRest: at <= restUntil, capMs },
      { kind: 'pass', isFirst: true },
    ]
  }
  const isHeld = isSpace || (gap <= gunGapMs && (state.gaps.at(-1) ?? longestGapMs) <= gunGapMs)
  const next = { ...state, text: state.text + key, gaps: [...state.gaps, gap], lastAt: at, place }
  return [next, isHeld ? { kind: 'hold' } : pass]
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

/** Characters of that row by which a text is a code badly typed: names hold one or two (é, ç, à). */
const fewestWrongDigits = 3

/** A reading with its digits put back when a gun typed them on a French keyboard's row without shift; unchanged otherwise. */
export const readFrenchDigits = (text: string): string => {
  const wrong = [...text].filter((character) => character in frenchDigitRow && character !== '-')
  if (/\d/.test(text) || wrong.length < fewestWrongDigits) return text
  return [...text].map((character) => frenchDigitRow[character] ?? character).join('')
}
