/**
 * Orders come back as rows after a restore (CASE-24): what patrons ordered on the page since the copy lies in no tablet's outbox, but in the
 * base that each tablet still has. Runs on the endpoint, inside a transaction. A tablet proves by its signed cursor that it had such a base;
 * what stands in a row is its word alone. So a row says what was wanted, and no fact. It undoes nothing that was asked here since, and changes
 * neither whose an order is nor its number. No patron sees its words, and it names its tablet.
 */
import { reviewOrders } from '../../../domain/desk/apply.ts'
import { type Instant, toInstant } from '../../../domain/instant.ts'
import { isDeskDay } from '../../../domain/operation/doubtful-dates.ts'
import { formatOrderSubject } from '../../../domain/operation/subject.ts'
import { type Brought, endpointLetter, formatOrderNumber, isNumbered, letterOf, type Order } from '../../../domain/order/order.ts'
import { moveInSlots } from '../../../domain/slot/move-in-slots.ts'
import { canonicalJson } from '../../../protocol/canonical-json.ts'
import { broughtOrder } from '../../../protocol/operation-schema.ts'
import { longestOrderBrought, type OrdersRequest } from '../../../protocol/orders.ts'
import { parse } from '../../../protocol/parse.ts'
import { addWantedRecords } from '../../catalogue/add-wanted-records.ts'
import { countRows } from '../../figures/count-rows.ts'
import { broughtForMs, isAskedSince, underWayMs } from '../../storage/asked-orders.ts'
import { keepEndpointNumber, nextEndpointNumber } from '../../storage/endpoint-order-number.ts'
import { readPastEpochs } from '../../storage/start-new-epoch.ts'
import { readDesk, type Store, type StoreReader, type StoreTransaction } from '../../storage/store.ts'
import type { StoredDevice } from '../../storage/stored.ts'
import { readCursor } from '../pull.ts'
import { takeUpHeld } from '../release-quarantine.ts'
import { writtenAfter } from './held-requests.ts'
import { applyWaitingFacts, attempt } from './waiting-facts.ts'

/** Of one tablet in one epoch: more than any base has. */
const mostBrought = 1000

interface Base extends Omit<Brought, 'version'> {
  /** Rows of higher versions were written after the copy was made; none is above the base's own. */
  readonly above: number
  readonly upTo: number
}

/** The base that the cursor proves, where it is of a history that was lost. */
const lostBaseOf = async (
  transaction: StoreTransaction,
  { id: deviceId }: StoredDevice,
  { epoch, cursor, at }: OrdersRequest,
  now: Instant,
): Promise<Base | undefined> => {
  const past = await readPastEpochs(transaction)
  const last = past.at(-1)
  const proven = await readCursor(transaction, cursor)
  if (last === undefined || proven === undefined || proven.epoch === epoch || now - last.endedAt > broughtForMs) return undefined
  if (epoch !== (await transaction.library()).epoch) return undefined
  const above = (past.find((one) => one.epoch === proven.epoch) ?? last).head
  return { deviceId, epoch: proven.epoch, at: toInstant(Math.min(at, last.endedAt)), above, upTo: proven.version }
}

/** Of an epoch of which this database never heard: it is a copy of before that one. */
const rankOf = async (reader: StoreReader, epoch: string): Promise<number> => {
  const place = (await readPastEpochs(reader)).findIndex((one) => one.epoch === epoch)
  return place < 0 ? Number.POSITIVE_INFINITY : place
}

const isNewer = async (reader: StoreReader, one: Brought, here: Brought | undefined): Promise<boolean> => {
  if (here === undefined) return true
  if (here.epoch === one.epoch) return one.version > here.version
  return (await rankOf(reader, one.epoch)) > (await rankOf(reader, here.epoch))
}

/** With its number, where that is one, the endpoint may have given it, and no other order is said by it. */
const numbered = async (transaction: StoreTransaction, order: Order): Promise<Order> => {
  const next = await nextEndpointNumber(transaction)
  const letter = letterOf(order.number)
  const isPossible = letter !== undefined && (letter !== endpointLetter || Number(order.number.split('-')[1]) < next)
  if (isPossible && !(await transaction.rowsOf('order')).some((other) => isNumbered(other, order.number))) return order
  await keepEndpointNumber(transaction, next + 1)
  return { ...order, number: formatOrderNumber(endpointLetter, next), saidNumber: letter === undefined ? undefined : order.number }
}

const take = async (transaction: StoreTransaction, row: unknown, brought: Brought, now: Instant): Promise<boolean> => {
  const sent = parse(broughtOrder, row)
  if (sent === undefined || !isDeskDay(sent.slot.date)) return false
  const here = await transaction.row('order', sent.id)
  if (here !== undefined && !(await isNewer(transaction, brought, here.brought))) return false
  // It was here, and left after its day, or with its person.
  if (here === undefined && (await transaction.erasedRows([formatOrderSubject(sent.id)])).length > 0) return false
  if (await isAskedSince(transaction, sent.id, brought.at - underWayMs)) return false
  const { slot, lines, removed, note, callBackNumber, isUrgent, cancelledBy, goneFromIlsAt } = sent
  const wanted = { slot, lines, removed, note, callBackNumber, isUrgent, cancelledBy, goneFromIlsAt }
  // Facts came to it there, and those come by themselves.
  if (here !== undefined && canonicalJson({ ...here, ...wanted }) === canonicalJson(here)) return false
  const order =
    here === undefined ? await numbered(transaction, { ...sent, brought, facts: [], decided: [] }) : { ...here, ...wanted, brought }
  await countRows(transaction, [order], now)
  const fillings = new Map((await transaction.rowsOf('slot')).map((filling) => [filling.id, filling]))
  const slots = moveInSlots((id) => fillings.get(id), order.id, here?.slot, order.slot)
  for (const each of [...(await readDesk(transaction, (state) => reviewOrders(state, [order]))), ...slots])
    await transaction.writeRow(each, now)
  await addWantedRecords(transaction, [order], now)
  await applyWaitingFacts(transaction, order.id, now)
  return true
}

/** Takes what counts of these; answers how many. */
export const bringOrders = (
  store: Store,
  device: StoredDevice,
  request: OrdersRequest,
  now: Instant,
  reportDefect: (defect: unknown) => void,
): Promise<number> =>
  store.transact(device.libraryId, async (transaction) => {
    const base = await lostBaseOf(transaction, device, request, now)
    if (base === undefined) return 0
    const { above, upTo, ...from } = base
    const mine = (await transaction.rowsOf('order')).filter(({ brought }) => brought?.deviceId === device.id)
    const before = transaction.head()
    let taken = 0
    for (const { version, row } of request.orders) {
      const mayCount = version > above && version <= upTo && JSON.stringify(row).length <= longestOrderBrought
      if (!mayCount || mine.length + taken >= mostBrought) continue
      if (await attempt(transaction, () => take(transaction, row, { ...from, version }, now), reportDefect)) taken += 1
    }
    if (taken > 0) await takeUpHeld(transaction, now, reportDefect, writtenAfter(transaction, before))
    return taken
  })
