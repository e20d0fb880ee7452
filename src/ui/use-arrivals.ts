/**
 * Who said « Je suis là » on their own telephone, heard once on the screens that await them (ARR-3). Runs in the browser.
 * An arrival that a colleague recorded is not heard: the person stands before a desk already.
 */
import { useEffect, useRef } from 'preact/hooks'
import type { OrderId } from '../domain/ids.ts'
import { isByPatron, placeOfPatron, standingArrivals } from '../domain/order/order.ts'
import { todayWords } from '../locale/en/today.ts'
import { ringBell } from './answer-scan.ts'
import { announce, useFromState, useWords } from './use-desk.ts'

export const useArrivals = (): void => {
  const words = useWords(todayWords)
  const arrived = useFromState((state) => [...state.all('order')].filter((order) => standingArrivals(order).some(isByPatron)))
  const known = useRef<ReadonlySet<OrderId> | undefined>(undefined)
  useEffect(() => {
    const before = known.current
    known.current = new Set(arrived.map(({ id }) => id))
    // Those who had arrived when the screen opened stand on it.
    const added = before === undefined ? [] : arrived.filter(({ id }) => !before.has(id))
    if (added.length === 0) return
    ringBell()
    announce(added.map((order) => words.isHere(order.number, placeOfPatron(order))).join(' '))
  }, [arrived])
}
