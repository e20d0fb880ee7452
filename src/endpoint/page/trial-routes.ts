/**
 * « Essayer sans commander » (PAGE-18): the same pages on invented ground, that end by saying that nothing was ordered. Runs on the endpoint. The
 * catalogue is the library's; the card, the code and which hours are full are invented, so that nothing is looked up, mailed or written, and
 * whoever tries it, a manager before the page opens too, meets each page once.
 */
import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { toCardNumber } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import type { DeskReader } from '../../domain/row/desk-state.ts'
import { offeredDays } from '../../domain/slot/next-free-slots.ts'
import { formatSlotKey, parseSlotKey } from '../../domain/slot/slot.ts'
import { addChooseRoutes, fieldOf, nameLines, readForm } from './choose-routes.ts'
import { icon, say } from './layout.ts'
import { markedTitle } from './marked-text.ts'
import { notedPage } from './noted-page.ts'
import { keepBasket } from './page-cookies.ts'
import type { PageEnv, PagePorts, Visit } from './page-env.ts'
import { missingPage } from './plain-pages.ts'
import type { OpenShelves } from './shelves.ts'
import { helloLine, type OfferedDays, whenPage } from './when-page.ts'
import { cardPage, codePage } from './who-page.ts'

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
