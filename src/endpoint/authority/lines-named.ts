/**
 * The lines that a batch of operations names, beside the library's rows (PROTOCOL.md, Push). Runs on the endpoint, before anything is judged,
 * so that a store over a network is asked for them once. Naming too much costs a look-up, and too little a question: neither changes what is
 * decided.
 */
import { subjectsOf } from '../../domain/desk/based.ts'
import { handoverSubject, orderSubject, returnSubject } from '../../domain/figures/count-parts.ts'
import type { CardNumber, DeviceId, OrderId } from '../../domain/ids.ts'
import { formatOrderSubject, parseSubject } from '../../domain/operation/subject.ts'
import type { DeskReader } from '../../domain/row/desk-state.ts'
import { mailsOfTabletMemo, messageMemo } from '../messages/write-messages.ts'
import { addressTable } from '../storage/addresses.ts'
import { broughtMemo } from '../storage/change-since.ts'
import { countedTable } from '../storage/figure-store.ts'
import type { Asked } from '../storage/line-table.ts'
import { messageTable } from '../storage/messages.ts'
import { sinceRestoreTable } from '../storage/since-restore.ts'
import { batchFloorMemo } from '../storage/sql-transaction.ts'
import { pastEpochsMemo } from '../storage/start-new-epoch.ts'
import { deviceTable, erasedTable, linkTable, memoTable, receiptTable, rowTable } from '../storage/stored.ts'
import { dayMemo } from './brought-day.ts'
import { keyMemo } from './exchange-proof.ts'
import { sessionsMemo } from './judge-session.ts'
import { pushesMemo } from './late-copy.ts'
import { heldMemo } from './put-back/held-requests.ts'
import type { ReceivedOperation } from './read-operation.ts'
import { namedBy } from './receive-operation.ts'
import { admissionMemo } from './write-device-row.ts'

const linesOf = ({ operationId, read }: ReceivedOperation, row: DeskReader['get']): readonly Asked[] => {
  if (!read.ok) return [[receiptTable, 'group', operationId]]
  const { payload, base } = read.envelope
  const subjects = subjectsOf(payload)
  const about = subjects.map(parseSubject)
  const orders = new Set<OrderId>(about.flatMap((one) => (one?.kind === 'order' ? [one.orderId] : [])))
  if ('orderId' in payload && payload.orderId !== undefined) orders.add(payload.orderId)
  const facts = about.flatMap((one) => (one?.kind === 'item' ? (row('item', one.barcode)?.facts ?? []) : []))
  const cards = new Set<CardNumber>([
    ...('card' in payload ? [payload.card] : []),
    ...facts.flatMap((fact) => ('card' in fact ? [fact.card] : [])),
    ...[...orders].flatMap((id) => row('order', id)?.card ?? []),
  ])
  const named = namedBy(read.envelope)
  return [
    ...[operationId, ...(named === undefined ? [] : [named])].flatMap((id): readonly Asked[] => [
      [receiptTable, 'group', id],
      [countedTable, 'key', handoverSubject(id)],
      [countedTable, 'key', returnSubject(id)],
    ]),
    ...subjects.map((subject): Asked => [erasedTable, 'group', subject]),
    ...(base === undefined ? [] : [[linkTable, 'key', `${base.version}`] as const]),
    ...[...orders].flatMap((id): readonly Asked[] => [
      [countedTable, 'key', orderSubject(id)],
      [messageTable, 'group', id],
    ]),
    ...(payload.kind === 'place-order' ? [[sinceRestoreTable, 'key', formatOrderSubject(payload.orderId)] as const] : []),
    ...[...cards].flatMap((card): readonly Asked[] => [
      [rowTable, 'key', 'patron', card],
      [addressTable, 'key', card],
    ]),
  ]
}

const memosOf = (device: DeviceId): readonly string[] => [
  keyMemo,
  messageMemo,
  pastEpochsMemo,
  batchFloorMemo,
  heldMemo,
  broughtMemo,
  ...[sessionsMemo, pushesMemo, admissionMemo, dayMemo, mailsOfTabletMemo].map((memoOf) => memoOf(device)),
]

export const linesNamed = (received: readonly ReceivedOperation[], device: DeviceId, row: DeskReader['get']): readonly Asked[] => [
  [deviceTable, 'key', device],
  ...memosOf(device).map((name): Asked => [memoTable, 'key', name]),
  ...received.flatMap((operation) => linesOf(operation, row)),
]
