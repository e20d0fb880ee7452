/**
 * Who said « je m'en occupe »: of a zone or of an order (PULL-3). Runs everywhere.
 * A claim is a request: the first one received holds. A later one whose author did not know the first is shown beside it, with a case for
 * information. A later one whose author knew it (the envelope's `based` says so) takes over: a colleague went home, or was called away.
 */

import { type ClaimId, type LibrarianId, type OperationId, type OrderId, toClaimId, toOrderId } from '../ids.ts'
import type { RecordedFact } from '../operation/recorded-fact.ts'

/** "zone/Romans" or "order/<id>": the row's id. */
export type ClaimScope = { readonly kind: 'zone'; readonly name: string } | { readonly kind: 'order'; readonly orderId: OrderId }

export const formatClaimScope = (scope: ClaimScope): ClaimId =>
  toClaimId(scope.kind === 'zone' ? `zone/${scope.name}` : `order/${scope.orderId}`)

/** undefined: the text is no scope that this build knows. */
export const parseClaimScope = (text: string): ClaimScope | undefined => {
  const parts = /^(zone|order)\/(.*)$/s.exec(text)
  const [, kind, rest = ''] = parts ?? []
  if (kind === undefined) return undefined
  return kind === 'zone' ? { kind: 'zone', name: rest } : { kind: 'order', orderId: toOrderId(rest) }
}

export interface ClaimHolder extends Pick<RecordedFact, 'operationId' | 'librarianId' | 'deviceId' | 'at'> {
  /** The colleague whose claim this one replaced, and who reads it on the list (PULL-3). */
  readonly tookOverFrom?: LibrarianId | undefined
}

export interface Claim {
  readonly kind: 'claim'
  readonly id: ClaimId
  readonly scope: ClaimScope
  /** In the order received: the first one holds. */
  readonly holders: readonly ClaimHolder[]
}

/** PULL-3: who holds it once this claim is received; `known` are the claims that its author saw and takes over. */
export const withClaim = (
  before: readonly ClaimHolder[],
  claim: ClaimHolder,
  known: readonly OperationId[],
): { readonly holders: readonly ClaimHolder[]; readonly isContested: boolean } => {
  const unchanged = { holders: before, isContested: false }
  if (before.some(({ operationId }) => operationId === claim.operationId)) return unchanged
  const isReplaced = ({ operationId }: ClaimHolder): boolean => known.includes(operationId)
  const tookOverFrom = before.find((holder) => isReplaced(holder) && holder.librarianId !== claim.librarianId)?.librarianId
  const isMine = ({ librarianId }: ClaimHolder): boolean => librarianId === claim.librarianId
  if (tookOverFrom === undefined && before.some(isMine)) return unchanged
  const others = before.filter((holder) => !isReplaced(holder) && !isMine(holder))
  return { holders: [...others, tookOverFrom === undefined ? claim : { ...claim, tookOverFrom }], isContested: others.length > 0 }
}
