/**
 * Every way a route says no: one of the protocol's codes, with the nonce it answers, and its HTTP status. Runs on the endpoint.
 * The tablet reads the code; the status is for what stands between (proxies, logs).
 */
import type { Context } from 'hono'
import type { ProblemKind } from '../../protocol/enrolment.ts'
import { nonceOnly, parse, type Schema } from '../../protocol/parse.ts'
import { protocolVersion } from '../../protocol/version.ts'

const statusByProblem = {
  'code-unknown': 403,
  'code-expired': 403,
  'code-used': 403,
  'too-many-attempts': 429,
  'credential-unknown': 401,
  revoked: 403,
  'two-tablets-one-identity': 409,
  'other-library': 409,
  'upgrade-required': 426,
  'request-not-understood': 400,
  'too-large': 413,
  'quarantine-full': 507,
  'passphrase-wrong': 403,
  'passphrase-unset': 403,
  'passphrase-too-short': 422,
  'passphrase-too-common': 422,
  'pass-over': 403,
  'not-a-manager': 403,
  'nothing-to-export': 404,
} as const satisfies Record<ProblemKind, number>

export interface ProblemDetail {
  readonly nonce?: string | undefined
  readonly retryAfterMs?: number | undefined
}

/** The answer `{ protocol, nonce, problem }`, with Retry-After in whole seconds where a wait is asked for. */
export const answerProblem = (context: Context, problem: ProblemKind, { nonce, retryAfterMs = 0 }: ProblemDetail = {}): Response => {
  if (retryAfterMs > 0) context.header('Retry-After', String(Math.ceil(retryAfterMs / 1000)))
  context.set('logged', { ...context.get('logged'), problem })
  return context.json({ protocol: protocolVersion, nonce, problem }, statusByProblem[problem])
}

export type ReadRequest<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly nonce: string | undefined }

/** The body as the schema reads it; what cannot be read still gives its nonce where it has one. */
export const readRequest = async <T>(context: Context, schema: Schema<T>): Promise<ReadRequest<T>> => {
  let body: unknown
  try {
    body = JSON.parse(await context.req.text())
  } catch {
    return { ok: false, nonce: undefined }
  }
  const value = parse(schema, body)
  return value === undefined ? { ok: false, nonce: parse(nonceOnly, body)?.nonce } : { ok: true, value }
}
