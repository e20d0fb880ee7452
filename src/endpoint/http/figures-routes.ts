/**
 * POST /sync/v1/figures: what the counters say of some days, for each enrolled tablet: everybody at the desk reads them (STAT-1). Runs on
 * the endpoint.
 */
import { Hono } from 'hono'
import { type FiguresAnswer, figuresRequest } from '../../protocol/figures.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { readDays, readFigures } from '../figures/read-figures.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { answerProblem, readRequest } from './problem.ts'
import { limitBody, limitDevice, named, requireDevice, smallBodyBytes } from './request-guards.ts'

/** Who turns the months over reads one a second; no tablet keeps the others waiting. */
const bounds = { burst: 20, refillMs: 1000 }

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
