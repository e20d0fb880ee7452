/**
 * A database that was put back hears again, in turn, what tablets hold: a case may open before the fact that explains it is back (CASE-2).
 */
import { describe, expect, it } from 'vitest'
import { formatCaseId, isExplained } from '../../../src/domain/case/case.ts'
import { decisionsFor } from '../../../src/domain/case/case-decisions.ts'
import { judgeClosing } from '../../../src/domain/case/judge-closing.ts'
import { openCases } from '../../../src/domain/case/open-cases.ts'
import { whatIsSeen } from '../../../src/domain/case/seen-cites.ts'
import { type CardNumber, toCardNumber, toDeviceId, toItemBarcode, toOrderId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { itemState } from '../../../src/domain/item/item-state.ts'
import { newItem } from '../../../src/domain/item/new-item.ts'
import type { Device } from '../../../src/domain/librarian/librarian.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import type { SlotKey } from '../../../src/domain/slot/slot.ts'
import { aGivingBack, aLending } from '../../builders/a-loan.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aTablet } from '../../builders/a-tablet.ts'
import { aLine, anOrder, aRecordWanted, aSlotKey } from '../../builders/an-order.ts'

const happened = aMoment('2026-11-24 10:00')
const barcode = toItemBarcode('33331004471205')
const [nadia, paul] = ['23333000000172', '23333000000347'].map(toCardNumber) as [CardNumber, CardNumber]

const lend = (card: CardNumber): Operation => aLending(barcode, card, happened)
const back: Operation = aGivingBack(barcode, happened)
const tabletC: Device = {
  kind: 'device',
  id: toDeviceId('c'.repeat(32)),
  letter: 'C' as Device['letter'],
  name: 'Tablette C',
  lastHeardOn: happened.date,
  isHolding: false,
  isSetAside: false,
}

/** A lent and took back, B lent again, having seen both; the endpoint hears the return last. */
const told = (device: Device) => {
  const base = [aPatron({ id: nadia }), aPatron({ id: paul }), device]
  const [a, b, endpoint] = ['A', 'B', 'E'].map((letter) => aTablet(letter, base, happened)) as [
    ReturnType<typeof aTablet>,
    ReturnType<typeof aTablet>,
    ReturnType<typeof aTablet>,
  ]
  const first = a.press(lend(nadia))
  const returned = a.press(back)
  b.learn(first, returned)
  const second = b.press(lend(paul))
  endpoint.learn(second, first)
  return { first, returned, second, endpoint, b }
}

describe('a database that was put back', () => {
  it('[CASE-2, CASE-15] a case that a missing fact explains closes by it, as nobody’s decision', () => {
    const { first, returned, second, endpoint } = told(tabletC)
    expect(openCases(endpoint.state).map(({ cites }) => cites)).toEqual([[first.operationId, second.operationId].sort()])
    endpoint.learn(returned)
    expect(openCases(endpoint.state)).toEqual([])
    const [closed] = [...endpoint.state.all('case')]
    expect(closed !== undefined && isExplained(closed)).toBe(true)
    expect(closed?.settlement?.operationId).toBe(returned.operationId)
  })

  it('[CASE-2, CASE-15] an explained case is decided by nobody, not even anew: neither of its facts is untrue', () => {
    const { first, returned, second, endpoint } = told(tabletC)
    const settle = (): Operation => {
      const [row] = [...endpoint.state.all('case')]
      if (row === undefined) throw new Error('no case')
      const decision = { kind: 'stands', fact: second.operationId } as const
      const anew = row.settlement && { replaces: row.settlement.operationId }
      return { kind: 'settle-case', caseId: row.id, ...whatIsSeen(row), decision, note: '', anew }
    }
    expect(endpoint.ask(settle()).ok).toBe(true)
    endpoint.learn(returned)
    // Read while it was open, and read since: the loan that came back stays true, and the ILS hears of it.
    const { anew: _, ...whileOpen } = settle() as Extract<Operation, { kind: 'settle-case' }>
    for (const decided of [whileOpen, settle()]) {
      expect(endpoint.ask(decided)).toMatchObject({ ok: false, refusal: { kind: 'case-changed-meanwhile' } })
    }
    // Open again once what explained it is taken back, it is decided as any other, by what it cites.
    endpoint.press({ kind: 'undo-return', barcode, returning: returned.operationId, happened })
    const decided = settle()
    expect(endpoint.ask(decided).ok).toBe(true)
    expect(decided).toMatchObject({ cites: [first.operationId, second.operationId].sort() })
  })

  it('[CASE-2, CASE-16] the fact that explained a case may be taken back: the same case is open again', () => {
    const { returned, endpoint } = told(tabletC)
    endpoint.learn(returned)
    endpoint.press({ kind: 'undo-return', barcode, returning: returned.operationId, happened })
    expect(openCases(endpoint.state).map(({ id }) => id)).toEqual([`handed-over-twice:item/${barcode}:1`])
  })

  it('[CASE-2] a person’s decision stays, when what opened the next case is explained', () => {
    const order = anOrder({ lines: [aLine('1', aRecordWanted('record-1'))] })
    const base = [aPatron({ id: nadia }), order]
    const [a, b, endpoint] = ['A', 'B', 'E'].map((letter) => aTablet(letter, base, happened)) as [
      ReturnType<typeof aTablet>,
      ReturnType<typeof aTablet>,
      ReturnType<typeof aTablet>,
    ]
    const pick: Operation = {
      kind: 'pick-item',
      orderId: order.id,
      lineId: aLine('1').id,
      barcode,
      recordId: undefined,
      documentType: 'livre',
      happened,
    }
    const [lent, picked] = [a.press(lend(nadia)), b.press(pick)]
    b.learn(lent)
    const decided = b.press({
      kind: 'settle-case',
      caseId: formatCaseId('picked-and-lent', `item/${barcode}`, 1),
      cites: [lent.operationId, picked.operationId].sort(),
      decision: { kind: 'stands', fact: picked.operationId },
      note: '',
    })
    const unpicked = b.press({ kind: 'unpick-item', orderId: order.id, lineId: aLine('1').id, barcode, pick: picked.operationId, happened })
    const again = b.press(pick)
    endpoint.learn(lent, picked, decided, again)
    expect(openCases(endpoint.state)).toHaveLength(1)
    endpoint.learn(unpicked, again, unpicked)
    expect(openCases(endpoint.state)).toEqual([])
    expect(openCases(b.state)).toEqual([])
  })

  it('[CASE-1, CASE-12] one tablet lent and took back, and the facts between are lost: a person is asked which came last', () => {
    const base = [aPatron({ id: nadia }), tabletC]
    const [a, b, endpoint] = ['A', 'B', 'E'].map((letter) => aTablet(letter, base, happened)) as [
      ReturnType<typeof aTablet>,
      ReturnType<typeof aTablet>,
      ReturnType<typeof aTablet>,
    ]
    const lent = a.press(lend(nadia))
    b.learn(lent)
    const again = b.press(lend(nadia))
    a.learn(again)
    const returned = a.press(back)
    const stateOf = () => itemState(endpoint.state.get('item', barcode) ?? newItem(barcode)).kind
    // The first tablet hands over again all that it had said, in either order; the second one is lost.
    endpoint.learn(returned, lent)
    const [open] = openCases(endpoint.state)
    expect(open).toMatchObject({ caseKind: 'lent-and-returned', cites: [lent.operationId, returned.operationId].sort() })
    expect(stateOf()).toBe('out')
    if (open === undefined) throw new Error('no case')
    // Should the second one speak after all, nothing is left to ask.
    const found = aTablet('F', endpoint.rows(), happened)
    found.learn(again)
    expect([...openCases(found.state)]).toEqual([])
    const [cameBack] = decisionsFor(endpoint.state, open)
    if (cameBack === undefined) throw new Error('no decision')
    expect(cameBack).toEqual({ kind: 'stands', fact: returned.operationId })
    endpoint.press({ kind: 'settle-case', caseId: open.id, ...whatIsSeen(open), decision: cameBack, note: '' })
    expect(stateOf()).toBe('returned')
    expect(openCases(endpoint.state)).toEqual([])
  })

  it('[CASE-2] a fact that nobody had seen closes no case', () => {
    const { endpoint } = told(tabletC)
    endpoint.press(back)
    expect(openCases(endpoint.state)).toHaveLength(1)
  })

  it('[CASE-2, CASE-17] [CASE-4] such a case is shown to nobody while a tablet is awaited, and the day is not settled without that one', () => {
    const awaitedSince = toInstant(1_795_000_000_000)
    const { endpoint } = told({ ...tabletC, awaitedSince })
    expect(openCases(endpoint.state)).toEqual([])
    expect(judgeClosing(endpoint.state, happened.date)).toEqual([
      { kind: 'tablet-silent', deviceId: tabletC.id, lastHeardOn: happened.date, since: awaitedSince },
    ])
    // A contradiction of which nothing is missing is shown at once.
    const c = aTablet('C', [aPatron({ id: nadia })], happened)
    const other = toItemBarcode('33331004471213')
    const lendOther = (card: CardNumber): Operation => {
      const operation = lend(card)
      return operation.kind === 'hand-over-order'
        ? { ...operation, items: operation.items.map((item) => ({ ...item, barcode: other })) }
        : operation
    }
    endpoint.learn(c.press(lendOther(nadia)), aTablet('D', [aPatron({ id: paul })], happened).press(lendOther(paul)))
    expect(openCases(endpoint.state).map(({ id }) => id)).toEqual([`handed-over-twice:item/${other}:1`])
  })
})

describe('a slot over its capacity', () => {
  const late = aSlotKey('2026-11-24 16:30')
  const four = ['1', '2', '3', '4'].map((n) => anOrder({ id: toOrderId(n), number: `B-00${n}` }))
  const tooMany = ['5', '6'].map((n) => anOrder({ id: toOrderId(n), number: `B-00${n}`, slot: late }))
  const move = (n: string, from: SlotKey, to: SlotKey): Operation => ({ kind: 'reschedule-order', orderId: toOrderId(n), from, to })

  it.each<[string, Operation]>([
    ['moved to another slot', move('1', aSlotKey(), late)],
    ['cancelled', { kind: 'cancel-order', orderId: toOrderId('1'), reason: 'au téléphone' }],
  ])('[SLOT-3, CASE-16] closes its case as explained once an order of it is %s, and the next one too many opens another', (_how, leave) => {
    const tablet = aTablet('A', [...four, ...tooMany], happened)
    tablet.press(move('5', late, aSlotKey()))
    expect(openCases(tablet.state).map(({ caseKind }) => caseKind)).toEqual(['slot-overfilled'])
    const left = tablet.press(leave)
    const [closed] = [...tablet.state.all('case')]
    expect(openCases(tablet.state)).toEqual([])
    expect(closed && isExplained(closed)).toBe(true)
    expect(closed?.settlement?.operationId).toBe(left.operationId)
    tablet.press(move('6', late, aSlotKey()))
    expect(openCases(tablet.state)).toHaveLength(1)
  })
})
