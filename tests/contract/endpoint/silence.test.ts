/**
 * A tablet that is off line cannot say so: the endpoint notices its silence by itself, writes it in the tablet's row, and takes it away when
 * the tablet speaks again (CASE-4). The real endpoint over SQLite, and its clock is driven by hand.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { judgeClosing } from '../../../src/domain/case/judge-closing.ts'
import { toLibraryId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { createSilenceJob, noteSilence } from '../../../src/endpoint/authority/silence-job.ts'
import { requireConfiguration } from '../../../src/endpoint/configuration.ts'
import { startEndpoint } from '../../../src/endpoint/endpoint-process.ts'
import { offerEnrolmentCode } from '../../../src/endpoint/enrolment/enrolment-code.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import { readDesk } from '../../../src/endpoint/storage/store.ts'
import { aMoment, anInstant } from '../../builders/a-moment.ts'
import { aStore } from '../../builders/a-store.ts'
import { anEndpoint, libraryOfTests, managerOfTests, seedLibrary, type TestTablet } from '../../builders/an-endpoint.ts'
import { eachOpenedStore } from '../../fakes/each-store.ts'

const minuteMs = 60_000
const never = (defect: unknown): void => {
  throw defect
}

const aQuietDesk = async () => {
  const endpoint = await anEndpoint({ ports: { metricsToken: 'a token of sixteen' } })
  const tablets = [await endpoint.enrol(), await endpoint.enrol()] as const
  for (const tablet of tablets) await tablet.push([])
  return {
    ...endpoint,
    tablets,
    now: () => endpoint.instantBefore(0),
    look: () => noteSilence(endpoint.store, endpoint.instantBefore(0), never),
    head: async () => (await endpoint.store.libraries())[0]?.head ?? 0,
    rowOf: ({ identity }: TestTablet) => endpoint.row('device', identity.deviceId),
    silentInMetrics: async () => {
      const text = await (await endpoint.ask('/metrics', { headers: { Authorization: 'Bearer a token of sixteen' } })).text()
      return /^pte_tablets_silent\{library="mediatheque-de-valmont"\} (.*)$/m.exec(text)?.[1]
    },
  }
}

test('[CASE-4] a silence is one row when it begins and one when it ends; whoever speaks meanwhile changes none', async () => {
  const { tablets, look, head, rowOf, advance, now, silentInMetrics } = await aQuietDesk()
  const [tablet, other] = tablets
  const [heardAt, quiet] = [now(), await head()]
  advance(15 * minuteMs)
  await look()
  await other.push([])
  expect(await head()).toBe(quiet)
  advance(minuteMs)
  // Two endpoints on one database look at the same time.
  await Promise.all([look(), look()])
  expect(await rowOf(tablet)).toMatchObject({ silentSince: heardAt, isHolding: false, lastHeardOn: '2026-11-24' })
  expect(await rowOf(other)).not.toHaveProperty('silentSince')
  expect(await silentInMetrics()).toBe('1')
  advance(10 * minuteMs)
  await look()
  await other.push([])
  expect(await head()).toBe(quiet + 1)
  await tablet.push([])
  expect(await rowOf(tablet)).not.toHaveProperty('silentSince')
  expect(await head()).toBe(quiet + 2)
  expect(await silentInMetrics()).toBe('0')
})

test('[CASE-4] a pull alone ends a silence too', async () => {
  const { tablets, look, rowOf, advance } = await aQuietDesk()
  advance(16 * minuteMs)
  await look()
  expect(await rowOf(tablets[0])).toHaveProperty('silentSince')
  await tablets[0].pull()
  await look()
  expect(await rowOf(tablets[0])).not.toHaveProperty('silentSince')
})

test('[CASE-4, CASE-18] a tablet whose enrolment was answered to nobody ends within the hour, and is there again if it speaks', async () => {
  const { enrol, look, head, row, advance, tablets } = await aQuietDesk()
  const orphan = await enrol()
  advance(60 * minuteMs)
  await look()
  expect(await row('device', orphan.identity.deviceId)).toBeDefined()
  advance(minuteMs)
  await look()
  expect(await row('device', orphan.identity.deviceId)).toBeUndefined()
  expect(await row('device', tablets[0].identity.deviceId)).toBeDefined()
  const quiet = await head()
  await look()
  expect(await head()).toBe(quiet)
  expect((await orphan.push([])).status).toBe(200)
  expect(await row('device', orphan.identity.deviceId)).toMatchObject({ letter: orphan.identity.letter, isHolding: false })
})

describe.each(eachOpenedStore())('in $name', ({ open }) => {
  test('[CASE-4] a tablet that had ended so does not come back with a restore, and keeps no day open', async () => {
    const endpoint = await anEndpoint({ store: await open() })
    const { store, enrol, row, advance, instantBefore } = endpoint
    const look = () => noteSilence(store, instantBefore(0), never)
    const [tablet, orphan] = [await enrol(), await enrol()]
    await tablet.push([])
    advance(61 * minuteMs)
    await tablet.push([])
    await look()
    await store.transact(libraryOfTests, (transaction) => startNewEpoch(transaction, instantBefore(0)))
    const { epoch } = await store.read(libraryOfTests, (reader) => reader.library())
    const obstacles = () =>
      store.read(libraryOfTests, (reader) => readDesk(reader, (state) => judgeClosing(state, aMoment('2026-11-24 18:00').date)))
    for (const minutes of [0, 20, 90]) {
      advance(minutes * minuteMs)
      await tablet.push([], { epoch })
      await look()
      expect(await row('device', orphan.identity.deviceId)).toBeUndefined()
      expect(await obstacles()).toEqual([])
    }
    // Those that had spoken are missed as before.
    advance(16 * minuteMs)
    await look()
    expect(await row('device', tablet.identity.deviceId)).toHaveProperty('silentSince')
    // It is there again if it speaks, and missed from then on.
    expect((await orphan.push([], { epoch })).status).toBe(200)
    advance(16 * minuteMs)
    await look()
    expect(await row('device', orphan.identity.deviceId)).toHaveProperty('silentSince')
  })
})

test('[PRIV-5] a tablet that speaks months after its code was used still says whose code that was', async () => {
  const { store, enrol, look, row, advance, now } = await aQuietDesk()
  const late = await enrol((await offerEnrolmentCode(store, libraryOfTests, now(), managerOfTests)).code)
  const admission = { at: now(), librarianId: managerOfTests }
  const { deviceId } = late.identity
  expect(await row('device', deviceId)).toMatchObject({ admission })
  advance(61 * minuteMs)
  await look()
  expect(await row('device', deviceId)).toBeUndefined()
  advance(90 * 24 * 60 * minuteMs)
  await store.transact(libraryOfTests, (transaction) => transaction.forgetTombstones(now()))
  expect((await late.push([])).status).toBe(200)
  expect(await row('device', deviceId)).toMatchObject({ admission })
})

test('[CASE-4] the silence of a tablet that was set aside keeps nobody waiting', async () => {
  const { tablets, look, rowOf, advance } = await aQuietDesk()
  const [lost, other] = tablets
  advance(60 * minuteMs)
  await look()
  await other.setAside(lost)
  advance(60 * minuteMs)
  await look()
  expect(await rowOf(lost)).not.toHaveProperty('silentSince')
  expect(await rowOf(other)).toHaveProperty('silentSince')
})

test('a library that cannot be looked at is reported, and keeps no other one from it', async () => {
  const { store, tablets, rowOf, advance, now } = await aQuietDesk()
  const [library] = await store.libraries()
  if (library === undefined) throw new Error('no library')
  const unreadable = { ...library, id: toLibraryId('illisible') }
  advance(16 * minuteMs)
  const defects: unknown[] = []
  await noteSilence(
    {
      libraries: async () => [unreadable, library],
      read: (id, work) => (id === unreadable.id ? Promise.reject(new Error('unreadable')) : store.read(id, work)),
      transact: (id, work) => store.transact(id, work),
    },
    now(),
    (defect) => defects.push(defect),
  )
  expect(defects.length).toBe(1)
  expect(await rowOf(tablets[0])).toHaveProperty('silentSince')
})

test('[CASE-4] one of two processes looks, and the other when that one has ended', async () => {
  const { store, tablets, rowOf, advance, now } = await aQuietDesk()
  const [first, second] = [0, 1].map(() => createSilenceJob({ store, now, reportDefect: never }))
  await first?.pass()
  for (let minute = 0; minute < 16; minute += 2) {
    advance(2 * minuteMs)
    await second?.pass()
    expect(await rowOf(tablets[0])).not.toHaveProperty('silentSince')
    if (minute < 14) await first?.pass()
  }
  // It was killed before its last look.
  advance(2 * minuteMs)
  await second?.pass()
  expect(await rowOf(tablets[0])).toHaveProperty('silentSince')
})

test('[CASE-4] one that is stopped leaves the next look to another, and one that did not look takes it from nobody', async () => {
  const { store, tablets, rowOf, advance, now } = await aQuietDesk()
  const [first, second, third] = [0, 1, 2].map(() => createSilenceJob({ store, now, reportDefect: never }))
  advance(14 * minuteMs)
  for (const job of [first, second]) await job?.pass()
  await second?.stop()
  advance(2 * minuteMs)
  await third?.pass()
  expect(await rowOf(tablets[0])).not.toHaveProperty('silentSince')
  await first?.stop()
  await third?.pass()
  expect(await rowOf(tablets[0])).toHaveProperty('silentSince')
})

test('[CASE-4] the running endpoint looks every other minute', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'silence-'))
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => {
    vi.useRealTimers()
    rmSync(folder, { recursive: true })
  })
  const store = aStore()
  await seedLibrary(store)
  let now = anInstant('2026-11-24 13:32')
  const endpoint = await anEndpoint({ store })
  const tablet = await endpoint.enrol()
  const configuration = requireConfiguration({ PORT: '0', DATA_DIR: folder, APP_DIR: folder }, [])
  const running = await startEndpoint(configuration, store, pino({ level: 'silent' }), () => now)
  const isSilent = async () => 'silentSince' in ((await endpoint.row('device', tablet.identity.deviceId)) ?? {})
  await vi.advanceTimersByTimeAsync(2 * minuteMs)
  expect(await isSilent()).toBe(false)
  now = toInstant(now + 16 * minuteMs)
  // A look that comes while the one before goes on is left out: two minutes later there is another.
  const isFound = async (): Promise<boolean> => {
    await vi.advanceTimersByTimeAsync(2 * minuteMs)
    return isSilent()
  }
  await vi.waitUntil(isFound, 60_000)
  vi.useRealTimers()
  await running.stop()
})
