/**
 * Puts the ILS's patrons into the directory: the ILS's part of each row, and what follows for the counts of loans (LOAN-2).
 * Runs on the endpoint, in one transaction. The list speaks of the moment `asOf`; what happened here since, and cannot be in its figures,
 * goes on counting beside them. Whoever has had no loan for a year is taken without a name, until they come back (PRIV-3).
 */
import type { CardNumber, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { isOpen } from '../../domain/order/order.ts'
import { hasName, type Patron, type Reachable } from '../../domain/patron/patron.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { cardsInUse, idleJudge, keepCardUses, readCardUses, withoutName } from '../retention/idle-patrons.ts'
import { reachableBy } from '../storage/messages.ts'
import type { Store, StoreTransaction } from '../storage/store.ts'
import { isHeard, overTheWire } from '../storage/told-lines.ts'
import type { IlsPatron, IlsPatrons } from './ils-says.ts'
import { type ChangeCounts, isNamed, isPartOnly, strangeNote, type TakeOptions } from './take-catalogue.ts'
import type { TakeNote } from './take-finding.ts'

/** Returns whose figure the ILS cannot have given yet: those it had not settled when it made the file. */
export const returnsUnknownToIls = async (
  transaction: StoreTransaction,
  patron: Patron,
  asOf: Instant,
): Promise<Patron['returnedSince']> => {
  if (patron.returnedSince.length === 0) return patron.returnedSince
  const settledAtByBatch = new Map((await transaction.batches(undefined)).map((batch) => [batch.number, batch.settledAt]))
  const unknown: Patron['returnedSince'][number][] = []
  for (const barcode of patron.returnedSince) {
    const item = await transaction.row('item', barcode)
    const returns = (item?.facts ?? []).filter((fact) => fact.what === 'returned').map((fact) => fact.operationId)
    const isKnown = (await transaction.told.of(returns)).filter(isHeard).some(({ batch, movement, at }) => {
      const knownAt = batch === overTheWire ? at : settledAtByBatch.get(batch)
      return movement === 'return' && knownAt !== undefined && knownAt < asOf
    })
    if (returns.length > 0 && !isKnown) unknown.push(barcode)
  }
  return unknown
}

/** Loans whose figure the ILS cannot have given: it had not confirmed them when it spoke. */
export const standingLoans = ({ loans }: Pick<Patron, 'loans'>, asOf: Instant): Patron['loans'] =>
  loans.filter(({ settledAt }) => settledAt === undefined || settledAt >= asOf)

/**
 * Each listed patron as the row may hold them. A name that was erased comes back with a loan, an order, or a card that lasts longer. The
 * list alone names everybody each night, and brings nobody back.
 */
const takenNames = async (transaction: StoreTransaction, known: ReadonlyMap<string, Patron>, now: Instant) => {
  const today = wallClockOf((await transaction.row('settings', 'settings'))?.zone)(now).date
  const uses = new Map(await readCardUses(transaction))
  const inUse = await cardsInUse(transaction)
  const isIdle = await idleJudge(transaction, uses, today)
  let unnamed = 0
  return {
    of: (listed: IlsPatron): IlsPatron => {
      const before = known.get(listed.id)
      const isRenewed = before !== undefined && before.expiresOn !== listed.expiresOn
      if (before === undefined || isRenewed || listed.ilsLoans > 0 || inUse.has(listed.id)) uses.set(listed.id, today)
      if (before === undefined || !isIdle(listed.id)) return listed
      unnamed += 1
      return withoutName(listed)
    },
    end: async (): Promise<TakeNote[]> => {
      await keepCardUses(transaction, uses)
      return unnamed === 0 ? [] : [{ kind: 'taken-without-name', patrons: unnamed }]
    },
  }
}

/**
 * Keeps the address that the list gives of a card, or forgets the one that it no longer gives (MSG-7). Answers what the row says of it; a
 * list without addresses changes none.
 */
const addressesFrom = async ({ addresses }: StoreTransaction, listed: IlsPatrons['addresses']) => {
  const known = new Map((listed === undefined ? [] : await addresses.all()).map((address) => [address.card, address]))
  return async (card: CardNumber, before: Patron | undefined, isNamed: boolean): Promise<Reachable | undefined> => {
    if (listed === undefined) return before?.reachable
    const [was, given] = [known.get(card), isNamed ? listed.get(card) : undefined]
    if (given === undefined) {
      if (was !== undefined) await addresses.erase(card)
      return 'no'
    }
    const address = { ...given, card, refusals: was?.email === given.email ? was.refusals : 0 }
    if (was?.email !== given.email || was.language !== given.language) await addresses.keep(address)
    return reachableBy(address)
  }
}

/** Rows between two reports of progress: a few a second. */
const progressRows = 500

/**
 * Writes the patrons that changed, and removes those no longer listed, unless they wait for an order or have a document. An older `asOf`
 * than the last is taken, and said. A newer reading at the desk stays (ILS-8).
 */
export const takePatrons = async (
  store: Store,
  libraryId: LibraryId,
  { rows, mentioned, addresses, isCut = false }: IlsPatrons,
  options: TakeOptions & { /** Of the list that came before. */ readonly lastAsOf?: Instant | undefined },
): Promise<ChangeCounts> =>
  store.transact(libraryId, async (transaction) => {
    const { asOf, now, lastAsOf = asOf } = options
    const isReadSince = ({ ilsAsOf }: Patron): boolean => ilsAsOf !== undefined && ilsAsOf > Math.max(asOf, lastAsOf)
    const known = await transaction.rowsOf('patron')
    const strange = strangeNote(
      rows.map(({ id }) => id),
      known.map(({ id }) => id),
      options,
    )
    if (strange !== undefined) return { added: 0, updated: 0, unchanged: 0, removed: 0, notes: [strange] }
    const knownByCard = new Map(known.map((patron) => [patron.id, patron]))
    const taken = await takenNames(transaction, knownByCard, now)
    const takeAddress = await addressesFrom(transaction, addresses)
    let [added, updated, unchanged, removed] = [0, 0, 0, 0]
    for (const [index, listed] of rows.entries()) {
      const row = taken.of(listed)
      const before = knownByCard.get(row.id)
      const kept = before !== undefined && isReadSince(before) ? before : undefined
      const loans = before === undefined ? [] : standingLoans(before, asOf)
      const returnedSince = before === undefined ? [] : await returnsUnknownToIls(transaction, before, asOf)
      const reachable = await takeAddress(row.id, before, hasName(kept ?? row))
      const next = kept ?? { kind: 'patron' as const, ...row, returnedSince, ilsAsOf: asOf, loans }
      const isChanged = await transaction.writeRow({ ...next, reachable }, now)
      if (before === undefined) added++
      else if (isChanged) updated++
      else unchanged++
      if ((index + 1) % progressRows === 0) options.onProgress?.(index + 1, rows.length)
    }
    const notes: TakeNote[] = await taken.end()
    if (asOf < lastAsOf) notes.push({ kind: 'older-than-last', last: lastAsOf })

    const listed = new Set<string>(rows.map((row) => row.id))
    const missing = known.filter((patron) => !listed.has(patron.id) && !isNamed(mentioned, patron.id) && !isReadSince(patron))
    const isCutShort = isCut && missing.length > 0
    if (isCutShort || isPartOnly(missing.length, known.length, options)) {
      notes.push({ kind: isCutShort ? 'removal-withheld-cut' : 'removal-withheld', would: missing.length, of: known.length })
      return { added, updated, unchanged, removed, notes }
    }
    if (missing.length > 0) {
      const waiting = new Set((await transaction.rowsOf('order')).filter(isOpen).map((order) => order.card))
      for (const patron of missing) {
        if (waiting.has(patron.id) || standingLoans(patron, asOf).length > 0) continue
        if (await transaction.eraseRow('patron', patron.id, now)) removed++
      }
    }
    return { added, updated, unchanged, removed, notes }
  })
