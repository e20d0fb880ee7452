/**
 * One push: the oldest operations of the outbox, in order, as the endpoint takes them. Runs in the page.
 * Texts go out to the byte, as they were hashed. A batch refused whole is halved by the caller; an operation refused alone goes as
 * opaque text, so that the endpoint can keep it without reading it.
 */
import type { OperationId } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import { type PushAnswer, type PushRequest, pushAnswer } from '../../protocol/push.ts'
import { maximumOperationsPerPush, maximumPushBytes, protocolVersion } from '../../protocol/version.ts'
import { sha256 } from '../outbox/compose-entry.ts'
import type { Acknowledgement, Identity, NewOutboxEntry } from '../storage/tablet-storage.ts'
import { type Answer, ask, type Transport } from './transport.ts'

/** Bytes kept for all that is not an operation: protocol, nonce, ticket and count. */
const frameBytes = 512
/** `{"hash":"…64…","accepted":…,"envelope":…},` around one envelope. */
const frameBytesPerOperation = 130

/** The first entries that fit in one push: at most 100 and 64 KiB, at least one. As text, its quotes take room of their own. */
export const takeBatch = <E extends NewOutboxEntry>(
  entries: readonly E[],
  { atMost = maximumOperationsPerPush, isOpaque = false }: { readonly atMost?: number; readonly isOpaque?: boolean } = {},
): readonly E[] => {
  const encoder = new TextEncoder()
  let bytes = frameBytes
  let count = 0
  for (const { text } of entries.slice(0, atMost)) {
    bytes += encoder.encode(isOpaque ? JSON.stringify(text) : text).length + frameBytesPerOperation
    if (count > 0 && bytes > maximumPushBytes) break
    count++
  }
  return entries.slice(0, count)
}

export interface PushedBatch {
  readonly entries: readonly NewOutboxEntry[]
  readonly pendingCount: number
  /** The envelope travels as a string that nobody has to understand. */
  readonly isOpaque: boolean
  readonly session?: PushRequest['session']
  readonly build?: string
  /** The base came whole and does not agree with its digest: the endpoint is told. */
  readonly isBaseDoubtful?: boolean
}

/** Sends one batch; an answer that names another nonce is none. */
export const pushBatch = async (
  transport: Transport,
  identity: Identity,
  { entries, pendingCount, isOpaque, session, build, isBaseDoubtful = false }: PushedBatch,
  nonce: string,
): Promise<Answer<PushAnswer>> => {
  const operations: string[] = []
  for (const { hash, text, accepted } of entries) {
    const before = accepted === undefined ? '' : `"accepted":${accepted},`
    operations.push(`{"hash":"${isOpaque ? await sha256(text) : hash}",${before}"envelope":${isOpaque ? JSON.stringify(text) : text}}`)
  }
  const { ticket, epoch } = identity
  const head = JSON.stringify({
    protocol: protocolVersion,
    nonce,
    ticket,
    epoch,
    session,
    build,
    pendingCount,
    ...(isBaseDoubtful ? { isBaseDoubtful } : {}),
  })
  const body = `${head.slice(0, -1)},"operations":[${operations.join(',')}]}`
  return ask(transport, { method: 'POST', path: '/sync/v1/push', body, identity }, pushAnswer, nonce)
}

export const toAcknowledgement = (result: PushAnswer['results'][number]): Acknowledgement => ({
  operationId: result.operationId as OperationId, // It names one of ours, or matches nothing.
  hash: result.hash,
  outcome: result.outcome,
  version: result.version,
  caseId: result.caseId,
  reason: result.reason,
  accepted: result.accepted === undefined ? undefined : toInstant(result.accepted),
})

/** What is to be kept of the answers to `entries`; `isOpaque` as they were sent. */
export const readResults = async (
  results: PushAnswer['results'],
  entries: readonly NewOutboxEntry[],
  isOpaque: boolean,
): Promise<readonly Acknowledgement[]> => {
  const acknowledgements: Acknowledgement[] = []
  for (const [i, result] of results.entries()) {
    const sent = entries[i]
    // Damaged on the line and whole here: it stays in the outbox, and goes again at the next exchange.
    if (result.reason === 'hash-mismatch' && sent !== undefined && (await sha256(sent.text)) === sent.hash) continue
    // What was named by a hash of its own, for want of a true one, is known here by the one on the disk.
    acknowledgements.push(toAcknowledgement(isOpaque ? { ...result, ...sent } : result))
  }
  return acknowledgements
}
