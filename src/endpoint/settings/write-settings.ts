/**
 * Puts a settings file into the library: the settings, the name, the librarians with the verifiers of their PINs. Runs in the endpoint's
 * commands. Where a library has none and no file came, it gets settings to start from, with the barcode rules read off its own files.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { lostManagers } from '../../domain/librarian/librarian.ts'
import { accept, type Result, refuse } from '../../domain/result.ts'
import { holdsCheck } from '../../domain/scan/check-digit.ts'
import { hasForm } from '../../domain/scan/number-pattern.ts'
import { accentTones } from '../../domain/settings/accent-tones.ts'
import type { BarcodeRule, Settings } from '../../domain/settings/settings.ts'
import { havePassphrase } from '../enrolment/change-team.ts'
import { hashPin } from '../enrolment/hash-pin.ts'
import type { Store, StoreReader } from '../storage/store.ts'
import { recordSettings } from './record-change.ts'
import type { LibrarianEntry, SettingsEntry } from './settings-file.ts'
import type { RulesOverlap, SettingsNote, TeamRefusal } from './settings-finding.ts'

/** Set while the rules are ours: the next file may teach a better one. */
const learnedMemo = 'rules-are-learned'

/** A rule, and the numbers that came with this import and taught it. */
export interface LearnedRule {
  readonly rule: BarcodeRule
  /** The narrowest that all these numbers allow. */
  readonly narrowest: BarcodeRule
  readonly numbers: readonly string[]
}
/** undefined: no such numbers came. */
export type LearnedRules = Readonly<Record<'cardRule' | 'itemRule', LearnedRule | undefined>>

export interface SettingsCounts {
  readonly isChanged: boolean
  readonly librarians: number
  readonly notes: readonly SettingsNote[]
}

const numbersTaken = (rule: BarcodeRule, numbers: readonly string[] = []): readonly string[] =>
  numbers.filter((number) => hasForm(rule, number) && holdsCheck(rule.check, number))

const findOverlap = (rules: Pick<Settings, 'cardRule' | 'itemRule'>, learned: LearnedRules): RulesOverlap | undefined => {
  const likeCards = (rule: BarcodeRule): readonly string[] => numbersTaken(rule, learned.itemRule?.numbers)
  const likeDocuments = (rule: BarcodeRule): readonly string[] => numbersTaken(rule, learned.cardRule?.numbers)
  const [documents, cards] = [likeCards(rules.cardRule), likeDocuments(rules.itemRule)]
  if (documents.length + cards.length === 0) return undefined
  const narrow = { cardRule: learned.cardRule?.narrowest ?? rules.cardRule, itemRule: learned.itemRule?.narrowest ?? rules.itemRule }
  const isApart = likeCards(narrow.cardRule).length + likeDocuments(narrow.itemRule).length === 0
  return {
    kind: 'rules-overlap',
    documentsLikeCards: documents.length,
    cardsLikeDocuments: cards.length,
    numbers: [...documents, ...cards].slice(0, 3),
    apart: isApart ? narrow : undefined,
  }
}

const accentsOf = (colour: string) => ({
  colour,
  light: accentTones(colour, 'light').accent,
  dark: accentTones(colour, 'dark').accent,
})

/** Whether whoever a file names may be the team. undefined: they may. */
export const judgeNamed = async (reader: StoreReader, named: readonly LibrarianEntry[]): Promise<TeamRefusal | undefined> => {
  if (named.length === 0) return undefined
  const before = await reader.rowsOf('librarian')
  const after = named.map(({ id, name, isManager }) => ({
    ...before.find((one) => one.id === id),
    ...{ kind: 'librarian' as const, id, name, isManager },
  }))
  const able = lostManagers(before, after, await havePassphrase(reader, before)).map(({ name }) => name)
  if (able.length === 0) return undefined
  return { kind: 'team-unable', able, unable: after.filter((one) => one.isManager && one.lastDay === undefined).map(({ name }) => name) }
}

/** Writes settings and librarians; a librarian whom the file no longer names leaves. The same file again changes nothing. */
export const writeSettings = async (
  store: Store,
  libraryId: LibraryId,
  entry: { readonly settings: SettingsEntry; readonly librarians: readonly LibrarianEntry[] } | undefined,
  fallback: Settings,
  learned: LearnedRules,
  now: Instant,
): Promise<Result<SettingsCounts, TeamRefusal>> => {
  const known = await store.read(libraryId, async (reader) => reader.rowsOf('librarian'))
  // Hashing takes its time: before the transaction, not in it.
  const librarians = await Promise.all(
    (entry?.librarians ?? []).map(async ({ id, name, isManager, pin }) => {
      const before = known.find((librarian) => librarian.id === id)
      // A PIN that its owner chose, or is to choose, is nobody else's to give (SET-12).
      if (before?.ownPin !== undefined) return { ...before, name, isManager }
      const same = before === undefined ? undefined : await hashPin(pin, before.pin)
      const isSame = before !== undefined && same?.hash === before.pin.hash
      return { ...before, kind: 'librarian', id, name, isManager, pin: isSame ? before.pin : await hashPin(pin) } as const
    }),
  )
  return store.transact(libraryId, async (transaction) => {
    const unable = await judgeNamed(transaction, entry?.librarians ?? [])
    if (unable !== undefined) return refuse(unable)
    const before = await transaction.row('settings', 'settings')
    const isSame = (a: BarcodeRule, b: BarcodeRule): boolean => a.pattern === b.pattern && a.check === b.check
    const wanted = entry?.settings ?? before ?? fallback
    // A rule that somebody decided stands; one that nobody did follows the files.
    const isLearned = (await transaction.memo(learnedMemo)) === '1'
    const ruleFor = (rule: 'cardRule' | 'itemRule'): BarcodeRule => {
      const decided =
        entry === undefined && before !== undefined && !isLearned && !isSame(before[rule], fallback[rule])
          ? before[rule]
          : entry?.settings[rule]
      return decided ?? learned[rule]?.rule ?? before?.[rule] ?? fallback[rule]
    }
    const settings = { ...wanted, cardRule: ruleFor('cardRule'), itemRule: ruleFor('itemRule') }
    let isChanged = await recordSettings(transaction, settings, { by: undefined, at: now, orders: 0 })
    const isDecided =
      entry === undefined
        ? before !== undefined && !isLearned
        : entry.settings.cardRule !== undefined && entry.settings.itemRule !== undefined
    await transaction.keepMemo(learnedMemo, isDecided ? '0' : '1')
    for (const librarian of librarians) isChanged = (await transaction.writeRow(librarian, now)) || isChanged
    if (librarians.length > 0) {
      for (const { id, isManager } of known) {
        const named = librarians.find((one) => one.id === id)
        if (named === undefined) isChanged = (await transaction.eraseRow('librarian', id, now)) || isChanged
        else if (named.isManager || !isManager) continue
        // Nothing of theirs stays, nor would open anything for a namesake, or in the role again.
        await transaction.erasePassphrase(id)
        await transaction.endPasses(id, undefined, now)
      }
    }
    const count = (await transaction.rowsOf('librarian')).length
    const notes: SettingsNote[] = []
    if (settings.openingRanges.length === 0) notes.push({ kind: 'no-opening-range' })
    if (count === 0) notes.push({ kind: 'no-librarian' })
    const accent = settings.accentColour === undefined ? undefined : accentsOf(settings.accentColour)
    if (entry !== undefined && accent !== undefined && accent.light !== accent.colour) notes.push({ kind: 'accent-adjusted', ...accent })
    const overlap = findOverlap(settings, learned)
    if (overlap !== undefined) notes.push(overlap)
    return accept({ isChanged, librarians: count, notes })
  })
}
