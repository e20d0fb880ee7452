/**
 * Which letter a tablet is let in under (ORD-2): above every one that a tablet has here, that a lost history may have given, or that an order
 * brings. Runs on the endpoint, inside a transaction. Given twice, a letter makes two orders of one number, and two patrons who say it.
 */
import type { DeviceLetter } from '../../domain/ids.ts'
import { endpointLetter, isLaterLetter, letterOf, lettersOn, nextDeviceLetter } from '../../domain/order/order.ts'
import type { StoreReader, StoreTransaction } from './store.ts'

const floorMemo = 'letter-floor'
/** Kept for those whom a lost history may have let in, and who have not spoken yet. */
const lettersKept = 8

const lastOf = (letters: readonly DeviceLetter[]): DeviceLetter =>
  letters.reduce((last, letter) => (isLaterLetter(letter, last) ? letter : last), endpointLetter)

/** The last that is given, or kept. */
const lastLetter = async (reader: StoreReader): Promise<DeviceLetter> => {
  const floor = (await reader.memo(floorMemo)) as DeviceLetter | undefined
  return lastOf([...(await reader.devices()).map(({ letter }) => letter), floor ?? endpointLetter])
}

/** At the beginning of an epoch. */
export const keepLetters = async (transaction: StoreTransaction): Promise<void> =>
  transaction.keepMemo(floorMemo, lettersOn(await lastLetter(transaction), lettersKept))

/** Of orders, letters up to eight beyond count: no history went further, and whoever makes one up raises nobody's. */
export const nextLetter = async (reader: StoreReader): Promise<DeviceLetter> => {
  const last = await lastLetter(reader)
  if ((await reader.memo(floorMemo)) === undefined) return nextDeviceLetter(last)
  const most = lettersOn(last, lettersKept)
  const brought = (await reader.rowsOf('order')).flatMap(({ number }) => letterOf(number) ?? [])
  return nextDeviceLetter(lastOf([last, ...brought.filter((letter) => !isLaterLetter(letter, most))]))
}
