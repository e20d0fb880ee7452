/**
 * The frame of every public page: whose it is, where one stands, what was asked, and at its end always the telephone (PAGE-4). Runs on the
 * endpoint. Typed functions that answer html; what comes from a person or an ILS is escaped by `html` itself.
 */
import { html } from 'hono/html'
import { accentTones } from '../../domain/settings/accent-tones.ts'
import { type OwnWords, ownWords, type Settings } from '../../domain/settings/settings.ts'
import everyPage from './every-page.css?raw'
import { icon, mark, sign } from './icons.ts'
import { around, type Html } from './marked-text.ts'
import parts from './page.css?raw'
import type { Visit } from './page-env.ts'
import tokens from './page-tokens.css?raw'

export type { Html }

const style = `${tokens}${everyPage}${parts}`
/** `--accent` of the style sheet, where a library has no colour of its own. */
const violet = '#432c8e'

/** The library's own text, marked where it is in French on an English page. */
export const ownText = ({ language }: Pick<Visit, 'language'>, said: OwnWords | undefined): Html | string => {
  const { text, lang } = ownWords(language, said)
  return lang === undefined ? text : html`<span lang="${lang}">${text}</span>`
}

/** Stations of the way: 0 to 3. */
export type Step = 0 | 1 | 2 | 3

const steps = ({ words, base }: Visit, at: Step, isOver: boolean): Html => {
  const stations = [
    { name: words.steps.choose, path: '/' },
    { name: words.steps.who, path: '/qui' },
    { name: words.steps.when, path: '/quand' },
    { name: words.steps.noted, path: undefined },
  ]
  return html`<nav aria-label="${words.steps.label}"><ol class="steps">${stations.map(({ name, path }, n) =>
    isOver || n < at
      ? html`<li class="done"><span class="dot">${icon('check')}</span>${
          isOver || path === undefined
            ? html`<span>${name}<span class="sr">${words.steps.done}</span></span>`
            : html`<a href="${base}${path}">${name}<span class="sr">${words.steps.goBack}</span></a>`
        }</li>`
      : html`<li${n === at ? html` aria-current="step"` : ''}><span class="dot"></span><span>${name}</span></li>`,
  )}</ol></nav>`
}

export interface Page {
  readonly title: string
  /** undefined: beside the way. */
  readonly step?: Step
  readonly isOver?: boolean
  readonly body: Html
  /** The same page in the other language, after its base; undefined: its first page. */
  readonly path?: string
  /** Of a page that search engines may keep: what it is, in a sentence; undefined: they may not. */
  readonly summary?: string | undefined
}

/** Whole, as it is sent. */
export const toPage = (visit: Visit, { title, step, isOver = false, body, path = '/', summary }: Page): Html => {
  const { settings, page, words, language, base, root, isTrial } = visit
  const { otherLanguage: other } = words
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">${summary === undefined ? html`<meta name="robots" content="noindex">` : html`<meta name="description" content="${summary}">`}<title>${words.of(title, settings.serviceName, settings.libraryName)}</title><link rel="icon" href="${root}/mark.svg" type="image/svg+xml"><link rel="preload" href="${root}/font.woff2" as="font" type="font/woff2" crossorigin><link rel="stylesheet" href="${root}/style.css"></head>
<body><header class="page-top"><div class="page-in"><a class="sr" href="#main">${words.skip}</a><a class="mark" href="${base}/" aria-label="${words.home(settings.serviceName)}">${icon('handover')}</a><p class="page-name"><b>${settings.serviceName}</b><span>${settings.libraryName}</span></p><a class="btn quiet" href="${root}/${other.code}${base.slice(`${root}/${language}`.length)}${path}" lang="${other.code}" hreflang="${other.code}"><span class="wide-only">${other.long}</span><span class="narrow-only" aria-hidden="true">${other.short}</span><span class="narrow-only sr">${other.long}</span></a></div></header>
<main class="page-main page-in" id="main">${isTrial ? trialSays(visit) : ''}${step === undefined ? '' : steps(visit, step, isOver)}
${body}</main>
<footer class="page-foot"><div class="page-in"><div class="callus">${icon('phone')}${telephoneLink(page.telephone)}<span>${callUs(visit)}</span></div><p class="foot-links"><a href="${root}/${language}/mode-d-emploi">${words.foot.guide}</a><a href="${root}/${language}/a-propos">${words.foot.data}</a><a href="${root}/${language}/accessibilite">${words.foot.access}</a></p></div></footer>
</body></html>
`
}

/** PAGE-18: on each page of a trial, so that nobody believes to have ordered. */
const trialSays = (visit: Visit): Html =>
  html`<div class="hello trial"><p><b>${visit.words.trial.head}</b> ${visit.words.trial.say}</p>${pressed(`${visit.base}/terminer`, {}, html`<button class="btn quiet">${visit.words.trial.leave}</button>`)}</div>`

export const telephoneLink = (telephone: string, look = 'tel'): Html =>
  html`<a class="${look}" href="tel:${telephone.replace(/[^\d+]/g, '')}">${telephone}</a>`

const callUs = (visit: Visit): Html | string => {
  const { call } = visit.words.foot
  return ownWords(visit.language, visit.page.hours).text === '' ? call('') : around(call, ownText(visit, visit.page.hours))
}

const told = (head: Html, sentences: readonly (string | Html)[]): Html =>
  html`<section class="say" id="say" tabindex="-1" role="alert">${sign('warn')}<div>${head}${sentences.map((sentence) => html`<p>${sentence}</p>`)}</div></section>`

/** What is to be said before anything else; focused by the address (`#say`), so that it is read first. */
export const say = (head: string, ...sentences: readonly (string | Html)[]): Html => told(html`<h2>${head}</h2>`, sentences)

/** The same, where the page says nothing else: it is its title. */
export const sayAlone = (head: string, ...sentences: readonly (string | Html)[]): Html => told(html`<h1>${head}</h1>`, sentences)

/** Sent by the visitor's press: the basket and the language come along by themselves. */
export const pressed = (action: string, fields: Readonly<Record<string, string>>, button: Html, look = ''): Html =>
  html`<form method="post" action="${action}"${look === '' ? '' : html` class="${look}"`}>${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${button}</form>`

/** What stands beside the page's title in its tab, in the library's own colour: without one, browsers ask for one that is not there. */
export const markOf = ({ accentColour }: Pick<Settings, 'accentColour'>): string =>
  String(mark(accentColour === undefined ? violet : accentTones(accentColour, 'light').accent))

/** The style sheet in the library's own colour (SET-13). */
export const styleOf = ({ accentColour }: Pick<Settings, 'accentColour'>): string => {
  if (accentColour === undefined) return style
  const own = (['light', 'dark'] as const).map((light) => {
    const { accent, onAccent, soft, marginLine } = accentTones(accentColour, light)
    const end = light === 'light' ? '' : '-dark'
    return `--own-accent${end}:${accent};--own-on-accent${end}:${onAccent};--own-accent-soft${end}:${soft};--own-margin-line${end}:${marginLine};`
  })
  return `${style}:root{${own.join('')}}`
}
