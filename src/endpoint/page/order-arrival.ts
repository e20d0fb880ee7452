/**
 * « Je suis là » on an order's page: one press, then a place in a few words, then « Je suis reparti » (ARR-1, ARR-2, ARR-6). Runs on the
 * endpoint. Each press is judged in the library's serial transaction; pressed twice it is one.
 */
import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { linesAwaited, mayArrive } from '../../domain/order/arrival.ts'
import type { Order } from '../../domain/order/order.ts'
import { arrivedAt, placeOfPatron, standingArrivals } from '../../domain/order/order-state.ts'
import { textLengths } from '../../domain/text-lengths.ts'
import { type PatronRequest, receiveFromPatron } from '../authority/receive-from-patron.ts'
import { fieldOf, readForm } from './choose-routes.ts'
import { icon } from './icons.ts'
import { type Html, pressed, telephoneLink } from './layout.ts'
import { around } from './marked-text.ts'
import { orderPath, type PageEnv, type PagePorts, type Visit } from './page-env.ts'

/** Of the section, which the address names after each press: a screen reader begins there. */
const sectionId = 'ici'

/** Above the order; empty on other days and before its half hour. */
export const sayHere = (visit: Visit, order: Order, token: string): Html | '' => {
  const { base, words, local, format, page } = visit
  const { here } = words
  const address = `${base}/${orderPath}/${token}`
  const since = arrivedAt(order)
  if (since === undefined)
    return mayArrive(order, local)
      ? html`<section class="panel pad" id="${sectionId}" tabindex="-1">${pressed(`${address}/la`, {}, html`<button class="btn primary" aria-describedby="here-hint">${icon('place')}${here.go}</button>`)}<p class="hint" id="here-hint">${here.goHint}</p></section>`
      : ''
  const [place, awaited] = [placeOfPatron(order), linesAwaited(order)]
  return html`<section class="panel pad" id="${sectionId}" tabindex="-1"><p class="label">${here.noted(format.time(since.time))}</p>${
    awaited === 0 ? '' : html`<p>${here.awaited(awaited)}</p>`
  }<form method="post" action="${address}/la"><label class="label" for="place">${place === undefined ? here.where : here.at(place)}</label><div class="find"><input class="input" id="place" name="place" maxlength="${textLengths.place}" autocomplete="off" required aria-describedby="place-hint"><button class="btn">${place === undefined ? here.say : here.change}</button></div><p class="hint" id="place-hint">${here.whereHint}</p></form><p>${around(here.nobody, telephoneLink(page.telephone, 'text-link'))}</p>${pressed(`${address}/reparti`, {}, html`<button class="btn quiet">${icon('cross')}${here.left}</button>`)}</section>`
}

/** What the press asks of the order as it is now; undefined: it is said already, or is of no use any more. */
const asked = (order: Order, { local }: Visit, act: 'la' | 'reparti', place: string): PatronRequest | undefined => {
  const arrivals = standingArrivals(order).map(({ operationId }) => operationId)
  const press = { orderId: order.id, happened: { date: local.date, time: local.time } }
  if (act === 'reparti') return arrivals.length === 0 ? undefined : { kind: 'undo-arrival', ...press, arrivals }
  if (arrivals.length === 0 && !mayArrive(order, local)) return undefined
  if (place !== '') return place === placeOfPatron(order) ? undefined : { kind: 'record-arrival', ...press, place }
  return arrivals.length === 0 ? { kind: 'record-arrival', ...press } : undefined
}

export const addArrivalRoutes = (
  pages: Hono<PageEnv>,
  { store }: Pick<PagePorts, 'store'>,
  orderOf: (context: Context<PageEnv>) => Promise<Order | undefined>,
): void => {
  for (const act of ['la', 'reparti'] as const)
    pages.post(`/${orderPath}/:token/${act}`, async (context) => {
      const [visit, order] = [context.get('visit'), await orderOf(context)]
      const place =
        act === 'la'
          ? fieldOf(await readForm(context), 'place')
              .replace(/\s+/g, ' ')
              .trim()
              .slice(0, textLengths.place)
          : ''
      if (order !== undefined)
        await store.transact(visit.library.id, async (transaction) => {
          const now = await transaction.row('order', order.id)
          const request = now === undefined ? undefined : asked(now, visit, act, place)
          if (request !== undefined) await receiveFromPatron(transaction, request, visit.now)
        })
      return context.redirect(`${visit.base}/${orderPath}/${context.req.param('token')}#${sectionId}`, 303)
    })
}
