/**
 * One week of the rota in somebody's hands: what it says, what is missing, and each change, kept at once on line (ROTA-1). Runs in the
 * browser. A change that meets a colleague's is not kept: a person settles it (SET-3).
 */
import { useEffect, useState } from 'preact/hooks'
import { addDays, daysBetween, type LocalDate } from '../../../domain/local-date.ts'
import { drawWeek } from '../../../domain/rota/draw-week.ts'
import { loadsBefore, proposalsFor } from '../../../domain/rota/fairness.ts'
import { lastWeeksOf, planWeek } from '../../../domain/rota/plan-week.ts'
import { mayChangeRota, type RotaWeekValue } from '../../../domain/rota/rota-week.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { rotaWords } from '../../../locale/en/rota.ts'
import type { SettingChange } from '../../../tablet/desk.ts'
import { announce, useDesk, useFormats, useFromState, useNaming, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { sayProblem } from '../../use-refusal.ts'
import type { ManagerAnswer } from '../closing/use-manager-answer.ts'
import { useFiguresOf } from '../settings/use-last-weeks.ts'

/** Somebody was faster: theirs, and what was not kept; all three drawn. */
export interface WeekConflict {
  readonly monday: LocalDate
  readonly change: SettingChange<RotaWeekValue>
  readonly version: number
  readonly base: RotaWeekValue
  readonly theirs: RotaWeekValue
  readonly mine: RotaWeekValue
}

/** What this tablet wrote, until its base has it. */
interface Written {
  readonly monday: LocalDate
  readonly version: number
  readonly value: RotaWeekValue
}

const nothing: RotaWeekValue = { absences: [] }

export const useRota = (settings: Settings, monday: LocalDate) => {
  const desk = useDesk()
  const words = useWords(rotaWords)
  const format = useFormats()
  const naming = useNaming()
  const now = useNow()
  const { phase, link, state } = useSnapshot()
  const [written, setWritten] = useState<Written | undefined>(undefined)
  const [conflict, setConflict] = useState<WeekConflict | undefined>(undefined)
  const [answer, setAnswer] = useState<ManagerAnswer>({ kind: 'none' })
  const { figures, isAwaited } = useFiguresOf(lastWeeksOf(monday, now.date))
  useEffect(() => setAnswer({ kind: 'none' }), [monday])

  const readWeek = (of: LocalDate): { readonly version: number; readonly value: RotaWeekValue } => {
    const row = state.get('rota-week', of)
    if (written !== undefined && written.monday === of && written.version > (row?.version ?? 0)) return written
    return { version: row?.version ?? 0, value: row ?? nothing }
  }
  const week = readWeek(monday).value
  const loads = useFromState((rows) => loadsBefore(rows, settings, monday), monday)
  const plan = useFromState((rows) => planWeek(rows, settings, { monday, week, figures, now }), monday, week, figures, now.date, now.time)
  const me = phase.kind === 'signed-in' ? phase.librarian : undefined
  const mayChange = me !== undefined && mayChangeRota(settings, me, now.date)

  const refuse = (problem: string): void => setAnswer({ kind: 'refused', ...sayProblem(words.problems, problem) })
  /** Answers whether it is kept. */
  const send = async (of: LocalDate, value: RotaWeekValue, base: ReturnType<typeof readWeek>, said: string): Promise<boolean> => {
    setAnswer({ kind: 'working' })
    const result = await desk.management.changeRotaWeek(of, base.version, value)
    if (result.kind === 'refused' || result.value.kind === 'refused') {
      refuse(result.kind === 'refused' ? result.problem : 'other')
      return false
    }
    if (result.value.kind === 'stale') {
      const { change, version } = result.value
      setAnswer({ kind: 'none' })
      if (change === undefined) refuse('other')
      else {
        const draw = (one: RotaWeekValue) => drawWeek(settings, of, one)
        setConflict({ monday: of, change, version, base: draw(base.value), theirs: draw(change.became), mine: draw(value) })
      }
      return false
    }
    setWritten({ monday: of, version: result.value.version, value })
    desk.tryNow()
    setAnswer({ kind: 'done', said })
    announce(said)
    return true
  }

  return {
    words,
    format,
    naming,
    settings,
    monday,
    week,
    before: readWeek(addDays(monday, -7)).value,
    plan,
    loads,
    answer,
    conflict,
    today: now.date,
    isPast: daysBetween(monday, now.date) > 6,
    isMeasured: figures !== undefined,
    isAwaited,
    isManager: me?.isManager === true,
    mayChange,
    isEdited: mayChange && link.kind === 'online',
    isOnline: link.kind === 'online',
    proposals: plan.gaps[0] === undefined ? [] : proposalsFor(plan.gaps[0], drawWeek(settings, monday, week), loads),
    readWeek,
    save: (value: RotaWeekValue, said: string, of: LocalDate = monday) => send(of, value, readWeek(of), said),
    settle: async (chosen: RotaWeekValue | undefined): Promise<void> => {
      if (conflict === undefined) return
      setConflict(undefined)
      if (chosen === undefined) desk.tryNow()
      else await send(conflict.monday, chosen, { version: conflict.version, value: conflict.theirs }, words.saved)
    },
  }
}

export type Rota = ReturnType<typeof useRota>
