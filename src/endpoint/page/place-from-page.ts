/**
 * An order placed on the public page, in the library's serial transaction (PAGE-10): the last place goes to exactly one, and a form that comes
 * twice is one order. Runs on the endpoint.
 */
import type { Catalogue } from '../../catalogue/open-catalogue.ts'
import { type CardNumber, type OrderId, toLineId } from '../../domain/ids.ts'
import type { WantedLine } from '../../domain/operation/operation.ts'
import type { Refusal } from '../../domain/operation/refusal.ts'
import { endpointLetter, formatOrderNumber } from '../../domain/order/order-number.ts'
import type { SlotKey } from '../../domain/slot/slot.ts'
import { receiveFromPatron } from '../authority/receive-from-patron.ts'
import { keepEndpointNumber, nextEndpointNumber } from '../storage/endpoint-order-number.ts'
import { readDesk } from '../storage/read-desk.ts'
import type { Store } from '../storage/store.ts'
import type { Basket } from './basket.ts'
import { judgeBasket, mayOrder } from './judge-basket.ts'
import type { Visit } from './page-env.ts'

export type PlaceEnd =
  | { readonly kind: 'placed' }
  /** Nobody's rights changed: the hour did. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The card may not order this: what stands in the way is said before the hours. */
  | { readonly kind: 'not-allowed' }
  /** The form's order is somebody else's: the form was not made for this card. */
  | { readonly kind: 'not-yours' }

const toWanted = ({ recordId, wish }: Basket[number], n: number): WantedLine => ({
  id: toLineId(String(n + 1)),
  wanted: wish === undefined && recordId !== undefined ? { kind: 'record', recordId } : { kind: 'wish', text: wish ?? '' },
})

export const placeFromPage = (
  store: Store,
  { library, basket, now, local, language }: Pick<Visit, 'library' | 'basket' | 'now' | 'local' | 'language'>,
  { orderId, card, slot, catalogue }: { orderId: OrderId; card: CardNumber; slot: SlotKey; catalogue: Catalogue | undefined },
): Promise<PlaceEnd> =>
  store.transact(library.id, async (transaction): Promise<PlaceEnd> => {
    // Pressed twice, sent again, come back to: the order that the form made.
    const there = await transaction.row('order', orderId)
    if (there !== undefined) return { kind: there.card === card ? 'placed' : 'not-yours' }
    const settings = await transaction.row('settings', 'settings')
    if (settings === undefined) return { kind: 'not-allowed' }
    const judged = await readDesk(transaction, (state) => judgeBasket(state, settings, { card, basket, catalogue, orderId }, local.date))
    if (!mayOrder(judged)) return { kind: 'not-allowed' }
    const next = await nextEndpointNumber(transaction)
    const request = {
      kind: 'place-order',
      orderId,
      number: formatOrderNumber(endpointLetter, next),
      source: 'portal',
      card,
      slot,
      lines: basket.map(toWanted),
      note: '',
      callBackNumber: undefined,
      isUrgent: false,
      overrideReason: undefined,
      language,
    } as const
    const received = await receiveFromPatron(transaction, request, now)
    if (!received.ok) return { kind: 'refused', refusal: received.refusal }
    await keepEndpointNumber(transaction, next + 1)
    return { kind: 'placed' }
  })
