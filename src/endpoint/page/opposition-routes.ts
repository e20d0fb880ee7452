/**
 * No more mailings, by one press (MSG-13, RFC 8058): of the button in the mail's own frame, or of the page that its link opens. Runs on the
 * endpoint. Visiting changes nothing; pressed twice it is once; it works while the page is closed, for what was mailed stays mailed.
 */
import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { CardNumber } from '../../domain/ids.ts'
import { isOpposed, opposeMailing, takeBackOpposition } from '../messages/mailing.ts'
import { pressed, toPage } from './layout.ts'
import { oppositionPath, type PageEnv, type PagePorts } from './page-env.ts'
import { missingPage } from './plain-pages.ts'

export const addOppositionRoutes = (app: Hono<PageEnv>, { store, now }: PagePorts): void => {
  const cardOf = (context: Context<PageEnv>): CardNumber | undefined => {
    const { seals, library } = context.get('visit')
    // Sealed by us, in the mail.
    return seals.open('opposition', library.id, context.req.param('token')) as CardNumber | undefined
  }
  const path = `/:library/:language{(?:fr|en)}/${oppositionPath}/:token`
  const form = (context: Context<PageEnv>, back: '' | '/reprendre', look: string, words: string) =>
    pressed(
      `${context.get('visit').base}/${oppositionPath}/${context.req.param('token')}${back}`,
      {},
      html`<button class="btn ${look}">${words}</button>`,
    )
  /** It is noted; and the way back. */
  const showDone = (context: Context<PageEnv>) => {
    const visit = context.get('visit')
    const { opposition } = visit.words
    const body = html`<h1 class="ask">${opposition.done}</h1><p class="tell">${opposition.doneSay}</p>${form(context, '/reprendre', '', opposition.takeBack)}`
    return context.html(toPage(visit, { title: opposition.done, body }))
  }
  app.get(path, async (context) => {
    const [visit, card] = [context.get('visit'), cardOf(context)]
    if (card === undefined) return context.html(missingPage(visit), 404)
    if (card !== '' && (await isOpposed(store, visit.library.id, card))) return showDone(context)
    const { opposition } = visit.words
    const body = html`<h1 class="ask">${opposition.ask}</h1><p class="tell">${opposition.say}</p>${form(context, '', 'primary', opposition.press)}`
    return context.html(toPage(visit, { title: opposition.ask, body }))
  })
  // Whoever reads mail for a patron presses without following anything (RFC 8058, 3.2): it is answered here.
  app.post(path, async (context) => {
    const [visit, card] = [context.get('visit'), cardOf(context)]
    if (card === undefined) return context.html(missingPage(visit), 404)
    await opposeMailing(store, visit.library.id, card, now())
    return showDone(context)
  })
  app.post(`${path}/reprendre`, async (context) => {
    const [visit, card] = [context.get('visit'), cardOf(context)]
    if (card === undefined) return context.html(missingPage(visit), 404)
    await takeBackOpposition(store, visit.library.id, card)
    const { opposition } = visit.words
    const body = html`<h1 class="ask">${opposition.back}</h1><p class="tell">${opposition.backSay}</p>`
    return context.html(toPage(visit, { title: opposition.back, body }))
  })
}
