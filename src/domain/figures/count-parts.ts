/**
 * What an order, and what each fact on a document, adds to the counters (STAT-2). Runs everywhere.
 * It follows from the rows, which are the same whatever the order in which facts came: so are the counters. A part is one order, or one
 * document of one handover or return; a correction changes a part, and takes back just what that part had added, on its own day.
 */
import { untrueOf } from '../case/decided.ts'
import { type CardNumber, type OperationId, toOperationId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Item } from '../item/item.ts'
import { compareMoments, type LocalMoment } from '../local-date.ts'
import { lineState, type Order, orderState } from '../order/order.ts'
import { answersOf, type OrderState } from '../order/state-answers.ts'
import type { Row } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { type Count, crossing } from './count.ts'
import { openMinutes, openMinutesStep } from './open-minutes.ts'
import { timingsOf } from './timings.ts'

/** What the library says beside the row. */
export interface CountContext {
  readonly settings: Settings | undefined
  readonly toLocal: (at: Instant) => LocalMoment
}

export interface Part {
  /** The order, or the handover or the return. */
  readonly subject: string
  /** Of a handover or a return: the document. */
  readonly name: string
  /** Whose category it counts under; undefined: it counts under none. */
  readonly card: CardNumber | undefined
  readonly countsOf: (audience: string) => readonly Count[]
}

const handover = 'handover/'
export const handoverSubject = (operationId: string): string => `${handover}${operationId}`
export const operationOfHandover = (subject: string): OperationId => toOperationId(subject.slice(handover.length))
export const returnSubject = (operationId: string): string => `return/${operationId}`
export const orderSubject = (orderId: string): string => `order/${orderId}`

/** Under what an order counts besides, by how it ended. */
const counterOfState: Readonly<Record<OrderState, Count['measure'] | undefined>> = {
  'to-prepare': undefined,
  'in-preparation': undefined,
  ready: undefined,
  arrived: undefined,
  'handed-over': undefined,
  'no-show': 'no-show',
  cancelled: 'cancelled',
}

/** When its pile first had a bay. */
const readyAt = (order: Order): LocalMoment | undefined =>
  order.facts
    .filter(({ what }) => what === 'bagged')
    .map(({ happened }) => happened)
    .sort(compareMoments)[0]

/** As of a patron without a category. */
const countsOfOrder = (order: Order, { settings, toLocal }: CountContext): readonly Count[] => {
  const { siteId: site, date: day, time } = order.slot
  const one = (measure: Count['measure'], value = ''): Count => ({ day, measure, site, value, amount: 1 })
  const state = orderState(order)
  const counts: Count[] = [one('order-source', order.source), one('order-audience')]
  if (answersOf(state).countsInSlot) counts.push(one('order-hour', time.slice(0, 2)))
  const end = counterOfState[state]
  if (end !== undefined) counts.push(one(end))
  const ready = readyAt(order)
  if (ready !== undefined && settings !== undefined) {
    const placed = toLocal(order.placedAt)
    counts.push(one('ready', String(openMinutesStep(openMinutes(settings, site, placed, ready)))))
    for (const { measure, value } of timingsOf(order, settings, placed)) counts.push(one(measure, value))
  }
  for (const line of order.lines) {
    const { kind } = lineState(order, line)
    if (line.goneFromIls && kind !== 'handed-over' && kind !== 'left-behind') continue
    if (kind === 'given-up' || kind === 'not-found') counts.push(one('not-found'))
    if (kind === 'left-behind') counts.push(one('left-behind'))
    if (line.substitutedFor !== undefined) counts.push(one('substituted'))
  }
  return counts
}

const partsOfItem = (item: Item): readonly Part[] => {
  const undone = new Set(
    item.facts.flatMap((fact) =>
      fact.what === 'handover-undone' ? [fact.handover] : fact.what === 'return-undone' ? [fact.returning] : [],
    ),
  )
  const untrue = untrueOf(item.decided, item.id)
  const isUntrue = (id: OperationId): boolean => undone.has(id) || untrue.has(id)
  const parts = item.facts.flatMap((fact): readonly Part[] => {
    const { operationId, happened } = fact
    const one = (measure: Count['measure'], value: string): readonly Count[] =>
      isUntrue(operationId) ? [] : [{ day: happened.date, measure, site: undefined, value, amount: 1 }]
    if (fact.what === 'handed-over') {
      const countsOf = (audience: string) => one('document', crossing(audience, item.documentType ?? ''))
      return [{ subject: handoverSubject(operationId), name: item.id, card: fact.card, countsOf }]
    }
    if (fact.what !== 'returned') return []
    return [{ subject: returnSubject(operationId), name: item.id, card: undefined, countsOf: () => one('returned', '') }]
  })
  // What an undo names may have left with the row: its author had seen that, and it is taken back all the same.
  const present = new Set(item.facts.map(({ operationId }) => operationId))
  const gone = [...undone].filter((id) => !present.has(id))
  const taken = (subject: string): Part => ({ subject, name: item.id, card: undefined, countsOf: () => [] })
  return [...parts, ...gone.flatMap((id) => [taken(handoverSubject(id)), taken(returnSubject(id))])]
}

/** All that a row adds. */
export const partsOf = (row: Row | undefined, context: CountContext): readonly Part[] => {
  if (row?.kind === 'item') return partsOfItem(row)
  if (row?.kind !== 'order') return []
  const counts = countsOfOrder(row, context)
  const countsOf = (audience: string) =>
    audience === '' ? counts : counts.map((count) => (count.measure === 'order-audience' ? { ...count, value: audience } : count))
  return [{ subject: orderSubject(row.id), name: '', card: row.card, countsOf }]
}

export interface ChangedPart {
  readonly part: Part
  /** It had added something before. */
  readonly wasCounted: boolean
}

const isQuiet = ({ facts, goneFromIlsAt }: Order): boolean =>
  goneFromIlsAt === undefined && facts.every(({ what }) => what === 'picked' || what === 'unpicked' || what === 'label-printed')

/** Nothing but documents taken for its lines, most of what is said of an order, and that adds nothing: not weighed. */
const isOnlyPicked = (before: Row | undefined, after: Row): boolean =>
  before?.kind === 'order' &&
  after.kind === 'order' &&
  before.slot === after.slot &&
  before.lines === after.lines &&
  before.cancelledBy === after.cancelledBy &&
  before.source === after.source &&
  isQuiet(before) &&
  isQuiet(after)

const isSameCount = (a: Count, b: Count | undefined): boolean =>
  a.measure === b?.measure && a.value === b.value && a.amount === b.amount && a.day === b.day && a.site === b.site

/** What of a row now adds otherwise than it did; a fact that is no longer on it had been counted, and stays so. */
export const changedParts = (before: Row | undefined, after: Row, context: CountContext): readonly ChangedPart[] => {
  if (isOnlyPicked(before, after)) return []
  const keyOf = ({ subject, name }: Part): string => `${subject}\n${name}`
  const parts = partsOf(after, context)
  if (parts.length === 0) return []
  const earlier = new Map(partsOf(before, context).map((part) => [keyOf(part), part.countsOf('')]))
  return parts.flatMap((part) => {
    const was = earlier.get(keyOf(part))
    const is = part.countsOf('')
    const isSame = was?.length === is.length && is.every((count, n) => isSameCount(count, was[n]))
    return isSame ? [] : [{ part, wasCounted: was !== undefined && was.length > 0 }]
  })
}
