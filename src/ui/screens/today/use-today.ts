/**
 * What Aujourd'hui shows, from the rows and the clock: the day's progress, who waits at the door, what is to prepare.
 * Runs in the browser. The rules are the domain's; here they are only gathered.
 */
import { addDays, minutesApart } from '../../../domain/local-date.ts'
import { arrivedAt, isOpen } from '../../../domain/order/order.ts'
import { type ClaimHolder, formatClaimScope } from '../../../domain/pull-list/claim.ts'
import { hasWorkLeft, workLeft } from '../../../domain/pull-list/work-left.ts'
import { isOpenOn } from '../../../domain/slot/build-slots.ts'
import { answersOfShown, dayProgress } from '../../../domain/slot/day-progress.ts'
import { proposedNoShows } from '../../../domain/slot/lateness.ts'
import { overfullSlots } from '../../../domain/slot/overfull-slots.ts'
import { useFromState, useNow, useSettings, useSite } from '../../use-desk.ts'

/** undefined while the library's settings have not arrived. */
export const useToday = () => {
  const settings = useSettings()
  const site = useSite()
  const { date, time } = useNow()
  return useFromState(
    (state) => {
      if (settings === undefined || site === undefined) return undefined
      const now = { date, time }
      const progress = dayProgress(state, site.id, now)
      const shown = progress.slots.flatMap((slot) => slot.orders)
      const waiting = shown
        .filter((order) => answersOfShown(order.state).waitsFor === 'patron-here')
        .map(({ order }) => ({
          order,
          /** Minutes at the door. */
          minutes: Math.max(0, minutesApart(arrivedAt(order) ?? now, now)),
          isEarly: minutesApart(arrivedAt(order) ?? now, order.slot) > 0,
        }))
        .sort((a, b) => b.minutes - a.minutes)
      const toPrepare = progress.slots
        .map((slot) => {
          const orders = slot.orders.filter(({ order }) => hasWorkLeft(order))
          const holders = orders.map(({ order }) => state.get('claim', formatClaimScope({ kind: 'order', orderId: order.id }))?.holders[0])
          const takers = new Map<string, { readonly holder: ClaimHolder; readonly orders: number }>()
          for (const holder of holders) {
            if (holder === undefined) continue
            const taker = `${holder.librarianId} ${holder.deviceId}`
            takers.set(taker, { holder, orders: (takers.get(taker)?.orders ?? 0) + 1 })
          }
          return {
            slot,
            orders,
            left: workLeft(orders.map(({ order }) => order)),
            /** Who took how many of them, the first taker first. */
            takers: [...takers.values()],
            /** Those nobody took. */
            free: orders.filter((_, n) => holders[n] === undefined).map(({ order }) => order),
          }
        })
        .filter(({ orders }) => orders.length > 0)
      const nextDate = Array.from({ length: settings.horizonDays }, (_, n) => addDays(date, n + 1)).find((day) => isOpenOn(settings, day))
      return {
        progress,
        waiting,
        late: shown.filter((order) => order.state === 'late').map(({ order }) => order),
        /** ABS-1: those that the closing of the day proposes. */
        proposed: proposedNoShows(state, now),
        toPrepare,
        overfull: overfullSlots(state, site.id, date),
        isClosed: !progress.slots.some(({ slot }) => slot.capacity > 0),
        next: nextDate && {
          date: nextDate,
          orders: [...state.all('order')].filter((order) => order.slot.date === nextDate && order.slot.siteId === site.id && isOpen(order))
            .length,
        },
      }
    },
    date,
    time,
    site?.id,
  )
}
export type TodayView = NonNullable<ReturnType<typeof useToday>>
