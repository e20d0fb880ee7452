/**
 * The disk of PostgreSQL is full, and has room again later: a real server on a small disk in memory, which a test that runs as root can
 * mount; elsewhere it is skipped, saying so. Nothing that was answered is lost, nothing counts twice, and the endpoint need not be started anew.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, outcomesOf, type PushedJson } from '../../builders/an-endpoint.ts'
import { postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'
import { smallDisk } from '../../fakes/small-disk.ts'

const disk = smallDisk('112m')
const reason = postgresReason ?? disk.reason
let postgres: RunningPostgres | undefined
let store: PostgresStore | undefined
beforeAll(async () => {
  if (reason !== undefined) return
  postgres = await startPostgres(['min_wal_size=2MB', 'max_wal_size=4MB'], disk.folder)
  store = new PostgresStore(postgres.url)
})
afterAll(async () => {
  await store?.close()
  await postgres?.kill()
  disk.unmount()
})

const [lentItem] = (aHandOver() as Extract<ReturnType<typeof aHandOver>, { kind: 'hand-over-order' }>).items
let made = 0
const loans = (): { readonly barcodes: readonly string[]; readonly pushed: readonly PushedJson[] } => {
  if (lentItem === undefined) throw new Error('nothing is handed over')
  const barcodes = Array.from({ length: 50 }, () => `3333${String(++made).padStart(10, '0')}`)
  const operations = barcodes.map((barcode) =>
    aHandOver({ orderId: undefined, items: [{ ...lentItem, lineId: undefined, barcode: toItemBarcode(barcode) }] }),
  )
  return { barcodes, pushed: operations.map((payload, n) => aPushed(anEnvelope(payload, {}, barcodes[n]))) }
}

test('a full disk of the server fails pushes, loses nothing that was answered, and holds nobody up once there is room', async ({
  skip,
}) => {
  skip(reason !== undefined, reason)
  if (store === undefined || postgres === undefined) throw new Error('no server')
  const endpoint = await anEndpoint({ store })
  const tablet = await endpoint.enrol()
  const lent: string[] = []
  const push = async (
    { barcodes, pushed }: ReturnType<typeof loans>,
    known: 'accepted' | 'already-known' = 'accepted',
  ): Promise<boolean> => {
    const answer = await tablet.push(pushed)
    endpoint.advance(60_000)
    if (answer.status !== 200) return false
    expect(outcomesOf(answer)).toEqual(pushed.map(() => known))
    if (known === 'accepted') lent.push(...barcodes)
    return true
  }
  const before = loans()
  expect(await push(before)).toBe(true)
  expect((await endpoint.ask('/ready')).status).toBe(200)
  disk.fill()
  await expect(store.assertWritable()).rejects.toThrow()
  let failing = loans()
  // What is free within the server's own files is used first.
  for (let n = 0; n < 100 && (await push(failing)); n++) failing = loans()
  expect(await push(failing)).toBe(false)
  disk.empty()
  // Where its log found no room the server ended: its keeper starts it again, and the endpoint goes on as it is.
  await postgres.crash()
  expect(await push(failing)).toBe(true)
  expect(await push(failing, 'already-known')).toBe(true)
  expect(await push(loans())).toBe(true)
  const items = await store.read(libraryOfTests, async (reader) => reader.rowsOf('item'))
  expect(items.map(({ id, facts }) => `${id} ${facts.length}`).sort()).toEqual(lent.map((barcode) => `${barcode} 1`).sort())
  expect(await store.read(libraryOfTests, async (reader) => reader.rowsOf('case'))).toEqual([])
})
