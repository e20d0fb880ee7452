/**
 * What was accepted once is accepted again after a restore (34), asked in the evening. Runs in the simulator.
 */

import { type Case, isExplained } from '../../src/domain/case/case.ts'
import type { Envelope, Operation } from '../../src/domain/operation/operation.ts'
import type { Order } from '../../src/domain/order/order.ts'
import { formatClaimScope } from '../../src/domain/pull-list/claim.ts'
import { formatSlotKey } from '../../src/domain/slot/slot.ts'
import type { Evening } from './case-invariants.ts'
import { isImport } from './endpoint-log.ts'
import type { LoggedReceipt } from './endpoint-process.ts'
import { contentOf, type KnownOperation, pairOf } from './oracle.ts'
import { broken, rowOf, short } from './places.ts'

/** A request that changes one thing: what it was, as its author saw it, and what it is to be. */
export const readWish = (payload: Operation): { readonly key: string; readonly from: string; readonly to: string } | undefined => {
  switch (payload.kind) {
    case 'substitute-record':
      return { key: `the line ${payload.orderId} ${payload.lineId}`, from: payload.from, to: payload.to }
    case 'write-note':
      return { key: `the note of ${payload.orderId}`, from: payload.replaces, to: payload.note }
    case 'reschedule-order':
      return { key: `the slot of ${payload.orderId}`, from: formatSlotKey(payload.from), to: formatSlotKey(payload.to) }
    default:
      return undefined
  }
}

/** What a request sets, for which a later one that sets it too stands: a claim replaces everybody's, and its end its author's alone. */
const keysOf = ({ payload, librarianId }: Envelope): readonly string[] => {
  if (payload.kind !== 'claim' && payload.kind !== 'release-claim') return [readWish(payload)?.key ?? []].flat()
  const key = `the claim of ${formatClaimScope(payload.scope)}`
  return payload.kind === 'claim' ? [key, `${key} by ${librarianId}`] : [`${key} by ${librarianId}`]
}

const aMinuteMs = 60_000
const halfADayMs = 12 * 60 * aMinuteMs

const isClaim = ({ payload }: Envelope): boolean => payload.kind === 'claim' || payload.kind === 'release-claim'

/** When each disk that holds it was told, by the history that it had then, that it had been accepted; undefined: never. */
const toldTo = ({ tablets }: Evening['world'], content: string): readonly (number | undefined)[] =>
  tablets.flatMap(({ disk: { image } }) =>
    [...image.outbox, ...image.outcomes.values()].filter((entry) => contentOf(entry) === content).map(({ accepted }) => accepted),
  )

/** A disk that has it was never told that it was accepted: that of its copy was, which may have been erased since. */
const isUnknownToOne = (world: Evening['world'], content: string): boolean => toldTo(world, content).includes(undefined)

/**
 * 34: of claims, and of the ends of claims, none that was accepted before another one that replaces it comes after that one, where the endpoint
 * knew from the first moment that it was put back.
 */
export const checkClaimsAgain = ({ world, receipts, events }: Evening): void => {
  const { oracle, cloned } = world
  if (oracle.rollBacks === 0 || oracle.rollBacksUnsaid > 0 || oracle.faults.has('profile-restored')) return
  const pairs = new Map(receipts.filter(({ outcome }) => outcome.startsWith('accepted')).map((one) => [one.operationId, pairOf(one)]))
  /** By what they set: when the last of those that are here was accepted for the first time. */
  const last = new Map<string, number>()
  for (const event of events) {
    if (isImport(event) || !isClaim(event)) continue
    const content = pairs.get(event.operationId) ?? ''
    const told = toldTo(world, content)
    const isSure = !(cloned.size > 0 && isUnknownToOne(world, content))
    const isTold = told.length > 0 && told.every((at) => at !== undefined)
    // Copies of one profile may have been told by two histories: each may speak.
    const times = told.map((at) => at ?? 0)
    const acceptedAt = Math.max(...times)
    if (isSure && isTold && keysOf(event).some((key) => (last.get(key) ?? 0) > acceptedAt))
      oracle.violate(34, `${event.type} ${short(event.operationId)}, accepted before another one that replaces it, came after it`)
    // What no history of before had accepted counts from its press, whenever it came.
    // Put back more than once, what the last time calls of before may have been of since, the time before.
    const isOfBefore = isTold && oracle.rollBacks === 1 && acceptedAt < (oracle.putBack?.at ?? 0)
    const from = isOfBefore ? Math.min(...times) : Math.min(oracle.contents.get(content)?.acceptedAt ?? 0, event.at + event.clockOffset)
    for (const key of keysOf(event)) last.set(key, Math.max(last.get(key) ?? 0, from))
  }
}

/** What that decided was over, and the case has opened anew since, about something else. */
const asksAnew = ({ payload }: Envelope, { cites }: Case): boolean =>
  payload.kind === 'settle-case' && payload.cites.every((id) => !cites.includes(id))

/**
 * 34: what was accepted once, and a tablet still holds, is accepted in the end, was replaced, or is in a case. It may wait while a tablet
 * is awaited. No case excuses a later request before it.
 */
export const checkAcceptedAgain = ({ world, receipts, live, events }: Evening): void => {
  const { oracle, tablets, cloned } = world
  if (oracle.rollBacks === 0) return
  const rowsNow = [...live.values()].flatMap(({ row }) => row ?? [])
  const isAwaiting = rowsNow.some((row) => row.kind === 'device' && row.awaitedSince !== undefined)
  const cited = new Set(rowsNow.flatMap((row) => (row.kind === 'case' && row.caseKind === 'request-lost' ? row.cites : [])))
  // A case that a person decided leaves with its day.
  for (const { payload } of events.flatMap((event) => (isImport(event) ? [] : event)))
    if (payload.kind === 'settle-case' && payload.caseId.startsWith('request-lost:')) for (const id of payload.cites) cited.add(id)
  const receiptOf = new Map(receipts.map((receipt) => [pairOf(receipt), receipt]))
  const isReplaced = (envelope: Envelope, acceptedAt: number): boolean => {
    const keys = keysOf(envelope)
    /** Nobody knew that it had been accepted: for this history it was made since, but where it was pressed before, by a clock that was right. */
    const isSince = (content: string, { at, clockOffset }: Envelope): boolean => {
      const before = acceptedAt - (at + clockOffset)
      return (
        isClaim(envelope) &&
        (before < aMinuteMs || before > halfADayMs) &&
        receiptOf.get(content)?.outcome.startsWith('accepted') === true &&
        toldTo(world, content).every((told) => told === undefined)
      )
    }
    // Its profile was put back to before its first acceptance: it was told by a later history, and says so.
    const isToldLater = (content: string): boolean =>
      oracle.faults.has('profile-restored') && toldTo(world, content).some((told) => (told ?? 0) > acceptedAt)
    return [...oracle.contents].some(
      ([content, other]) =>
        other.envelope !== undefined &&
        keysOf(other.envelope).some((key) => keys.includes(key)) &&
        ((other.acceptedAt ?? 0) > acceptedAt || isToldLater(content) || isSince(content, other.envelope)),
    )
  }
  /** What came behind it, began where it begins, and was accepted for the first time before it was refused. */
  const rivalOf = ({ envelope, acceptedAt = 0 }: KnownOperation, refused: LoggedReceipt): KnownOperation | undefined => {
    const wish = envelope && readWish(envelope.payload)
    const later = (some: readonly LoggedReceipt[]) =>
      some
        .filter(({ outcome, version }) => outcome.startsWith('accepted') && version <= refused.version)
        .map((receipt) => oracle.contents.get(pairOf(receipt)))
        .map((other) => ({ other, theirs: other?.envelope && readWish(other.envelope.payload) }))
        .filter(({ other, theirs }) => wish !== undefined && theirs?.key === wish.key && (other?.acceptedAt ?? 0) > acceptedAt)
    const place = receipts.indexOf(refused)
    // Set anew before it came: a case says so, and it stands before nothing any more.
    if (later(receipts.slice(0, place)).length > 0) return undefined
    return later(receipts.slice(place)).find(({ theirs }) => theirs?.from === wish?.from)?.other
  }
  for (const { name, disk } of tablets) {
    if (disk.image.lost !== undefined) continue
    for (const entry of [...disk.image.outbox, ...disk.image.outcomes.values()]) {
      const known = oracle.contents.get(contentOf(entry))
      const receipt = receiptOf.get(contentOf(entry))
      // Whatever a history in between made of it.
      if (known?.envelope !== undefined && entry.accepted !== undefined && receipt === undefined)
        oracle.violate(34, `${name}: ${known.envelope.type} ${short(known.operationId)} was accepted, and this history never heard of it`)
      if (known?.acceptedAt === undefined || known.isFact || known.envelope === undefined || receipt === undefined) continue
      const { outcome, reason } = receipt
      // The line lost that answer: nobody knows, and its author is shown the refusal.
      if (!known.isKnownAccepted) continue
      // A profile that was put back to before the answer, or whose copy had that answer, does not know that it was accepted; what it says comes first.
      if (entry.accepted === undefined && oracle.faults.has('profile-restored')) continue
      if (cloned.size > 0 && isUnknownToOne(world, contentOf(entry))) continue
      if (reason === 'tablet-set-aside' || broken.includes(reason) || outcome.startsWith('accepted')) continue
      const rival = entry.accepted === undefined || outcome !== 'refused' ? undefined : rivalOf(known, receipt)
      if (rival !== undefined && reason !== 'overtaken')
        oracle.violate(34, `${name}: ${short(rival.operationId)}, which nobody had accepted, went before ${short(known.operationId)}`)
      // A defect of ours keeps it out now, and its case says so (7).
      if (cited.has(known.operationId) || (outcome === 'quarantined' && reason === 'not-applied')) continue
      if (outcome === 'refused') oracle.fault('again refused')
      if (isAwaiting && outcome === 'quarantined') continue
      const { payload } = known.envelope
      const isSo = reason === 'order-cancelled' && known.envelope.type === 'cancel-order'
      // It was here, and left with its day.
      if (reason === 'order-already-there' && payload.kind === 'place-order' && oracle.erasedEver.has(`order\n${payload.orderId}`)) continue
      // The slot is over capacity no more, or what was lost then is not lost now: there is nothing to decide.
      const decided = payload.kind === 'settle-case' ? payload.caseId : undefined
      const about = decided && rowOf<Case>(live, 'case', decided)
      if (decided?.startsWith('slot-overfilled:') && (about === undefined || isExplained(about) || asksAnew(known.envelope, about)))
        continue
      if (reason === 'case-unknown' && /^(?:request-lost|slot-overfilled):/.test(decided ?? '')) continue
      const isCase = known.envelope.type === 'settle-case'
      // What came after it in the history that was lost stands in the row that a tablet brought, and may be in no outbox (CASE-24).
      const isOfBrought =
        'orderId' in payload && payload.orderId !== undefined && rowOf<Order>(live, 'order', payload.orderId)?.brought !== undefined
      if (isSo || (reason === 'overtaken' && (isCase || isOfBrought || isReplaced(known.envelope, known.acceptedAt)))) continue
      oracle.violate(
        34,
        `${name}: ${known.envelope.type} ${short(known.operationId)} was accepted, is ${outcome} (${reason}), and no case says so`,
      )
    }
  }
}
