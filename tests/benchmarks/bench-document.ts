/**
 * What one document's story costs the endpoint: a push of 90 loans of a document that has 400 loans already, each of another patron, none
 * of which knew of another. Runs in Node, on the built endpoint's routes without a socket, SQLite, FULL.
 * The worst that a tablet can bring to one row: every loan stands, and one case cites them all.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toItemBarcode } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { LocalDate, LocalTime } from '../../src/domain/local-date.ts'
import { identityOf, pressedOf, readReceipts, seedLibrary } from './bench-desk.ts'
import { loanOf } from './bench-loan.ts'
import { buildProduct, type Load } from './built-product.ts'
import { type EndpointProduct, endpointParts, openEndpoint } from './endpoint-in-process.ts'
import { judge, judgeCorrectness, Measurement } from './measurement.ts'
import { numberOf } from './options.ts'

const startedOn = Date.UTC(2026, 10, 24, 13, 31)
const happened = { date: '2026-11-24' as LocalDate, time: '14:31' as LocalTime } // Both are real, and written as the types say.
const barcode = toItemBarcode('3999900001')
/** Loans of one push. */
const pushed = 90

/** Runs the benchmark; `--facts N` [400] that the document has before; `--runs N` [3]. */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const facts = numberOf(options, '--facts', 400)
  const runs = numberOf(options, '--runs', 3)
  const product = await buildProduct<EndpointProduct>(load, 'document', endpointParts)
  const measurement = new Measurement('document')
  const what = `${pushed} loans of a document of ${facts} facts`
  for (let turn = 0; turn <= runs; turn++) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-document-'))
    const store = product.openStore({ dataDir: folder, databaseUrl: undefined })
    await seedLibrary(store, { tablets: 1, patrons: facts + pushed, now: toInstant(startedOn) })
    let looks = 0
    const endpoint = openEndpoint(product, store, () => startedOn + 1000 * looks++)
    const tablet = identityOf(0, '')
    let { ticket } = tablet
    const presses = Array.from({ length: facts + pushed }, (_, n) => {
      const loan = loanOf(n, 1, happened)
      const items = loan.items.map((item) => ({ ...item, barcode }))
      return pressedOf(n, { ...loan, items }, { at: startedOn + n, deviceId: tablet.deviceId })
    })
    const push = async (from: number, to: number): Promise<void> => {
      ticket = (await endpoint.push({ ...tablet, ticket }, presses.slice(from, to))).ticket
    }
    for (let from = 0; from < facts; from += pushed) await push(from, Math.min(from + pushed, facts))
    const begunAt = performance.now()
    await push(facts, facts + pushed)
    const took = performance.now() - begunAt
    endpoint.close()
    await store.close()
    if (turn > 0) measurement.take(what, took, 'ms')
    const { operationIds, cases } = readReceipts(folder)
    if (turn === runs) judgeCorrectness('on the endpoint’s disk', new Set(presses.map((one) => one.operationId)), operationIds, cases - 1)
    rmSync(folder, { recursive: true })
  }
  measurement.table()
  judge(what, measurement.summary(what).median, 50, ' ms')
}
