/**
 * Counts different patrons without keeping them (STAT-5): at each closing, before old receipts are emptied, the keyed hash of each card
 * handed to goes into the set of its month and of its year; the keys lie in files outside the database. Runs on the endpoint.
 * A period that was destroyed takes nobody any more. Where its key was lost, the set begins again, and says since when.
 */
import { createHash, createHmac } from 'node:crypto'
import { operationOfHandover } from '../../domain/figures/count-parts.ts'
import { type Counted, countsAnything } from '../../domain/figures/counted.ts'
import { type CountedSince, sinceMemo } from '../../domain/figures/counted-since.ts'
import { daysAfterPeriod, firstDayOf, lastDayOf, monthOf, yearOf } from '../../domain/figures/period.ts'
import { type CardNumber, toCardNumber } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import type { StoreTransaction } from '../storage/store.ts'

const keyNameOf = async (transaction: StoreTransaction, period: string): Promise<string> =>
  `${(await transaction.library()).identity}-${period}`

/** Hexadecimal digits that tell one key from another. */
const printDigits = 16
const printOf = (key: Buffer): string => createHash('sha256').update('print').update(key).digest('hex').slice(0, printDigits)

/** The key under which the period counts now; undefined: it counts no more. */
const keyOf = async (transaction: StoreTransaction, period: string, today: LocalDate): Promise<Buffer | undefined> => {
  const known = (await transaction.figures.patronPeriods()).find((one) => one.period === period)
  if (known?.destroyedOn !== undefined) return undefined
  const key = transaction.figures.periodKeys.make(await keyNameOf(transaction, period))
  if (known?.print === printOf(key)) return key
  if (known !== undefined) await transaction.figures.emptyPatrons(period)
  const memo = await transaction.memo(sinceMemo)
  // Written by `countBase` alone.
  const begun = memo === undefined ? today : (JSON.parse(memo) as CountedSince).documents
  const first = firstDayOf(period)
  const [, whole = first] = [first, begun].sort()
  const since = known === undefined ? whole : today
  await transaction.figures.keepPatronPeriod({ period, since, print: printOf(key), size: undefined, destroyedOn: undefined })
  return key
}

/** The card that a handover names, as long as its receipt is whole. */
const cardOf = async (transaction: StoreTransaction, subject: string): Promise<CardNumber | undefined> => {
  for (const { envelope, outcome } of await transaction.receiptsOf(operationOfHandover(subject))) {
    if (envelope === '' || !outcome.startsWith('accepted')) continue
    const { payload } = JSON.parse(envelope) as { readonly payload: { readonly card: string } }
    return toCardNumber(payload.card)
  }
  return undefined
}

const dayOf = ({ parts }: Counted): LocalDate | undefined => Object.values(parts).flatMap((counts) => counts.map(({ day }) => day))[0]

/** STAT-5: whoever was handed something is in the sets, and whoever was not after all has left them. */
export const countPatrons = async (transaction: StoreTransaction, today: LocalDate, now: Instant): Promise<void> => {
  const keys = new Map<string, Buffer | undefined>()
  for (const { subject, counted } of await transaction.figures.countedHandovers()) {
    const isHere = countsAnything(counted)
    if (isHere === (counted.setDay !== undefined)) continue
    const card = await cardOf(transaction, subject)
    const day = isHere ? dayOf(counted) : counted.setDay
    if (card === undefined || day === undefined) continue
    for (const period of [monthOf(day), yearOf(day)]) {
      if (!keys.has(period)) keys.set(period, await keyOf(transaction, period, today))
      const key = keys.get(period)
      if (key === undefined) continue
      await transaction.figures.movePatron(period, createHmac('sha256', key).update(card).digest('hex'), isHere ? 1 : -1)
    }
    await transaction.figures.keepCounted(subject, { ...counted, setDay: isHere ? day : undefined }, now)
  }
}

/** Of a period that is over, only how many they were is kept; key and set are destroyed, and the day is written down. */
export const endPatronPeriods = async (transaction: StoreTransaction, today: LocalDate): Promise<void> => {
  for (const period of await transaction.figures.patronPeriods()) {
    if (period.destroyedOn !== undefined || today < addDays(lastDayOf(period.period), daysAfterPeriod)) continue
    const size = await transaction.figures.patronsOf(period.period)
    transaction.figures.periodKeys.destroy(await keyNameOf(transaction, period.period))
    await transaction.figures.emptyPatrons(period.period)
    await transaction.figures.keepPatronPeriod({ ...period, size, destroyedOn: today })
  }
}
