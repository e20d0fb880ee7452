/**
 * « C'est noté », then « Prête »: an order as its patron sees it, once it is on the endpoint's disk (PAGE-12). Runs on the endpoint; what is shown, and nothing
 * else. The square says the number of the label, which is no secret, and nothing of the person.
 */
import { html, raw } from 'hono/html'
import { encode } from 'uqr'
import { isInBay, isPrepared, missingDocuments, type Order } from '../../domain/order/order.ts'
import { type Html, icon, ownText, pressed, toPage, type Visit } from './layout.ts'

/** What our gun and camera read from a label: the number, black on white whatever the light. */
const square = (text: string, label: string): Html => {
  // A quiet zone of four modules all round (ISO/IEC 18004, 9.1).
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges"><path d="M0 0h${size}v${size}H0z" fill="#fff"/><path d="${raw(path)}" fill="#000"/></svg>`
}

export const notedPage = (
  visit: Visit,
  {
    order,
    titles,
    acts,
    hello,
    told = '',
    path,
  }: {
    /** In a trial nothing but its number and its hour. */
    readonly order: Order | Pick<Order, 'number' | 'slot'>
    readonly titles: readonly (string | Html)[]
    readonly acts: Html | ''
    readonly hello: Html | ''
    /** Above it all. */
    readonly told?: Html | ''
    /** Its address, after the base. */
    readonly path: string
  },
): Html => {
  const { words, format, page, settings } = visit
  const { noted } = words
  const { date, time, siteId } = order.slot
  const site = settings.sites.length > 1 ? settings.sites.find(({ id }) => id === siteId)?.name : undefined
  const pile = 'lines' in order && isInBay(order) && isPrepared(order) ? order : undefined
  const missing = pile === undefined ? 0 : missingDocuments(pile).length
  const stamp = visit.isTrial ? words.trial.stamp : pile === undefined ? noted.stamp : noted.ready
  // Large as it is, it takes two lines on a phone: its words may part.
  const day = format.date(date).replaceAll('\u00a0', ' ')
  const row = (name: Parameters<typeof icon>[0], said: Html | string): Html =>
    html`<li><span class="kind">${icon(name)}</span><div>${said}</div></li>`
  // Families share a telephone: the card before is forgotten, and so is its basket.
  const forAnother =
    hello === '' || visit.isTrial
      ? ''
      : pressed(
          `${visit.base}/terminer`,
          { family: 'yes' },
          html`<button class="btn quiet">${icon('card')}${words.who.other}</button>`,
          'acts',
        )
  const body = html`${told}${hello}<div class="side"><div class="wide"><h1 class="stamp"><span>${noted.order}</span><b>${stamp}</b></h1>
<div class="panel"><p class="when"><span class="day-said">${day}</span><span class="time-said">${format.time(time)}</span></p><ul class="lines">${
    page.place === undefined && site === undefined
      ? ''
      : row('place', html`${site === undefined ? '' : html`<b>${site}</b> `}${ownText(visit, page.place)}`)
  }${row('card', page.bring === undefined ? noted.bring : ownText(visit, page.bring))}${row('book', titles.length === 1 ? html`${titles[0]}` : html`<ul>${titles.map((title) => html`<li>${title}</li>`)}</ul>`)}${missing === 0 ? '' : row('search', noted.missing(missing))}${pile === undefined ? row('mail', visit.isTrial ? words.trial.mail : noted.mail) : ''}</ul></div>${acts}${forAnother}</div>
<section class="panel show"><h2>${noted.show}</h2>${square(order.number, noted.qr(order.number))}<p class="ticket">${order.number}</p><p class="hint">${noted.nameIsEnough}</p></section></div>`
  return toPage(visit, { title: stamp, step: 3, isOver: true, body, path })
}
