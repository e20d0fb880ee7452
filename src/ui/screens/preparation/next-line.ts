/**
 * Which document is under the thumb: the one that was chosen, else the next of the walk where nobody else is (PULL-1, PULL-3).
 * Runs in the browser, at each change of the list. A colleague's zone or order is never offered by itself: a tap goes there, and so does a scan.
 */
import type { LibrarianId } from '../../../domain/ids.ts'
import { isForSecondPass } from '../../../domain/order/order.ts'
import type { PullEntry, PullLine, PullList } from '../../../domain/pull-list/build-pull-list.ts'
import type { Claim } from '../../../domain/pull-list/claim.ts'
import { comparePressing } from '../../../domain/pull-list/work-left.ts'

/** What can be put under the thumb: a place on a shelf, or a wish. */
export type Next =
  | { readonly kind: 'entry'; readonly entry: PullEntry; readonly line: PullLine }
  | { readonly kind: 'wish'; readonly line: PullLine }

export const keyOfLine = ({ order, line }: Pick<PullLine, 'order' | 'line'>): string => `${order.id}/${line.id}`

/** Still to take at this pass. */
export const isLeft = ({ line, isDone, state }: PullLine): boolean => !isDone && !isForSecondPass(line, state)

interface Stop {
  readonly next: Next
  readonly key: string
  readonly zone: string
  readonly whose: 'mine' | 'anybody’s' | 'a colleague’s'
}

const whoseIs = (claim: Claim | undefined, me: LibrarianId | undefined): Stop['whose'] =>
  claim === undefined ? 'anybody’s' : claim.holders.some(({ librarianId }) => librarianId === me) ? 'mine' : 'a colleague’s'

/** In walking order, wishes last. */
const stopsOf = (list: PullList, { me, isOpenWish, isPressed }: Walker): readonly Stop[] => {
  const toStop = (next: Next, zone: string, ofZone: Claim | undefined): Stop => {
    const [byZone, byOrder] = [whoseIs(ofZone, me), whoseIs(next.line.claim, me)]
    const whose = byOrder === 'mine' ? 'mine' : byOrder === 'a colleague’s' ? byOrder : byZone
    return { next, key: keyOfLine(next.line), zone, whose }
  }
  const walk = [
    ...list.zones.flatMap(({ name, claim, entries }) =>
      entries.flatMap((entry) => entry.lines.filter(isLeft).map((line) => toStop({ kind: 'entry', entry, line }, name, claim))),
    ),
    // No zone is called so: a line break is in no name.
    ...list.wishes.filter(isOpenWish).map((line) => toStop({ kind: 'wish', line }, '\n', undefined)),
  ]
  return isPressed ? walk.sort((a, b) => comparePressing(a.next.line.order, b.next.line.order)) : walk
}

/** From a stop onwards, then from the start; in the zone where one stands, then in one's own, then where nobody is. */
const offered = (stops: readonly Stop[], from: number, zone: string | undefined): Stop | undefined => {
  const walk = [...stops.slice(from), ...stops.slice(0, from)].filter(({ whose }) => whose !== 'a colleague’s')
  return walk.find((stop) => stop.zone === zone) ?? walk.find(({ whose }) => whose === 'mine') ?? walk[0]
}

export interface Walker {
  readonly me: LibrarianId | undefined
  /** A wish that is to take, or of which the preparer wants one more. */
  readonly isOpenWish: (line: PullLine) => boolean
  /** A list that is narrowed to a few orders: the most pressing come first, whatever zone one stands in. */
  readonly isPressed: boolean
}

/** The line chosen while it is still to take, else the first that is offered. */
export const nextOf = (list: PullList, walker: Walker, chosen: string | undefined): Next | undefined => {
  const stops = stopsOf(list, walker)
  return (stops.find(({ key }) => key === chosen) ?? offered(stops, 0, undefined))?.next
}

/** Where the walk goes on after this line: nobody is sent back to the first shelf, nor to a colleague's. undefined: nothing is offered. */
export const keyAfter = (list: PullList, walker: Walker, key: string): string | undefined => {
  const stops = stopsOf(list, walker)
  const at = stops.findIndex((stop) => stop.key === key)
  if (at < 0) return undefined
  const others = stops.filter((stop) => stop.key !== key)
  return offered(others, walker.isPressed ? 0 : at, walker.isPressed ? undefined : stops[at]?.zone)?.key
}
