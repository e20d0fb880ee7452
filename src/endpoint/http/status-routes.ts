/**
 * /health, /ready and /metrics: for whoever keeps the endpoint running. Runs on the endpoint.
 * /metrics answers anyone with METRICS_TOKEN. Without one, and where PUBLIC_URL is this machine's, it answers the machine itself: its figures
 * name nobody, but tell how busy the desk is.
 */
import { Hono } from 'hono'
import { isOfThisMachine } from './address-of.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { holdsToken, named } from './request-guards.ts'

/** A readiness answer holds for this long: each one writes to the disk. Milliseconds. */
const readinessHoldsMs = 5000

const nameOf = (host: string): string => host.toLowerCase().replace(/:\d*$/, '')

export const createStatusRoutes = ({ store, metrics, metricsToken, publicUrl, isLeaving }: EndpointPorts): Hono<EndpointEnv> => {
  const routes = new Hono<EndpointEnv>()
  let checkedAt = Number.NEGATIVE_INFINITY
  let isReady = false

  routes.get('/health', named('health'), (context) => context.json({ status: 'alive' }))

  routes.get('/ready', named('ready'), async (context) => {
    if (isLeaving?.()) return context.json({ status: 'leaving' }, 503)
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
    // Through a proxy on this machine every stranger looks local, and a plain one adds no header that would tell.
    const isPublic = !URL.canParse(publicUrl) || !isOfThisMachine(new URL(publicUrl).hostname)
    const isForwarded = context.req.header('X-Forwarded-For') !== undefined || context.req.header('Forwarded') !== undefined
    // A page whose own name was turned to this machine asks under that name (DNS rebinding).
    const isOwnName = isOfThisMachine(nameOf(context.req.header('Host') ?? 'localhost'))
    const isAllowed =
      metricsToken === undefined
        ? !isPublic && !isForwarded && isOwnName && isOfThisMachine(context.get('address').replace(/^::ffff:/, ''))
        : holdsToken(context, metricsToken)
    if (!isAllowed) return context.text('Set METRICS_TOKEN, and send it: Authorization: Bearer TOKEN\n', 403)
    return context.body(await metrics.registry.metrics(), 200, { 'Content-Type': metrics.registry.contentType })
  })

  return routes
}
