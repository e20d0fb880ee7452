/**
 * The page, the manifest and the mark under the library's own name and colour: what is seen before the app has drawn anything, and what
 * a tablet calls the app once it is installed. Runs on the endpoint.
 * A browser asks for a manifest without a credential: with several libraries, a cookie set at the enrolment says which one asks. Where
 * nobody can say, the files go out as they were built. A tablet keeps its page until the next build: a new name waits for it there.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import type { LibraryId } from '../../domain/ids.ts'
import { accentTones } from '../../domain/settings/accent-tones.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { named } from './request-guards.ts'

/** What the built files say where no library has decided otherwise. */
const appName = 'Prêt à emporter'
const appViolet = '#432c8e'
const cookieName = 'library'

type Dress = (file: string, settings: Settings) => string

const colourOf = ({ accentColour }: Settings): string =>
  accentColour === undefined ? appViolet : accentTones(accentColour, 'light').accent

const dressMarkup: Dress = (file, settings) =>
  file.replaceAll(appName, () => String(html`${settings.serviceName}`)).replaceAll(appViolet, colourOf(settings))

const dressManifest: Dress = (file, settings) =>
  JSON.stringify({
    ...JSON.parse(file),
    name: settings.serviceName,
    short_name: settings.serviceName,
    theme_color: colourOf(settings),
  })

const files: readonly { readonly paths: readonly string[]; readonly name: string; readonly type: string; readonly dress: Dress }[] = [
  { paths: ['/', '/index.html'], name: 'index.html', type: 'text/html; charset=utf-8', dress: dressMarkup },
  { paths: ['/manifest.webmanifest'], name: 'manifest.webmanifest', type: 'application/manifest+json', dress: dressManifest },
  { paths: ['/icons/mark.svg'], name: 'icons/mark.svg', type: 'image/svg+xml', dress: dressMarkup },
]

/** 400 days, the longest that browsers keep a cookie (RFC 6265bis, section 5.5). Each enrolment sets it anew. */
const cookieLifeSeconds = 400 * 24 * 3600

/** Lets this browser's next requests for the page and the manifest name their library. It holds nothing else. */
export const rememberLibrary = (context: Context<EndpointEnv>, libraryId: LibraryId, isTls: boolean): void =>
  setCookie(context, cookieName, libraryId, {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: isTls,
    maxAge: cookieLifeSeconds,
  })

/** GET /, /manifest.webmanifest and /icons/mark.svg of the current build, dressed as the library that asks. */
export const createFaceRoutes = ({ store, buildDirs: [current] }: EndpointPorts): Hono<EndpointEnv> => {
  const routes = new Hono<EndpointEnv>()
  if (current === undefined) return routes
  const settingsFor = async (context: Context<EndpointEnv>): Promise<Settings | undefined> => {
    // Read apart from the desks, as the patrons' page reads: the visitor is not identified yet (NET-5).
    const libraries = (await store.libraries(cookieName)).filter(({ head }) => head > 0)
    const asked = getCookie(context, cookieName)
    const library = libraries.length === 1 ? libraries[0] : libraries.find(({ id }) => id === asked)
    return library && store.read(library.id, async (reader) => reader.row('settings', 'settings'), 'page')
  }
  for (const { paths, name, type, dress } of files) {
    routes.on('GET', [...paths], named('app'), async (context, next) => {
      const [file, settings] = await Promise.all([readFile(join(current, name), 'utf8').catch(() => undefined), settingsFor(context)])
      if (file === undefined) return next()
      const headers = { 'Content-Type': type, 'Cache-Control': 'no-cache', Vary: 'Cookie' }
      return context.body(settings === undefined ? file : dress(file, settings), 200, headers)
    })
  }
  return routes
}
