/**
 * What each release left on disks and on the wire, opened by this build: the endpoint's database, on SQLite and on PostgreSQL, the
 * catalogue's file, a tablet's database that still holds a loan, and what that tablet had sent. A folder for each, made by keep-build.mjs.
 */
import 'fake-indexeddb/auto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts'
import { toItemBarcode } from '../../src/domain/ids.ts'
import { itemState } from '../../src/domain/item/item-state.ts'
import { PostgresStore } from '../../src/endpoint/storage/postgres-store.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { pullAnswer } from '../../src/protocol/pull.ts'
import { pushAnswer, pushRequest } from '../../src/protocol/push.ts'
import { createDexieStorage } from '../../src/tablet/storage/dexie-storage.ts'
import { bearerOf } from '../../src/tablet/sync/bearer-of.ts'
import { rowsAfter } from '../fakes/rows-after.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../fakes/running-postgres.ts'
import { aLoan, jeanne, libraryId, openTabletWorld, pin, type TabletWorld, until } from '../fakes/tablet-world.ts'
import { offline } from '../fakes/test-tablet.ts'
import { putDatabase } from './browser-database.ts'
import { fillFromDump } from './fill-from-dump.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const builds = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** What the build did on its day. */
interface Day {
  readonly barcodes: readonly string[]
  readonly titles: readonly string[]
  /** Barcodes of loans that the endpoint had, of those that the tablet still held, and of the one that two tablets had lent. */
  readonly sent: readonly string[]
  readonly waiting: readonly string[]
  readonly twice: string
}
interface Exchange {
  readonly method: string
  readonly path: string
  readonly body: string | undefined
  readonly status: number
  readonly text: string
}

const itemOf = (store: Store, barcode: string) => store.read(libraryId, async (reading) => reading.row('item', toItemBarcode(barcode)))
const casesOf = (store: Store) => store.read(libraryId, async (reading) => reading.rowsOf('case'))
const rowsOf = (store: Store) => store.read(libraryId, (reading) => rowsAfter(reading, 0, 1000))

let world: TabletWorld
let postgres: RunningPostgres | undefined
beforeAll(async () => {
  world = await openTabletWorld()
  if (postgresReason === undefined) postgres = await startPostgres()
})
afterAll(async () => {
  world.close()
  await postgres?.stop()
})

test('the newest release left its disk here', ({ skip }) => {
  skip(builds.length === 0, 'nothing was released yet: the first to be kept is v0.1.0')
  expect(builds.length).toBeGreaterThan(0)
})

describe.each(builds)('what %s left', (build) => {
  const kept = (name: string): Buffer => gunzipSync(readFileSync(join(here, build, `${name}.gz`)))
  const day: Day = JSON.parse(kept('day.json').toString())
  const exchanges: readonly Exchange[] = JSON.parse(kept('exchanges.json').toString())
  const open = () => world.replaceDatabase(async () => writeFileSync(world.path, kept('desk.db')))
  /** Its tablet, on the page of this build, out of reach at first. */
  const openTablet = async () => {
    await putDatabase(build, kept('tablet.v8'))
    const tablet = world.tablet(build)
    tablet.spoil(offline)
    await until(() => tablet.desk.snapshot.phase.kind === 'signed-out', 'the base on the tablet’s disk')
    await tablet.desk.signIn(jeanne, pin)
    return tablet
  }

  test('the endpoint’s database opens: each document is where it was, and the case is asked still', async () => {
    await open()
    for (const barcode of day.sent) {
      const item = await itemOf(world.store, barcode)
      expect(item !== undefined && itemState(item).kind, barcode).toBe('out')
    }
    expect((await casesOf(world.store)).map(({ subject, settlement }) => [subject, settlement])).toEqual([[`item/${day.twice}`, undefined]])
    expect(await world.store.read(libraryId, async (reading) => (await reading.rowsOf('order')).map(({ number }) => number))).toEqual([
      'B-017',
    ])
  })

  test('the same on PostgreSQL, out of its own dump, row for row', async ({ skip }) => {
    skip(postgresReason !== undefined, postgresReason)
    await open()
    const url = await emptied(postgres)
    fillFromDump(url, kept('endpoint.sql'))
    const store = new PostgresStore(url)
    try {
      const content = (all: Awaited<ReturnType<typeof rowsOf>>) =>
        all
          .flatMap(({ kind, id, row }) => (row === null || kind === 'device' ? [] : [[kind, id, row] as const]))
          .sort((a, b) => `${a[0]}${a[1]}`.localeCompare(`${b[0]}${b[1]}`))
      expect(content(await rowsOf(store))).toEqual(content(await rowsOf(world.store)))
      await store.assertWritable()
    } finally {
      await store.close()
    }
  })

  test('a tablet that holds a loan opens, sends it to the upgraded endpoint, and goes on', async () => {
    await open()
    const tablet = await openTablet()
    expect(tablet.desk.snapshot.pendingCount).toBe(day.waiting.length)
    tablet.spoil(undefined)
    tablet.desk.tryNow()
    await until(() => tablet.desk.snapshot.pendingCount === 0, 'what waited')
    for (const barcode of [...day.waiting, ...day.sent.filter((one) => one !== day.twice)]) {
      const item = await itemOf(world.store, barcode)
      expect(item?.facts, barcode).toHaveLength(1)
      expect(item !== undefined && itemState(item).kind, barcode).toBe('out')
    }
    expect((await aLoan(tablet.desk, '0001')).kind).toBe('saved')
    await until(() => tablet.desk.snapshot.pendingCount === 0, 'a loan of today')
    expect((await itemOf(world.store, '0001'))?.facts).toHaveLength(1)
    expect(await casesOf(world.store)).toHaveLength(1)
    expect(tablet.defects).toEqual([])
  })

  test('the presses of that tablet are understood, known already, and were answered in words that this build reads', async () => {
    await open()
    await putDatabase(`${build} again`, kept('tablet.v8'))
    const disk = createDexieStorage({ name: `${build} again` })
    const { identity } = await disk.load()
    disk.close()
    if (identity === undefined) throw new Error('the tablet does not know who it is')
    const pushes = exchanges.filter(({ path }) => path.startsWith('/sync/v1/push'))
    const pulls = exchanges.filter(({ path }) => path.startsWith('/sync/v1/pull'))
    expect([pushes.length > 0, pulls.length > 0]).toEqual([true, true])
    for (const { text } of pulls) v.parse(pullAnswer, JSON.parse(text))
    for (const { text } of pushes) v.parse(pushAnswer, JSON.parse(text))
    const sent = pushes.map(({ body = '' }) => v.parse(pushRequest, JSON.parse(body)))
    const operations = sent.flatMap((push) => push.operations)
    expect(operations).toHaveLength(day.sent.length)
    // Once more, all together, with the ticket that it has now.
    const body = JSON.stringify({
      ...sent[0],
      session: undefined,
      ticket: identity.ticket,
      epoch: identity.epoch,
      pendingCount: operations.length,
      operations,
    })
    const answer = await world.send({ method: 'POST', path: pushes[0]?.path ?? '', body, bearer: bearerOf(identity) })
    const outcomes = v.parse(pushAnswer, JSON.parse(answer.text)).results.map(({ outcome }) => outcome)
    expect(outcomes).toEqual(operations.map(() => 'already-known'))
    expect((await itemOf(world.store, day.sent[0] ?? ''))?.facts).toHaveLength(1)
  })

  test('the catalogue’s file opens, and each barcode finds its title', () => {
    const file = new Uint8Array(kept('catalogue.bin'))
    const opened = openCatalogue(file.buffer)
    if (!opened.ok) throw new Error(JSON.stringify(opened.refusal))
    const found = day.barcodes.map((barcode) => opened.value.itemByBarcode(toItemBarcode(barcode))?.title)
    expect(found).toEqual(day.titles)
  })
})
