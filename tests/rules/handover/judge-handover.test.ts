/**
 * Scanning a pile at the desk: what may leave, what may not and why, what is missing, and the one operation that records it.
 * Pure rules, on one order of three novels in bay 12; each test adds the rows it is about.
 * A verdict of the screen must be the verdict of the check before the commit: one test asks both.
 */
import { describe, expect, it } from 'vitest'
import { buildHandOverOrder } from '../../../src/domain/handover/build-hand-over-order.ts'
import { judgeHandOverOrder } from '../../../src/domain/handover/judge-hand-over-order.ts'
import { judgeHandover } from '../../../src/domain/handover/judge-handover.ts'
import { addScan, type Pile } from '../../../src/domain/handover/pile.ts'
import { toCardNumber, toItemBarcode, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import type { CatalogueItems } from '../../../src/domain/item/find-document.ts'
import type { Order } from '../../../src/domain/order/order.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment, anInstant, tuesday } from '../../builders/a-moment.ts'
import { aCountedLoan, aPatron } from '../../builders/a-patron.ts'
import { aCatalogueItem, aCopy, aRecord } from '../../builders/a-record.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aFactOnItem, aLoanOf, anItem, anItemWith, itemsPickedFor } from '../../builders/an-item.ts'
import { aBagging, aFactOnOrder, aLine, anItemWanted, anOperationId, anOrderWith, aPick, aRecordWanted } from '../../builders/an-order.ts'

const now = aMoment('2026-11-24 14:32')

/** Aline's order of three novels, picked as a, b and c, in bay 12; each record's title is its id. */
const order = anOrderWith(
  { lines: ['A', 'B', 'C'].map((record, n) => aLine(`${n + 1}`, aRecordWanted(record))) },
  aPick('1', 'a'),
  aPick('2', 'b'),
  aPick('3', 'c'),
  aBagging(12),
)
const records = ['A', 'B', 'C', 'D'].map((id) =>
  aRecord(id, { title: `Titre ${id}`, copies: [aCopy(id.toLowerCase()), aCopy(`${id.toLowerCase()}2`)] }),
)
const desk = (...rows: readonly Row[]) => aDesk(aPatron(), ...records, order, ...itemsPickedFor(order), ...rows)

const aPile = (
  changes: Partial<Omit<Pile, 'scanned' | 'leftBehind'>> & {
    scanned?: readonly string[]
    leftBehind?: readonly string[]
  } = {},
): Pile => ({
  card: order.card,
  orderId: order.id,
  notFound: [],
  happened: undefined,
  collectedWith: undefined,
  ...changes,
  scanned: (changes.scanned ?? []).map((barcode) => ({ barcode: toItemBarcode(barcode), overrideReason: undefined })),
  leftBehind: (changes.leftBehind ?? []).map(toItemBarcode),
})
const judge = (state = desk(), pile = aPile(), catalogue?: CatalogueItems) => judgeHandover(state, aSettings(), pile, tuesday, catalogue)
const verdictOf = (state: ReturnType<typeof desk>, pile: Pile, catalogue?: CatalogueItems) => {
  const verdict = judge(state, pile, catalogue).documents.at(-1)?.verdict
  return verdict?.kind === 'refused' ? verdict.refusal : verdict
}
const record = (state: ReturnType<typeof desk>, pile: Pile) => buildHandOverOrder(pile, judge(state, pile), now, 'printed')

describe('scanning the pile of an order', () => {
  it('[HO-2] the screen counts what was scanned of what was prepared', () => {
    const { scannedLines, preparedLines } = judge(desk(), aPile({ scanned: ['a', 'b'] }))
    expect([scannedLines, preparedLines]).toEqual([2, 3])
  })

  it('[HO-2] what is missing is named, with its bay', () => {
    expect(judge(desk(), aPile({ scanned: ['a', 'b'] })).unanswered).toEqual([
      { line: order.lines[2], barcode: 'c', title: 'Titre C', bays: [12], lentSince: undefined, fate: 'missing' },
    ])
  })

  it('[HO-2] a line that was never prepared is told apart from one that is missing', () => {
    const partly = anOrderWith(order, ...order.facts.slice(0, 2), aFactOnOrder('given-up', { lineId: toLineId('3'), reason: 'perdu' }))
    const { preparedLines, unanswered } = judge(aDesk(aPatron(), partly, ...itemsPickedFor(partly)), aPile({ scanned: ['a', 'b'] }))
    expect(preparedLines).toBe(2)
    expect(unanswered.map(({ fate }) => fate)).toEqual(['not-prepared'])
  })

  it('[HO-2] a line ticked by a tap is answered by any item of its record', () => {
    const tapped = anOrderWith({ lines: [aLine('1', aRecordWanted('A'))] }, aPick('1', undefined))
    const { documents, unanswered } = judge(aDesk(aPatron(), ...records, tapped), aPile({ scanned: ['a2'] }))
    expect(documents[0]?.lineId).toBe('1')
    expect(unanswered).toEqual([])
  })

  it('[HO-2] another copy of an ordered title answers its line, and the copy that was picked takes it back', () => {
    const { documents, unanswered, scannedLines } = judge(desk(), aPile({ scanned: ['a2', 'b'] }))
    expect(documents.map(({ lineId, insteadOf }) => [lineId, insteadOf])).toEqual([
      ['1', 'a'],
      ['2', undefined],
    ])
    expect([scannedLines, unanswered.map(({ barcode }) => barcode)]).toEqual([2, ['c']])
    const both = judge(desk(), aPile({ scanned: ['a2', 'a'] })).documents
    expect(both.map(({ lineId }) => lineId)).toEqual([undefined, '1'])
  })

  it('[HO-2] a document found after all answers the line that asks for it', () => {
    const late = anOrderWith({ lines: [aLine('1', anItemWanted('a', 'A'))] }, aFactOnOrder('not-found', { lineId: toLineId('1') }))
    expect(judge(aDesk(aPatron(), ...records, late), aPile({ scanned: ['a'] })).documents[0]?.lineId).toBe('1')
  })

  it('[LOAN-4] each document says until when it is lent, from the true day of the handover', () => {
    expect(verdictOf(desk(), aPile({ scanned: ['a'] }))).toMatchObject({ kind: 'accepted', dueOn: '2026-12-15' })
    expect(verdictOf(desk(), aPile({ scanned: ['a'], happened: aMoment('2026-11-20 18:30') }))).toMatchObject({ dueOn: '2026-12-11' })
  })

  it('[HO-8] a second shot of a document already scanned changes nothing', () => {
    const pile = aPile({ scanned: ['a'] })
    expect(addScan(pile, toItemBarcode('a'))).toEqual({ kind: 'already-scanned' })
    expect(addScan(pile, toItemBarcode('b'))).toEqual({ kind: 'added', pile: aPile({ scanned: ['a', 'b'] }) })
  })
})

describe('a document that may not leave', () => {
  const otherOrder = (changes: Partial<Order> = {}) =>
    anOrderWith(
      { id: toOrderId('other'), card: toCardNumber('23333000000347'), lines: [aLine('1', aRecordWanted('D'))], ...changes },
      aPick('1', 'd'),
      aBagging(7),
    )

  it("[HO-3] a document of somebody else's order is refused, with the bay it belongs in", () => {
    const other = otherOrder()
    expect(verdictOf(desk(other, ...itemsPickedFor(other)), aPile({ scanned: ['d'] }))).toEqual({
      kind: 'item-of-another-order',
      barcode: 'd',
      orderId: 'other',
      bays: [7],
    })
  })

  it('[HO-3] a patron may take the documents of two orders of his together', () => {
    const own = otherOrder({ card: order.card })
    expect(verdictOf(desk(own, ...itemsPickedFor(own)), aPile({ scanned: ['d'] }))?.kind).toBe('accepted')
  })

  it('[HO-3] a document of an order that was cancelled belongs to nobody', () => {
    const cancelled = otherOrder({ cancelledBy: { operationId: anOperationId(), based: [] } })
    expect(verdictOf(desk(cancelled, ...itemsPickedFor(cancelled)), aPile({ scanned: ['d'] }))?.kind).toBe('accepted')
  })

  it('[RET-2] an item in quarantine cannot be lent before the quarantine ends', () => {
    const until = (date: string) => anItemWith('d', {}, aFactOnItem('returned', { quarantineUntil: aDate(date) }))
    expect(verdictOf(desk(until('2026-11-25')), aPile({ scanned: ['d'] }))).toEqual({
      kind: 'item-in-quarantine',
      barcode: 'd',
      until: '2026-11-25',
    })
    expect(verdictOf(desk(until('2026-11-24')), aPile({ scanned: ['d'] }))?.kind).toBe('accepted')
  })

  it('[HO-7] a document that is out to somebody else is refused: only a return or an undo takes it out of there', () => {
    const out = anItemWith('d', {}, aLoanOf('23333000000347'))
    expect(verdictOf(desk(out), aPile({ scanned: ['d'] }))).toEqual({ kind: 'item-out', barcode: 'd', card: '23333000000347' })
    const back = anItemWith('d', {}, aLoanOf('23333000000347'), aFactOnItem('returned', { quarantineUntil: undefined }))
    expect(verdictOf(desk(back), aPile({ scanned: ['d'] }))?.kind).toBe('accepted')
  })

  it('[ORD-4] a document that the ILS reports as lent is in hand: it may leave, and the screen says since when', () => {
    const since = anInstant('2026-11-24 10:00')
    const { documents } = judge(desk(anItem('d', { ilsLoanSince: since })), aPile({ scanned: ['d'] }))
    expect(documents[0]).toMatchObject({ ilsLoanSince: since, verdict: { kind: 'accepted' } })
  })

  it('[ORD-4] a picked document that the ILS reports as lent is missing, and the screen says since when', () => {
    const since = anInstant('2026-11-24 10:00')
    const item = itemsPickedFor(order).find(({ id }) => id === 'c')
    const lent = desk(...(item === undefined ? [] : [{ ...item, ilsLoanSince: since }]))
    const { unanswered } = judge(lent, aPile({ scanned: ['a'] }))
    expect(unanswered.map(({ fate, lentSince }) => [fate, lentSince])).toEqual([
      ['missing', undefined],
      ['missing', since],
    ])
  })
})

describe('loan rights at the desk', () => {
  it('[HO-4] a document on no order may be added if loan rights allow it', () => {
    const catalogue = new Map([[toItemBarcode('x'), aCatalogueItem('x', { documentType: 'DVD' })]])
    const pile = aPile({ scanned: ['x'] })
    expect(judge(desk(), pile, catalogue).documents[0]).toMatchObject({
      lineId: undefined,
      title: 'Bel-Ami',
      verdict: { dueOn: '2026-12-01' },
    })
    const loans = ['1', '2', '3'].map((barcode) => aCountedLoan(barcode, { documentType: 'DVD' }))
    expect(verdictOf(desk(aPatron({ loans })), pile, catalogue)).toMatchObject({ kind: 'too-many-of-type', maximum: 3 })
  })

  it('[HO-1] a loan without an order is judged like any other', () => {
    expect(verdictOf(aDesk(aPatron(), ...records), aPile({ orderId: undefined, scanned: ['d'] }))?.kind).toBe('accepted')
  })

  it('[LOAN-3] a refusal by loan rights may be overridden with a reason, which goes into the record', () => {
    const blocked = desk(aPatron({ blocked: 'retards' }))
    const refused = judge(blocked, aPile({ scanned: ['a'] })).documents[0]?.verdict
    expect(refused).toMatchObject({ kind: 'refused', canOverride: true, refusal: { kind: 'patron-blocked' } })
    const pile = { ...aPile(), scanned: [{ barcode: toItemBarcode('a'), overrideReason: 'a réglé ce matin' }] }
    const built = record(blocked, pile)
    expect(built.ok && built.value.items[0]?.overrideReason).toBe('a réglé ce matin')
  })

  it('[LOAN-3] a reason given where rights had no objection is not kept as an override', () => {
    const pile = { ...aPile(), scanned: [{ barcode: toItemBarcode('a'), overrideReason: 'au cas où' }] }
    const built = record(desk(), pile)
    expect(built.ok && built.value.items[0]?.overrideReason).toBeUndefined()
  })

  it("[HO-3] somebody else's document cannot be had by giving a reason", () => {
    const other = anOrderWith({ id: toOrderId('other'), card: toCardNumber('2') }, aPick('1', 'd'), aBagging(7))
    const pile = { ...aPile(), scanned: [{ barcode: toItemBarcode('d'), overrideReason: 'il insiste' }] }
    expect(judge(desk(other, ...itemsPickedFor(other)), pile).documents[0]?.verdict).toMatchObject({ kind: 'refused', canOverride: false })
  })
})

describe('recording the handover', () => {
  it('[HO-6] a handover is one operation with all its documents, and the desk accepts what the screen accepted', () => {
    const built = record(desk(), aPile({ scanned: ['a', 'b', 'c'] }))
    expect(built).toMatchObject({
      ok: true,
      value: { kind: 'hand-over-order', happened: now, card: order.card, notFound: [], leftBehind: [], receipt: 'printed' },
    })
    expect(built.ok && built.value.items.map((item) => `${item.barcode}/${item.lineId}`)).toEqual(['a/1', 'b/2', 'c/3'])
    expect(built.ok && judgeHandOverOrder(desk(), built.value)).toMatchObject({ ok: true })
  })

  it('[HO-6] nothing scanned records nothing', () => {
    expect(record(desk(), aPile())).toEqual({ ok: false, refusal: { kind: 'nothing-scanned' } })
    expect(record(desk(), aPile({ scanned: ['a'], leftBehind: ['a'] }))).toEqual({ ok: false, refusal: { kind: 'nothing-scanned' } })
  })

  it('[HO-5] what the patron leaves ends its line as left behind, scanned or not', () => {
    const built = record(desk(), aPile({ scanned: ['a', 'b'], leftBehind: ['b', 'c'] }))
    expect(built.ok && built.value.items.map((item) => item.barcode)).toEqual(['a'])
    expect(built.ok && built.value.leftBehind).toEqual([
      { barcode: 'b', lineId: '2' },
      { barcode: 'c', lineId: '3' },
    ])
  })

  it('[HO-5] what is missing is kept as not found, said or not', () => {
    const built = record(desk(), aPile({ scanned: ['a'], notFound: ['2'] }))
    expect(built.ok && built.value.notFound).toEqual(['2', '3'])
  })

  it('[LOAN-3] nothing is recorded while a document that rights refuse waits for a decision, of the order or not', () => {
    const loans = Array.from({ length: 11 }, (_, n) => aCountedLoan(`${n}`))
    for (const [scanned, undecided] of [
      [['a', 'b', 'c'], 'b'],
      [['a', 'd'], 'd'],
    ] as const) {
      const state = desk(aPatron({ loans }))
      expect(record(state, aPile({ scanned }))).toEqual({ ok: false, refusal: { kind: 'document-undecided', barcode: undecided } })
      const decided = record(state, aPile({ scanned, leftBehind: scanned.slice(1) }))
      expect(decided.ok && decided.value.items.map(({ barcode }) => barcode)).toEqual(['a'])
      expect(decided.ok && decided.value.leftBehind.map(({ barcode }) => barcode)).toEqual(scanned.slice(1))
    }
  })

  it('[HO-2] the copy that was picked goes back to the shelves where another one left, unless it was looked for in vain', () => {
    const built = record(desk(), aPile({ scanned: ['a2', 'b'] }))
    expect(built.ok && built.value.items.map(({ barcode, lineId }) => `${barcode}/${lineId}`)).toEqual(['a2/1', 'b/2'])
    expect(built.ok && built.value.leftBehind).toEqual([{ barcode: 'a', lineId: undefined }])
    const searched = record(desk(), aPile({ scanned: ['a2', 'b'], notFound: ['1'] }))
    expect(searched.ok && searched.value.leftBehind).toEqual([])
  })

  it('[HO-10] entered afterwards, it has its true time', () => {
    const built = record(desk(), aPile({ scanned: ['a'], happened: aMoment('2026-11-21 16:10') }))
    expect(built.ok && built.value.happened).toEqual(aMoment('2026-11-21 16:10'))
  })

  it('[HO-10] entered afterwards, it is judged by the day on which it happened', () => {
    const expired = desk(aPatron({ expiresOn: aDate('2026-11-21') }))
    const built = record(expired, aPile({ scanned: ['a'], happened: aMoment('2026-11-21 16:10') }))
    expect(built.ok && judgeHandOverOrder(expired, built.value)).toMatchObject({ ok: true })
    expect(record(expired, aPile({ scanned: ['a'] }))).toMatchObject({ ok: false })
  })

  it('[HO-1] a card that the directory does not know, or an order already closed, blocks the handover', () => {
    expect(judge(desk(), aPile({ card: toCardNumber('9'), scanned: ['a'] })).blockedBy).toEqual({ kind: 'patron-unknown', card: '9' })
    const closed = anOrderWith(order, ...order.facts, aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] }))
    expect(judge(desk(closed), aPile({ scanned: ['a'] })).blockedBy).toEqual({ kind: 'order-handed-over', orderId: order.id })
  })
})
