/**
 * What the endpoint counts for whoever runs it, in Prometheus' format. Runs on the endpoint.
 * Labels are route names, codes and statuses: never a tablet, a person, a card or a title (PRIV-4).
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Store, StoreReader } from '../storage/store.ts'

export interface EndpointMetrics {
  readonly registry: Registry
  readonly requests: Histogram<'route' | 'status'>
  readonly operations: Counter<'outcome'>
  readonly doubtfulBases: Counter
}

interface Waiting {
  readonly name: string
  readonly help: string
  readonly count: (reader: StoreReader) => Promise<number>
}

/** What waits for somebody, in all libraries together; asked of the store whenever the figures are. */
const waiting: readonly Waiting[] = [
  {
    name: 'pte_quarantined_operations',
    help: 'Operations kept and not applied',
    count: async (reader) => (await reader.quarantined()).length,
  },
  {
    name: 'pte_open_cases',
    help: 'Cases that nobody has settled',
    count: async (reader) => (await reader.rowsOf('case')).filter(({ settlement }) => settlement === undefined).length,
  },
  {
    name: 'pte_tablets_holding',
    help: 'Tablets that held operations when they were last heard from',
    count: async (reader) =>
      (await reader.devices()).filter(({ pendingCount, setAsideAt }) => pendingCount > 0 && setAsideAt === undefined).length,
  },
  {
    name: 'pte_tablets_silent',
    help: 'Tablets not heard from for a quarter of an hour',
    count: async (reader) => (await reader.rowsOf('device')).filter(({ silentSince }) => silentSince !== undefined).length,
  },
]

/** NaN where the store does not answer: the other figures are still told. */
const countInAll = async (store: Store, count: Waiting['count']): Promise<number> => {
  try {
    let sum = 0
    for (const { id } of await store.libraries()) sum += await store.read(id, count)
    return sum
  } catch {
    return Number.NaN
  }
}

/** A registry of its own, so that two endpoints in one process (tests) do not count each other. */
export const createEndpointMetrics = (openHints: () => number, store?: Store): EndpointMetrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  if (store !== undefined) {
    for (const { name, help, count } of waiting) {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await countInAll(store, count))
        },
      })
    }
  }
  new Gauge({
    name: 'pte_hint_streams',
    help: 'Tablets waiting for hints',
    registers: [registry],
    collect() {
      this.set(openHints())
    },
  })
  return {
    registry,
    requests: new Histogram({
      name: 'pte_request_seconds',
      help: 'Duration of requests',
      labelNames: ['route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers: [registry],
    }),
    doubtfulBases: new Counter({
      name: 'pte_doubtful_bases_total',
      help: 'Exchanges of tablets whose base came whole and does not agree with its digest',
      registers: [registry],
    }),
    operations: new Counter({
      name: 'pte_operations_total',
      help: 'Operations received, by outcome',
      labelNames: ['outcome'],
      registers: [registry],
    }),
  }
}
