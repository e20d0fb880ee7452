/**
 * What a screen stands on: the desk, its snapshot (which re-renders when it changes), the library's clock, the words and formats of the
 * language in use, and the one voice. Runs in the browser. One subscription and one timer for the whole app, made in `app.tsx`.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext, useMemo } from 'preact/hooks'
import type { Instant } from '../domain/instant.ts'
import type { LocalMoment } from '../domain/local-date.ts'
import { hasName } from '../domain/patron/patron.ts'
import type { DeskState } from '../domain/row/desk-state.ts'
import type { Settings, Site } from '../domain/settings/settings.ts'
import { shellWords } from '../locale/en/shell.ts'
import { type Formats, formatCardEnd, formatInitials, formatsByLanguage, type Language, withYears } from '../locale/formats.ts'
import type { Naming } from '../locale/refusals.ts'
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

/**
 * An order by its number, a librarian by name, a patron by initials, an item by its title. Initials and four digits only where a refusal is
 * said: it may be read by whoever stands behind.
 */
const namingOf = (state: DeskState, unknownLibrarian: string): Naming => ({
  order: (id) => state.get('order', id)?.number ?? '?',
  librarian: (id) => state.get('librarian', id)?.name ?? unknownLibrarian,
  author: ({ librarianId, deviceId }) =>
    `${state.get('librarian', librarianId)?.name ?? unknownLibrarian}\u00a0(${state.get('device', deviceId)?.letter ?? '?'})`,
  patron: (card) => {
    const patron = state.get('patron', card)
    return patron === undefined || !hasName(patron) ? formatCardEnd(card) : `${formatInitials(patron)}\u00a0${formatCardEnd(card)}`
  },
  item: (barcode) => {
    const recordId = state.get('item', barcode)?.recordId
    return (recordId === undefined ? undefined : state.get('record', recordId)?.title) ?? barcode
  },
})

export const useNaming = (): Naming => namingOf(useSnapshot().state, useWords(shellWords).unknownLibrarian)

export const chosenSite = signal<string | undefined>(undefined)

/** The library's first pickup point, or the one chosen here where there are several. */
export const useSite = (): Site | undefined => {
  const sites = useSettings()?.sites ?? []
  return sites.find((site) => site.id === chosenSite.value) ?? sites[0]
}

/** `n` makes the same words twice in a row two announcements. */
export const announcement = signal<{ readonly n: number; readonly words: string }>({ n: 0, words: '' })

/** Said to who does not look at the screen: each result once, politely. */
export const announce = (words: string): void => {
  announcement.value = { n: announcement.value.n + 1, words }
}

/** What had been said when the last gesture began. */
let saidBefore = 0
for (const type of ['pointerdown', 'keydown'] as const) {
  addEventListener(
    type,
    () => {
      saidBefore = announcement.peek().n
    },
    { capture: true, passive: true },
  )
}

/** At a change of screen: what an earlier gesture came to is not said of the new one; what the gesture that led here came to still is. */
export const forgetAnnouncement = (): void => {
  if (announcement.peek().n === saidBefore) announce('')
}
