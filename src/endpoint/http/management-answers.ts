/**
 * How a manager's route is asked: by an enrolled tablet that is not set aside, within its bounds, in a version that is spoken; an act
 * with a pass that holds (PRIV-5). Runs on the endpoint.
 */
import type { Context, Hono } from 'hono'
import { toLibrarianId } from '../../domain/ids.ts'
import type { ProblemKind } from '../../protocol/enrolment.ts'
import type { Schema } from '../../protocol/parse.ts'
import { type Answered, type Asked, type Route, routes } from '../../protocol/routes.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { holdsPass, type ManagerAt } from '../enrolment/manager-pass.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { answerProblem, readRequest } from './problem.ts'
import { isTooOld, limitBody, limitDevice, named, requireDevice, smallBodyBytes } from './request-guards.ts'

/** Twenty acts at once from one tablet, then one every 3 s. */
const boundsOfActs = { burst: 20, refillMs: 3000 }

/** An answer of the protocol without what all have: its version, and the nonce of what it answers. */
export type Said<R extends Route> = Omit<Answered<R>, 'protocol' | 'nonce'>
interface Refused {
  readonly problem: ProblemKind
  readonly retryAfterMs?: number | undefined
}
/** What a handler makes of a request: the members of its answer (one that is undefined stands in none), or why there is none. */
export type Perform<R extends Route> = (request: Asked<R>, manager: ManagerAt, context: Context<EndpointEnv>) => Promise<Said<R> | Refused>

/** What every request of a person has; a pass where its route is a manager's. */
type AskedByLibrarian = { readonly nonce: string; readonly librarianId: string; readonly pass?: string }

/** Answers one of the protocol's routes, as a route of `app`: read, the pass of a manager's verified, done. */
export const createAnswers =
  (ports: EndpointPorts, app: Hono<EndpointEnv>) =>
  <R extends Route>(path: R, perform: Perform<R>, maximumBytes = smallBodyBytes, bounds = boundsOfActs): void => {
    const schema: Schema<AskedByLibrarian> = routes[path].asks
    const guards = [requireDevice(ports), limitDevice(ports, bounds), limitBody(maximumBytes)] as const
    app.post(`/${path}`, named(path), ...guards, async (context) => {
      context.header('Cache-Control', 'no-store')
      const request = await readRequest(context, schema)
      const nonce = request.ok ? request.value.nonce : request.nonce
      if (isTooOld(context)) return answerProblem(context, 'upgrade-required', { nonce })
      if (!request.ok) return answerProblem(context, 'request-not-understood', { nonce })
      const { id: deviceId, libraryId, setAsideAt } = context.get('device')
      if (setAsideAt !== undefined) return answerProblem(context, 'revoked')
      const { librarianId, pass } = request.value
      const manager = { libraryId, deviceId, librarianId: toLibrarianId(librarianId) }
      const isOver = pass !== undefined && !(await holdsPass(ports.store, manager, pass, ports.now()))
      if (isOver) return answerProblem(context, 'pass-over', { nonce })
      // The cast: the schema of this route read it.
      const outcome = await perform(request.value as Asked<R>, manager, context)
      if ('problem' in outcome) return answerProblem(context, outcome.problem, { nonce, retryAfterMs: outcome.retryAfterMs })
      return context.json({ protocol: protocolVersion, nonce, ...outcome })
    })
  }

export type AnswerRoute = ReturnType<typeof createAnswers>
