/**
 * Choosing an hour, placing the order, seeing it noted (PAGE-9 to PAGE-12). Runs on the endpoint. All of it is for a browser that has shown whose
 * card it is; anybody else is sent to show it, with the basket as it was.
 */
import { randomBytes } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { Catalogue } from '../../catalogue/open-catalogue.ts'
import { type CardNumber, identityBytes, type OrderId, toLineId, toOrderId } from '../../domain/ids.ts'
import type { WantedLine } from '../../domain/operation/operation.ts'
import type { Refusal } from '../../domain/operation/refusal.ts'
import { endpointLetter, formatOrderNumber, isOwnWords, linesToCome, type Order } from '../../domain/order/order.ts'
import { nearestFreeSlots } from '../../domain/slot/build-slots.ts'
import { isUrgent, openOrdersOf } from '../../domain/slot/judge-placing.ts'
import { offeredDays } from '../../domain/slot/next-free-slots.ts'
import { formatSlotKey, parseSlotKey, type SlotKey } from '../../domain/slot/slot.ts'
import { receiveFromPatron } from '../authority/receive-from-patron.ts'
import { orderToken } from '../messages/page-links.ts'
import { keepEndpointNumber, nextEndpointNumber } from '../storage/endpoint-order-number.ts'
import { readDesk, type Store } from '../storage/store.ts'
import type { Basket } from './basket.ts'
import { fieldOf, nameLines, readForm } from './choose-routes.ts'
import { judgeBasket, mayOrder } from './judge-basket.ts'
import { type Html, type PageEnv, type PagePorts, say, type Visit } from './layout.ts'
import { marked, markedTitle } from './marked-text.ts'
import { notedPage } from './noted-page.ts'
import { orderActs } from './order-link-page.ts'
import { keepBasket } from './page-cookies.ts'
import { type HoldBack, missingPage } from './plain-pages.ts'
import { nameRecords, type OpenShelves } from './shelves.ts'
import { helloLine, sayTaken, whenPage } from './when-page.ts'
import { keepProven, openForm, type Proven, provenOf, sealForm } from './who-routes.ts'

type PlaceEnd =
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

/**
 * Places the order in the library's serial transaction (PAGE-10): the last place goes to exactly one, and a form that comes twice is one
 * order.
 */
const placeFromPage = (
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

/** The lines that come, or lie there, as they are called. */
export const titlesOf = async (
  { store }: Pick<PagePorts, 'store'>,
  openShelves: OpenShelves,
  { library, words, language }: Visit,
  order: Order,
): Promise<readonly (Html | string)[]> => {
  const lines = linesToCome(order).map(({ line }) => line)
  const wanted = lines.flatMap((line) => (line.wanted.kind === 'wish' ? [] : [line.wanted.recordId]))
  const titleOf = await nameRecords(store, openShelves, library.id, wanted)
  return lines.map((line) =>
    line.wanted.kind === 'wish'
      ? marked(language, isOwnWords(order, line) ? line.wanted.text : words.basket.inWords, undefined)
      : markedTitle(language, titleOf(line.wanted.recordId) ?? { title: words.basket.gone }),
  )
}

export const addOrderRoutes = (pages: Hono<PageEnv>, ports: PagePorts, openShelves: OpenShelves, holdBack: HoldBack): void => {
  const { store, sendNow } = ports
  /** `wrong`: why nothing was placed; `kept`: the form that was sent, which grows no younger; `chosen`: the hour that stays chosen. */
  const showHours = async (context: Context<PageEnv>, proven: Proven, wrong?: string, kept?: string, chosen?: SlotKey) => {
    const visit = context.get('visit')
    const { library, settings, basket, local } = visit
    const catalogue = await openShelves(library.id)
    const wanted = parseSlotKey(context.req.query('pris') ?? '')
    const site = settings.sites.find(({ id }) => id === context.req.query('lieu')) ?? settings.sites[0]
    if (site === undefined) return context.html(missingPage(visit), 404)
    const read = await store.read(library.id, (reader) =>
      readDesk(reader, (state) => ({
        judged: judgeBasket(state, settings, { card: proven.card, basket, catalogue }, local.date),
        orders: openOrdersOf(state, proven.card),
        days: offeredDays(state, settings, site.id, local),
        near: wanted === undefined ? [] : nearestFreeSlots(state, settings, wanted, local).map(({ key }) => key),
      })),
    )
    const near = read.near.filter((key) => !isUrgent(settings, key, local))
    const { when, fault } = visit.words
    const told: Html | '' =
      wanted !== undefined
        ? sayTaken(visit, wanted, near)
        : context.req.query('deja') !== undefined
          ? say(fault, when.tooMany)
          : wrong !== undefined
            ? say(fault, wrong)
            : ''
    const form = kept ?? sealForm(visit, { orderId: randomBytes(identityBytes).toString('hex'), card: proven.card })
    const shown = { ...read, proven, lines: await nameLines(ports, openShelves, visit), form, told, chosen }
    return context.html(whenPage(visit, shown), wrong === undefined ? 200 : 422)
  }

  /** Whose browser it is, from now on again; undefined: to be shown first. */
  const stillProven = (context: Context<PageEnv>): Proven | undefined => {
    const proven = provenOf(context)
    return proven && keepProven(context, proven)
  }
  const toWho = (context: Context<PageEnv>) => context.redirect(`${context.get('visit').base}/qui`, 303)

  pages.get('/quand', async (context) => {
    const proven = stillProven(context)
    return proven === undefined ? toWho(context) : showHours(context, proven)
  })

  const backToHours = ({ base }: Visit, wanted: SlotKey, kind: string): string =>
    kind === 'too-many-orders-in-slot' ? `${base}/quand?deja#say` : `${base}/quand?pris=${encodeURIComponent(formatSlotKey(wanted))}#say`

  pages.post('/commander', async (context) => {
    const [visit, proven] = [context.get('visit'), stillProven(context)]
    if (proven === undefined) return toWho(context)
    const fields = await readForm(context)
    const sent = fieldOf(fields, 'form')
    const form = openForm(visit, sent)
    const slot = parseSlotKey(fieldOf(fields, 'slot'))
    // Made for another card, by a visitor before this one: it is not theirs to send.
    if (form?.made.orderId === undefined || form.made.card !== proven.card) return context.redirect(`${visit.base}/quand`, 303)
    const { when, who } = visit.words
    if (slot === undefined || form.isTooFast) return showHours(context, proven, slot === undefined ? when.pick : who.tooFast, sent, slot)
    const held = await holdBack(context, proven.card)
    if (held !== undefined) return held
    const orderId = toOrderId(form.made.orderId)
    const end = await placeFromPage(store, visit, { orderId, card: proven.card, slot, catalogue: await openShelves(visit.library.id) })
    switch (end.kind) {
      case 'placed':
        keepBasket(context, [])
        // What tells of it need not wait for the next pass.
        sendNow?.()
        return context.redirect(`${visit.base}/commande/${orderId}`, 303)
      case 'refused':
        return context.redirect(backToHours(visit, slot, end.refusal.kind), 303)
      case 'not-allowed':
      case 'not-yours':
        return context.redirect(`${visit.base}/quand`, 303)
    }
  })

  pages.get('/commande/:order', async (context) => {
    const [visit, proven] = [context.get('visit'), stillProven(context)]
    if (proven === undefined) return toWho(context)
    const order = await store.read(visit.library.id, async (reader) => reader.row('order', toOrderId(context.req.param('order'))))
    if (order === undefined || order.card !== proven.card) return context.html(missingPage(visit), 404)
    const titles = await titlesOf(ports, openShelves, visit, order)
    return context.html(
      notedPage(visit, {
        order,
        titles,
        acts: orderActs(visit, orderToken(visit.seals, visit.library.id, order.id)),
        hello: helloLine(visit, proven),
        path: `/commande/${order.id}`,
      }),
    )
  })
}
