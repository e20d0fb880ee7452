/**
 * Every address that is asked without a tablet: of the patrons' page, of the keeper's, of the door for mails that came back. Given forms,
 * cookies, links, queries and reports that nearly fit, over a real SQLite file. Whatever comes: no answer of 500 and no defect in the log,
 * nobody who has shown no card writes anything, nobody without the token reads of a library, and who comes after can order.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toCardNumber, toOrderId } from '../../src/domain/ids.ts'
import { orderToken, pageSecret } from '../../src/endpoint/messages/page-links.ts'
import { createSeals, type SealedFor, type Seals } from '../../src/endpoint/messages/seal.ts'
import { createNetworkLook } from '../../src/endpoint/network/look-at-network.ts'
import { hashKeeperToken } from '../../src/endpoint/network/network-routes.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import { aPageLibrary, pageOfTests, posted, prove, rootOfTests } from '../builders/a-page.ts'
import { libraryOfTests } from '../builders/an-endpoint.ts'
import { memoryFolder } from '../fakes/memory-folder.ts'
import { hostileText, patienceMs, runs } from './from-schema.ts'

const card = '23333000000172'
const folder = mkdtempSync(join(memoryFolder, 'fuzzing-'))
const [keeperToken, bounceToken] = ['un jeton du réseau bien long', 'a token of sixteen']
let library: Awaited<ReturnType<typeof aPageLibrary>>
let seals: Seals
beforeAll(async () => {
  const store = new SqliteStore(join(folder, 'desk.db'))
  const failed = (defect: unknown): never => {
    throw defect
  }
  const look = createNetworkLook(store, () => library.instantBefore(0), { name: undefined, since: undefined }, failed, 0)
  const view = { networkName: undefined, zone: 'Europe/Paris' }
  const network = { keeperTokenHash: hashKeeperToken(keeperToken), look, view }
  library = await aPageLibrary({ store, ports: { network, bounceToken } })
  seals = createSeals(await library.store.secret(pageSecret))
})
afterAll(async () => {
  await library.store.close()
  for (const path of [folder, library.dataDir]) rmSync(path, { recursive: true })
})
/** Of what was logged since. */
const expectNoDefect = (since: number, asked: unknown): void => {
  const defects = library.lines.splice(since).filter((line) => /"level":(?:50|60)/.test(line))
  expect(defects, JSON.stringify(asked)).toEqual([])
}
const headOf = () => library.store.read(libraryOfTests, async (reader) => (await reader.library()).head)

const word = fc.oneof(
  hostileText,
  fc.constantFrom(
    '',
    card,
    'record-1',
    'record-2',
    'remove',
    'wish',
    'quand',
    'panier',
    'centre/2026-11-25/10:00',
    'centre/x',
    'un atlas',
    '123456',
  ),
)
/** What each seal holds where all is well, and what it holds of another one. */
const sealedFor: readonly SealedFor[] = ['basket', 'trial', 'form', 'asked', 'proven', 'known', 'link', 'code', 'order']
const values = fc.constantFrom<unknown>(
  [['record-1', '']],
  [['', 'un atlas']],
  { at: 0, orderId: 'f'.repeat(32), card },
  { id: 'a'.repeat(32), card, until: 9e15 },
  { card, until: 9e15 },
)
const aSeal = fc.tuple(fc.constantFrom(...sealedFor), values, fc.constantFrom(libraryOfTests, 'other')).map(
  ([what, value, whose]) =>
    () =>
      seals.seal(what, whose, value),
)
const asIs = (text: string) => (): string => text
const aText = fc.oneof(
  { weight: 3, arbitrary: word.map(asIs) },
  { weight: 1, arbitrary: aSeal },
  { weight: 1, arbitrary: fc.constantFrom('order-1', 'none').map((id) => () => orderToken(seals, libraryOfTests, toOrderId(id))) },
)
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString()).slice(0, 3000)

const ofEverybody = ['/', '/panier', '/souhait', '/qui', '/code', '/code/autre', '/terminer', '/quand', '/commander']
const places = [
  ...[...ofEverybody, '/plus-de-temps', '/a-propos', '/accessibilite', '/mode-d-emploi', '/essai'].map((at) => `/fr${at}`),
  ...[...ofEverybody, '/note'].map((at) => `/fr/essai${at}`),
  ...['', '/', '/fr', '/style.css', '/mark.svg', '/font.woff2', '/guide/search-fr.webp'],
]
const before = ['/lien/', '/c/', '/commande/', '/']
const after = ['', '/heure', '/titres', '/annuler', '/reprendre', '/agenda.ics', '/la', '/reparti', '/autre', '/x']
const path = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...places).map(asIs),
      fc.tuple(fc.constantFrom(...before), aText, fc.constantFrom(...after)).map(
        ([led, text, tail]) =>
          (): string =>
            `/fr${led}${encoded(text())}${tail}`,
      ),
      // What we sealed there is a card's number and nothing else.
      fc.tuple(fc.option(fc.constantFrom(card, '', 'nobody')), word, fc.constantFrom('', '/reprendre')).map(
        ([sealed, text, tail]) =>
          (): string =>
            `/fr/opposition/${sealed === null ? encoded(text) : seals.seal('opposition', libraryOfTests, sealed)}${tail}`,
      ),
    ),
    fc.constantFrom(rootOfTests, rootOfTests, rootOfTests, `/retrait/${libraryOfTests}`, '/b/none'),
    fc.constantFrom('fr', 'fr', 'fr', 'en'),
  )
  .map(
    ([at, root, language]) =>
      () =>
        `${root}${at().replace(/^\/fr/, `/${language}`)}`,
  )
const query = fc.tuple(fc.constantFrom('q', 'pris', 'lieu', 'fini', 'plein', 'deja', 'heure'), aText)
const fields = fc.dictionary(
  fc.constantFrom('card', 'code', 'form', 'website', 'record', 'do', 'wish', 'from', 'q', 'slot', 'place', '__proto__'),
  aText,
)
const sealOfCookie = { panier: 'basket', essai: 'trial', demande: 'asked', carte: 'proven', connue: 'known' } as const satisfies Readonly<
  Record<string, SealedFor>
>
const cookieNames = ['panier', 'essai', 'demande', 'carte', 'connue'] as const
const aCookie = fc.constantFrom(...cookieNames).chain((name) =>
  fc.tuple(
    fc.constant(name),
    fc.oneof(
      aText,
      values.map((value) => () => seals.seal(sealOfCookie[name], libraryOfTests, value)),
    ),
  ),
)
const cookies = fc.array(aCookie, { maxLength: 3 })

/** Of the keeper's page. */
const keeperPlaces = ['', '/', ...['fr', 'en'].flatMap((language) => ['', '/', '/ouvrir', '/fermer'].map((at) => `/${language}${at}`))]
  .concat('/style.css', '/font.woff2')
  .map((at) => `/reseau${at}`)

/** A place for which no address above was made: its parts that vary stand for one word. */
const untried = (routes: readonly string[], tried: readonly string[]): readonly string[] =>
  routes.filter((route) => {
    const pattern = route.replace(/^\w+ /, '').replace(/:\w+(?:\{.*?\})?(?=\/|$)/g, '[^/]+')
    return !route.includes('*') && !tried.some((address) => new RegExp(`^${pattern}$`).test(address))
  })

test('the addresses of the patrons’ page and of the keeper’s are all listed here', () => {
  const addresses = [
    ...places,
    ...before.flatMap((led) => after.map((tail) => `/fr${led}x${tail}`)),
    ...['', '/reprendre'].map((tail) => `/fr/opposition/x${tail}`),
  ].flatMap((at) => [rootOfTests, '/retrait/x'].flatMap((root) => [`${root}${at}`, `${root}${at.replace('/fr', '/en')}`]))
  const routes = library.routes.filter((route) => /^(?:GET|POST|ALL) \/(?:b|retrait|reseau)\b/.test(route))
  expect(routes.length).toBeGreaterThan(100)
  expect(untried(routes, [...addresses, ...keeperPlaces])).toEqual([])
})

test('each request to the patrons’ page is answered, and only who has shown a card writes', { timeout: patienceMs }, async () => {
  await fc.assert(
    fc.asyncProperty(path, fc.boolean(), query, fields, cookies, async (at, isPost, [name, text], form, held) => {
      library.advance(20_000)
      const address = `${at()}${isPost ? '' : `?${name}=${encoded(text())}`}`
      const body = Object.fromEntries(Object.entries(form).map(([field, value]) => [field, value()]))
      const carried = held.map(([cookie, value]) => [cookie, value()] as const)
      const [logged, head] = [library.lines.length, await headOf()]
      const Cookie = carried.map(([cookie, value]) => `${cookie}=${encoded(value)}`).join('; ')
      const init = isPost ? posted(body) : {}
      const answer = await library.ask(address, { redirect: 'manual', ...init, headers: { ...init.headers, Cookie } })
      // What a visitor waits for no longer: the search of a card comes after the answer.
      await new Promise((resolve) => setImmediate(resolve))
      const asked = [address, body, carried]
      expectNoDefect(logged, asked)
      expect([asked, answer.status < 500]).toEqual([asked, true])
      const isTheirs = carried.some(([cookie, value]) => cookie === 'carte' && value.length > 40) || address.includes('/c/')
      if (!isTheirs) expect([asked, await headOf()]).toEqual([asked, head])
    }),
    runs(),
  )
  library.advance(24 * 3_600_000)
  const visitor = library.visitor()
  await visitor.post(`${pageOfTests}/souhait`, { wish: 'un atlas' })
  const hours = await prove(library.store, visitor, card, library.instantBefore(0))
  library.advance(3000)
  const slot = /value="(centre\/[^"]+)" required/.exec(hours.html)?.[1] ?? ''
  expect((await visitor.press(hours, 'Commander', { slot })).text).toContain('C’est noté')
})

test('each request to the keeper’s page is answered, and who has not the token reads of no library', {
  timeout: patienceMs,
}, async () => {
  const aToken = fc.oneof(
    fc.constantFrom(keeperToken, keeperToken, ` ${keeperToken} `, `${keeperToken}x`, hashKeeperToken(keeperToken)),
    fc.stringMatching(/^[\x20-\xff]{0,60}$/),
  )
  const held = fc.oneof(
    aText,
    fc.tuple(fc.constantFrom<SealedFor>('keeper', 'proven'), fc.constantFrom(keeperToken, 'another'), fc.constantFrom(9e15, 0, null)).map(
      ([what, token, until]) =>
        () =>
          seals.seal(what, hashKeeperToken(token), { until }),
    ),
  )
  const at = fc.oneof(
    fc.constantFrom('/reseau/fr/', '/reseau/en/'),
    fc.constantFrom(...keeperPlaces),
    word.map((text) => `/reseau/fr/${encoded(text)}`),
  )
  let opened = 0
  await fc.assert(
    fc.asyncProperty(at, fc.boolean(), fc.option(aToken), fc.option(held), fields, async (address, isPost, bearer, sealed, form) => {
      library.advance(20_000)
      const since = library.lines.length
      const others = Object.fromEntries(Object.entries(form).map(([field, value]) => [field, value()]))
      const body = { ...others, ...(bearer === null ? {} : { token: bearer }) }
      const cookie = sealed?.()
      const headers = {
        ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
        ...(cookie === undefined ? {} : { Cookie: `reseau=${encoded(cookie)}` }),
      }
      const init = isPost ? posted(body) : {}
      const answer = await library.ask(address, { redirect: 'manual', ...init, headers: { ...init.headers, ...headers } })
      const asked = [address, isPost, headers, body]
      expectNoDefect(since, asked)
      expect([asked, answer.status < 500]).toEqual([asked, true])
      const isTold = (await answer.text()).includes('Valmont')
      const isTheirs = bearer?.trim() === keeperToken || (bearer === null && cookie !== undefined && isOfKeeper(cookie))
      if (isTold) opened += 1
      if (!isTheirs) expect([asked, isTold]).toEqual([asked, false])
    }),
    runs(),
  )
  expect(opened).toBeGreaterThan(0)
})

/** A seal that the right token gave, and that is still good. */
const isOfKeeper = (cookie: string): boolean => {
  const kept = seals.open('keeper', hashKeeperToken(keeperToken), cookie) as { readonly until: number | null } | undefined
  return kept !== undefined && Number(kept.until) > 0
}

test('each report that a mail server hands over is answered, moves no row, and a true report still counts', {
  timeout: patienceMs,
}, async () => {
  const messageId = 'ab'.repeat(16)
  const now = library.instantBefore(0)
  await library.store.transact(libraryOfTests, (transaction) =>
    transaction.messages.keep({
      ...{ key: 'm', kind: 'received', card: toCardNumber(card), orderId: undefined, handover: undefined, slot: undefined, missing: [] },
      ...{ notBefore: now, usefulUntil: now, state: 'accepted', since: now, messageId, tries: 1, firstTriedAt: now },
      ...{ lease: undefined, leaseUntil: undefined, said: '' },
    }),
  )
  const names = ['Action', 'Status', 'Diagnostic-Code', 'Message-ID', 'To', 'Delivered-To', 'Content-Type', 'x', '']
  const says = fc.oneof(
    fc.constantFrom('delayed', 'failed', '5.1.1', '4.2.2', '5.999.999', `<${messageId}@valmont.fr>`, `retour+${messageId}-31@valmont.fr`),
    fc.constantFrom(`<${messageId}-2@x>`, `<${'0'.repeat(32)}@x>`, '\r\n '.repeat(9000), `${'a@b '.repeat(3000)}`),
    hostileText,
  )
  const line = fc.tuple(fc.constantFrom(...names), fc.constantFrom(': ', ':', ':\r\n\t', ' : '), says, fc.constantFrom('\r\n', '\n', '\r'))
  const reports = fc.oneof(
    { weight: 5, arbitrary: fc.array(line, { maxLength: 12 }).map((lines): string | Uint8Array<ArrayBuffer> => lines.flat().join('')) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) as fc.Arbitrary<Uint8Array<ArrayBuffer>> },
  )
  const tokens = fc.constantFrom(bounceToken, bounceToken, bounceToken, `${bounceToken}x`, '')
  const post = (body: string | Uint8Array<ArrayBuffer>, token: string) =>
    library.ask('/messages/v1/bounce', { method: 'POST', body, headers: { Authorization: `Bearer ${token}` } })
  const head = await headOf()
  await fc.assert(
    fc.asyncProperty(reports, tokens, async (report, token) => {
      library.advance(20_000)
      const since = library.lines.length
      const answer = await post(report, token)
      expectNoDefect(since, report)
      const isRight = (token === bounceToken ? [200] : [401, 429]).includes(answer.status)
      expect([report, token, answer.status, isRight]).toEqual([report, token, answer.status, true])
    }),
    runs(),
  )
  expect(await headOf()).toBe(head)
  const report = `Action: failed\r\nStatus: 5.1.1\r\nMessage-ID: <${messageId}@valmont.fr>\r\n`
  expect(await (await post(report, bounceToken)).json()).toEqual({ end: 'refused' })
  expect((await library.store.read(libraryOfTests, ({ messages }) => messages.byKey('m')))?.bounced).toBeGreaterThan(0)
})
