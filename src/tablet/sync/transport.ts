/**
 * One request to the endpoint and its answer, as the exchange needs them. Runs in the page.
 * An answer counts only when it parses as ours and echoes our nonce: a captive portal answers 200 to everything. What is not an answer
 * is "not acknowledged", whatever the browser believes of the network.
 */
import { type ProblemKind, problemAnswer } from '../../protocol/enrolment.ts'
import { parse, parseJson, type Schema } from '../../protocol/parse.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type { Identity } from '../storage/tablet-storage.ts'
import { bearerOf } from './bearer-of.ts'

export interface Request {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body: string | undefined
  /** `<deviceId>.<credential>`; undefined before enrolment. */
  readonly bearer: string | undefined
}

export interface Response {
  readonly status: number
  readonly text: string
  readonly retryAfterMs: number | undefined
}

/** A request before it is addressed; `identity` undefined: nobody's yet. */
export interface Question extends Pick<Request, 'method' | 'path' | 'body'> {
  readonly identity: Identity | undefined
}

/** Each names the version it is in, and its library once it is enrolled: who answers for another one says so (PROTOCOL.md). */
const toRequest = ({ method, path, body, identity }: Question): Request => {
  const library = identity === undefined ? '' : `&library=${identity.library}`
  const frame = `${path.includes('?') ? '&' : '?'}protocol=${protocolVersion}${library}`
  return { method, path: path + frame, body, bearer: identity && bearerOf(identity) }
}

/** Rejects when nothing came back within 20 s. */
export interface Transport {
  send(request: Request): Promise<Response>
}

export type Answer<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** The endpoint says why not. `isEchoed`: it repeated our nonce, so it truly answers this request. */
  | { readonly kind: 'problem'; readonly problem: ProblemKind; readonly isEchoed: boolean; readonly retryAfterMs: number | undefined }
  /** Refused whole (400, 413), with or without a reason that we can read. */
  | { readonly kind: 'refused-whole' }
  | { readonly kind: 'unanswered'; readonly retryAfterMs: number | undefined }

/** Sends, and reads the answer by `schema`; with a `nonce`, an answer that does not repeat it is none. */
export const ask = async <T extends object>(
  transport: Transport,
  question: Question,
  schema: Schema<T>,
  nonce: string | undefined,
): Promise<Answer<T>> => {
  let response: Response
  try {
    response = await transport.send(toRequest(question))
  } catch {
    return { kind: 'unanswered', retryAfterMs: undefined }
  }
  const { status, text, retryAfterMs } = response
  const json = parseJson(text)
  if (status === 200) {
    const answer = parse(schema, json)
    const isOurs = answer !== undefined && (nonce === undefined || ('nonce' in answer && answer.nonce === nonce))
    return isOurs ? { kind: 'answered', value: answer } : { kind: 'unanswered', retryAfterMs }
  }
  const said = parse(problemAnswer, json)
  const isOfTheWhole = status === 400 || status === 413
  if (said !== undefined && status < 500 && !(isOfTheWhole && ['request-not-understood', 'too-large'].includes(said.problem))) {
    return { kind: 'problem', problem: said.problem, isEchoed: nonce !== undefined && said.nonce === nonce, retryAfterMs }
  }
  return isOfTheWhole ? { kind: 'refused-whole' } : { kind: 'unanswered', retryAfterMs }
}
