/**
 * What one tablet may bring of one day, whatever it is (CASE-10, decision 29). Runs on the endpoint, inside the push's transaction.
 * An operation counts for the day on which it was pressed, so that a tablet may bring all days of an outage at once. Days pass one by one and
 * never come back: whoever was heard yesterday has yesterday and today. After a restore the count is back where the database is.
 */
import { subjectsOf } from '../../domain/desk/based.ts'
import { dayCeiling, weighCases, weighOperation } from '../../domain/desk/day-weight.ts'
import type { DeviceId, ItemBarcode } from '../../domain/ids.ts'
import { type Instant, msPerDay } from '../../domain/instant.ts'
import { composedAt } from '../../domain/operation/doubtful-dates.ts'
import type { Envelope, Operation } from '../../domain/operation/operation.ts'
import { barcodeIn } from '../../domain/operation/subject.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'
import type { ReceivedOperation } from './read-operation.ts'

/** A tablet that was never heard may bring the days of the longest outage. */
const longestOutageDays = 31

/** Its day has no room for this; what it would have done is undone. */
export class DayIsFull extends Error {}

interface Day {
  /** Since 1970, by UTC: at worst the desk's day has two of them. */
  readonly day: number
  readonly weight: number
}

export const dayMemo = (id: DeviceId): string => `day/${id}`

const barcodesOf = (operation: Operation): readonly ItemBarcode[] => subjectsOf(operation).flatMap((subject) => barcodeIn(subject) ?? [])

/** Of these, what the catalogue knows; undefined: it is empty, and nothing is unknown. */
export const findCatalogued = (reader: StoreReader, received: readonly ReceivedOperation[]): Promise<ReadonlySet<string> | undefined> =>
  reader.catalogued([...new Set(received.flatMap(({ read }) => (read.ok ? barcodesOf(read.envelope.payload) : [])))])

const dayOf = async (transaction: StoreTransaction, envelope: Envelope, now: Instant): Promise<Day> => {
  const today = Math.floor(now / msPerDay)
  const memo = await transaction.memo(dayMemo(envelope.deviceId))
  const last = memo === undefined ? { day: today - longestOutageDays, weight: 0 } : (JSON.parse(memo) as Day)
  // One whose clock is doubtful moves no day.
  const day = Math.min(today, Math.floor((composedAt(envelope, now) ?? 0) / msPerDay))
  return day > last.day ? { day, weight: 0 } : last
}

const keepDay = (transaction: StoreTransaction, id: DeviceId, day: Day): Promise<void> =>
  transaction.keepMemo(dayMemo(id), JSON.stringify(day))

/** Takes of its day what this weighs, and the cases that it opened; throws where there is no room. */
export const takeOfDay = async (
  transaction: StoreTransaction,
  envelope: Envelope,
  characters: number,
  catalogued: ReadonlySet<string> | undefined,
  now: Instant,
): Promise<(opened: number) => Promise<void>> => {
  const { deviceId, payload } = envelope
  const { day, weight } = await dayOf(transaction, envelope, now)
  let unknown = 0
  // Asked before it is applied: by then each has a row.
  for (const barcode of barcodesOf(payload))
    if (catalogued?.has(barcode) === false && (await transaction.row('item', barcode)) === undefined) unknown += 1
  const own = weighOperation(payload, characters, unknown)
  if (weight + own > dayCeiling) throw new DayIsFull()
  return async (opened) => {
    const after = weight + own + weighCases(opened)
    if (after > dayCeiling) throw new DayIsFull()
    await keepDay(transaction, deviceId, { day, weight: after })
  }
}

/** Whatever else comes of this day is held back too: nobody reads a day of which some counts. */
export const closeDayOf = async (transaction: StoreTransaction, envelope: Envelope, now: Instant): Promise<void> =>
  keepDay(transaction, envelope.deviceId, { ...(await dayOf(transaction, envelope, now)), weight: dayCeiling })

/** A manager took all that was held back: the day begins again. */
export const openDayAgain = (transaction: StoreTransaction, id: DeviceId, now: Instant): Promise<void> =>
  keepDay(transaction, id, { day: Math.floor(now / msPerDay), weight: 0 })
