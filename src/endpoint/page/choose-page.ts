/**
 * « Que cherchez-vous ? »: the search with its titles, the basket, a wish in words (PAGE-5, PAGE-6). Runs on the endpoint; what is shown, and
 * nothing else.
 */
import { html } from 'hono/html'
import type { RecordId } from '../../domain/ids.ts'
import type { Availability } from '../../domain/item/availability.ts'
import type { BibliographicRecord } from '../../domain/item/record.ts'
import type { CatalogueFindings } from '../../domain/search/catalogue-findings.ts'
import { textLengths } from '../../domain/text-lengths.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { type BasketLine, holds, mostLines } from './basket.ts'
import { type Html, icon, iconOfType, ownText, pressed, say, sign, toPage, trialPath, type Visit } from './layout.ts'
import { around, marked, markedTitle, ofLibrary, type Titled } from './marked-text.ts'
import type { Shelves } from './shelves.ts'

/** What a search answered; undefined: the catalogue is not there. */
export interface Answer {
  readonly findings: CatalogueFindings
  readonly shelves: Shelves
  readonly languages: ReadonlyMap<RecordId, string>
}

/** A line of the basket as it is called; `why`: it has to be taken out. */
export interface NamedLine extends BasketLine, Titled {
  readonly why?: Html | string | undefined
}

/** `isCopys`: « en rayon ce matin », where an hour would read as one to come. */
const seenWhen = ({ words, format, settings, local }: Visit, { asOf, isOld }: Shelves, isCopys: boolean): string => {
  if (asOf === undefined || isOld) return ''
  const { date, time } = wallClockOf(settings.zone)(asOf)
  if (date !== local.date) return words.search.seenOn(format.dayAndMonth(date))
  return isCopys ? words.search.seenToday(time < '12:00') : words.search.seenAt(format.time(time))
}

interface Told {
  readonly text: string
  /** A copy can be fetched; `undefined`: nobody knows. */
  readonly isThere: boolean | undefined
  /** It is there, and never leaves: nothing to ask for. */
  readonly isFixed?: boolean
}

const tell = (visit: Visit, shelves: Shelves, found: Availability | undefined): Told => {
  const { search } = visit.words
  if (found === undefined || found.kind === 'unknown' || (shelves.isOld && (found.kind === 'on-shelf' || found.kind === 'lent')))
    return found?.kind === 'unknown' && found.copies === 0
      ? { text: search.noCopy, isThere: false }
      : { text: search.unknown, isThere: undefined }
  switch (found.kind) {
    case 'on-shelf':
      return { text: search.onShelf(seenWhen(visit, shelves, true)), isThere: true }
    case 'returned':
      return { text: search.onShelfNow, isThere: true }
    case 'awaited':
      return { text: search.awaited, isThere: false }
    case 'set-aside':
      return { text: search.setAside, isThere: false }
    case 'in-quarantine':
      return { text: search.quarantine(visit.format.dayAndMonth(found.until)), isThere: false }
    case 'reference-only':
      return { text: search.referenceOnly, isThere: false, isFixed: true }
    case 'not-there':
      return { text: search.noCopy, isThere: false }
    case 'lent':
      return { text: found.dueOn === undefined ? search.lentElsewhere : search.lent(visit.format.dayAndMonth(found.dueOn)), isThere: false }
  }
}

/** What a button says, and then of which title, for whoever does not see where it stands. */
const buttonOf = (look: string, mark: Html, said: string, rest: Html): Html =>
  html`<button class="btn ${look}">${mark}${said}<span class="sr"> ${rest}</span></button>`

const titleRow = (visit: Visit, query: string, record: BibliographicRecord, { shelves, languages }: Answer): Html => {
  const { words, base, basket, language } = visit
  const { id, author, year } = record
  const title = marked(language, record.title, languages.get(id))
  const { text, isThere, isFixed = false } = tell(visit, shelves, shelves.of(id))
  const chosen = holds(basket, id)
  const state = chosen?.wish === undefined ? words.search.added : words.search.wished
  const button =
    chosen !== undefined
      ? buttonOf('take in', icon('check'), state, around(words.search.takeOut, title))
      : isThere === false
        ? buttonOf('take', icon('wish'), words.search.wish, html`${title}`)
        : buttonOf('take', icon('plus'), words.search.add, html`${title}`)
  const fields = { q: query, record: id, do: chosen !== undefined ? 'remove' : isThere === false ? 'wish' : 'add' }
  const kind = html`${icon(iconOfType(record.documentType))}${ofLibrary(language, record.documentType)}`
  const by = html`${marked(language, author, undefined)}${author !== '' && year ? ', ' : ''}${year ?? ''}`
  return html`<li id="t-${id}"><span class="kind">${kind}</span><span class="what"><span class="title">${title}</span><span class="by">${by}</span><span class="there${isThere === true ? ' in' : ''}">${isThere === true ? sign('ok') : icon('clock')}<span>${text}</span></span></span>${isFixed && chosen === undefined ? '' : html`<div class="do">${pressed(`${base}/panier`, fields, button)}</div>`}</li>`
}

const results = (visit: Visit, query: string, answer: Answer | undefined): Html => {
  const { words, base, format } = visit
  const ask = html`<p class="fold">${icon('wish')}<span>${words.search.dontKnow} <a class="text-link" href="${base}/souhait">${words.search.inWords}</a></span></p>`
  if (answer === undefined) return html`<div class="panel"><p class="pad">${words.search.absent}</p>${ask}</div>`
  const { findings, shelves } = answer
  const { records, total, isNear } = findings
  const seen = seenWhen(visit, shelves, false)
  return html`<section class="panel" id="found"><div class="found-head"><h2>${words.search.found(total, format.count(total))}</h2>${seen === '' ? '' : html`<span class="soft">${words.search.seen(seen)}</span>`}${
    isNear ? html`<p>${words.search.near}</p>` : ''
  }${total > records.length ? html`<p class="soft">${words.search.first(records.length)}</p>` : ''}${total === 0 ? html`<p>${words.search.none}</p>` : ''}</div><ul class="found">${records.map((record) => titleRow(visit, query, record, answer))}</ul>${ask}</section>`
}

/** The basket's lines, each with a button that takes it out. */
export const basketList = (
  visit: Visit,
  lines: readonly NamedLine[],
  query: string | undefined,
  from: 'panier' | 'quand' = 'panier',
): Html =>
  html`<ul class="own">${lines.map((line) => {
    const { recordId, wish, why } = line
    const title = markedTitle(visit.language, line)
    const button = html`<button class="btn quiet">${icon('cross')}<span class="sr">${around(visit.words.basket.remove, title)}</span></button>`
    const fields = { do: 'remove', record: recordId ?? '', wish: wish ?? '', ...(query === undefined ? { from } : { q: query }) }
    return html`<li><span>${title}${why === undefined ? '' : html`\u00a0: ${why}`}</span>${pressed(`${visit.base}/panier`, fields, button)}</li>`
  })}</ul>`

const onward = ({ base, words }: Visit): Html => html`<a class="btn primary" href="${base}/qui">${words.next}${icon('arrow')}</a>`

const basketAside = (visit: Visit, lines: readonly NamedLine[], query: string): Html | '' =>
  lines.length === 0
    ? ''
    : html`<aside class="go" aria-label="${visit.words.basket.title}"><h2>${visit.words.basket.title}</h2>${basketList(visit, lines, query)}<p class="now thumb"><b>${visit.words.basket.chosen(lines.length)}</b><a class="text-link" href="${visit.base}/panier">${visit.words.basket.see}</a></p>${onward(visit)}</aside>`

export const choosePage = (
  visit: Visit,
  { query, answer, lines, isFull }: { query: string; answer: Answer | undefined; lines: readonly NamedLine[]; isFull: boolean },
): Html => {
  const { words, base, page } = visit
  const path = query === '' ? '/' : `/?q=${encodeURIComponent(query)}`
  const body = html`${isFull ? say(words.basket.full(mostLines)) : ''}${page.notice === undefined ? '' : html`<p class="panel pad">${ownText(visit, page.notice)}</p>`}<div class="side"><div class="wide">
<form role="search" action="${base}/"><h1 class="ask"><label for="q">${words.search.ask}</label></h1><div class="find"><input class="input" id="q" name="q" type="search" value="${query}" maxlength="${textLengths.wish}" autocomplete="off" aria-describedby="qh"><button class="btn">${icon('search')}${words.search.go}</button></div><p class="hint" id="qh">${words.search.hint}</p></form>
${query === '' ? html`<div class="panel"><p class="fold">${icon('wish')}<span>${words.search.dontKnow} <a class="text-link" href="${base}/souhait">${words.search.inWords}</a></span></p>${visit.isTrial ? '' : html`<p class="fold">${icon('arrow')}<a class="text-link" href="${base}/${trialPath}/">${words.trial.start}</a></p>`}</div>` : results(visit, query, answer)}</div>
${basketAside(visit, lines, query)}</div>`
  const summary = query === '' && !visit.isTrial ? words.search.summary(visit.settings.libraryName) : undefined
  return toPage(visit, { title: query === '' ? words.search.ask : query, step: 0, body, path, summary })
}

export const basketPage = (visit: Visit, lines: readonly NamedLine[]): Html => {
  const { words, base } = visit
  const body = html`<h1 class="ask">${words.basket.title}</h1><div class="panel pad">${
    lines.length === 0 ? html`<p>${words.basket.empty}</p>` : basketList(visit, lines, undefined)
  }</div>${lines.length === 0 ? '' : onward(visit)}<p><a class="text-link" href="${base}/">${words.basket.goOn}</a></p>`
  return toPage(visit, { title: words.basket.title, step: 0, body, path: '/panier' })
}

export const wishPage = (visit: Visit, { isEmpty, isFull }: { isEmpty: boolean; isFull: boolean }): Html => {
  const { words, base } = visit
  const body = html`${isFull ? say(words.basket.full(mostLines)) : isEmpty ? say(words.fault, html`<a href="#wish">${words.wish.empty}</a>`) : ''}<h1 class="ask">${words.wish.ask}</h1>
<form class="panel pad" method="post" action="${base}/souhait"><div><label class="label" for="wish">${words.wish.label}</label><textarea class="input${isEmpty ? ' bad' : ''}" id="wish" name="wish" maxlength="${textLengths.wish}" required aria-describedby="wh"${isEmpty ? html` aria-invalid="true"` : ''}></textarea><p class="hint${isEmpty ? ' why' : ''}" id="wh">${isEmpty ? words.wish.empty : words.wish.hint}</p></div><button class="btn primary">${words.wish.add}</button></form>
<p><a class="text-link" href="${base}/">${words.basket.goOn}</a></p>`
  return toPage(visit, { title: words.wish.ask, step: 0, body, path: '/souhait' })
}
