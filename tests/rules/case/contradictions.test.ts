/**
 * Two tablets that did not hear each other: which facts contradict, and what a person's decision changes.
 * Each story is told twice, with the facts arriving in another order, and must end in the same rows.
 */

import { describe, expect, it } from 'vitest'
import { decisionsFor } from '../../../src/domain/case/case-decisions.ts'
import { untrueOf } from '../../../src/domain/case/decided.ts'
import { toCardNumber, toCaseId, toClaimId, toItemBarcode, toRecordId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { itemState } from '../../../src/domain/item/item-state.ts'
import type { LocalDate } from '../../../src/domain/local-date.ts'
import type { Envelope, Operation } from '../../../src/domain/operation/operation.ts'
import { lineState, orderState } from '../../../src/domain/order/order.ts'
import { aDate, aMoment } from '../../builders/a-moment.ts'
import { aTablet, type TestTablet } from '../../builders/a-tablet.ts'
import { at, base, germinal, handOver, line, nadia, orderOfNadia, orderOfPaul, paul, pick, twoTablets } from '../../builders/two-tablets.ts'

const giveBack = (time = '16:00', quarantineUntil?: LocalDate): Operation => ({
  kind: 'return-item',
  barcode: germinal,
  recordId: toRecordId('record-1'),
  documentType: 'livre',
  quarantineUntil,
  bin: undefined,
  happened: at(time),
})

const undo = (handover: Envelope, orderId: typeof orderOfNadia, card: typeof nadia): Operation => ({
  kind: 'undo-handover',
  handover: handover.operationId,
  orderId,
  card,
  barcodes: [germinal],
  happened: at('14:20'),
})

/** Whatever its author had seen arrives before it: pushes go in outbox order, and what a tablet saw had passed by the endpoint. */
const respectsCauses = (arrival: readonly Envelope[]): boolean =>
  arrival.every((envelope, i) => {
    const seen = new Set(Object.values(envelope.based).flat())
    return !arrival.slice(i + 1).some((later) => seen.has(later.operationId))
  })

/** Rows after the same envelopes in every possible order; fails where one order tells another story. */
const inAnyOrder = (envelopes: readonly Envelope[]): TestTablet => {
  const permutations = (rest: readonly Envelope[]): readonly (readonly Envelope[])[] =>
    rest.length < 2 ? [rest] : rest.flatMap((first, i) => permutations(rest.toSpliced(i, 1)).map((others) => [first, ...others]))
  const ends = permutations(envelopes)
    .filter(respectsCauses)
    .map((arrival) => {
      const endpoint = aTablet('E', base, at('14:00'))
      endpoint.learn(...arrival, ...arrival.slice(0, 1))
      return endpoint
    })
  const [first] = ends
  if (first === undefined) throw new Error('no arrival')
  for (const other of ends) expect(other.rows()).toEqual(first.rows())
  return first
}

const openCases = (tablet: TestTablet): readonly string[] =>
  [...tablet.state.all('case')].filter((row) => row.settlement === undefined).map((row) => row.id)
const loansOf = (tablet: TestTablet, card: typeof nadia): number => tablet.state.get('patron', card)?.loans.length ?? -1

describe('one document handed over by two tablets that did not hear each other', () => {
  it('[CASE-1] handing one document over to two patrons opens one case that cites both handovers', () => {
    const { a, b } = twoTablets()
    const first = a.press(handOver(orderOfNadia, nadia))
    const second = b.press(handOver(orderOfPaul, paul, '14:31'))
    const endpoint = inAnyOrder([first, second])
    expect(openCases(endpoint)).toEqual([`handed-over-twice:item/${germinal}:1`])
    expect(endpoint.state.get('case', toCaseId(`handed-over-twice:item/${germinal}:1`))?.cites).toEqual(['A1', 'B1'])
  })

  it('[HO-6] a document that one handover says both given and left behind is out: a book that left is a fact', () => {
    const { a } = twoTablets()
    const both: Operation = { ...handOver(orderOfNadia, nadia), leftBehind: [{ barcode: germinal, lineId: line }] } as Operation
    const endpoint = inAnyOrder([a.press(both)])
    expect(loansOf(endpoint, nadia)).toBe(1)
  })

  it('[CASE-3] a return between two handovers, known to the second, leaves nothing to settle', () => {
    const { a, b } = twoTablets()
    const first = a.press(handOver(orderOfNadia, nadia))
    b.learn(first)
    const back = b.press(giveBack())
    const second = b.press(handOver(orderOfPaul, paul, '17:00'))
    const endpoint = inAnyOrder([first, back, second])
    expect(openCases(endpoint)).toEqual([])
    expect(loansOf(endpoint, nadia)).toBe(0)
    expect(loansOf(endpoint, paul)).toBe(1)
  })

  it('[CASE-3] lent, returned and lent again elsewhere before the first tablet speaks: one case asks of the first loan, which a person ends', () => {
    const { a, b } = twoTablets()
    const late = a.press(handOver(orderOfNadia, nadia, '10:00'))
    const back = b.press(giveBack('14:00'))
    const second = b.press(handOver(orderOfPaul, paul, '15:00'))
    const endpoint = inAnyOrder([back, second, late])
    expect(openCases(endpoint)).toEqual([`lent-and-returned:item/${germinal}:1`])
    const [found] = [...endpoint.state.all('case')]
    if (found === undefined) throw new Error('no case')
    const [cameBack] = decisionsFor(endpoint.state, found)
    expect(cameBack).toEqual({ kind: 'stands', fact: back.operationId })
    if (cameBack === undefined) throw new Error('no decision')
    expect([loansOf(endpoint, nadia), loansOf(endpoint, paul)]).toEqual([1, 1])
    endpoint.press({ kind: 'settle-case', caseId: found.id, cites: found.cites, decision: cameBack, note: '' })
    expect([loansOf(endpoint, nadia), loansOf(endpoint, paul)]).toEqual([0, 1])
    const order = endpoint.state.get('order', orderOfNadia)
    expect(order && orderState(order)).toBe('handed-over')
    const decided = endpoint.state.get('case', found.id)
    if (decided === undefined) throw new Error('no case')
    const isOut = { kind: 'stands', fact: late.operationId } as const
    const anew = decided.settlement && { replaces: decided.settlement.operationId }
    endpoint.press({ kind: 'settle-case', caseId: found.id, cites: found.cites, decision: isOut, note: '', anew })
    expect([loansOf(endpoint, nadia), loansOf(endpoint, paul)]).toEqual([1, 1])
  })

  it('[HO-7] only a return or an undo that names the handover takes a document out of « remis »', () => {
    const { a, b } = twoTablets()
    const handover = a.press(handOver(orderOfNadia, nadia))
    const strangerReturn = b.press(giveBack())
    const endpoint = inAnyOrder([handover, strangerReturn])
    const item = endpoint.state.get('item', germinal)
    expect(item && itemState(item).kind).toBe('out')
    endpoint.learn(a.press(undo(handover, orderOfNadia, nadia)))
    const after = endpoint.state.get('item', germinal)
    expect(after && itemState(after).kind).not.toBe('out')
    expect(loansOf(endpoint, nadia)).toBe(0)
  })

  it('[LOAN-2] two tablets that hand the same document to the same patron make one loan, and no case', () => {
    const { a, b } = twoTablets()
    const endpoint = inAnyOrder([a.press(handOver(orderOfNadia, nadia)), b.press(handOver(undefined, nadia, '15:00'))])
    expect(openCases(endpoint)).toEqual([])
    expect(loansOf(endpoint, nadia)).toBe(1)
  })

  it('[CASE-2] a person says which handover is true: the other order shows its document as missing, and counts no loan', () => {
    const { a, b } = twoTablets()
    const first = a.press(handOver(orderOfNadia, nadia))
    const second = b.press(handOver(orderOfPaul, paul, '14:31'))
    a.learn(second)
    const found = a.state.get('case', toCaseId(`handed-over-twice:item/${germinal}:1`))
    if (found === undefined) throw new Error('no case')
    expect(decisionsFor(a.state, found)).toEqual([
      { kind: 'stands', fact: first.operationId },
      { kind: 'stands', fact: second.operationId },
      { kind: 'both-true' },
    ])
    a.press({
      kind: 'settle-case',
      caseId: found.id,
      cites: found.cites,
      decision: { kind: 'stands', fact: first.operationId },
      note: '',
    })
    expect(openCases(a)).toEqual([])
    expect([loansOf(a, nadia), loansOf(a, paul)]).toEqual([1, 0])
    const other = a.state.get('order', orderOfPaul)
    const [wanted] = other?.lines ?? []
    expect(other && wanted && lineState(other, wanted).kind).toBe('not-found')
  })

  it('[CASE-2] a fact that arrives after a settlement opens a new case that names the old one', () => {
    const { a, b } = twoTablets()
    const c = aTablet('C', base, at('14:00'))
    a.press(handOver(orderOfNadia, nadia))
    a.learn(b.press(handOver(orderOfPaul, paul)))
    const [id] = [...a.state.all('case')]
    if (id === undefined) throw new Error('no case')
    a.press({ kind: 'settle-case', caseId: id.id, cites: id.cites, decision: { kind: 'both-true' }, note: '' })
    a.learn(c.press(handOver(undefined, toCardNumber('23333000000001'))))
    const next = a.state.get('case', toCaseId(`handed-over-twice:item/${germinal}:2`))
    expect(next?.follows).toBe(id.id)
    expect(next?.cites).toContain('C1')
  })

  it('[CASE-2] a case to which a fact was added meanwhile is not settled by somebody who did not see it', () => {
    const { a, b } = twoTablets()
    a.press(handOver(orderOfNadia, nadia))
    a.learn(b.press(handOver(orderOfPaul, paul)))
    const [found] = [...a.state.all('case')]
    if (found === undefined) throw new Error('no case')
    const settle: Operation = { kind: 'settle-case', caseId: found.id, cites: found.cites, decision: { kind: 'both-true' }, note: '' }
    expect(a.ask(settle).ok).toBe(true)
    const c = aTablet('C', base, at('14:00'))
    a.learn(c.press(handOver(undefined, toCardNumber('23333000000001'))))
    expect(a.ask(settle)).toMatchObject({ ok: false, refusal: { kind: 'case-changed-meanwhile' } })
  })

  it('[CASE-2] a person’s decision counts in whatever order the facts came back, even where the case never was', () => {
    const { a, b } = twoTablets()
    const c = aTablet('C', base, at('14:00'))
    const picked = a.press(pick(orderOfNadia))
    b.learn(picked)
    const unpicked = b.press({
      kind: 'unpick-item',
      orderId: orderOfNadia,
      lineId: line,
      pick: picked.operationId,
      barcode: germinal,
      happened: at('10:05'),
    })
    c.learn(picked, unpicked)
    const again = c.press(pick(orderOfPaul))
    const late = aTablet('L', base, at('14:00'))
    late.learn(picked, again, unpicked)
    const [found] = [...late.state.all('case')]
    if (found === undefined) throw new Error('no case')
    const settle = late.press({
      kind: 'settle-case',
      caseId: found.id,
      cites: found.cites,
      decision: { kind: 'stands', fact: again.operationId },
      note: '',
    })
    const inOrder = aTablet('O', base, at('14:00'))
    inOrder.learn(picked, unpicked, again, settle)
    expect(openCases(inOrder)).toEqual([])
    expect(inOrder.state.get('item', germinal)).toEqual(late.state.get('item', germinal))
    expect(inOrder.state.get('order', orderOfNadia)).toEqual(late.state.get('order', orderOfNadia))
    expect([...untrueOf(inOrder.state.get('item', germinal)?.decided ?? [], germinal)]).toEqual([picked.operationId])
  })
})

describe('cancelled, quarantined or picked elsewhere meanwhile', () => {
  it('[CASE-3] a handover of an order that somebody cancelled meanwhile stands, with a case', () => {
    const { a, b } = twoTablets()
    const handover = a.press(handOver(orderOfNadia, nadia))
    const cancel = b.press({ kind: 'cancel-order', orderId: orderOfNadia, reason: 'par téléphone' })
    const endpoint = inAnyOrder([handover, cancel])
    expect(openCases(endpoint)).toEqual([`handed-over-though-cancelled:order/${orderOfNadia}:1`])
    const after = endpoint.state.get('order', orderOfNadia)
    expect(after && orderState(after)).toBe('handed-over')
  })

  it('[CASE-3] a document lent while another tablet had put it in quarantine opens a case', () => {
    const { a, b } = twoTablets()
    const back = b.press(giveBack('09:00', aDate('2026-11-26')))
    const handover = a.press(handOver(orderOfNadia, nadia, '14:12'))
    expect(openCases(inAnyOrder([back, handover]))).toEqual([`lent-in-quarantine:item/${germinal}:1`])
  })

  it('[CASE-1, CASE-11] a document lent by one and scanned back by another, neither knowing, opens a case; not where it came back before it left', () => {
    const { a, b } = twoTablets()
    const handover = a.press(handOver(orderOfNadia, nadia, '14:12'))
    expect(openCases(inAnyOrder([handover, b.press(giveBack('14:30'))]))).toEqual([`lent-and-returned:item/${germinal}:1`])
    const { a: c, b: d } = twoTablets()
    expect(openCases(inAnyOrder([c.press(handOver(orderOfNadia, nadia, '14:12')), d.press(giveBack('14:10'))]))).toEqual([])
  })

  it('[CASE-1] in the hour that a clock set back shows twice, the tablets’ own instants say whether it came back before it left', () => {
    const night = (payload: Operation, time: string, utc: string): [Operation, Partial<Envelope>] => [
      { ...payload, happened: aMoment(`2026-10-25 ${time}`) } as Operation,
      { at: toInstant(Date.parse(`2026-10-25T${utc}Z`)) },
    ]
    const casesOf = (lent: [Operation, Partial<Envelope>], returned: [Operation, Partial<Envelope>]) => {
      const { a, b } = twoTablets()
      return openCases(
        inAnyOrder([
          { ...a.press(lent[0]), ...lent[1] },
          { ...b.press(returned[0]), ...returned[1] },
        ]),
      )
    }
    const [lend, giveIn] = [handOver(orderOfNadia, nadia), giveBack('14:30')]
    const asked = [`lent-and-returned:item/${germinal}:1`]
    // Lent at 02:40 of summer, back at 02:20 of winter, forty minutes later; and the other way round.
    expect(casesOf(night(lend, '02:40', '00:40'), night(giveIn, '02:20', '01:20'))).toEqual(asked)
    expect(casesOf(night(lend, '02:20', '01:20'), night(giveIn, '02:40', '00:40'))).toEqual([])
    // The same clock twice within one of the two hours is what it says, by a tablet a few minutes fast too.
    expect(casesOf(night(lend, '02:40', '01:40'), night(giveIn, '02:20', '01:24'))).toEqual([])
  })

  it('[CASE-1] a return that ended one of two contradictory loans asks nothing more', () => {
    const { a, b } = twoTablets()
    const lent = a.press(handOver(orderOfNadia, nadia, '14:12'))
    const back = a.press(giveBack('14:40'))
    const other = b.press(handOver(orderOfPaul, paul, '14:20'))
    expect(openCases(inAnyOrder([lent, back, other]))).toEqual([`handed-over-twice:item/${germinal}:1`])
  })

  it('[CASE-1, CASE-11] a document on one tablet’s pile that another tablet lends opens a case; either fact may be declared untrue', () => {
    const { a, b } = twoTablets()
    const picked = a.press(pick(orderOfNadia))
    const lent = b.press(handOver(orderOfPaul, paul, '14:12'))
    expect(openCases(inAnyOrder([picked, lent]))).toEqual([`picked-and-lent:item/${germinal}:1`])
    a.learn(lent)
    const [found] = [...a.state.all('case')]
    if (found === undefined) throw new Error('no case')
    expect(decisionsFor(a.state, found).map(({ kind }) => kind)).toEqual(['stands', 'stands'])
    a.press({ kind: 'settle-case', caseId: found.id, cites: found.cites, decision: { kind: 'stands', fact: lent.operationId }, note: '' })
    const order = a.state.get('order', orderOfNadia)
    const [wanted] = order?.lines ?? []
    expect(order && wanted && lineState(order, wanted).kind).toBe('to-pick')
    const { a: c, b: d } = twoTablets()
    expect(openCases(inAnyOrder([c.press(pick(orderOfNadia)), d.press(handOver(orderOfNadia, nadia, '14:12'))]))).toEqual([])
  })

  it('[CASE-3] one document picked for two orders opens a case; the decision puts one of the lines back on the list', () => {
    const { a, b } = twoTablets()
    const first = a.press(pick(orderOfNadia))
    const second = b.press(pick(orderOfPaul))
    const endpoint = inAnyOrder([first, second])
    expect(openCases(endpoint)).toEqual([`item-picked-twice:item/${germinal}:1`])
    a.learn(second)
    const [found] = [...a.state.all('case')]
    if (found === undefined) throw new Error('no case')
    a.press({ kind: 'settle-case', caseId: found.id, cites: found.cites, decision: { kind: 'stands', fact: first.operationId }, note: '' })
    const other = a.state.get('order', orderOfPaul)
    const [wanted] = other?.lines ?? []
    expect(other && wanted && lineState(other, wanted).kind).toBe('to-pick')
  })

  it('[CASE-3] two documents picked for one line open a case; the same one twice does not', () => {
    const { a, b } = twoTablets()
    const other = toItemBarcode('33331000000001')
    const one = a.press(pick(orderOfNadia))
    expect(openCases(inAnyOrder([one, b.press(pick(orderOfNadia, other))]))).toEqual([`line-picked-twice:line/${orderOfNadia}/1:1`])
    const c = aTablet('C', base, at('14:00'))
    expect(openCases(inAnyOrder([one, c.press(pick(orderOfNadia))]))).toEqual([])
  })

  it('[PULL-5] found on the second pass is no contradiction; picked and reported missing without knowing of it is one', () => {
    const { a, b } = twoTablets()
    const missing = a.press({ kind: 'report-not-found', orderId: orderOfNadia, lineId: line, happened: at('09:30') })
    const found = a.press(pick(orderOfNadia))
    expect(openCases(inAnyOrder([missing, found]))).toEqual([])
    const stranger = b.press(pick(orderOfNadia))
    expect(openCases(inAnyOrder([missing, stranger]))).toEqual([`picked-and-not-found:line/${orderOfNadia}/1:1`])
  })

  it('[CASE-7, CASE-21] so is one about a line that the order came back without, after a roll-back', () => {
    const { a, b } = twoTablets()
    const facts = [
      a.press({ kind: 'report-not-found', orderId: orderOfNadia, lineId: line, happened: at('09:30') }),
      b.press(pick(orderOfNadia)),
    ]
    const without = base.map((row) => (row.kind === 'order' ? { ...row, lines: [] } : row))
    for (const arrival of [facts, facts.toReversed()]) {
      const endpoint = aTablet('E', without, at('14:00'))
      endpoint.learn(...arrival)
      expect(openCases(endpoint)).toEqual([`picked-and-not-found:line/${orderOfNadia}/1:1`])
    }
  })

  it('[PULL-3] two claims made offline both show: the first one received holds, and a case says so', () => {
    const { a, b } = twoTablets()
    const scope = { kind: 'zone', name: 'Romans' } as const
    const endpoint = aTablet('E', base, at('14:00'))
    endpoint.learn(a.press({ kind: 'claim', scope }), b.press({ kind: 'claim', scope }))
    expect(endpoint.state.get('claim', toClaimId('zone/Romans'))?.holders.map((holder) => holder.operationId)).toEqual(['A1', 'B1'])
    expect(openCases(endpoint)).toEqual(['claimed-twice:claim/zone/Romans:1'])
    expect(a.ask({ kind: 'claim', scope }).ok).toBe(true)
  })

  it('[PULL-3] whoever takes a zone over, knowing who held it, holds it alone, and the list says after whom; no case opens', () => {
    const { a, b } = twoTablets()
    const scope = { kind: 'zone', name: 'Romans' } as const
    const endpoint = aTablet('E', base, at('14:00'))
    const taken = a.press({ kind: 'claim', scope })
    b.learn(taken)
    const takenOver = b.press({ kind: 'claim', scope })
    expect(takenOver.based).toEqual({ 'claim/zone/Romans': ['A1'] })
    endpoint.learn(taken, takenOver, takenOver)
    expect(endpoint.state.get('claim', toClaimId('zone/Romans'))?.holders).toMatchObject([
      { operationId: 'B1', tookOverFrom: 'librarian-A' },
    ])
    expect(openCases(endpoint)).toEqual([])
    // And back again: the last one who knew holds it.
    a.learn(takenOver)
    endpoint.learn(a.press({ kind: 'claim', scope }))
    expect(endpoint.state.get('claim', toClaimId('zone/Romans'))?.holders).toMatchObject([
      { operationId: 'A2', tookOverFrom: 'librarian-B' },
    ])
  })

  it('[PULL-3] two who took over the same zone without knowing of each other both show, and a case says so', () => {
    const { a, b } = twoTablets()
    const scope = { kind: 'zone', name: 'Romans' } as const
    const [c, endpoint] = [aTablet('C', base, at('14:00')), aTablet('E', base, at('14:00'))]
    const taken = c.press({ kind: 'claim', scope })
    a.learn(taken)
    b.learn(taken)
    endpoint.learn(taken, a.press({ kind: 'claim', scope }), b.press({ kind: 'claim', scope }))
    expect(endpoint.state.get('claim', toClaimId('zone/Romans'))?.holders.map((holder) => holder.operationId)).toEqual(['A1', 'B1'])
    expect(openCases(endpoint)).toEqual(['claimed-twice:claim/zone/Romans:1'])
  })
})
