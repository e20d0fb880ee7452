/**
 * What a patron asks of their own orders on the public page: judged by the desk's rules and applied, in one transaction with whatever else
 * wants the same place (PAGE-10). Runs on the endpoint, which is the author: no tablet can speak as a patron. What was accepted is kept like
 * any other operation.
 */
import { hash as hashOf, randomBytes } from 'node:crypto'
import { basedOf } from '../../domain/desk/based.ts'
import { decide } from '../../domain/desk/decide.ts'
import { identityBytes, pageDevice, toBootId, toLibrarianId, toOperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { type Envelope, isFact, type Operation } from '../../domain/operation/operation.ts'
import type { Refusal } from '../../domain/operation/refusal.ts'
import { accept, type Result } from '../../domain/result.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { addWantedRecords } from '../catalogue/add-wanted-records.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { noteAsked } from '../storage/asked-orders.ts'
import { readDesk, type StoreTransaction } from '../storage/store.ts'
import { applyOperation } from './apply-operation.ts'

export type PatronRequest = Extract<
  Operation,
  { readonly kind: 'place-order' | 'reschedule-order' | 'cancel-order' | 'record-arrival' | 'undo-arrival' }
>

/** What stands where a tablet and a librarian stand in other operations. */
const nobody = toLibrarianId('')

/** Judges and applies; refused, nothing is changed or kept. */
export const receiveFromPatron = async (
  transaction: StoreTransaction,
  payload: PatronRequest,
  now: Instant,
): Promise<Result<undefined, Refusal>> => {
  const settings = await transaction.row('settings', 'settings')
  const local = wallClockOf(settings?.zone)(now)
  const context = { now: local, librarian: { id: nobody }, end: 'endpoint' } as const
  const { decision, based } = await readDesk(transaction, (state) => ({
    decision: decide(state, payload, context),
    based: basedOf(state, payload),
  }))
  if (!decision.ok) return decision
  const envelope: Envelope = {
    operationId: toOperationId(randomBytes(identityBytes).toString('hex')),
    bootId: toBootId('page'),
    n: 1,
    deviceId: pageDevice,
    librarianId: nobody,
    author: 'patron',
    type: payload.kind,
    typeVersion: 1,
    payload,
    based,
    at: now,
    clockOffset: 0,
    build: '',
  }
  // An arrival that a restore forgets is said again, or over.
  if (!isFact(payload)) await noteAsked(transaction, [payload.orderId], now, now)
  const { rows, caseIds } = await applyOperation(transaction, envelope, now, now)
  await addWantedRecords(transaction, rows, now)
  const text = canonicalJson(envelope)
  await transaction.keepReceipt({
    operationId: envelope.operationId,
    hash: hashOf('sha256', text),
    envelope: text,
    deviceId: pageDevice,
    receivedAt: now,
    type: payload.kind,
    happenedOn: isFact(payload) ? payload.happened.date : undefined,
    outcome: caseIds.length === 0 ? 'accepted' : 'accepted-with-case',
    version: transaction.head(),
    caseId: caseIds[0],
    reason: undefined,
  })
  return accept(undefined)
}
