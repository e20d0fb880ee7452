/**
 * What the endpoint counts for whoever runs it, in Prometheus' format. Runs on the endpoint.
 * Labels are route names, codes and statuses: never a tablet, a person, a card or a title (PRIV-4).
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface EndpointMetrics {
  readonly registry: Registry
  readonly requests: Histogram<'route' | 'status'>
  readonly operations: Counter<'outcome'>
}

/** A registry of its own, so that two endpoints in one process (tests) do not count each other. */
export const createEndpointMetrics = (openHints: () => number): EndpointMetrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
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
    operations: new Counter({
      name: 'pte_operations_total',
      help: 'Operations received, by outcome',
      labelNames: ['outcome'],
      registers: [registry],
    }),
  }
}
