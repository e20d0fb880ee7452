/**
 * What a section of the settings would change here and now, by the desk's own functions on the proposed settings (SET-2). Runs on the
 * tablet, off line too. What it promises the desk does: each figure is an answer of a function that the desk asks.
 */
import { type CardNumber, toItemBarcode } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Item, ItemFact } from '../item/item.ts'
import { isInQuarantine, itemState } from '../item/item-state.ts'
import { dueDate, isNewRelease } from '../loan-right/due-date.ts'
import { judgeLoan, type LoanWanted } from '../loan-right/judge-loan.ts'
import { compareMoments, type LocalDate, type LocalMoment } from '../local-date.ts'
import { isOpen, type Order } from '../order/order.ts'
import { countMoved, walkOf } from '../pull-list/change-walk.ts'
import { bayHolders } from '../pull-list/choose-bay.ts'
import { restsUntil } from '../return/judge-return.ts'
import type { DeskState, RowId, RowKind, RowOf } from '../row/desk-state.ts'
import { judgeText } from '../scan/judge-text.ts'
import { settledFrom } from '../settings/change-week.ts'
import type { SectionName, Settings } from '../settings/settings.ts'
import { countWeek } from '../slot/count-week.ts'
import { isUrgent, judgeLimits, ordersHeld } from '../slot/judge-placing.ts'
import { isLate, keptUntil } from '../slot/lateness.ts'
import { nextFreeSlots } from '../slot/next-free-slots.ts'
import { ordersToCall } from '../slot/orders-to-call.ts'
import { isSameSlot, type SlotKey } from '../slot/slot.ts'

/** What the desk sees when a preview is asked for. */
export interface PreviewDesk {
  readonly state: DeskState
  readonly now: LocalMoment
  readonly toLocal: (instant: Instant) => LocalMoment
}

type CountKind =
  | 'over-rights'
  | 'walk-moved'
  | 'week-places'
  | 'week-minutes'
  | 'came-late'
  | 'due-shifted'
  | 'at-limit'
  | 'late'
  | 'piles-over'
  | 'new-releases'
  | 'would-rest'
  | 'bays-taken'
  | 'bays-lost'
  | 'cards-read'
  | 'items-read'
  | 'in-doubt'

/** One line beside the sentence; `was` is what the settings in use give, by the same functions. */
export type PreviewLine =
  | { readonly kind: 'next-slot'; readonly was: SlotKey | undefined; readonly becomes: SlotKey | undefined }
  | { readonly kind: 'rests-until'; readonly was: LocalDate | undefined; readonly becomes: LocalDate | undefined }
  /** `left`: whom these settings leave without a place, and those in use do not. */
  | { readonly kind: 'to-call'; readonly was: number; readonly becomes: number; readonly left: readonly Order[] }
  | { readonly kind: CountKind; readonly was: number; readonly becomes: number }

/** The desk as it would be by these settings. */
export const previewState = (state: DeskState, settings: Settings): DeskState => ({
  // Of the kind that was asked for: the settings' one row.
  get: <K extends RowKind>(kind: K, id: RowId<K>) => (kind === 'settings' ? (settings as unknown as RowOf<K>) : state.get(kind, id)),
  all: (kind) => state.all(kind),
})

type Answer<T> = (settings: Settings, desk: PreviewDesk) => T

const openOrders = (state: DeskState): readonly Order[] => [...state.all('order')].filter(isOpen)

/** PHONE-7: what is offered first on the telephone, at every site, the earliest first. */
const offeredSlots: Answer<readonly SlotKey[]> = (settings, { state, now }) =>
  settings.sites
    .flatMap(({ id }) => nextFreeSlots(state, settings, id, now))
    .map(({ key }) => key)
    .sort(compareMoments)

const firstOffered: Answer<SlotKey | undefined> = (settings, desk) => offeredSlots(settings, desk)[0]

/** ORD-5: open orders that would have been urgent when they were placed. */
const cameLate: Answer<number> = (settings, { state, toLocal }) =>
  openOrders(state).filter((order) => isUrgent(settings, order.slot, toLocal(order.placedAt))).length

/** SLOT-5: people with an order on its way, of whom staff would be asked a reason for one more, in the first slot offered that is not theirs. */
const atLimit: Answer<number> = (settings, desk) => {
  const offered = offeredSlots(settings, desk)
  const ownByCard = new Map<CardNumber, Order[]>()
  for (const order of openOrders(desk.state)) ownByCard.set(order.card, [...(ownByCard.get(order.card) ?? []), order])
  return [...ownByCard.values()].filter((own) => {
    const slot = offered.find((key) => !own.some((order) => isSameSlot(order.slot, key)))
    return slot !== undefined && !judgeLimits(settings, ordersHeld(own, slot)).ok
  }).length
}

/** LOAN-1: documents of open orders that would leave only with a reason, were they handed over now. */
const overRights: Answer<number> = (settings, { state, now }) =>
  openOrders(state).reduce((sum, order) => {
    const patron = state.get('patron', order.card)
    if (patron === undefined) return sum
    const given: LoanWanted[] = []
    const refused = order.lines.filter(({ id, wanted }) => {
      const record = wanted.kind === 'wish' ? undefined : state.get('record', wanted.recordId)
      if (record === undefined) return false
      const isNew = isNewRelease(settings, record.copies[0]?.arrivedOn, now.date)
      const one = { barcode: toItemBarcode(`${order.id}/${id}`), documentType: record.documentType, isNewRelease: isNew, lineId: id }
      const judged = judgeLoan(settings, patron, given, one, now.date)
      given.push(one)
      return !judged.ok
    })
    return sum + refused.length
  }, 0)

const late: Answer<number> = (settings, { state, now }) => openOrders(state).filter((order) => isLate(settings, order, now)).length

/** ABS-2: piles of people who did not come whose time is over. */
const pilesOver: Answer<number> = (settings, { state, now }) =>
  [...state.all('order')].filter((order) => {
    const until = keptUntil(settings, order)
    return until !== undefined && until <= now.date
  }).length

/** LOAN-2: among the documents of the titles that are on this tablet for its orders. */
const newReleases: Answer<number> = (settings, { state, now }) =>
  [...state.all('record')].flatMap(({ copies }) => copies).filter(({ arrivedOn }) => isNewRelease(settings, arrivedOn, now.date)).length

/** RET-1: a document that comes back now. */
const returnedNow: Answer<LocalDate | undefined> = (settings, { now }) => restsUntil(settings, now.date)

/** What came back rests by the proposed days too where somebody has put it on its shelf since. */
const asReturned = (item: Item): Item =>
  itemState(item).kind === 'on-shelf'
    ? { ...item, facts: item.facts.filter(({ what }) => what !== 'reshelved' && what !== 'unreshelved') }
    : item

/** RET-2: documents known here that would rest today, had these settings been in use when they came back. */
const wouldRest: Answer<number> = (settings, { state, now }) => {
  const endOf = ({ happened }: ItemFact): LocalDate | undefined => restsUntil(settings, happened.date)
  return [...state.all('item')].filter((item) => {
    // Few came back so lately: only of those is it worked out what became of them since.
    if (!item.facts.some((fact) => fact.what === 'returned' && (endOf(fact) ?? now.date) > now.date)) return false
    const returned = asReturned(item)
    const facts = returned.facts.map((fact) => (fact.what === 'returned' ? { ...fact, quarantineUntil: endOf(fact) } : fact))
    return isInQuarantine({ ...returned, facts }, now.date)
  }).length
}

/** PULL-7: bays with a pile, and those of them that would be no more. */
const baysHeld: Answer<{ readonly taken: number; readonly lost: number }> = (settings, { state }) => {
  const held = settings.sites.flatMap((site) => [...bayHolders(state, site.id).keys()].map((bay) => bay > site.bays))
  return { taken: held.length, lost: held.filter((isLost) => isLost).length }
}

/** Numbers of each kind that a preview reads: enough to tell, and read while a finger waits. */
const numbersRead = 1000

/** The first cards of the directory, and the documents of the orders that are on this tablet. */
const knownNumbers = ({ state }: PreviewDesk): { readonly cards: readonly string[]; readonly items: readonly string[] } => ({
  cards: [...state.all('patron')].slice(0, numbersRead).map(({ id }) => id),
  items: [...state.all('record')].flatMap(({ copies }) => copies.map(({ barcode }) => barcode)).slice(0, numbersRead),
})

/** SET-18: per cent of them that a scan takes for what they are, asked first or not; none: 100. */
const readAs =
  (which: 'cards' | 'items'): Answer<number> =>
  (settings, desk) => {
    const numbers = knownNumbers(desk)[which]
    const kind = which === 'cards' ? 'card' : 'item'
    const read = numbers.filter((number) => [kind, 'card-or-item'].includes(judgeText(settings, number).kind)).length
    return numbers.length === 0 ? 100 : Math.floor((100 * read) / numbers.length)
  }

/** Those of which a scan alone cannot tell what they are. */
const inDoubt: Answer<number> = (settings, desk) => {
  const { cards, items } = knownNumbers(desk)
  return [...cards, ...items].filter((number) => judgeText(settings, number).kind === 'card-or-item').length
}

const walked: Answer<ReturnType<typeof walkOf>> = (_, { state }) => walkOf(state)

/** SET-8: whoever has an order that no place is left for. */
const toCall: Answer<readonly Order[]> = (_, { state, now }) => ordersToCall(state, now.date)

/** LOAN-4: until when each document of the open orders would be lent, were it handed over in its slot. */
const dueDates: Answer<readonly LocalDate[]> = (settings, { state }) =>
  openOrders(state).flatMap(({ card, slot, lines }) => {
    const patron = state.get('patron', card)
    const records = lines.map(({ wanted }) => (wanted.kind === 'wish' ? undefined : state.get('record', wanted.recordId)))
    return patron === undefined ? [] : records.map((record) => dueDate(settings, patron.category, record?.documentType, slot.date))
  })

type Compare = <T>(answer: Answer<T>) => { readonly was: T; readonly becomes: T }
type Lines = (compare: Compare, before: Settings, proposed: Settings, today: LocalDate) => readonly PreviewLine[]

const callLine = (compare: Compare): PreviewLine => {
  const { was, becomes } = compare(toCall)
  const before = new Set(was.map(({ id }) => id))
  return { kind: 'to-call', was: was.length, becomes: becomes.length, left: becomes.filter(({ id }) => !before.has(id)) }
}

const lines: Partial<Readonly<Record<SectionName, Lines>>> = {
  ranges: (compare, before, proposed, today) => {
    // SLOT-1: what a week offers once every change holds.
    const settled = settledFrom(proposed, today)
    const [was, becomes] = [countWeek(before, settled), countWeek(proposed, settled)]
    return [
      { kind: 'week-places', was: was.places, becomes: becomes.places },
      { kind: 'week-minutes', was: was.minutes, becomes: becomes.minutes },
      callLine(compare),
    ]
  },
  days: (compare) => {
    const { was, becomes } = compare(dueDates)
    return [callLine(compare), { kind: 'due-shifted', was: 0, becomes: was.filter((date, n) => date !== becomes[n]).length }]
  },
  lead: (compare) => [
    { kind: 'next-slot', ...compare(firstOffered) },
    { kind: 'came-late', ...compare(cameLate) },
  ],
  limits: (compare) => [{ kind: 'at-limit', ...compare(atLimit) }],
  rights: (compare) => [{ kind: 'over-rights', ...compare(overRights) }],
  walk: (compare) => {
    const { was, becomes } = compare(walked)
    return [{ kind: 'walk-moved', was: 0, becomes: countMoved(was, becomes) }]
  },
  newness: (compare) => [{ kind: 'new-releases', ...compare(newReleases) }],
  absences: (compare) => [
    { kind: 'late', ...compare(late) },
    { kind: 'piles-over', ...compare(pilesOver) },
  ],
  returns: (compare) => [
    { kind: 'rests-until', ...compare(returnedNow) },
    { kind: 'would-rest', ...compare(wouldRest) },
  ],
  bays: (compare) => {
    const { was, becomes } = compare(baysHeld)
    return [
      { kind: 'bays-taken', was: was.taken, becomes: becomes.taken },
      { kind: 'bays-lost', was: was.lost, becomes: becomes.lost },
    ]
  },
  codes: (compare) => [
    { kind: 'cards-read', ...compare(readAs('cards')) },
    { kind: 'items-read', ...compare(readAs('items')) },
    { kind: 'in-doubt', ...compare(inDoubt) },
  ],
}

/** SET-2: what would change with the section, for each draft; empty: nothing that the desk could count. What holds now is worked out once. */
export const previewFrom = (name: SectionName, before: Settings, desk: PreviewDesk): ((proposed: Settings) => readonly PreviewLine[]) => {
  const known = new Map<Answer<unknown>, unknown>()
  const wasOf = <T>(answer: Answer<T>): T => {
    if (!known.has(answer)) known.set(answer, answer(before, { ...desk, state: previewState(desk.state, before) }))
    // What this very answer gave.
    return known.get(answer) as T
  }
  return (proposed) =>
    lines[name]?.(
      (answer) => ({ was: wasOf(answer), becomes: answer(proposed, { ...desk, state: previewState(desk.state, proposed) }) }),
      before,
      proposed,
      desk.now.date,
    ) ?? []
}
