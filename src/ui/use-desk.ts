/**
 * What a screen stands on: the desk, its snapshot (which re-renders when it changes), the library's clock, the words and formats of the
 * language in use, the one voice, what is known of documents (the base first, then the catalogue file), and a press, from the finger to the
 * answer. Runs in the browser. One subscription and one timer for the whole app, made in `app.tsx`. « Enregistré » is said only once the
 * desk answered; a failure to write stays until somebody says it is on paper.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext, useEffect, useMemo, useState } from 'preact/hooks'
import type { ItemBarcode, OperationId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type CatalogueItems, findDocument } from '../domain/item/find-document.ts'
import type { CatalogueItem } from '../domain/item/record.ts'
import type { LocalMoment } from '../domain/local-date.ts'
import type { Operation } from '../domain/operation/operation.ts'
import type { Refusal } from '../domain/operation/refusal.ts'
import { hasName } from '../domain/patron/patron.ts'
import type { DeskState } from '../domain/row/desk-state.ts'
import type { Settings, Site } from '../domain/settings/settings.ts'
import { shellWords } from '../locale/en/shell.ts'
import { type Formats, formatCardEnd, formatInitials, formatsByLanguage, type Language, withYears } from '../locale/formats.ts'
import type { Naming } from '../locale/refusals.ts'
import type { Desk, DeskSnapshot, PerformResult, SaveFailure } from '../tablet/desk.ts'
import { language } from './preferences.ts'
import { tellTrouble } from './scan-trouble.ts'

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

type Unkept =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly failure: SaveFailure; readonly writeDown: readonly string[] }

/** What the last press came to, shown by the frame above the screen until the next one. */
export const unkept = signal<Unkept>({ kind: 'none' })

/** Counts what was done at the desk: an answer that speaks of the last act goes with the next one. */
export const acts = signal(0)

/** Counts the screens that were shown: a refusal that answers on a later one speaks of none of it. */
let screensShown = 0

/** At a change of screen: a refusal speaks of a press that was made there. What is to be written down stays. */
export const forgetRefusal = (): void => {
  screensShown += 1
  if (unkept.peek().kind === 'refused') unkept.value = { kind: 'none' }
}

/**
 * `said` is heard when it is saved; `writeDown` is what must be kept on paper when it could not be (`said` by default); `takesOver` as in
 * desk.ts.
 */
type Act = (operation: Operation, said: string, writeDown?: readonly string[], takesOver?: OperationId) => Promise<PerformResult>

export const useAct = (): Act => {
  const desk = useDesk()
  const words = useWords(shellWords)
  const language = useLanguage()
  const naming = useNaming()
  return async (operation, said, writeDown = [said], takesOver = undefined) => {
    const screen = screensShown
    const result = await desk.perform(operation, takesOver)
    acts.value += 1
    keepFocus()
    tellTrouble(undefined)
    const earlier = unkept.value.kind === 'failed' ? unkept.value.writeDown : []
    if (result.kind === 'saved') {
      // What is not on paper yet stays on screen, whatever succeeds after it.
      if (earlier.length === 0) unkept.value = { kind: 'none' }
      announce(`${words.saved}. ${said}`)
    } else if (result.kind === 'refused') {
      if (earlier.length === 0 && screen === screensShown) unkept.value = { kind: 'refused', refusal: result.refusal }
      const { sayRefusal } = await import('../locale/refusals.ts')
      const { sentence, nextStep } = sayRefusal(language, result.refusal, naming)
      announce(`${sentence} ${nextStep}`)
    } else {
      unkept.value = { kind: 'failed', failure: result.failure, writeDown: [...earlier, ...writeDown] }
      announce(`${words.notSaved.title}. ${words.notSaved[result.failure.kind]} ${writeDown.join(', ')}`)
    }
    return result
  }
}

/** After the next drawing: the open window's title, or the screen's, where nothing else has taken the focus. */
export const keepFocus = (): void => {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement !== null && document.activeElement !== document.body) return
      const title = document.querySelector<HTMLElement>('dialog[open] h2') ?? document.querySelector<HTMLElement>('main h1')
      title?.focus({ preventScroll: true })
    }),
  )
}

/** Asks the catalogue for each barcode that the base does not know; grows as it answers. */
export const useCatalogueItems = (barcodes: readonly ItemBarcode[]): CatalogueItems => {
  const desk = useDesk()
  const { state } = useSnapshot()
  const [found, setFound] = useState<CatalogueItems>(new Map())
  const missing = barcodes.filter((barcode) => !found.has(barcode) && findDocument(state, barcode, found) === undefined)
  const wanted = missing.join(' ')
  // `wanted` is `missing` as text, which is what changes.
  useEffect(() => {
    let isStale = false
    void Promise.all(missing.map((barcode) => desk.findItem(barcode))).then((items) => {
      const added = items.filter((item) => item !== undefined)
      if (!isStale && added.length > 0) setFound((before) => new Map([...before, ...added.map((item) => [item.barcode, item] as const)]))
    })
    return () => {
      isStale = true
    }
  }, [desk, wanted])
  return found
}

/** Answers what is known of each of these barcodes. */
export const useDocuments = (barcodes: readonly ItemBarcode[]): ((barcode: ItemBarcode) => CatalogueItem | undefined) => {
  const { state } = useSnapshot()
  const catalogue = useCatalogueItems(barcodes)
  return (barcode) => findDocument(state, barcode, catalogue)
}
