/**
 * PostgreSQL killed in the middle of pushes, as often as PTE_POSTGRES_KILLS says: the endpoint goes on when the server is back, each tablet
 * sends again what had no answer, and in the end each document is lent once. A real server, killed without a checkpoint.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, outcomesOf } from '../../builders/an-endpoint.ts'
import { postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

const kills = Number(process.env.PTE_POSTGRES_KILLS ?? 3)

let postgres: RunningPostgres | undefined
let store: PostgresStore
beforeAll(async () => {
  if (postgresReason !== undefined) return
  postgres = await startPostgres()
  store = new PostgresStore(postgres.url)
})
afterAll(async () => {
  await store?.close()
  await postgres?.stop()
})

test('a server that is killed loses nothing that was answered, and doubles nothing', { timeout: 120_000 + kills * 30_000 }, async ({
  skip,
}) => {
  skip(postgresReason !== undefined, postgresReason)
  const endpoint = await anEndpoint({ store })
  const tablets = [await endpoint.enrol(), await endpoint.enrol()]
  const lending = aHandOver()
  const [item] = lending.kind === 'hand-over-order' ? lending.items : []
  if (item === undefined) throw new Error('nothing is handed over')
  const lent: string[] = []
  let isOver = false
  let unanswered = 0
  const work = async (which: number): Promise<void> => {
    const tablet = tablets[which]
    for (let n = 0; !isOver && tablet !== undefined; n++) {
      const barcodes = Array.from({ length: 3 }, (_, i) => `3333${which}${String(n * 3 + i).padStart(9, '0')}`)
      const operations = barcodes.map((barcode) => {
        const payload = aHandOver({ orderId: undefined, items: [{ ...item, lineId: undefined, barcode: toItemBarcode(barcode) }] })
        return aPushed(anEnvelope(payload, {}, barcode))
      })
      for (;;) {
        const answer = await tablet.push(operations).catch(() => undefined)
        if (answer?.status === 200) {
          for (const outcome of outcomesOf(answer)) expect(['accepted', 'already-known']).toContain(outcome)
          break
        }
        unanswered++
        // A tablet that waits for its next try lets the others go on.
        await new Promise((resolve) => setImmediate(resolve))
      }
      lent.push(...barcodes)
      endpoint.advance(1000)
    }
  }
  const working = Promise.all(tablets.map((_, which) => work(which)))
  for (let kill = 0; kill < kills; kill++) {
    const before = lent.length
    const next = before + 3 * (1 + Math.floor(Math.random() * 4))
    while (lent.length < next) await new Promise((resolve) => setImmediate(resolve))
    await postgres?.crash()
  }
  const after = lent.length
  while (lent.length < after + 6) await new Promise((resolve) => setImmediate(resolve))
  isOver = true
  await working
  const items = await store.read(libraryOfTests, async (reading) => reading.rowsOf('item'))
  expect(items.map(({ id, facts }) => `${id} ${facts.length}`).sort()).toEqual(lent.map((barcode) => `${barcode} 1`).sort())
  expect(await store.read(libraryOfTests, async (reading) => reading.rowsOf('case'))).toEqual([])
  expect(unanswered).toBeGreaterThan(0)
})
