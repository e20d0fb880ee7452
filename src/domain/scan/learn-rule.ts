/**
 * What cards or documents look like here, learned from three that somebody scans (SET-18), and a rule as people read it. Runs on the tablet;
 * pure. Three say little: signs of one kind, their number, and how they all begin; the preview then says how many of the library's have it.
 * A rule that is learned repeats nothing that varies: no label takes a tablet's time.
 */
import type { BarcodeRule } from '../settings/settings.ts'
import { hasLuhnCheck } from './check-digit.ts'

/** Numbers that differ, to learn from. */
export const samplesWanted = 3
/** Library numbers of 14 digits end with a check digit; three hold one by chance once in a thousand. */
const lengthWithCheck = 14

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
const isAll = (samples: readonly string[], kind: RegExp): boolean => samples.every((sample) => kind.test(sample))
const lengthsOf = (samples: readonly string[]): { readonly least: number; readonly most: number } => {
  const lengths = samples.map((sample) => sample.length)
  return { least: Math.min(...lengths), most: Math.max(...lengths) }
}
const times = ({ least, most }: { readonly least: number; readonly most: number }): string =>
  least === most ? `{${least}}` : `{${least},${most}}`

/** Their letters before the first digit, where they have the same; else their first sign: more would be of these three alone. */
const beginningOf = (samples: readonly string[]): string => {
  const [first = ''] = samples
  const letters = /^[^0-9]+/.exec(first)?.[0] ?? first.slice(0, 1)
  return samples.every((sample) => sample.startsWith(letters)) ? letters : ''
}

/** Undefined: fewer than three that differ. */
export const learnRule = (scanned: readonly string[]): BarcodeRule | undefined => {
  const samples = [...new Set(scanned)].filter((sample) => sample !== '')
  if (samples.length < samplesWanted) return undefined
  const check = isAll(samples, /^\d+$/) && samples.every((sample) => sample.length === lengthWithCheck && hasLuhnCheck(sample))
  const beginning = beginningOf(samples)
  const rests = samples.map((sample) => sample.slice(beginning.length))
  const signs = [...new Set(rests.join('').replace(/[0-9A-Za-z]/g, ''))].map((sign) => sign.replace(/[\\\]^-]/, '\\$&')).join('')
  const rest = isAll(rests, /^\d+$/) ? '\\d' : `[0-9A-Za-z${signs}]`
  return { pattern: `^${escaped(beginning)}${rest}${times(lengthsOf(rests))}$`, check: check ? 'luhn' : 'none' }
}

/** A rule as it is read: how it begins, then so many digits, or signs. */
export interface RuleShape {
  readonly beginning: string
  readonly kind: 'digits' | 'signs'
  /** Of the whole number. */
  readonly least: number
  readonly most: number
}

/** Undefined: a pattern that a file says otherwise, which is shown as it stands. */
export const shapeOfRule = ({ pattern, lengths }: BarcodeRule): RuleShape | undefined => {
  const found = /^\^?((?:\\?[A-Za-z0-9 :/_%.-])*?)(\\d|\[[^\]]+\])(?:\{(\d+)(?:,(\d+))?\}|(\+))?\$?$/.exec(pattern)
  if (found === null || /\\[a-zA-Z]/.test(found[1] ?? '')) return undefined
  const [, beginning = '', kind, from = '1', to = from, isOpen] = found
  if (isOpen !== undefined && lengths === undefined) return undefined
  const head = beginning.replaceAll('\\', '')
  const [least, most] =
    lengths === undefined ? [head.length + Number(from), head.length + Number(to)] : [Math.min(...lengths), Math.max(...lengths)]
  return { beginning: head, kind: kind === '\\d' && /^\d*$/.test(head) ? 'digits' : 'signs', least, most }
}
