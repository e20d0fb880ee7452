/**
 * What the invented colleague does on the other tablet: before the rehearsal, so that orders stand in every state, and during the cut,
 * so that it contradicts something. Runs in the page, in the rehearsal's chunk.
 */
import { basedOf } from '../../domain/desk/based.ts'
import { toBootId, toOperationId } from '../../domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import type { Envelope, Operation } from '../../domain/operation/operation.ts'
import type { Order } from '../../domain/order/order.ts'
import type { RehearsalEndpoint } from './rehearsal-endpoint.ts'
import { colleague, otherTablet } from './rehearsal-rows.ts'

/** Hands over the colleague's past; answers what is handed over when the network is back. */
export const playColleague = (
  endpoint: RehearsalEndpoint,
  startedAt: Instant,
  toLocal: (at: Instant) => LocalMoment,
): readonly Envelope[] => {
  const { state } = endpoint
  let presses = 0
  const compose = (operation: Operation, at: Instant): Envelope => {
    presses += 1
    return {
      operationId: toOperationId(`rehearsal-${String(presses).padStart(6, '0')}`),
      bootId: toBootId('rehearsal'),
      n: presses,
      deviceId: otherTablet,
      librarianId: colleague.id,
      type: operation.kind,
      typeVersion: 1,
      payload: operation,
      based: basedOf(state, operation),
      at,
      clockOffset: 0,
      build: 'rehearsal',
    }
  }
  const pickOf = (order: Order, happened: LocalMoment, count = order.lines.length, copy = 0): readonly Operation[] =>
    order.lines.slice(0, count).flatMap(({ id, wanted }) => {
      if (wanted.kind === 'wish') return []
      const { recordId } = wanted
      const record = state.get('record', recordId)
      const { documentType } = record ?? { documentType: undefined }
      return { kind: 'pick-item', orderId: order.id, lineId: id, barcode: record?.copies[copy]?.barcode, recordId, documentType, happened }
    })

  /** `minutes` before the rehearsal. */
  const before = (minutes: number, operations: (happened: LocalMoment) => readonly Operation[]): void => {
    const at = toInstant(startedAt - minutes * msPerMinute)
    for (const operation of operations(toLocal(at))) endpoint.take(compose(operation, at))
  }
  const orders = [...state.all('order')]
  for (const [n, order] of orders.slice(0, 4).entries()) {
    before(90 - n, (happened) => pickOf(order, happened))
    before(80 - n, (happened) => [{ kind: 'bag-order', orderId: order.id, bays: [n + 1], happened }])
    if (n < 2) before(12 - 7 * n, (happened) => [{ kind: 'record-arrival', orderId: order.id, happened }])
  }
  const [, , , , elsewhere, begun] = orders
  // The first copy of that work is already on a pile.
  if (begun !== undefined) before(6, (happened) => pickOf(begun, happened, 1, 1))
  // Taken on the other tablet during the cut, by what it knew before: an order that this one shows as still to prepare.
  return elsewhere === undefined ? [] : pickOf(elsewhere, toLocal(startedAt)).map((operation) => compose(operation, startedAt))
}
