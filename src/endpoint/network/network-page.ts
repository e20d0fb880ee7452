/**
 * The keeper's one page (NET-6), drawn `reseau`: what is out of bounds first, each as a sentence and one tinted cell, then the others by name
 * and a dot a tablet. Runs on the endpoint. Typed functions that answer html, as the public page's; nothing on it opens anything of a library.
 */
import { html } from 'hono/html'
import type { Instant } from '../../domain/instant.ts'
import { addDays, daysBetween } from '../../domain/local-date.ts'
import { networkWords } from '../../locale/en/network.ts'
import { type Formats, formatsByLanguage, type Language } from '../../locale/formats.ts'
import type { NetworkWords } from '../../locale/fr/network.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { icon, sign } from '../page/layout.ts'
import type { LibraryLook, Trouble } from './look-at-library.ts'
import type { NetworkLook } from './look-at-network.ts'

export const networkRoot = '/reseau'

/** Days after which a date is said with its year. */
const farDays = 300

export interface KeeperView {
  readonly language: Language
  readonly words: NetworkWords
  readonly format: Formats
  /** What the network is called; undefined: no name of its own. */
  readonly networkName: string | undefined
  /** IANA zone of the keeper's own clock. */
  readonly zone: string
}

export const keeperLanguage = (language: Language): Pick<KeeperView, 'language' | 'words' | 'format'> => ({
  language,
  words: networkWords[language],
  format: formatsByLanguage[language],
})

type Html = ReturnType<typeof html>

/** « 6 h », « hier », « lun. 23 nov. » by the clock of whose it is; `of` alone says how near it may be told. */
const sayWhen = (
  { words, format }: KeeperView,
  at: Instant,
  now: Instant,
  zone: string | undefined,
  of: 'cell' | 'sentence' | 'line',
): string => {
  const toLocal = wallClockOf(zone)
  const [then, today] = [toLocal(at), toLocal(now)]
  if (then.date === today.date) return format.time(then.time)
  if (then.date === addDays(today.date, -1)) return of === 'line' ? words.yesterdayAt(format.time(then.time)) : words.yesterday
  // A year later a day and a month would say another day.
  const day = daysBetween(then.date, today.date) < farDays ? format.shortDate(then.date) : then.date
  return of === 'cell' ? day : words.onDay(day)
}

const whyOf = (view: KeeperView, trouble: Trouble, now: Instant, zone: string | undefined): string => {
  const { why } = view.words
  if (trouble.kind === 'not-understood') return why[trouble.kind](trouble.count)
  return 'since' in trouble ? why[trouble.kind](sayWhen(view, trouble.since, now, zone, 'line')) : why[trouble.kind]
}

const sentenceOf = (view: KeeperView, { name, trouble, zone }: LibraryLook, now: Instant): string => {
  if (trouble === undefined) return ''
  return view.words.say[trouble.kind](name, 'since' in trouble ? sayWhen(view, trouble.since, now, zone, 'sentence') : '')
}

const dots = ({ words }: KeeperView, { tablets, trouble }: LibraryLook): Html => {
  if (trouble?.kind === 'unreadable') return html`<span class="soft">${words.tabletsUnread}</span>`
  const heard = tablets.filter(({ isHeard }) => isHeard).length
  return tablets.length === 0
    ? html`<span class="soft">${words.noTablet}</span>`
    : html`<span class="dots" role="img" aria-label="${words.heard(heard, tablets.length)}">${tablets.map(({ isHeard }) => html`<i${isHeard ? '' : html` class="mute"`}></i>`)}</span>`
}

type Column = Exclude<keyof NetworkWords['columns'], 'library' | 'tablets'>
const columns: readonly Column[] = ['pending', 'cases', 'quarantined', 'imported', 'ils', 'mail', 'build']
/** The one cell that is tinted. */
const hotColumn: Readonly<Record<Trouble['kind'], Column | undefined>> = {
  unreadable: undefined,
  'tablet-silent': 'pending',
  'ils-silent': 'ils',
  'mail-silent': 'mail',
  'page-shut': 'mail',
  'not-understood': 'quarantined',
  'case-old': 'cases',
  'no-import': 'imported',
  'build-old': 'build',
}

/** What a cell says, and whether it says nothing new. */
const cellOf = (
  view: KeeperView,
  look: LibraryLook,
  column: Column,
  now: Instant,
): { readonly text: string; readonly isUsual: boolean } => {
  const { words, format } = view
  // Nothing of it could be read: neither that it has no import, nor that its tablets are up to date.
  if (look.trouble?.kind === 'unreadable') return { text: words.unknown, isUsual: true }
  const count = (n: number) => ({ text: format.count(n), isUsual: n === 0 })
  switch (column) {
    case 'pending':
      return count(look.pending)
    case 'cases':
      return count(look.cases)
    case 'quarantined':
      return count(look.quarantined)
    case 'mail':
      return count(look.lateMails)
    case 'ils':
      return look.ilsWaiting === undefined ? { text: words.byFiles, isUsual: true } : count(look.ilsWaiting)
    case 'imported':
      return { text: look.importedAt === undefined ? words.never : sayWhen(view, look.importedAt, now, look.zone, 'cell'), isUsual: true }
    case 'build': {
      const older = look.tablets.filter(({ isOld }) => isOld).length
      return { text: older === 0 ? words.current : words.older(older), isUsual: true }
    }
  }
}

const row = (view: KeeperView, look: LibraryLook, now: Instant): Html => {
  const { name, slug, trouble, isClosed, zone } = look
  const hot = trouble && hotColumn[trouble.kind]
  const note = [trouble === undefined ? '' : whyOf(view, trouble, now, zone), isClosed ? view.words.closed : ''].filter(Boolean).join(', ')
  const worst = trouble?.kind === 'tablet-silent' || trouble?.kind === 'unreadable'
  return html`<tr><th scope="row"><div class="net-who">${trouble === undefined ? sign('ok') : sign(worst ? 'stop' : 'warn')}<span><b>${name}</b><small>${note === '' ? slug : note}</small></span></div></th><td class="net-dots">${dots(view, look)}</td>${columns.map(
    (column) => {
      const { text, isUsual } = cellOf(view, look, column, now)
      const look_ = column === hot ? 'hot' : isUsual ? 'usual' : ''
      return html`<td data-l="${view.words.columns[column].replaceAll('\u00ad', '')}"${look_ === '' ? '' : html` class="${look_}"`}>${text}</td>`
    },
  )}</tr>`
}

const table = (view: KeeperView, looks: readonly LibraryLook[], now: Instant): Html => {
  const { columns: heads } = view.words
  return html`<section class="panel"><table class="net"><thead class="sr"><tr><th scope="col">${heads.library}</th><th scope="col">${heads.tablets}</th>${columns.map((column) => html`<th scope="col">${heads[column]}</th>`)}</tr></thead><tbody>${looks.map((look) => row(view, look, now))}</tbody></table></section>`
}

/** Which libraries share one catalogue: a line for each group. */
const groupsPart = ({ words }: KeeperView, looks: readonly LibraryLook[]): Html | '' => {
  const names = [...new Set(looks.flatMap(({ recordGroup }) => recordGroup ?? []))].sort()
  if (names.length === 0) return ''
  // Not the worst first: whoever looks a name up here reads them in order, as slugs, which have neither case nor accents.
  const inOrder = looks.toSorted((a, b) => (a.slug < b.slug ? -1 : 1))
  const membersOf = (group: string) => inOrder.filter(({ recordGroup }) => recordGroup === group).map(({ name }) => name)
  return html`<section class="panel"><div class="panel-head"><h2>${words.groups}</h2></div><ul class="groups">${names.map((name) => html`<li><b>${name}</b> <span>${membersOf(name).join(', ')}</span></li>`)}</ul></section>`
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0)

const finePart = (view: KeeperView, fine: readonly LibraryLook[], all: readonly LibraryLook[]): Html => {
  const { words } = view
  const tablets = all.flatMap((look) => look.tablets)
  const saying = tablets.filter(({ isOld }) => isOld !== undefined)
  const older = saying.filter(({ isOld }) => isOld).length
  return html`<section class="panel"><div class="panel-head"><h2>${words.fine(fine.length)}</h2><span class="soft">${words.heardInAll(tablets.filter(({ isHeard }) => isHeard).length, tablets.length)}</span></div><ul class="fine">${fine.map((look) => html`<li><span>${look.name}${look.isClosed ? ` (${words.closed})` : ''}</span>${dots(view, look)}</li>`)}</ul><p class="fold"><span>${saying.length === 0 ? '' : html`${words.builds(saying.length - older, older)} `}${words.fineSums(sum(fine.map(({ pending }) => pending)), sum(fine.map(({ lateMails }) => lateMails)))}</span><a class="text-link" href="?tout">${words.asTable}</a></p></section>`
}

const frame = (view: KeeperView, facts: Html | string, main: Html): Html => {
  const { language, words, networkName } = view
  const { otherLanguage: other } = words
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${networkName ?? words.title}</title><link rel="preload" href="${networkRoot}/font.woff2" as="font" type="font/woff2" crossorigin><link rel="stylesheet" href="${networkRoot}/style.css"></head>
<body><header class="bar"><a class="sr" href="#main">${words.skip}</a><p class="bar-name"><span class="bar-mark">${icon('server')}</span><b>${networkName ?? words.title}</b></p><ul class="bar-facts">${facts}<li><a href="${networkRoot}/${other.code}/" lang="${other.code}" hreflang="${other.code}">${other.long}</a></li></ul></header>
<main class="main" id="main" tabindex="-1">${main}</main></body></html>
`
}

const trialOf = (view: KeeperView, triedAt: NetworkLook['triedAt'], now: Instant): string => {
  const { words, zone } = view
  if (triedAt === 'unread') return words.backupUnread
  return triedAt === undefined ? words.backupUntried : words.backupTried(sayWhen(view, triedAt, now, zone, 'cell'))
}

export const networkPage = (view: KeeperView, { at, libraries, servers, triedAt }: NetworkLook, isWhole: boolean): Html => {
  const { words, format, language, zone } = view
  const local = wallClockOf(zone)(at)
  const troubled = libraries.filter(({ trouble }) => trouble !== undefined)
  const fine = libraries.filter(({ trouble }) => trouble === undefined)
  const said = troubled.slice(0, 2).map((look) => sentenceOf(view, look, at))
  const silent = servers?.silentSince
  if (silent !== undefined) said.unshift(words.serverSilent(sayWhen(view, silent, at, zone, 'line')))
  const isWell = troubled.length === 0 && silent === undefined
  const serversFact =
    servers === undefined
      ? ''
      : html`<li><span>${silent === undefined ? icon('server') : sign('warn')}${words.servers(servers.heard, servers.known)}</span></li>`
  const trial = trialOf(view, triedAt, at)
  const facts = html`${serversFact}<li><span>${trial}</span></li><li class="bar-day"><span>${format.shortDate(local.date)}</span></li><li><a href="${networkRoot}/${language}/${isWhole ? '?tout' : ''}" aria-label="${words.seenAt(format.time(local.time))}. ${words.refresh}">${icon('again')}<span>${words.seenAt(format.time(local.time))}</span></a></li>`
  const head = libraries.length === 0 ? words.none : words.head(troubled.length, libraries.length)
  const say =
    libraries.length === 0 ? words.noneSay : [...said, words.others(troubled.length === 0 ? 0 : fine.length)].filter(Boolean).join(' ')
  const body = html`<header class="verdict"><h1>${libraries.length === 0 ? '' : sign(isWell ? 'ok' : 'warn')}${head}</h1>${say === '' ? '' : html`<p>${say}</p>`}</header>
${isWhole ? html`${table(view, libraries, at)}<p><a class="text-link" href="${networkRoot}/${language}/">${words.asList}</a></p>` : html`${troubled.length === 0 ? '' : table(view, troubled, at)}${fine.length === 0 ? '' : finePart(view, fine, libraries)}`}
${groupsPart(view, libraries)}
<form method="post" action="${networkRoot}/${language}/fermer"><button class="btn">${words.leave}</button></form>`
  return frame(view, facts, body)
}

/** Before it: a field for the token. `trouble`: why it did not open. */
export const doorPage = (view: KeeperView, trouble?: { readonly head: string; readonly say: string }): Html => {
  const { door } = view.words
  const said =
    trouble &&
    html`<section class="say" role="alert" id="say">${sign('warn')}<div><h2>${trouble.head}</h2><p>${trouble.say}</p></div></section>`
  return frame(
    view,
    '',
    html`${said ?? ''}<h1 class="door">${door.head}</h1><p>${door.say}</p><form class="door" method="post" action="${networkRoot}/${view.language}/ouvrir"><label for="token">${door.token}</label><input id="token" name="token" type="password" autocomplete="current-password" required><button class="btn primary">${door.go}</button></form>`,
  )
}
