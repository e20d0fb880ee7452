/**
 * The page on which a demo shows the mails that it kept instead of sending them. Runs on the endpoint; html without script, which a browser
 * shows by itself. A mail's own html stands in a frame that may do nothing.
 */
import { html } from 'hono/html'
import { toInstant } from '../../domain/instant.ts'
import type { MessageLanguage } from '../../domain/message/message.ts'
import { formatsByLanguage } from '../../locale/formats.ts'
import { messageWords } from '../../locale/write-letter.ts'
import type { WallClock } from '../../protocol/wall-clock.ts'
import { type KeptMail, readKeptMails } from './mail/folder-channel.ts'

/** Mails on the page: each with its html in it. */
const mostShown = 50

const style = `body { margin: 0 auto; padding: 1rem; max-width: 52rem; font: 1.125rem/1.6 system-ui, sans-serif; color: #1b1927; background: #f4f2ee }
article { margin: 1.5rem 0; padding: 1rem; background: #fff; border-left: 6px solid #432c8e } h2 { margin: 0 } p { margin: .25rem 0 }
pre { white-space: pre-wrap; font: inherit } iframe { width: 100%; height: 34rem; border: 1px solid #c6bbea } summary { min-height: 3rem; padding: .5rem 0 }`

const toArticle = ({ at, to, subject, text, html: page, language }: KeptMail, shownIn: MessageLanguage, toLocal: WallClock) => {
  const format = formatsByLanguage[shownIn]
  const { date, time } = toLocal(toInstant(at))
  const { kept } = messageWords[shownIn]
  return html`<article><h2 lang="${language}">${subject}</h2><p>${to} · ${messageWords[shownIn].at(format.date(date), format.time(time))}</p>
<details><summary>${kept.asText}</summary><pre lang="${language}">${text}</pre></details>
<details open><summary>${kept.asHtml}</summary><iframe sandbox="" title="${subject}" srcdoc="${page}"></iframe></details></article>`
}

export const keptMailsPage = async (dataDir: string, language: MessageLanguage, toLocal: WallClock): Promise<string> => {
  const { kept } = messageWords[language]
  const mails = await readKeptMails(dataDir, mostShown)
  return `${html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${kept.title}</title><style>${style}</style></head>
<body><main><h1>${kept.title}</h1><p>${kept.say}</p>${mails.length === 0 ? html`<p>${kept.none}</p>` : mails.map((mail) => toArticle(mail, language, toLocal))}</main></body></html>
`}`
}
