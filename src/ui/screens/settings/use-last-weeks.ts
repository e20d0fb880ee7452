/**
 * The figures of the last four whole weeks, and how full each hour of the week was in them (SET-11). Runs in the browser. They are the
 * endpoint's, read on line; off line the last ones that were told.
 */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { type Figures, tableOf } from '../../../domain/figures/figures.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { lastWholeWeeks } from '../../../domain/preview/simulate-places.ts'
import type { FiguresRead } from '../../../tablet/desk.ts'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'

export interface HourFilling {
  /** Monday 1. */
  readonly weekday: number
  readonly hour: number
  /** Of its places, on average. */
  readonly percent: number
  /** On the fullest of these days; undefined: an older endpoint. */
  readonly most: number | undefined
}

const fillingOf = (figures: Figures | undefined): readonly HourFilling[] => {
  if (figures === undefined) return []
  const table = tableOf(figures, 'filling')
  const hourOf = (weekday: number, hour: number, percent: number): HourFilling => ({
    ...{ weekday, hour, percent },
    most: figures.peaks?.find((peak) => peak.weekday === weekday && peak.hour === hour)?.percent,
  })
  return (table?.rows ?? []).flatMap(({ key, cells }) =>
    cells.flatMap((cell, n) => (typeof cell === 'number' ? [hourOf(Number(key), Number(table?.columns[n]), cell)] : [])),
  )
}

/** The figures of some days; off line, the last that were told of them. Awaited: what they add would push what is shown meanwhile. */
export const useFiguresOf = ({ from, to }: ReturnType<typeof lastWholeWeeks>) => {
  const desk = useDesk()
  const { link } = useSnapshot()
  const [read, setRead] = useState<{ readonly from: LocalDate; readonly figures: FiguresRead['figures'] }>()
  const [isAwaited, setAwaited] = useState(true)
  useEffect(() => {
    let isWanted = true
    void desk.readFigures({ from, to }).then((result) => {
      if (!isWanted) return
      if (result.kind === 'done') setRead({ from, figures: result.value.figures })
      setAwaited(false)
    })
    return () => {
      isWanted = false
    }
  }, [desk, from, to, link.kind])
  return { figures: read?.from === from ? read.figures : undefined, isAwaited: isAwaited && link.kind === 'online' }
}

export const useLastWeeks = () => {
  const { link } = useSnapshot()
  const [isAsked] = useState(link.kind === 'online')
  const days = lastWholeWeeks(useNow().date)
  const { figures } = useFiguresOf(days)
  const filling = useMemo(() => fillingOf(figures), [figures])
  const { places, placed } = figures ?? {}
  const isCounted = typeof places === 'number' && typeof placed === 'number' && places > 0
  return {
    days,
    /** Undefined: not told yet. */
    figures,
    filling,
    /** Of all places of these weeks in a hundred; undefined: not told, or not counted whole. */
    filled: isCounted ? Math.round((100 * placed) / places) : undefined,
    /** On line when this opened: an answer was to be expected. */
    isAsked,
  }
}
