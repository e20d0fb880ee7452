/**
 * What a tablet brought after it was set aside, or above its day, as a manager reads it (CASE-6). Runs on the endpoint.
 * Each gesture stands with what it would make of the library today. It is tried by the very code that accepts it, and undone: nobody sees anything of a trial. Lists and acts are
 * bounded, because whoever holds the tablet decides how much there is.
 */
import type { Case } from '../../domain/case/case.ts'
import type { DeviceId, LibraryId, OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { compareMoments } from '../../domain/local-date.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import type { SlotKey } from '../../domain/slot/slot.ts'
import type { GestureStanding } from '../../protocol/management.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { Store, StoreTransaction } from '../storage/store.ts'
import type { Receipt } from '../storage/stored.ts'
import { openDayAgain } from './brought-day.ts'
import { type Released, releaseOperation, releaseQuarantine } from './release-quarantine.ts'
import { writeDeviceRow } from './write-device-row.ts'

/** Gestures of one list, and characters of their texts: a list is answered within a second. */
const mostListed = 50
const mostCharacters = 2 ** 17
/** Gestures that one transaction accepts: as many as a push brings. */
const mostAtOnce = 100

export interface ApartGesture {
  readonly receipt: Receipt
  /** Undefined: this build cannot read it. */
  readonly envelope: Envelope | undefined
  readonly standing: GestureStanding
  /** Why it comes too late: a refusal's kind, or `slot-over`. */
  readonly reason: string | undefined
  /** The case that it would open or join. */
  readonly found: Case | undefined
}

export interface ApartList {
  /** All that waits for a manager's word, listed or not. */
  readonly total: number
  readonly gestures: readonly ApartGesture[]
}

/** Thrown to undo a trial; carries what it showed. */
class Undone extends Error {
  readonly tried: ApartGesture
  constructor(tried: ApartGesture) {
    super()
    this.tried = tried
  }
}

/** Takes back all that `work` wrote, and answers what it said. */
class TakenBack<T> extends Error {
  readonly value: T
  constructor(value: T) {
    super()
    this.value = value
  }
}

/** Where a request would put an order. */
const slotAsked = ({ payload }: Envelope): SlotKey | undefined =>
  payload.kind === 'place-order' ? payload.slot : payload.kind === 'reschedule-order' ? payload.to : undefined

const judge = async (transaction: StoreTransaction, receipt: Receipt, released: Released, now: Instant): Promise<ApartGesture> => {
  const nothing = { receipt, reason: undefined, found: undefined }
  switch (released.kind) {
    case 'unreadable':
      return { ...nothing, envelope: undefined, standing: 'unreadable' }
    case 'not-applied':
      return { ...nothing, envelope: released.envelope, standing: 'unreadable' }
    case 'follows':
      return { ...nothing, envelope: released.envelope, standing: 'follows' }
    case 'refused':
      return { ...nothing, envelope: released.envelope, standing: 'too-late', reason: released.reason }
    case 'accepted': {
      const { envelope, caseId } = released
      const found = caseId === undefined ? undefined : await transaction.row('case', caseId)
      if (found !== undefined) return { ...nothing, envelope, standing: 'to-decide', found }
      const slot = slotAsked(envelope)
      const zone = (await transaction.row('settings', 'settings'))?.zone
      const isOver = slot !== undefined && compareMoments(slot, wallClockOf(zone)(now)) < 0
      return isOver ? { ...nothing, envelope, standing: 'too-late', reason: 'slot-over' } : { ...nothing, envelope, standing: 'agrees' }
    }
  }
}

/** Tries one; what agrees stays for those behind it, until the whole trial is undone. A rule that breaks on it is told when it is taken. */
const tryOne = async (transaction: StoreTransaction, receipt: Receipt, now: Instant): Promise<ApartGesture> => {
  try {
    return await transaction.savepoint(async () => {
      const tried = await judge(transaction, receipt, await releaseOperation(transaction, receipt, now, () => undefined), now)
      if (tried.standing !== 'agrees') throw new Undone(tried)
      return tried
    })
  } catch (thrown) {
    if (thrown instanceof Undone) return thrown.tried
    throw thrown
  }
}

/** Some of what waits, after the first `skipped`, in the order received; those before it in the list that agree count as taken. */
export const listApart = (
  store: Store,
  libraryId: LibraryId,
  { deviceId, skipped }: { readonly deviceId: DeviceId; readonly skipped: number },
  now: Instant,
): Promise<ApartList> =>
  store.transact(libraryId, async (transaction) => {
    const { acceptable: total } = await transaction.quarantineOf(deviceId)
    const waiting = await transaction.apartOf(deviceId, { skipped, limit: mostListed })
    try {
      return await transaction.savepoint(async (): Promise<ApartList> => {
        const gestures: ApartGesture[] = []
        let characters = 0
        for (const receipt of waiting) {
          characters += receipt.envelope.length
          if (gestures.length > 0 && characters > mostCharacters) break
          gestures.push(await tryOne(transaction, receipt, now))
        }
        throw new TakenBack({ total, gestures })
      })
    } catch (thrown) {
      if (thrown instanceof TakenBack) return thrown.value
      throw thrown
    }
  })

const acceptable: readonly (string | undefined)[] = ['tablet-set-aside', 'names-quarantined', 'too-much-brought']

/** Those of the tablet's that wait for a manager's word, each once. */
const waitingOf = async (transaction: StoreTransaction, deviceId: DeviceId, named: readonly OperationId[]): Promise<readonly Receipt[]> => {
  const waiting: Receipt[] = []
  for (const operationId of new Set(named)) {
    const receipts = (await transaction.receiptsOf(operationId)).filter(
      (receipt) =>
        receipt.deviceId === deviceId &&
        receipt.outcome === 'quarantined' &&
        receipt.envelope !== '' &&
        acceptable.includes(receipt.reason),
    )
    waiting.push(...receipts)
  }
  return waiting
}

/**
 * A manager takes these gestures, or all of the tablet's. `left`: those of them that wait on; of all, whatever it has in quarantine. Each
 * hundred is a transaction of its own: the desk goes on meanwhile.
 */
export const acceptApart = async (
  store: Store,
  libraryId: LibraryId,
  { deviceId, operations }: { readonly deviceId: DeviceId; readonly operations: readonly OperationId[] | undefined },
  now: Instant,
  reportDefect: (defect: unknown) => void,
): Promise<{ readonly accepted: number; readonly left: number }> => {
  const sum = { accepted: 0, left: 0 }
  let size = 0
  for (let isMore = true; isMore; ) {
    await store.transact(libraryId, async (transaction) => {
      const waiting =
        operations === undefined
          ? await transaction.apartOf(deviceId, { skipped: sum.left, limit: mostAtOnce })
          : await waitingOf(transaction, deviceId, operations)
      const { accepted, left } = await releaseQuarantine(transaction, waiting, now, reportDefect)
      sum.accepted += accepted
      sum.left += left
      isMore = operations === undefined && waiting.length === mostAtOnce
      size = (await transaction.quarantineOf(deviceId)).operations
      const device = await transaction.device(deviceId)
      if (device !== undefined) await writeDeviceRow(transaction, device, now)
      // Taken whole, it was a day of the desk: what comes after it counts too.
      if (operations === undefined && !isMore) await openDayAgain(transaction, deviceId, now)
    })
  }
  return operations === undefined ? { ...sum, left: size } : sum
}
