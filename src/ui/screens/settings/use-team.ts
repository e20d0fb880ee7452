/**
 * The team in a manager's hands: one person at a time, the draft, and the codes that were given meanwhile (SET-12). Runs in the browser.
 * A code is shown once, to who asked for it: it stands in this page's memory and on the sheet that is cut.
 */
import { useState } from 'preact/hooks'
import type { LibrarianId } from '../../../domain/ids.ts'
import type { Instant } from '../../../domain/instant.ts'
import {
  isInTeam,
  isSameMember,
  judgeMember,
  type Librarian,
  type Member,
  memberOf,
  otherManagers,
  type TeamFault,
} from '../../../domain/librarian/librarian.ts'
import { addDays } from '../../../domain/local-date.ts'
import { shiftsOn } from '../../../domain/rota/read-week.ts'
import { mondayOf } from '../../../domain/rota/rota-week.ts'
import { teamWords } from '../../../locale/en/team.ts'
import type { TeamWords } from '../../../locale/fr/team.ts'
import type { ManagementResult } from '../../../tablet/desk.ts'
import { announce, useDesk, useFormats, useFromState, useNow, useWords } from '../../use-desk.ts'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'

export interface GivenCode {
  readonly name: string
  readonly code: string
  readonly expiresAt: Instant
}

/** Who is being changed; `id` undefined: somebody who joins. */
interface Edited {
  readonly id: LibrarianId | undefined
  /** As they were when it began: what the endpoint compares. */
  readonly seen: Member | undefined
  readonly wanted: Member
}

/** What a tablet may ask at once is bounded (PROTOCOL.md); a large team waits. Milliseconds, and how often. */
const [pauseMs, pauses] = [3000, 5]
const patiently = async <T>(act: () => Promise<ManagementResult<T>>): Promise<ManagementResult<T>> => {
  let result = await act()
  for (let n = 0; n < pauses && result.kind === 'refused' && result.problem === 'too-many-attempts'; n++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    result = await act()
  }
  return result
}

/** Days looked at from today on. */
const daysAhead = 14

/** When each of the team is at work next, and away (ROTA-7): off line too, the weeks are in the tablet's base. */
const useComingShifts = (words: TeamWords): ((id: LibrarianId) => readonly string[]) => {
  const format = useFormats()
  const { date: today, time: now } = useNow()
  const { shifts, absences } = useFromState((state) => {
    const days = Array.from({ length: daysAhead }, (_, n) => addDays(today, n))
    return {
      shifts: days.flatMap((day) => [...shiftsOn(state, day)].sort((a, b) => (a.from < b.from ? -1 : 1))),
      absences: days.flatMap((day) => state.get('rota-week', mondayOf(day))?.absences.filter(({ date }) => date === day) ?? []),
    }
  }, today)
  return (id) => {
    const next = shifts.find(({ librarianId, date, to }) => librarianId === id && (date > today || now < to))
    const away = absences.find(({ librarianId }) => librarianId === id)
    return [
      ...(next === undefined
        ? []
        : next.date > today
          ? [words.onDay(format.shortDate(next.date), words.tasks[next.task])]
          : [next.from <= now ? words.atNow(words.tasks[next.task]) : words.atTime(format.time(next.from), words.tasks[next.task])]),
      ...(away === undefined ? [] : [words.away(format.shortDate(away.date))]),
    ]
  }
}

const nobody: Member = { name: '', isManager: false, lastDay: undefined }

export const useTeam = () => {
  const desk = useDesk()
  const words = useWords(teamWords)
  const format = useFormats()
  const { date: today } = useNow()
  const team = useFromState((state) => [...state.all('librarian')].sort((a, b) => (a.name < b.name ? -1 : 1)))
  const [edited, setEdited] = useState<Edited | undefined>(undefined)
  const [codes, setCodes] = useState<readonly GivenCode[]>([])
  const [problem, setProblem] = useState<{ readonly what: string; readonly next: string } | undefined>(undefined)
  const { ask, say, ...manager } = useManagerAnswer()

  const give = async ({ id, name }: { readonly id: LibrarianId; readonly name: string }): Promise<boolean> => {
    const purpose = { why: words.why.code(name), button: words.giveCode }
    const offered = await ask(purpose, () => patiently(() => desk.management.offerPinCode(id)))
    if (offered === undefined) return false
    setCodes((given) => [...given.filter((one) => one.name !== name), { name, ...offered }])
    say(words.given(name))
    desk.tryNow()
    return true
  }
  /** Several who join, each with a code; answers the names that are not in the team yet, and the first of them says why. */
  const addAll = async (names: readonly string[]): Promise<readonly string[]> => {
    setProblem(undefined)
    for (const [n, name] of names.entries()) {
      const member = { ...nobody, name }
      const end = await ask({ why: words.why.add, button: words.saveNew }, () =>
        patiently(() => desk.management.changeTeam(undefined, undefined, member)),
      )
      if (end?.kind === 'refused') {
        setProblem(words.faults[end.fault])
        announce(`${words.faults[end.fault].what} ${words.faults[end.fault].next}`)
      }
      if (end?.kind !== 'changed') return names.slice(n)
      // In the team already: their code is asked for again from the list.
      if (!(await give({ id: end.id, name }))) return names.slice(n + 1)
    }
    return []
  }
  const sayFault = (fault: TeamFault, id: LibrarianId | undefined) => {
    const said = words.faults[fault]
    if (fault !== 'others-unable') return said
    return { ...said, next: `${said.next} ${words.unable(otherManagers(team, id).map(({ name }) => name))}` }
  }
  const open = (next: Edited | undefined): void => {
    setProblem(undefined)
    setEdited(next)
  }
  const fault = edited === undefined ? undefined : judgeMember(team, edited.id, edited.wanted, today)
  const isChanged = edited !== undefined && (edited.seen === undefined || !isSameMember(edited.seen, edited.wanted))

  return {
    ...manager,
    words,
    team,
    edited,
    isChanged,
    /** Said once there is something to say it of. */
    fault: isChanged && (edited?.seen !== undefined || edited?.wanted.name !== '') ? fault : undefined,
    sayFault,
    problem,
    codes,
    /** Nobody else could let them in again. */
    isOnlyOne: (one: Librarian) => judgeMember(team, one.id, { ...memberOf(one), isManager: false }, today) !== undefined,
    isHere: (one: Librarian) => isInTeam(one, today),
    /** « aujourd’hui à 16 h, au retrait », « absence le mer. 2 déc. ». */
    sayComing: useComingShifts(words),
    openMember: (one: Librarian) => open({ id: one.id, seen: memberOf(one), wanted: memberOf(one) }),
    openNew: () => open({ id: undefined, seen: undefined, wanted: nobody }),
    close: () => open(undefined),
    change: (wanted: Member) => {
      setProblem(undefined)
      if (edited !== undefined) setEdited({ ...edited, wanted })
    },
    give,
    addAll,
    /** Whoever was added by mistake; the endpoint knows whether they ever entered. */
    remove: async (one: Librarian): Promise<void> => {
      setProblem(undefined)
      const purpose = { why: words.why.remove(one.name), button: words.remove }
      const end = await ask(purpose, () => desk.management.changeTeam(one.id, memberOf(one), undefined))
      if (end === undefined) return
      desk.tryNow()
      open(undefined)
      setCodes((given) => given.filter(({ name }) => name !== one.name))
      if (end.kind === 'changed') say(words.removed(one.name))
      else setProblem(end.kind === 'stale' ? words.stale(one.name) : words.faults[end.fault])
    },
    save: async (): Promise<void> => {
      if (edited === undefined || fault !== undefined) return
      const { id, seen, wanted } = edited
      const leaves = wanted.lastDay !== undefined && wanted.lastDay !== seen?.lastDay ? wanted.lastDay : undefined
      const name = wanted.name.trim()
      const purpose =
        id === undefined
          ? { why: words.why.add, button: words.saveNew }
          : leaves === undefined
            ? { why: words.why.change(name), button: words.save }
            : { why: words.why.leave(name, format.dayAndMonth(leaves)), button: words.saveDeparture }
      const end = await ask(purpose, () => desk.management.changeTeam(id, seen, wanted))
      if (end === undefined) return
      desk.tryNow()
      if (end.kind !== 'changed') {
        const said = end.kind === 'stale' ? words.stale(seen?.name ?? '') : sayFault(end.fault, id)
        open(undefined)
        setProblem(said)
        announce(`${said.what} ${said.next}`)
        return
      }
      open(undefined)
      say(words.saved(name))
      if (id === undefined) await give({ id: end.id, name })
    },
  }
}

export type Team = ReturnType<typeof useTeam>
