/**
 * A letter as html, from the same paragraphs as its text (MSG-11): fixed tables and inline styles, as mail readers want them; what a phone
 * and a dark screen add is in a style sheet that a reader may drop. Runs on the endpoint. Nothing in it is fetched from anywhere.
 */
import { html, raw } from 'hono/html'
import type { MessageLanguage } from '../../domain/message/mail-address.ts'
import type { Paragraph } from '../../domain/message/template.ts'
import type { SignedLetter } from '../../locale/write-letter.ts'

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

export const toHtml = (language: MessageLanguage, letter: SignedLetter): string => {
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
