/**
 * What is to be fetched, in the order in which one walks (PULL-1 to PULL-3, PULL-5). Runs on the tablet, at each change of the desk.
 * A pure view of orders, records and claims; nothing of it is stored. It must stay quick for a day of 200 orders
 * (tests/benchmarks/RESULTS.md, rules).
 */
import type { RecordId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { isOnShelf } from '../item/is-on-shelf.ts'
import type { BibliographicRecord, Copy } from '../item/record.ts'
import { tellApart } from '../item/tell-apart.ts'
import { lentElsewhere } from '../order/lent-elsewhere.ts'
import { isDone, isForSecondPass, isOpen, type LineState, lineState, type Order, type OrderLine } from '../order/order.ts'
import { compareBySlot, shareBarcodes } from '../order/share-barcodes.ts'
import type { DeskState } from '../row/desk-state.ts'
import { formatSlotKey, type SlotKey } from '../slot/slot.ts'
import { type Claim, type ClaimScope, formatClaimScope } from './claim.ts'
import { type CallNumberKey, toCallNumberKey } from './compare-call-numbers.ts'
import { compareStops, type Station, stationsOf } from './compare-shelves.ts'

export interface PullLine {
  readonly order: Order
  readonly line: OrderLine
  readonly state: LineState
  /** Picked or given up. */
  readonly isDone: boolean
  /** Who took the whole order, when somebody did (PULL-3). */
  readonly claim: Claim | undefined
  /** The ordinary desk has lent its document, the ILS says, and since when (ORD-4). */
  readonly lentSince: Instant | undefined
}

/** One place on a shelf and the lines to serve there. */
export interface PullEntry {
  readonly recordId: RecordId
  /** undefined: the base does not hold the record; its number is all one has to search with. */
  readonly record: BibliographicRecord | undefined
  /** What tells it from another record of the list with the same title and author: « 1998 »; absent where nothing looks alike. */
  readonly apart?: string | undefined
  readonly location: string
  readonly callNumber: string
  /** Every copy of the record, those on their shelf first. */
  readonly copies: readonly (Copy & { readonly isOnShelf: boolean })[]
  /** Earliest slot first; their number is the number of copies wanted (PULL-2). */
  readonly lines: readonly PullLine[]
}

export interface PullZone {
  readonly name: string
  readonly entries: readonly PullEntry[]
  readonly done: number
  readonly total: number
  readonly claim: Claim | undefined
}

export interface PullList {
  /** In walking order; a zone without a line is not there. */
  readonly zones: readonly PullZone[]
  /** Not found once: looked for again, apart, in walking order (PULL-5). They count in their zone as not done. */
  readonly secondPass: readonly PullEntry[]
  /** Wishes in words: no shelf, a preparer chooses (ORD-1). Earliest slot first. */
  readonly wishes: readonly PullLine[]
  /** Lines, all zones and wishes together. */
  readonly done: number
  readonly total: number
}

/** PULL-2: the open orders of the chosen slots, or all open ones; earliest slot first. */
export const ordersToPrepare = (state: DeskState, slots?: readonly SlotKey[]): readonly Order[] => {
  const chosen = slots === undefined ? undefined : new Set(slots.map(formatSlotKey))
  return [...state.all('order')]
    .filter((order) => (chosen === undefined || chosen.has(formatSlotKey(order.slot))) && isOpen(order))
    .sort(compareBySlot)
}

/** PULL-3: the claim on a zone or an order; undefined when nobody holds it. The first holder is the one received first. */
const claimOn = (state: DeskState, scope: ClaimScope): Claim | undefined => {
  const claim = state.get('claim', formatClaimScope(scope))
  return claim === undefined || claim.holders.length === 0 ? undefined : claim
}

interface EntryDraft extends Omit<PullEntry, 'lines'> {
  readonly lines: PullLine[]
  readonly station: Station
  readonly key: CallNumberKey
}

const compareEntries = (a: EntryDraft, b: EntryDraft): number => compareStops(a, b) || (a.recordId < b.recordId ? -1 : 1)

/** Builds the pull list of the chosen slots, or of every open order (PULL-1, PULL-2, PULL-3, PULL-5). */
export const buildPullList = (state: DeskState, slots?: readonly SlotKey[]): PullList => {
  const stationOf = stationsOf(state.get('settings', 'settings')?.zones ?? [])
  const orders = ordersToPrepare(state, slots)
  const lineByBarcode = shareBarcodes(orders)
  const copiesByRecord = new Map<RecordId, PullEntry['copies']>()
  const copiesOf = (recordId: RecordId): PullEntry['copies'] => {
    const known = copiesByRecord.get(recordId)
    if (known !== undefined) return known
    const copies = (state.get('record', recordId)?.copies ?? [])
      .map((copy) => ({ ...copy, isOnShelf: isOnShelf(state, copy) }))
      .sort((a, b) => Number(b.isOnShelf) - Number(a.isOnShelf))
    copiesByRecord.set(recordId, copies)
    return copies
  }
  const entryByPlace = new Map<string, EntryDraft>()
  const wishes: PullLine[] = []

  for (const order of orders) {
    const claim = claimOn(state, { kind: 'order', orderId: order.id })
    const lent = lentElsewhere(state, order)
    for (const line of order.lines) {
      const lineNow = lineState(order, line)
      const pullLine: PullLine = { order, line, state: lineNow, isDone: isDone(line, lineNow), claim, lentSince: lent.get(line.id) }
      if (line.wanted.kind === 'wish') {
        wishes.push(pullLine)
        continue
      }
      const { recordId } = line.wanted
      const copies = copiesOf(recordId)
      const holder = line.wanted.kind === 'item' ? lineByBarcode.get(line.wanted.barcode) : undefined
      const own = line.wanted.kind === 'item' && holder?.orderId === order.id && holder.lineId === line.id ? line.wanted.barcode : undefined
      const barcode = lineNow.kind === 'picked' && lineNow.barcode !== undefined ? lineNow.barcode : own
      const copy = copies.find((candidate) => candidate.barcode === barcode) ?? copies[0]
      const [location, callNumber] = [copy?.location ?? '', copy?.callNumber ?? '']
      const place = `${recordId}\n${location}\n${callNumber}`
      const entry = entryByPlace.get(place)
      if (entry !== undefined) {
        entry.lines.push(pullLine)
        continue
      }
      entryByPlace.set(place, {
        recordId,
        record: state.get('record', recordId),
        location,
        callNumber,
        copies,
        lines: [pullLine],
        station: stationOf(location),
        key: toCallNumberKey(callNumber),
      })
    }
  }

  const drafts = [...entryByPlace.values()].sort(compareEntries)
  // The call number is on the row already.
  const toldApart = tellApart(drafts.flatMap(({ recordId, record }) => (record === undefined ? [] : [{ ...record, recordId }])))
  const walk = drafts.map((draft) => ({ ...draft, apart: toldApart.get(draft.recordId) }))
  const entriesWith = (drafts: readonly EntryDraft[], isIn: (line: PullLine) => boolean): readonly PullEntry[] =>
    drafts.flatMap(({ station: _, key: __, ...entry }) => {
      const lines = entry.lines.filter(isIn)
      return lines.length === 0 ? [] : [{ ...entry, lines }]
    })
  const isSecondPass = ({ line, state }: PullLine): boolean => isForSecondPass(line, state)
  const zones = [...new Set(walk.map((entry) => entry.station.zone))].map((name): PullZone => {
    const ofZone = walk.filter((entry) => entry.station.zone === name)
    const lines = ofZone.flatMap((entry) => entry.lines)
    return {
      name,
      entries: entriesWith(ofZone, (line) => !isSecondPass(line)),
      done: lines.filter((line) => line.isDone).length,
      total: lines.length,
      claim: claimOn(state, { kind: 'zone', name }),
    }
  })
  return {
    zones,
    secondPass: entriesWith(walk, isSecondPass),
    wishes,
    done: zones.reduce((sum, zone) => sum + zone.done, 0) + wishes.filter((line) => line.isDone).length,
    total: zones.reduce((sum, zone) => sum + zone.total, 0) + wishes.length,
  }
}
