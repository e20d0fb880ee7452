/**
 * An order as a tablet sends it, with a number and an origin that a patron may read (ORD-9). Runs on the endpoint, inside the push's
 * transaction. A number is read aloud before the endpoint has seen it (PHONE-9). It stands where it may be the tablet's, under a letter that it
 * has or had. Else the endpoint gives one of its own, and the order is found by both: no order is lost.
 */
import type { DeviceLetter } from '../../domain/ids.ts'
import type { DeskRequest, Envelope } from '../../domain/operation/operation.ts'
import { endpointLetter, formatOrderNumber, letterOf } from '../../domain/order/order-number.ts'
import { keepEndpointNumber, nextEndpointNumber } from '../storage/endpoint-order-number.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { StoredDevice } from '../storage/stored.ts'

/** Another tablet says its numbers by this letter: one in service, heard from since this one was let in. */
const isOfAnother = async (transaction: StoreTransaction, letter: DeviceLetter, device: StoredDevice): Promise<boolean> => {
  const { admission } = (await transaction.row('device', device.id)) ?? {}
  return (await transaction.devices()).some(
    (other) =>
      other.id !== device.id &&
      other.letter === letter &&
      other.setAsideAt === undefined &&
      (admission === undefined || (other.lastHeardAt ?? 0) > admission.at),
  )
}

const isItsOwn = async (transaction: StoreTransaction, letter: DeviceLetter | undefined, device: StoredDevice): Promise<boolean> =>
  letter === device.letter || (letter !== undefined && letter !== endpointLetter && !(await isOfAnother(transaction, letter, device)))

type PlaceOrder = Extract<DeskRequest, { readonly kind: 'place-order' }>

const asPlaced = async (transaction: StoreTransaction, asked: PlaceOrder, device: StoredDevice): Promise<PlaceOrder> => {
  // What the page's orders say are the patron's own words.
  const source = asked.source === 'phone' ? asked.source : 'desk'
  const letter = letterOf(asked.number)
  if (await isItsOwn(transaction, letter, device)) return { ...asked, source }
  const next = await nextEndpointNumber(transaction)
  await keepEndpointNumber(transaction, next + 1)
  const number = formatOrderNumber(endpointLetter, next)
  return { ...asked, source, number, ...(letter === undefined || letter === endpointLetter ? {} : { saidNumber: asked.number }) }
}

/** Before it is judged: the ILS's own orders are taken whatever the slot holds, and no tablet brings one. */
export const asAsked = (envelope: Envelope): Envelope =>
  envelope.payload.kind === 'place-order' && envelope.payload.source === 'ils'
    ? { ...envelope, payload: { ...envelope.payload, source: 'desk' } }
    : envelope

/** Once nothing stands in its way. */
export const giveNumber = async (transaction: StoreTransaction, envelope: Envelope, device: StoredDevice): Promise<Envelope> =>
  envelope.payload.kind === 'place-order' ? { ...envelope, payload: await asPlaced(transaction, envelope.payload, device) } : envelope
