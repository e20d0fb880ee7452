/**
 * After a database was put back: what nobody was ever told is accepted, beside what was, and what is kept of both, and for how long
 * (PROTOCOL.md, Epoch). The real routes over the real store.
 */
import { describe, expect, test } from 'vitest'
import { formatCaseId } from '../../../src/domain/case/case.ts'
import { toDeviceId, toLibrarianId } from '../../../src/domain/ids.ts'
import { msPerDay, toInstant } from '../../../src/domain/instant.ts'
import { formatOrderSubject } from '../../../src/domain/operation/subject.ts'
import type { Order } from '../../../src/domain/order/order.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { setTabletAside } from '../../../src/endpoint/authority/set-tablet-aside.ts'
import { again, putBack, told } from '../../builders/a-put-back.ts'
import { anEnvelope, aPushed, libraryOfTests } from '../../builders/an-endpoint.ts'

const scope = { kind: 'zone', name: 'Romans' } as const

describe('what the line lost the answer of', () => {
  test('[CASE-7] stands before what was accepted after it, whichever comes first', async () => {
    for (const isFirst of [true, false]) {
      const { one, other, silent, epoch, instantBefore, row, store } = await putBack()
      const { orderId, early, late, later, place, move } = told()
      await silent.push([again(place, 101)], { epoch, pendingCount: 1 })
      const unanswered = aPushed(anEnvelope(move(early, late), { at: instantBefore(3000) }))
      const answered = { ...aPushed(anEnvelope(move(late, later))), accepted: instantBefore(2000) }
      const say = [() => one.push([unanswered], { epoch }), () => other.push([answered], { epoch })]
      for (const speak of isFirst ? say : say.reverse()) await speak()
      await silent.push([], { epoch })
      expect(((await row('order', orderId)) as Order | undefined)?.slot).toEqual(later)
      expect(await store.read(libraryOfTests, async (reader) => reader.rowsOf('case'))).toEqual([])
    }
  })

  test('[PULL-3] and ends no claim that was made over it since', async () => {
    const { one, other, silent, epoch, instantBefore, store } = await putBack()
    const first = anEnvelope({ kind: 'claim', scope }, { librarianId: toLibrarianId('bruno'), at: instantBefore(3000) })
    const second = anEnvelope({ kind: 'claim', scope }, { based: { 'claim/zone/Romans': [first.operationId] } })
    await one.push([aPushed(first)], { epoch })
    await other.push([{ ...aPushed(second), accepted: instantBefore(2000) }], { epoch })
    await silent.push([], { epoch })
    const [claims, cases] = await store.read(libraryOfTests, async (reader) => [await reader.rowsOf('claim'), await reader.rowsOf('case')])
    expect(claims.flatMap(({ holders }) => holders.map(({ operationId }) => operationId))).toEqual([second.operationId])
    expect(cases).toEqual([])
  })
})

describe('what waits there', () => {
  test('[CASE-8] a claim whose tablet has a clock a day ahead bears the moment at which it came, not that at which it was let in', async () => {
    const { one, other, silent, epoch, advance, instantBefore, store } = await putBack()
    const ahead = anEnvelope({ kind: 'claim', scope }, { at: toInstant(instantBefore(0) + msPerDay) })
    const came = instantBefore(0)
    await one.push([{ ...aPushed(ahead), accepted: instantBefore(2000) }], { epoch })
    advance(600_000)
    for (const tablet of [other, silent, one]) await tablet.push([], { epoch })
    const [claim] = await store.read(libraryOfTests, async (reader) => reader.rowsOf('claim'))
    expect(claim?.holders).toMatchObject([{ operationId: ahead.operationId, at: came }])
  })

  test('[PULL-9] a claim of a tablet that is set aside meanwhile is accepted again, and holds nothing', async () => {
    const { one, other, silent, epoch, instantBefore, store } = await putBack()
    const claim = anEnvelope({ kind: 'claim', scope })
    await one.push([{ ...aPushed(claim), accepted: instantBefore(2000) }], { epoch })
    const word = { librarianId: toLibrarianId('jeanne'), reason: 'perdue', at: instantBefore(0) }
    await store.transact(libraryOfTests, (transaction) => setTabletAside(transaction, toDeviceId(one.identity.deviceId), word))
    for (const tablet of [other, silent]) await tablet.push([], { epoch })
    const [receipts, claims] = await store.read(libraryOfTests, async (reader) => [
      await reader.receiptsOf(claim.operationId),
      await reader.rowsOf('claim'),
    ])
    expect(receipts.map(({ outcome }) => outcome)).toEqual(['accepted'])
    expect(claims.flatMap(({ holders }) => holders)).toEqual([])
  })
})

describe('what is kept of it', () => {
  test('[CASE-7] is forgotten once no tablet can bring anything of before', async () => {
    const { advance, instantBefore, one, other, silent, epoch, store } = await putBack()
    const { orderId, early, late, place, move } = told()
    await silent.push([again(place, instantBefore(2000))], { epoch, pendingCount: 1 })
    await one.push([aPushed(anEnvelope({ kind: 'claim', scope })), aPushed(anEnvelope(move(early, late)))], { epoch, pendingCount: 1 })
    const subjects = ['claim/zone/Romans', formatOrderSubject(orderId)]
    const kept = () => store.read(libraryOfTests, async (reader) => Promise.all(subjects.map((subject) => reader.sinceRestore(subject))))
    const close = () =>
      closeDays(store, instantBefore(0), (defect) => {
        throw defect
      })
    const held = { ...aPushed(anEnvelope(move(late, early))), accepted: 7 }
    await other.push([held], { epoch, pendingCount: 1 })
    advance(59 * msPerDay)
    await close()
    expect((await kept()).map(({ times }) => Object.keys(times))).toEqual([
      ['claim', 'claim by claire'],
      ['asked', 'set reschedule-order'],
    ])
    advance(msPerDay + 1)
    await close()
    expect((await kept()).map(({ times }) => times)).toEqual([{}, {}])
  })

  test('[CASE-7] and needs no decision once nothing is lost any more', async () => {
    const { one, other, silent, epoch, store } = await putBack()
    const { orderId } = told()
    const caseId = formatCaseId('request-lost', formatOrderSubject(orderId), 1)
    const decided = anEnvelope({ kind: 'settle-case', caseId, cites: [], decision: { kind: 'acknowledged' }, note: '' })
    await one.push([{ ...aPushed(decided), accepted: 101 }], { epoch })
    for (const tablet of [other, silent, one]) await tablet.push([], { epoch })
    const said = await store.read(libraryOfTests, async (reader) => [
      (await reader.receiptsOf(decided.operationId)).map(({ outcome, reason }) => [outcome, reason]),
      await reader.rowsOf('case'),
    ])
    expect(said).toEqual([[['refused', 'case-unknown']], []])
  })
})
