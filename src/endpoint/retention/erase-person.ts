/**
 * Erases one card from the endpoint, in one transaction (PRIV-7). Runs on the endpoint, in its command.
 * What happened to a document stays a fact, under a pseudonym that chance made and nobody keeps beside the card; the person goes. It waits
 * until the ILS has every loan and return: erased before, one would never be told.
 */
import { randomBytes } from 'node:crypto'
import type { Case } from '../../domain/case/case.ts'
import type { ErasedRow } from '../../domain/desk/erased-row.ts'
import { type CardNumber, toCardNumber } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Item } from '../../domain/item/item.ts'
import { itemState } from '../../domain/item/item-state.ts'
import { isOpen, type Order } from '../../domain/order/order.ts'
import { isSettledJourney } from '../storage/journeys.ts'
import { hashAddress, hashOpponent } from '../storage/mailings.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'
import type { Receipt } from '../storage/stored.ts'
import { gatherPerson, linesNaming, type PersonHeld } from './gather-person.ts'
import { keepCardUses, readCardUses } from './idle-patrons.ts'
import { withoutTyped, wordsMemo } from './typed-texts.ts'

/** What has to be done before: each with how many. */
export type NotYet = {
  readonly kind: 'order-open' | 'loan-unsettled' | 'loan-in-ils' | 'case-open' | 'in-quarantine'
  readonly count: number
}

const movements: readonly (string | undefined)[] = ['hand-over-order', 'undo-handover', 'return-item']

/** Whether all that it brought is in files that the ILS has loaded, or was told to it over the wire. */
const isTold = async (reader: StoreReader, { operationId }: Receipt): Promise<boolean> => {
  const journeys = await reader.journeys.of([operationId])
  if (journeys.length > 0) return journeys.every(isSettledJourney)
  for (const { batch } of await reader.told.of([operationId])) {
    const settled = await reader.batch(batch)
    if (settled?.settledAt !== undefined) return true
  }
  return false
}

/** Of a tablet that was set aside, or brought more than a day, what a person left apart will never count. */
const countLeftApart = async (reader: StoreReader, { receipts }: PersonHeld): Promise<number> => {
  let count = 0
  for (const { outcome, reason, caseId } of receipts) {
    if (outcome !== 'quarantined' || (reason !== 'tablet-set-aside' && reason !== 'too-much-brought') || caseId === undefined) continue
    if ((await reader.row('case', caseId))?.settlement !== undefined) count += 1
  }
  return count
}

/** What keeps this person from being erased; nothing: they may be. */
export const findNotYet = async (reader: StoreReader, held: PersonHeld): Promise<readonly NotYet[]> => {
  const accepted = held.receipts.filter(({ outcome }) => outcome.startsWith('accepted'))
  const untold = new Set<string>()
  for (const receipt of accepted)
    if (movements.includes(receipt.type) && receipt.type !== 'undo-handover' && !(await isTold(reader, receipt)))
      untold.add(receipt.operationId)
  // Taken back the same day, a loan has nothing to tell.
  for (const { envelope, type } of accepted) {
    if (type !== 'undo-handover') continue
    const { payload } = JSON.parse(envelope) as { readonly payload: { readonly handover: string } }
    untold.delete(payload.handover)
  }
  const isOut = (item: Item): boolean => {
    const state = itemState(item)
    return state.kind === 'out' && state.cards.includes(held.card)
  }
  const { patron } = held
  const counted = (patron?.loans ?? []).filter(({ settledAt }) => settledAt === undefined)
  const unsettled = new Set([...untold, ...counted.map(({ handover }) => handover)])
  const atIls = Math.max((patron?.ilsLoans ?? 0) - (patron?.returnedSince.length ?? 0), held.items.filter(isOut).length)
  const found: readonly NotYet[] = [
    { kind: 'order-open', count: held.orders.filter(isOpen).length },
    { kind: 'loan-unsettled', count: unsettled.size },
    { kind: 'loan-in-ils', count: unsettled.size > 0 ? 0 : atIls },
    { kind: 'case-open', count: held.cases.filter(({ settlement }) => settlement === undefined).length },
    {
      kind: 'in-quarantine',
      count: held.receipts.filter(({ outcome }) => outcome === 'quarantined').length - (await countLeftApart(reader, held)),
    },
  ]
  return found.filter(({ count }) => count > 0)
}

const inItem = (item: Item, card: CardNumber, nobody: CardNumber): Item => ({
  ...item,
  facts: item.facts.map((fact) => (fact.what === 'handed-over' && fact.card === card ? { ...fact, card: nobody } : fact)),
})
const inOrder = (order: Order, nobody: CardNumber): Order => ({ ...withoutTyped(order), card: nobody })

/** Why the ILS has it not is a code; what it said is a text. */
const inCase = ({ settlement, ils, ...row }: Case): Case => ({
  ...row,
  settlement: settlement && withoutTyped(settlement),
  ...(ils === undefined ? {} : { ils: { ...ils, said: '' } }),
})

const inErased = ({ row, version }: ErasedRow, card: CardNumber, nobody: CardNumber): Pick<ErasedRow, 'version' | 'row'> => {
  if (row.kind === 'item') return { version, row: inItem(row, card, nobody) }
  if (row.kind === 'order') return { version, row: inOrder(row, nobody) }
  return { version, row: inCase(row) }
}

/** What an ILS's list said of these orders: it may say it again. */
const emptyWords = async (transaction: StoreTransaction, orders: readonly Order[]): Promise<void> => {
  const memo = await transaction.memo(wordsMemo)
  if (memo === undefined || memo === '') return
  const theirs = new Set<string | undefined>(orders.flatMap(({ id, ilsNumber }) => [id, ilsNumber]))
  const words = Object.entries(JSON.parse(memo) as Readonly<Record<string, { readonly orderId?: string }>>)
  const left = words.map(([key, word]) => [key, theirs.has(word.orderId ?? key) ? withoutTyped(word) : word])
  await transaction.keepMemo(wordsMemo, JSON.stringify(Object.fromEntries(left)))
}

export type Erased =
  | { readonly kind: 'not-yet'; readonly reasons: readonly NotYet[] }
  | { readonly kind: 'erased'; readonly held: PersonHeld }

/**
 * Erases, or says what has to be done before; a second time changes nothing. An opposition stays as a hash that names nobody, for the ILS
 * may list the card again. `isForgiven`: it goes too. `secret`: of these hashes.
 */
export const erasePerson = async (
  transaction: StoreTransaction,
  card: CardNumber,
  secret: string,
  now: Instant,
  isForgiven = false,
): Promise<Erased> => {
  const held = await gatherPerson(transaction, card, secret)
  const reasons = await findNotYet(transaction, held)
  if (reasons.length > 0) return { kind: 'not-yet', reasons }
  const nobody = toCardNumber(`~${randomBytes(8).toString('hex')}`)
  await transaction.eraseRow('patron', card, now)
  await transaction.messages.eraseOf(card)
  const { id } = await transaction.library()
  const others = (await transaction.addresses.all()).filter((other) => other.card !== card)
  const byHash = new Map(others.map((other) => [hashAddress(secret, id, other.email), other.card]))
  await transaction.mailing.eraseOf(card, byHash)
  if (isForgiven) await transaction.mailing.takeBack(hashOpponent(secret, id, card))
  for (const item of held.items) await transaction.writeRow(inItem(item, card, nobody), now)
  for (const order of held.orders) await transaction.writeRow(inOrder(order, nobody), now)
  for (const one of held.cases) await transaction.writeRow(inCase(one), now)
  for (const one of held.erased) await transaction.rewriteErased(inErased(one, card, nobody))
  for (const receipt of held.receipts) await transaction.emptyReceipt(receipt)
  const told = await transaction.journeys.of(held.receipts.map(({ operationId }) => operationId))
  for (const journey of told.filter(({ said }) => said !== '')) await transaction.journeys.keep({ ...journey, said: '' })
  await emptyWords(transaction, held.orders)
  for (const { batch } of held.exported) {
    const content = (await transaction.batch(batch))?.content ?? new Uint8Array()
    const theirs = new Set(linesNaming(content, card))
    const left = new TextDecoder('utf-8', { ignoreBOM: true })
      .decode(content)
      .split(/(?<=\n)/)
      .filter((line) => !theirs.has(line))
    await transaction.rewriteBatch(batch, new TextEncoder().encode(left.join('')))
  }
  await transaction.told.changeCard(card, nobody)
  await keepCardUses(transaction, new Map([...(await readCardUses(transaction))].filter(([other]) => other !== card)))
  return { kind: 'erased', held }
}
