/**
 * A decision, or the lines of an order, as a defect or a lost tablet may send them: what the case does not offer, what the row does not list,
 * one id for two lines. Nothing is declared untrue by it (CASE-2). The real routes over the real stores.
 */

import { describe, expect, test } from 'vitest'
import type { CaseDecision } from '../../../src/domain/case/case.ts'
import { orderArrows, untrueOf } from '../../../src/domain/case/decided.ts'
import { whatIsSeen } from '../../../src/domain/case/seen-cites.ts'
import { toLineId, toOperationId, toOrderId, toRecordId } from '../../../src/domain/ids.ts'
import { causalPasts } from '../../../src/domain/operation/causality.ts'
import type { Envelope, Operation } from '../../../src/domain/operation/operation.ts'
import { aLateDesk, first, giveBack, type LateDesk, lend, otherOrder, second } from '../../builders/a-late-desk.ts'
import { anEnvelope, aPushed, outcomesOf } from '../../builders/an-endpoint.ts'
import { aSlotKey } from '../../builders/an-order.ts'

const nobody = toOperationId('f'.repeat(32))

/** Facts that contradict each other, received: their case, and a decision about it that differs by so much. */
const contradicted = async (...facts: readonly Envelope[]) => {
  const desk = await aLateDesk()
  await desk.other.push(facts.map(aPushed))
  const settle = async (decision: CaseDecision, changes: Partial<Extract<Operation, { kind: 'settle-case' }>> = {}) => {
    const [found] = await desk.cases()
    if (found === undefined) throw new Error('no case')
    const payload = { kind: 'settle-case', caseId: found.id, ...whatIsSeen(found), decision, note: '', ...changes } as const
    return outcomesOf(await desk.other.push([aPushed(anEnvelope(payload))]))
  }
  return { desk, settle }
}

/** What the document's row holds untrue or over, and whether the case is decided. */
const changedOf = async (desk: LateDesk) => {
  const item = await desk.item()
  const { decided = [], facts = [] } = item ?? {}
  return [
    [...untrueOf(decided, item?.id)],
    [...orderArrows(decided, facts, causalPasts(facts)).over.keys()],
    (await desk.cases()).map(({ settlement }) => settlement?.decision.kind),
  ]
}
const refused = [['refused', 'case-changed-meanwhile']]
const lentTwice = () => [lend(first, 'order-1'), lend(second, 'order-2')] as const

describe('[CASE-2] a decision that the case does not offer is refused, and changes nothing', () => {
  test('a fact that it does not cite stands, of a document that was lent twice', async () => {
    const { desk, settle } = await contradicted(...lentTwice())
    expect(await settle({ kind: 'stands', fact: nobody })).toEqual(refused)
    expect(await changedOf(desk)).toEqual([[], [], [undefined]])
  })

  test('so it is when the case is decided anew', async () => {
    const [one, other] = lentTwice()
    const { desk, settle } = await contradicted(one, other)
    expect(await settle({ kind: 'stands', fact: one.operationId })).toEqual(['accepted'])
    const [decided] = await desk.cases()
    const anew = { replaces: decided?.settlement?.operationId ?? nobody }
    expect(await settle({ kind: 'stands', fact: nobody }, { anew })).toEqual(refused)
    expect(await changedOf(desk)).toEqual([[other.operationId], [], ['stands']])
    expect(await settle({ kind: 'stands', fact: other.operationId }, { anew })).toEqual(['accepted'])
  })

  test('a fact that it does not cite came last, of a loan and a return', async () => {
    const lent = lend(first, 'order-1')
    const desk = await aLateDesk()
    await desk.other.push([aPushed(lent)])
    await desk.late.push([aPushed(giveBack({}))])
    const [found] = await desk.cases()
    if (found === undefined) throw new Error('no case')
    expect(found.caseKind).toBe('lent-and-returned')
    const payload = { kind: 'settle-case', caseId: found.id, ...whatIsSeen(found), note: '' } as const
    const decide = async (decision: CaseDecision) => outcomesOf(await desk.other.push([aPushed(anEnvelope({ ...payload, decision }))]))
    for (const kind of ['both-true', 'acknowledged', 'ask-anew'] as const) expect(await decide({ kind })).toEqual(refused)
    expect(await decide({ kind: 'stands', fact: nobody })).toEqual(refused)
    expect(await changedOf(desk)).toEqual([[], [], [undefined]])
    expect(await decide({ kind: 'stands', fact: lent.operationId })).toEqual(['accepted'])
  })

  test('a cited fact stands, of a case that asks nothing of the kind', async () => {
    const desk = await aLateDesk()
    const cancel = anEnvelope({ kind: 'cancel-order', orderId: otherOrder.id, reason: '' })
    await desk.other.push([aPushed(cancel)])
    await desk.late.push([aPushed(lend(second, 'order-2'))])
    const [found] = await desk.cases()
    if (found === undefined) throw new Error('no case')
    expect(found.caseKind).toBe('handed-over-though-cancelled')
    const payload = { kind: 'settle-case', caseId: found.id, ...whatIsSeen(found), note: '' } as const
    const decide = async (decision: CaseDecision) => outcomesOf(await desk.other.push([aPushed(anEnvelope({ ...payload, decision }))]))
    expect(await decide({ kind: 'stands', fact: cancel.operationId })).toEqual(refused)
    expect(await changedOf(desk)).toEqual([[], [], [undefined]])
    expect(await decide({ kind: 'acknowledged' })).toEqual(['accepted'])
  })

  test('any one of four handovers may stand, also one that no screen has room for', async () => {
    const facts = [...lentTwice(), lend(first, 'order-1'), lend(second, 'order-2')]
    const { desk, settle } = await contradicted(...facts)
    const ids = facts.map(({ operationId }) => operationId).sort()
    expect((await desk.cases())[0]?.cites).toEqual(ids)
    const last = (await desk.item())?.facts.at(-1)?.operationId ?? nobody
    expect(await settle({ kind: 'stands', fact: last })).toEqual(['accepted'])
    expect(await changedOf(desk)).toEqual([ids.filter((id) => id !== last), [], ['stands']])
  })
})

describe('[CASE-2] which facts are untrue comes of the case as it is', () => {
  test.each([
    ['names none of its facts', () => [nobody]],
    ['leaves one of them out', ([fact]: readonly Envelope[]) => (fact === undefined ? [] : [fact.operationId])],
    ['names another one beside them', (facts: readonly Envelope[]) => [...facts.map(({ operationId }) => operationId), nobody].sort()],
  ])('a decision with the right `seen` that %s is refused', async (_, citesOf) => {
    const facts = lentTwice()
    const { desk, settle } = await contradicted(...facts)
    const decision = { kind: 'stands', fact: facts[0].operationId } as const
    expect(await settle(decision, { cites: citesOf(facts) })).toEqual(refused)
    expect(await changedOf(desk)).toEqual([[], [], [undefined]])
  })

  test('one that names all or none of them, in any order, declares the other one untrue', async () => {
    for (const citesOf of [() => [], (ids: readonly Envelope['operationId'][]) => [...ids].sort().reverse()]) {
      const facts = lentTwice()
      const { desk, settle } = await contradicted(...facts)
      const cites = citesOf(facts.map(({ operationId }) => operationId))
      expect(await settle({ kind: 'stands', fact: facts[0].operationId }, { cites })).toEqual(['accepted'])
      expect(await changedOf(desk)).toEqual([[facts[1].operationId], [], ['stands']])
    }
  })
})

describe('two lines of one id are not understood', () => {
  const line = (id: string, recordId: string) => ({ id: toLineId(id), wanted: { kind: 'record', recordId: toRecordId(recordId) } }) as const
  const twice = [line('7', 'record-1'), line('7', 'record-2')]
  const once = [line('7', 'record-1'), line('8', 'record-2')]
  const place = (lines: readonly ReturnType<typeof line>[], orderId: string): Operation => ({
    ...{
      kind: 'place-order',
      orderId: toOrderId(orderId),
      number: 'B-001',
      source: 'desk',
      card: second,
      slot: aSlotKey('2026-11-26 14:00'),
    },
    ...{ lines, note: '', callBackNumber: undefined, isUrgent: false, overrideReason: 'demandé' },
  })
  const change = (changes: Partial<Extract<Operation, { kind: 'change-lines' }>>): Operation => ({
    ...{ kind: 'change-lines', orderId: otherOrder.id, removes: [], adds: [], overrideReason: undefined },
    ...changes,
  })

  test.each([
    ['an order placed', place(twice, 'new-1'), place(once, 'new-2')],
    ['lines added to one', change({ adds: twice }), change({ adds: once })],
  ])('%s', async (_, malformed, whole) => {
    const desk = await aLateDesk()
    expect(outcomesOf(await desk.other.push([aPushed(anEnvelope(malformed))]))).toEqual([['quarantined', 'operation-not-understood']])
    const ids = (await desk.rowsOf('order')).flatMap((order) => ('lines' in order ? order.lines.filter(({ id }) => id === '7') : []))
    expect(ids).toEqual([])
    expect(outcomesOf(await desk.other.push([aPushed(anEnvelope(whole))]))[0]).toMatch(/^accepted/)
  })
})
