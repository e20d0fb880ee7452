/**
 * One day of the client that part 1 of PROTOCOL.md describes, at a real endpoint on loopback: it enrols, pulls, hands over off line, loses an
 * answer, and follows the database where it was put back, also to before its own enrolment. Runs in Node; the client imports nothing of `src`.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toCardNumber } from '../../src/domain/ids.ts'
import { backUpSqlite, restoreSqlite } from '../../src/endpoint/storage/sqlite-backup.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aSettings } from '../builders/a-settings.ts'
import { jeanne, libraryId, openTabletWorld, type TabletWorld } from '../fakes/tablet-world.ts'
import { SecondClient } from './second-client/client.ts'
import type { Payload } from './second-client/wire-text.ts'

const [card, barcode] = ['23333000000172', '33331000000012'] as const
const handover: Payload = {
  ...{ kind: 'hand-over-order', card, leftBehind: [], notFound: [], receipt: 'undecided', happened: { date: '2026-11-25', time: '14:00' } },
  items: [{ barcode, recordId: 'record-1', documentType: 'livre', dueOn: '2026-12-16', isNewRelease: false }],
}

let world: TabletWorld
let origin: string
let network: 'on' | 'off' | 'answers lost' = 'on'
beforeEach(async () => {
  network = 'on'
  world = await openTabletWorld()
  await world.writeRows(aSettings(), aPatron({ id: toCardNumber(card) }))
  origin = await world.listen()
})
afterEach(() => world.close())

const newClient = async (): Promise<SecondClient> => {
  const carry = async (url: string, init: RequestInit): Promise<Response> => {
    if (network === 'off') throw new TypeError('off line')
    const response = await fetch(url, init)
    if (network === 'answers lost') throw new TypeError(`lost: ${(await response.text()).length} characters`)
    return response
  }
  const client = new SecondClient(origin, { now: () => world.now(), fetch: carry })
  expect(await client.enrol(await world.code(), 'Étage')).toBe(undefined)
  expect(await client.exchange()).toBe(undefined)
  return client
}

/** The ids of the facts that the endpoint has of the document. */
const factsThere = async (): Promise<readonly string[]> =>
  world.store.read(libraryId, async (reader) =>
    (await reader.rowsOf('item')).flatMap(({ facts }) => facts.map(({ operationId }) => String(operationId))),
  )
const copyOf = async (): Promise<string> => {
  const copy = `${world.path}.copy`
  expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
  return copy
}
const putBack = (copy: string): Promise<void> =>
  world.replaceDatabase(async () => {
    expect(await restoreSqlite(copy, world.path, { isForced: true, stamp: 'now' })).toMatchObject({ ok: true })
  })

test('a handover off line, with its answer lost, is on the endpoint once, and again after a restore', async () => {
  const client = await newClient()
  expect(client.disk.rows[`patron/${card}`]?.row).toMatchObject({ category: 'adulte' })
  const copy = await copyOf()

  network = 'off'
  const id = client.press(handover, jeanne)
  await expect(client.exchange()).rejects.toThrow('off line')
  network = 'answers lost'
  await expect(client.exchange()).rejects.toThrow('lost')
  expect(await factsThere()).toEqual([id])
  network = 'on'
  expect(await client.exchange()).toBe(undefined)
  expect(client.disk.outbox).toMatchObject([{ operationId: id, outcome: 'already-known' }])
  expect(await factsThere()).toEqual([id])

  await putBack(copy)
  expect(await factsThere()).toEqual([])
  expect(await client.exchange()).toBe(undefined)
  expect(client.disk.outbox).toMatchObject([{ operationId: id, outcome: 'accepted' }])
  expect(await factsThere()).toEqual([id])
  expect(client.factsOf(`item/${barcode}`)).toMatchObject([{ operationId: id, based: [] }])
})

test('a client enrolled again after a restore to before its enrolment hands its handover over again', async () => {
  const copy = await copyOf()
  const client = await newClient()
  const id = client.press(handover, jeanne)
  expect(await client.exchange()).toBe(undefined)
  expect(await factsThere()).toEqual([id])

  await putBack(copy)
  expect(await client.exchange()).toBe('credential-unknown')
  expect(await client.enrol(await world.code(), 'Étage')).toBe(undefined)
  expect(await client.exchange()).toBe(undefined)
  expect(await factsThere()).toEqual([id])
})
