/**
 * The rehearsal of a cut: a desk on invented rows that behaves as the real one and leaves it untouched. Runs in Node.
 * The real desk is the staged one; the ten minutes pass when the test says so.
 */
import { describe, expect, test } from 'vitest'
import { addDays } from '../../../src/domain/local-date.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import type { Order } from '../../../src/domain/order/order.ts'
import type { Desk, RehearsalDesk } from '../../../src/tablet/desk.ts'
import { openDesk } from '../../../src/tablet/open-desk.ts'
import { openRehearsal } from '../../../src/tablet/rehearsal/open-rehearsal.ts'
import { capMs } from '../../../src/tablet/sync/back-off.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { absentHardware } from '../../fakes/absent-hardware.ts'
import { openTabletWorld, until } from '../../fakes/tablet-world.ts'
import { claire, librarians } from '../../screens/stage-rows.ts'
import { type StagedDesk, stagedDesk } from '../../screens/staged-desk.ts'

interface Wait {
  readonly ms: number
  readonly call: () => void
}

/** `wait` is the ten minutes, until they have passed or the rehearsal was left; `waits` are all timers that have not rung. */
const open = async (now = '2026-11-24 14:42') => {
  const real: StagedDesk = stagedDesk([aSettings(), ...librarians], { now, librarian: claire })
  const waits = new Set<Wait>()
  const left: string[] = []
  let drawn = 0
  const rehearsal = await openRehearsal(
    {
      desk: real,
      openDesk,
      load: absentHardware.load,
      random: () => 1,
      randomHex: (bytes) => String(++drawn).padStart(2 * bytes, '0'),
      after: (ms, callback) => {
        const wait = {
          ms,
          call: () => {
            waits.delete(wait)
            callback()
          },
        }
        waits.add(wait)
        return () => waits.delete(wait)
      },
      onDefect: (what) => {
        throw new Error(what)
      },
    },
    () => left.push('left'),
  )
  /** The exchange that a press began may still run when the network comes, and fail: the next one is due after a wait, which passes here. */
  const isBack = () =>
    until(() => {
      if (isOnline(rehearsal)) return true
      for (const one of [...waits]) if (one.ms <= capMs) one.call()
      return false
    }, 'the network')
  return { real, rehearsal, isBack, left, waits, wait: () => [...waits].find(({ ms }) => ms === 10 * 60_000) }
}
const isOnline = (desk: Desk): boolean => desk.snapshot.link.kind === 'online' && desk.snapshot.pendingCount === 0

const orderOf = (desk: Desk, number: string): Order => {
  for (const order of desk.snapshot.state.all('order')) if (order.number === number) return order
  throw new Error(`no order ${number}`)
}

const handOver = (desk: RehearsalDesk, number: string): Operation => {
  const order = orderOf(desk, number)
  const { date, time } = desk.now()
  return {
    kind: 'hand-over-order',
    orderId: order.id,
    card: order.card,
    items: order.lines.flatMap((line) => {
      const record = line.wanted.kind === 'wish' ? undefined : desk.snapshot.state.get('record', line.wanted.recordId)
      const barcode = record?.copies[0]?.barcode
      if (record === undefined || barcode === undefined) return []
      return {
        barcode,
        recordId: record.id,
        documentType: record.documentType,
        lineId: line.id,
        dueOn: addDays(date, 21),
        isNewRelease: false,
        overrideReason: undefined,
      }
    }),
    leftBehind: [],
    notFound: [],
    receipt: 'refused',
    happened: { date, time },
  }
}

describe('the rehearsal', () => {
  test('cuts the network for ten minutes, keeps what is done meanwhile, and transmits it when the network is back', async () => {
    const { rehearsal, isBack, wait } = await open()
    expect(rehearsal.snapshot.link.kind).toBe('offline')
    expect(wait()?.ms).toBe(10 * 60_000)
    expect(await rehearsal.perform(handOver(rehearsal, 'EX-001'))).toMatchObject({ kind: 'saved' })
    rehearsal.tryNow()
    expect(rehearsal.snapshot).toMatchObject({ link: { kind: 'offline' }, pendingCount: 1 })
    wait()?.call()
    await isBack()
    expect(rehearsal.snapshot).toMatchObject({ link: { kind: 'online' }, pendingCount: 0, openCaseCount: 0 })
    expect(await rehearsal.ownOperations()).toMatchObject([{ journey: { kind: 'transmitted' } }])
  })

  test('leaves the real desk as it was: no row, no operation', async () => {
    const { real, rehearsal, isBack } = await open()
    const { revision } = real.snapshot
    await rehearsal.perform(handOver(rehearsal, 'EX-001'))
    rehearsal.restoreNetwork()
    await isBack()
    expect(real.snapshot.revision).toBe(revision)
    expect([...real.snapshot.state.all('order')]).toEqual([])
    expect(await real.ownOperations()).toEqual([])
  })

  test('leaves a real tablet’s disk as it was, and asks the real endpoint nothing', async () => {
    const world = await openTabletWorld()
    const tablet = await world.tabletOfJeanne()
    const asked = tablet.requests.length
    const before = await tablet.storage.load()
    const rehearsal = await tablet.desk.rehearse(() => {})
    rehearsal.restoreNetwork()
    await until(() => isOnline(rehearsal), 'the network')
    expect(await rehearsal.perform(handOver(rehearsal, 'EX-001'))).toMatchObject({ kind: 'saved' })
    await until(() => isOnline(rehearsal), 'the network')
    await rehearsal.keepVisits([])
    expect(await rehearsal.nextOrderNumber()).toBe('EX-011')
    expect(await rehearsal.management.enterPassphrase('le bac à sable est plein')).toEqual({ kind: 'refused', problem: 'unreachable' })
    rehearsal.leave()
    expect(await tablet.storage.load()).toEqual(before)
    expect(await tablet.storage.acknowledged()).toEqual([])
    expect(tablet.requests.length).toBe(asked)
    expect(tablet.desk.snapshot).toMatchObject({ pendingCount: 0, phase: { kind: 'signed-in' } })
    expect(await tablet.storage.nextOrderCounter()).toBe(1)
    world.close()
  })

  test('a document taken on both sides of the cut becomes a case to decide; taken elsewhere alone, none', async () => {
    const { rehearsal, isBack } = await open()
    const order = orderOf(rehearsal, 'EX-005')
    const [line] = order.lines
    if (line === undefined || line.wanted.kind === 'wish') throw new Error('EX-005 wants nothing')
    const { date, time } = rehearsal.now()
    const pick = { kind: 'pick-item', orderId: order.id, lineId: line.id, barcode: undefined, documentType: undefined } as const
    await rehearsal.perform({ ...pick, recordId: line.wanted.recordId, happened: { date, time } })
    expect(rehearsal.snapshot.openCaseCount).toBe(0)
    rehearsal.restoreNetwork()
    await isBack()
    expect(rehearsal.snapshot.openCaseCount).toBe(1)

    const { rehearsal: other, isBack: isOtherBack } = await open()
    other.restoreNetwork()
    await isOtherBack()
    expect(other.snapshot.openCaseCount).toBe(0)
    expect(orderOf(other, 'EX-005').facts.map(({ what }) => what)).toEqual(['picked', 'picked'])
  })

  test('hears the real gun, and judges by the invented library’s numbers', async () => {
    const { real, rehearsal } = await open()
    const heard: unknown[] = []
    rehearsal.onScan((scan) => heard.push(scan))
    real.scan('800101')
    real.scan('900111')
    real.scan('ex 2')
    expect(heard).toMatchObject([
      { kind: 'item', barcode: '800101' },
      { kind: 'card', card: '900111' },
      { kind: 'order', number: 'EX-002' },
    ])
  })

  test('is left once, and its timer with it; signing out leaves it too', async () => {
    const { real, rehearsal, left, waits, wait } = await open()
    rehearsal.signOut()
    expect(left).toEqual(['left'])
    expect(wait()).toBeUndefined()
    expect([...waits]).toEqual([])
    expect(real.snapshot.phase.kind).toBe('signed-out')
  })

  test.each(['2026-11-24 00:05', '2026-11-24 23:58'])('can be played at any hour, all its orders on the same day: %s', async (now) => {
    const { rehearsal } = await open(now)
    const orders = [...rehearsal.snapshot.state.all('order')]
    expect(orders).toHaveLength(10)
    expect(new Set(orders.map(({ slot }) => slot.date)).size).toBe(1)
  })
})
