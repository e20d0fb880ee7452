/**
 * Patrons without a loan or an order for a year lose their name, their address and what the ILS says of them with it (PRIV-3). Runs on the endpoint.
 * It keeps beside each card the last day on which it was in use, outside the base: no tablet learns when somebody last came. A card that
 * is new here begins its year. What is left of the row says whether the card may borrow, so that whoever comes back is served at once.
 */
import type { CardNumber } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { daysBetween, type LocalDate } from '../../domain/local-date.ts'
import { hasName, type Patron } from '../../domain/patron/patron.ts'
import { retentionDefaults } from '../../domain/settings/settings.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'

const usesMemo = 'patrons-in-use'

/** The last day on which each card had a loan or an order. */
export type CardUses = ReadonlyMap<CardNumber, LocalDate>

export const readCardUses = async (reader: StoreReader): Promise<CardUses> => {
  const memo = await reader.memo(usesMemo)
  // Written by the function below alone.
  return new Map(memo === undefined ? [] : (JSON.parse(memo) as [CardNumber, LocalDate][]))
}

export const keepCardUses = async (transaction: StoreTransaction, uses: CardUses): Promise<void> => {
  const text = JSON.stringify([...uses])
  if (text !== (await transaction.memo(usesMemo))) await transaction.keepMemo(usesMemo, text)
}

/** The cards that an order or a loan of the base names. */
export const cardsInUse = async (reader: StoreReader): Promise<ReadonlySet<CardNumber>> => {
  const orders = (await reader.rowsOf('order')).map(({ card }) => card)
  const loans = (await reader.rowsOf('item')).flatMap(({ facts }) =>
    facts.flatMap((fact) => (fact.what === 'handed-over' ? [fact.card] : [])),
  )
  return new Set([...orders, ...loans])
}

/** Whether a card has not been in use for as long as the settings say. */
export const idleJudge = async (reader: StoreReader, uses: CardUses, today: LocalDate): Promise<(card: CardNumber) => boolean> => {
  const days = (await reader.row('settings', 'settings'))?.keepNameDays ?? retentionDefaults.keepNameDays
  return (card) => daysBetween(uses.get(card) ?? today, today) > days
}

/** Why the card is blocked is the person's own; that it is, the desk has to know. */
export const blockedUntold = 'voir le SIGB'

/** What stays of an idle patron's row: whether this card may borrow, and nobody's name. */
export const withoutName = <P extends Pick<Patron, 'surname' | 'firstName' | 'blocked' | 'ilsLoans' | 'reachable'>>(patron: P): P => ({
  ...patron,
  surname: '',
  firstName: '',
  blocked: patron.blocked === undefined ? undefined : blockedUntold,
  ilsLoans: 0,
  ...(patron.reachable === undefined ? {} : { reachable: 'no' as const }),
})

/** The last day on which each card of the base was in use, as a night of that day notes it. */
const usesOn = async (reader: StoreReader, patrons: readonly Patron[], today: LocalDate): Promise<CardUses> => {
  const before = await readCardUses(reader)
  const inUse = await cardsInUse(reader)
  const lastUse = ({ id, ilsLoans, loans }: Patron): LocalDate => {
    const known = before.get(id)
    const isInUse = ilsLoans > 0 || loans.length > 0 || inUse.has(id)
    // A day that has yet to come was noted by a clock that ran ahead.
    return isInUse || known === undefined || known > today ? today : known
  }
  return new Map(patrons.map((patron) => [patron.id, lastUse(patron)]))
}

/** Notes which cards are in use, and takes their names from those that have not been for too long. The same day again changes nothing. */
export const forgetIdlePatrons = async (transaction: StoreTransaction, today: LocalDate, now: Instant): Promise<void> => {
  const patrons = await transaction.rowsOf('patron')
  const uses = await usesOn(transaction, patrons, today)
  await keepCardUses(transaction, uses)
  const isIdle = await idleJudge(transaction, uses, today)
  for (const patron of patrons) {
    if (!hasName(patron) || !isIdle(patron.id)) continue
    await transaction.writeRow(withoutName(patron), now)
    await transaction.addresses.erase(patron.id)
  }
}

/** How many names the night of a day would take, were they kept so many days (SET-2): a number, and nobody's. */
export const countIdlePatrons = async (reader: StoreReader, keepNameDays: number, night: LocalDate): Promise<number> => {
  const patrons = await reader.rowsOf('patron')
  const uses = await usesOn(reader, patrons, night)
  return patrons.filter((patron) => hasName(patron) && daysBetween(uses.get(patron.id) ?? night, night) > keepNameDays).length
}
