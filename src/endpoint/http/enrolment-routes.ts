/**
 * /enrolment/v1/enrol: a one-time code becomes a tablet's credential. Runs on the endpoint.
 * The only door without a credential: tries are counted by address.
 */
import { Hono } from 'hono'
import { enrolRequest } from '../../protocol/enrolment.ts'
import { enrolDevice } from '../enrolment/enrol-device.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { answerProblem, readRequest } from './problem.ts'
import { limitAddress, limitBody, named } from './request-guards.ts'

/** Ten tries at once, then one every 6 s: 39 bits of code against ten tries a minute. */
const boundsPerAddress = { burst: 10, refillMs: 6000 }

export const createEnrolmentRoutes = (ports: EndpointPorts): Hono<EndpointEnv> => {
  const routes = new Hono<EndpointEnv>()
  routes.post('/enrol', named('enrol'), limitAddress(ports, boundsPerAddress), limitBody(4096), async (context) => {
    context.header('Cache-Control', 'no-store')
    const request = await readRequest(context, enrolRequest)
    if (!request.ok) return answerProblem(context, 'request-not-understood', { nonce: request.nonce })
    const answer = await enrolDevice(ports.store, request.value, ports.now())
    if ('problem' in answer) return answerProblem(context, answer.problem, { nonce: request.value.nonce })
    context.set('logged', { enrolled: answer.letter })
    return context.json(answer)
  })
  return routes
}
