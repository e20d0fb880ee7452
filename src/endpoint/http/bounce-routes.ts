/**
 * POST /messages/v1/bounce: the door through which a mail server hands over the report of a mail that was not delivered (MSG-8), as it came.
 * Runs on the endpoint. There only where BOUNCE_TOKEN is set, for whoever holds it; what is answered names nobody. It stands before the guards
 * of the app: a mail server posts no JSON.
 */
import { Hono } from 'hono'
import { RateLimit } from '../enrolment/rate-limit.ts'
import { longestReport, noteReport } from '../messages/note-report.ts'
import { networkOf } from './address-of.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { answerProblem } from './problem.ts'
import { holdsToken, limitBody, named } from './request-guards.ts'

/** Wrong tokens from one network, and reports in all: a mailing that comes back whole is an hour's work. */
const [boundsOfStrangers, boundsOfReports] = [
  { burst: 10, refillMs: 60_000 },
  { burst: 500, refillMs: 200 },
]

export const createBounceRoutes = ({ store, now, bounceToken }: EndpointPorts): Hono<EndpointEnv> => {
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
