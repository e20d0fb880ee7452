/**
 * A visit of several piles: a patron's orders together, a family's cards, each loan under the card whose pile the document is on.
 * Pure rules, on Aline, who has two orders ready and one for Thursday, and her son Tom, who has one.
 */
import { describe, expect, it } from 'vitest'
import { buildHandOverOrder } from '../../../src/domain/handover/build-hand-over-order.ts'
import { withCollector, withoutCollector } from '../../../src/domain/handover/collector.ts'
import { endDay } from '../../../src/domain/handover/end-pile.ts'
import {
  collectorOf,
  joinCard,
  judgeVisit,
  ordersInHand,
  placeDocument,
  putAside,
  type Visit,
  withCollectorOf,
  withoutGone,
} from '../../../src/domain/handover/visit.ts'
import { toCardNumber, toItemBarcode, toOrderId } from '../../../src/domain/ids.ts'
import type { Order } from '../../../src/domain/order/order.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aMoment, anInstant, tuesday } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aCopy, aRecord } from '../../builders/a-record.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { itemsPickedFor } from '../../builders/an-item.ts'
import { aBagging, aFactOnOrder, aLine, anOrder, anOrderWith, aPick, aRecordWanted, aSlotKey } from '../../builders/an-order.ts'

const aline = aPatron()
const tom = aPatron({ id: toCardNumber('23333000000347'), firstName: 'Tom' })
const anyone = toCardNumber('23333000000999')

const readyOrder = (id: string, card: Order['card'], record: string, bay: number, changes: Partial<Order> = {}): Order =>
  anOrderWith(
    { id: toOrderId(id), card, lines: [aLine('1', aRecordWanted(record))], ...changes },
    aPick('1', record.toLowerCase()),
    aBagging(bay),
  )
const first = readyOrder('first', aline.id, 'A', 1)
const second = readyOrder('second', aline.id, 'B', 2, { slot: aSlotKey('2026-11-24 16:00') })
const thursday = readyOrder('thursday', aline.id, 'C', 3, { slot: aSlotKey('2026-11-26 10:00') })
const sons = readyOrder('sons', tom.id, 'D', 4)
const strangers = readyOrder('strangers', anyone, 'E', 5)
const tapped = anOrderWith({ id: toOrderId('tapped'), card: aline.id, lines: [aLine('1', aRecordWanted('F'))] }, aPick('1', undefined))
const tappedToo = anOrderWith({ id: toOrderId('tapped-too'), card: tom.id, lines: [aLine('1', aRecordWanted('F'))] }, aPick('1', undefined))
const bound = anOrderWith({ id: toOrderId('bound'), card: aline.id, lines: [aLine('1', aRecordWanted('F'))] }, aPick('1', 'f'))
const orders = [first, second, thursday, sons, strangers, tapped, tappedToo, bound]
const records = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((id) =>
  aRecord(id, { title: `Titre ${id}`, copies: [aCopy(id.toLowerCase()), aCopy(`${id.toLowerCase()}2`)] }),
)
const desk = aDesk(aline, tom, ...records, ...orders, ...orders.flatMap((order) => itemsPickedFor(order)))

const visitOf = (card: Order['card'], ...inHand: readonly Order[]): Visit =>
  joinCard({ startedAt: anInstant('2026-11-24 15:00'), piles: [], activeCard: card, isAside: false }, card, inHand)
const scan = (visit: Visit, ...barcodes: readonly string[]): Visit =>
  barcodes.reduce((before, barcode) => {
    const placed = placeDocument(desk, aSettings(), before, toItemBarcode(barcode), tuesday)
    if (placed.kind !== 'added') throw new Error(`${barcode} was scanned before`)
    return placed.visit
  }, visit)
const pilesOf = (visit: Visit) =>
  visit.piles.map(({ orderId, card, scanned }) => [orderId, card, scanned.map(({ barcode }) => barcode).join()])

describe('taking several orders in one visit', () => {
  it('[HO-11] a card brings every order of its patron that is ready and due by today', () => {
    expect(ordersInHand([first, second, thursday], tuesday)).toEqual([first, second])
  })

  it('[HO-11] a patron who arrived is given the order whatever its day, and one who missed it too', () => {
    const early = anOrderWith(thursday, ...thursday.facts, aFactOnOrder('arrived', {}))
    const missed = anOrderWith(second, ...second.facts, aFactOnOrder('no-show', {}))
    expect(ordersInHand([early, missed], tuesday)).toEqual([early, missed])
  })

  it('[HO-11] where nothing is ready, the only order there is may still be opened, and of several none', () => {
    const [one, other] = [anOrder({ id: toOrderId('one') }), anOrder({ id: toOrderId('other') })]
    expect(ordersInHand([one], tuesday)).toEqual([one])
    expect(ordersInHand([one, other], tuesday)).toEqual([])
  })

  it('[HO-11] each document goes to the pile it was picked for, whatever was scanned before', () => {
    expect(pilesOf(scan(visitOf(aline.id, first, second), 'b', 'a'))).toEqual([
      ['first', aline.id, 'a'],
      ['second', aline.id, 'b'],
    ])
  })

  it('[HO-11] a document of an order that was not in hand takes that order up', () => {
    expect(pilesOf(scan(visitOf(aline.id, first), 'c'))).toEqual([
      ['first', aline.id, ''],
      ['thursday', aline.id, 'c'],
    ])
  })

  it('[HO-8] [HO-11] a document scanned for one pile is already scanned for all', () => {
    expect(placeDocument(desk, aSettings(), scan(visitOf(aline.id, first, second), 'a'), toItemBarcode('a'), tuesday)).toEqual({
      kind: 'already-scanned',
    })
  })

  it('[HO-11] [LOAN-1] the second pile counts what the first one lends', () => {
    const rights = aSettings({ totalMaximums: { [aline.category]: 1 } })
    const verdicts = judgeVisit(desk, rights, scan(visitOf(aline.id, first, second), 'a', 'b'), tuesday)
    expect(verdicts.map(({ documents }) => documents[0]?.verdict.kind)).toEqual(['accepted', 'refused'])
    const apart = judgeVisit(desk, rights, scan(joinCard(visitOf(aline.id, first), tom.id, [sons]), 'a', 'd'), tuesday)
    expect(apart.map(({ documents }) => documents[0]?.verdict.kind)).toEqual(['accepted', 'accepted'])
  })

  it('[HO-6] [HO-11] each pile is recorded by an operation of its own, and a pile of which nothing is scanned by none', () => {
    const visit = scan(joinCard(visitOf(aline.id, first, second), tom.id, [sons]), 'd', 'a')
    const recorded = judgeVisit(desk, aSettings(), visit, tuesday).map((judgement, n) => {
      const pile = visit.piles[n]
      const built = pile === undefined ? undefined : buildHandOverOrder(pile, judgement, aMoment('2026-11-24 15:04'), 'refused')
      return built?.ok ? [built.value.orderId, built.value.card, built.value.items.map(({ barcode }) => barcode)] : undefined
    })
    expect(recorded).toEqual([['first', aline.id, ['a']], undefined, ['sons', tom.id, ['d']]])
  })
})

describe('serving a family in one visit', () => {
  const visit = joinCard(visitOf(aline.id, first), tom.id, [sons])

  it('[HO-11] a second card joins with its orders, and a card scanned again adds nothing', () => {
    expect(pilesOf(joinCard(visit, aline.id, [first]))).toEqual(pilesOf(visit))
    expect(pilesOf(visit)).toEqual([
      ['first', aline.id, ''],
      ['sons', tom.id, ''],
    ])
  })

  it('[HO-4] [HO-11] a document that no order of the visit asks for is lent to the card scanned last', () => {
    expect(pilesOf(scan(visit, 'g'))[1]).toEqual(['sons', tom.id, 'g'])
    expect(pilesOf(scan(joinCard(visit, aline.id, [first]), 'g'))[0]).toEqual(['first', aline.id, 'g'])
  })

  it('[HO-11] a title that was ticked without a scan goes to whoever asked for it, whoever’s card came last', () => {
    expect(pilesOf(scan(joinCard(visitOf(aline.id, tapped), tom.id, [sons]), 'f2'))).toEqual([
      ['tapped', aline.id, 'f2'],
      ['sons', tom.id, ''],
    ])
  })

  it('[HO-11] where two of them asked for the same title, it goes to the card scanned last', () => {
    expect(pilesOf(scan(joinCard(visitOf(aline.id, tapped), tom.id, [tappedToo]), 'f2'))[1]).toEqual(['tapped-too', tom.id, 'f2'])
    const again = joinCard(joinCard(visitOf(aline.id, tapped), tom.id, [tappedToo]), aline.id, [tapped])
    expect(pilesOf(scan(again, 'f2'))[0]).toEqual(['tapped', aline.id, 'f2'])
  })

  it('[HO-2] [HO-11] another copy goes first to an order that has none, and only then stands in for the picked copy', () => {
    const visit = joinCard(visitOf(aline.id, bound), tom.id, [tappedToo])
    const before = joinCard(visit, aline.id, [bound])
    expect(pilesOf(scan(before, 'f2'))[1]).toEqual(['tapped-too', tom.id, 'f2'])
    expect(pilesOf(scan(visitOf(aline.id, bound), 'f2'))).toEqual([['bound', aline.id, 'f2']])
  })

  it('[HO-11] the very copy that was picked for one order goes to that one, though another asked for the title', () => {
    expect(pilesOf(scan(visitOf(aline.id, tapped, bound), 'f'))).toEqual([
      ['tapped', aline.id, ''],
      ['bound', aline.id, 'f'],
    ])
  })

  it('[HO-11] a card without an order joins with a pile of its own', () => {
    expect(pilesOf(scan(joinCard(visitOf(aline.id, first), tom.id, []), 'g'))).toEqual([
      ['first', aline.id, ''],
      [undefined, tom.id, 'g'],
    ])
  })

  it('[HO-3] [HO-11] a document of somebody who is not here is refused all the same', () => {
    const judged = judgeVisit(desk, aSettings(), scan(visit, 'e'), tuesday)
    expect(judged[1]?.documents[0]?.verdict).toMatchObject({ kind: 'refused', refusal: { kind: 'item-of-another-order' } })
  })
})

describe('putting a visit aside', () => {
  const begun = scan(visitOf(aline.id, first, second), 'a')

  it('[HO-6] a visit that was begun is kept, and one of which nothing was done is not', () => {
    expect(putAside(desk, begun)).toEqual({ kind: 'kept', visit: { ...begun, isAside: true } })
    expect(putAside(desk, visitOf(aline.id, first))).toEqual({ kind: 'not-begun' })
    const searched = { ...begun, piles: begun.piles.map((pile) => ({ ...pile, scanned: [], notFound: ['1'] })) }
    expect(putAside(desk, searched).kind).toBe('kept')
  })

  it('[HO-6] a pile that was handed over or cancelled elsewhere meanwhile is put aside no more', () => {
    const handedOver = anOrderWith(first, ...first.facts, aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] }))
    const later = aDesk(aline, handedOver, second)
    expect(putAside(later, begun)).toEqual({ kind: 'gone' })
    const two = scan(begun, 'b')
    expect(putAside(later, two)).toEqual({ kind: 'kept', visit: { ...two, piles: two.piles.slice(1), isAside: true } })
  })

  it('[PRIV-2] a pile put aside ends with its day, and the one in hand stays', () => {
    const aside = { ...begun, isAside: true }
    const today = { ...aside, startedAt: anInstant('2026-11-25 09:00') }
    const isOver = (startedAt: Visit['startedAt']): boolean => startedAt < anInstant('2026-11-25 00:00')
    expect(endDay([begun, aside, today], isOver)).toEqual([begun, today])
  })
})

describe('coming for another', () => {
  const both = withCollectorOf(joinCard(visitOf(aline.id, first), tom.id, [sons]), tom.id, 'card')

  it('[HO-12] who comes for one card of the visit is noted for that card, and the other’s patron is here', () => {
    expect(both.piles.map(({ card, collectedWith }) => [card, collectedWith])).toEqual([
      [aline.id, undefined],
      [tom.id, 'card'],
    ])
    expect([collectorOf(both, aline.id), collectorOf(both, tom.id)]).toEqual([undefined, 'card'])
  })

  it('[HO-11] [HO-12] one more order of that card is collected in the same way', () => {
    const asked = withCollectorOf(visitOf(aline.id, first), aline.id, 'told')
    expect(scan(asked, 'b').piles.map(({ orderId, collectedWith }) => [orderId, collectedWith])).toEqual([
      ['first', 'told'],
      ['second', 'told'],
    ])
  })

  it('[HO-12] a patron who comes after all is here for each order', () => {
    const asked = withCollectorOf(visitOf(aline.id, first, second), aline.id, 'number')
    expect(collectorOf(withCollectorOf(asked, aline.id, undefined), aline.id)).toBeUndefined()
  })

  it('[HO-12] how it was collected is added to the note, and with the undo it alone leaves', () => {
    const sentences = ['Retiré avec la carte', 'Picked up with the card']
    expect(withCollector('', 'Retiré avec la carte')).toBe('Retiré avec la carte')
    const noted = withCollector('Vient à vélo', 'Retiré avec la carte')
    expect(noted).toBe('Vient à vélo · Retiré avec la carte')
    expect(withoutCollector(noted, sentences)).toBe('Vient à vélo')
    expect(withoutCollector(`${noted} · Rappelle demain`, sentences)).toBe('Vient à vélo · Rappelle demain')
    expect(withoutCollector('Retiré avec la carte', sentences)).toBe('')
    expect(withoutCollector('Vient à vélo · le soir', sentences)).toBe('Vient à vélo · le soir')
  })
})

describe('the same visit in two tabs', () => {
  const both = joinCard(visitOf(aline.id, first), tom.id, [sons])
  const grown = scan(both, 'a', 'd')
  const onlySon = { ...both, piles: both.piles.slice(1) }

  it('[HO-6] a pile that the other tab handed over is no longer in hand; the rest stays as it is here', () => {
    expect(withoutGone(grown, both, onlySon)).toEqual({ ...grown, piles: grown.piles.slice(1) })
    expect(withoutGone(grown, both, undefined)).toBeUndefined()
  })

  it('[HO-6] a pile that was only begun here stays', () => {
    expect(withoutGone(grown, onlySon, onlySon)).toEqual(grown)
    expect(withoutGone(grown, undefined, undefined)).toEqual(grown)
  })

  it('[HO-6] another visit begun in the other tab takes nothing from this one', () => {
    const another = { ...visitOf(aline.id, second), startedAt: anInstant('2026-11-24 15:05') }
    expect(withoutGone(grown, both, another)).toEqual(grown)
    expect(withoutGone(grown, another, undefined)).toEqual(grown)
  })
})
