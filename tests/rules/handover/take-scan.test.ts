/**
 * A scan at the handover, without a screen: who it brings, what it adds, and what the desk answers (HO-1 to HO-4, HO-8, HO-10, HO-11).
 * Pure rules, on Aline, who has one order ready and one for Thursday, her son Tom, who has one ready, and a stranger's pile.
 */
import { describe, expect, it } from 'vitest'
import { leaveBehind } from '../../../src/domain/handover/change-visit.ts'
import { type HandoverScan, joinOrder, type Known, openOrder, takeScan } from '../../../src/domain/handover/take-scan.ts'
import type { Visit } from '../../../src/domain/handover/visit.ts'
import { type CardNumber, toCardNumber, toItemBarcode, toOrderId } from '../../../src/domain/ids.ts'
import type { Order } from '../../../src/domain/order/order.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aMoment, anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aCatalogueItem, aCopy, aRecord } from '../../builders/a-record.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { itemsPickedFor } from '../../builders/an-item.ts'
import {
  aBagging,
  aFactOnOrder,
  aLine,
  anOperationId,
  anOrder,
  anOrderWith,
  aPick,
  aRecordWanted,
  aSlotKey,
} from '../../builders/an-order.ts'

const aline = aPatron()
const tom = aPatron({ id: toCardNumber('23333000000347'), firstName: 'Tom' })
const nina = aPatron({ id: toCardNumber('23333000000512'), firstName: 'Nina' })
const nobody = toCardNumber('23333000000999')

const readyOrder = (id: string, number: string, card: CardNumber, records: string, changes: Partial<Order> = {}): Order =>
  anOrderWith(
    { id: toOrderId(id), number, card, lines: [...records].map((record, n) => aLine(`${n + 1}`, aRecordWanted(record))), ...changes },
    ...[...records].map((record, n) => aPick(`${n + 1}`, record.toLowerCase())),
    aBagging(7),
  )
const alines = readyOrder('alines', 'B-001', aline.id, 'AB')
const thursday = readyOrder('thursday', 'B-002', aline.id, 'C', { slot: aSlotKey('2026-11-26 10:00') })
const toms = readyOrder('toms', 'B-003', tom.id, 'D')
const strangers = readyOrder('strangers', 'B-004', nobody, 'E')
const closed = anOrderWith(
  { id: toOrderId('closed'), number: 'B-005', card: nina.id },
  aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] }),
)
const orders = [alines, thursday, toms, strangers, closed]
const records = ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => aRecord(id, { title: `Titre ${id}`, copies: [aCopy(id.toLowerCase())] }))
const deskWith = (...rows: readonly Row[]) =>
  aDesk(aline, tom, nina, ...records, ...orders, ...orders.flatMap((order) => itemsPickedFor(order)), ...rows)
const desk = deskWith()

const known: Known = { now: { at: anInstant('2026-11-24 15:00'), ...aMoment('2026-11-24 15:00') }, catalogue: new Map(), happened: 'now' }
const card = (of: CardNumber): HandoverScan => ({ kind: 'card', card: of })
const item = (barcode: string): HandoverScan => ({ kind: 'item', barcode: toItemBarcode(barcode) })
const label = (number: string): HandoverScan => ({ kind: 'order', number })

const scan = (state: typeof desk, first: HandoverScan, ...others: readonly HandoverScan[]) =>
  others.reduce(({ visits }, one) => takeScan(state, visits, one, known), takeScan(state, [], first, known))
const pilesOf = (visits: readonly Visit[]) =>
  visits.flatMap(({ piles }) => piles.map(({ orderId, scanned }) => [orderId, scanned.map(({ barcode }) => barcode).join()]))

describe('saying who is here', () => {
  it('[HO-1] a card, a label or any document of the pile opens the order, and the document counts as scanned', () => {
    for (const first of [card(aline.id), label('B-001')]) {
      const { visits, answer, opened } = scan(desk, first)
      expect([pilesOf(visits), answer, opened]).toEqual([[['alines', '']], { kind: 'begun' }, aline.id])
    }
    const { visits, answer, opened } = scan(desk, item('b'))
    expect([pilesOf(visits), opened]).toEqual([[['alines', 'b']], aline.id])
    expect(answer).toMatchObject({ kind: 'counted', title: 'Titre B', isComplete: false, count: { scannedLines: 1, preparedLines: 2 } })
  })

  it('[HO-1] a card without an order opens nothing by itself, and a loan without one may be opened', () => {
    expect(scan(desk, card(nina.id))).toMatchObject({ visits: [], answer: { kind: 'no-order', card: nina.id } })
    const opened = openOrder(desk, [], nina.id, undefined, known)
    expect(pilesOf(opened.visits)).toEqual([[undefined, '']])
    expect(pilesOf(takeScan(desk, opened.visits, item('f'), known).visits)).toEqual([[undefined, 'f']])
  })

  it('[HO-1] a card that nobody knows, a number of no order and a document of no pile each say so', () => {
    expect(scan(desk, card(toCardNumber('1'))).answer).toEqual({ kind: 'patron-unknown', card: '1', isSomebodyHere: false })
    expect(scan(desk, label('B-999')).answer).toEqual({ kind: 'number-unknown', text: 'B-999' })
    expect(scan(desk, item('f')).answer).toEqual({ kind: 'on-no-pile', barcode: 'f', title: 'Titre F' })
    expect(scan(desk, { kind: 'isbn', text: '9782070360024' }).answer).toEqual({ kind: 'isbn' })
    expect(scan(desk, { kind: 'unrecognised', text: '??' }).answer).toEqual({ kind: 'unrecognised', text: '??' })
  })

  it('[HO-1] the label of a closed order finds it and opens nothing', () => {
    expect(scan(desk, label('B-005'))).toMatchObject({ visits: [], answer: { kind: 'number-found', text: 'B-005', count: 1 } })
  })

  it('[HO-1] [ORD-3] the label of an order that was cancelled and restored under its number opens the restored one', () => {
    const cancelled = anOrder({
      id: toOrderId('first'),
      number: 'B-050',
      card: nina.id,
      cancelledBy: { operationId: anOperationId(), based: [] },
    })
    const restored = anOrder({ id: toOrderId('again'), number: 'B-050', card: nina.id })
    expect(pilesOf(scan(deskWith(cancelled, restored), label('B-050')).visits)).toEqual([['again', '']])
  })

  it('[HO-1] [HO-11] where several orders wait and none is ready, a person chooses', () => {
    const waiting = ['one', 'other'].map((id) => anOrder({ id: toOrderId(id), card: nina.id }))
    expect(scan(deskWith(...waiting), card(nina.id))).toMatchObject({ visits: [], answer: { kind: 'choose-order', card: nina.id } })
  })

  it('[HO-6] a visit put aside is taken up where it was, whichever way one comes back to it', () => {
    const aside = scan(desk, card(aline.id), item('a')).visits.map((visit) => ({ ...visit, isAside: true }))
    for (const back of [card(aline.id), label('B-001'), item('a')]) {
      expect(takeScan(desk, aside, back, known).visits).toEqual([expect.objectContaining({ ...aside[0], isAside: false })])
    }
    const others = takeScan(desk, aside, card(tom.id), known).visits
    expect(others.map(({ activeCard, isAside }) => [activeCard, isAside])).toEqual([
      [tom.id, false],
      [aline.id, true],
    ])
  })

  it('[HO-10] a handover on paper opens nothing before its time is given, and has it then', () => {
    const missing = takeScan(desk, [], item('a'), { ...known, happened: 'missing' })
    expect(missing).toMatchObject({ visits: [], answer: { kind: 'time-missing' }, opened: undefined })
    const happened = aMoment('2026-11-23 16:20')
    expect(takeScan(desk, [], item('a'), { ...known, happened }).visits[0]?.piles[0]).toMatchObject({ happened })
  })
})

describe('one more document in hand', () => {
  it('[HO-2] the last document of the visit says that all is there', () => {
    expect(scan(desk, card(aline.id), item('a'), item('b')).answer).toMatchObject({ kind: 'counted', isComplete: true })
    expect(scan(desk, card(aline.id), card(tom.id), item('a'), item('b')).answer).toMatchObject({ kind: 'counted', isComplete: false })
  })

  it('[HO-3] a document of somebody else’s pile changes nothing and says whose it is', () => {
    const before = scan(desk, card(aline.id), item('a'))
    const after = takeScan(desk, before.visits, item('e'), known)
    expect(after.visits).toBe(before.visits)
    expect(after.answer).toMatchObject({ kind: 'stays', refusal: { kind: 'item-of-another-order', orderId: 'strangers', bays: [7] } })
  })

  it('[HO-4] a document that no order asked for joins the pile of the card scanned last', () => {
    expect(pilesOf(scan(desk, card(aline.id), card(tom.id), item('f')).visits)).toEqual([
      ['alines', ''],
      ['toms', 'f'],
    ])
  })

  it('[HO-8] a document scanned again changes nothing and says so', () => {
    const before = scan(desk, card(aline.id), item('a'))
    const again = takeScan(desk, before.visits, item('a'), known)
    expect(again.visits).toBe(before.visits)
    expect(again.answer).toEqual({ kind: 'already-scanned', barcode: 'a', title: 'Titre A' })
  })

  it('[HO-5] [HO-8] a document that was to stay leaves after all when it is scanned again', () => {
    const left = scan(desk, card(aline.id), item('a')).visits.map((visit) => leaveBehind(visit, 0, toItemBarcode('a')))
    const back = takeScan(desk, left, item('a'), known)
    expect(back.answer).toMatchObject({ kind: 'taken-back' })
    expect(back.visits[0]?.piles[0]).toMatchObject({ scanned: [{ barcode: 'a' }], leftBehind: [] })
  })

  it('[LOAN-3] a document beyond the rights is on the pile and waits for a decision', () => {
    const strict = deskWith(aSettings({ totalMaximums: { [aline.category]: 1 } }))
    const { visits, answer } = scan(strict, card(aline.id), item('a'), item('b'))
    expect(pilesOf(visits)).toEqual([['alines', 'a,b']])
    expect(answer).toMatchObject({ kind: 'to-decide', title: 'Titre B', refusal: { kind: 'too-many-loans' } })
  })

  it('[HO-4] a document that the catalogue alone knows is named by it', () => {
    const catalogue = new Map([[toItemBarcode('z'), aCatalogueItem('z', { title: 'Bel-Ami' })]])
    const { visits } = scan(desk, card(aline.id))
    expect(takeScan(desk, visits, item('z'), { ...known, catalogue }).answer).toMatchObject({ kind: 'counted', title: 'Bel-Ami' })
  })
})

describe('who else is here', () => {
  it('[HO-11] a second card joins with what is ready, and one without an order joins too', () => {
    expect(scan(desk, card(aline.id), card(tom.id)).answer).toEqual({ kind: 'joined', card: tom.id, hasOrder: true })
    expect(scan(desk, card(aline.id), card(nina.id)).answer).toEqual({ kind: 'joined', card: nina.id, hasOrder: false })
  })

  it('[HO-8] [HO-11] a card or a label that is here already adds nothing and says so', () => {
    const { visits } = scan(desk, card(aline.id))
    for (const [again, kind] of [
      [card(aline.id), 'same-card'],
      [label('B-001'), 'same-order'],
    ] as const) {
      const taken = takeScan(desk, visits, again, known)
      expect([pilesOf(taken.visits), taken.answer]).toEqual([pilesOf(visits), { kind }])
    }
  })

  it('[HO-11] the label of another order of somebody who is here takes that order up', () => {
    const { visits, answer } = scan(desk, card(aline.id), label('B-002'))
    expect(answer).toEqual({ kind: 'joined-orders', numbers: ['B-002'] })
    expect(pilesOf(visits)).toEqual([
      ['alines', ''],
      ['thursday', ''],
    ])
  })

  it('[HO-3] [HO-11] the label of somebody who is not here, or a card nobody knows, joins nothing', () => {
    const { visits } = scan(desk, card(aline.id))
    for (const [stranger, kind] of [
      [label('B-003'), 'other-order'],
      [label('B-999'), 'other-order'],
      [card(nobody), 'patron-unknown'],
    ] as const) {
      const taken = takeScan(desk, visits, stranger, known)
      expect(taken.visits).toBe(visits)
      expect(taken.answer.kind).toBe(kind)
    }
  })

  it('[HO-11] an order taken by hand joins, and loans without an order stay with the card scanned last', () => {
    const { visits } = scan(desk, card(aline.id), card(tom.id))
    const [visit] = joinOrder(visits, thursday).visits
    expect(visit?.activeCard).toBe(tom.id)
    expect(visit?.piles.map(({ orderId }) => orderId)).toEqual(['alines', 'toms', 'thursday'])
  })
})
