/**
 * /sync/v1: push, pull and hints, for enrolled tablets only (PROTOCOL.md). Runs on the endpoint.
 * Nothing here may be kept by anyone on the way: every answer is `no-store`.
 */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { streamSSE } from 'hono/streaming'
import type { DeviceId } from '../../domain/ids.ts'
import { type FiguresAnswer, figuresRequest } from '../../protocol/figures.ts'
import { type OrdersAnswer, ordersRequest } from '../../protocol/orders.ts'
import { pushRequest } from '../../protocol/push.ts'
import { maximumPushBytes, protocolVersion } from '../../protocol/version.ts'
import { noteHeard, pull, writePage } from '../authority/pull.ts'
import { push } from '../authority/push.ts'
import { bringOrders } from '../authority/put-back/bring-orders.ts'
import { RateLimit } from '../enrolment/rate-limit.ts'
import { readDays, readFigures } from '../figures/read-figures.ts'
import { watchPage } from '../page/mail-proof.ts'
import { FairQueue } from '../storage/fair-queue.ts'
import { queueOf, type SerialQueue } from '../storage/serial-queue.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { answerProblem, readRequest } from './problem.ts'
import { reportDefect } from './report-defect.ts'
import { isTooOld, limitBody, limitDevice, named, requireDevice, smallBodyBytes } from './request-guards.ts'

/** Milliseconds between two comments on a hint stream: proxies and tablets give up after a minute of silence. */
const heartbeatMs = 25_000

/** A full outbox at once, then one push each 5 s: nobody waits for a tablet that was set aside. */
const boundsSetAside = { burst: 60, refillMs: 5000 }

const compressed = promisify(gzip)

const countByOutcome = (results: readonly { readonly outcome: string }[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

export const createSyncRoutes = (ports: EndpointPorts): Hono<EndpointEnv> => {
  const { store, now, metrics, hints, log } = ports
  const routes = new Hono<EndpointEnv>()
  /** Made one after the other: when forty tablets ask for their base at once, one page lies in memory, and all are answered sooner. */
  const pages = new FairQueue()
  /** Of each tablet one at a time: whoever asks for two hundred at once has one among those of the others. */
  const [pushes, pulls] = [new Map<DeviceId, SerialQueue>(), new Map<DeviceId, SerialQueue>()]
  const aside = new RateLimit(boundsSetAside)
  const pageShutUntil = watchPage(store, now)
  routes.use(async (context, next) => {
    await next()
    context.header('Cache-Control', 'no-store')
  })

  routes.post('/push', named('push'), requireDevice(ports), limitBody(maximumPushBytes), compress(), async (context) => {
    const request = await readRequest(context, pushRequest)
    if (!request.ok) return answerProblem(context, 'request-not-understood', { nonce: request.nonce })
    const device = context.get('device')
    if (device.setAsideAt !== undefined) {
      const retryAfterMs = aside.take(device.id, now())
      if (retryAfterMs > 0) return answerProblem(context, 'too-many-attempts', { nonce: request.value.nonce, retryAfterMs })
    }
    const outcome = await queueOf(pushes, device.id).run(() =>
      push({ store, reportDefect: reportDefect(log) }, device, request.value, now()),
    )
    const results = outcome.kind === 'answered' ? outcome.answer.results : outcome.results
    const counts = countByOutcome(results)
    for (const [name, count] of Object.entries(counts)) metrics.operations.inc({ outcome: name }, count)
    const isBaseDoubtful = request.value.isBaseDoubtful === true
    if (isBaseDoubtful) metrics.doubtfulBases.inc()
    const told = isBaseDoubtful ? { baseDoubtful: 1 } : {}
    context.set('logged', { operations: results.length, pending: request.value.pendingCount, ...counts, ...told })
    return outcome.kind === 'answered'
      ? context.json(outcome.answer)
      : answerProblem(context, outcome.problem, { nonce: request.value.nonce })
  })

  routes.post('/orders', named('orders'), requireDevice(ports), limitBody(maximumPushBytes), async (context) => {
    const request = await readRequest(context, ordersRequest)
    if (!request.ok) return answerProblem(context, 'request-not-understood', { nonce: request.nonce })
    const device = context.get('device')
    const { nonce } = request.value
    if (device.setAsideAt !== undefined) return answerProblem(context, 'revoked', { nonce })
    const taken = await queueOf(pushes, device.id).run(() => bringOrders(store, device, request.value, now(), reportDefect(log)))
    context.set('logged', { orders: request.value.orders.length, taken })
    return context.json({ protocol: protocolVersion, nonce, taken } satisfies OrdersAnswer)
  })

  routes.get('/pull', named('pull'), requireDevice(ports), async (context) => {
    const device = context.get('device')
    if (device.setAsideAt !== undefined) return answerProblem(context, 'revoked')
    await noteHeard(store, device, now())
    if (isTooOld(context)) return answerProblem(context, 'upgrade-required')
    const isCompressed = /\bgzip\b/.test(context.req.header('Accept-Encoding') ?? '')
    const answerPage = async () => {
      const { end, ...page } = await pull(store, device.libraryId, context.req.query('cursor'), now())
      const shutUntil = end === undefined ? undefined : await pageShutUntil(device.libraryId)
      const told = shutUntil === undefined ? {} : { pageShutUntil: shutUntil }
      const text = writePage({ ...page, ...(end === undefined ? {} : { end: { ...end, ...told } }) })
      return {
        logged: { rows: page.rows.length, base: page.isWhole ? 'whole' : 'changes' },
        body: isCompressed ? new Uint8Array(await compressed(text)) : text,
      }
    }
    const { logged, body } = await queueOf(pulls, device.id).run(() => pages.run(device.libraryId, answerPage))
    context.set('logged', logged)
    context.header('Content-Type', 'application/json')
    context.header('Vary', 'Accept-Encoding')
    if (isCompressed) context.header('Content-Encoding', 'gzip')
    return context.body(body)
  })

  routes.get('/hints', named('hints'), requireDevice(ports), (context) => {
    const device = context.get('device')
    if (device.setAsideAt !== undefined) return answerProblem(context, 'revoked')
    return streamSSE(context, async (stream) => {
      await stream.write(': open\n\n')
      let hasMoved = true
      const beat = async (): Promise<void> => {
        // Set aside by the command, which is another process: that too moves its library.
        const isInDoubt = hasMoved
        hasMoved = false
        if (isInDoubt && (await store.device(device.id))?.setAsideAt !== undefined) hints.endOf(device.id)
        else await stream.write(': alive\n\n')
      }
      const heartbeat = setInterval(() => void beat().catch(reportDefect(log)), heartbeatMs)
      await new Promise<void>((resolve) => {
        const hint = (): void => {
          hasMoved = true
          void stream.writeSSE({ event: 'hint', data: '' })
        }
        const leave = hints.join(device, { hint, end: resolve })
        stream.onAbort(() => {
          leave()
          resolve()
        })
      })
      clearInterval(heartbeat)
    })
  })

  return routes
}

/** Who turns the months over reads one a second; no tablet keeps the others waiting. */
const bounds = { burst: 20, refillMs: 1000 }

/** What the counters say of some days, for each enrolled tablet: everybody at the desk reads them (STAT-1). */
export const createFiguresRoutes = (ports: EndpointPorts): Hono<EndpointEnv> => {
  const { store, now } = ports
  const routes = new Hono<EndpointEnv>()
  const guards = [requireDevice(ports), limitDevice(ports, bounds), limitBody(smallBodyBytes)] as const
  routes.post('/figures', named('figures'), ...guards, async (context) => {
    context.header('Cache-Control', 'no-store')
    const request = await readRequest(context, figuresRequest)
    if (!request.ok) return answerProblem(context, 'request-not-understood', { nonce: request.nonce })
    const { nonce, from, to } = request.value
    const device = context.get('device')
    if (device.setAsideAt !== undefined) return answerProblem(context, 'revoked')
    const days = readDays(from, to)
    if (days === undefined) return answerProblem(context, 'request-not-understood', { nonce })
    const figures = await store.read(device.libraryId, (reader) => readFigures(reader, days, now()))
    return context.json({ protocol: protocolVersion, nonce, now: now(), figures } as unknown as FiguresAnswer)
  })
  return routes
}
