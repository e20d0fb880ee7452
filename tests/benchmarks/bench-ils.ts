/**
 * A day of 200 handovers of four documents told by SIP2 to an ILS that answers each message in 50 ms, and to one that fails a tenth of them:
 * the time until all is settled, and what the ILS then has. Runs in Node on SQLite's file with FULL sync, over a socket of the loopback.
 * A person stands by who asks anew at once what a reading did not find; passes follow each other at once, and are counted.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toBootId, toCardNumber, toDeviceId, toItemBarcode, toLibrarianId, toLibraryId, toOperationId } from '../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../src/domain/instant.ts'
import type { Envelope } from '../../src/domain/operation/operation.ts'
import type { applyOperation } from '../../src/endpoint/authority/apply-operation.ts'
import type { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import type { lookAtWire } from '../../src/endpoint/ils/look-at-wire.ts'
import type { askAnew } from '../../src/endpoint/ils/tell-over-wire.ts'
import type { createWireJob } from '../../src/endpoint/ils/wire-job.ts'
import type { openStore } from '../../src/endpoint/storage/open-store.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { aDate, aMoment, anInstant } from '../builders/a-moment.ts'
import { aSettings } from '../builders/a-settings.ts'
import { createChance } from '../convergence/chance.ts'
import { type Sip2Fault, startSip2Ils } from '../fakes/sip2-ils.ts'
import { buildProduct, type Load } from './built-product.ts'
import { judgeCorrectness, Measurement } from './measurement.ts'
import { numberOf } from './options.ts'

interface Product {
  readonly applyOperation: typeof applyOperation
  readonly askAnew: typeof askAnew
  readonly createSip2Wire: typeof createSip2Wire
  readonly createWireJob: typeof createWireJob
  readonly lookAtWire: typeof lookAtWire
  readonly openStore: typeof openStore
}
const parts = [
  'authority/apply-operation',
  'connectors/sip2/sip2-wire',
  'ils/look-at-wire',
  'ils/tell-over-wire',
  'ils/wire-job',
  'storage/open-store',
].map((path) => `src/endpoint/${path}.ts`)

/** Of one handover. */
const documents = 4
/** Between two of a day: seconds. */
const apartSeconds = 120
/** How long the ILS takes, and how long it is waited for: milliseconds. */
const [answersAfterMs, patienceMs] = [50, 1000]
/** Milliseconds. */
const betweenLooksMs = 20
const faults: readonly [Sip2Fault, ...Sip2Fault[]] = ['cut-before', 'cut-after', 'silent', 'garbled', 'half']

const library = toLibraryId('valmont')
const day = aDate('2026-11-24')

/** `n` handovers since 10 o'clock: « 10:02 ». */
const timeOf = (n: number): string => new Date(Date.UTC(2026, 10, 24, 10, 0, n * apartSeconds)).toISOString().slice(11, 16)

const handOver = (n: number, card: string, barcodes: readonly string[]): Envelope => ({
  operationId: toOperationId(`handover ${n}`),
  bootId: toBootId('A'),
  n,
  deviceId: toDeviceId('A'),
  librarianId: toLibrarianId('nadia'),
  type: 'hand-over-order',
  typeVersion: 1,
  payload: {
    kind: 'hand-over-order',
    happened: aMoment(`2026-11-24 ${timeOf(n)}`),
    orderId: undefined,
    card: toCardNumber(card),
    items: barcodes.map((barcode) => ({
      barcode: toItemBarcode(barcode),
      recordId: undefined,
      documentType: undefined,
      lineId: undefined,
      dueOn: aDate('2026-12-15'),
      isNewRelease: false,
      overrideReason: undefined,
    })),
    leftBehind: [],
    notFound: [],
    receipt: 'printed',
  },
  based: {},
  at: anInstant(`2026-11-24 ${timeOf(n)}`),
  clockOffset: 0,
  build: 'bench',
})

/** As a push leaves it: its rows and its receipt. */
const receive = (product: Product, store: Store, envelope: Envelope): Promise<void> =>
  store.transact(library, async (transaction) => {
    await product.applyOperation(transaction, envelope, envelope.at, envelope.at)
    await transaction.keepReceipt({
      operationId: envelope.operationId,
      hash: envelope.operationId.padEnd(64, '0'),
      envelope: JSON.stringify(envelope),
      deviceId: envelope.deviceId,
      receivedAt: envelope.at,
      type: envelope.type,
      happenedOn: day,
      outcome: 'accepted',
      version: 1,
      caseId: undefined,
      reason: undefined,
    })
  })

const tellDay = async (product: Product, measurement: Measurement, handovers: number, failing: number): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-ils-'))
  const chance = createChance(`ils ${failing}`)
  const ils = await startSip2Ils({ answersAfterMs, fails: () => (chance.happens(failing) ? chance.pick(faults) : undefined) })
  const store = product.openStore({ dataDir: folder, databaseUrl: undefined })
  const pressed = new Set<string>()
  try {
    await store.createLibrary({ id: library, name: 'Valmont', isDemo: false })
    await store.transact(library, (transaction) => transaction.writeRow(aSettings(), toInstant(0)))
    for (let n = 0; n < handovers; n += 1) {
      const [card, barcodes] = [`21${n}`, Array.from({ length: documents }, (_, m) => `31${n}-${m}`)]
      ils.patrons.add(card)
      for (const barcode of barcodes) {
        ils.items.set(barcode, { title: 'Livre', renewals: 0 })
        pressed.add(`${barcode} ${card}`)
      }
      await receive(product, store, handOver(n, card, barcodes))
    }
    const begunAt = performance.now()
    const now = (): Instant => toInstant(anInstant('2026-11-24 20:00') + Math.round(performance.now() - begunAt))
    const wire = product.createSip2Wire({ ...ils.settings, patienceMs }, now)
    const job = product.createWireJob({ store, wire, library, now, report: () => undefined })
    let [passes, anew] = [0, 0]
    for (;;) {
      await job.pass()
      passes += 1
      // The product looks every five seconds whether it is to go on; here it goes on at once, but for a circuit that is open.
      await new Promise((resolve) => setTimeout(resolve, betweenLooksMs))
      const { waiting, open } = await product.lookAtWire(store, library, now())
      if (waiting + open.length === 0) break
      for (const { journey, mayAsk } of open) if (mayAsk && (await product.askAnew(store, library, journey, now()))) anew += 1
    }
    const title = failing === 0 ? 'answers all' : `fails ${failing * 100} %`
    measurement.take(`${handovers} handovers, an ILS that ${title}: all settled`, (performance.now() - begunAt) / 1000, 's', {
      passes,
      anew,
    })
    const settled = await store.read(library, async (reader) => (await reader.journeys.ofDay(day)).length)
    const renewed = [...ils.items.values()].filter(({ renewals }) => renewals > 0).length
    const kept = [...ils.items].flatMap(([barcode, { lentTo }]) => (lentTo === undefined ? [] : [`${barcode} ${lentTo}`]))
    judgeCorrectness(`the ILS that ${title}, ${settled} journeys, ${renewed} asked twice`, pressed, kept, renewed)
  } finally {
    await ils.stop()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs the benchmark; `--handovers N` [200]. */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const handovers = numberOf(options, '--handovers', 200)
  const product = await buildProduct<Product>(load, 'ils', parts)
  const measurement = new Measurement('ils')
  for (const failing of [0, 0.1]) await tellDay(product, measurement, handovers, failing)
  measurement.table()
}
