/**
 * All routes of the endpoint behind one set of guards, as a function from Request to Response: tests need no port. Runs on the endpoint.
 * The page may load only what comes from here: no inline script, no frame, the camera for itself alone (`'wasm-unsafe-eval'` is for the
 * barcode decoder).
 */
import { Hono, type MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { olderRoom, pageRoom } from '../messages/page-links.ts'
import { networkRoot } from '../network/network-page.ts'
import { createNetworkApp } from '../network/network-routes.ts'
import { createPageApp } from '../page/page-app.ts'
import { networkOf } from './address-of.ts'
import { createAppRoutes, createCatalogueRoutes } from './app-files.ts'
import { createBounceRoutes } from './bounce-routes.ts'
import { createDemoMailRoutes } from './demo-mail-routes.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { createEnrolmentRoutes } from './enrolment-routes.ts'
import { createFaceRoutes } from './library-face.ts'
import { createManagementRoutes } from './management-routes.ts'
import { reportDefect } from './report-defect.ts'
import { logRequests, refuseForeign } from './request-guards.ts'
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
