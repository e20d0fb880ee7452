/**
 * Scanning a pile at the desk: what may leave, what may not and why, what is missing, and the one operation that records it.
 * Pure rules, on one order of three novels in bay 12; each test adds the rows it is about.
 * A verdict of the screen must be the verdict of the check before the commit: one test asks both.
 */
import { describe, expect, it } from 'vitest'
import { buildHandOverOrder } from '../../../src/domain/handover/build-hand-over-order.ts'
import { lendToCard } from '../../../src/domain/handover/change-visit.ts'
import { judgeHandOverOrder } from '../../../src/domain/handover/judge-hand-over-order.ts'
import { addScan, type Pile } from '../../../src/domain/handover/pile.ts'
import type { Visit } from '../../../src/domain/handover/visit.ts'
import { toCardNumber, toItemBarcode, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment } from '../../builders/a-moment.ts'
import { aCountedLoan, aPatron } from '../../builders/a-patron.ts'
import { aPile, judgeAPile, lastVerdict, pileDesk, pileOrder, pileRecords } from '../../builders/a-pile.ts'
import { aCatalogueItem } from '../../builders/a-record.ts'
import { itemsPickedFor } from '../../builders/an-item.ts'
import { aBagging, aFactOnOrder, aLine, anItemWanted, anOrderWith, aPick, aRecordWanted } from '../../builders/an-order.ts'

const now = aMoment('2026-11-24 14:32')
const record = (state: ReturnType<typeof pileDesk>, pile: Pile) => buildHandOverOrder(pile, judgeAPile(state, pile), now, 'printed')

describe('scanning the pile of an order', () => {
  it('[HO-2] the screen counts what was scanned of what was prepared', () => {
    const { scannedLines, preparedLines } = judgeAPile(pileDesk(), aPile({ scanned: ['a', 'b'] }))
    expect([scannedLines, preparedLines]).toEqual([2, 3])
  })

  it('[HO-2] a missing document is named, with its bay', () => {
    expect(judgeAPile(pileDesk(), aPile({ scanned: ['a', 'b'] })).unanswered).toEqual([
      { line: pileOrder.lines[2], barcode: 'c', title: 'Titre C', bays: [12], lentSince: undefined, fate: 'missing' },
    ])
  })

  it('[HO-2] a line that was never prepared is told apart from one that is missing', () => {
    const partly = anOrderWith(
      pileOrder,
      ...pileOrder.facts.slice(0, 2),
      aFactOnOrder('given-up', { lineId: toLineId('3'), reason: 'perdu' }),
    )
    const { preparedLines, unanswered } = judgeAPile(aDesk(aPatron(), partly, ...itemsPickedFor(partly)), aPile({ scanned: ['a', 'b'] }))
    expect(preparedLines).toBe(2)
    expect(unanswered.map(({ fate }) => fate)).toEqual(['not-prepared'])
  })

  it('[HO-2] a line ticked by a tap is answered by any item of its record', () => {
    const tapped = anOrderWith({ lines: [aLine('1', aRecordWanted('A'))] }, aPick('1', undefined))
    const { documents, unanswered } = judgeAPile(aDesk(aPatron(), ...pileRecords, tapped), aPile({ scanned: ['a2'] }))
    expect(documents[0]?.lineId).toBe('1')
    expect(unanswered).toEqual([])
  })

  it('[HO-2] another copy of an ordered title answers its line, and the copy that was picked takes it back', () => {
    const { documents, unanswered, scannedLines } = judgeAPile(pileDesk(), aPile({ scanned: ['a2', 'b'] }))
    expect(documents.map(({ lineId, insteadOf }) => [lineId, insteadOf])).toEqual([
      ['1', 'a'],
      ['2', undefined],
    ])
    expect([scannedLines, unanswered.map(({ barcode }) => barcode)]).toEqual([2, ['c']])
    const both = judgeAPile(pileDesk(), aPile({ scanned: ['a2', 'a'] })).documents
    expect(both.map(({ lineId }) => lineId)).toEqual([undefined, '1'])
  })

  it('[HO-2] a document found after all answers the line that asks for it', () => {
    const late = anOrderWith({ lines: [aLine('1', anItemWanted('a', 'A'))] }, aFactOnOrder('not-found', { lineId: toLineId('1') }))
    expect(judgeAPile(aDesk(aPatron(), ...pileRecords, late), aPile({ scanned: ['a'] })).documents[0]?.lineId).toBe('1')
  })

  it('[LOAN-4] each document says until when it is lent, from the true day of the handover', () => {
    expect(lastVerdict(pileDesk(), aPile({ scanned: ['a'] }))).toMatchObject({ kind: 'accepted', dueOn: '2026-12-15' })
    expect(lastVerdict(pileDesk(), aPile({ scanned: ['a'], happened: aMoment('2026-11-20 18:30') }))).toMatchObject({ dueOn: '2026-12-11' })
  })

  it('[HO-8] a second shot of a document already scanned changes nothing', () => {
    const pile = aPile({ scanned: ['a'] })
    expect(addScan(pile, toItemBarcode('a'))).toEqual({ kind: 'already-scanned' })
    expect(addScan(pile, toItemBarcode('b'))).toEqual({ kind: 'added', pile: aPile({ scanned: ['a', 'b'] }) })
  })
})

describe('loan rights at the desk', () => {
  it('[HO-4] a document on no order may be added if loan rights allow it', () => {
    const catalogue = new Map([[toItemBarcode('x'), aCatalogueItem('x', { documentType: 'DVD' })]])
    const pile = aPile({ scanned: ['x'] })
    expect(judgeAPile(pileDesk(), pile, catalogue).documents[0]).toMatchObject({
      lineId: undefined,
      title: 'Bel-Ami',
      verdict: { dueOn: '2026-12-01' },
    })
    const loans = ['1', '2', '3'].map((barcode) => aCountedLoan(barcode, { documentType: 'DVD' }))
    expect(lastVerdict(pileDesk(aPatron({ loans })), pile, catalogue)).toMatchObject({ kind: 'too-many-of-type', maximum: 3 })
  })

  it('[HO-1] a loan without an order is judged like any other', () => {
    expect(lastVerdict(aDesk(aPatron(), ...pileRecords), aPile({ orderId: undefined, scanned: ['d'] }))?.kind).toBe('accepted')
  })

  it('[LOAN-3] a reason for a blocked card serves its whole pile, what is scanned later too, and travels with each document', () => {
    const blocked = pileDesk(aPatron({ blocked: 'retards' }))
    const before = aPile({ scanned: ['a'] })
    const visit = { piles: [before], activeCard: before.card, isAside: false } as unknown as Visit
    const [lent] = lendToCard(visit, before.card, 'Retour demain').piles
    if (lent === undefined) throw new Error('no pile')
    const later = { ...lent, scanned: aPile({ scanned: ['a', 'b'] }).scanned }
    expect(judgeAPile(blocked, later).documents.map(({ verdict }) => verdict.kind)).toEqual(['accepted', 'accepted'])
    const built = record(blocked, later)
    const twice = { overrideReason: 'Retour demain' }
    expect(built).toMatchObject({ ok: true, value: { items: [twice, twice] } })
    // A document more than a limit allows still asks for itself.
    expect(judgeAPile(pileDesk(), later).documents.map(({ overrideReason }) => overrideReason)).toEqual([undefined, undefined])
  })

  it('[LOAN-3] a refusal by loan rights may be overridden with a reason, which goes into the record', () => {
    const blocked = pileDesk(aPatron({ blocked: 'retards' }))
    const refused = judgeAPile(blocked, aPile({ scanned: ['a'] })).documents[0]?.verdict
    expect(refused).toMatchObject({ kind: 'refused', canOverride: true, refusal: { kind: 'patron-blocked' } })
    const pile = { ...aPile(), scanned: [{ barcode: toItemBarcode('a'), overrideReason: 'a réglé ce matin' }] }
    const built = record(blocked, pile)
    expect(built.ok && built.value.items[0]?.overrideReason).toBe('a réglé ce matin')
  })

  it('[LOAN-3] a reason given where rights had no objection is not kept as an override', () => {
    const pile = { ...aPile(), scanned: [{ barcode: toItemBarcode('a'), overrideReason: 'au cas où' }] }
    const built = record(pileDesk(), pile)
    expect(built.ok && built.value.items[0]?.overrideReason).toBeUndefined()
  })

  it("[HO-3] somebody else's document cannot be had by giving a reason", () => {
    const other = anOrderWith({ id: toOrderId('other'), card: toCardNumber('2') }, aPick('1', 'd'), aBagging(7))
    const pile = { ...aPile(), scanned: [{ barcode: toItemBarcode('d'), overrideReason: 'il insiste' }] }
    expect(judgeAPile(pileDesk(other, ...itemsPickedFor(other)), pile).documents[0]?.verdict).toMatchObject({
      kind: 'refused',
      canOverride: false,
    })
  })
})

describe('recording the handover', () => {
  it('[HO-6] a handover is one operation with all its documents, and the desk accepts what the screen accepted', () => {
    const built = record(pileDesk(), aPile({ scanned: ['a', 'b', 'c'] }))
    expect(built).toMatchObject({
      ok: true,
      value: { kind: 'hand-over-order', happened: now, card: pileOrder.card, notFound: [], leftBehind: [], receipt: 'printed' },
    })
    expect(built.ok && built.value.items.map((item) => `${item.barcode}/${item.lineId}`)).toEqual(['a/1', 'b/2', 'c/3'])
    expect(built.ok && judgeHandOverOrder(pileDesk(), built.value)).toMatchObject({ ok: true })
  })

  it('[HO-6] an empty pile records nothing', () => {
    expect(record(pileDesk(), aPile())).toEqual({ ok: false, refusal: { kind: 'nothing-scanned' } })
    expect(record(pileDesk(), aPile({ scanned: ['a'], leftBehind: ['a'] }))).toEqual({ ok: false, refusal: { kind: 'nothing-scanned' } })
  })

  it('[HO-5] a document that the patron leaves ends its line as left behind, scanned or not', () => {
    const built = record(pileDesk(), aPile({ scanned: ['a', 'b'], leftBehind: ['b', 'c'] }))
    expect(built.ok && built.value.items.map((item) => item.barcode)).toEqual(['a'])
    expect(built.ok && built.value.leftBehind).toEqual([
      { barcode: 'b', lineId: '2' },
      { barcode: 'c', lineId: '3' },
    ])
  })

  it('[HO-5] a missing document is kept as not found, said or not', () => {
    const built = record(pileDesk(), aPile({ scanned: ['a'], notFound: ['2'] }))
    expect(built.ok && built.value.notFound).toEqual(['2', '3'])
  })

  it('[LOAN-3] a document that rights refuse holds all of the pile back until a decision, of the order or not', () => {
    const loans = Array.from({ length: 11 }, (_, n) => aCountedLoan(`${n}`))
    for (const [scanned, undecided] of [
      [['a', 'b', 'c'], 'b'],
      [['a', 'd'], 'd'],
    ] as const) {
      const state = pileDesk(aPatron({ loans }))
      expect(record(state, aPile({ scanned }))).toEqual({ ok: false, refusal: { kind: 'document-undecided', barcode: undecided } })
      const decided = record(state, aPile({ scanned, leftBehind: scanned.slice(1) }))
      expect(decided.ok && decided.value.items.map(({ barcode }) => barcode)).toEqual(['a'])
      expect(decided.ok && decided.value.leftBehind.map(({ barcode }) => barcode)).toEqual(scanned.slice(1))
    }
  })

  it('[HO-2] the picked copy goes back to the shelves where another one left, unless it was looked for in vain', () => {
    const built = record(pileDesk(), aPile({ scanned: ['a2', 'b'] }))
    expect(built.ok && built.value.items.map(({ barcode, lineId }) => `${barcode}/${lineId}`)).toEqual(['a2/1', 'b/2'])
    expect(built.ok && built.value.leftBehind).toEqual([{ barcode: 'a', lineId: undefined }])
    const searched = record(pileDesk(), aPile({ scanned: ['a2', 'b'], notFound: ['1'] }))
    expect(searched.ok && searched.value.leftBehind).toEqual([])
  })

  it('[HO-10] entered afterwards, it has its true time', () => {
    const built = record(pileDesk(), aPile({ scanned: ['a'], happened: aMoment('2026-11-21 16:10') }))
    expect(built.ok && built.value.happened).toEqual(aMoment('2026-11-21 16:10'))
  })

  it('[HO-10] entered afterwards, it is judged by the day on which it happened', () => {
    const expired = pileDesk(aPatron({ expiresOn: aDate('2026-11-21') }))
    const built = record(expired, aPile({ scanned: ['a'], happened: aMoment('2026-11-21 16:10') }))
    expect(built.ok && judgeHandOverOrder(expired, built.value)).toMatchObject({ ok: true })
    expect(record(expired, aPile({ scanned: ['a'] }))).toMatchObject({ ok: false })
  })

  it('[HO-1] a card that the directory does not know, or an order already closed, blocks the handover', () => {
    expect(judgeAPile(pileDesk(), aPile({ card: toCardNumber('9'), scanned: ['a'] })).blockedBy).toEqual({
      kind: 'patron-unknown',
      card: '9',
    })
    const closed = anOrderWith(pileOrder, ...pileOrder.facts, aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] }))
    expect(judgeAPile(pileDesk(closed), aPile({ scanned: ['a'] })).blockedBy).toEqual({ kind: 'order-handed-over', orderId: pileOrder.id })
  })
})
