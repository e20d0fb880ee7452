/**
 * The signed link of an order (PAGE-13 to PAGE-15): see it, move it, cancel it, take the cancelling back. Runs on the endpoint. Visiting changes
 * nothing, ever; each press is judged by the rules, in the library's serial transaction. A link ends a day after its slot.
 */
import { timingSafeEqual } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { type OrderId, toCardNumber, toOrderId } from '../../domain/ids.ts'
import { msPerMinute, toInstant } from '../../domain/instant.ts'
import { addDays, compareMoments, type LocalMoment } from '../../domain/local-date.ts'
import type { Refusal } from '../../domain/operation/refusal.ts'
import { linesAwaited, mayArrive } from '../../domain/order/arrival.ts'
import {
  arrivedAt,
  documentsToCome,
  endpointLetter,
  formatOrderNumber,
  isOpen,
  type Order,
  placeOfPatron,
  standingArrivals,
} from '../../domain/order/order.ts'
import { mayRestore, renewOrder } from '../../domain/order/renew-order.ts'
import type { Result } from '../../domain/result.ts'
import type { DeskReader, DeskState, RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import { ownWords, type Settings } from '../../domain/settings/settings.ts'
import { nearestFreeSlots, slotEnd } from '../../domain/slot/build-slots.ts'
import { isUrgent, judgePlacing } from '../../domain/slot/judge-placing.ts'
import { offeredDays } from '../../domain/slot/next-free-slots.ts'
import { formatSlotKey, isSameSlot, parseSlotKey, type SlotKey } from '../../domain/slot/slot.ts'
import { textLengths } from '../../domain/text-lengths.ts'
import { toInstantAt } from '../../domain/to-instant-at.ts'
import { type PatronRequest, receiveFromPatron } from '../authority/receive-from-patron.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { orderToken } from '../messages/page-links.ts'
import { keepEndpointNumber, nextEndpointNumber } from '../storage/endpoint-order-number.ts'
import { readDesk, type StoreTransaction } from '../storage/store.ts'
import { inOneLine } from './basket.ts'
import { toCalendar } from './calendar.ts'
import { addChooseRoutes, fieldOf, nameLines, readForm } from './choose-routes.ts'
import { type Html, icon, isShut, orderPath, type PageEnv, type PagePorts, pressed, say, telephoneLink, type Visit } from './layout.ts'
import { around, markedTitle } from './marked-text.ts'
import { notedPage } from './noted-page.ts'
import { cancelledPage, countRow, deadLinkPage, movePage, orderActs, sayShut } from './order-link-page.ts'
import { titlesOf } from './order-routes.ts'
import { keepBasket } from './page-cookies.ts'
import { type HoldBack, missingPage } from './plain-pages.ts'
import type { OpenShelves } from './shelves.ts'
import { helloLine, type OfferedDays, sayTaken, whenPage } from './when-page.ts'
import { cardPage, codePage } from './who-page.ts'
import { provenOf } from './who-routes.ts'

/** Of the section, which the address names after each press: a screen reader begins there. */
const sectionId = 'ici'

/** Above the order; empty on other days and before its half hour. */
const sayHere = (visit: Visit, order: Order, token: string): Html | '' => {
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

/** « Je suis là », a place in a few words, « Je suis reparti » (ARR-1, ARR-2, ARR-6): each judged in turn, and pressed twice it is one. */
const addArrivalRoutes = (
  pages: Hono<PageEnv>,
  { store }: Pick<PagePorts, 'store'>,
  orderOf: (context: Context<PageEnv>) => Promise<Order | undefined>,
): void => {
  for (const act of ['la', 'reparti'] as const)
    pages.post(`/${orderPath}/:token/${act}`, async (context) => {
      const [visit, order] = [context.get('visit'), await orderOf(context)]
      const place = act === 'la' ? inOneLine(fieldOf(await readForm(context), 'place'), textLengths.place) : ''
      if (order !== undefined)
        await store.transact(visit.library.id, async (transaction) => {
          const now = await transaction.row('order', order.id)
          const request = now === undefined ? undefined : asked(now, visit, act, place)
          if (request !== undefined) await receiveFromPatron(transaction, request, visit.now)
        })
      return context.redirect(`${visit.base}/${orderPath}/${context.req.param('token')}#${sectionId}`, 303)
    })
}

/** Of which order the token speaks; undefined: it is not ours. */
const orderIdOf = ({ seals, library }: Visit, token: string): OrderId | undefined => {
  const id = toOrderId(token.split('-')[0] ?? '')
  const [given, own] = [Buffer.from(token), Buffer.from(orderToken(seals, library.id, id))]
  return given.length === own.length && timingSafeEqual(given, own) ? id : undefined
}

/** What is left of the link: nothing a day after the slot, and nothing but a word once the order is over otherwise. */
const isDead = ({ local }: Visit, order: Order): boolean =>
  local.date > addDays(order.slot.date, 1) || (!isOpen(order) && order.cancelledBy === undefined)

const tokenOf = (context: Context<PageEnv>): string => context.req.param('token') ?? ''

/** The same lines in the same slot, as an order of its own (ORD-3); pressed twice it is one. */
const takeBack = async (transaction: StoreTransaction, visit: Visit, order: Order): Promise<OrderId | undefined> => {
  const orderId = toOrderId(visit.seals.sign('order', [visit.library.id, order.id, 'again']).slice(0, order.id.length))
  if ((await transaction.row('order', orderId)) !== undefined) return orderId
  const next = await nextEndpointNumber(transaction)
  const renewal = {
    orderId,
    number: formatOrderNumber(endpointLetter, next),
    slot: order.slot,
    now: visit.local,
    overrideReason: undefined,
  }
  const request = { ...renewOrder(order, visit.settings, renewal), source: 'portal' as const }
  const received = await receiveFromPatron(transaction, request, visit.now)
  if (!received.ok) return undefined
  await keepEndpointNumber(transaction, next + 1)
  return orderId
}

/** PAGE-15: the new hour is judged as if the order were placed in it, with the order itself out of the way. */
const judgeMove = (state: DeskState, settings: Settings, order: Order, slot: SlotKey, now: LocalMoment): Result<undefined, Refusal> => {
  const others = [...state.all('order')].filter(({ id }) => id !== order.id)
  const without: DeskState = {
    get: <K extends RowKind>(kind: K, id: RowId<K>) => (kind === 'order' && id === order.id ? undefined : state.get(kind, id)),
    // Of the kind that was asked for.
    all: <K extends RowKind>(kind: K) => (kind === 'order' ? (others as readonly unknown[] as readonly RowOf<K>[]) : state.all(kind)),
  }
  const request = renewOrder(order, settings, { orderId: order.id, number: order.number, slot, now, overrideReason: undefined })
  return judgePlacing(without, { ...request, source: 'portal' }, now)
}

/** To another hour, until the slot begins (PAGE-15). */
const addMoveRoutes = (
  pages: Hono<PageEnv>,
  { store, sendNow }: PagePorts,
  orderOf: (context: Context<PageEnv>) => Promise<Order | undefined>,
): void => {
  const showHours = async (context: Context<PageEnv>, order: Order, wrong?: string) => {
    const visit = context.get('visit')
    const { settings, local, words } = visit
    const wanted = parseSlotKey(context.req.query('pris') ?? '')
    const { days, near } = await store.read(visit.library.id, (reader) =>
      readDesk(reader, (state) => ({
        days: offeredDays(state, settings, order.slot.siteId, local),
        near: wanted === undefined ? [] : nearestFreeSlots(state, settings, wanted, local).map(({ key }) => key),
      })),
    )
    const told: Html | '' =
      wanted !== undefined
        ? sayTaken(
            visit,
            wanted,
            near.filter((key) => !isUrgent(settings, key, local)),
          )
        : wrong === undefined
          ? ''
          : say(words.fault, wrong)
    return context.html(movePage(visit, { order, token: tokenOf(context), days, told, chosen: undefined }), wrong === undefined ? 200 : 422)
  }
  const hasBegun = ({ local }: Visit, { slot }: Order): boolean => compareMoments(slot, local) <= 0

  pages.get('/c/:token/heure', async (context) => {
    const [visit, order] = [context.get('visit'), await orderOf(context)]
    return order === undefined || hasBegun(visit, order) ? context.html(deadLinkPage(visit, order), 410) : showHours(context, order)
  })
  pages.post('/c/:token/heure', async (context) => {
    const [visit, order] = [context.get('visit'), await orderOf(context)]
    if (order === undefined || hasBegun(visit, order)) return context.html(deadLinkPage(visit, order), 410)
    const to = parseSlotKey(fieldOf(await readForm(context), 'slot'))
    if (to === undefined) return showHours(context, order, visit.words.when.pick)
    const isMoved = await store.transact(visit.library.id, async (transaction) => {
      const [settings, now] = [await transaction.row('settings', 'settings'), await transaction.row('order', order.id)]
      if (settings === undefined || now === undefined) return false
      // Pressed twice.
      if (isSameSlot(now.slot, to)) return true
      const judged = await readDesk(transaction, (state) => judgeMove(state, settings, now, to, visit.local))
      if (!judged.ok) return false
      return (await receiveFromPatron(transaction, { kind: 'reschedule-order', orderId: now.id, from: now.slot, to }, visit.now)).ok
    })
    if (isMoved) sendNow?.()
    const path = `${visit.base}/c/${tokenOf(context)}`
    return context.redirect(isMoved ? path : `${path}/heure?pris=${encodeURIComponent(formatSlotKey(to))}#say`, 303)
  })
}

export const addOrderLinkRoutes = (pages: Hono<PageEnv>, ports: PagePorts, openShelves: OpenShelves, holdBack: HoldBack): void => {
  const { store, publicUrl, sendNow } = ports
  const orderOf = async (context: Context<PageEnv>): Promise<Order | undefined> => {
    const visit = context.get('visit')
    const id = orderIdOf(visit, context.req.param('token') ?? '')
    return id === undefined ? undefined : store.read(visit.library.id, async (reader) => reader.row('order', id))
  }
  const show = async (context: Context<PageEnv>, order: Order, areTitlesShown: boolean) => {
    const visit = context.get('visit')
    const token = tokenOf(context)
    const titles = areTitlesShown ? await titlesOf(ports, openShelves, visit, order) : [countRow(visit, token, documentsToCome(order))]
    const here = sayHere(visit, order, token)
    return context.html(
      notedPage(visit, {
        order,
        titles,
        acts: orderActs(visit, token, here === ''),
        hello: '',
        told: html`${sayShut(visit)}${here}`,
        path: `/c/${token}`,
      }),
    )
  }

  pages.get('/c/:token', async (context) => {
    const [visit, order] = [context.get('visit'), await orderOf(context)]
    if (order === undefined || isDead(visit, order)) return context.html(deadLinkPage(visit, order), 410)
    if (order.cancelledBy === undefined) return show(context, order, provenOf(context)?.card === order.card)
    const renewed = await store.read(visit.library.id, async (reader) =>
      (await reader.rowsOf('order')).find(({ renews }) => renews === order.id),
    )
    if (renewed !== undefined) return context.redirect(`${visit.base}/c/${orderToken(visit.seals, visit.library.id, renewed.id)}`, 303)
    const isRefused = context.req.query('plein') !== undefined
    const end = isRefused ? 'refused' : !isShut(visit) && mayRestore(visit.settings, order, visit.local) ? 'may' : 'over'
    return context.html(cancelledPage(visit, order, tokenOf(context), end))
  })

  /** For what is asked of an open order: the order, or the page that says why not. */
  pages.use('/c/:token/:act', async (context, next) => {
    const [visit, order] = [context.get('visit'), await orderOf(context)]
    if (order === undefined || isDead(visit, order)) return context.html(deadLinkPage(visit, order), 410)
    const isAsked = order.cancelledBy === undefined || ['reprendre', 'agenda.ics'].includes(context.req.param('act'))
    // Another hour, or the order once more: as any order, not while none is taken.
    const isPlacing = isShut(visit) && ['heure', 'reprendre'].includes(context.req.param('act'))
    if (!isAsked || isPlacing) return context.redirect(`${visit.base}/c/${tokenOf(context)}`, 303)
    const isWriting = context.req.method === 'POST' && context.req.param('act') !== 'titres'
    return (isWriting ? await holdBack(context, order.card) : undefined) ?? next()
  })

  pages.post('/c/:token/titres', async (context) => {
    const order = await orderOf(context)
    return order === undefined ? context.html(deadLinkPage(context.get('visit'), order), 410) : show(context, order, true)
  })

  addMoveRoutes(pages, ports, orderOf)
  addArrivalRoutes(pages, ports, orderOf)

  pages.post('/c/:token/annuler', async (context) => {
    const [visit, order] = [context.get('visit'), await orderOf(context)]
    if (order !== undefined) {
      await store.transact(visit.library.id, (transaction) =>
        receiveFromPatron(transaction, { kind: 'cancel-order', orderId: order.id, reason: '' }, visit.now),
      )
      sendNow?.()
    }
    return context.redirect(`${visit.base}/c/${tokenOf(context)}`, 303)
  })

  pages.post('/c/:token/reprendre', async (context) => {
    const [visit, order] = [context.get('visit'), await orderOf(context)]
    if (order?.cancelledBy === undefined) return context.redirect(`${visit.base}/c/${tokenOf(context)}`, 303)
    const id = await store.transact(visit.library.id, (transaction) => takeBack(transaction, visit, order))
    sendNow?.()
    const path = id === undefined ? `${tokenOf(context)}?plein#say` : orderToken(visit.seals, visit.library.id, id)
    return context.redirect(`${visit.base}/c/${path}`, 303)
  })

  pages.get('/c/:token/agenda.ics', async (context) => {
    const [visit, order] = [context.get('visit'), await orderOf(context)]
    if (order === undefined) return context.html(deadLinkPage(visit, order), 410)
    const { settings, now, page } = visit
    const toLocal = wallClockOf(settings.zone)
    const text = toCalendar({
      uid: `${order.id}@${new URL(publicUrl).host}`,
      // In minutes since it was placed: later is always more.
      sequence: Math.max(0, Math.floor((now - order.placedAt) / msPerMinute)),
      isCancelled: order.cancelledBy !== undefined,
      begins: order.slot,
      ends: slotEnd(settings, order.slot),
      zone: settings.zone,
      beginsAt: toInstantAt(order.slot, toLocal),
      stamp: now,
      summary: `${settings.serviceName} ${order.number}`,
      location: [settings.libraryName, ownWords(visit.language, page.place).text].filter(Boolean).join(', '),
      url: new URL(`${visit.base}/c/${tokenOf(context)}`, publicUrl).href,
    })
    // A tablet numbered it, with signs that a header may not hold.
    const name = order.number.replace(/[^\w-]/g, '')
    const headers = { 'Content-Type': 'text/calendar; charset=utf-8', 'Content-Disposition': `attachment; filename="${name}.ics"` }
    return context.body(text, 200, headers)
  })
}

const tried = { card: toCardNumber('20000000000000'), until: toInstant(0) }
const triedCode = '123456'
/** Every so many hours one is full, as on a busy day. */
const fullEvery = 5

/** Nobody has ordered anything here. */
const emptyDesk: DeskReader = { get: () => undefined }

const inventedDays = ({ settings, local }: Visit): OfferedDays => {
  const [site] = settings.sites
  const days = site === undefined ? [] : offeredDays(emptyDesk, settings, site.id, local)
  return days.map(({ date, slots }) => ({
    date,
    slots: slots.map((slot, n) => (n % fullEvery === 1 ? { ...slot, free: 0 } : slot)),
  }))
}

/** « Essayer sans commander » (PAGE-18): the same pages on invented ground, that end by saying that nothing was ordered. */
export const addTrialRoutes = (pages: Hono<PageEnv>, ports: PagePorts, openShelves: OpenShelves): void => {
  addChooseRoutes(pages, ports, openShelves)

  pages.get('/qui', (context) =>
    context.html(cardPage(context.get('visit'), { form: '', typed: tried.card, wrong: undefined, isByPassword: false })),
  )
  // Whatever was typed: a card of one's own is neither looked up nor kept.
  pages.on('POST', ['/qui', '/code/autre'], (context) => context.redirect(`${context.get('visit').base}/code`, 303))
  pages.get('/code', (context) => context.html(codePage(context.get('visit'), { card: tried.card, wrong: undefined })))
  pages.post('/code', async (context) => {
    const visit = context.get('visit')
    const code = fieldOf(await readForm(context), 'code').replace(/\D/g, '')
    return code === triedCode
      ? context.redirect(`${visit.base}/quand`, 303)
      : context.html(codePage(visit, { card: tried.card, wrong: visit.words.who.wrong }), 422)
  })

  const showHours = async (context: Context<PageEnv>, wrong?: string) => {
    const visit = context.get('visit')
    const shown = {
      proven: tried,
      lines: await nameLines(ports, openShelves, visit),
      orders: [],
      judged: { refusal: undefined, byLine: [] },
      days: inventedDays(visit),
      form: '',
      told: wrong === undefined ? ('' as const) : say(visit.words.fault, wrong),
      chosen: undefined,
    }
    return context.html(whenPage(visit, shown), wrong === undefined ? 200 : 422)
  }
  pages.get('/quand', (context) => showHours(context))
  pages.post('/commander', async (context) => {
    const visit = context.get('visit')
    const slot = parseSlotKey(fieldOf(await readForm(context), 'slot'))
    return slot === undefined
      ? showHours(context, visit.words.when.pick)
      : context.redirect(`${visit.base}/note?heure=${encodeURIComponent(formatSlotKey(slot))}`, 303)
  })
  pages.get('/note', async (context) => {
    const visit = context.get('visit')
    const slot = parseSlotKey(context.req.query('heure') ?? '')
    if (slot === undefined) return context.html(missingPage(visit), 404)
    const { words, root, language } = visit
    const titles = (await nameLines(ports, openShelves, visit)).map((line) => markedTitle(language, line))
    const acts = html`<div class="acts"><a class="btn primary" href="${root}/${language}/">${words.trial.order}${icon('arrow')}</a></div>`
    const path = `/note?heure=${encodeURIComponent(formatSlotKey(slot))}`
    const order = { number: words.trial.number, slot }
    return context.html(notedPage(visit, { order, titles, acts, hello: helloLine(visit, tried), path }))
  })
  pages.post('/terminer', (context) => {
    const { root, language } = context.get('visit')
    keepBasket(context, [])
    return context.redirect(`${root}/${language}/`, 303)
  })
}
