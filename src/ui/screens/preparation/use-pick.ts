/**
 * Taking, putting back, not finding: the presses of a preparer, each with the words that are heard. Runs in the browser.
 * While something is entered from paper every press carries the time written there (PULL-6).
 */
import type { ItemBarcode, LibrarianId, OperationId, RecordId } from '../../../domain/ids.ts'
import type { LocalMoment } from '../../../domain/local-date.ts'
import { isForSecondPass, isLineDone, standingLinePicks } from '../../../domain/order/order.ts'
import type { PullEntry, PullLine, PullList } from '../../../domain/pull-list/build-pull-list.ts'
import type { Claim } from '../../../domain/pull-list/claim.ts'
import { comparePressing } from '../../../domain/pull-list/work-left.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import type { PerformResult } from '../../../tablet/desk.ts'
import { useAct, useDesk, useNow, useWords } from '../../use-desk.ts'

/** A line of an order: all that is needed to take something for it. */
export type WishedLine = Pick<PullLine, 'order' | 'line'>
export type Picked = WishedLine & { readonly pick: OperationId; readonly barcode: ItemBarcode | undefined }

/** True when this pick, of a line that takes `of` documents, settles the last line of its order. */
export const completesOrder = ({ order, line }: WishedLine, of: number): boolean =>
  standingLinePicks(order, line.id).length + 1 >= of && order.lines.every((other) => other.id === line.id || isLineDone(order, other))

/** `numberOf`: how many documents a wish takes, as the preparer was shown (PULL-8); one of any other line. */
export const usePicking = (paper: LocalMoment | undefined, numberOf: (line: WishedLine) => number) => {
  const words = useWords(preparationWords)
  const desk = useDesk()
  const act = useAct()
  const { date, time } = useNow()
  const happened = paper ?? { date, time }
  return {
    /** `barcode` undefined: by a tap and a confirmation, without a scan (PULL-4). */
    take: (wished: WishedLine, title: string, barcode?: ItemBarcode): Promise<PerformResult> => {
      const { order, line } = wished
      const of = numberOf(wished)
      const recordId = line.wanted.kind === 'wish' ? undefined : line.wanted.recordId
      const documentType = recordId === undefined ? undefined : desk.snapshot.state.get('record', recordId)?.documentType
      const said = words.takeSaid(title, order.number)
      return act(
        {
          kind: 'pick-item',
          orderId: order.id,
          lineId: line.id,
          barcode,
          recordId,
          documentType,
          happened,
          ...(line.wanted.kind === 'wish' ? { of } : {}),
        },
        completesOrder(wished, of) ? `${said}. ${words.completes(order.number)}` : said,
      )
    },
    /** The pick is named: only it is undone, whatever another tablet did meanwhile. */
    putBack: ({ order, line, pick, barcode }: Picked, title: string) =>
      act({ kind: 'unpick-item', orderId: order.id, lineId: line.id, pick, barcode, happened }, words.undoSaid(title)),
    reportNotFound: ({ order, line }: PullLine, title: string) =>
      act({ kind: 'report-not-found', orderId: order.id, lineId: line.id, happened }, words.notFoundSaid(title)),
    giveUp: ({ order, line }: PullLine, title: string, reason: string) =>
      act({ kind: 'give-up-line', orderId: order.id, lineId: line.id, reason, happened }, words.giveUpSaid(title, order.number)),
    /** PULL-5: an equivalent instead of the record that was wanted. */
    substitute: ({ order, line }: PullLine, from: RecordId, to: RecordId, fromTitle: string, toTitle: string) =>
      act({ kind: 'substitute-record', orderId: order.id, lineId: line.id, from, to }, words.substituteSaid(fromTitle, toTitle)),
  }
}
export type Picking = ReturnType<typeof usePicking>

/** What can be put under the thumb: a place on a shelf, or a wish. */
export type Next =
  | { readonly kind: 'entry'; readonly entry: PullEntry; readonly line: PullLine }
  | { readonly kind: 'wish'; readonly line: PullLine }

/** Which document is under the thumb: the one that was chosen, else the next of the walk where nobody else is (PULL-1, PULL-3). */
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

interface Walker {
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
