/**
 * Where a fact shows: in each document and in the order that it is about. Runs in the simulator.
 * What the invariants ask of a screen, they ask of the endpoint's rows too.
 */
import type { ItemBarcode, OperationId, OrderId } from '../../src/domain/ids.ts'
import type { DeskReader } from '../../src/domain/row/desk-state.ts'
import type { ReadRow } from '../fakes/rows-after.ts'
import type { KnownOperation, Oracle } from './oracle.ts'

/** An id as a violation tells it. */
export const short = (id: string): string => id.slice(0, 6)

/** Why a content has no effect, though another one of the same id may have. */
export const broken: readonly (string | null)[] = ['hash-mismatch', 'one-operation-two-contents']

const itemsOf = ({ envelope }: KnownOperation): readonly ItemBarcode[] => {
  const payload = envelope?.payload
  switch (payload?.kind) {
    case 'hand-over-order':
      return payload.items.map((item) => item.barcode)
    case 'undo-handover':
      return payload.barcodes
    case 'return-item':
    case 'reshelve-item':
    case 'unreshelve-item':
      return [payload.barcode]
    case 'pick-item':
    case 'unpick-item':
      return payload.barcode === undefined ? [] : [payload.barcode]
    default:
      return []
  }
}
const orderOf = ({ envelope }: KnownOperation): OrderId | undefined => {
  const payload = envelope?.payload
  return payload !== undefined && 'orderId' in payload ? payload.orderId : undefined
}

/** Which places a fact should show in, and does: an order that is not there holds nothing, and what left with its day is not asked. */
export const placesOf = (state: DeskReader, known: KnownOperation, { erasedEver }: Oracle): readonly boolean[] => {
  const id = orderOf(known)
  const order = id === undefined ? undefined : state.get('order', id)
  const has = (facts: readonly { readonly operationId: OperationId }[] | undefined): boolean =>
    facts?.some((fact) => fact.operationId === known.operationId) ?? false
  const items = itemsOf(known).filter((barcode) => !erasedEver.has(`item\n${barcode}`))
  const isOrderAsked = order !== undefined && !erasedEver.has(`order\n${id}`)
  return [...items.map((barcode) => has(state.get('item', barcode)?.facts)), ...(isOrderAsked ? [has(order.facts)] : [])]
}

export const isStanding = (known: KnownOperation): boolean => known.isFact && known.outcome !== 'quarantined' && known.outcome !== 'refused'

export const rowOf = <R>(live: ReadonlyMap<string, Pick<ReadRow, 'row'>>, kind: string, id: string): R | undefined =>
  (live.get(`${kind}\n${id}`)?.row ?? undefined) as R | undefined // A row filed under a kind is of that kind.
