/**
 * What Préparation shows: the pull list of one day, whose lines, what is complete and waits for a bay. Runs in the browser.
 * The list, its order and its matching are the domain's; here they are narrowed to a day, and to one preparer's own orders when asked.
 */
import type { LibrarianId } from '../../../domain/ids.ts'
import { minutesApart } from '../../../domain/local-date.ts'
import { isLineDone, isOpen } from '../../../domain/order/order.ts'
import { buildPullList, type PullEntry, type PullLine, type PullList } from '../../../domain/pull-list/build-pull-list.ts'
import { chooseBay } from '../../../domain/pull-list/choose-bay.ts'
import { ordersToPrepareAt, workLeft } from '../../../domain/pull-list/work-left.ts'
import { narrowedTo, preparedDay } from '../../narrowed-list.ts'
import { useFromState, useNow, useSite, useSnapshot } from '../../use-desk.ts'
import { isLeft } from './use-pick.ts'

const isMine =
  (me: LibrarianId) =>
  ({ claim }: PullLine): boolean =>
    claim?.holders.some((holder) => holder.librarianId === me) ?? false

/** Keeps the lines that `keep` lets through, and counts again. */
const narrow = (list: PullList, keep: (line: PullLine) => boolean): PullList => {
  const entriesOf = (entries: readonly PullEntry[]): readonly PullEntry[] =>
    entries.map((entry) => ({ ...entry, lines: entry.lines.filter(keep) })).filter((entry) => entry.lines.length > 0)
  const secondPass = entriesOf(list.secondPass)
  const zones = list.zones
    .map((zone) => {
      const entries = entriesOf(zone.entries)
      const lines = entries.flatMap((entry) => entry.lines)
      return { ...zone, entries, done: lines.filter((line) => line.isDone).length, total: lines.length }
    })
    .filter((zone) => zone.total > 0)
  const wishes = list.wishes.filter(keep)
  const lines = [...zones.flatMap((zone) => zone.entries.flatMap((entry) => entry.lines)), ...wishes]
  return { zones, secondPass, wishes, done: lines.filter((line) => line.isDone).length, total: lines.length }
}

/** Every line of the list, whichever pass it is at. */
const linesOf = (list: PullList): readonly PullLine[] => [
  ...[...list.zones, { entries: list.secondPass }].flatMap((zone) => zone.entries.flatMap((entry) => entry.lines)),
  ...list.wishes,
]

export const usePreparation = () => {
  const [filter, chosenDay] = [narrowedTo.value, preparedDay.value]
  const { date, time } = useNow()
  const site = useSite()
  const { phase } = useSnapshot()
  const me = phase.kind === 'signed-in' ? phase.librarian.id : undefined
  return useFromState(
    (state) => {
      const toPrepare = ordersToPrepareAt(state, site?.id)
      const days = [...new Set(toPrepare.map((order) => order.slot.date))].sort()
      const day = chosenDay !== undefined && chosenDay >= date ? chosenDay : days[0]
      const orders = toPrepare.filter((order) => order.slot.date === day)
      const slots = orders.map((order) => order.slot)
      // Piles that have their bay already are no longer on the walk, even where a neighbour in their slot is.
      const here = new Set(orders.map((order) => order.id))
      const whole = narrow(buildPullList(state, slots), ({ order }) => here.has(order.id))
      // What was taken of another day narrows nothing.
      const taken = typeof filter === 'object' && filter.slot.date === day ? filter.orderIds : undefined
      const shownOf = filter === 'mine' ? me && isMine(me) : taken && (({ order }: PullLine) => taken.has(order.id))
      const list = shownOf ? narrow(whole, shownOf) : whole
      const linesLeft = [...list.zones.flatMap((zone) => zone.entries.flatMap((entry) => entry.lines)), ...list.wishes].filter(isLeft)
      const withLines = new Set(linesLeft.map((line) => line.order.id))
      const first = orders.find((order) => withLines.has(order.id))
      const shown = new Set(linesOf(list).map((line) => line.order))
      return {
        list,
        slots,
        /** Days with something to prepare, the earliest first, and the one shown. */
        days,
        day,
        /** Lines neither done nor put off to the second pass. */
        left: linesLeft.length,
        review: list.secondPass.reduce((n, entry) => n + entry.lines.length, 0),
        /** Of the orders shown; the same number as on Aujourd'hui where all are. */
        ordersLeft: workLeft(shown).orders,
        /** What all orders of the day ask, where only this preparer's are shown; undefined where all are. */
        whole: shownOf ? workLeft(orders) : undefined,
        filter: shownOf ? filter : undefined,
        first,
        /** Minutes until the first one's slot; negative once it has begun. */
        firstInMinutes: first === undefined ? 0 : minutesApart({ date, time }, first.slot),
        /** Every line done, no bay yet; the earliest slot first (PULL-7). */
        complete: orders.filter((order) => isOpen(order) && order.lines.every((line) => isLineDone(order, line))),
        bay: site === undefined ? undefined : chooseBay(state, site.id),
        /** Orders of the day that this preparer took. */
        mine:
          me === undefined
            ? 0
            : new Set(
                linesOf(whole)
                  .filter(isMine(me))
                  .map((line) => line.order.id),
              ).size,
      }
    },
    date,
    time,
    site?.id,
    me,
    chosenDay,
    filter,
  )
}
export type PreparationView = ReturnType<typeof usePreparation>
