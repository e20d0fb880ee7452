/**
 * The public page as an app of its own, under `/b/{slug}/` (PAGE-1, PAGE-2): whose page it is, in which language, what may load, who may post. Runs on the endpoint. Where the library has not opened it, nothing of it is there. A reading is a GET; a change is a POST that
 * answers 303, so that Back and Reload do nothing twice.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { secureHeaders } from 'hono/secure-headers'
import type { CardNumber } from '../../domain/ids.ts'
import { msPerMinute } from '../../domain/instant.ts'
import type { Language } from '../../locale/formats.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { CountedRate, RateLimit } from '../enrolment/rate-limit.ts'
import { isOpposed, opposeMailing, takeBackOpposition } from '../messages/mailing.ts'
import { olderRoom, pageSecret } from '../messages/page-links.ts'
import { createSeals, type Seals } from '../messages/seal.ts'
import { withMembers } from '../storage/with-members.ts'
import { addChooseRoutes } from './choose-routes.ts'
import {
  isShut,
  languageWords,
  markOf,
  oppositionPath,
  orderPath,
  type PageEnv,
  type PagePorts,
  pressed,
  styleOf,
  toPage,
  trialPath,
  type Visit,
} from './layout.ts'
import { addOrderLinkRoutes, addTrialRoutes } from './order-link-routes.ts'
import { addOrderRoutes } from './order-routes.ts'
import { readBasket } from './page-cookies.ts'
import {
  aboutPage,
  answerLimit,
  closedPage,
  declarationPage,
  declarationPath,
  guidePage,
  guidePath,
  type HoldBack,
  missingPage,
  troublePage,
} from './plain-pages.ts'
import { createCatalogues } from './shelves.ts'
import { addWhoRoutes, boundsOfProof, knownCards } from './who-routes.ts'

/** Bytes of a form. */
const longestForm = 16_384
/** Requests of one network: a family that reads on, and no flood. */
const boundsPerNetwork = { burst: 300, refillMs: 200 }
/** Presses of one card that write to the base, on any of its orders: twenty, then two an hour. */
const boundsPerCard = { burst: 20, refillMs: 30 * msPerMinute }
/** Seconds for which a browser keeps the style and the font. */
const styleLifeSeconds = 3600
/** « /b/saint-aubin »: the first two words of an address that led to a library. */
const rootOf = ({ req }: Context<PageEnv>): string => req.path.split('/').slice(0, 3).join('/')
/** After the language: what of the library's page. */
const roomOf = ({ req }: Context<PageEnv>): string => req.path.split('/')[4] ?? ''
const languages: readonly Language[] = ['fr', 'en']

/** Refuses what another site's page posts. Where a browser says nothing of it, the cookies' `SameSite` holds alone. */
export const refuseForeign =
  ({ publicUrl }: Pick<PagePorts, 'publicUrl'>): MiddlewareHandler<PageEnv> =>
  async ({ req, body }, next) => {
    if (req.method !== 'POST') return next()
    const [site, origin] = [req.header('Sec-Fetch-Site'), req.header('Origin') ?? 'null']
    const host = URL.canParse(origin) ? new URL(origin).host : undefined
    const isForeign =
      site === undefined
        ? origin !== 'null' && host !== new URL(publicUrl).host && host !== req.header('Host')
        : site !== 'same-origin' && site !== 'none'
    return isForeign ? body(null, 403) : next()
  }

/**
 * Of whom the address speaks, where that library has opened its page; under the older address it is named by its id, so that links in mails
 * stay good. `isAlways`: also where it has shut it since.
 */
const openLibrary = async ({ store }: PagePorts, address: string, isAlways: boolean) => {
  const [, room, named] = address.split('/')
  const library = (await store.libraries(named)).find(({ id, slug }) => (room === olderRoom ? id : slug) === named)
  if (library === undefined) return undefined
  const settings = await store.read(library.id, async (reader) => reader.row('settings', 'settings'))
  return settings?.publicPage !== undefined && (settings.publicPage.isOn || isAlways)
    ? { library, settings, page: settings.publicPage }
    : undefined
}
type Opened = NonNullable<Awaited<ReturnType<typeof openLibrary>>>

export const securityHeaders = (isTls: boolean): MiddlewareHandler<PageEnv> =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'"],
      // The page has no script. This lets a checker that runs inside the page read `robots.txt`.
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [], displayCapture: [] },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    strictTransportSecurity: isTls ? 'max-age=31536000' : false,
  })

const kept = { 'Cache-Control': `public, max-age=${styleLifeSeconds}` }
const answerFile = async (context: Context<PageEnv>, path: string, type: string): Promise<Response> => {
  const bytes = await readFile(path).catch(() => undefined)
  return bytes === undefined ? context.body(null, 404) : context.body(new Uint8Array(bytes), 200, { 'Content-Type': type, ...kept })
}

/** However many visitors read, a desk's reads never stand behind theirs (NET-5). */
const readApart = (ports: PagePorts): PagePorts => ({
  ...ports,
  store: withMembers(ports.store, { read: (libraryId, work) => ports.store.read(libraryId, work, 'page') }),
})

/** The seals of this endpoint, read once. `last`: for what is said where the store does not answer; of no use before its first answer. */
const keepSeals = (store: PagePorts['store']) => {
  let read: Promise<Seals> | undefined
  const kept = {
    last: createSeals(''),
    get: (): Promise<Seals> => {
      read ??= store.secret(pageSecret).then((secret) => {
        kept.last = createSeals(secret)
        return kept.last
      })
      // A store that does not answer now is asked again.
      read.catch(() => {
        read = undefined
      })
      return read
    },
  }
  return kept
}

export const createPageApp = (given: PagePorts): Hono<PageEnv> => {
  const ports = readApart(given)
  const { store, now, reportDefect, isTls, buildDirs, dataDir } = ports
  const app = new Hono<PageEnv>()
  const seals = keepSeals(store)
  const openShelves = createCatalogues(store, dataDir)
  const perNetwork = new RateLimit(boundsPerNetwork)
  const [perProof, perCard] = [new CountedRate(store, 'proof', boundsOfProof), new CountedRate(store, 'presses', boundsPerCard)]
  const holdBack: HoldBack = async (context, card) => {
    const { library, now: at } = context.get('visit')
    return answerLimit(context, await perCard.take(`${library.id}\n${card}`, at))
  }
  /** Of each library as it was last read: what is said when nothing can be read, or is. */
  const lastOpened = new Map<string, Opened>()

  const visitOf = (context: Context<PageEnv>, opened: Opened, sealed: Seals): Visit => {
    const language = context.req.path.split('/')[3] === 'en' ? 'en' : 'fr'
    const isTrial = roomOf(context) === trialPath
    const root = rootOf(context)
    const at = now()
    return {
      ...opened,
      ...languageWords(language),
      root,
      base: `${root}/${language}${isTrial ? `/${trialPath}` : ''}`,
      isTrial,
      now: at,
      local: wallClockOf(opened.settings.zone)(at),
      seals: sealed,
      isTls,
      basket: readBasket(context, sealed, opened.library.id, isTrial),
    }
  }
  app.use(async (context, next) => {
    context.set('route', 'page')
    await next()
  })
  app.use(securityHeaders(isTls))
  app.use(bodyLimit({ maxSize: longestForm, onError: (context) => context.body(null, 413) }))
  app.use(refuseForeign(ports))
  app.use('/:library/*', async (context, next) => {
    // Before anything is read: whoever invents addresses holds up nobody's visitors (NET-5).
    const waitMs = perNetwork.take(context.get('network'), now())
    if (waitMs > 0) {
      const known = lastOpened.get(rootOf(context))
      if (known === undefined) return context.body(null, 429, { 'Retry-After': String(Math.ceil(waitMs / 1000)) })
      context.set('visit', visitOf(context, known, seals.last))
      context.header('Cache-Control', 'no-store')
      // A browser that showed a card reads on beside a neighbour who floods from the same address, within bounds of its own.
      const [card] = knownCards(context)
      if (card === undefined || perNetwork.take(`${known.library.id}\n${card}`, now()) > 0) return answerLimit(context, waitMs)
    }
    const opened = await openLibrary(ports, rootOf(context), [oppositionPath, orderPath].includes(roomOf(context)))
    if (opened === undefined) return context.body(null, 404)
    lastOpened.set(rootOf(context), opened)
    context.set('visit', visitOf(context, opened, await seals.get()))
    context.header('Cache-Control', 'no-store')
    return next()
  })

  app.get('/:library/style.css', (context) =>
    context.body(styleOf(context.get('visit').settings), 200, { 'Content-Type': 'text/css; charset=utf-8', ...kept }),
  )
  app.get('/:library/mark.svg', (context) =>
    context.body(markOf(context.get('visit').settings), 200, { 'Content-Type': 'image/svg+xml', ...kept }),
  )
  const built = buildDirs[0] ?? ''
  app.get('/:library/font.woff2', (context) =>
    answerFile(context, join(built, 'fonts', 'atkinson-hyperlegible-next-fr.woff2'), 'font/woff2'),
  )
  app.get('/:library/guide/:picture{(?:search|code|hours|noted)-(?:fr|en)\\.webp}', (context) =>
    answerFile(context, join(built, 'guide', 'usagers', context.req.param('picture')), 'image/webp'),
  )
  app.on('GET', ['/:library', '/:library/'], (context) => {
    const language = /^en\b/i.test(context.req.header('Accept-Language') ?? '') ? 'en' : 'fr'
    context.header('Vary', 'Accept-Language')
    return context.redirect(`${rootOf(context)}/${language}/`, 302)
  })

  addOppositionRoutes(app, ports)
  for (const language of languages) {
    const trial = new Hono<PageEnv>()
    addTrialRoutes(trial, ports, openShelves)
    app.get(`/:library/${language}/${trialPath}`, (context) => context.redirect(`${context.get('visit').base}/`, 302))
    // Before the pages that are shut while the service is: a manager tries them first.
    app.route(`/:library/${language}/${trialPath}/`, trial)
    const pages = new Hono<PageEnv>()
    pages.get('/a-propos', (context) => context.html(aboutPage(context.get('visit'))))
    pages.get(declarationPath, (context) => context.html(declarationPage(context.get('visit'))))
    pages.get(guidePath, (context) => context.html(guidePage(context.get('visit'))))
    pages.use(async (context, next) => {
      const visit = context.get('visit')
      return isShut(visit) && roomOf(context) !== orderPath ? context.html(closedPage(visit), 503) : next()
    })
    addChooseRoutes(pages, ports, openShelves)
    addWhoRoutes(pages, ports, perProof)
    addOrderRoutes(pages, ports, openShelves, holdBack)
    addOrderLinkRoutes(pages, ports, openShelves, holdBack)
    app.get(`/:library/${language}`, (context) => context.redirect(`${context.get('visit').base}/`, 302))
    app.route(`/:library/${language}/`, pages)
  }

  app.all('/:library/*', (context) => context.html(missingPage(context.get('visit')), 404))
  app.onError((defect, context) => {
    reportDefect(defect)
    const known = lastOpened.get(rootOf(context))
    return known === undefined ? context.body(null, 500) : context.html(troublePage(visitOf(context, known, seals.last)), 500)
  })
  return app
}

/** No more mailings, by one press (MSG-13, RFC 8058): of the button in the mail's own frame, or of the page that its link opens. */
const addOppositionRoutes = (app: Hono<PageEnv>, { store, now }: PagePorts): void => {
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
