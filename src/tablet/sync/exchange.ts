/**
 * One exchange with the endpoint: everything pending goes out in order, then the base comes in. Runs in the page of the tab that leads,
 * and in the simulator: clock, chance, disk and network are passed in.
 * Nothing leaves the outbox but by an answer that repeats our nonce; nothing enters the base but whole.
 */
import { identityBytes, type OperationId, toLibraryIdentity } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { ProblemKind } from '../../protocol/enrolment.ts'
import type { PushAnswer } from '../../protocol/push.ts'
import { maximumOperationsPerPush } from '../../protocol/version.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import { sha256 } from '../outbox/compose-entry.ts'
import { keepReceivedDirectly } from '../outbox/keep-received-directly.ts'
import type { Acknowledgement, TabletStorage } from '../storage/tablet-storage.ts'
import { createBaseDoubt } from './base-doubt.ts'
import type { BaseIndex } from './base-index.ts'
import { pullBase } from './pull-base.ts'
import { pushBatch, takeBatch } from './push-batch.ts'
import type { Transport } from './transport.ts'

/** How far back a change of epoch pushes again what was acknowledged (PROTOCOL.md, Epoch). */
const keptAcknowledgedMs = 14 * 24 * 3_600_000
const forgetEveryMs = 24 * 3_600_000
/** An answer that took longer than this says too little about the endpoint's clock. Milliseconds. */
const clockPrecisionMs = 5000

export interface ExchangePorts {
  readonly storage: TabletStorage
  readonly transport: Transport
  readonly mirror: TabletMirror
  /** This tablet's clock, uncorrected. Milliseconds since 1970. */
  readonly clock: () => number
  /** As many random bytes, hexadecimal. */
  readonly randomHex: (bytes: number) => string
  /** Reads the disk into the mirror, never between a commit and its showing. */
  readonly reload: () => Promise<void>
  readonly onDefect: (what: string) => void
  /** Rows of the base received so far in a pull. */
  readonly onRows: (count: number) => void
}

export type ExchangeEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'unanswered'; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'problem'; readonly problem: ProblemKind; readonly isEchoed: boolean; readonly retryAfterMs: number | undefined }
  /** Another tab leads now. */
  | { readonly kind: 'fenced' }
  /** Nothing moved in it any more: given up, and fenced. */
  | { readonly kind: 'stuck' }

export const toAcknowledgement = (result: PushAnswer['results'][number]): Acknowledgement => ({
  operationId: result.operationId as OperationId, // It names one of ours, or matches nothing.
  hash: result.hash,
  outcome: result.outcome,
  version: result.version,
  caseId: result.caseId,
  reason: result.reason,
})

export interface Exchange {
  /** Pushes all, then pulls; `isWhole` fetches the base anew. */
  run(term: number, isWhole: boolean): Promise<ExchangeEnd>
  /** The index of the base as it is on disk; set by whoever read the disk. */
  index: BaseIndex
}

export const createExchange = (ports: ExchangePorts, initial: BaseIndex): Exchange => {
  const { storage, transport, mirror, clock, randomHex, reload, onDefect, onRows } = ports
  const correctedNow = (): Instant => toInstant(clock() + mirror.clockOffset)
  const doubt = createBaseDoubt(onDefect)

  /** By the endpoint's clock; a tab may stay open for months. */
  let forgottenAt = Number.NEGATIVE_INFINITY

  const learnClock = (sentAt: number, now: number): void => {
    const receivedAt = clock()
    if (receivedAt - sentAt <= clockPrecisionMs) mirror.clockOffset = Math.round(now - (sentAt + receivedAt) / 2)
  }

  // What was received is dated and forgotten by the endpoint's clock: a tablet's own may be years off (I-23).
  const followEpoch = async (term: number, epoch: string, now: number): Promise<boolean> => {
    const since = toInstant(now - keptAcknowledgedMs)
    await keepReceivedDirectly(storage, mirror)
    if (!(await storage.returnToOutbox(term, epoch, since))) return false
    await reload()
    return true
  }

  /** Until the outbox is empty; one push at least, which says that nothing is pending here (CASE-4). */
  const pushAll = async (term: number): Promise<ExchangeEnd> => {
    let atMost = maximumOperationsPerPush
    let isOpaque = false
    for (let isFirst = true; ; isFirst = false) {
      const entries = takeBatch(await storage.pending(maximumOperationsPerPush), { atMost })
      if (entries.length === 0 && !isFirst) return { kind: 'done' }
      const pendingCount = await storage.pendingCount()
      // A tab that slept while another one led holds an old ticket, which would pass for a copied profile's: asked last, then sent at once.
      const isLeading = await storage.isLeading(term)
      const identity = mirror.identity
      if (!isLeading || identity === undefined) return { kind: 'fenced' }
      const sentAt = clock()
      const nonce = randomHex(identityBytes)
      const answer = await pushBatch(transport, identity, { entries, pendingCount, isOpaque, isBaseDoubtful: doubt.isStanding }, nonce)
      if (answer.kind === 'refused-whole') {
        if (entries.length === 0 || isOpaque) return { kind: 'unanswered', retryAfterMs: undefined }
        if (entries.length === 1) isOpaque = true
        else atMost = Math.ceil(entries.length / 2)
        continue
      }
      // It may have slept between that look and the push.
      if (answer.kind === 'problem' && answer.problem === 'two-tablets-one-identity' && !(await storage.isLeading(term)))
        return { kind: 'fenced' }
      if (answer.kind !== 'answered') return answer
      const { results, ticket, epoch, now, library } = answer.value
      learnClock(sentAt, now)
      const at = toInstant(now)
      const acknowledgements: Acknowledgement[] = []
      for (const [i, result] of results.entries()) {
        const sent = entries[i]
        // Damaged on the line and whole here: it stays in the outbox, and goes again at the next exchange.
        if (result.reason === 'hash-mismatch' && sent !== undefined && (await sha256(sent.text)) === sent.hash) continue
        // What was named by a hash of its own, for want of a true one, is known here by the one on the disk.
        acknowledgements.push(toAcknowledgement(isOpaque ? { ...result, ...sent } : result))
      }
      const learnt = { ticket, ...(library && { library: toLibraryIdentity(library.identity), libraryName: library.name }) }
      const exchanged = { at, clockOffset: mirror.clockOffset, ...learnt }
      if (!(await storage.acknowledge(term, acknowledgements, exchanged))) return { kind: 'fenced' }
      mirror.identity = { ...identity, ...learnt }
      mirror.acknowledged(acknowledgements, at)
      if (epoch !== identity.epoch) {
        if (!(await followEpoch(term, epoch, now))) return { kind: 'fenced' }
        continue
      }
      if (Math.abs(now - forgottenAt) >= forgetEveryMs) {
        await storage.forgetAcknowledgedBefore(toInstant(now - keptAcknowledgedMs))
        forgottenAt = now
      }
      const sent = new Set(entries.map(({ operationId }) => operationId))
      if (entries.length > 0 && !acknowledgements.some(({ operationId }) => sent.has(operationId))) {
        if (acknowledgements.length < results.length) return { kind: 'done' }
        onDefect('a push was answered without an outcome for any of its operations')
        return { kind: 'unanswered', retryAfterMs: undefined }
      }
      isOpaque = false
      atMost = maximumOperationsPerPush
    }
  }

  const pull = async (term: number, isWhole: boolean): Promise<ExchangeEnd | { readonly kind: 'epoch-changed' }> => {
    const identity = mirror.identity
    if (identity === undefined) return { kind: 'fenced' }
    const answer = await pullBase(transport, identity, isWhole ? undefined : mirror.mark?.cursor, onRows)
    if (answer.kind === 'refused-whole') return { kind: 'unanswered', retryAfterMs: undefined }
    if (answer.kind !== 'answered') return answer
    const pulled = answer.value
    // It is followed by a push alone, which gives the ticket that goes with it.
    if (pulled.epoch !== identity.epoch) return { kind: 'epoch-changed' }
    const { index, newer } = exchange.index.with(pulled.rows, pulled.isWhole)
    const agrees = index.digest() === pulled.digest
    // A tab that slept while another one led asked with the cursor of a base that it does not hold.
    if (!agrees && !(await storage.isLeading(term))) return { kind: 'fenced' }
    if (doubt.asksWhole(agrees, pulled.isWhole, clock())) return pull(term, true)
    const { cursor, epoch, version, digest } = pulled
    const kept = { cursor, epoch, version, digest, at: correctedNow() }
    if (!(await storage.commitPull(term, { isWhole: pulled.isWhole, rows: newer, mark: kept }))) return { kind: 'fenced' }
    exchange.index = index
    mirror.pulled(newer, pulled.isWhole, kept)
    return { kind: 'done' }
  }

  const exchange: Exchange = {
    index: initial,
    run: async (term, isWhole) => {
      const pushed = await pushAll(term)
      if (pushed.kind !== 'done') return pushed
      const pulled = await pull(term, isWhole)
      // A pull echoes no nonce: what it says of a revocation is asked again by a push.
      if (pulled.kind === 'problem' && pulled.problem === 'revoked') {
        const confirmed = await pushAll(term)
        return confirmed.kind === 'done' ? pulled : confirmed
      }
      if (pulled.kind !== 'epoch-changed') return pulled
      // What went back to the outbox goes out first, then the base comes anew.
      const again = await pushAll(term)
      if (again.kind !== 'done') return again
      const whole = await pull(term, true)
      return whole.kind === 'epoch-changed' ? { kind: 'unanswered', retryAfterMs: undefined } : whole
    },
  }
  return exchange
}
