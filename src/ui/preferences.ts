/**
 * The habits of this tablet: language, light or dark, sound, and the labels in its printer. Runs in the browser.
 * Cosmetic, so they live in localStorage, outside the desk's database; a browser that refuses it keeps them until the reload.
 */
import { signal } from '@preact/signals'
import type { Language } from '../locale/formats.ts'

export type Theme = 'system' | 'light' | 'dark'

const read = <V extends string>(key: string, known: readonly V[], otherwise: V): V => {
  try {
    const kept = localStorage.getItem(key)
    return known.find((value) => value === kept) ?? otherwise
  } catch {
    return otherwise
  }
}

const keep = (key: string, value: string): void => {
  try {
    // A start writes nothing: what was read is what is told first.
    if (localStorage.getItem(key) !== value) localStorage.setItem(key, value)
  } catch {
    // Storage refused: the choice lasts until the reload.
  }
}

export const language = signal<Language>(read('language', ['fr', 'en'], 'fr'))
export const theme = signal<Theme>(read('theme', ['system', 'light', 'dark'], 'system'))
export const sound = signal<'on' | 'off'>(read('sound', ['on', 'off'], 'on'))
/** Whether one key without another (`/`, `?`) opens a window: whoever speaks to the tablet turns it off (WCAG 2.1.4). */
export const loneKeys = signal<'on' | 'off'>(read('lone-keys', ['on', 'off'], 'on'))
/** Labels of one A4 sheet (63.5 × 38.1 mm, three by seven). */
export const labelsPerSheet = 21
/** Labels cut from an A4 sheet, or a continuous roll. */
export const labelPaper = signal<'sheet' | 'roll'>(read('label-paper', ['sheet', 'roll'], 'sheet'))
/** First free label of the sheet in the printer, 1 to `labelsPerSheet`. */
export const firstLabel = signal(
  read(
    'first-label',
    [...Array(labelsPerSheet).keys()].map((n) => String(n + 1)),
    '1',
  ),
)

interface TickedBatch {
  readonly number: number
  readonly madeAt: number
}
const ticksOf = ({ number, madeAt }: TickedBatch): string => `typed-${number}-${madeAt}`

/** Lines of a batch that were ticked on this tablet as typed into the ILS: places in its table, of which nothing is learnt without it. */
export const readTicks = (batch: TickedBatch): readonly number[] => {
  try {
    return (localStorage.getItem(ticksOf(batch)) ?? '').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}
export const keepTicks = (batch: TickedBatch, places: ReadonlySet<number>): void => keep(ticksOf(batch), [...places].join(' '))

language.subscribe((value) => {
  document.documentElement.lang = value
  keep('language', value)
})
theme.subscribe((value) => {
  if (value === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = value
  keep('theme', value)
})
sound.subscribe((value) => keep('sound', value))
loneKeys.subscribe((value) => keep('lone-keys', value))
labelPaper.subscribe((value) => keep('label-paper', value))
firstLabel.subscribe((value) => keep('first-label', value))
