/**
 * One exchange with the endpoint: everything pending goes out in order, then the base comes in. Runs in the page of the tab that leads,
 * and in the simulator: clock, chance, disk and network are passed in.
 * Nothing enters the base but whole.
 */
import { toInstant } from '../../domain/instant.ts'
import type { RowKind } from '../../domain/row/desk-state.ts'
import { type PullAnswer, pullAnswer } from '../../protocol/pull.ts'
import type { BaseRow, Identity } from '../storage/tablet-storage.ts'
import { createBaseDoubt } from './base-doubt.ts'
import type { BaseIndex } from './base-index.ts'
import type { ExchangeEnd, ExchangePorts } from './exchange-ports.ts'
import { createPushOutbox } from './push-outbox.ts'
import { type Answer, ask, type Transport } from './transport.ts'

interface Pulled {
  readonly isWhole: boolean
  readonly rows: readonly BaseRow[]
  readonly epoch: string
  readonly cursor: string
  readonly version: number
  readonly digest: string
  readonly now: number
  readonly pageShutUntil?: number | undefined
}

const toRows = (answer: PullAnswer): readonly BaseRow[] =>
  // Both ends are ours and the digest vouches for the rows: a shape that this build does not know is kept as it came.
  answer.rows.map(({ kind, id, version, row }) => ({ kind: kind as RowKind, id, version, row: row as BaseRow['row'] }))

/**
 * All pages since `cursor` (undefined: the whole base), in memory: rows and cursor are committed together or not at all (I-15). `onRows`
 * hears how many rows have come so far.
 */
const pullBase = async (
  transport: Transport,
  identity: Identity,
  cursor: string | undefined,
  onRows: (count: number) => void,
): Promise<Answer<Pulled>> => {
  const rows: BaseRow[] = []
  let isWhole = cursor === undefined
  let next = cursor
  let begun: string | undefined
  for (;;) {
    const path = `/sync/v1/pull${next === undefined ? '' : `?cursor=${encodeURIComponent(next)}`}`
    const answer = await ask(transport, { method: 'GET', path, body: undefined, identity }, pullAnswer, undefined)
    if (answer.kind !== 'answered') return answer
    const page = answer.value
    // The endpoint was restored in the middle: what came before belongs to another history.
    if (begun !== undefined && page.epoch !== begun) return { kind: 'unanswered', retryAfterMs: undefined }
    begun = page.epoch
    // Changes that can no longer be continued begin again as a whole base.
    if (page.isWhole && !isWhole) rows.length = 0
    isWhole ||= page.isWhole
    rows.push(...toRows(page))
    onRows(rows.length)
    if (page.end !== undefined) {
      const { epoch, now, end } = page
      return { kind: 'answered', value: { isWhole, rows, epoch, now, ...end } }
    }
    if (page.next === undefined) return { kind: 'unanswered', retryAfterMs: undefined }
    next = page.next
  }
}

export interface Exchange {
  /** Pushes all, then pulls; `isWhole` fetches the base anew. */
  run(term: number, isWhole: boolean): Promise<ExchangeEnd>
  /** The index of the base as it is on disk; set by whoever read the disk. */
  index: BaseIndex
  /** Names this disk among those that may push in the same term: 64 random bits. A term has one exchange. */
  readonly sessionId: string
}

export const createExchange = (ports: ExchangePorts, initial: BaseIndex): Exchange => {
  const { storage, transport, mirror, clock, randomHex, onDefect, onRows } = ports
  const doubt = createBaseDoubt(onDefect)
  const sessionId = randomHex(8)
  const pushAll = createPushOutbox(ports, doubt, sessionId)

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
    const kept = { cursor, epoch, version, digest, at: toInstant(clock() + mirror.clockOffset) }
    if (!(await storage.commitPull(term, { isWhole: pulled.isWhole, rows: newer, mark: kept }))) return { kind: 'fenced' }
    exchange.index = index
    mirror.pulled(newer, pulled.isWhole, kept)
    return { kind: 'done', pageShutUntil: pulled.pageShutUntil === undefined ? undefined : toInstant(pulled.pageShutUntil) }
  }

  const exchange: Exchange = {
    index: initial,
    sessionId,
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
