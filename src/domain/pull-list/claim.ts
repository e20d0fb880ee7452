/**
 * Who said "I take this": a zone or an order (PULL-3). Runs everywhere.
 * Claims are requests: the first one received holds; a later one made without knowing it shows beside, with a case for information.
 */
import type { DeviceId, LibrarianId, OperationId } from '../ids.ts'
import type { Instant } from '../instant.ts'

/** "zone/Romans" or "order/<id>": the row's id. */
export type ClaimScope = { readonly kind: 'zone'; readonly name: string } | { readonly kind: 'order'; readonly orderId: string }

export const formatClaimScope = (scope: ClaimScope): string => (scope.kind === 'zone' ? `zone/${scope.name}` : `order/${scope.orderId}`)

export interface ClaimHolder {
  readonly operationId: OperationId
  readonly librarianId: LibrarianId
  readonly deviceId: DeviceId
  readonly at: Instant
}

export interface Claim {
  readonly kind: 'claim'
  readonly id: string
  readonly scope: ClaimScope
  /** In the order received: the first one holds. */
  readonly holders: readonly ClaimHolder[]
}
