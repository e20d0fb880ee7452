/**
 * /health, /ready and /metrics: for whoever keeps the endpoint running. Runs on the endpoint.
 * /metrics answers the machine itself, or anyone with METRICS_TOKEN: its figures name nobody, but tell how busy the desk is.
 */
import { Hono } from 'hono'
import { holdsToken } from './bearer.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { named } from './request-guards.ts'

/** A readiness answer holds for this long: each one writes to the disk. Milliseconds. */
const readinessHoldsMs = 5000

/** The names that this machine has for itself. A page whose own name was turned to this machine asks under that name (DNS rebinding). */
const ownNames = ['localhost', '127.0.0.1', '[::1]']

const nameOf = (host: string): string => host.toLowerCase().replace(/:\d*$/, '')

export const createStatusRoutes = ({ store, metrics, metricsToken, publicUrl }: EndpointPorts): Hono<EndpointEnv> => {
  const routes = new Hono<EndpointEnv>()
  let checkedAt = Number.NEGATIVE_INFINITY
  let isReady = false

  routes.get('/health', named('health'), (context) => context.json({ status: 'alive' }))

  routes.get('/ready', named('ready'), async (context) => {
    if (performance.now() - checkedAt > readinessHoldsMs) {
      isReady = await store.assertWritable().then(
        () => true,
        () => false,
      )
      checkedAt = performance.now()
    }
    return isReady ? context.json({ status: 'ready' }) : context.json({ status: 'cannot-write' }, 503)
  })

  routes.get('/metrics', named('metrics'), async (context) => {
    // Through a proxy on this machine every stranger looks local: what was forwarded is never taken for the machine itself.
    const isForwarded = context.req.header('X-Forwarded-For') !== undefined || context.req.header('Forwarded') !== undefined
    const name = nameOf(context.req.header('Host') ?? 'localhost')
    const isOwnName = ownNames.includes(name) || (URL.canParse(publicUrl) && name === new URL(publicUrl).hostname)
    const isAllowed =
      metricsToken === undefined
        ? !isForwarded && isOwnName && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(context.get('address'))
        : holdsToken(context, metricsToken)
    if (!isAllowed) return context.body(null, 403)
    return context.body(await metrics.registry.metrics(), 200, { 'Content-Type': metrics.registry.contentType })
  })

  return routes
}
