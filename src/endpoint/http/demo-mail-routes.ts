/**
 * GET /demo/mails: what a demo would have sent. Runs on the endpoint. Nothing of it is there for a real library: 404, as for any other path.
 * It stands before the guards of the app, for a mail has styles of its own: nothing else may load, no script may run.
 */
import { Hono } from 'hono'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { keptMailsPage } from '../messages/kept-mails-page.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { named } from './request-guards.ts'

export const createDemoMailRoutes = ({ store, dataDir }: EndpointPorts): Hono<EndpointEnv> => {
  const routes = new Hono<EndpointEnv>()
  routes.get('/', named('demo-mails'), async (context, next) => {
    const demo = (await store.libraries('demo')).find(({ isDemo }) => isDemo)
    if (demo === undefined) return next()
    const zone = await store.read(demo.id, async (reader) => (await reader.row('settings', 'settings'))?.zone, 'page')
    const language = /^en\b/i.test(context.req.header('Accept-Language') ?? '') ? 'en' : 'fr'
    return context.html(await keptMailsPage(dataDir, language, wallClockOf(zone)), 200, {
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    })
  })
  return routes
}
