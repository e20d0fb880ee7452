/**
 * A database that was put back waits for what its tablets hold of the history that it lost (PROTOCOL.md, Epoch). The real routes over the
 * real store.
 */
import { describe, expect, test } from 'vitest'
import { judgeClosing } from '../../src/domain/case/judge-closing.ts'
import { toDeviceId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { readDesk } from '../../src/endpoint/authority/read-desk.ts'
import { startNewEpoch } from '../../src/endpoint/storage/start-new-epoch.ts'
import { aDate } from '../builders/a-moment.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, type TestTablet } from '../builders/an-endpoint.ts'

const dayMs = 86_400_000

const putBack = async () => {
  const endpoint = await anEndpoint()
  const { store } = endpoint
  const [one, other, silent] = [await endpoint.enrol(), await endpoint.enrol(), await endpoint.enrol()]
  for (const tablet of [one, other]) await tablet.push([])
  await store.transact(libraryOfTests, (transaction) => startNewEpoch(transaction, endpoint.instantBefore(0)))
  const epoch = (await store.libraries())[0]?.epoch ?? ''
  const isAwaited = async ({ identity }: TestTablet): Promise<boolean> =>
    store.read(libraryOfTests, async (reader) => (await reader.row('device', toDeviceId(identity.deviceId)))?.awaitedSince !== undefined)
  return { ...endpoint, one, other, silent, epoch, isAwaited }
}

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
