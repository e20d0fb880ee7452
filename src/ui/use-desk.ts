/**
 * What a screen stands on: the desk, its snapshot (which re-renders when it changes), the library's clock, and the words and formats of the
 * language in use. Runs in the browser. One subscription and one timer for the whole app, made in `app.tsx`.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext, useMemo } from 'preact/hooks'
import type { Instant } from '../domain/instant.ts'
import type { LocalMoment } from '../domain/local-date.ts'
import type { Settings } from '../domain/settings/settings.ts'
import { type Formats, formatsByLanguage, type Language, withYears } from '../locale/formats.ts'
import type { Desk, DeskSnapshot } from '../tablet/desk.ts'
import { language } from './preferences.ts'

export type Now = LocalMoment & { readonly at: Instant }

export interface DeskAccess {
  readonly desk: Desk
  readonly snapshot: ReadonlySignal<DeskSnapshot>
  /** Read again every few seconds: minutes are what screens show. */
  readonly now: ReadonlySignal<Now>
}

export const DeskContext = createContext<DeskAccess | undefined>(undefined)

const useAccess = (): DeskAccess => {
  const access = useContext(DeskContext)
  if (access === undefined) throw new Error('a screen outside <App>')
  return access
}

export const useDesk = (): Desk => useAccess().desk
export const useSnapshot = (): DeskSnapshot => useAccess().snapshot.value
export const useNow = (): Now => useAccess().now.value

/** The library's settings; undefined until the base has arrived. */
export const useSettings = (): Settings | undefined => useSnapshot().state.get('settings', 'settings')

/** Something computed from the rows, again only when they or `keys` have changed. */
export const useFromState = <T>(compute: (state: DeskSnapshot['state']) => T, ...keys: readonly unknown[]): T => {
  const { state, revision } = useSnapshot()
  // `compute` is new at each render; `revision` and the caller's keys say when it counts.
  return useMemo(() => compute(state), [revision, ...keys])
}

export const useLanguage = (): Language => language.value

/** A screen names its words, in French and in the English that is typed by it, so that they travel in that screen's chunk. */
export const useWords = <W>(words: Readonly<Record<Language, W>>): W => words[language.value]

/** By the library's clock; empty until the desk is there. */
export const thisYear = signal('')
const formats = computed(() => withYears(formatsByLanguage[language.value], thisYear.value))

/** A day of another year is said with it. */
export const useFormats = (): Formats => formats.value
