/**
 * What Chiffres shows: the period of the address, its figures as the endpoint tells them, and those it told last while off line. Runs in
 * the browser.
 */
import { useEffect, useState } from 'preact/hooks'
import { firstDayOf, lastDayOf, monthAfter, monthBefore, monthOf, yearOf } from '../../../domain/figures/period.ts'
import type { FiguresRead } from '../../../tablet/desk.ts'
import { useDesk, useNow } from '../../use-desk.ts'

export type FiguresShown =
  | { readonly kind: 'reading' }
  | ({ readonly kind: 'read' } & FiguresRead)
  /** `problem`: one of the protocol's codes, or 'unreachable'. */
  | { readonly kind: 'unread'; readonly problem: string }

/** A month or a year, as the address says it; the last month that is over where it says none. */
export const usePeriod = (part: string | undefined) => {
  const { date } = useNow()
  const period = part !== undefined && /^[1-9]\d{3}(-(0[1-9]|1[0-2]))?$/.test(part) ? part : monthBefore(monthOf(date))
  const isYear = period.length === 4
  const yearPlus = (more: number): string => String(Number(period) + more)
  const after = isYear ? yearPlus(1) : monthAfter(period)
  /** The last twelve months and three years: what one looks for. */
  const months = [monthOf(date)]
  while (months.length < 13) months.push(monthBefore(months.at(-1) ?? ''))
  const years = [0, 1, 2].map((n) => String(Number(yearOf(date)) - n))
  return {
    period,
    before: isYear ? yearPlus(-1) : monthBefore(period),
    after: firstDayOf(after) > date ? undefined : after,
    compared: `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`,
    choices: {
      months: [...new Set([...months, ...(isYear ? [] : [period])])],
      years: [...new Set([...years, ...(isYear ? [period] : [])])],
    },
  }
}

/** The figures of a month or a year. */
export const useFigures = (period: string): { readonly shown: FiguresShown; readonly readAgain: () => void } => {
  const desk = useDesk()
  const [shown, setShown] = useState<{ readonly period: string; readonly read: FiguresShown }>()
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    let isWanted = true
    void desk.readFigures({ from: firstDayOf(period), to: lastDayOf(period) }).then((result) => {
      const read: FiguresShown = result.kind === 'done' ? { kind: 'read', ...result.value } : { kind: 'unread', problem: result.problem }
      if (isWanted) setShown({ period, read })
    })
    return () => {
      isWanted = false
    }
  }, [desk, period, asked])
  return {
    shown: shown?.period === period ? shown.read : { kind: 'reading' },
    readAgain: () => setAsked(asked + 1),
  }
}
