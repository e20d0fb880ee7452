/**
 * What the endpoint counts for whoever runs it, in Prometheus' format. Runs on the endpoint.
 * Labels are route names, codes, statuses and slugs: never a tablet, a person, a card or a title (PRIV-4, NET-6).
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { LibraryLook } from '../network/look-at-library.ts'
import type { LookAtNetwork } from '../network/look-at-network.ts'

export interface EndpointMetrics {
  readonly registry: Registry
  readonly requests: Histogram<'route' | 'status'>
  readonly operations: Counter<'outcome'>
  readonly doubtfulBases: Counter
}

/** What waits for somebody, in each library; asked of the store whenever the figures are. */
const waiting: readonly { readonly name: string; readonly help: string; readonly of: (look: LibraryLook) => number | undefined }[] = [
  { name: 'pte_quarantined_operations', help: 'Operations kept and not applied', of: ({ quarantined }) => quarantined },
  { name: 'pte_open_cases', help: 'Cases that are shown and that nobody has settled', of: ({ cases }) => cases },
  { name: 'pte_tablets', help: 'Tablets in service', of: ({ tablets }) => tablets.length },
  { name: 'pte_tablets_holding', help: 'Tablets that held operations when they were last heard from', of: ({ holding }) => holding },
  { name: 'pte_tablets_silent', help: 'Tablets not heard from for a quarter of an hour', of: ({ silent }) => silent },
  {
    name: 'pte_tablets_old_build',
    help: 'Tablets with another build than is given out',
    of: ({ tablets }) => tablets.filter(({ isOld }) => isOld).length,
  },
  { name: 'pte_pending_operations', help: 'Operations that tablets held when they were last heard from', of: ({ pending }) => pending },
  { name: 'pte_ils_waiting', help: 'Loans and returns that an ILS told over a wire has not', of: ({ ilsWaiting }) => ilsWaiting },
  { name: 'pte_mails_late', help: 'Mails that have waited for a quarter of an hour', of: ({ lateMails }) => lateMails },
  {
    name: 'pte_last_import_timestamp_seconds',
    help: 'When a list of the ILS was taken last',
    of: ({ importedAt }) => importedAt && importedAt / 1000,
  },
]

/** A registry of its own, so that two endpoints in one process (tests) do not count each other. */
export const createEndpointMetrics = (openHints: () => number, look?: LookAtNetwork): EndpointMetrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  if (look !== undefined) {
    for (const { name, help, of } of waiting) {
      new Gauge({
        name,
        help,
        labelNames: ['library'],
        registers: [registry],
        async collect() {
          this.reset()
          const seen = await look().catch(() => undefined)
          // NaN where the store does not answer: the other figures are still told.
          if (seen === undefined) this.set(Number.NaN)
          for (const library of seen?.libraries ?? []) {
            // Of a library that could not be read nothing is known: no tablets at all would be a figure.
            const value = library.trouble?.kind === 'unreadable' ? Number.NaN : of(library)
            if (value !== undefined) this.set({ library: library.slug }, value)
          }
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
