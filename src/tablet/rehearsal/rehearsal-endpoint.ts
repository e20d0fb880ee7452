/**
 * The endpoint of a rehearsal: it keeps the invented rows, takes operations by the domain's own `apply` and answers as the real one does,
 * in the same page. Nothing leaves the tablet. While the network is cut it answers nothing, and colleagues go on telling it theirs.
 */
import { apply } from '../../domain/desk/apply.ts'
import type { CaseId, OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import { asReceived } from '../../domain/operation/doubtful-dates.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import type { DeskState, Row } from '../../domain/row/desk-state.ts'
import type { PullAnswer } from '../../protocol/pull.ts'
import type { OperationResult, PushAnswer } from '../../protocol/push.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { createDeskView } from '../desk-state/desk-view.ts'
import { baseKey } from '../storage/disk-image.ts'
import type { BaseMark, BaseRow } from '../storage/tablet-storage.ts'
import { emptyBaseIndex } from '../sync/base-index.ts'
import type { Transport } from '../sync/transport.ts'

/** One for the whole rehearsal: nobody copies its profile, nobody restores its database. */
export const rehearsalEpoch = 'e'.repeat(32)
export const rehearsalLibrary = 'e'.repeat(32)
export const rehearsalTicket = '0'.repeat(32)

export interface RehearsalEndpoint {
  readonly transport: Transport
  isCut: boolean
  readonly state: DeskState
  /** What a colleague's tablet handed over. */
  take(envelope: Envelope): void
  /** The whole base as it is now. */
  base(): { readonly rows: readonly BaseRow[]; readonly mark: BaseMark }
}

/** A request of our own desk, in this page. */
interface Pushed {
  readonly nonce: string
  readonly operations: readonly { readonly hash: string; readonly envelope: Envelope }[]
}

export const createRehearsalEndpoint = (
  rows: readonly Row[],
  now: () => Instant,
  toLocal: (at: Instant) => LocalMoment,
): RehearsalEndpoint => {
  const view = createDeskView((operationId, error) => {
    throw new Error(`rehearsed operation ${operationId}`, { cause: error })
  }, toLocal)
  const rowByKey = new Map<string, BaseRow>()
  const caseByOperation = new Map<OperationId, CaseId | undefined>()
  let version = 1

  const keep = (changed: readonly Row[]): void => {
    const kept = changed.map((row): BaseRow => ({ kind: row.kind, id: row.id, version, row }))
    for (const row of kept) rowByKey.set(baseKey(row), row)
    view.mergeBase(kept, [])
  }
  keep(rows)

  const take = (envelope: Envelope): void => {
    if (caseByOperation.has(envelope.operationId)) return
    const applied = apply(view.state, asReceived(envelope, now(), toLocal))
    version++
    keep(applied.rows)
    caseByOperation.set(envelope.operationId, applied.caseIds[0])
  }

  const mark = (): BaseMark => {
    const digest = emptyBaseIndex.with([...rowByKey.values()], true).index.digest()
    return { cursor: String(version), epoch: rehearsalEpoch, version, digest, at: now() }
  }

  const push = ({ nonce, operations }: Pushed): PushAnswer => {
    const results = operations.map(({ hash, envelope }): OperationResult => {
      take(envelope)
      const { operationId } = envelope
      const caseId = caseByOperation.get(operationId)
      return { operationId, hash, version, outcome: caseId === undefined ? 'accepted' : 'accepted-with-case', ...(caseId && { caseId }) }
    })
    const answer = { protocol: protocolVersion, epoch: rehearsalEpoch, nonce, ticket: rehearsalTicket, results, head: version, now: now() }
    return { ...answer, library: { identity: rehearsalLibrary, name: '' } }
  }

  const pull = (cursor: number): PullAnswer => {
    const changed = [...rowByKey.values()].filter((row) => row.version > cursor)
    const { cursor: next, version: head, digest } = mark()
    const end = { cursor: next, version: head, digest }
    return {
      protocol: protocolVersion,
      epoch: rehearsalEpoch,
      isWhole: cursor === 0,
      rows: changed.map(({ row, ...one }) => ({ ...one, row: row && { ...row } })),
      end,
      now: now(),
    }
  }

  const endpoint: RehearsalEndpoint = {
    isCut: true,
    state: view.state,
    take,
    base: () => ({ rows: [...rowByKey.values()], mark: mark() }),
    transport: {
      send: async ({ path, body }) => {
        const [route, query] = path.split('?')
        const cursor = new URLSearchParams(query).get('cursor')
        const isKnown = route === '/sync/v1/push' || route === '/sync/v1/pull'
        // A manager's act has nobody to ask, cut or not.
        if (endpoint.isCut || !isKnown) throw new TypeError('the network of the rehearsal is cut')
        // The body is our own desk's, written by `pushBatch`.
        const answer = body === undefined ? pull(Number(cursor ?? 0)) : push(JSON.parse(body) as Pushed)
        return { status: 200, text: JSON.stringify(answer), retryAfterMs: undefined }
      },
    },
  }
  return endpoint
}
