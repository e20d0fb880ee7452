/**
 * One operation's way into the library: known already, quarantined, refused, or applied (PROTOCOL.md, Push). Runs on the endpoint, inside
 * the push's transaction, so that the receipt and its effect reach the disk together.
 * A fact is never refused. One on which the rules fail is quarantined with a case, and those behind it go on.
 */
import type { Case, CaseKind } from '../../domain/case/case.ts'
import { type Found, recordCase } from '../../domain/case/record-case.ts'
import { isBeyondList } from '../../domain/case/seen-cites.ts'
import { decide } from '../../domain/desk/decide.ts'
import { kindOf } from '../../domain/desk/kinds.ts'
import type { DeviceLetter, OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { asReceived, composedAt, isDateDoubtful } from '../../domain/operation/doubtful-dates.ts'
import { type DeskRequest, type Envelope, isFact } from '../../domain/operation/operation.ts'
import { formatSubject } from '../../domain/operation/subject.ts'
import { endpointLetter, formatOrderNumber, letterOf } from '../../domain/order/order.ts'
import { keepsNumber } from '../../domain/order/renew-order.ts'
import type { OperationResult } from '../../protocol/push.ts'
import { addWantedRecords } from '../catalogue/add-wanted-records.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { noteAsked } from '../storage/asked-orders.ts'
import { noteCounted } from '../storage/counted-facts.ts'
import { keepEndpointNumber, nextEndpointNumber } from '../storage/endpoint-order-number.ts'
import { isPassingFault } from '../storage/passing-fault.ts'
import { readDesk, type StoreTransaction } from '../storage/store.ts'
import type { Receipt, StoredDevice } from '../storage/stored.ts'
import { applyOperation, isClockSlow, SubjectIsFull } from './apply-operation.ts'
import { closeDayOf, DayIsFull, takeOfDay } from './brought-day.ts'
import { noteLateFact } from './note-late-days.ts'
import { hold, noteSetSince, wasPutBack } from './put-back/held-requests.ts'
import { judgeAgain, type Outcome, openLostCase, refused } from './put-back/judge-again.ts'
import { applyWaitingFacts, noteWaitingFact } from './put-back/waiting-facts.ts'
import type { QuarantineReason, ReceivedOperation } from './read-operation.ts'

/** Another tablet says its numbers by this letter: one in service, heard from since this one was let in. */
const isOfAnother = async (transaction: StoreTransaction, letter: DeviceLetter, device: StoredDevice): Promise<boolean> => {
  const { admission } = (await transaction.row('device', device.id)) ?? {}
  return (await transaction.devices()).some(
    (other) =>
      other.id !== device.id &&
      other.letter === letter &&
      other.setAsideAt === undefined &&
      (admission === undefined || (other.lastHeardAt ?? 0) > admission.at),
  )
}

const isItsOwn = async (transaction: StoreTransaction, letter: DeviceLetter | undefined, device: StoredDevice): Promise<boolean> =>
  letter === device.letter || (letter !== undefined && letter !== endpointLetter && !(await isOfAnother(transaction, letter, device)))

type PlaceOrder = Extract<DeskRequest, { readonly kind: 'place-order' }>

const asPlaced = async (transaction: StoreTransaction, asked: PlaceOrder, device: StoredDevice): Promise<PlaceOrder> => {
  // What the page's orders say are the patron's own words.
  const source = asked.source === 'phone' ? asked.source : 'desk'
  const letter = letterOf(asked.number)
  const renewed = asked.renews === undefined ? undefined : await transaction.row('order', asked.renews)
  // Its number is its tablet's, and is said of the order that was cancelled: of two restored, by two tablets, one bears it.
  const isKept =
    renewed?.number === asked.number
      ? keepsNumber(await transaction.rowsOf('order'), renewed, asked)
      : await isItsOwn(transaction, letter, device)
  if (isKept) return { ...asked, source }
  const next = await nextEndpointNumber(transaction)
  await keepEndpointNumber(transaction, next + 1)
  const number = formatOrderNumber(endpointLetter, next)
  return { ...asked, source, number, ...(letter === undefined || letter === endpointLetter ? {} : { saidNumber: asked.number }) }
}

/** Before it is judged: the ILS's own orders are taken whatever the slot holds, and no tablet brings one. */
const asAsked = (envelope: Envelope): Envelope =>
  envelope.payload.kind === 'place-order' && envelope.payload.source === 'ils'
    ? { ...envelope, payload: { ...envelope.payload, source: 'desk' } }
    : envelope

/**
 * Once nothing stands in its way. A number was read aloud before (PHONE-9): it stands where it may be the tablet's; else the endpoint gives one
 * of its own, and the order is found by both (ORD-9).
 */
const giveNumber = async (transaction: StoreTransaction, envelope: Envelope, device: StoredDevice): Promise<Envelope> =>
  envelope.payload.kind === 'place-order' ? { ...envelope, payload: await asPlaced(transaction, envelope.payload, device) } : envelope

/** Opens or joins a case that the endpoint found by itself; answers its row. */
export const openCase = async (transaction: StoreTransaction, found: Found, now: Instant): Promise<Case | undefined> => {
  const row = await readDesk(transaction, (state) => recordCase(state, found))
  if (row !== undefined) await transaction.writeRow(row, now)
  return row
}

/**
 * What was accepted is in this case about its tablet too. A receipt names the one case that does not list it, for nothing else says so;
 * any other case lists it or is remembered to count it.
 */
export const withCaseOfTablet = async <T extends Pick<Outcome, 'outcome' | 'caseId'>>(
  transaction: StoreTransaction,
  accepted: T,
  found: Case | undefined,
  operationId: OperationId,
): Promise<T> => {
  if (found === undefined || found.id === accepted.caseId) return accepted
  if (accepted.caseId !== undefined) {
    if (!isBeyondList(found, operationId)) return accepted
    await noteCounted(transaction, operationId, accepted.caseId)
  }
  return { ...accepted, outcome: 'accepted-with-case', caseId: found.id }
}

/** One a tablet, whatever the number of its operations: a person decides about the tablet. */
const caseKindOf = (reason: QuarantineReason, device: StoredDevice): CaseKind => {
  if (device.setAsideAt !== undefined) return 'loss-suspected'
  return reason === 'one-operation-two-contents' || reason === 'too-much-brought' ? reason : 'operation-not-understood'
}

export const quarantine = async (
  transaction: StoreTransaction,
  reason: QuarantineReason,
  operationId: OperationId,
  device: StoredDevice,
  now: Instant,
): Promise<Outcome> => {
  const subject = formatSubject({ kind: 'device', deviceId: device.id })
  const found = await openCase(transaction, { caseKind: caseKindOf(reason, device), subject, cites: [operationId] }, now)
  return { outcome: 'quarantined', caseId: found?.id, reason }
}

/** The operation that this one names, when it cannot stand without it. */
export const namedBy = ({ payload }: Envelope): OperationId | undefined => kindOf(payload).takesBack(payload)

/** The content is not what was announced. */
const isDamaged = (read: ReceivedOperation['read']): boolean => !read.ok && read.reason === 'hash-mismatch'

/** Without those of contents that were damaged on their way: nobody composed them, and the operation itself may come yet. */
const wholeReceiptsOf = async (transaction: StoreTransaction, operationId: OperationId): Promise<readonly Receipt[]> =>
  (await transaction.receiptsOf(operationId)).filter(({ reason }) => reason !== 'hash-mismatch')

export const isQuarantined = async (transaction: StoreTransaction, operationId: OperationId): Promise<boolean> => {
  const receipts = await wholeReceiptsOf(transaction, operationId)
  return receipts.length > 0 && receipts.every((receipt) => receipt.outcome === 'quarantined')
}

const readWallClock = async (transaction: StoreTransaction) => wallClockOf((await transaction.row('settings', 'settings'))?.zone)

/** By its clock, or by a day that it says. */
const isClockDoubtful = async (transaction: StoreTransaction, envelope: Envelope, receivedAt: Instant): Promise<boolean> =>
  composedAt(envelope, receivedAt) === undefined ||
  (isFact(envelope.payload) && isDateDoubtful(envelope.payload, (await readWallClock(transaction))(receivedAt).date))

const refusalOf = (transaction: StoreTransaction, envelope: Envelope, now: Instant): Promise<string | undefined> =>
  readDesk(transaction, (state) => {
    const { payload, librarianId } = envelope
    const zone = state.get('settings', 'settings')?.zone
    const pressed = composedAt(envelope, now) ?? now
    const context = { now: wallClockOf(zone)(pressed), librarian: { id: librarianId }, end: 'endpoint' } as const
    const decision = decide(state, payload, context)
    return decision.ok ? undefined : decision.refusal.kind
  })

/** Takes of the tablet's day what an operation weighs, with the cases that it opened. */
type Taking = (opened: number) => Promise<void>

const accept = async (
  transaction: StoreTransaction,
  envelope: Envelope,
  device: StoredDevice,
  now: Instant,
  receivedAt: Instant,
  take: Taking | undefined,
): Promise<Outcome> => {
  const { rows, caseIds, opened } = await applyOperation(transaction, envelope, receivedAt, now)
  await take?.(opened)
  await noteWaitingFact(transaction, envelope, now)
  if (envelope.payload.kind === 'place-order') await applyWaitingFacts(transaction, envelope.payload.orderId, now)
  await addWantedRecords(transaction, rows, now)
  const doubtful =
    (await isClockDoubtful(transaction, envelope, receivedAt)) || (await isClockSlow(transaction, envelope))
      ? await openCase(
          transaction,
          { caseKind: 'clock-doubtful', subject: formatSubject({ kind: 'device', deviceId: device.id }), cites: [envelope.operationId] },
          now,
        )
      : undefined
  // A tablet signs as it likes: a name that nobody here has is shown to people, and what was done stands (CASE-5).
  const unknown =
    (await transaction.row('librarian', envelope.librarianId)) === undefined
      ? await openCase(
          transaction,
          { caseKind: 'librarian-unknown', subject: formatSubject({ kind: 'device', deviceId: device.id }), cites: [envelope.operationId] },
          now,
        )
      : undefined
  const [caseId] = caseIds
  const outcome = { outcome: caseId === undefined ? 'accepted' : 'accepted-with-case', caseId, reason: undefined } as const
  const { operationId } = envelope
  const withClock = await withCaseOfTablet<Outcome>(transaction, outcome, doubtful, operationId)
  return withCaseOfTablet(transaction, withClock, unknown, operationId)
}

/** What stands in the way of a request; undefined: it is accepted. `accepted`: it was once, at that time. */
const judgeRequest = async (
  transaction: StoreTransaction,
  envelope: Envelope,
  request: DeskRequest,
  now: Instant,
  accepted: number | undefined,
): Promise<Outcome | undefined> => {
  const isPutBack = await wasPutBack(transaction)
  if (accepted !== undefined && isPutBack) {
    return judgeAgain(transaction, envelope, request, { accepted, now }, () => refusalOf(transaction, envelope, now))
  }
  const refusal = await refusalOf(transaction, envelope, now)
  if (refusal === undefined) {
    if (isPutBack) await noteSetSince(transaction, envelope, request, now)
    if ('orderId' in request) await noteAsked(transaction, [request.orderId], now, now)
    return undefined
  }
  // Put back, and nobody who speaks can prove it.
  return refused(refusal, accepted === undefined ? undefined : await openLostCase(transaction, envelope, now))
}

interface Coming {
  /** Before `now` where it has waited since. */
  readonly receivedAt: Instant
  /** When a lost history had accepted it. */
  readonly accepted?: number | undefined
  /** Throws where its day has no room; absent: a manager takes it, or it came before. */
  readonly take?: Taking | undefined
}

/** Decides and applies under a savepoint; undefined, and nothing changed, when a rule broke on it. */
export const applyEnvelope = async (
  transaction: StoreTransaction,
  sent: Envelope,
  device: StoredDevice,
  { receivedAt, accepted, take }: Coming,
  now: Instant,
  reportDefect: (defect: unknown) => void,
): Promise<Outcome | undefined> => {
  try {
    return await transaction.savepoint(async () => {
      const asked = asAsked(sent)
      const { payload } = asked
      const inTheWay = isFact(payload) ? undefined : await judgeRequest(transaction, asked, payload, now, accepted)
      if (inTheWay === undefined) {
        return accept(transaction, await giveNumber(transaction, asked, device), device, now, receivedAt, take)
      }
      // What it wanted once, and cannot have, is a case that a person decides.
      await take?.(inTheWay.caseId === undefined ? 0 : 1)
      return inTheWay
    })
  } catch (defect) {
    if (defect instanceof SubjectIsFull) return undefined
    // The operation is not to blame: the whole push fails, and comes again; or it is held back whole.
    if (isPassingFault(defect) || defect instanceof DayIsFull) throw defect
    reportDefect(defect)
    return undefined
  }
}

const judge = async (
  transaction: StoreTransaction,
  { operationId, read, accepted, text }: ReceivedOperation,
  device: StoredDevice,
  now: Instant,
  reportDefect: (defect: unknown) => void,
  catalogued: ReadonlySet<string> | undefined,
): Promise<Outcome> => {
  // First: what nobody composed is never released, and its receipt no longer tells which hash was announced.
  if (isDamaged(read)) return quarantine(transaction, 'hash-mismatch', operationId, device, now)
  if (device.setAsideAt !== undefined) return quarantine(transaction, 'tablet-set-aside', operationId, device, now)
  if (!read.ok) return quarantine(transaction, read.reason, operationId, device, now)
  // Who speaks is said by the credential: a tablet enrolled anew sends what it made under its former identity.
  const envelope: Envelope = { ...read.envelope, deviceId: device.id }
  const named = namedBy(envelope)
  if (named !== undefined && (await isQuarantined(transaction, named))) {
    return quarantine(transaction, 'names-quarantined', operationId, device, now)
  }
  let outcome: Outcome | undefined
  try {
    const take = await takeOfDay(transaction, envelope, text.length, catalogued, now)
    outcome = await applyEnvelope(transaction, envelope, device, { receivedAt: now, accepted, take }, now, reportDefect)
  } catch (full) {
    if (!(full instanceof DayIsFull)) throw full
    await closeDayOf(transaction, envelope, now)
    return quarantine(transaction, 'too-much-brought', operationId, device, now)
  }
  const { payload } = envelope
  if (outcome?.reason === 'base-awaited' && accepted !== undefined && !isFact(payload))
    await hold(transaction, envelope, payload, accepted, now)
  return outcome ?? quarantine(transaction, 'not-applied', operationId, device, now)
}

export const readFromEnvelope = async (
  transaction: StoreTransaction,
  envelope: Envelope,
  receivedAt: Instant,
): Promise<Pick<Receipt, 'type' | 'happenedOn'>> => {
  const { payload } = asReceived(envelope, receivedAt, await readWallClock(transaction))
  return { type: payload.kind, happenedOn: isFact(payload) ? payload.happened.date : undefined }
}

/**
 * Receives one operation and keeps its receipt. The same (id, hash) again changes nothing: accepted is `already-known`, refused or
 * quarantined is answered as before. `catalogued`: documents of the push that the catalogue knows; undefined: it is empty.
 */
export const receiveOperation = async (
  transaction: StoreTransaction,
  received: ReceivedOperation,
  device: StoredDevice,
  now: Instant,
  reportDefect: (defect: unknown) => void,
  catalogued: ReadonlySet<string> | undefined,
): Promise<OperationResult> => {
  const { operationId, hash, announcedHash, text, read } = received
  const isWhole = !isDamaged(read)
  const receipts = await (isWhole ? wholeReceiptsOf(transaction, operationId) : transaction.receiptsOf(operationId))
  const known = receipts.find((receipt) => receipt.hash === hash)
  if (known !== undefined) {
    return known.outcome.startsWith('accepted')
      ? { ...toResult({ ...known, outcome: 'already-known' }, announcedHash), accepted: known.receivedAt }
      : toResult(known, announcedHash)
  }
  const outcome =
    isWhole && receipts.length > 0
      ? await quarantine(transaction, 'one-operation-two-contents', operationId, device, now)
      : await judge(transaction, received, device, now, reportDefect, catalogued)
  const receipt: Receipt = {
    operationId,
    hash,
    envelope: text,
    deviceId: device.id,
    receivedAt: now,
    ...(read.ok ? await readFromEnvelope(transaction, read.envelope, now) : { type: undefined, happenedOn: undefined }),
    ...outcome,
    version: transaction.head(),
  }
  await transaction.keepReceipt(receipt)
  await noteLateFact(transaction, receipt, now)
  return toResult(receipt, announcedHash)
}

/** What is answered of one that was received, and may have been taken up since. */
export const resultNow = async (transaction: StoreTransaction, operationId: OperationId, hash: string): Promise<OperationResult> => {
  const receipt = await transaction.receipt(operationId, hash)
  if (receipt === undefined) throw new Error('an operation that was received has no receipt')
  return toResult(receipt, hash)
}

const toResult = (
  { operationId, outcome, version, caseId, reason }: Omit<Receipt, 'outcome'> & { readonly outcome: OperationResult['outcome'] },
  hash: string,
): OperationResult => ({
  operationId,
  hash,
  outcome,
  version,
  ...(caseId === undefined ? {} : { caseId }),
  ...(reason === undefined ? {} : { reason }),
})
