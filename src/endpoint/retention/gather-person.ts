/**
 * All that the endpoint holds of one card: what a person who asks is given, and what is erased when they ask for that (PRIV-7).
 * Runs on the endpoint, in one read of the store. Rows, what the closing remembers, what tablets sent, the lines of files made for the ILS.
 */
import { erasedSubjectOf } from '../../domain/desk/erased-row.ts'
import type { CardNumber, ItemBarcode, OperationId, OrderId } from '../../domain/ids.ts'
import type { Item } from '../../domain/item/item.ts'
import { formatItemSubject, formatOrderSubject } from '../../domain/operation/subject.ts'
import { parseJson } from '../../protocol/parse.ts'
import { hashOpponent } from '../storage/mailings.ts'
import type { StoreReader } from '../storage/store.ts'
import type { Receipt } from '../storage/stored.ts'
import { readCardUses } from './idle-patrons.ts'

/** A number is part of a longer one where a letter or a digit touches it. */
export const namesCard = (text: string, card: string): boolean => {
  for (let at = text.indexOf(card); at !== -1; at = text.indexOf(card, at + 1)) {
    const around = `${text.slice(Math.max(0, at - 1), at)}${text.slice(at + card.length, at + card.length + 1)}`
    if (!/[\p{L}\p{N}]/u.test(around)) return true
  }
  return false
}

const mentions = (value: unknown, wanted: readonly string[]): boolean => {
  if (typeof value === 'string') return wanted.some((one) => namesCard(value, one))
  return typeof value === 'object' && value !== null && Object.values(value).some((one) => mentions(one, wanted))
}

const isLentTo = ({ facts }: Item, card: CardNumber): boolean => facts.some((fact) => fact.what === 'handed-over' && fact.card === card)

/** The order that an operation of this card is about. */
const orderNamed = ({ envelope }: Receipt): OrderId | undefined => {
  const { payload } = (parseJson(envelope) ?? {}) as { readonly payload?: { readonly orderId?: OrderId } }
  return typeof payload?.orderId === 'string' ? payload.orderId : undefined
}

/** The lines of a file that name the card; undefined of one whose first bytes are no text. */
export const linesNaming = (content: Uint8Array, card: CardNumber): readonly string[] =>
  new TextDecoder()
    .decode(content)
    .split(/(?<=\n)/)
    .filter((line) => namesCard(line, card))

/** Presses that follow a handover without naming its card: a return, with its bin, and a decision, with its note. */
const follows: readonly (string | undefined)[] = ['return-item', 'undo-return', 'settle-case']

/** `handovers`: those of the card, by the documents. `decisions`: of their cases. */
const receiptsAbout = async (
  reader: StoreReader,
  card: CardNumber,
  orders: readonly OrderId[],
  handovers: readonly OperationId[],
  decisions: readonly OperationId[],
): Promise<readonly Receipt[]> => {
  const found = new Map<string, Receipt>()
  const add = (receipts: readonly Receipt[]): readonly Receipt[] => {
    for (const receipt of receipts) found.set(`${receipt.operationId} ${receipt.hash}`, receipt)
    return receipts
  }
  const look = async (text: string): Promise<readonly Receipt[]> =>
    (await reader.receiptsHolding(text)).filter(({ envelope }) => mentions(parseJson(envelope) ?? envelope, [text]))
  const theirs = add(await look(card))
  for (const order of new Set([...orders, ...theirs.flatMap((receipt) => orderNamed(receipt) ?? [])])) add(await look(order))
  const lent = theirs.flatMap(({ type, operationId }) => (type === 'hand-over-order' ? [operationId] : []))
  for (const handover of new Set([...handovers, ...lent])) add((await look(handover)).filter(({ type }) => follows.includes(type)))
  for (const decision of decisions) add(await reader.receiptsOf(decision))
  return [...found.values()].sort((a, b) => a.receivedAt - b.receivedAt)
}

/** `secret`: of the mailing's hashes. */
export const gatherPerson = async (reader: StoreReader, card: CardNumber, secret: string) => {
  const patron = await reader.row('patron', card)
  const orders = (await reader.rowsOf('order')).filter((order) => order.card === card)
  const items = (await reader.rowsOf('item')).filter((item) => isLentTo(item, card))
  const remembered = (await reader.erasedRowsHolding(card)).filter(
    ({ row }) => (row.kind === 'order' && row.card === card) || (row.kind === 'item' && isLentTo(row, card)),
  )
  const orderIds = [...orders, ...remembered.flatMap(({ row }) => (row.kind === 'order' ? [row] : []))].map(({ id }) => id)
  const allItems = [...items, ...remembered.flatMap(({ row }) => (row.kind === 'item' ? [row] : []))]
  const barcodes = allItems.map(({ id }) => id)
  const subjects = [...orderIds.map(formatOrderSubject), ...barcodes.map(formatItemSubject)]
  const about = new Set<string | undefined>(subjects)
  const cases = (await reader.rowsOf('case')).filter((one) => about.has(erasedSubjectOf(one)))
  const decided = (await reader.erasedRows(subjects)).filter(({ row }) => row.kind === 'case')
  const handovers = allItems.flatMap(({ facts }) =>
    facts.flatMap((fact) => (fact.what === 'handed-over' && fact.card === card ? [fact.operationId] : [])),
  )
  const settled = [...cases, ...decided.flatMap(({ row }) => (row.kind === 'case' ? [row] : []))]
  const decisions = settled.flatMap(({ settlement }) => settlement?.operationId ?? [])
  const titles: [ItemBarcode, string][] = []
  for (const barcode of new Set(barcodes)) titles.push([barcode, (await reader.catalogueEntry(barcode))?.title ?? ''])
  const exported = (await reader.batches(undefined)).flatMap(({ number, fileName, content }) => {
    const lines = linesNaming(content, card)
    return lines.length === 0 ? [] : [{ batch: number, fileName, lines }]
  })
  return {
    card,
    /** The directory's row, with what the ILS last said. */
    patron,
    /** Where messages go, as the ILS gave it. */
    address: await reader.addresses.of(card),
    /** What was written to them, without its text. */
    messages: await reader.messages.ofCard(card),
    /** They want no mailing (MSG-13). */
    opposesMailings: await reader.mailing.opposes(hashOpponent(secret, (await reader.library()).id, card)),
    lastUsedOn: (await readCardUses(reader)).get(card),
    orders,
    /** Documents that were lent to this card, with all their facts. */
    items,
    /** About these orders and documents. */
    cases,
    /** What left the tablets and is remembered here for a month. */
    erased: [...remembered, ...decided],
    /** What tablets handed over, as it came. */
    receipts: await receiptsAbout(reader, card, orderIds, handovers, decisions),
    /** Lines of the files made for the ILS. */
    exported,
    /** What the ILS was told of their loans. */
    told: await reader.told.ofCard(card),
    titles: Object.fromEntries(titles),
  }
}

export type PersonHeld = Awaited<ReturnType<typeof gatherPerson>>

/** How many things of each kind are held; all zero: nothing is. */
export const countHeld = ({ patron, opposesMailings, orders, items, cases, erased, receipts, exported, told }: PersonHeld) => ({
  patron: patron === undefined ? 0 : 1,
  orders: orders.length,
  items: items.length,
  cases: cases.length,
  erased: erased.length,
  receipts: receipts.length,
  exported: exported.reduce((sum, { lines }) => sum + lines.length, 0),
  told: told.length,
  opposition: opposesMailings ? 1 : 0,
})
