/**
 * A PostgreSQL that dies for good, and a copy of it that takes its place under the same address. One that had every commit: tablets go on,
 * and notice an answer that did not come. One that is late by some seconds: the epoch changes, and tablets hand over again what it missed.
 * Real servers, the second made by pg_basebackup.
 */
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import { itemState } from '../../../src/domain/item/item-state.ts'
import { hashPin } from '../../../src/endpoint/enrolment/hash-pin.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import type { Transport } from '../../../src/tablet/sync/transport.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, outcomesOf } from '../../builders/an-endpoint.ts'
import { type CutLine, openLine } from '../../fakes/cut-line.ts'
import { postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'
import { createStandingTime } from '../../fakes/standing-time.ts'
import { aLoan, card, jeanne, pin, until } from '../../fakes/tablet-world.ts'
import { openTestTablet, type TestTablet } from '../../fakes/test-tablet.ts'

let ends: (() => unknown)[]
beforeEach(({ skip }) => {
  ends = []
  skip(postgresReason !== undefined, postgresReason)
})
afterEach(async () => {
  for (const end of ends.reverse()) await end()
})

const aServer = async (settings: readonly string[] = []): Promise<RunningPostgres> => {
  const server = await startPostgres(settings)
  ends.push(() => server.kill().then(server.stop))
  return server
}
const aCopyOf = async (server: RunningPostgres, through?: CutLine): Promise<RunningPostgres> => {
  const copy = await server.copy([], through?.port)
  ends.push(copy.stop)
  return copy
}
const aLineTo = async ({ port }: RunningPostgres): Promise<CutLine> => {
  const line = await openLine(port)
  ends.push(line.close)
  return line
}
const aStoreAt = ({ port }: CutLine): PostgresStore => {
  const store = new PostgresStore(`postgres://pte@127.0.0.1:${port}/postgres`)
  ends.push(() => store.close())
  return store
}
const casesOf = (store: PostgresStore) => store.read(libraryOfTests, async (reader) => reader.rowsOf('case'))

describe('a PostgreSQL that dies for good', () => {
  test('leaves all that it had acknowledged to a copy that was in step, and tablets go on', async () => {
    const server = await aServer(['synchronous_standby_names=copy'])
    const copy = await aCopyOf(server)
    const line = await aLineTo(server)
    const store = aStoreAt(line)
    const endpoint = await anEndpoint({ store })
    const [{ epoch } = { epoch: '' }] = await store.libraries()
    const tablets = [await endpoint.enrol(), await endpoint.enrol()]
    const [item] = (aHandOver() as Extract<ReturnType<typeof aHandOver>, { kind: 'hand-over-order' }>).items
    const lent: string[] = []
    let isOver = false
    let unanswered = 0
    const work = async (which: number): Promise<void> => {
      for (let n = 0; !isOver; n++) {
        const barcodes = Array.from({ length: 3 }, (_, i) => `3333${which}${String(n * 3 + i).padStart(9, '0')}`)
        const pushed = barcodes.map((barcode) => {
          const items = item === undefined ? [] : [{ ...item, lineId: undefined, barcode: toItemBarcode(barcode) }]
          return aPushed(anEnvelope(aHandOver({ orderId: undefined, items }), {}, barcode))
        })
        for (;;) {
          const answer = await tablets[which]?.push(pushed).catch(() => undefined)
          // A tablet that waits for its next try lets the others go on.
          endpoint.advance(1000)
          if (answer?.status === 200) {
            for (const outcome of outcomesOf(answer)) expect(['accepted', 'already-known']).toContain(outcome)
            break
          }
          unanswered++
          await new Promise((resolve) => setImmediate(resolve))
        }
        lent.push(...barcodes)
      }
    }
    const working = Promise.all(tablets.map((_, which) => work(which)))
    const more = (count: number): Promise<void> => {
      const wanted = lent.length + count
      return until(() => lent.length >= wanted, 'pushes')
    }
    await more(30)
    await server.kill()
    line.leadTo(copy.port)
    await copy.promote()
    await more(30)
    isOver = true
    await working
    expect(unanswered).toBeGreaterThan(0)
    const items = await store.read(libraryOfTests, async (reading) => reading.rowsOf('item'))
    expect(items.map(({ id, facts }) => `${id} ${facts.length}`).sort()).toEqual(lent.map((barcode) => `${barcode} 1`).sort())
    expect(await casesOf(store)).toEqual([])
    // The same history: no tablet had to fetch its base anew.
    expect((await store.libraries()).map((library) => library.epoch)).toEqual([epoch])
  })

  test('leaves to a copy that is late a new epoch, and tablets hand over again what it missed, once', async () => {
    const server = await aServer()
    const between = await aLineTo(server)
    const copy = await aCopyOf(server, between)
    const line = await aLineTo(server)
    const store = aStoreAt(line)
    const rows = [
      { kind: 'librarian', id: jeanne, name: 'Jeanne', isManager: true, pin: await hashPin(pin) },
      aPatron({ id: card }),
    ] as const
    const time = createStandingTime(Date.UTC(2026, 10, 24, 13, 32))
    const endpoint = await anEndpoint({ store, rows, ports: { now: time.now } })
    const [{ epoch } = { epoch: '' }] = await store.libraries()
    const send: Transport['send'] = async ({ method, path, body, bearer }) => {
      const headers = { 'content-type': 'application/json', ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) }
      const response = await endpoint.ask(path, { method, headers, ...(body === undefined ? {} : { body }) })
      return { status: response.status, text: await response.text(), retryAfterMs: undefined }
    }
    const aTablet = async (): Promise<TestTablet> => {
      const tablet = openTestTablet(crypto.randomUUID(), { time, send, onOpened: (close) => void ends.push(close) })
      await until(() => tablet.desk.snapshot.phase.kind === 'not-enrolled', 'a tablet to enrol')
      await tablet.desk.enrol(await endpoint.offerCode(), 'Accueil')
      await until(() => tablet.desk.snapshot.phase.kind === 'signed-out', 'the base')
      await tablet.desk.signIn(jeanne, pin)
      return tablet
    }
    const tablets = [await aTablet(), await aTablet()] as const
    const [accueil, etage] = tablets
    const lend = async ({ desk }: TestTablet, barcode: string): Promise<void> => {
      expect((await aLoan(desk, barcode)).kind).toBe('saved')
    }
    const sent = ({ desk }: TestTablet): Promise<boolean> =>
      vi.waitUntil(
        () => {
          desk.tryNow()
          return desk.snapshot.pendingCount === 0 && desk.snapshot.link.kind === 'online'
        },
        { interval: 20, timeout: 60_000 },
      )
    const documents = (barcodes: readonly string[]): Promise<readonly string[]> =>
      store.read(libraryOfTests, async (reading) => {
        const items = await Promise.all(barcodes.map(async (barcode) => reading.row('item', toItemBarcode(barcode))))
        return items.map((item) => (item === undefined ? 'unknown' : `${item.facts.length} fact, ${itemState(item).kind}`))
      })
    const late = new pg.Client({ connectionString: copy.url })
    await late.connect()
    const copied = async (): Promise<readonly string[]> =>
      (await late.query<{ id: string }>("SELECT id FROM row WHERE kind = 'item' ORDER BY id")).rows.map(({ id }) => id)

    await lend(accueil, '0001')
    await sent(accueil)
    await expect.poll(copied).toEqual(['0001'])
    between.die(true)
    for (const [tablet, barcode] of [
      [accueil, '0002'],
      [etage, '0003'],
    ] as const) {
      await lend(tablet, barcode)
      await sent(tablet)
    }
    // Each has seen what the other did in the seconds that are lost.
    for (const tablet of tablets) await sent(tablet)
    await server.kill()
    await lend(accueil, '0004')
    expect(await copied()).toEqual(['0001'])
    await late.end()
    await copy.promote()
    line.leadTo(copy.port)

    const all = ['0001', '0002', '0003', '0004']
    await vi.waitUntil(
      async () => {
        for (const tablet of tablets) await sent(tablet)
        return tablets.every(({ desk }) =>
          all.every((barcode) => desk.snapshot.state.get('item', toItemBarcode(barcode))?.facts.length === 1),
        )
      },
      { interval: 50, timeout: 60_000 },
    )
    expect(await documents(all)).toEqual(all.map(() => '1 fact, out'))
    expect(await casesOf(store)).toEqual([])
    expect((await store.libraries()).map((library) => library.epoch)).not.toEqual([epoch])
    expect(tablets.flatMap(({ defects }) => defects)).toEqual([])
  })
})
