/**
 * Which messages follow from a change of an order, and which are overtaken by it (MSG-1, MSG-4). Runs on the endpoint, inside the
 * transaction of the change, whatever brought it: a press, or a list of the ILS. What the ILS ordered or dropped, its own portal has told.
 */
import type { OperationId } from '../ids.ts'
import { type Instant, msPerMinute, toInstant } from '../instant.ts'
import { addDays, type LocalMoment, type LocalTime } from '../local-date.ts'
import { isOpen, missingDocuments, type Order, orderState } from '../order/order.ts'
import type { OrderState } from '../order/state-answers.ts'
import type { Settings } from '../settings/settings.ts'
import { formatSlotKey, isSameSlot, type SlotKey } from '../slot/slot.ts'
import { type AnyMessageKind, isTold, type Message, type MessageKind } from './message.ts'
import { heldUntil, isOff, type MessageSettings, messageSetting } from './message-times.ts'

export interface MessageContext {
  readonly settings: Pick<Settings, 'keepDays'> & MessageSettings
  readonly now: Instant
  readonly toLocal: (at: Instant) => LocalMoment
  readonly toInstant: (moment: LocalMoment) => Instant
}

/** Days after a handover in which its receipt may still arrive: a tablet that was off line brings it late. */
const receiptDays = 7
const lastMinute = '23:59' as LocalTime

/** What the patron may hear of an order. Apart from the table of states: no tablet asks. */
type ToldAs = 'awaited' | 'pile-waits' | 'nothing-more' | 'missed' | 'called-off'
const toldAsByState: Readonly<Record<OrderState, ToldAs>> = {
  'to-prepare': 'awaited',
  'in-preparation': 'awaited',
  ready: 'pile-waits',
  arrived: 'nothing-more',
  'handed-over': 'nothing-more',
  'no-show': 'missed',
  cancelled: 'called-off',
}

interface Gist {
  readonly toldAs: ToldAs
  readonly slot: SlotKey
  readonly missing: readonly string[]
}

/** What of an order a message may be about. */
const gistOf = (order: Order): Gist => {
  const toldAs = toldAsByState[orderState(order)]
  return { toldAs, slot: order.slot, missing: toldAs === 'pile-waits' ? missingDocuments(order) : [] }
}

const sayGist = ({ toldAs, slot, missing }: Gist): string => [toldAs, formatSlotKey(slot), ...missing].join('\n')

/** Whether anybody could be told anything: rows are written again and again with nothing new in them. */
export const mayBeTold = (before: Order | undefined, after: Order): boolean =>
  before === undefined || sayGist(gistOf(before)) !== sayGist(gistOf(after))

type OrderMessage = Exclude<MessageKind, 'receipt'>

const times = (
  kind: OrderMessage,
  { slot }: Order,
  { settings, now, toLocal }: MessageContext,
): { at: LocalMoment; until: LocalMoment } => {
  const local = toLocal(now)
  const endOfDay = { date: slot.date, time: lastMinute }
  switch (kind) {
    case 'received':
      return { at: local, until: slot }
    case 'reminder':
      return { at: { date: addDays(slot.date, -1), time: messageSetting(settings, 'reminderTime') }, until: slot }
    case 'ready':
      return { at: toLocal(toInstant(now + messageSetting(settings, 'readyDelayMinutes') * msPerMinute)), until: endOfDay }
    case 'no-show': {
      const until = { date: addDays(local.date, Math.max(1, settings.keepDays)), time: lastMinute }
      return { at: { date: addDays(local.date, 1), time: messageSetting(settings, 'noShowTime') }, until }
    }
    case 'moved':
    case 'cancelled':
    case 'missing':
      return { at: local, until: endOfDay }
  }
}

const writeAbout = (order: Order, kind: OrderMessage, says: string, context: MessageContext): Message => {
  const { at, until } = times(kind, order, context)
  return {
    key: `${order.id}/${kind}/${says}`,
    kind,
    card: order.card,
    orderId: order.id,
    handover: undefined,
    slot: order.slot,
    missing: kind === 'ready' || kind === 'missing' ? missingDocuments(order) : [],
    notBefore: context.toInstant(heldUntil(context.settings, kind, at, order.slot, until)),
    usefulUntil: context.toInstant(until),
    state: 'waiting',
    since: context.now,
  }
}

/** Messages that what may be said of an order now leaves without use, while they wait. */
const overtaken: Readonly<Record<ToldAs, readonly AnyMessageKind[]>> = {
  awaited: ['ready', 'missing', 'cancelled', 'no-show'],
  'pile-waits': ['cancelled', 'no-show'],
  'nothing-more': ['received', 'ready', 'missing', 'reminder', 'moved', 'cancelled', 'no-show'],
  missed: ['received', 'ready', 'missing', 'reminder', 'moved', 'cancelled'],
  'called-off': ['received', 'ready', 'missing', 'reminder', 'moved', 'no-show'],
}

/** The last word that the patron has had of the pile. */
const lastOfPile = (told: readonly Message[]): Message | undefined =>
  told.filter(({ kind }) => kind === 'ready' || kind === 'missing').sort((a, b) => b.since - a.since)[0]

/** The pile is whole: told once, again when more is missing than was said, and again when less is. */
const aboutPile = (order: Order, told: readonly Message[], context: MessageContext): Message | undefined => {
  const missing = missingDocuments(order)
  const last = lastOfPile(told)
  if (last === undefined) return writeAbout(order, 'ready', `${formatSlotKey(order.slot)} ${missing.join(' ')}`, context)
  if (last.missing.join(' ') === missing.join(' ')) return undefined
  const isMore = missing.length > last.missing.length || missing.some((line) => !last.missing.includes(line))
  return writeAbout(order, isMore ? 'missing' : 'ready', `after ${last.missing.join(' ')}: ${missing.join(' ')}`, context)
}

/** The hour that its patron was told last. */
export const lastHeard = (known: readonly Message[]): SlotKey | undefined =>
  known
    .filter(isTold)
    .sort((a, b) => b.since - a.since)
    .find(({ slot }) => slot !== undefined)?.slot

/** The hour changed, and the patron knows another one: what was told last, or what it was before where nothing waits to tell the new one. */
const aboutHour = (before: Order, after: Order, known: readonly Message[], context: MessageContext): Message | undefined => {
  const isStillToTell = known.some(({ kind, state }) => kind === 'received' && state === 'waiting')
  const heard = lastHeard(known) ?? (isStillToTell ? after.slot : before.slot)
  if (isSameSlot(heard, after.slot)) return undefined
  const moves = known.filter((one) => isTold(one) && one.kind === 'moved').length
  return writeAbout(after, 'moved', `${moves} ${formatSlotKey(after.slot)}`, context)
}

export interface MessageChanges {
  readonly written: readonly Message[]
  /** Keys of those that wait no more. */
  readonly withdrawn: readonly string[]
}

/** What an order's change makes of its messages. `known`: those that are there of this order. */
export const messagesOf = (before: Order | undefined, after: Order, known: readonly Message[], context: MessageContext): MessageChanges => {
  const told = known.filter(isTold)
  const was = before && gistOf(before)
  const is = gistOf(after)
  const isMoved = before !== undefined && !isSameSlot(before.slot, after.slot)
  const wanted: (Message | undefined)[] = []
  if (is.toldAs === 'awaited' || is.toldAs === 'pile-waits') {
    if (before === undefined && after.source !== 'ils') wanted.push(writeAbout(after, 'received', '', context))
    if (isMoved && isOpen(before)) wanted.push(aboutHour(before, after, known, context))
    const reminder = writeAbout(after, 'reminder', formatSlotKey(after.slot), context)
    // Its moment is over: whoever orders this evening for tomorrow has just been told.
    const isEveOver = context.toInstant(times('reminder', after, context).at) <= context.now
    if ((before === undefined || isMoved || !isOpen(before)) && !isEveOver) wanted.push(reminder)
  }
  if (is.toldAs === 'pile-waits' && (was?.toldAs !== 'pile-waits' || was.missing.join() !== is.missing.join()))
    wanted.push(aboutPile(after, told, context))
  const { cancelledBy } = after
  if (is.toldAs === 'called-off' && cancelledBy !== undefined && before?.cancelledBy === undefined)
    wanted.push(writeAbout(after, 'cancelled', cancelledBy.operationId, context))
  if (is.toldAs === 'missed' && was?.toldAs !== 'missed') wanted.push(writeAbout(after, 'no-show', '', context))

  const written = wanted
    .filter((one) => one !== undefined)
    .filter(({ kind, usefulUntil }) => usefulUntil > context.now && !isOff(context.settings, kind))
  const keys = new Set(written.map(({ key }) => key))
  const withdrawn = known.filter(
    ({ key, kind, state: stands, slot, missing }) =>
      stands === 'waiting' &&
      !keys.has(key) &&
      (overtaken[is.toldAs].includes(kind) ||
        (isMoved && (kind === 'moved' || (kind === 'reminder' && slot !== undefined && !isSameSlot(slot, after.slot)))) ||
        (kind === 'ready' && missing.join() !== is.missing.join())),
  )
  return { written, withdrawn: withdrawn.map(({ key }) => key) }
}

export const receiptKey = (handover: OperationId): string => `${handover}/receipt`

/** The receipt that a patron asked for at the desk (HO-9). */
export const receiptOf = (
  handover: OperationId,
  { card, orderId }: Pick<Message, 'card' | 'orderId'>,
  { now, toLocal, toInstant }: MessageContext,
): Message => ({
  key: receiptKey(handover),
  kind: 'receipt',
  card,
  orderId,
  handover,
  slot: undefined,
  missing: [],
  notBefore: now,
  usefulUntil: toInstant({ date: addDays(toLocal(now).date, receiptDays), time: lastMinute }),
  state: 'waiting',
  since: now,
})
