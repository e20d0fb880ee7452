/**
 * A database that was put back waits for what its tablets hold of the history that it lost (PROTOCOL.md, Epoch). The real routes over the
 * real store.
 */
import { describe, expect, test } from 'vitest'
import { judgeClosing } from '../../../src/domain/case/judge-closing.ts'
import { openCases } from '../../../src/domain/case/open-cases.ts'
import { toLibrarianId, toOrderId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import type { Envelope, Operation } from '../../../src/domain/operation/operation.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import { readDesk } from '../../../src/endpoint/storage/store.ts'
import { aDate, aTime } from '../../builders/a-moment.ts'
import { again, putBack, told } from '../../builders/a-put-back.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, managerOfTests, outcomesOf } from '../../builders/an-endpoint.ts'

const dayMs = 86_400_000

describe('after a database was put back', () => {
  test('[CASE-4] each tablet that had spoken is awaited until nothing is left with it, and the day is not settled before', async () => {
    const { store, one, other, silent, epoch, isAwaited } = await putBack()
    const remaining = async () =>
      store.read(libraryOfTests, (reader) =>
        readDesk(reader, (state) => judgeClosing(state, aDate('2026-11-24')).flatMap((one) => ('deviceId' in one ? [one.deviceId] : []))),
      )
    expect(await Promise.all([one, other, silent].map(isAwaited))).toEqual([true, true, true])
    // It names the epoch before: nothing that it brings is received yet.
    await one.push([], { epoch: 'e'.repeat(32) })
    await one.push([aPushed(anEnvelope(aHandOver()))], { epoch, pendingCount: 2 })
    expect(await isAwaited(one)).toBe(true)
    expect(await remaining()).toHaveLength(3)
    await one.push([], { epoch })
    expect(await isAwaited(one)).toBe(false)
    expect(await remaining()).toHaveLength(2)
    // Set aside, it is waited for no more.
    expect((await one.setAside(other)).status).toBe(200)
    expect(await isAwaited(other)).toBe(false)
  })

  test('[CASE-4] or for a day', async () => {
    const { store, advance, instantBefore, one, isAwaited } = await putBack()
    const close = async () => {
      await closeDays(store, toInstant(instantBefore(0)), (defect) => {
        throw defect
      })
    }
    advance(dayMs - 1)
    await close()
    expect(await isAwaited(one)).toBe(true)
    advance(1)
    await close()
    expect(await isAwaited(one)).toBe(false)
  })
})

describe('a tablet that does not answer', () => {
  const theirs = () => {
    const { late, later, move, write } = told()
    return [again(move(late, later), 103), again(write('a', 'b'), 105)]
  }

  test('[CASE-25] a manager goes on without it: what waited is decided, and the row says whose word it was', async () => {
    const { one, other, silent, epoch, store, row, isAwaited } = await putBack()
    const { early, late, place, move, write, orderId } = told()
    expect(outcomesOf(await other.push(theirs(), { epoch }))).toEqual(Array(2).fill(['quarantined', 'base-awaited']))
    await silent.push([], { epoch })
    const without = (isWithout: boolean) => other.manage('go-on-without', { deviceId: one.identity.deviceId, isWithout })
    expect((await without(true)).status).toBe(200)
    expect(await isAwaited(one)).toBe(false)
    expect(await row('device', one.identity.deviceId)).toMatchObject({ goneOnWithout: { librarianId: managerOfTests } })
    const cases = await store.read(libraryOfTests, async (reader) => reader.rowsOf('case'))
    expect(cases.map(({ caseKind, lost }) => [caseKind, lost?.length])).toEqual([['request-lost', 2]])
    // It speaks after all, as any late tablet: nothing that it brings is lost.
    const mine = [again(place, 101), again(move(early, late), 102), again(write('', 'a'), 104)]
    expect(outcomesOf(await one.push(mine, { epoch }))).toEqual(['accepted', 'accepted', 'accepted'])
    expect(await row('order', orderId)).toMatchObject({ slot: late, note: 'a' })
    expect(await row('device', one.identity.deviceId)).not.toHaveProperty('goneOnWithout')
    expect(await without(false)).toMatchObject({ status: 200 })
    expect(await isAwaited(one)).toBe(false)
  })

  test('[CASE-25] is awaited again until it spoke, for a day at most, and at the next restore', async () => {
    const { one, other, store, epoch, row, isAwaited, instantBefore, advance } = await putBack()
    const without = (isWithout: boolean) => other.manage('go-on-without', { deviceId: one.identity.deviceId, isWithout })
    const before = await row('device', one.identity.deviceId)
    await without(true)
    await without(true)
    await without(false)
    expect(await row('device', one.identity.deviceId)).toEqual(before)
    expect(outcomesOf(await other.push(theirs(), { epoch }))).toEqual(Array(2).fill(['quarantined', 'base-awaited']))
    await without(true)
    await store.transact(libraryOfTests, (transaction) => startNewEpoch(transaction, toInstant(instantBefore(0))))
    expect(await isAwaited(one)).toBe(true)
    await without(true)
    advance(dayMs)
    await closeDays(store, toInstant(instantBefore(0)), (defect) => {
      throw defect
    })
    expect(await row('device', one.identity.deviceId)).not.toHaveProperty('goneOnWithout')
    expect((await other.manage('go-on-without', { deviceId: 'nobody', isWithout: true })).status).toBe(400)
  })
})

describe('what was accepted before it', () => {
  test('[CASE-8] is not accepted again in a year that no desk sees: no closing would ever end it', async () => {
    const { one, other, silent, epoch, row } = await putBack()
    for (const tablet of [other, silent]) await tablet.push([], { epoch })
    const { orderId, early, place, move } = told()
    const far = { ...early, date: aDate('9999-12-31') }
    await one.push([again({ ...place, slot: far } as Operation, 1)], { epoch })
    expect(await row('order', orderId)).toBeUndefined()
    await one.push([again(place, 2), again(move(early, far), 3)], { epoch })
    expect(await row('order', orderId)).toMatchObject({ slot: early })
  })

  test('[CASE-7] is accepted again whichever tablet speaks first', async () => {
    const { one, other, silent, epoch, row } = await putBack()
    const { orderId, early, late, later, place, move, write } = told()
    const theirs = [again(move(late, later), 103), again(write('a', 'b'), 105)]
    expect(outcomesOf(await other.push(theirs, { epoch }))).toEqual([
      ['quarantined', 'base-awaited'],
      ['quarantined', 'base-awaited'],
    ])
    const mine = [again(place, 101), again(move(early, late), 102), again(write('', 'a'), 104)]
    expect(outcomesOf(await one.push(mine, { epoch }))).toEqual(['accepted', 'accepted', 'accepted'])
    expect(await row('order', orderId)).toMatchObject({ slot: later, note: 'b' })
    expect(outcomesOf(await other.push(theirs, { epoch }))).toEqual(['already-known', 'already-known'])
    expect(await silent.push([], { epoch })).toMatchObject({ status: 200 })
  })

  test('[CASE-7] before what nobody had accepted, though that comes in one push with what both were based on', async () => {
    const { one, other, silent, epoch, store, row } = await putBack()
    const { orderId, early, late, later, place, move, write } = told()
    const cancel: Operation = { kind: 'cancel-order', orderId, reason: 'au téléphone' }
    const theirs = [again(move(early, later), 103), again(write('', 'theirs'), 104), again(cancel, 105)]
    const waits = ['quarantined', 'base-awaited']
    expect(outcomesOf(await other.push(theirs, { epoch }))).toEqual([waits, waits, waits])
    // Pressed without a network, over what the other one changed since.
    const mine = [again(place, 101), aPushed(anEnvelope(write('', 'mine'))), aPushed(anEnvelope(move(early, late)))]
    expect(outcomesOf(await one.push(mine, { epoch }))).toEqual([
      'accepted',
      ['refused', 'note-changed-meanwhile'],
      ['refused', 'order-moved-meanwhile'],
    ])
    expect(await row('order', orderId)).toMatchObject({ slot: later, note: 'theirs' })
    await silent.push([], { epoch })
    expect(outcomesOf(await other.push(theirs, { epoch }))).toEqual(['already-known', 'already-known', 'already-known'])
    expect(await store.read(libraryOfTests, async (reader) => reader.rowsOf('case'))).toEqual([])
  })

  test('[CASE-7] though its answer was lost: what is known already says since when', async () => {
    const { one, advance } = await putBack()
    const { place } = told()
    const pushed = aPushed(anEnvelope(place))
    const answer = await one.push([pushed], { isAnswerLost: true })
    expect(outcomesOf(answer)).toEqual(['accepted'])
    advance(30_000)
    const heard = await one.push([pushed])
    expect(outcomesOf(heard)).toEqual(['already-known'])
    expect(heard.body.results).toMatchObject([{ accepted: answer.body.now }])
  })

  test('[CASE-7, CASE-19] is asked for no limit, closed slot or closed order again', async () => {
    const { one, epoch, store } = await putBack()
    const { place, early } = told()
    const orders = [1, 2, 3, 4, 5, 6].map((n) =>
      again(
        { ...(place as Extract<Operation, { kind: 'place-order' }>), orderId: toOrderId(`${n}`.repeat(32)), number: `B-00${n}` },
        100 + n,
      ),
    )
    const shut = again({ ...(place as Extract<Operation, { kind: 'place-order' }>), slot: { ...early, time: aTime('03:00') } }, 110)
    expect(outcomesOf(await one.push([...orders, shut], { epoch })).filter((outcome) => !String(outcome).startsWith('accepted'))).toEqual(
      [],
    )
    // In a database that was never put back the word of a tablet changes nothing.
    const fresh = await anEndpoint()
    const tablet = await fresh.enrol()
    expect(outcomesOf(await tablet.push([shut]))).toEqual([['refused', 'slot-closed']])
    expect(store).not.toBe(fresh.store)
  })

  test('[SLOT-3] a slot is not over capacity by orders that had left it, and nobody is shown so meanwhile', async () => {
    const { one, other, silent, epoch, store, row } = await putBack()
    const { place, early, late, move } = told()
    const ids = Array.from({ length: 12 }, (_, n) => toOrderId(`${(n + 1).toString(16)}`.repeat(32)))
    const placed = ids.map((orderId, n) =>
      again({ ...(place as Extract<Operation, { kind: 'place-order' }>), orderId, number: `B-${n + 101}` }, 101 + 2 * n),
    )
    const left = ids.slice(1).map((orderId, n) => again({ ...move(early, late), orderId } as Operation, 102 + 2 * n))
    const gone = again({ kind: 'cancel-order', orderId: ids[0] as never, reason: 'au téléphone' }, 140)
    const cases = async () => store.read(libraryOfTests, async (reader) => reader.rowsOf('case'))
    const shown = async () => store.read(libraryOfTests, (reader) => readDesk(reader, (state) => openCases(state).map(({ id }) => id)))
    await one.push(placed, { epoch })
    const [overfilled] = await cases()
    expect([overfilled?.caseKind, overfilled?.settlement]).toEqual(['slot-overfilled', undefined])
    expect(await shown()).toEqual([])
    // It was over capacity for a while in the lost history too, and somebody had seen it.
    const { id: caseId, cites } = overfilled ?? {}
    const seen = { kind: 'settle-case', caseId, cites, decision: { kind: 'acknowledged' }, note: '' } as Operation
    await other.push([...left, gone], { epoch })
    expect((await cases()).filter(({ settlement }) => settlement === undefined).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('16:30'),
    ])
    expect(await row('case', caseId as never)).toMatchObject({ settlement: { decision: { kind: 'explained' } } })
    await silent.push([again(seen, 150)], { epoch })
    await silent.push([], { epoch })
    expect((await cases()).map(({ caseKind }) => caseKind)).toEqual(['slot-overfilled', 'slot-overfilled'])
  })

  test('[CASE-7, CASE-19] and cannot come back is refused once no tablet is awaited, and a case says on every tablet who had wanted what', async () => {
    const { one, other, silent, epoch, store, row } = await putBack()
    const { orderId, early, late, later, place, move } = told()
    await one.push([again(place, 101)], { epoch })
    // The move from one slot to the next was on a tablet that is lost.
    const theirs = again(move(late, later), 103)
    expect(outcomesOf(await other.push([theirs], { epoch }))).toEqual([['quarantined', 'base-awaited']])
    await silent.push([], { epoch })
    expect(outcomesOf(await other.push([theirs], { epoch }))).toEqual([['refused', 'order-moved-meanwhile']])
    expect(await row('order', orderId)).toMatchObject({ slot: early })
    const { operationId } = theirs.envelope as Envelope
    expect(await store.read(libraryOfTests, async (reader) => reader.rowsOf('case'))).toMatchObject([
      {
        caseKind: 'request-lost',
        subject: `order/${orderId}`,
        cites: [operationId],
        lost: [{ operationId, type: 'reschedule-order', deviceId: other.identity.deviceId, librarianId: managerOfTests }],
      },
    ])
  })

  test('[CASE-7] and is waited for no longer than a day', async () => {
    const { one, other, epoch, store, advance, instantBefore } = await putBack()
    const { late, later, place, move } = told()
    const theirs = again(move(late, later), 103)
    await one.push([again(place, 101)], { epoch })
    await other.push([theirs], { epoch })
    advance(dayMs)
    await closeDays(store, toInstant(instantBefore(0)), (defect) => {
      throw defect
    })
    expect(outcomesOf(await other.push([theirs], { epoch }))).toEqual([['refused', 'order-moved-meanwhile']])
  })

  test('[CASE-7] and was replaced by a later one then, is overtaken by it now: there and back, and elsewhere', async () => {
    const { one, other, silent, epoch, store, row } = await putBack()
    const { orderId, early, late, later, place, move } = told()
    await silent.push([again(place, 101)], { epoch })
    expect(outcomesOf(await other.push([again(move(early, later), 104)], { epoch }))).toEqual(['accepted'])
    const thereAndBack = [again(move(early, late), 102), again(move(late, early), 103)]
    expect(outcomesOf(await one.push(thereAndBack, { epoch }))).toEqual([
      ['refused', 'overtaken'],
      ['refused', 'overtaken'],
    ])
    expect(await row('order', orderId)).toMatchObject({ slot: later })
    expect(await store.read(libraryOfTests, async (reader) => reader.rowsOf('case'))).toEqual([])
  })

  test('[CASE-7] though the database is put back once more, to a copy of that time', async () => {
    const { one, other, silent, epoch, store, instantBefore, row } = await putBack()
    const { orderId, early, late, place, move } = told()
    const last = again(move(early, late), 104)
    expect(outcomesOf(await silent.push([again(place, 101), last], { epoch }))).toEqual(['accepted', 'accepted'])
    await store.transact(libraryOfTests, (transaction) => startNewEpoch(transaction, instantBefore(0)))
    const then = { epoch: (await store.libraries())[0]?.epoch ?? '' }
    expect(then.epoch).not.toBe(epoch)
    expect(outcomesOf(await other.push([again(move(late, early), 103)], then))).toEqual([['refused', 'overtaken']])
    expect(outcomesOf(await one.push([again(move(early, late), 102)], then))).toEqual([['refused', 'overtaken']])
    expect(outcomesOf(await silent.push([last], then))).toEqual(['already-known'])
    expect(await row('order', orderId)).toMatchObject({ slot: late })
    expect(await store.read(libraryOfTests, async (reader) => reader.rowsOf('case'))).toEqual([])
  })

  test('[CASE-7] and undoes nothing that somebody set since, though what it changes looks as its author had seen it', async () => {
    const { one, other, silent, epoch, store, row } = await putBack()
    const { orderId, early, late, place, move, write } = told()
    await other.push([again(place, 101)], { epoch })
    // The lost history moved it there and back, and wrote a note and took it away.
    const since = [move(early, late), write('', 'sonner')]
    expect(
      outcomesOf(
        await other.push(
          since.map((each) => aPushed(anEnvelope(each))),
          { epoch },
        ),
      ),
    ).toEqual(['accepted', 'accepted'])
    const before = [again(move(early, late), 102), again(move(late, early), 103), again(write('sonner', ''), 104)]
    const waits = ['quarantined', 'base-awaited']
    expect(outcomesOf(await one.push(before, { epoch }))).toEqual([waits, waits, waits])
    await silent.push([], { epoch })
    expect(await row('order', orderId)).toMatchObject({ slot: late, note: 'sonner' })
    expect(outcomesOf(await one.push(before, { epoch }))).toEqual([
      ['refused', 'order-moved-meanwhile'],
      ['refused', 'order-moved-meanwhile'],
      ['refused', 'note-changed-meanwhile'],
    ])
    expect(await store.read(libraryOfTests, async (reader) => reader.rowsOf('case'))).toMatchObject([
      { caseKind: 'request-lost', lost: [{}, {}, {}] },
    ])
  })

  test('[PULL-3] a claim taken over is no claim of two, though the second one is heard first', async () => {
    const { one, other, silent, epoch, store } = await putBack()
    const scope = { kind: 'zone', name: 'Romans' } as const
    const first = anEnvelope({ kind: 'claim', scope }, { librarianId: toLibrarianId('bruno') })
    const second = anEnvelope({ kind: 'claim', scope }, { based: { 'claim/zone/Romans': [first.operationId] } })
    expect(outcomesOf(await other.push([{ ...aPushed(second), accepted: 12 }], { epoch }))).toEqual([['quarantined', 'base-awaited']])
    await one.push([{ ...aPushed(first), accepted: 11 }], { epoch })
    await silent.push([], { epoch })
    const held = await store.read(libraryOfTests, async (reader) => [await reader.rowsOf('claim'), await reader.rowsOf('case')])
    expect(held).toMatchObject([[{ holders: [{ operationId: second.operationId }] }], []])
  })

  test('[PULL-3] a claim and its end of before undo nothing of what was claimed since', async () => {
    const { one, other, silent, epoch, store } = await putBack()
    const scope = { kind: 'zone', name: 'Romans étage' } as const
    const bruno = { librarianId: toLibrarianId('bruno') }
    const before = anEnvelope({ kind: 'claim', scope }, bruno)
    const ended = anEnvelope({ kind: 'release-claim', scope }, bruno)
    const since = anEnvelope({ kind: 'claim', scope }, bruno)
    const old = [before, ended].map((envelope, n) => ({ ...aPushed(envelope), accepted: 11 + n }))
    const waits = ['quarantined', 'base-awaited']
    expect(outcomesOf(await one.push(old, { epoch }))).toEqual([waits, waits])
    expect(outcomesOf(await one.push([aPushed(since)], { epoch }))).toEqual(['accepted'])
    await other.push([], { epoch })
    await silent.push([], { epoch })
    const held = async () => store.read(libraryOfTests, async (reader) => [await reader.rowsOf('claim'), await reader.rowsOf('case')])
    expect(await held()).toMatchObject([[{ holders: [{ operationId: since.operationId }] }], []])
    const overtaken = ['refused', 'overtaken']
    expect(outcomesOf(await one.push(old, { epoch }))).toEqual([overtaken, overtaken])
    // Nor does one that comes when nobody is awaited any more.
    const late = anEnvelope({ kind: 'claim', scope })
    expect(outcomesOf(await other.push([{ ...aPushed(late), accepted: 13 }], { epoch }))).toEqual([overtaken])
    expect(await held()).toMatchObject([[{ holders: [{ operationId: since.operationId }] }], []])
  })

  test('[PULL-3] and a claim of before contradicts no colleague’s claim of since, whichever comes first', async () => {
    for (const isFirst of [true, false]) {
      const { one, other, silent, epoch, store } = await putBack()
      const scope = { kind: 'zone', name: 'Romans' } as const
      const before = { ...aPushed(anEnvelope({ kind: 'claim', scope }, { librarianId: toLibrarianId('bruno') })), accepted: 11 }
      const since = anEnvelope({ kind: 'claim', scope })
      const tell = async () => one.push([before], { epoch })
      if (isFirst) expect(outcomesOf(await tell())).toEqual([['quarantined', 'base-awaited']])
      expect(outcomesOf(await other.push([aPushed(since)], { epoch }))).toEqual(['accepted'])
      if (!isFirst) expect(outcomesOf(await tell())).toEqual([['refused', 'overtaken']])
      await silent.push([], { epoch })
      const held = await store.read(libraryOfTests, async (reader) => [await reader.rowsOf('claim'), await reader.rowsOf('case')])
      expect(held).toMatchObject([[{ holders: [{ operationId: since.operationId }] }], []])
    }
  })

  test('[PULL-3] and who ends a claim ends no other’s: not that of the colleague who had taken it over', async () => {
    const { one, other, silent, epoch, store } = await putBack()
    const scope = { kind: 'zone', name: 'Romans' } as const
    const bruno = { librarianId: toLibrarianId('bruno') }
    const first = anEnvelope({ kind: 'claim', scope }, bruno)
    const second = anEnvelope({ kind: 'claim', scope }, { based: { 'claim/zone/Romans': [first.operationId] } })
    await one.push([{ ...aPushed(first), accepted: 11 }], { epoch })
    await other.push([{ ...aPushed(second), accepted: 12 }], { epoch })
    await one.push([aPushed(anEnvelope({ kind: 'release-claim', scope }, bruno))], { epoch })
    await silent.push([], { epoch })
    const held = await store.read(libraryOfTests, async (reader) => [await reader.rowsOf('claim'), await reader.rowsOf('case')])
    expect(held).toMatchObject([[{ holders: [{ operationId: second.operationId }] }], []])
  })
})
