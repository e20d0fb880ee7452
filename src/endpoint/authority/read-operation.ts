/**
 * Turns what a tablet sent as one operation into an envelope the domain understands, or says why it cannot.
 * Runs on the endpoint. Nothing is refused here for good: what cannot be read is kept as it came, and may be read by a newer build.
 */
import { hash as hashOf } from 'node:crypto'
import { identityBytes, type LibraryIdentity, type OperationId, toOperationId } from '../../domain/ids.ts'
import type { Envelope, Operation } from '../../domain/operation/operation.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { envelopeSchema, isOperationKind, libraryOnly, operationIdOnly, operationSchemas } from '../../protocol/operation-schema.ts'
import { parse, parseJson, type Schema } from '../../protocol/parse.ts'
import { type Upcast, upcastEnvelope } from '../../protocol/upcast-envelope.ts'

/** Codes of what keeps an operation in quarantine; shown to people through their case. */
export type QuarantineReason =
  | 'operation-not-understood'
  | 'hash-mismatch'
  | 'one-operation-two-contents'
  | 'names-quarantined'
  | 'tablet-set-aside'
  | 'not-applied'
  /** Above what one tablet may bring of one day: a manager decides about all of it (CASE-10). */
  | 'too-much-brought'
  /** Accepted once, in a history that was lost: what it changes is not back yet. */
  | 'base-awaited'

export interface ReceivedOperation {
  readonly operationId: OperationId
  /** SHA-256 of `text`, computed here: the announced one only names the answer. */
  readonly hash: string
  readonly announcedHash: string
  /** Canonical JSON of the envelope; or the opaque text, when that is what came. */
  readonly text: string
  /** The one that a whole envelope names, understood or not. */
  readonly library: LibraryIdentity | undefined
  /** When it was first accepted, in a history that was lost; undefined: never. */
  readonly accepted: number | undefined
  readonly read: { readonly ok: true; readonly envelope: Envelope } | { readonly ok: false; readonly reason: QuarantineReason }
}

const notUnderstood = { ok: false, reason: 'operation-not-understood' } as const

const readEnvelope = (value: unknown, upcasts: readonly Upcast[] | undefined): ReceivedOperation['read'] => {
  const received = parse(envelopeSchema, value)
  const envelope = received && upcastEnvelope(received, upcasts)
  if (envelope === undefined) return notUnderstood
  const { type, payload } = envelope
  if (!isOperationKind(type)) return notUnderstood
  const schema: Schema<Operation> = operationSchemas[type]
  const operation = parse(schema, payload)
  return operation === undefined ? notUnderstood : { ok: true, envelope: { ...envelope, type, payload: operation } }
}

/**
 * An envelope sent as text is read as JSON where it can be; an operation without an id is named by its hash. Throws only for an envelope
 * that has no canonical text; never for one sent as text.
 */
export const readOperation = (
  pushed: { readonly hash: string; readonly envelope?: unknown; readonly accepted?: number | undefined },
  upcasts?: readonly Upcast[],
): ReceivedOperation => {
  const isText = typeof pushed.envelope === 'string'
  const text = isText ? String(pushed.envelope) : canonicalJson(pushed.envelope ?? null)
  const value = isText ? parseJson(text) : pushed.envelope
  const hash = hashOf('sha256', text)
  const isWhole = hash === pushed.hash
  const read = isWhole ? readEnvelope(value, upcasts) : ({ ok: false, reason: 'hash-mismatch' } as const)
  const named = read.ok ? read.envelope : parse(operationIdOnly, value)
  return {
    operationId: named?.operationId ?? toOperationId(hash.slice(0, 2 * identityBytes)),
    hash,
    announcedHash: pushed.hash,
    text,
    accepted: pushed.accepted,
    library: read.ok ? read.envelope.library : isWhole ? parse(libraryOnly, value)?.library : undefined,
    read,
  }
}
