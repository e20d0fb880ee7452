/**
 * How a manager's route is asked: by an enrolled tablet that is not set aside, within its bounds, in a version that is spoken; an act
 * with a pass that holds (PRIV-5). Runs on the endpoint.
 */
import type { Context, Hono } from 'hono'
import { toLibrarianId } from '../../domain/ids.ts'
import type { ProblemKind } from '../../protocol/enrolment.ts'
import type { Schema } from '../../protocol/parse.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { holdsPass, type ManagerAt } from '../enrolment/manager-pass.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { answerProblem, readRequest } from './problem.ts'
import { isTooOld, limitBody, limitDevice, named, requireDevice, smallBodyBytes } from './request-guards.ts'

/** Twenty acts at once from one tablet, then one every 3 s. */
const boundsOfActs = { burst: 20, refillMs: 3000 }

type AskedByLibrarian = { readonly nonce: string; readonly librarianId: string }

/** An answer of the protocol without what all have: its version, and the nonce of what it answers. */
export type Said<A> = Omit<A, 'protocol' | 'nonce'>
/** What a handler makes of a request: the members of its answer (one that is undefined stands in none), or why there is none. */
type Outcome = { readonly [member: string]: unknown; readonly problem?: ProblemKind; readonly retryAfterMs?: number | undefined }
type Perform<T> = (request: T, manager: ManagerAt, context: Context<EndpointEnv>) => Promise<Outcome>

/** The two ways to ask for something here, as routes of `routes`. */
export const createAsks = (ports: EndpointPorts, routes: Hono<EndpointEnv>) => {
  const { store, now } = ports

  /** One request of a librarian on a tablet that is not set aside, read. */
  const ask = <T extends AskedByLibrarian>(path: string, schema: Schema<T>, perform: Perform<T>, maximumBytes = smallBodyBytes): void => {
    const guards = [requireDevice(ports), limitDevice(ports, boundsOfActs), limitBody(maximumBytes)] as const
    routes.post(`/${path}`, named(path), ...guards, async (context) => {
      context.header('Cache-Control', 'no-store')
      const request = await readRequest(context, schema)
      const nonce = request.ok ? request.value.nonce : request.nonce
      if (isTooOld(context)) return answerProblem(context, 'upgrade-required', { nonce })
      if (!request.ok) return answerProblem(context, 'request-not-understood', { nonce })
      const { id: deviceId, libraryId, setAsideAt } = context.get('device')
      if (setAsideAt !== undefined) return answerProblem(context, 'revoked')
      const manager = { libraryId, deviceId, librarianId: toLibrarianId(request.value.librarianId) }
      const { problem, retryAfterMs, ...said } = await perform(request.value, manager, context)
      if (problem !== undefined) return answerProblem(context, problem, { nonce, retryAfterMs })
      return context.json({ protocol: protocolVersion, nonce, ...said })
    })
  }

  /** One act: read, its pass verified, done. */
  const act = <T extends AskedByLibrarian & { readonly pass: string }>(
    path: string,
    schema: Schema<T>,
    perform: Perform<T>,
    maximumBytes = smallBodyBytes,
  ): void =>
    ask(
      path,
      schema,
      async (request, manager, context) =>
        (await holdsPass(store, manager, request.pass, now())) ? perform(request, manager, context) : { problem: 'pass-over' },
      maximumBytes,
    )
  return { ask, act }
}

export type ManagementAsks = ReturnType<typeof createAsks>
