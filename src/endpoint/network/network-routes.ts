/**
 * /reseau: the keeper's page behind a token of its own (NET-6). Runs on the endpoint. Where no token is set nothing is there. The token opens
 * this page alone: no route of tablets, managers or patrons knows it. Of it the endpoint keeps a hash, and the browser a seal for half a day.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { msPerMinute } from '../../domain/instant.ts'
import type { Language } from '../../locale/formats.ts'
import { CountedRate } from '../enrolment/rate-limit.ts'
import { pageSecret } from '../messages/page-links.ts'
import { createSeals } from '../messages/seal.ts'
import everyPage from '../page/every-page.css?raw'
import type { PageEnv, PagePorts } from '../page/layout.ts'
import { refuseForeign, securityHeaders } from '../page/page-app.ts'
import tokens from '../page/page-tokens.css?raw'
import type { Store } from '../storage/store.ts'
import type { LookAtNetwork } from './look-at-network.ts'
import style from './network.css?raw'
import { doorPage, type KeeperView, keeperLanguage, networkPage, networkRoot } from './network-page.ts'

export interface NetworkPorts extends Pick<PagePorts, 'now' | 'reportDefect' | 'publicUrl' | 'isTls' | 'buildDirs'> {
  readonly store: Pick<Store, 'secret' | 'tally'>
  /** SHA-256 of the keeper's token, hexadecimal; undefined: there is no such page. */
  readonly keeperTokenHash: string | undefined
  readonly look: LookAtNetwork
  readonly view: Omit<KeeperView, 'language' | 'words' | 'format'>
}

const cookieName = 'reseau'
/** A working day. */
const openForMs = 12 * 60 * msPerMinute
/** Ten tries at once, then one every 6 s. */
const boundsPerNetwork = { burst: 10, refillMs: 6000 }
/** Bytes of the form. */
const longestForm = 4096
/** Seconds for which a browser keeps the style and the font. */
const styleLifeSeconds = 3600
const languages: readonly Language[] = ['fr', 'en']

export const hashKeeperToken = (token: string): string => createHash('sha256').update(token).digest('hex')

const isToken = (given: string, hash: string): boolean => timingSafeEqual(Buffer.from(hashKeeperToken(given)), Buffer.from(hash))

export const createNetworkApp = ({ store, now, keeperTokenHash: hash, look, view, ...ports }: NetworkPorts): Hono<PageEnv> => {
  const app = new Hono<PageEnv>()
  if (hash === undefined) return app
  const tries = new CountedRate(store, 'keeper', boundsPerNetwork)
  const sealsOf = async () => createSeals(await store.secret(pageSecret))

  const isOpen = async (context: Context<PageEnv>): Promise<boolean> => {
    const bearer = /^Bearer (.+)$/.exec(context.req.header('Authorization') ?? '')?.[1]
    if (bearer !== undefined) return (await tries.take(context.get('network'), now())) === 0 && isToken(bearer, hash)
    const cookie = getCookie(context, cookieName)
    // Sealed for this very token: another one closes what the older opened.
    const kept = cookie && ((await sealsOf()).open('keeper', hash, cookie) as { readonly until: number } | undefined)
    return typeof kept === 'object' && kept.until > now()
  }

  app.use(async (context, next) => {
    context.set('route', 'network')
    context.header('Cache-Control', 'no-store')
    await next()
  })
  app.use(securityHeaders(ports.isTls))
  app.use(bodyLimit({ maxSize: longestForm, onError: (context) => context.body(null, 413) }))
  app.use(refuseForeign(ports))
  const kept = { 'Cache-Control': `public, max-age=${styleLifeSeconds}` }
  app.get('/style.css', (context) =>
    context.body(`${tokens}${everyPage}${style}`, 200, { 'Content-Type': 'text/css; charset=utf-8', ...kept }),
  )
  app.get('/font.woff2', async (context) => {
    const path = join(ports.buildDirs[0] ?? '', 'fonts', 'atkinson-hyperlegible-next-fr.woff2')
    const font = await readFile(path).catch(() => undefined)
    return font === undefined ? context.body(null, 404) : context.body(new Uint8Array(font), 200, { 'Content-Type': 'font/woff2', ...kept })
  })
  // With a slash at its end too, which no route of an app under a path of its own can name.
  app.get('*', (context, next) => {
    if (![networkRoot, `${networkRoot}/`].includes(context.req.path)) return next()
    const language = /^en\b/i.test(context.req.header('Accept-Language') ?? '') ? 'en' : 'fr'
    context.header('Vary', 'Accept-Language')
    return Promise.resolve(context.redirect(`${networkRoot}/${language}/`, 302))
  })
  for (const language of languages) {
    const root = `${networkRoot}/${language}/`
    const keeper: KeeperView = { ...view, ...keeperLanguage(language) }
    app.get(`/${language}`, (context) => context.redirect(root, 302))
    app.get(`/${language}/`, async (context) => {
      if (!(await isOpen(context))) return context.html(doorPage(keeper), 401)
      return context.html(networkPage(keeper, await look(), context.req.query('tout') !== undefined))
    })
    app.post(`/${language}/ouvrir`, async (context) => {
      const { door } = keeper.words
      const waitMs = await tries.take(context.get('network'), now())
      if (waitMs > 0) {
        const minutes = Math.max(1, Math.ceil(waitMs / msPerMinute))
        return context.html(doorPage(keeper, { head: door.tooMany, say: door.tooManySay(minutes) }), 429)
      }
      const { token } = await context.req.parseBody()
      if (typeof token !== 'string' || !isToken(token.trim(), hash)) {
        return context.html(doorPage(keeper, { head: door.wrong, say: door.wrongSay }), 403)
      }
      setCookie(context, cookieName, (await sealsOf()).seal('keeper', hash, { until: now() + openForMs }), {
        path: networkRoot,
        httpOnly: true,
        sameSite: 'Strict',
        secure: ports.isTls,
      })
      return context.redirect(root, 303)
    })
    app.post(`/${language}/fermer`, (context) => {
      deleteCookie(context, cookieName, { path: networkRoot, secure: ports.isTls })
      return context.redirect(root, 303)
    })
  }
  app.onError((defect, context) => {
    ports.reportDefect(defect)
    return context.body(null, 500)
  })
  return app
}
