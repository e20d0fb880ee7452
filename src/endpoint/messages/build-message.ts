/**
 * The subject, the text and the html of one message, from the rows as they are now (MSG-6, MSG-10, MSG-11). Runs on the endpoint, in the
 * transaction that takes the message in hand. The html is made from the same paragraphs as the text, and holds nothing that the text lacks.
 */
import { html, raw } from 'hono/html'
import { toItemBarcode } from '../../domain/ids.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import type { BlankSources, LentLine } from '../../domain/message/build-blanks.ts'
import type { MessageLanguage } from '../../domain/message/mail-address.ts'
import type { Message, MessageKind } from '../../domain/message/message.ts'
import type { MessageContext } from '../../domain/message/messages-of.ts'
import { sampleSources } from '../../domain/message/sample-messages.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { nextFreeSlots } from '../../domain/slot/next-free-slots.ts'
import { messageWords, type SignedLetter, templateOf, writeLetter } from '../../locale/write-letter.ts'
import type { Trial } from '../storage/messages.ts'
import { readDesk } from '../storage/read-desk.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { PageLinks } from './page-links.ts'

/** What was lent, as the tablet handed it over; empty where that is no longer kept. */
const loansOf = async (transaction: StoreTransaction, message: Message): Promise<readonly LentLine[]> => {
  if (message.handover === undefined) return []
  const [receipt] = (await transaction.receiptsOf(message.handover)).filter(({ outcome }) => outcome.startsWith('accepted'))
  if (receipt === undefined || receipt.envelope === '') return []
  // Read by its schema when it was received.
  const { payload } = JSON.parse(receipt.envelope) as { payload: { items: { barcode: string; dueOn: string }[] } }
  const lines: LentLine[] = []
  for (const { barcode, dueOn } of payload.items) {
    const title = (await transaction.catalogueEntry(toItemBarcode(barcode)))?.title ?? barcode
    lines.push({ title, dueOn: dueOn as LentLine['dueOn'] })
  }
  return lines.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
}

export interface BuiltMessage {
  readonly subject: string
  readonly text: string
  readonly html: string
}

const toText = ({ paragraphs, signed }: SignedLetter): string =>
  `${paragraphs
    .map(({ lines, isHour }) => lines.map((line) => (isHour ? `    ${line}` : line)).join('\n'))
    .join('\n\n')}\n\n-- \n${signed.join('\n')}\n`

const ink = '#1b1927'
const accent = '#432c8e'
const face = 'font-family:Arial,Helvetica,sans-serif'

const toHtml = (language: MessageLanguage, { subject, paragraphs, signed }: SignedLetter): string => {
  const body = paragraphs.map(({ lines, isHour }) =>
    isHour
      ? html`<tr><td style="padding:12px 32px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#ece7f9;border-left:6px solid ${accent}"><tr><td style="padding:16px 20px;${face};font-size:18px;line-height:28px;color:${ink}">${lines.map(
          (line, n) =>
            html`${n > 0 ? raw('<br>') : ''}${n < 2 ? html`<b style="font-size:24px;line-height:34px;color:${accent}">${line}</b>` : line}`,
        )}</td></tr></table></td></tr>`
      : html`<tr><td style="padding:8px 32px;${face};font-size:18px;line-height:28px;color:${ink}">${lines.map(
          (line, n) =>
            html`${n > 0 ? raw('<br>') : ''}${/^https?:\/\/\S+$/.test(line) ? html`<a href="${line}" style="color:${accent};word-break:break-all">${line}</a>` : line}`,
        )}</td></tr>`,
  )
  return `${html`<!doctype html>
<html lang="${language}" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light"><title>${subject}</title></head>
<body style="margin:0;padding:0;background:#f4f2ee"><div role="main"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f4f2ee"><tr><td align="center" style="padding:20px 10px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;background:#ffffff;border:1px solid #c6bbea;border-top:6px solid ${accent}">
<tr><td style="padding:22px 32px 6px"><h1 style="margin:0;${face};font-size:27px;line-height:34px;color:${ink}">${subject}</h1></td></tr>
${body}
<tr><td style="padding:16px 32px;border-top:1px solid #c6bbea;${face};font-size:16px;line-height:24px;color:#46434f">${signed.map(
    (line, n) => html`${n > 0 ? raw('<br>') : ''}${line}`,
  )}</td></tr>
</table></td></tr></table></div></body></html>
`}`
}

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
): BuiltMessage => toMessage(writeLetter(template, language, kind, sampleSources(kind, sample, settings, today)), language)

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
    return toMessage({ ...letter, signed: [`${settings.serviceName}, ${settings.libraryName}`] }, language)
  }
  const order = message.orderId === undefined ? undefined : await transaction.row('order', message.orderId)
  if (order === undefined && message.kind !== 'receipt') return undefined
  const loans = await loansOf(transaction, message)
  if (message.kind === 'receipt' && loans.length === 0) return undefined
  const isMissed = message.kind === 'no-show'
  const free =
    isMissed && order !== undefined
      ? await readDesk(transaction, (state) => nextFreeSlots(state, settings, order.slot.siteId, toLocal(now)))
      : []
  const sources: BlankSources = {
    settings,
    order,
    next: free.map(({ key }) => key),
    keptUntil: isMissed && order !== undefined && settings.keepDays > 0 ? addDays(order.slot.date, settings.keepDays) : undefined,
    loans,
  }
  return toMessage(writeLetter(templateOf(settings, language, message.kind), language, message.kind, sources), language)
}
