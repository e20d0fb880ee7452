/**
 * /enrolment/v1: a one-time code becomes a tablet's credential, and a credential a newer one. Runs on the endpoint.
 * `enrol` is the only door without a credential: tries are counted by address.
 */
import { Hono } from 'hono'
import { toDeviceId } from '../../domain/ids.ts'
import { type CredentialAnswer, credentialRequest, enrolRequest } from '../../protocol/enrolment.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { offerCredential } from '../enrolment/credential.ts'
import { enrolDevice } from '../enrolment/enrol-device.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { rememberLibrary } from './library-face.ts'
import { answerProblem, readRequest } from './problem.ts'
import { limitBody, limitTries, named, requireDevice, smallBodyBytes } from './request-guards.ts'

/** Ten tries at once, then one every 6 s: 39 bits of code against ten tries a minute. */
const boundsPerAddress = { burst: 10, refillMs: 6000 }

export const createEnrolmentRoutes = (ports: EndpointPorts): Hono<EndpointEnv> => {
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
