/**
 * The subject, the text and the html of one message, from the rows as they are now (MSG-6, MSG-10, MSG-11). Runs on the endpoint, in the
 * transaction that takes the message in hand. The html is made from the same paragraphs as the text.
 */
import { html, raw } from 'hono/html'
import { toOrderId } from '../../domain/ids.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import type { BlankSources, LentLine } from '../../domain/message/build-blanks.ts'
import type { Message, MessageKind, MessageLanguage } from '../../domain/message/message.ts'
import { lastHeard, type MessageContext } from '../../domain/message/messages-of.ts'
import { sampleSources } from '../../domain/message/sample-messages.ts'
import type { Paragraph } from '../../domain/message/template.ts'
import { asReceived } from '../../domain/operation/doubtful-dates.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import { isOwnWords, linesToCome, type Order } from '../../domain/order/order.ts'
import { judgeText } from '../../domain/scan/judge-text.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { nextFreeSlots } from '../../domain/slot/next-free-slots.ts'
import { pageWords } from '../../locale/en/page.ts'
import { messageWords, type SignedLetter, templateOf, withOrderLink, writeLetter } from '../../locale/write-letter.ts'
import { isSettledJourney } from '../storage/journeys.ts'
import type { Trial } from '../storage/messages.ts'
import { readDesk, type StoreTransaction } from '../storage/store.ts'
import type { PageLinks } from './page-links.ts'

/** Most of a number that stands on a document: a rule that takes whatever it is given does not make words one. */
const isNumberLike = (barcode: string): boolean => /^[A-Z]{0,3}\d{1,20}$/i.test(barcode)

/** MSG-17: a document without a title is a number of the library's own form, which stands on it too, or is counted alone; of each day that it is due. */
const withoutTitle = (
  unknown: readonly { readonly barcode: string; readonly dueOn: LocalDate }[],
  settings: Settings,
  language: MessageLanguage,
): readonly LentLine[] => {
  const { notInCatalogue } = messageWords[language]
  const ofItsForm = (barcode: string): boolean => {
    const reading = isNumberLike(barcode) ? judgeText(settings, barcode) : undefined
    return reading !== undefined && 'barcode' in reading && reading.barcode === barcode
  }
  const named = unknown.filter(({ barcode }) => ofItsForm(barcode))
  const countOn = new Map<LocalDate, number>()
  for (const one of unknown) if (!named.includes(one)) countOn.set(one.dueOn, (countOn.get(one.dueOn) ?? 0) + 1)
  return [
    ...named.map(({ barcode, dueOn }) => ({ title: notInCatalogue(1, barcode), dueOn })),
    ...[...countOn].map(([dueOn, count]) => ({ title: notInCatalogue(count, undefined), dueOn })),
  ]
}

/** What was lent, as the tablet handed it over, until the day that the ILS answered, if it did by now (ILS-4); empty where that is no longer kept. */
const loansOf = async (
  transaction: StoreTransaction,
  message: Message,
  settings: Settings,
  language: MessageLanguage,
  toLocal: MessageContext['toLocal'],
): Promise<readonly LentLine[]> => {
  if (message.handover === undefined) return []
  const [receipt] = (await transaction.receiptsOf(message.handover)).filter(({ outcome }) => outcome.startsWith('accepted'))
  if (receipt === undefined || receipt.envelope === '') return []
  // Read by its schema when it was received.
  const { payload } = asReceived(JSON.parse(receipt.envelope) as Envelope, receipt.receivedAt, toLocal)
  if (payload.kind !== 'hand-over-order') return []
  const told = (await transaction.journeys.of([message.handover])).filter(
    (journey) => journey.movement === 'loan' && isSettledJourney(journey),
  )
  const [lines, unknown]: [LentLine[], { barcode: string; dueOn: LocalDate }[]] = [[], []]
  for (const { barcode, dueOn: asHanded } of payload.items) {
    const title = (await transaction.catalogueEntry(barcode))?.title
    const dueOn = told.find((journey) => journey.barcode === barcode)?.dueOn ?? asHanded
    if (title === undefined) unknown.push({ barcode, dueOn })
    else lines.push({ title, dueOn })
  }
  return [...lines, ...withoutTitle(unknown, settings, language)].sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
}

/** What the order's lines are called, where the library has mails name them (MSG-6). */
const titlesOf = async (
  transaction: StoreTransaction,
  order: Order | undefined,
  { titlesInMail }: Settings,
  language: MessageLanguage,
): Promise<readonly string[]> => {
  const titles: string[] = []
  const words = pageWords[language].basket
  for (const { line } of titlesInMail === true && order !== undefined ? linesToCome(order) : []) {
    const { wanted } = line
    if (wanted.kind === 'wish') titles.push(order !== undefined && isOwnWords(order, line) ? wanted.text : words.inWords)
    else {
      // The base keeps a wanted record that the catalogue no longer has (ORD-4).
      const record = (await transaction.catalogueRecord(wanted.recordId)) ?? (await transaction.row('record', wanted.recordId))
      titles.push(record?.title ?? words.gone)
    }
  }
  return titles
}

export interface BuiltMessage {
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly unsubscribe?: string | undefined
}

const toText = ({ paragraphs, closing, service, library, why }: SignedLetter): string =>
  [
    ...paragraphs.map(({ lines, isHour }) => lines.map((line) => (isHour ? `    ${line}` : line)).join('\n')),
    ...(closing === undefined ? [] : [`${closing.before}${closing.telephone ?? ''}${closing.after}`]),
    // Under a line that mail readers know; what they hide when they quote.
    `-- \n${service}, ${library}\n${why === undefined ? '' : `${why}\n`}`,
  ].join('\n\n')

const toMessage = (letter: SignedLetter, language: MessageLanguage): BuiltMessage => ({
  subject: letter.subject,
  text: toText(letter),
  html: toHtml(language, letter),
})

/** What a manager tries, of an order that nobody placed. */
export const buildTrial = (
  { language, sample, ...template }: Trial,
  kind: MessageKind,
  settings: Settings,
  today: LocalDate,
  links: Pick<PageLinks, 'orderLink'>,
): BuiltMessage => {
  const letter = writeLetter(template, language, kind, sampleSources(kind, sample, settings, today))
  // Of an order that is not there: the page says so.
  return toMessage(withOrderLink(letter, language, kind, settings, links.orderLink(toOrderId('sample'), language)), language)
}

/** undefined: what it is about is gone, or there is nothing to say. */
export const buildMessage = async (
  transaction: StoreTransaction,
  message: Message,
  settings: Settings,
  { now, toLocal }: MessageContext,
  language: MessageLanguage,
  links: PageLinks,
): Promise<BuiltMessage | undefined> => {
  if (message.kind === 'code') {
    const letter = messageWords[language].code(links.codeOf(message), links.codeLink(message, language))
    // Whoever asked has ordered nothing yet.
    const by = { service: settings.serviceName, library: settings.libraryName, why: undefined, closing: undefined }
    return toMessage({ ...letter, ...by }, language)
  }
  if (message.kind === 'guide') {
    const unsubscribe = links.oppositionLink(message.card, language)
    const letter = messageWords[language].guide(links.guideLink(language), unsubscribe)
    const by = { service: settings.serviceName, library: settings.libraryName, why: undefined, closing: undefined }
    return { ...toMessage({ ...letter, ...by }, language), unsubscribe }
  }
  const order = message.orderId === undefined ? undefined : await transaction.row('order', message.orderId)
  if (order === undefined && message.kind !== 'receipt') return undefined
  const loans = await loansOf(transaction, message, settings, language, toLocal)
  if (message.kind === 'receipt' && loans.length === 0) return undefined
  const isMissed = message.kind === 'no-show'
  const free =
    isMissed && order !== undefined
      ? await readDesk(transaction, (state) => nextFreeSlots(state, settings, order.slot.siteId, toLocal(now)))
      : []
  const sources: BlankSources = {
    settings,
    order,
    titles: await titlesOf(transaction, order, settings, language),
    heard: order === undefined ? undefined : lastHeard((await transaction.messages.of(order.id)).filter(({ key }) => key !== message.key)),
    next: free.map(({ key }) => key),
    keptUntil: isMissed && order !== undefined && settings.keepDays > 0 ? addDays(order.slot.date, settings.keepDays) : undefined,
    loans,
  }
  const letter = writeLetter(templateOf(settings, language, message.kind), language, message.kind, sources)
  if (order === undefined) return toMessage(letter, language)
  return toMessage(withOrderLink(letter, language, message.kind, settings, links.orderLink(order.id, language)), language)
}

const ink = '#1b1927'
const soft = '#46434f'
const accent = '#432c8e'
const font = (size: string, weight = 'normal') => `font:${weight} ${size} Arial,Helvetica,sans-serif`

/** Kept by readers that keep it; the mail is whole without it. */
const sheet = `@media (prefers-color-scheme: dark) {
.bg { background: #131219 !important } .card { background: #1c1b25 !important; border-color: #54478c !important }
.ink { color: #f5f3f9 !important } .soft { color: #cbc7d6 !important } .slot { background: #322b55 !important } .violet { color: #c9bcff !important } .btn { border-color: #c9bcff !important }
}
@media (max-width: 480px) { .pad { padding-left: 20px !important; padding-right: 20px !important } .btn { display: block !important; text-align: center !important } }`

const table = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
/** An order's number is read in one piece. */
const unbroken = (line: string) =>
  line.split(/([A-Z]{1,3}-\d{3,6})/).map((part, n) => (n % 2 === 0 ? part : html`<span style="white-space:nowrap">${part}</span>`))
/** An address in a line of its own may be pressed, and is no button. */
const withLink = (line: string) =>
  isLink(line) ? html`<a class="soft" href="${line}" style="color:${soft}">${line}</a>` : html`${unbroken(line)}`
const inLines = (lines: readonly unknown[]) => lines.map((line, n) => html`${n > 0 ? raw('<br>') : ''}${line}`)

/** The day, then the hour, read from afar; what follows is where. One line alone is what is read from afar. */
const hourBox = (lines: readonly string[]) => {
  // A day may break where its words do: on a phone it is wider than the screen.
  const [first = '', second] = lines.map((line, n) => (n === 1 ? line : line.replaceAll('\u00a0', ' ')))
  const day = html`<span class="ink" style="${font('22px/28px', 'bold')};color:${ink}">${first}</span>`
  const hour = html`<span class="violet" style="${font('42px/50px', 'bold')};color:${accent}">${second ?? first}</span>`
  const looks = second === undefined ? [hour] : [day, hour]
  const others = lines.slice(2).map((line) => html`<span class="ink" style="${font('18px/26px')};color:${ink}">${line}</span>`)
  return html`<tr><td class="pad" style="padding:12px 32px"><table ${raw(table)} class="slot" style="background:#ece7f9;border-left:6px solid ${accent}"><tr><td style="padding:16px 20px">${inLines([...looks, ...others])}</td></tr></table></td></tr>`
}

const toClosing = ({ before, telephone, after }: NonNullable<SignedLetter['closing']>) =>
  html`<tr><td class="pad ink" style="padding:16px 32px;border-top:1px solid #c6bbea;${font('18px/28px')};color:${ink}">${before}${
    telephone === undefined
      ? ''
      : html`<a class="violet" href="tel:${telephone.replace(/[^\d+]/g, '')}" style="color:${accent};font-weight:bold;white-space:nowrap">${telephone}</a>`
  }${after}</td></tr>`

const isLink = (line: string | undefined): line is string => line !== undefined && /^https?:\/\/\S+$/.test(line)

/** Words and an address below them are a button. */
const toButton = (words: string, link: string) =>
  html`<tr><td class="pad" style="padding:10px 32px 8px"><a class="btn violet" href="${link}" style="display:inline-block;padding:15px 24px;border:2px solid ${accent};border-radius:10px;${font('18px/22px', 'bold')};color:${accent};text-decoration:none">${words.replace(/\s*:$/, '')}</a></td></tr>`

const toPart = ({ lines, isHour }: Paragraph) => {
  const [words = '', link] = lines
  if (isHour) return hourBox(lines)
  if (lines.length === 2 && isLink(link)) return toButton(words, link)
  return html`<tr><td class="pad ink" style="padding:8px 32px;${font('18px/28px')};color:${ink}">${inLines(lines.map(withLink))}</td></tr>`
}

/**
 * Fixed tables and inline styles, as mail readers want them; what a phone and a dark screen add is in a style sheet that a reader may drop.
 * Nothing in it is fetched from anywhere.
 */
const toHtml = (language: MessageLanguage, letter: SignedLetter): string => {
  const { subject, paragraphs, service, library, closing, why } = letter
  const hour = paragraphs.find(({ isHour }) => isHour)
  const body = paragraphs.map(toPart)
  return `${html`<!doctype html>
<html lang="${language}" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${subject}</title><style>${raw(sheet)}</style></head>
<body class="bg" style="margin:0;padding:0;background:#f4f2ee">
${hour === undefined ? '' : html`<div style="display:none;max-height:0;overflow:hidden">${hour.lines.join(', ')}</div>`}
<div role="main"><table ${raw(table)} class="bg" style="background:#f4f2ee"><tr><td align="center" style="padding:20px 10px">
<table ${raw(table.replace('100%', '600'))} class="card" style="width:100%;max-width:600px;background:#ffffff;border:1px solid #c6bbea;border-top:6px solid ${accent};overflow-wrap:anywhere">
<tr><td class="pad ink" style="padding:22px 32px 0;${font('18px/26px', 'bold')};color:${ink}">${service}<br><span class="soft" style="${font('16px/24px')};color:${soft}">${library}</span></td></tr>
<tr><td class="pad ink" style="padding:22px 32px 6px;color:${ink}"><h1 style="margin:0;${font('27px/34px', 'bold')}">${unbroken(subject)}</h1></td></tr>
${body}
<tr><td style="padding:6px"></td></tr>
${closing === undefined ? '' : toClosing(closing)}
</table>
${why === undefined ? '' : html`<table ${raw(table.replace('100%', '600'))} style="width:100%;max-width:600px"><tr><td class="pad soft" style="padding:16px 32px;${font('15px/23px')};color:${soft}">${why}</td></tr></table>`}
</td></tr></table></div></body></html>
`}`
}
