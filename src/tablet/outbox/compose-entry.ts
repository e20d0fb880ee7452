/**
 * From an operation that may be done to the text that is kept and sent: the envelope, its canonical JSON and its hash. Runs in the page.
 * All of it happens before the database's transaction opens, because waiting for the hash inside would end it (PROTOCOL.md, Envelope).
 */
import { basedOf } from '../../domain/desk/based.ts'
import { toOperationId } from '../../domain/ids.ts'
import type { Envelope, Operation } from '../../domain/operation/operation.ts'
import type { Refusal } from '../../domain/operation/refusal.ts'
import { accept, type Result, refuse } from '../../domain/result.ts'
import type { DeskReader } from '../../domain/row/desk-state.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { newestTypeVersion } from '../../protocol/upcast-envelope.ts'
import { maximumEnvelopeBytes } from '../../protocol/version.ts'
import type { NewOutboxEntry } from '../storage/tablet-storage.ts'

export type Author = Required<
  Pick<Envelope, 'bootId' | 'n' | 'deviceId' | 'library' | 'librarianId' | 'base' | 'at' | 'clockOffset' | 'build'>
>

/** SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits. */
export const sha256 = async (text: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The entry to commit and its envelope. Refuses `operation-too-large` above 16 KiB. */
export const composeEntry = async (
  reader: DeskReader,
  operation: Operation,
  operationId: string,
  author: Author,
): Promise<Result<{ readonly entry: NewOutboxEntry; readonly envelope: Envelope }, Refusal>> => {
  const envelope: Envelope = {
    operationId: toOperationId(operationId),
    ...author,
    type: operation.kind,
    typeVersion: newestTypeVersion,
    payload: operation,
    based: basedOf(reader, operation),
  }
  const text = canonicalJson(envelope)
  if (new TextEncoder().encode(text).length > maximumEnvelopeBytes) {
    return refuse({ kind: 'operation-too-large', maximumBytes: maximumEnvelopeBytes })
  }
  return accept({
    entry: { operationId: envelope.operationId, hash: await sha256(text), text, at: author.at, library: author.library },
    envelope,
  })
}

/** The envelope in an entry's text, which this tablet wrote itself. */
export const readEnvelope = (text: string): Envelope => JSON.parse(text) as Envelope // Written by `composeEntry`, kept to the byte.
