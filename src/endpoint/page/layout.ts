/**
 * The frame of every public page: whose it is, where one stands, what was asked, and at its end always the telephone (PAGE-4). Runs on the
 * endpoint. Typed functions that answer html; what comes from a person or an ILS is escaped by `html` itself. What every answer knows of
 * its library, its language and its visitor's browser is `PageEnv`; the page shares nothing with tablets but the store (PAGE-1).
 */
import { html, raw } from 'hono/html'
import type { Instant } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import { accentTones } from '../../domain/settings/accent-tones.ts'
import { type OwnWords, ownWords, type PublicPage, type Settings } from '../../domain/settings/settings.ts'
import { pageWords } from '../../locale/en/page.ts'
import { type Formats, formatsByLanguage, type Language } from '../../locale/formats.ts'
import type { PageWords } from '../../locale/fr/page.ts'
import type { IlsLink } from '../ils/ils-link.ts'
import type { Seals } from '../messages/seal.ts'
import type { Store } from '../storage/store.ts'
import type { Library } from '../storage/stored.ts'
import type { Basket } from './basket.ts'
import everyPage from './every-page.css?raw'
import { around, type Html } from './marked-text.ts'
import parts from './page.css?raw'
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

const icons = {
  handover: '<rect x="5" y="9" width="14" height="12" rx="1.5"/><path d="M9 9V6.8a3 3 0 0 1 6 0V9M9 9v12"/>',
  search: '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
  book: '<path d="M5 5.2A2.2 2.2 0 0 1 7.2 3H19v18H7.2A2.2 2.2 0 0 1 5 18.8zM5 18.8a2.2 2.2 0 0 1 2.2-2.2H19"/>',
  comic: '<rect x="4" y="4" width="16" height="16" rx="1"/><path d="M4 11h16M11 4v7M14.5 11v9"/>',
  disc: '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="2.2"/>',
  film: '<rect x="3" y="5" width="18" height="14" rx="1.5"/><path d="M7.5 5v14M16.5 5v14M3 12h4.5M16.5 12H21"/>',
  check: '<path d="M5 12.5l4.6 4.6L19.2 7.2"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.2V12l3.2 2"/>',
  wish: '<path d="M4 5h16v11h-9l-4.5 4v-4H4z"/><path d="M8 10.5h8"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  cross: '<path d="M6 6l12 12M18 6L6 18"/>',
  arrow: '<path d="M4 12h15M13 6l6 6-6 6"/>',
  down: '<path d="M6 9.5l6 6 6-6"/>',
  place: '<path d="M12 21.5s7-6.4 7-11.8a7 7 0 0 0-14 0c0 5.4 7 11.8 7 11.8z"/><circle cx="12" cy="9.7" r="2.4"/>',
  card: '<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M7 14.5v-5M10 14.5v-5M12.5 14.5v-5M15 14.5v-5M17 14.5v-5" stroke-width="1.6"/>',
  mail: '<rect x="3" y="5.5" width="18" height="13" rx="1.5"/><path d="M3.5 7l8.5 6.5L20.5 7"/>',
  calendar:
    '<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/><circle cx="12" cy="15" r="1.6" fill="currentColor" stroke="none"/>',
  server:
    '<rect x="4" y="4" width="16" height="6.5" rx="1.5"/><rect x="4" y="13.5" width="16" height="6.5" rx="1.5"/><path d="M7.5 7.2h.1M7.5 16.8h.1"/>',
  again: '<path d="M5 12a7.5 7.5 0 1 1 2.4 5.5M5 19.5v-4.7h4.7"/>',
  phone:
    '<path d="M6.2 3.5h2.9l1.6 4.2-2 1.5a11.4 11.4 0 0 0 6.1 6.1l1.5-2 4.2 1.6v2.9a2.2 2.2 0 0 1-2.4 2.2A16.3 16.3 0 0 1 4 5.9a2.2 2.2 0 0 1 2.2-2.4z"/>',
} as const
type IconName = keyof typeof icons

/** Filled shapes, with a hole in the ground's colour. */
const signs = {
  ok: '<circle cx="12" cy="12" r="10.5" fill="currentColor"/><path d="M7 12.4l3.4 3.4L17.2 9" fill="none" stroke="var(--hole)" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>',
  warn: '<path d="M12 2.2L23 21.4H1z" fill="currentColor"/><path d="M12 9v6" stroke="var(--hole)" stroke-width="2.4" stroke-linecap="round"/><circle cx="12" cy="18.2" r="1.4" fill="var(--hole)"/>',
  stop: '<path d="M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6z" fill="currentColor"/><path d="M6.8 12h10.4" stroke="var(--hole)" stroke-width="3.4" stroke-linecap="round"/>',
} as const
type SignName = keyof typeof signs

/**
 * The few icons of the public page, drawn once a page and used by name. The same strokes as on tablets, whose own table belongs to their
 * screens; a word always stands beside.
 */
export const icon = (name: IconName) =>
  html`<svg class="i" aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${raw(icons[name])}</svg>`

/** The mark of the page, a picture by itself. */
const mark = (colour: string) =>
  html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="4" fill="${colour}"/><g fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" transform="translate(2.4 1) scale(.8)">${raw(icons.handover)}</g></svg>`

export const sign = (name: SignName) => html`<svg class="g g-${name}" aria-hidden="true" viewBox="0 0 24 24">${raw(signs[name])}</svg>`

/** By what the ILS calls the type. */
export const iconOfType = (documentType: string): IconName =>
  /bd|bande|manga|comic/i.test(documentType)
    ? 'comic'
    : /dvd|film|vid/i.test(documentType)
      ? 'film'
      : /cd|audio|disque|musi/i.test(documentType)
        ? 'disc'
        : 'book'

export interface PagePorts {
  readonly store: Store
  readonly now: () => Instant
  readonly reportDefect: (defect: unknown) => void
  /** Where everybody reaches the endpoint, without a slash at the end: links are made of it, never of what a request says. */
  readonly publicUrl: string
  readonly dataDir: string
  /** Builds of the app, the current one first: the page's font is theirs. Empty when the app is served elsewhere (development). */
  readonly buildDirs: readonly string[]
  readonly isTls: boolean
  /** Somebody waits for a mail: what is to be sent is sent now; undefined: at the next pass. */
  readonly sendNow?: (() => void) | undefined
  /** The way to the ILS, where it may judge a patron's password. */
  readonly ilsLink?: Pick<IlsLink, 'planOf'> | undefined
}

export interface Visit {
  readonly library: Library
  readonly settings: Settings
  readonly page: PublicPage
  readonly language: Language
  readonly words: PageWords
  readonly format: Formats
  /** Of the library's page, whatever the language: « /b/saint-aubin ». */
  readonly root: string
  /** Of every address of this visit: « /b/saint-aubin/fr », and « …/essai » where nothing counts. */
  readonly base: string
  /** PAGE-18: nothing is ordered, nobody is asked who they are. */
  readonly isTrial: boolean
  readonly now: Instant
  readonly local: LocalMoment
  readonly seals: Seals
  readonly isTls: boolean
  readonly basket: Basket
}

/** Nothing is ordered there: paused, or closed for good, or unable to write to anybody. */
export const isShut = ({ page, settings }: Pick<Visit, 'page' | 'settings'>): boolean =>
  !page.isOn || page.closed !== undefined || settings.closedAt !== undefined || settings.sendsMail !== true

export interface PageEnv {
  // `network`: what the visitor's address is counted under.
  Variables: { route: string; network: string; visit: Visit }
}

/** PAGE-18: of every address of a trial, after its language. */
export const trialPath = 'essai'

/** PAGE-14: of each link to an order, before its token. */
export const orderPath = 'c'

/** MSG-13: where one press ends the mailings. */
export const oppositionPath = 'opposition'

export const languageWords = (language: Language) => ({ language, words: pageWords[language], format: formatsByLanguage[language] })
