/**
 * What stands before every route: its name in the log, who asks, how often, and how large a body may be. Runs on the endpoint.
 * One line is logged per request: route name, status, duration, counts and codes; never an address, a query, a header or a body (PRIV-4).
 */
import { timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { LibraryId } from '../../domain/ids.ts'
import { oldestPulledVersion, protocolVersion } from '../../protocol/version.ts'
import { authenticateDevice } from '../enrolment/credential.ts'
import { type Bounds, CountedRate, RateLimit } from '../enrolment/rate-limit.ts'
import { addressOf, networkOf } from './address-of.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { answerProblem } from './problem.ts'

/** Logs and counts each request under its route's name. */
export const logRequests = ({ store, log, metrics, trustsProxy }: EndpointPorts): MiddlewareHandler<EndpointEnv> => {
  const slugs = new Map<LibraryId, string>()
  const slugOf = async (id: LibraryId): Promise<string | undefined> => {
    // A slug never changes (NET-1).
    if (!slugs.has(id)) for (const library of await store.libraries().catch(() => [])) slugs.set(library.id, library.slug)
    return slugs.get(id)
  }
  return async (context, next) => {
    const startedAt = performance.now()
    context.set('route', 'unknown')
    context.set('logged', {})
    context.set('address', addressOf(context, trustsProxy))
    await next()
    const seconds = (performance.now() - startedAt) / 1000
    const route = context.get('route')
    const { status } = context.res
    metrics.requests.observe({ route, status }, seconds)
    const [device, visit] = [context.get('device'), context.get('visit')]
    const library = device === undefined ? visit?.library.slug : await slugOf(device.libraryId)
    const line = { route, status, ms: Math.round(seconds * 1000), library, letter: device?.letter, ...context.get('logged') }
    if (status < 400 && ['app', 'health', 'ready', 'metrics'].includes(route)) log.debug(line, 'request')
    else log.info(line, 'request')
  }
}

/** The route's name, as logs and metrics call it. */
export const named =
  (route: string): MiddlewareHandler<EndpointEnv> =>
  async (context, next) => {
    context.set('route', route)
    await next()
  }

/** Refuses a body above `maxSize` bytes with `too-large`. */
export const limitBody = (maxSize: number): MiddlewareHandler<EndpointEnv> =>
  bodyLimit({ maxSize, onError: (context) => answerProblem(context, 'too-large') })

/** Refuses with `too-many-attempts` an address that tries too often; `name`: what it counts, like no other. */
export const limitTries = ({ store, now }: EndpointPorts, name: string, bounds: Bounds): MiddlewareHandler<EndpointEnv> => {
  const limit = new CountedRate(store, name, bounds)
  return async (context, next) => {
    const retryAfterMs = await limit.take(networkOf(context.get('address')), now())
    if (retryAfterMs > 0) return answerProblem(context, 'too-many-attempts', { retryAfterMs })
    return next()
  }
}

/** The version that the request names is no longer spoken (PROTOCOL.md, Versions). */
export const isTooOld = (context: Context): boolean => Number(context.req.query('protocol') ?? protocolVersion) < oldestPulledVersion

/** Bytes of a request that carries a code, a PIN or a name, and no operations. */
export const smallBodyBytes = 4096

/** Refuses with `too-many-attempts` a tablet that asks too often; behind `requireDevice`, so that a stranger spends nothing of it. */
export const limitDevice = ({ now }: EndpointPorts, bounds: Bounds): MiddlewareHandler<EndpointEnv> => {
  const limit = new RateLimit(bounds)
  return async (context, next) => {
    const retryAfterMs = limit.take(context.get('device').id, now())
    return retryAfterMs > 0 ? answerProblem(context, 'too-many-attempts', { retryAfterMs }) : next()
  }
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined)

/**
 * Refuses what a page of somebody else's posts, as a form or `no-cors` can: it would spend the tries and the cookie of whoever reads it.
 * Without TLS a browser says no site: its Origin must be where it asks.
 */
export const refuseForeign = ({ publicUrl }: EndpointPorts): MiddlewareHandler<EndpointEnv> => {
  const publicHost = hostOf(publicUrl)
  return async (context, next) => {
    const { req } = context
    if (req.method !== 'POST') return next()
    const site = req.header('Sec-Fetch-Site')
    const origin = req.header('Origin')
    const isOwn = (host: string | undefined): boolean => host !== undefined && (host === req.header('Host') || host === publicHost)
    const isForeign = site === undefined ? origin !== undefined && !isOwn(hostOf(origin)) : site !== 'same-origin' && site !== 'none'
    if (isForeign) return context.body(null, 403)
    return /^application\/json\s*(?:;|$)/i.test(req.header('Content-Type') ?? '') ? next() : context.body(null, 415)
  }
}

/** Requests of one tablet: a hint a second, 5,000 pending after an outage, and room to spare. */
const boundsPerDevice = { burst: 240, refillMs: 100 }
/** Wrong credentials from one address; right ones are never held back by them. */
const boundsPerStranger = { burst: 30, refillMs: 2000 }

/**
 * Lets only enrolled tablets through, each within its bounds and for the library that it names; a tablet set aside passes, the routes
 * answer it.
 */
export const requireDevice = ({ store, now }: EndpointPorts): MiddlewareHandler<EndpointEnv> => {
  const devices = new RateLimit(boundsPerDevice)
  const strangers = new RateLimit(boundsPerStranger)
  return async (context, next) => {
    const device = await authenticateDevice(store, context.req.header('Authorization'))
    if (device === undefined) {
      const retryAfterMs = strangers.take(networkOf(context.get('address')), now())
      return retryAfterMs > 0 ? answerProblem(context, 'too-many-attempts', { retryAfterMs }) : answerProblem(context, 'credential-unknown')
    }
    context.set('device', device)
    const retryAfterMs = devices.take(device.id, now())
    if (retryAfterMs > 0) return answerProblem(context, 'too-many-attempts', { retryAfterMs })
    const asked = context.req.query('library')
    return asked !== undefined && asked !== device.libraryIdentity ? answerProblem(context, 'other-library') : next()
  }
}

/** A token that whoever installs the endpoint gave to another machine; compared in a time that tells nothing of where two differ. */
export const holdsToken = (context: Context, token: string): boolean => {
  const [given, wanted] = [Buffer.from(context.req.header('Authorization') ?? ''), Buffer.from(`Bearer ${token}`)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
