/**
 * The guide for patrons (MSG-14): steps with a picture each, the library's own or ours, read on a screen and printed on two sheets of A4. Runs on
 * the endpoint; what is shown, and nothing else. It is there while the service is paused too: it is what the mailing leads to.
 */
import { html } from 'hono/html'
import type { OwnWords } from '../../domain/settings/settings.ts'
import { patronsGuideWords } from '../../locale/en/patrons-guide.ts'
import { icon } from './icons.ts'
import { type Html, ownText, toPage } from './layout.ts'
import { trialPath, type Visit } from './page-env.ts'

export const guidePath = '/mode-d-emploi'
/** Of the pictures, in pixels of the page: all are taken alike. */
const [pictureWidth, pictureHeight] = [390, 440]

const { fr, en } = patronsGuideWords
const ours = (of: (words: typeof fr) => string | undefined): OwnWords => ({ fr: of(fr) ?? '', en: of(en) })

export const guidePage = (visit: Visit): Html => {
  const { language, root, base, words, page, settings } = visit
  const { title, lead, order, where, steps, pictures } = patronsGuideWords[language]
  const blocks =
    page.guide ?? steps.map(({ picture }, n) => ({ picture, title: ours((w) => w.steps[n]?.title), text: ours((w) => w.steps[n]?.text) }))
  const body = html`<h1 class="ask">${title}</h1>${page.guide === undefined ? html`<p class="tell">${lead}</p>` : ''}<ol class="guide">${blocks.map(
    ({ title: head, text, picture }, n) =>
      html`<li class="panel guide-step"><span class="n" aria-hidden="true">${n + 1}</span><div><h2>${ownText(visit, head)}</h2><p>${ownText(visit, text)}</p></div>${
        picture === undefined
          ? ''
          : html`<figure><img src="${root}/guide/${picture}-${language}.webp" alt="${pictures[picture]}" width="${pictureWidth}" height="${pictureHeight}"></figure>`
      }</li>`,
  )}</ol>${settings.pageAddress === undefined ? '' : html`<p class="on-paper">${where(settings.pageAddress)}</p>`}<p class="acts guide-ways"><a class="btn primary" href="${base}/">${order}${icon('arrow')}</a><a class="btn" href="${base}/${trialPath}/">${words.trial.start}</a></p>`
  return toPage(visit, { title: words.foot.guide, body, path: guidePath, summary: lead })
}
