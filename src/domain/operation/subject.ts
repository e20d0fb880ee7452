/**
 * What facts and cases are about, as one text: the key of `based`, the subject of a case. Runs everywhere.
 * The text begins with its kind; what follows may hold slashes (a barcode "F DESE 25/0016", the name of a zone), so only this parser
 * takes it apart.
 */
import {
  type DeviceId,
  type ItemBarcode,
  type LineId,
  type OperationId,
  type OrderId,
  toDeviceId,
  toItemBarcode,
  toLineId,
  toOperationId,
  toOrderId,
} from '../ids.ts'
import { type ClaimScope, formatClaimScope, parseClaimScope } from '../pull-list/claim.ts'
import { formatSlotKey, parseSlotKey, type SlotKey } from '../slot/slot.ts'

export type Subject =
  | { readonly kind: 'item'; readonly barcode: ItemBarcode }
  | { readonly kind: 'order'; readonly orderId: OrderId }
  /** A line's id holds no slash: it counts the lines of its order. */
  | { readonly kind: 'line'; readonly orderId: OrderId; readonly lineId: LineId }
  | { readonly kind: 'slot'; readonly slot: SlotKey }
  | { readonly kind: 'claim'; readonly scope: ClaimScope }
  | { readonly kind: 'device'; readonly deviceId: DeviceId }
  | { readonly kind: 'operation'; readonly operationId: OperationId }

/** "item/<barcode>", "order/<order>", "line/<order>/<line>", "slot/<slot>", "claim/<scope>", "device/<tablet>", "operation/<operation>". */
export const formatSubject = (subject: Subject): string => {
  switch (subject.kind) {
    case 'item':
      return `item/${subject.barcode}`
    case 'order':
      return `order/${subject.orderId}`
    case 'line':
      return `line/${subject.orderId}/${subject.lineId}`
    case 'slot':
      return `slot/${formatSlotKey(subject.slot)}`
    case 'claim':
      return `claim/${formatClaimScope(subject.scope)}`
    case 'device':
      return `device/${subject.deviceId}`
    case 'operation':
      return `operation/${subject.operationId}`
  }
}

export const formatItemSubject = (barcode: ItemBarcode): string => formatSubject({ kind: 'item', barcode })
export const formatOrderSubject = (orderId: OrderId): string => formatSubject({ kind: 'order', orderId })

/** undefined: of a kind that only a newer build knows, or no subject at all. */
export const parseSubject = (text: string): Subject | undefined => {
  const afterKind = text.indexOf('/') + 1
  const rest = text.slice(afterKind)
  switch (text.slice(0, afterKind)) {
    case 'item/':
      return { kind: 'item', barcode: toItemBarcode(rest) }
    case 'order/':
      return { kind: 'order', orderId: toOrderId(rest) }
    case 'line/': {
      const end = rest.lastIndexOf('/')
      if (end < 0) return undefined
      return { kind: 'line', orderId: toOrderId(rest.slice(0, end)), lineId: toLineId(rest.slice(end + 1)) }
    }
    case 'slot/': {
      const slot = parseSlotKey(rest)
      return slot === undefined ? undefined : { kind: 'slot', slot }
    }
    case 'claim/': {
      const scope = parseClaimScope(rest)
      return scope === undefined ? undefined : { kind: 'claim', scope }
    }
    case 'device/':
      return { kind: 'device', deviceId: toDeviceId(rest) }
    case 'operation/':
      return { kind: 'operation', operationId: toOperationId(rest) }
    default:
      return undefined
  }
}

/** The document that a subject is; undefined: another subject. */
export const barcodeIn = (subject: string): ItemBarcode | undefined => {
  const about = parseSubject(subject)
  return about?.kind === 'item' ? about.barcode : undefined
}
