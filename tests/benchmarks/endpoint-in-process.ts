/**
 * The built endpoint's routes without a socket: a whole request from its JSON to the JSON of its answer, in the benchmark's own process,
 * so that what is counted is the endpoint's work and nobody else's. Runs in Node.
 */
import { tmpdir } from 'node:os'
import pino from 'pino'
import { toInstant } from '../../src/domain/instant.ts'
import type { createEndpointApp } from '../../src/endpoint/http/endpoint-app.ts'
import type { createEndpointMetrics } from '../../src/endpoint/http/endpoint-metrics.ts'
import type { HintHub } from '../../src/endpoint/http/hint-hub.ts'
import type { openStore } from '../../src/endpoint/storage/open-store.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import type { PullAnswer } from '../../src/protocol/pull.ts'
import type { PushAnswer } from '../../src/protocol/push.ts'
import type { Identity } from '../../src/tablet/storage/tablet-storage.ts'
import { type Pressed, pushBody } from './bench-desk.ts'

export interface EndpointProduct {
  readonly createEndpointApp: typeof createEndpointApp
  readonly createEndpointMetrics: typeof createEndpointMetrics
  readonly HintHub: typeof HintHub
  readonly openStore: typeof openStore
}
export const endpointParts = ['http/endpoint-app', 'http/endpoint-metrics', 'http/hint-hub', 'storage/open-store'].map(
  (path) => `src/endpoint/${path}.ts`,
)

export interface EndpointInProcess {
  /** Throws where the endpoint answers a problem. */
  push(identity: Pick<Identity, 'deviceId' | 'credential' | 'ticket'>, operations: readonly Pressed[]): Promise<PushAnswer>
  /** One page. */
  pull(identity: Pick<Identity, 'deviceId' | 'credential'>, cursor: string | undefined): Promise<PullAnswer>
  /** Any other route that a tablet asks. */
  ask(path: string, identity: Pick<Identity, 'deviceId' | 'credential'>, body?: string): Promise<unknown>
  close(): void
}

/** `now`: milliseconds since 1970; the bounds on one tablet's requests count by it. */
export const openEndpoint = (product: EndpointProduct, store: Store, now: () => number): EndpointInProcess => {
  const hints = new product.HintHub(store)
  const app = product.createEndpointApp({
    store,
    now: () => toInstant(now()),
    log: pino({ level: 'silent' }),
    hints,
    metrics: product.createEndpointMetrics(() => 0),
    publicUrl: '',
    dataDir: tmpdir(),
    buildDirs: [],
    isTls: false,
    trustsProxy: false,
    metricsToken: undefined,
  })
  const ask = async (path: string, { deviceId, credential }: Pick<Identity, 'deviceId' | 'credential'>, body?: string) => {
    // As every client says beforehand.
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
    const headers = { Authorization: `Bearer ${deviceId}.${credential}`, 'Content-Type': 'application/json', ...length }
    const answer = await app.request(path, { headers, ...(body === undefined ? {} : { method: 'POST', body }) })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(text)
    return JSON.parse(text)
  }
  return {
    push: (identity, operations) => ask('/sync/v1/push', identity, pushBody(identity.ticket, operations)),
    pull: (identity, cursor) => ask(`/sync/v1/pull${cursor === undefined ? '' : `?cursor=${cursor}`}`, identity),
    ask,
    close: () => hints.close(),
  }
}
