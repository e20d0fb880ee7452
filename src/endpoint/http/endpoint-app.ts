/**
 * All routes of the endpoint behind one set of guards, as a function from Request to Response: tests need no port. Runs on the endpoint.
 * The page may load only what comes from here: no inline script, no frame, the camera for itself alone (`'wasm-unsafe-eval'` is for the
 * barcode decoder).
 */
import { Hono, type MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { RateLimit } from '../enrolment/rate-limit.ts'
import { keptMailsPage } from '../messages/kept-mails-page.ts'
import { longestReport, noteReport } from '../messages/note-report.ts'
import { olderRoom, pageRoom } from '../messages/page-links.ts'
import { networkRoot } from '../network/network-page.ts'
import { createNetworkApp } from '../network/network-routes.ts'
import { createPageApp } from '../page/page-app.ts'
import { networkOf } from './address-of.ts'
import { createAppRoutes, createCatalogueRoutes } from './app-files.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { createEnrolmentRoutes } from './enrolment-routes.ts'
import { createFaceRoutes } from './library-face.ts'
import { createManagementRoutes } from './management-routes.ts'
import { answerProblem } from './problem.ts'
import { reportDefect } from './report-defect.ts'
import { holdsToken, limitBody, logRequests, named, refuseForeign } from './request-guards.ts'
import { createStatusRoutes } from './status-routes.ts'
import { createFiguresRoutes, createSyncRoutes } from './sync-routes.ts'

export const createEndpointApp = (ports: EndpointPorts): Hono<EndpointEnv> => {
  const app = new Hono<EndpointEnv>()
  app.use(logRequests(ports))
  app.route('/demo/mails', createDemoMailRoutes(ports))
  app.route('/messages/v1', createBounceRoutes(ports))
  // Before the guards of the app: it has its own.
  const page = createPageApp({ ...ports, reportDefect: reportDefect(ports.log) })
  const noteNetwork: MiddlewareHandler<EndpointEnv> = (context, next) => {
    context.set('network', networkOf(context.get('address')))
    return next()
  }
  for (const room of [pageRoom, olderRoom]) {
    app.use(`/${room}/*`, noteNetwork)
    app.route(`/${room}`, page)
  }
  if (ports.network !== undefined) {
    app.use(`${networkRoot}/*`, noteNetwork)
    const keeper = createNetworkApp({ ...ports, ...ports.network, reportDefect: reportDefect(ports.log) })
    app.route(networkRoot, keeper)
  }
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      permissionsPolicy: { camera: ['self'], microphone: [], geolocation: [], payment: [], usb: [], displayCapture: [] },
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
      // A year: a browser that saw the certificate once never tries without.
      strictTransportSecurity: ports.isTls ? 'max-age=31536000' : false,
    }),
  )
  app.use(refuseForeign(ports))
  app.route('/sync/v1', createSyncRoutes(ports))
  app.route('/sync/v1', createFiguresRoutes(ports))
  app.route('/enrolment/v1', createEnrolmentRoutes(ports))
  app.route('/management/v1', createManagementRoutes(ports))
  app.route('/catalogue/v1', createCatalogueRoutes(ports))
  app.route('/', createStatusRoutes(ports))
  app.route('/', createFaceRoutes(ports))
  app.route('/', createAppRoutes(ports))
  app.onError((defect, context) => {
    reportDefect(ports.log)(defect)
    return context.body(null, 500)
  })
  return app
}

/** GET /demo/mails: what a demo would have sent. Nothing of it is there for a real library: 404, as for any other path. */
const createDemoMailRoutes = ({ store, dataDir }: EndpointPorts): Hono<EndpointEnv> => {
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

/** Wrong tokens from one network, and reports in all: a mailing that comes back whole is an hour's work. */
const [boundsOfStrangers, boundsOfReports] = [
  { burst: 10, refillMs: 60_000 },
  { burst: 500, refillMs: 200 },
]

/**
 * POST /messages/v1/bounce: the door through which a mail server hands over the report of a mail that was not delivered (MSG-8), as it
 * came.
 */
const createBounceRoutes = ({ store, now, bounceToken }: EndpointPorts): Hono<EndpointEnv> => {
  const routes = new Hono<EndpointEnv>()
  if (bounceToken === undefined) return routes
  const [strangers, reports] = [new RateLimit(boundsOfStrangers), new RateLimit(boundsOfReports)]
  routes.post('/bounce', named('bounce'), limitBody(longestReport), async (context) => {
    context.header('Cache-Control', 'no-store')
    const isKnown = holdsToken(context, bounceToken)
    const retryAfterMs = isKnown ? reports.take('', now()) : strangers.take(networkOf(context.get('address')), now())
    if (retryAfterMs > 0) return answerProblem(context, 'too-many-attempts', { retryAfterMs })
    if (!isKnown) return answerProblem(context, 'credential-unknown')
    // As the command reads a file: a byte is a sign, and those that count are ASCII.
    const end = await noteReport(store, Buffer.from(await context.req.arrayBuffer()).toString('latin1'), now())
    context.set('logged', { end })
    return context.json({ end })
  })
  return routes
}
