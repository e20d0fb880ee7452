/**
 * What a batch of operations may touch, by what their envelopes name (PROTOCOL.md, Push). Runs on the endpoint, before anything is judged,
 * so that a store over a network is asked once. What follows only from a row (the documents of an order) is found while it is judged.
 */
import { subjectsOf } from '../../domain/desk/based.ts'
import { handoverSubject, orderSubject, returnSubject } from '../../domain/figures/count-parts.ts'
import type { DeviceId, OrderId } from '../../domain/ids.ts'
import type { Envelope, Operation } from '../../domain/operation/operation.ts'
import { parseSubject } from '../../domain/operation/subject.ts'
import { formatClaimScope } from '../../domain/pull-list/claim.ts'
import { formatSlotKey } from '../../domain/slot/slot.ts'
import { mailsOfTabletMemo, messageMemo } from '../messages/write-messages.ts'
import { broughtMemo } from '../storage/awaited-orders.ts'
import type { Foreseen } from '../storage/foreseen.ts'
import { batchFloorMemo, pastEpochsMemo } from '../storage/start-new-epoch.ts'
import { dayMemo } from './brought-day.ts'
import { keyMemo } from './exchange-proof.ts'
import { sessionsMemo } from './judge-session.ts'
import { pushesMemo } from './late-copy.ts'
import type { ReceivedOperation } from './read-operation.ts'
import { namedBy } from './receive-operation.ts'
import { heldMemo } from './take-up-requests.ts'
import { waitingMemo } from './waiting-facts.ts'
import { admissionMemo } from './write-device-row.ts'

type RowNamed = Foreseen['rows'][number]

const subjectRows = (operation: Operation): readonly RowNamed[] =>
  subjectsOf(operation).flatMap((subject): readonly RowNamed[] => {
    const about = parseSubject(subject)
    if (about?.kind === 'item') return [['item', about.barcode]]
    return about?.kind === 'order' ? [['order', about.orderId]] : []
  })

const rowsOf = ({ payload, librarianId }: Envelope): readonly RowNamed[] => [
  ['librarian', librarianId],
  ...subjectRows(payload),
  ...('card' in payload ? [['patron', payload.card] as const] : []),
  ...('scope' in payload ? [['claim', formatClaimScope(payload.scope)] as const] : []),
  ...('caseId' in payload ? [['case', payload.caseId] as const] : []),
  ...(payload.kind === 'place-order' ? [['slot', formatSlotKey(payload.slot)] as const] : []),
  ...(payload.kind === 'reschedule-order' ? [payload.from, payload.to].map((slot) => ['slot', formatSlotKey(slot)] as const) : []),
]

const orderOf = ({ payload }: Envelope): readonly OrderId[] =>
  'orderId' in payload && payload.orderId !== undefined ? [payload.orderId] : []

const countedOf = (envelope: Envelope): readonly string[] => {
  const { operationId, payload } = envelope
  const named = namedBy(envelope)
  return [
    ...orderOf(envelope).map(orderSubject),
    ...(payload.kind === 'hand-over-order' ? [handoverSubject(operationId)] : []),
    ...(payload.kind === 'return-item' ? [returnSubject(operationId)] : []),
    ...(payload.kind === 'undo-handover' && named !== undefined ? [handoverSubject(named)] : []),
    ...(payload.kind === 'undo-return' && named !== undefined ? [returnSubject(named)] : []),
  ]
}

/** A message may come of it at once. */
const mayBeMailed = (operation: Operation): operation is Extract<Operation, { readonly kind: 'place-order' | 'hand-over-order' }> =>
  operation.kind === 'place-order' || (operation.kind === 'hand-over-order' && operation.receipt === 'mailed')

export const foresee = (received: readonly ReceivedOperation[], device: DeviceId): Foreseen => {
  const envelopes = received.flatMap(({ read }) => (read.ok ? [read.envelope] : []))
  return {
    rows: [['settings', 'settings'], ['device', device], ...envelopes.flatMap(rowsOf)],
    receiptsOf: [...received.map(({ operationId }) => operationId), ...envelopes.flatMap((envelope) => namedBy(envelope) ?? [])],
    erased: envelopes.flatMap(({ payload }) => subjectsOf(payload)),
    counted: envelopes.flatMap(countedOf),
    versions: envelopes.flatMap(({ base }) => base?.version ?? []),
    memos: [
      keyMemo,
      messageMemo,
      pastEpochsMemo,
      batchFloorMemo,
      heldMemo,
      broughtMemo,
      ...envelopes.flatMap(({ payload }) => (payload.kind === 'place-order' ? [waitingMemo(payload.orderId)] : [])),
      sessionsMemo(device),
      pushesMemo(device),
      admissionMemo(device),
      dayMemo(device),
      mailsOfTabletMemo(device),
    ],
    device,
    messagesOf: envelopes.flatMap(orderOf),
    addressesOf: envelopes.flatMap(({ payload }) => (mayBeMailed(payload) ? [payload.card] : [])),
  }
}
