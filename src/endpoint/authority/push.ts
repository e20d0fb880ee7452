/**
 * A tablet hands over what happened: one durable transaction per batch, one outcome per operation (PROTOCOL.md, Push). Runs on the endpoint.
 * The answer is made only after the commit, so that "transmis" is never said before the envelopes are on the disk.
 */
import { subjectsOf } from '../../domain/desk/based.ts'
import { handoverSubject, orderSubject, returnSubject } from '../../domain/figures/count-parts.ts'
import { type CardNumber, type DeviceId, type OrderId, toOperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { formatOrderSubject, formatSubject, parseSubject } from '../../domain/operation/subject.ts'
import type { DeskReader } from '../../domain/row/desk-state.ts'
import type { ProblemKind } from '../../protocol/enrolment.ts'
import type { PushAnswer, PushRequest } from '../../protocol/push.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { mailsOfTabletMemo, messageMemo } from '../messages/write-messages.ts'
import { broughtMemo } from '../storage/change-since.ts'
import { countedTable } from '../storage/figure-store.ts'
import type { Asked } from '../storage/line-table.ts'
import { addressTable, messageTable } from '../storage/messages.ts'
import { sinceRestoreTable } from '../storage/since-restore.ts'
import { catalogueTable } from '../storage/sql-catalogue.ts'
import { batchFloorMemo } from '../storage/sql-transaction.ts'
import { forgottenTicket, pastEpochsMemo, readPastEpochs, startNewEpoch } from '../storage/start-new-epoch.ts'
import type { AheadReader, Store, StoreTransaction } from '../storage/store.ts'
import {
  deviceTable,
  erasedTable,
  linkTable,
  memoTable,
  type QuarantineSize,
  receiptTable,
  rowTable,
  type StoredDevice,
} from '../storage/stored.ts'
import { dayMemo, findCatalogued } from './brought-day.ts'
import { exchangeKey, keyMemo, sign } from './exchange-proof.ts'
import { isLateCopy, judgeSession, noteAnswered, pushesMemo, sessionsMemo } from './judge-session.ts'
import { heldMemo, isAnyAwaited, rivalsOf, writtenAfter } from './put-back/held-requests.ts'
import { takeUpBrought } from './put-back/waiting-facts.ts'
import { hasRoom } from './quarantine-room.ts'
import { type ReceivedOperation, readOperation } from './read-operation.ts'
import { namedBy, openCase, receiveOperation, resultNow, withCaseOfTablet } from './receive-operation.ts'
import { takeUpHeld } from './release-quarantine.ts'
import { judgeTicket, type TicketVerdict, takeTicket } from './ticket.ts'
import { admissionMemo, writeDeviceRow } from './write-device-row.ts'

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
    ...about.flatMap((one) => (one?.kind === 'item' ? [[catalogueTable, 'key', one.barcode] as const] : [])),
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

/** Asked of a store over a network once, before anything is judged. Too much costs a look-up, too little a question: no decision changes. */
const linesNamed = (received: readonly ReceivedOperation[], device: DeviceId, row: DeskReader['get']): readonly Asked[] => [
  [deviceTable, 'key', device],
  ...memosOf(device).map((name): Asked => [memoTable, 'key', name]),
  ...received.flatMap((operation) => linesOf(operation, row)),
]

export type PushOutcome =
  | { readonly kind: 'answered'; readonly answer: PushAnswer }
  /** The operations that have results were received all the same. */
  | { readonly kind: 'problem'; readonly problem: ProblemKind; readonly results: PushAnswer['results'] }

/** Receives a batch from an authenticated device. A tablet set aside is told `revoked` only once it has nothing left to hand over. */
export const push = async (
  { store, reportDefect }: { readonly store: Store; readonly reportDefect: (defect: unknown) => void },
  authenticated: StoredDevice,
  request: PushRequest,
  now: Instant,
): Promise<PushOutcome> => {
  let received: readonly ReceivedOperation[]
  try {
    received = request.operations.map((operation) => readOperation(operation))
  } catch {
    // One has no canonical text (too deep, a number out of bounds): the tablet finds out which by halving, and sends it as opaque text.
    return { kind: 'problem', problem: 'request-not-understood', results: [] }
  }
  let catalogued: Awaited<ReturnType<typeof findCatalogued>>
  let quarantined: QuarantineSize
  // Asked in one breath: on a network each wait costs more than its answer.
  const ahead = async (reader: AheadReader): Promise<void> => {
    const asked = [findCatalogued(reader, received), reader.quarantineOf(authenticated.id)] as const
    const naming = reader.readAhead((row) => linesNamed(received, authenticated.id, row))
    ;[catalogued, quarantined] = await Promise.all([...asked, naming])
  }
  const receive = async (transaction: StoreTransaction): Promise<PushOutcome> => {
    // Read again inside the transaction: another request of the same tablet may have moved its ticket.
    const found = (await transaction.device(authenticated.id)) ?? authenticated
    const library = await transaction.library()
    // All of it or nothing: what a tablet holds for another library stays together there, in its order, and opens no case here.
    if (received.some((operation) => (operation.library ?? library.identity) !== library.identity)) {
      return { kind: 'problem', problem: 'other-library', results: [] }
    }
    const key = await exchangeKey(transaction)
    const session = await judgeSession(transaction, found, request)
    const byTicket = judgeTicket(
      { key, epoch: library.epoch, deviceId: found.id },
      found,
      request.ticket,
      request.epoch,
      (await readPastEpochs(transaction)).map(({ epoch }) => epoch),
    )
    // What comes twice, and what comes late from a session that spoke before, is of this tablet all the same.
    const isLate = (await isLateCopy(transaction, found.id, request)) || (session === 'known' && byTicket.kind === 'not-awaited')
    const isCopied = session === 'copied' && byTicket.kind === 'given'
    // Where any ticket is taken, none is known to be given again.
    const isRepeated = isLate && found.ticket !== forgottenTicket
    const judged: TicketVerdict = isRepeated ? { kind: 'given', tickets: found } : isCopied ? { kind: 'not-awaited' } : byTicket
    const isSetAside = found.setAsideAt !== undefined
    // Said by one that was set aside it makes nobody else work: it alone hands over again what this database has forgotten, and is told so
    // until it names the epoch of that word, for an answer can be lost.
    const toldAlone =
      judged.kind === 'forgotten' && isSetAside ? sign(key, ['retold', library.epoch, found.id], library.epoch.length) : undefined
    const isToldAlone = toldAlone !== undefined && request.epoch !== toldAlone
    const isRolledBack = judged.kind === 'forgotten' && !isSetAside
    if (isRolledBack) await startNewEpoch(transaction, now)
    const device = judged.kind === 'forgotten' && !isToldAlone ? { ...found, ticket: forgottenTicket, previousTicket: undefined } : found
    const { epoch } = await transaction.library()
    // What the tablet holds of the lost history comes before these: it is told of the epoch first, and hands everything over in order.
    const isOfAnotherHistory = judged.kind === 'forgotten' || (request.epoch ?? epoch) !== epoch
    if (received.length > 0 && !isOfAnotherHistory && !hasRoom(quarantined, received)) {
      return { kind: 'problem', problem: 'quarantine-full', results: [] }
    }
    const results: PushAnswer['results'][number][] = []
    for (const operation of isOfAnotherHistory ? [] : received) {
      const { accepted, read } = operation
      // What was accepted once stands before what nobody ever accepted.
      const rivals = accepted === undefined && read.ok ? rivalsOf(read.envelope) : undefined
      if (rivals !== undefined) await takeUpHeld(transaction, now, reportDefect, rivals)
      results.push(await receiveOperation(transaction, operation, device, now, reportDefect, catalogued))
    }
    // What an old request says of the rest is over.
    const remaining = isLate ? found.pendingCount : Math.max(0, request.pendingCount - results.length)
    // Any ticket is taken once after that.
    const verdict = judged.kind === 'forgotten' ? takeTicket({ key, epoch, deviceId: device.id }, request.ticket) : judged
    const heard = {
      ...device,
      ...(verdict.kind === 'given' && !isToldAlone ? verdict.tickets : {}),
      lastHeardAt: now,
      pendingCount: remaining,
      build: request.build ?? device.build,
    }
    await transaction.keepDevice(heard)
    // In this very epoch, and it says that nothing is left: it has handed over again what it held.
    const isRetold = remaining === 0 && request.epoch === epoch && !isOfAnotherHistory
    const isAnyApart = results.some(({ reason }) => reason === 'too-much-brought')
    await writeDeviceRow(transaction, heard, now, { isRetold, isAnyApart })
    if (!isOfAnotherHistory) {
      const isAwaiting = await isAnyAwaited(transaction)
      await takeUpHeld(transaction, now, reportDefect, isAwaiting ? writtenAfter(transaction, library.head) : undefined)
      await takeUpBrought(transaction, now, reportDefect)
    }
    for (const [at, { operationId, hash, reason }] of results.entries()) {
      if (reason === 'base-awaited') results[at] = await resultNow(transaction, toOperationId(operationId), hash)
    }
    if (verdict.kind === 'given' && !isToldAlone) await noteAnswered(transaction, device.id, request)
    // It erases itself at that word: not before it has handed over again what another history received.
    if (isSetAside && request.operations.length === 0 && remaining === 0 && !isOfAnotherHistory) {
      return { kind: 'problem', problem: 'revoked', results }
    }
    if (verdict.kind === 'not-awaited') {
      // One that was set aside has its one case, whatever it brings.
      if (!isSetAside) await sayCopied(transaction, device.id, request, results, now)
      return { kind: 'problem', problem: 'two-tablets-one-identity', results }
    }
    const { head } = await transaction.library()
    const { identity, name } = library
    const told = isToldAlone ? toldAlone : epoch
    const answer = { protocol: protocolVersion, epoch: told, nonce: request.nonce, ticket: verdict.tickets.ticket, results, head, now }
    return { kind: 'answered', answer: { ...answer, library: { identity, name } } }
  }
  return store.transact(authenticated.libraryId, receive, ahead)
}

/** Copies of one tablet: each is a profile that somebody copied or put back. */
const remembered = 16

const copiesMemo = (deviceId: DeviceId): string => `copies/${deviceId}`

/** Whether this copy speaks for the first time. Its session tells it from others; past a disk that takes nothing it has none, and its ticket does. */
const isNewCopy = async (transaction: StoreTransaction, deviceId: DeviceId, { session, ticket }: PushRequest): Promise<boolean> => {
  const copy = session?.id ?? ticket
  const before = ((await transaction.memo(copiesMemo(deviceId))) ?? '').split(' ').filter((one) => one !== '')
  // The last heard is the last forgotten.
  await transaction.keepMemo(copiesMemo(deviceId), [...before.filter((one) => one !== copy), copy].slice(-remembered).join(' '))
  return !before.includes(copy)
}

/**
 * Two tablets run under one identity (I-17, CASE-2): opens the case, or joins to it what came with the push. A copy that nobody was told of yet
 * opens a new case once the one before is decided.
 */
const sayCopied = async (
  transaction: StoreTransaction,
  deviceId: DeviceId,
  request: PushRequest,
  results: PushAnswer['results'],
  now: Instant,
): Promise<void> => {
  const accepted = results
    .filter(({ outcome }) => outcome.startsWith('accepted'))
    .map(({ operationId, hash }) => ({ id: toOperationId(operationId), hash }))
  const isNew = await isNewCopy(transaction, deviceId, request)
  // The decided case may have left with its day, and would be opened anew.
  if (!isNew && accepted.length === 0) return
  const subject = formatSubject({ kind: 'device', deviceId })
  const found = await openCase(
    transaction,
    { caseKind: 'two-tablets-one-identity', subject, cites: accepted.map(({ id }) => id), isNew },
    now,
  )
  for (const { id, hash } of accepted) {
    const receipt = await transaction.receipt(id, hash)
    if (receipt !== undefined) await transaction.keepReceipt(await withCaseOfTablet(transaction, receipt, found, id))
  }
}
