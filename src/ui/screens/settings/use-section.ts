/**
 * One section in a manager's hands: the settings it began with, the draft, and what the endpoint said of it. Runs in the browser.
 * A change that arrives while nothing was typed is followed; one that arrives later is told by the endpoint, and a person settles it (SET-3).
 */
import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { LocalDate } from '../../../domain/local-date.ts'
import type { PreviewLine } from '../../../domain/preview/preview-section.ts'
import { putBackHours } from '../../../domain/settings/change-week.ts'
import { checkSection, type SectionFault } from '../../../domain/settings/check-section.ts'
import {
  isSameSection,
  type SectionName,
  type SectionValue,
  type Settings,
  sectionOf,
  sectionVersion,
  withSection,
} from '../../../domain/settings/settings.ts'
import { type Overlap, overlapsOf } from '../../../domain/slot/overlaps.ts'
import { settingsWords } from '../../../locale/en/settings.ts'
import type { SettingChange } from '../../../tablet/desk.ts'
import { useDesk, useNow, useWords } from '../../use-desk.ts'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'

/**
 * What a manager chose in the journal to put back: read by the section's screen when it opens, with today's preview and version (SET-5).
 */
export const putBack = signal<{ readonly section: SectionName; readonly value: SectionValue } | undefined>(undefined)

const keyOf = ({ day, siteId, from, to, both }: Overlap): string => `${day} ${siteId} ${from} ${to} ${both}`

/** Somebody was faster: what they did, and the version that it made. */
export interface Conflict {
  readonly change: SettingChange
  /** The settings with their change. */
  readonly theirs: Settings
}

const atVersion = (settings: Settings, name: SectionName, version: number): Settings => ({
  ...settings,
  versions: { ...settings.versions, [name]: version },
})

/** What was chosen in the journal is taken once. */
const takePutBack = (current: Settings, name: SectionName, today: LocalDate): Settings => {
  const chosen = putBack.peek()
  putBack.value = undefined
  if (chosen?.section !== name) return current
  // Hours are put back from each weekday's next date on: no day in progress changes (SET-6).
  return name === 'ranges' ? putBackHours(current, chosen.value.openingRanges ?? [], today) : withSection(current, name, chosen.value)
}

export const useSection = (name: SectionName, current: Settings) => {
  const desk = useDesk()
  const words = useWords(settingsWords)
  const now = useNow()
  const [base, setBase] = useState(current)
  const [draft, setDraft] = useState(() => takePutBack(current, name, now.date))
  const [conflict, setConflict] = useState<Conflict | undefined>(undefined)
  const [unread, setUnreadFields] = useState<readonly string[]>([])
  const [agreed, setAgreed] = useState<readonly string[]>([])
  const [told, setTold] = useState<readonly Pick<SectionFault, 'at'>[]>([])
  const manager = useManagerAnswer()
  const { ask, say } = manager
  const isChanged = !isSameSection(base, draft, name)

  useEffect(() => {
    if (isChanged || sectionVersion(current, name) <= sectionVersion(base, name)) return
    setBase(current)
    setDraft(current)
  }, [current, isChanged])

  const faults: readonly SectionFault[] = checkSection(name, draft, base, now.date)
  const meant = [...agreed, ...overlapsOf(base).map(keyOf)]
  const { title } = words.sections[name]
  return {
    ...manager,
    name,
    words,
    base,
    draft,
    isChanged,
    faults,
    /** Something typed cannot be read: the draft is what it was before. */
    isUnread: unread.length > 0,
    /** Without its field, of all of them. */
    setUnread: (isIt: boolean, field?: string): void =>
      setUnreadFields((fields) => {
        const others = field === undefined ? [] : fields.filter((one) => one !== field)
        return isIt ? [...others, field ?? ''] : others
      }),
    /** Ranges that overlap since, of which nobody has said that they are two desks (SET-35). */
    overlaps: (faults.length > 0 ? [] : overlapsOf(draft)).filter((one) => !meant.includes(keyOf(one))),
    agree: (one: Overlap): void => setAgreed([...agreed, keyOf(one)]),
    /** What the endpoint alone found wrong: fields by name. */
    told,
    conflict,
    change: (next: Settings) => {
      setTold([])
      setDraft(next)
    },
    keep: () => {
      setTold([])
      setUnreadFields([])
      setDraft(base)
    },
    /** The conflict is settled on one of the two, or on both: read again before it is saved. */
    settle: (chosen: Settings) => {
      if (conflict === undefined) return
      setBase(conflict.theirs)
      setDraft(chosen)
      setConflict(undefined)
    },
    /** Whether it was saved. `proposed`: one gesture that is its own draft. */
    save: async (proposed: Settings = draft): Promise<boolean> => {
      const asked = { why: words.why(title), button: words.save }
      if (proposed !== draft) setDraft(proposed)
      const end = await ask(asked, () => desk.management.changeSetting(name, sectionVersion(base, name), sectionOf(proposed, name)))
      if (end === undefined) return false
      if (end.kind === 'refused') setTold(end.faults)
      if (end.kind === 'stale' && end.change !== undefined) {
        setConflict({ change: end.change, theirs: atVersion(withSection(base, name, end.change.became), name, end.version) })
      }
      if (end.kind !== 'changed') return false
      setBase(atVersion(proposed, name, end.version))
      desk.tryNow()
      say(words.saved(title))
      return true
    },
  }
}

export type Section = ReturnType<typeof useSection>

/** What stands below a section's editor, or beside it, reads. */
export interface OfSection {
  readonly section: Section
  /** What the draft would change. */
  readonly lines: readonly PreviewLine[]
}
