/**
 * A patron at the desk, read anew from the ILS over its wire: blocks, loans, and a card of this morning that no list has named yet (ILS-8).
 * Runs on the endpoint. Nobody waits for it: what did not come in time is left, and what came goes to the tablets as any row does.
 */
import type { CardNumber, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Patron } from '../../domain/patron/patron.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { blockedUntold, keepCardUses, readCardUses } from '../retention/idle-patrons.ts'
import type { Store } from '../storage/store.ts'
import { returnsUnknownToIls, standingLoans } from './take-patrons.ts'
import type { Wire, WirePatron } from './wire.ts'

/** As long as somebody at the desk would not notice: milliseconds. */
const patienceMs = 800

export type PatronReading =
  /** The row says what the ILS says now. */
  | 'read'
  /** The ILS knows no such card. */
  | 'unknown'
  /** No wire, no answer, or none in time: what the desk knew stands. */
  | 'not-read'

/** What the ILS leaves out stays as it was. */
const withRead = (before: Patron | undefined, card: CardNumber, read: WirePatron) => ({
  ...before,
  kind: 'patron' as const,
  id: card,
  // Over a wire a name may come in one piece: one that is known in two stays.
  surname: before !== undefined && before.surname !== '' ? before.surname : read.surname,
  firstName: before !== undefined && before.surname !== '' ? before.firstName : read.firstName,
  category: before?.category ?? read.category,
  expiresOn: read.expiresOn ?? before?.expiresOn,
  blocked: read.blocked === '' ? blockedUntold : read.blocked,
  ilsLoans: read.loans ?? before?.ilsLoans ?? 0,
})

export interface ReadPatronPorts {
  readonly store: Pick<Store, 'transact'>
  readonly wire: Pick<Wire, 'readPatron'>
  now(): Instant
}

export const readPatronAnew = async (
  { store, wire, now }: ReadPatronPorts,
  libraryId: LibraryId,
  card: CardNumber,
): Promise<PatronReading> => {
  // What happens here while it answers is not in its figures.
  const asOf = now()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), patienceMs)))
  const read = await Promise.race([wire.readPatron(card), late])
  clearTimeout(timer)
  if (read === undefined || !read.ok) return 'not-read'
  const patron = read.value
  if (patron === undefined) return 'unknown'
  return store.transact(libraryId, async (transaction) => {
    const before = await transaction.row('patron', card)
    // An older word never replaces a newer one.
    if (before?.ilsAsOf !== undefined && before.ilsAsOf > asOf) return 'not-read'
    const loans = before === undefined ? [] : standingLoans(before, asOf)
    const returnedSince = before === undefined ? [] : await returnsUnknownToIls(transaction, before, asOf)
    await transaction.writeRow({ ...withRead(before, card, patron), returnedSince, ilsAsOf: asOf, loans }, now())
    const { date: today } = wallClockOf((await transaction.row('settings', 'settings'))?.zone)(asOf)
    await keepCardUses(transaction, new Map(await readCardUses(transaction)).set(card, today))
    return 'read'
  })
}
