/**
 * What simulated librarians press: everything a person can do at the desk, on what their own tablet shows them. Runs in the simulator.
 * They follow the day roughly and stumble often: a few orders, documents and patrons, so that people meet on the same ones.
 */

import { decisionsFor } from '../../src/domain/case/case-decisions.ts'
import { whatIsSeen } from '../../src/domain/case/seen-cites.ts'
import { type ItemBarcode, toLineId } from '../../src/domain/ids.ts'
import { itemState, standingReshelvings } from '../../src/domain/item/item-state.ts'
import { newItem } from '../../src/domain/item/new-item.ts'
import { storyOf } from '../../src/domain/item/story.ts'
import { addDays, type LocalMoment } from '../../src/domain/local-date.ts'
import type { Operation, OperationKind } from '../../src/domain/operation/operation.ts'
import { addedLineId } from '../../src/domain/order/ask-change.ts'
import {
  formatOrderNumber,
  isOpen,
  lineState,
  type Order,
  type OrderLine,
  pickedBarcodes,
  standingArrivals,
  standingHandovers,
  standingLinePicks,
} from '../../src/domain/order/order.ts'
import type { DeskState } from '../../src/domain/row/desk-state.ts'
import { slotsOfDay } from '../../src/domain/slot/build-slots.ts'
import type { SlotKey } from '../../src/domain/slot/slot.ts'
import type { Desk } from '../../src/tablet/desk.ts'
import type { Chance } from './chance.ts'
import { barcodes, cards, records } from './small-library.ts'

/** The library's day and time, as a screen writes it into a press. */
export const momentOf = (desk: Desk): LocalMoment => {
  const { date, time } = desk.now()
  return { date, time }
}

type Press = (desk: Desk, chance: Chance) => Operation | undefined

const weights: { readonly [K in OperationKind]: number } = {
  'pick-item': 22,
  'unpick-item': 3,
  'report-not-found': 4,
  'give-up-line': 3,
  'bag-order': 7,
  'print-label': 2,
  'record-arrival': 4,
  'hand-over-order': 20,
  'undo-handover': 4,
  'return-item': 10,
  'reshelve-item': 3,
  // Any weight would make another day of every seed that once broke something: order-independence.test.ts asks it instead.
  'unreshelve-item': 0,
  'undo-return': 0,
  'undo-arrival': 0,
  'confirm-no-show': 1,
  'place-order': 4,
  'reschedule-order': 3,
  'cancel-order': 3,
  // From `firstDayOfChanges` on.
  'change-lines': 0,
  claim: 3,
  'release-claim': 1,
  'write-note': 2,
  'substitute-record': 2,
  'settle-case': 4,
}

const orders = (state: DeskState): readonly Order[] => [...state.all('order')].sort((a, b) => (a.id < b.id ? -1 : 1))
const openOrders = (state: DeskState): readonly Order[] => orders(state).filter((order) => isOpen(order))

const copiesOf = (state: DeskState, line: OrderLine): readonly ItemBarcode[] =>
  line.wanted.kind === 'item'
    ? [line.wanted.barcode]
    : line.wanted.kind === 'record'
      ? (state.get('record', line.wanted.recordId)?.copies.map((copy) => copy.barcode) ?? [])
      : []

export const freeSlot = (desk: Desk, chance: Chance, order?: Order): SlotKey | undefined => {
  const settings = desk.snapshot.state.get('settings', 'settings')
  const site = settings?.sites[0]
  if (settings === undefined || site === undefined) return undefined
  const days = [0, 1].flatMap((ahead) => slotsOfDay(settings, site.id, addDays(desk.now().date, ahead)))
  const slots = days.map((slot) => slot.key).slice(0, 6)
  return chance.pick(order === undefined ? slots : slots.filter((slot) => slot.time !== order.slot.time))
}

export const aGivenItem = (desk: Desk, barcode: ItemBarcode, line: OrderLine | undefined) => ({
  barcode,
  recordId: undefined,
  documentType: 'livre',
  lineId: line?.id,
  dueOn: addDays(desk.now().date, 21),
  isNewRelease: false,
  overrideReason: undefined,
})

const presses: { readonly [K in OperationKind]: Press } = {
  'pick-item': (desk, chance) => {
    const { state } = desk.snapshot
    const order = chance.pick(openOrders(state))
    const line = chance.pick(order?.lines.filter((one) => lineState(order, one).kind !== 'picked') ?? [])
    if (order === undefined || line === undefined) return undefined
    const barcode = chance.happens(0.1) ? undefined : chance.pick(chance.happens(0.8) ? copiesOf(state, line) : barcodes)
    return {
      kind: 'pick-item',
      happened: momentOf(desk),
      orderId: order.id,
      lineId: line.id,
      barcode,
      recordId: undefined,
      documentType: 'livre',
    }
  },
  'unpick-item': (desk, chance) => {
    const picks = openOrders(desk.snapshot.state).flatMap((order) =>
      order.lines.flatMap((line) => standingLinePicks(order, line.id).map((pick) => ({ order, line, pick }))),
    )
    const found = chance.pick(picks)
    if (found === undefined) return undefined
    const { order, line, pick } = found
    return {
      kind: 'unpick-item',
      happened: momentOf(desk),
      orderId: order.id,
      lineId: line.id,
      pick: pick.operationId,
      barcode: pick.barcode,
    }
  },
  'report-not-found': (desk, chance) => {
    const order = chance.pick(openOrders(desk.snapshot.state))
    const line = chance.pick(order?.lines ?? [])
    return order && line && { kind: 'report-not-found', happened: momentOf(desk), orderId: order.id, lineId: line.id }
  },
  'give-up-line': (desk, chance) => {
    const order = chance.pick(openOrders(desk.snapshot.state))
    const line = chance.pick(order?.lines ?? [])
    return order && line && { kind: 'give-up-line', happened: momentOf(desk), orderId: order.id, lineId: line.id, reason: 'introuvable' }
  },
  'bag-order': (desk, chance) => {
    const order = chance.pick(openOrders(desk.snapshot.state))
    return order && { kind: 'bag-order', happened: momentOf(desk), orderId: order.id, bays: [chance.between(1, 12)] }
  },
  'print-label': (desk, chance) => {
    const order = chance.pick(openOrders(desk.snapshot.state))
    return order && { kind: 'print-label', happened: momentOf(desk), orderId: order.id }
  },
  'record-arrival': (desk, chance) => {
    const order = chance.pick(openOrders(desk.snapshot.state))
    return order && { kind: 'record-arrival', happened: momentOf(desk), orderId: order.id }
  },
  'undo-arrival': (desk, chance) => {
    const order = chance.pick(openOrders(desk.snapshot.state).filter((one) => standingArrivals(one).length > 0))
    const arrivals = order && standingArrivals(order).map(({ operationId }) => operationId)
    return arrivals && { kind: 'undo-arrival', happened: momentOf(desk), orderId: order.id, arrivals }
  },
  'hand-over-order': (desk, chance) => {
    const { state } = desk.snapshot
    const order = chance.happens(0.65) ? chance.pick(openOrders(state)) : undefined
    const picked = order === undefined ? [] : pickedBarcodes(order)
    const lineOf = (barcode: ItemBarcode) =>
      order?.lines.find((line) => standingLinePicks(order, line.id).some((pick) => pick.barcode === barcode))
    const others = chance.shuffle(barcodes).slice(0, picked.length === 0 || chance.happens(0.2) ? chance.between(1, 3) : 0)
    const left = picked.length > 1 && chance.happens(0.2) ? picked.slice(0, 1) : []
    const given = [...new Set([...picked.filter((barcode) => !left.includes(barcode)), ...others])]
    const card = order?.card ?? chance.pick(cards)
    if (card === undefined) return undefined
    return {
      kind: 'hand-over-order',
      happened: momentOf(desk),
      orderId: order?.id,
      card,
      items: given.map((barcode) => aGivenItem(desk, barcode, lineOf(barcode))),
      leftBehind: left.flatMap((barcode) => {
        const line = lineOf(barcode)
        return line === undefined ? [] : [{ barcode, lineId: line.id }]
      }),
      notFound: [],
      receipt: 'undecided',
    }
  },
  'undo-handover': (desk, chance) => {
    const { state } = desk.snapshot
    const ofOrders = orders(state).flatMap((order) =>
      standingHandovers(order).map((fact) => ({
        handover: fact.operationId,
        orderId: order.id,
        card: order.card,
        barcodes: fact.items.map((item) => item.barcode),
      })),
    )
    const found = chance.pick(ofOrders)
    return found && { kind: 'undo-handover', happened: momentOf(desk), ...found }
  },
  'return-item': (desk, chance) => {
    const { state } = desk.snapshot
    const out = barcodes.filter((barcode) => {
      const item = state.get('item', barcode)
      return item !== undefined && itemState(item).kind === 'out'
    })
    const barcode = chance.pick(chance.happens(0.8) ? out : barcodes)
    const days = state.get('settings', 'settings')?.quarantineDays ?? 0
    if (barcode === undefined) return undefined
    const quarantineUntil = days === 0 ? undefined : addDays(desk.now().date, days)
    return {
      kind: 'return-item',
      happened: momentOf(desk),
      barcode,
      recordId: undefined,
      documentType: 'livre',
      quarantineUntil,
      bin: undefined,
    }
  },
  'reshelve-item': (desk, chance) => {
    const barcode = chance.pick(barcodes)
    return barcode && { kind: 'reshelve-item', happened: momentOf(desk), barcode }
  },
  'unreshelve-item': (desk, chance) => {
    const barcode = chance.pick(barcodes)
    const reshelving = barcode && chance.pick(standingReshelvings(desk.snapshot.state.get('item', barcode) ?? newItem(barcode)))
    return reshelving && { kind: 'unreshelve-item', happened: momentOf(desk), barcode, reshelving: reshelving.operationId }
  },
  'undo-return': (desk, chance) => {
    const barcode = chance.pick(barcodes)
    const row = barcode && desk.snapshot.state.get('item', barcode)
    const back = barcode && chance.pick(row ? storyOf(row).returns : [])
    return back && { kind: 'undo-return', happened: momentOf(desk), barcode, returning: back.operationId }
  },
  'confirm-no-show': (desk, chance) => {
    const order = chance.pick(openOrders(desk.snapshot.state))
    return order && { kind: 'confirm-no-show', happened: momentOf(desk), orderId: order.id }
  },
  'place-order': (desk, chance) => {
    const card = chance.pick(cards)
    const slot = freeSlot(desk, chance)
    const wanted = chance.shuffle(records).slice(0, chance.between(1, 2))
    if (card === undefined || slot === undefined) return undefined
    const lines = wanted.map((record, i) => ({ id: toLineId(String(i + 1)), wanted: { kind: 'record', recordId: record.id } as const }))
    const orderId = desk.newOrderId()
    const letter = desk.snapshot.deviceLetter
    if (letter === undefined) return undefined
    return {
      kind: 'place-order',
      orderId,
      // As its tablet counts: by its letter, and a number that no other order of its has.
      number: formatOrderNumber(letter, 1 + Number.parseInt(orderId.slice(0, 4), 16)),
      source: 'desk',
      card,
      slot,
      lines,
      note: '',
      callBackNumber: undefined,
      isUrgent: false,
      overrideReason: 'accordé',
    }
  },
  'reschedule-order': (desk, chance) => {
    const order = chance.pick(openOrders(desk.snapshot.state))
    const to = freeSlot(desk, chance, order)
    return order && to && { kind: 'reschedule-order', orderId: order.id, from: order.slot, to }
  },
  'cancel-order': (desk, chance) => {
    const order = chance.pick(openOrders(desk.snapshot.state))
    return order && { kind: 'cancel-order', orderId: order.id, reason: 'au téléphone' }
  },
  'change-lines': (desk, chance) => {
    const order = chance.pick(openOrders(desk.snapshot.state))
    const removed = order && chance.pick(order.lines)
    const added = chance.pick(records)
    if (order === undefined || removed === undefined || added === undefined) return undefined
    const adds = [{ id: addedLineId(desk.newOrderId(), 0), wanted: { kind: 'record', recordId: added.id } }] as const
    return {
      kind: 'change-lines',
      orderId: order.id,
      removes: [{ id: removed.id, wanted: removed.wanted }],
      adds,
      overrideReason: undefined,
    }
  },
  claim: (_, chance) => ({ kind: 'claim', scope: { kind: 'zone', name: chance.happens(0.5) ? 'Romans' : 'Jeunesse' } }),
  'release-claim': (_, chance) => ({ kind: 'release-claim', scope: { kind: 'zone', name: chance.happens(0.5) ? 'Romans' : 'Jeunesse' } }),
  'write-note': (desk, chance) => {
    const order = chance.pick(orders(desk.snapshot.state))
    return order && { kind: 'write-note', orderId: order.id, note: `note ${chance.below(1000)}`, replaces: order.note }
  },
  'substitute-record': (desk, chance) => {
    const order = chance.pick(openOrders(desk.snapshot.state))
    const line = order?.lines.find(({ wanted }) => wanted.kind === 'record')
    const to = chance.pick(records)
    if (order === undefined || line?.wanted.kind !== 'record' || to === undefined) return undefined
    return { kind: 'substitute-record', orderId: order.id, lineId: line.id, from: line.wanted.recordId, to: to.id }
  },
  'settle-case': (desk, chance) => {
    const { state } = desk.snapshot
    const open = [...state.all('case')].filter((one) => one.settlement === undefined).sort((a, b) => (a.id < b.id ? -1 : 1))
    // Where none is open, one that was decided is decided anew.
    const decided = [...state.all('case')].filter((one) => one.settlement !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1))
    const found = chance.pick(open.length > 0 ? open : decided)
    const decision = found && chance.pick(decisionsFor(state, found))
    if (found === undefined || decision === undefined) return undefined
    return {
      kind: 'settle-case',
      caseId: found.id,
      ...whatIsSeen(found),
      decision,
      note: '',
      anew: found.settlement && { replaces: found.settlement.operationId },
    }
  },
}

/** Days from this seed on change lines too; those below stay the days that they were. */
export const firstDayOfChanges = 1_000_000
const laterWeights = { ...weights, 'change-lines': 4 }

const kinds = Object.keys(weights) as OperationKind[] // Its keys are the kinds, by its type.

/** One press of that kind, of those that suit what the tablet shows. */
export const press = (kind: OperationKind, desk: Desk, chance: Chance): Operation | undefined => presses[kind](desk, chance)

/** What the next person presses on this tablet; undefined: nothing that suits what it shows. */
export const nextPress = (desk: Desk, chance: Chance, seed = 0): Operation | undefined => {
  const weighed = seed < firstDayOfChanges ? weights : laterWeights
  let left = chance.below(kinds.reduce((sum, kind) => sum + weighed[kind], 0))
  for (const kind of kinds) {
    left -= weighed[kind]
    if (left < 0) return presses[kind](desk, chance)
  }
  return undefined
}
