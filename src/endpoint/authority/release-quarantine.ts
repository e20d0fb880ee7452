/**
 * What waits in quarantine is tried once more: what a newer build reads, or what a manager accepts of a tablet that was set aside
 * (PROTOCOL.md, Push). Runs on the endpoint, inside a transaction. What is still not understood, or refused, stays as it was.
 */
import type { OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { Receipt } from '../storage/stored.ts'
import { noteLateFact } from './note-late-days.ts'
import { type Tried, takeUpRequests } from './put-back/held-requests.ts'
import type { Outcome } from './put-back/judge-again.ts'
import { readOperation } from './read-operation.ts'
import { applyEnvelope, isQuarantined, namedBy, quarantine, readFromEnvelope, withCaseOfTablet } from './receive-operation.ts'

/** How one fared: out of quarantine, or why it waits on. */
export type Released =
  | { readonly kind: 'unreadable' }
  /** Of what it names, which waits too. */
  | { readonly kind: 'follows'; readonly envelope: Envelope }
  /** A rule broke on it. */
  | { readonly kind: 'not-applied'; readonly envelope: Envelope }
  /** A request that loses by now; `reason` is the refusal's kind. */
  | { readonly kind: 'refused'; readonly envelope: Envelope; readonly reason: string }
  | { readonly kind: 'accepted'; readonly envelope: Envelope; readonly caseId: Outcome['caseId'] }

/** Tries one; accepted, it leaves under a new version. */
export const releaseOperation = async (
  transaction: StoreTransaction,
  receipt: Receipt,
  now: Instant,
  reportDefect: (defect: unknown) => void,
): Promise<Released> => {
  const device = await transaction.device(receipt.deviceId)
  const { read } = readOperation({ hash: receipt.hash, envelope: receipt.envelope })
  if (device === undefined || !read.ok) return { kind: 'unreadable' }
  const envelope: Envelope = { ...read.envelope, deviceId: device.id }
  const before = namedBy(envelope)
  if (before !== undefined && (await isQuarantined(transaction, before))) return { kind: 'follows', envelope }
  const outcome = await applyEnvelope(transaction, envelope, device, receipt, now, reportDefect)
  if (outcome === undefined) return { kind: 'not-applied', envelope }
  if (outcome.outcome === 'refused') return { kind: 'refused', envelope, reason: outcome.reason ?? '' }
  const readNow = await readFromEnvelope(transaction, envelope, receipt.receivedAt)
  // Accepted, it is still in the case about its tablet, until a person has decided that.
  const waited = receipt.caseId === undefined ? undefined : await transaction.row('case', receipt.caseId)
  const open = waited?.settlement === undefined ? waited : undefined
  const named = await withCaseOfTablet(transaction, outcome, open, envelope.operationId)
  await transaction.keepReceipt({ ...receipt, ...readNow, ...named, version: transaction.head() })
  await noteLateFact(transaction, { ...readNow, ...named }, now)
  return { kind: 'accepted', envelope, caseId: outcome.caseId }
}

/** Tries these, in their order; answers how many left and how many wait on. */
export const releaseQuarantine = async (
  transaction: StoreTransaction,
  waiting: readonly Receipt[],
  now: Instant,
  reportDefect: (defect: unknown) => void,
): Promise<{ readonly accepted: number; readonly left: number }> => {
  let accepted = 0
  for (const receipt of waiting) {
    if ((await releaseOperation(transaction, receipt, now, reportDefect)).kind === 'accepted') accepted += 1
  }
  return { accepted, left: waiting.length - accepted }
}

/**
 * Tries once more the requests that wait for what they change; those that nobody can bring any longer are refused, and a case says so.
 * `which` undefined: all.
 */
export const takeUpHeld = (
  transaction: StoreTransaction,
  now: Instant,
  reportDefect: (defect: unknown) => void,
  which?: Tried,
): Promise<void> => {
  const takeUp = async (operationId: OperationId, accepted: number): Promise<boolean> => {
    const receipt = (await transaction.receiptsOf(operationId)).find(({ reason }) => reason === 'base-awaited')
    const device = receipt && (await transaction.device(receipt.deviceId))
    if (receipt === undefined || device === undefined) return true
    const { read } = readOperation({ hash: receipt.hash, envelope: receipt.envelope })
    if (!read.ok) return true
    const envelope: Envelope = { ...read.envelope, deviceId: device.id }
    const outcome =
      (await applyEnvelope(transaction, envelope, device, { receivedAt: receipt.receivedAt, accepted }, now, reportDefect)) ??
      (await quarantine(transaction, 'not-applied', operationId, device, now))
    if (outcome.reason === 'base-awaited') return false
    await transaction.keepReceipt({ ...receipt, ...outcome, version: transaction.head() })
    return true
  }
  return takeUpRequests(transaction, takeUp, which, now)
}
