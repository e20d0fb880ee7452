/**
 * A hold in the ILS for whoever is on the telephone (PHONE-18): of what this library lists alone, so many a day, and each once. Runs on the
 * endpoint. That it was asked is on the disk before it is sent, under a keyed hash, so that no tablet sends it a second time while nobody
 * knows what came of the first; a day later it is forgotten.
 */
import type { CardNumber, DeviceId, ItemBarcode, LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerDay, toInstant } from '../../domain/instant.ts'
import { countIn } from '../enrolment/counting.ts'
import { CountedRate } from '../enrolment/rate-limit.ts'
import { isIn } from '../ils/read-item.ts'
import type { HoldEnd, Wire } from '../ils/wire.ts'
import type { Store } from '../storage/store.ts'

/** Of one library: fifty at once, and as many in a day. */
const boundsOfHolds = { burst: 50, refillMs: msPerDay / 50 }
/** Of one tablet, half of it: more than one telephone comes to in a day, and one that is lost leaves the others as much. */
const boundsOfTablet = { burst: 25, refillMs: msPerDay / 25 }
/** What is counted: one card and one title of a library. */
const asked = 'holds-asked'

export interface HoldAsked {
  readonly libraryId: LibraryId
  readonly deviceId: DeviceId
  readonly card: CardNumber
  readonly barcode: ItemBarcode
  readonly placeHold: NonNullable<Wire['placeHold']>
  /** Whether who asks may ask of one more card that the desk does not know. */
  mayAskUnknown(): Promise<boolean>
}

export const createHoldPlacer = (store: Pick<Store, 'read' | 'tally' | 'secret'>, now: () => Instant) => {
  const ofLibrary = new CountedRate(store, 'holds', boundsOfHolds)
  const ofTablet = new CountedRate(store, 'holds-tablet', boundsOfTablet)
  return async ({ libraryId, deviceId, card, barcode, placeHold, mayAskUnknown }: HoldAsked): Promise<HoldEnd> => {
    const { isKnown, recordId } = await store.read(libraryId, async (reader) => ({
      isKnown: (await reader.row('patron', card)) !== undefined,
      recordId: (await reader.rowsOf('record')).find(isIn(barcode))?.id ?? (await reader.catalogueEntry(barcode))?.recordId,
    }))
    if (recordId === undefined) return { kind: 'not-taken' }
    const key = `${libraryId}\n${card}\n${recordId}`
    const keep = (end: 'placed' | 'unknown') =>
      countIn(store, (tallies) => tallies.keep(asked, key, `${now()} ${end}`, toInstant(now() + msPerDay), now()))
    const forget = () => countIn(store, (tallies) => tallies.drop(asked, key))
    const before = await countIn(store, async (tallies) => {
      const [at, end] = (await tallies.of(asked, key))?.split(' ') ?? []
      if (at !== undefined && now() - Number(at) < msPerDay) return end
      await tallies.keep(asked, key, `${now()} unknown`, toInstant(now() + msPerDay), now())
      return undefined
    })
    if (before !== undefined) return { kind: before === 'placed' ? 'placed' : 'unknown' }
    // What a tablet is refused counts for no library.
    const isOver = async () => (await ofTablet.take(deviceId, now())) > 0 || (await ofLibrary.take(libraryId, now())) > 0
    const refusal = !isKnown && !(await mayAskUnknown()) ? 'not-asked' : (await isOver()) ? 'not-taken' : undefined
    const end: HoldEnd = refusal === undefined ? await placeHold(card, barcode) : { kind: refusal }
    // The ILS was asked for none: a morning without it leaves the day's holds to be placed.
    if (refusal === undefined && (end.kind === 'not-asked' || end.kind === 'not-taken')) {
      await ofLibrary.giveBack(libraryId, now())
      await ofTablet.giveBack(deviceId, now())
    }
    if (end.kind === 'placed') await keep('placed')
    // Nothing came of it: it may be asked for again.
    else if (end.kind !== 'unknown') await forget()
    return end
  }
}
