/**
 * All routes of the endpoint behind one set of guards, as a function from Request to Response: tests need no port. Runs on the endpoint.
 * The page may load only what comes from here: no inline script, no frame, the camera for itself alone (`'wasm-unsafe-eval'` is for the
 * barcode decoder).
 */
import { Hono, type MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { toDeviceId } from '../../domain/ids.ts'
import { type CredentialAnswer, credentialRequest, enrolRequest } from '../../protocol/enrolment.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { offerCredential } from '../enrolment/credential.ts'
import { enrolDevice } from '../enrolment/enrol-device.ts'
import { RateLimit } from '../enrolment/rate-limit.ts'
import { keptMailsPage } from '../messages/kept-mails-page.ts'
import { longestReport, noteReport } from '../messages/note-report.ts'
import { olderRoom, pageRoom } from '../messages/page-links.ts'
import { networkRoot } from '../network/network-page.ts'
import { createNetworkApp } from '../network/network-routes.ts'
import { createPageApp } from '../page/page-app.ts'
import { isOfThisMachine, networkOf } from './address-of.ts'
import { createAppRoutes, createCatalogueRoutes } from './app-files.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { createFaceRoutes, rememberLibrary } from './library-face.ts'
import { createManagementRoutes } from './management-routes.ts'
import { answerProblem, readRequest } from './problem.ts'
import { reportDefect } from './report-defect.ts'
import { holdsToken, limitBody, limitTries, logRequests, named, refuseForeign, requireDevice, smallBodyBytes } from './request-guards.ts'
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

/** Ten tries at once, then one every 6 s: 39 bits of code against ten tries a minute. */
const boundsPerAddress = { burst: 10, refillMs: 6000 }

/**
 * /enrolment/v1: a one-time code becomes a tablet's credential, and a credential a newer one. `enrol` is the only door without a
 * credential: tries are counted by address.
 */
const createEnrolmentRoutes = (ports: EndpointPorts): Hono<EndpointEnv> => {
  const routes = new Hono<EndpointEnv>()
  routes.post('/enrol', named('enrol'), limitTries(ports, 'enrol', boundsPerAddress), limitBody(smallBodyBytes), async (context) => {
    context.header('Cache-Control', 'no-store')
    const request = await readRequest(context, enrolRequest)
    if (!request.ok) return answerProblem(context, 'request-not-understood', { nonce: request.nonce })
    const enrolled = await enrolDevice(ports.store, request.value, ports.now())
    if ('problem' in enrolled) return answerProblem(context, enrolled.problem, { nonce: request.value.nonce })
    context.set('logged', { enrolled: enrolled.letter })
    const device = await ports.store.device(toDeviceId(enrolled.deviceId))
    if (device !== undefined) rememberLibrary(context, device.libraryId, ports.isTls)
    return context.json(enrolled)
  })
  routes.post('/credential', named('credential'), requireDevice(ports), limitBody(smallBodyBytes), async (context) => {
    context.header('Cache-Control', 'no-store')
    const request = await readRequest(context, credentialRequest)
    if (!request.ok) return answerProblem(context, 'request-not-understood', { nonce: request.nonce })
    const { nonce } = request.value
    const device = context.get('device')
    if (device.setAsideAt !== undefined) return answerProblem(context, 'revoked', { nonce })
    const credential = await offerCredential(ports.store, device)
    return context.json({ protocol: protocolVersion, nonce, credential } satisfies CredentialAnswer)
  })
  return routes
}

/** A readiness answer holds for this long: each one writes to the disk. Milliseconds. */
const readinessHoldsMs = 5000

const nameOf = (host: string): string => host.toLowerCase().replace(/:\d*$/, '')

/** /health, /ready and /metrics: for whoever keeps the endpoint running. /metrics answers anyone with METRICS_TOKEN. */
const createStatusRoutes = ({ store, metrics, metricsToken, publicUrl, isLeaving }: EndpointPorts): Hono<EndpointEnv> => {
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
