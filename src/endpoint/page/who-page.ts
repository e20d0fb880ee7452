/**
 * « Qui êtes-vous ? »: the card, then the code, or the one button of a mail's link (PAGE-7, PAGE-8). Runs on the endpoint; what is shown, and
 * nothing else. The same bytes whatever the card, but for its number as it was typed.
 */
import { html } from 'hono/html'
import type { Instant } from '../../domain/instant.ts'
import { shapeOfRule } from '../../domain/scan/learn-rule.ts'
import { textLengths } from '../../domain/text-lengths.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { type Html, icon, pressed, say, telephoneLink, toPage, type Visit } from './layout.ts'

/** A fault stands at the top, and at its field. */
const fault = (visit: Visit, field: string, sentence: string | undefined): Html | '' =>
  sentence === undefined ? '' : say(visit.words.fault, html`<a href="#${field}">${sentence}</a>`)

export const cardPage = (
  visit: Visit,
  {
    form,
    typed,
    wrong,
    isByPassword,
  }: { readonly form: string; readonly typed: string; readonly wrong: string | undefined; readonly isByPassword: boolean },
): Html => {
  const { words, base } = visit
  const { who } = words
  const isBad = wrong !== undefined
  const body = html`${fault(visit, 'card', wrong)}<h1 class="ask">${who.ask}</h1><p class="tell">${isByPassword ? who.sayPassword : who.say}</p>
<form class="panel pad" method="post" action="${base}/qui"><div><label class="label" for="card">${who.card}</label><input class="input${isBad ? ' bad' : ''}" id="card" name="card" value="${typed}" maxlength="${textLengths.card}" required autocomplete="on" autocapitalize="characters" spellcheck="false" aria-describedby="ch"${isBad ? html` aria-invalid="true"` : ''}><p class="hint${isBad ? ' why' : ''}" id="ch">${wrong ?? who.cardHint}</p></div><div class="more-of-you" aria-hidden="true"><label for="website">${who.machine}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div><input type="hidden" name="form" value="${form}"><button class="btn primary">${isByPassword ? words.next : who.send}${icon('arrow')}</button></form>`
  return toPage(visit, { title: who.ask, step: 1, body, path: '/qui' })
}

/** By the library's own rule, and of any card: it tells nothing of whether there is one. */
const otherForm = ({ words, settings: { cardRule } }: Visit, card: string): Html | '' => {
  const shape = shapeOfRule(cardRule)
  return shape === undefined || (card.length >= shape.least && card.length <= shape.most)
    ? ''
    : html`<p class="tell">${words.who.otherForm(shape.least, shape.most)}</p>`
}

/** « 14 h 10 » of today, else with its day. */
export const sayUntil = ({ words, format, settings, local }: Visit, until: Instant): string => {
  const { date, time } = wallClockOf(settings.zone)(until)
  return date === local.date ? format.time(time) : words.when.at(format.date(date), format.time(time))
}

export const codePage = (
  visit: Visit,
  { card, wrong, heldUntil }: { readonly card: string; readonly wrong: string | undefined; readonly heldUntil?: Instant | undefined },
): Html => {
  const { words, base } = visit
  const { who } = words
  const isBad = wrong !== undefined
  const again = html`<button class="btn">${who.again}</button>`
  const held = wrong !== undefined || heldUntil === undefined ? '' : say(who.held, who.heldSay(sayUntil(visit, heldUntil)))
  const body = html`${fault(visit, 'code', wrong)}${held}<h1 class="ask">${who.look}</h1><p class="tell">${who.ifKnown(card)} <a class="text-link" href="${base}/qui">${who.change}</a></p>${otherForm(visit, card)}
<form class="panel pad" method="post" action="${base}/code"><div><label class="label" for="code">${who.code}</label><input class="input code${isBad ? ' bad' : ''}" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required aria-describedby="ch"${isBad ? html` aria-invalid="true"` : ''}><p class="hint${isBad ? ' why' : ''}" id="ch">${wrong ?? who.codeHint}</p></div><button class="btn primary">${words.next}${icon('arrow')}</button></form>
<details class="more"${isBad ? html` open` : ''}><summary>${who.nothing}</summary><ul class="bullets">${who.nothingSay.map((sentence) => html`<li>${sentence}</li>`)}<li>${telephoneLink(visit.page.telephone)}</li></ul>${pressed(`${base}/code/autre`, {}, again)}</details>`
  return toPage(visit, { title: who.look, step: 1, body, path: '/code' })
}

/** The password of the library's own account, which paste and a browser's memory fill; a code by mail is the way out. */
export const passwordPage = (visit: Visit, { card, wrong }: { readonly card: string; readonly wrong: string | undefined }): Html => {
  const { words, base } = visit
  const { who } = words
  const isBad = wrong !== undefined
  const byMail = html`<button class="btn">${who.send}</button>`
  const body = html`${fault(visit, 'password', wrong)}<h1 class="ask">${who.passwordAsk}</h1><p class="tell">${who.passwordSay(card)} <a class="text-link" href="${base}/qui">${who.change}</a></p>${otherForm(visit, card)}
<form class="panel pad" method="post" action="${base}/code"><input type="text" name="username" value="${card}" autocomplete="username" hidden><div><label class="label" for="password">${who.password}</label><input class="input${isBad ? ' bad' : ''}" type="password" id="password" name="password" autocomplete="current-password" maxlength="200" required aria-describedby="ph"${isBad ? html` aria-invalid="true"` : ''}><p class="hint${isBad ? ' why' : ''}" id="ph">${wrong ?? who.passwordHint}</p></div><button class="btn primary">${words.next}${icon('arrow')}</button></form>
<details class="more"${isBad ? html` open` : ''}><summary>${who.passwordNone}</summary><p class="tell">${who.say}</p>${pressed(`${base}/code/autre`, {}, byMail)}</details>`
  return toPage(visit, { title: who.passwordAsk, step: 1, body, path: '/code' })
}

export const linkPage = (visit: Visit, token: string): Html => {
  const { who } = visit.words
  const button = html`<button class="btn primary">${who.linkGo}${icon('arrow')}</button>`
  const body = html`<h1 class="ask">${who.link}</h1><p class="tell">${who.linkSay}</p>${pressed(`${visit.base}/lien/${token}`, {}, button)}`
  return toPage(visit, { title: who.link, step: 1, body })
}

/** `token`: of a mail that came not long ago, which brings another code; undefined: the card is asked for. */
export const linkOverPage = (visit: Visit, token: string | undefined): Html => {
  const { who } = visit.words
  const again =
    token === undefined
      ? html`<a class="btn primary" href="${visit.base}/qui">${who.again}</a>`
      : pressed(`${visit.base}/lien/${token}/autre`, {}, html`<button class="btn primary">${who.again}${icon('arrow')}</button>`)
  const body = html`<h1 class="ask">${who.linkOver}</h1><p class="tell">${who.linkOverSay}</p>${again}`
  return toPage(visit, { title: who.linkOver, step: 1, body })
}
