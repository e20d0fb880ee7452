/**
 * Builds a library whose public page is open, over the real routes and a real catalogue file, and browsers that visit it: each keeps its
 * cookies, follows what it is told, and presses what it sees. Runs in tests; nobody here has a script.
 */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Row } from '../../src/domain/row/desk-state.ts'
import type { PublicPage, Settings } from '../../src/domain/settings/settings.ts'
import { publishCatalogue } from '../../src/endpoint/catalogue/publish-catalogue.ts'
import type { EndpointPorts } from '../../src/endpoint/http/endpoint-ports.ts'
import { pageSecret } from '../../src/endpoint/messages/page-links.ts'
import { createSeals } from '../../src/endpoint/messages/seal.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import type { CatalogueEntry } from '../../src/endpoint/storage/stored.ts'
import { memoryFolder } from '../fakes/memory-folder.ts'
import { aSettings } from './a-settings.ts'
import { anEndpoint, libraryOfTests } from './an-endpoint.ts'
import { anEntry } from './in-a-store.ts'

export const aPublicPage = (changes: Partial<PublicPage> = {}): PublicPage => ({
  isOn: true,
  telephone: '05 36 49 12 07',
  hours: { fr: 'du mardi au samedi, de 10 h à 18 h', en: 'Tuesday to Saturday, 10:00 to 18:00' },
  place: { fr: 'À la porte de la cour, 3 rue des Tilleuls.' },
  bring: { fr: 'Apportez votre carte, et un sac.', en: 'Bring your card and a bag.' },
  ...changes,
})

/** One title more than the endpoint of the tests has: Bérénice, with two copies. */
const berenice: readonly CatalogueEntry[] = [anEntry('33331000000020', 'record-2'), anEntry('33331000000038', 'record-2')]

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** What a browser without script makes of a page: its words, its forms, where it stands. */
export class Shown {
  readonly status: number
  readonly path: string
  readonly html: string
  readonly headers: Headers
  constructor(status: number, path: string, html: string, headers: Headers) {
    this.status = status
    this.path = path
    this.html = html
    this.headers = headers
  }

  /** Without marks, in one line, its spaces plain. */
  get text(): string {
    return unescaped(this.html.replace(/<(style|head)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ')).replace(/[\s\u00a0\u202f]+/g, ' ')
  }

  /** The forms that are posted, each with its fields as they stand. */
  get forms(): readonly { readonly action: string; readonly fields: Record<string, string>; readonly html: string }[] {
    return [...this.html.matchAll(/<form[^>]*method="post" action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(
      ([, action = '', inside = '']) => ({
        action: unescaped(action),
        html: inside,
        fields: Object.fromEntries(
          [...inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
            name,
            unescaped(value),
          ]),
        ),
      }),
    )
  }
}

export class Visitor {
  readonly cookies = new Map<string, string>()
  readonly #ask: (path: string, init: RequestInit) => Promise<Response>
  readonly #headers: Readonly<Record<string, string>>
  constructor(ask: (path: string, init: RequestInit) => Promise<Response>, headers: Readonly<Record<string, string>> = {}) {
    this.#ask = ask
    this.#headers = headers
  }

  /** As it comes, no redirection followed. */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...this.#headers, ...(cookie === '' ? {} : { Cookie: cookie }), ...(init.headers as Record<string, string>) }
    const answer = await this.#ask(path, { redirect: 'manual', ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }

  async #follow(path: string, answer: Response): Promise<Shown> {
    const to = answer.headers.get('Location')
    if (to !== null) return this.get(to.replace(/#.*/, ''))
    return new Shown(answer.status, path, await answer.text(), answer.headers)
  }

  async get(path: string): Promise<Shown> {
    return this.#follow(path, await this.send(path))
  }

  async post(path: string, fields: Readonly<Record<string, string>>): Promise<Shown> {
    return this.#follow(path, await this.send(path, posted(fields)))
  }

  /** Presses the button of the form that holds `label`, with what was typed. */
  async press(shown: Shown, label: string, typed: Readonly<Record<string, string>> = {}): Promise<Shown> {
    const form = shown.forms.find(({ html }) =>
      unescaped(html)
        .replace(/[\u00a0\u202f]/g, ' ')
        .includes(label),
    )
    if (form === undefined) throw new Error(`no form with « ${label} » on ${shown.path}`)
    return this.post(form.action, { ...form.fields, ...typed })
  }
}

export const posted = (fields: Readonly<Record<string, string>>): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

/** Its slug, of the name that the library of the tests was made under. */
export const rootOfTests = '/b/mediatheque-de-valmont'
export const pageOfTests = `${rootOfTests}/fr`

export const aPageLibrary = async ({
  page = {},
  settings = {},
  rows = [],
  store,
  ports = {},
}: {
  readonly page?: Partial<PublicPage>
  readonly settings?: Partial<Settings>
  readonly rows?: readonly Row[]
  readonly store?: Store
  readonly ports?: Partial<EndpointPorts>
} = {}) => {
  const dataDir = mkdtempSync(join(memoryFolder, 'page-'))
  const open = aSettings({ publicPage: aPublicPage(page), sendsMail: true, ...settings })
  const endpoint = await anEndpoint({ ...(store === undefined ? {} : { store }), rows: [open, ...rows], ports: { dataDir, ...ports } })
  const now = endpoint.instantBefore(0)
  await endpoint.store.transact(libraryOfTests, async (transaction) => {
    await transaction.upsertCatalogue(berenice)
  })
  await (await publishCatalogue(endpoint.store, libraryOfTests, dataDir, now)).compressed
  return { ...endpoint, dataDir, visitor: (headers?: Readonly<Record<string, string>>) => new Visitor(endpoint.ask, headers) }
}

/** A browser that has pressed the link of a mail for this card. */
export const prove = async (store: Store, visitor: Visitor, card: string, now: number): Promise<Shown> => {
  const seals = createSeals(await store.secret(pageSecret))
  const token = seals.seal('link', libraryOfTests, { card, until: now + 60_000 })
  return visitor.post(`${pageOfTests}/lien/${token}`, {})
}
