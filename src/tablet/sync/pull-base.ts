/**
 * One pull: every page since a cursor, gathered in memory so that rows and cursor can be committed together or not at all. Runs in the
 * page. Nothing is kept of a pull that stops half-way (I-15).
 */
import type { RowKind } from '../../domain/row/desk-state.ts'
import { type PullAnswer, pullAnswer } from '../../protocol/pull.ts'
import type { BaseRow, Identity } from '../storage/tablet-storage.ts'
import { type Answer, ask, type Transport } from './transport.ts'

export interface Pulled {
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

/** All pages since `cursor` (undefined: the whole base); `onRows` hears how many rows have come so far. */
export const pullBase = async (
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
