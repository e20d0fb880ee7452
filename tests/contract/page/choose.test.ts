/**
 * The public page before anybody says who they are: whether it is there, its search, its basket, its words in two languages, and what a
 * stranger may do to it. The real routes over a real store; the visitors have no script.
 */
import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { toItemBarcode, toOrderId } from '../../../src/domain/ids.ts'
import type { Immobility } from '../../../src/domain/item/record.ts'
import { keepIlsLoans, readIlsLoans } from '../../../src/endpoint/catalogue/ils-loans.ts'
import { publishCatalogue } from '../../../src/endpoint/catalogue/publish-catalogue.ts'
import { olderRoom, pageRoom } from '../../../src/endpoint/messages/page-links.ts'
import { SqliteConnection } from '../../../src/endpoint/storage/sqlite-connection.ts'
import { aPageLibrary, aPublicPage, pageOfTests, posted, prove, rootOfTests } from '../../builders/a-page.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { anEndpoint, libraryOfTests } from '../../builders/an-endpoint.ts'
import { aLine, anOrder, aRecordWanted } from '../../builders/an-order.ts'
import { anEntry } from '../../builders/in-a-store.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const aLibrary: typeof aPageLibrary = async (options) => {
  const library = await aPageLibrary(options)
  folders.push(library.dataDir)
  return library
}

describe('the page is there where the library opened it, and nowhere else', () => {
  test.each([
    ['a library that never said', undefined],
    ['one that shut it again', aPublicPage({ isOn: false })],
  ])('[PAGE-1] the page has nothing of %s', async (_, publicPage) => {
    const { ask } = await anEndpoint({ rows: [aSettings({ publicPage })] })
    for (const path of ['', '/', '/fr/', '/fr/panier', '/style.css']) {
      expect((await ask(`${rootOfTests}${path}`)).status).toBe(404)
    }
  })

  test('[PAGE-1, PAGE-16, SET-1] a manager opens it, pauses it with a reason, and shuts it', async () => {
    const { ask, enrol, visitor, row } = await aLibrary({
      settings: { publicPage: undefined, pageAddress: `https://drive.example${rootOfTests}/` },
    })
    const tablet = await enrol()
    const { place, ...open } = aPublicPage()
    let expectedVersion = 0
    const say = async (publicPage: object | undefined) => {
      const { body } = await tablet.manage('setting', { section: 'page', expectedVersion, value: { publicPage } })
      if (body.end === 'changed') expectedVersion = Number(body.version)
      return body
    }
    expect(await say({ ...open, telephone: '', notice: { fr: 'x'.repeat(301) } })).toMatchObject({
      end: 'refused',
      faults: [{ at: 'publicPage.telephone' }, { at: 'publicPage.notice.fr' }],
    })
    expect((await ask(`${pageOfTests}/`)).status).toBe(404)
    expect(await say({ ...open, place })).toMatchObject({ end: 'changed' })
    expect((await visitor().get(`${pageOfTests}/`)).status).toBe(200)
    // Where it is found is the endpoint's to say: no change takes it away.
    expect(await row('settings', 'settings')).toMatchObject({ pageAddress: `https://drive.example${rootOfTests}/` })
    expect(await say({ ...open, closed: { fr: 'Inventaire jusqu’au 3 décembre.' } })).toMatchObject({ end: 'changed' })
    const paused = await visitor().get(`${rootOfTests}/en/`)
    expect(paused.status).toBe(503)
    expect(paused.html).toContain('<span lang="fr">Inventaire jusqu’au 3 décembre.</span>')
    expect(await say({ ...open, isOn: false })).toMatchObject({ end: 'changed' })
    expect((await ask(`${pageOfTests}/`)).status).toBe(404)
  })

  test('[PAGE-1, NET-1] a name that is no library leads nowhere, and the first address to the visitor’s language', async () => {
    const { ask, visitor } = await aLibrary()
    expect((await ask('/b/autre/fr/')).status).toBe(404)
    expect((await ask('/b/')).status).toBe(404)
    // What names it under the older address names nobody here.
    expect((await ask(`/b/${libraryOfTests}/fr/`)).status).toBe(404)
    // The address of before slugs goes on: mails lead there, and its page stays within it.
    const older = `/retrait/${libraryOfTests}`
    const shown = await visitor().get(`${older}/fr/`)
    expect(shown).toMatchObject({ status: 200, path: `${older}/fr/` })
    expect(shown.html).toContain(`href="${older}/style.css"`)
    expect(shown.html).not.toContain(rootOfTests)
    expect((await ask('/retrait/mediatheque-de-valmont/fr/')).status).toBe(404)
    expect((await visitor({ 'Accept-Language': 'en-GB' }).get(rootOfTests)).path).toBe(`${rootOfTests}/en/`)
    expect((await visitor().get(`${rootOfTests}/`)).path).toBe(`${pageOfTests}/`)
    expect((await visitor().get(`${pageOfTests}/nulle-part`)).status).toBe(404)
  })

  test('[PAGE-1, PAGE-19] the page loads only its own style, font and pictures; no script, no frame; its cookies go nowhere else', async () => {
    const { visitor } = await aLibrary()
    const reader = visitor()
    const shown = await reader.get(`${pageOfTests}/?q=berenice`)
    expect(shown.headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(shown.html).not.toMatch(/<script|style="|https?:/)
    const [form] = shown.forms
    const answer = await reader.send(form?.action ?? '', posted(form?.fields ?? {}))
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^panier=[\w-]+; Path=\/b\/mediatheque-de-valmont; HttpOnly; SameSite=Lax$/),
    ])
  })
})

describe('the same catalogue, the same search, and what is known of its copies', () => {
  test('[PAGE-5] a title is found by the words of its author, with the shelves as the ILS last said', async () => {
    const { visitor, store, instantBefore, advance } = await aLibrary()
    expect((await visitor().get(`${pageOfTests}/?q=racine`)).text).toContain('Bérénice Racine, Jean, 1670 Disponibilité non connue')
    await store.transact(libraryOfTests, (transaction) => keepIlsLoans(transaction, new Map(), new Set(), instantBefore(3_600_000)))
    expect((await visitor().get(`${pageOfTests}/?q=racine`)).text).toContain('En rayon aujourd’hui')
    // Two days and a bit later nobody knows any more.
    advance(2 * 24 * 3_600_000)
    expect((await visitor().get(`${pageOfTests}/?q=racine`)).text).toContain('Disponibilité non connue')
  })

  test('[PAGE-4, PAGE-21] a title is marked with its language and direction wherever it stands, a type of document with the library’s', async () => {
    const { visitor, store, dataDir, instantBefore } = await aLibrary()
    await store.transact(libraryOfTests, async (transaction) => {
      await transaction.upsertCatalogue([
        { ...anEntry('33331000000053', 'record-8', 'A Room of One’s Own'), language: 'en' },
        { ...anEntry('33331000000061', 'record-9', 'ألف ليلة وليلة'), author: '', language: 'ar' },
      ])
    })
    await (await publishCatalogue(store, libraryOfTests, dataDir, instantBefore(0))).compressed
    const [english, arabic] = ['<bdi lang="en">A Room of One’s Own</bdi>', '<bdi lang="ar" dir="rtl">ألف ليلة وليلة</bdi>']
    const reader = visitor()
    let shown = await reader.get(`${pageOfTests}/?q=room`)
    expect(shown.html.split(english)).toHaveLength(3)
    await reader.press(shown, 'Ajouter')
    shown = await reader.get(`${pageOfTests}/?q=${encodeURIComponent('ليلة')}`)
    expect(shown.html.split(arabic)).toHaveLength(3)
    await reader.press(shown, 'Ajouter')
    await reader.post(`${pageOfTests}/souhait`, { wish: 'שלום' })
    shown = await reader.get(`${pageOfTests}/panier`)
    for (const marked of [`<span>${english}</span>`, `Enlever ${english}`, arabic, '<bdi dir="rtl">שלום</bdi>'])
      expect(shown.html).toContain(marked)
    await prove(store, reader, '23333000000172', instantBefore(0))
    expect((await reader.get(`${pageOfTests}/quand`)).html).toContain(`<li><span>${english}</span></li>`)
    // On a page in its own language it is not marked; what the library calls a book is.
    const there = await reader.get(`${rootOfTests}/en/?q=room`)
    expect(there.html).toContain('<span class="title">A Room of One’s Own</span>')
    expect(there.html).toContain('<bdi lang="fr">livre</bdi>')
    expect((await reader.get(`${pageOfTests}/?q=racine`)).html).toContain('<span class="title">Bérénice</span>')
  })

  test('[PAGE-5, PAGE-24] a title of which every copy is lent is asked for, and the wish cites it', async () => {
    const { visitor, store, instantBefore } = await aLibrary()
    const lent = new Map(['33331000000020', '33331000000038'].map((code) => [toItemBarcode(code), instantBefore(1e9)]))
    await store.transact(libraryOfTests, (transaction) => keepIlsLoans(transaction, lent, new Set(), instantBefore(0)))
    const reader = visitor()
    const shown = await reader.press(await reader.get(`${pageOfTests}/?q=racine`), 'Demander')
    expect(shown.text).toContain('Demandé')
    expect((await reader.get(`${pageOfTests}/panier`)).text).toContain('S’il rentre : Bérénice, Racine, Jean')
  })

  test('[PAGE-5, PAGE-24] a title that is read in the library alone says so and is not asked for; a lost one has no copy, and is', async () => {
    const { visitor, store, dataDir, instantBefore } = await aLibrary()
    const say = async (...immobilities: readonly Immobility[]) => {
      const entries = immobilities.map((immobility, n) => ({
        ...anEntry(n === 0 ? '33331000000020' : '33331000000038', 'record-2'),
        immobility,
      }))
      await store.transact(libraryOfTests, (transaction) => transaction.upsertCatalogue(entries))
      await (await publishCatalogue(store, libraryOfTests, dataDir, instantBefore(0))).compressed
      return visitor().get(`${pageOfTests}/?q=racine`)
    }
    const fixed = await say('reference-only', 'not-there')
    expect(fixed.text).toContain('Bérénice Racine, Jean, 1670 Sur place seulement')
    expect(fixed.text).not.toMatch(/Demander|Ajouter/)
    expect((await visitor().get(`${rootOfTests}/en/?q=racine`)).text).toContain('In the library only')
    const lost = await say('not-there', 'not-there')
    expect(lost.text).toContain('Aucun exemplaire Demander')
  })

  test('[PAGE-5] orders are read once, however many search; one that was placed since counts at once', async () => {
    const { visitor, store, instantBefore } = await aLibrary()
    await store.transact(libraryOfTests, (transaction) => keepIlsLoans(transaction, new Map(), new Set(), instantBefore(0)))
    const search = async () => (await visitor().get(`${pageOfTests}/?q=racine`)).text
    expect(await search()).toContain('En rayon')
    const asked = vi.spyOn(SqliteConnection.prototype, 'many')
    const readsOfOrders = () => asked.mock.calls.filter(([, , kind]) => kind === 'order').length
    try {
      for (let n = 0; n < 5; n++) await search()
      expect(readsOfOrders()).toBe(0)
      const lines = [aLine('1', aRecordWanted('record-2')), aLine('2', aRecordWanted('record-2'))]
      await store.transact(libraryOfTests, (transaction) =>
        transaction.writeRow(anOrder({ id: toOrderId('for-both-copies'), lines }), instantBefore(0)),
      )
      asked.mockClear()
      expect(await search()).not.toContain('En rayon')
      expect(readsOfOrders()).toBe(0)
    } finally {
      asked.mockRestore()
    }
  })

  test('[PAGE-5] the ILS’s word on all loans is taken apart once, however many search', async () => {
    const { store, instantBefore } = await aLibrary()
    const keep = (codes: readonly string[]) => {
      const lent = new Map(codes.map((code) => [toItemBarcode(code), instantBefore(1e9)]))
      return store.transact(libraryOfTests, (transaction) => keepIlsLoans(transaction, lent, new Set(['33331000000020']), instantBefore(0)))
    }
    const read = () => store.read(libraryOfTests, readIlsLoans)
    await keep(['33331000000020'])
    expect(await read()).toBe(await read())
    await keep([])
    expect((await read())?.sinceByBarcode).toEqual({})
  })

  test('[PAGE-5] the page says that there is no catalogue, and takes wishes', async () => {
    const { visitor, store, instantBefore } = await aLibrary()
    await store.transact(libraryOfTests, (transaction) => transaction.eraseRow('catalogue', 'catalogue', instantBefore(0)))
    expect((await visitor().get(`${pageOfTests}/?q=racine`)).text).toContain('Le catalogue ne répond pas')
  })
})

describe('the basket is the browser’s own, sealed', () => {
  test('[PAGE-6] titles and wishes go in and out, and Reload changes nothing', async () => {
    const { visitor } = await aLibrary()
    const reader = visitor()
    let shown = await reader.press(await reader.get(`${pageOfTests}/?q=racine`), 'Ajouter')
    expect(shown.text).toContain('1 choisi')
    expect((await reader.get(shown.path)).text).toContain('1 choisi')
    shown = await reader.press(await reader.get(`${pageOfTests}/souhait`), 'Mettre dans le panier', {
      wish: 'trois  albums\nsur <b>les</b> loups',
    })
    expect(shown.path).toBe(`${pageOfTests}/panier`)
    expect(shown.text).toContain('Bérénice')
    expect(shown.html).toContain('trois albums sur &lt;b&gt;les&lt;/b&gt; loups')
    shown = await reader.press(shown, 'Enlever Bérénice')
    expect(shown.text).not.toContain('Bérénice')
  })

  test('[PAGE-6] a wish without words is a fault at its field, and at the top', async () => {
    const { visitor } = await aLibrary()
    const shown = await visitor().post(`${pageOfTests}/souhait`, { wish: '  ' })
    expect(shown.status).toBe(422)
    expect(shown.html).toMatch(/role="alert"[\s\S]*Écrivez quelques mots[\s\S]*aria-invalid="true"/)
  })

  test('[PAGE-6] it holds twenty lines, and a cookie that browsers keep', async () => {
    const { visitor } = await aLibrary()
    const reader = visitor()
    const long = (n: number) => `${String(n).padStart(3, '0')} ${'é'.repeat(190)}`
    for (let n = 0; n < 30; n++) await reader.post(`${pageOfTests}/souhait`, { wish: n < 2 ? long(n) : `souhait ${n}` })
    const cookie = reader.cookies.get('panier') ?? ''
    expect(cookie.length).toBeLessThan(4000)
    expect((await reader.get(`${pageOfTests}/panier`)).html.match(/Enlever/g)).toHaveLength(20)
    expect((await reader.post(`${pageOfTests}/souhait`, { wish: 'un de plus' })).text).toContain('Le panier est plein')
  })

  test('[PAGE-6] a forged, changed or borrowed seal is no basket', async () => {
    const { visitor, store } = await aLibrary()
    const reader = visitor()
    await reader.post(`${pageOfTests}/souhait`, { wish: 'un atlas' })
    const sealed = reader.cookies.get('panier') ?? ''
    const flipped = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`
    for (const forged of [flipped, '', 'AAAA', Buffer.from('[["","pris"]]').toString('base64url'), sealed.slice(0, 20)]) {
      reader.cookies.set('panier', forged)
      expect((await reader.get(`${pageOfTests}/panier`)).text).toContain('Il est vide.')
    }
    // Another endpoint's seal.
    expect(store).toBeDefined()
    const other = (await aLibrary()).visitor()
    other.cookies.set('panier', sealed)
    expect((await other.get(`${pageOfTests}/panier`)).text).toContain('Il est vide.')
  })

  test('[PAGE-6] a record that no catalogue has cannot be put in, whatever a form says', async () => {
    const { visitor } = await aLibrary()
    const shown = await visitor().post(`${pageOfTests}/panier`, { do: 'add', record: '<script>', q: '//evil.example' })
    expect(shown.path).toBe(`${pageOfTests}/?q=%2F%2Fevil.example`)
    expect(shown.html).not.toContain('<script>')
  })
})

describe('what machines and other sites try', () => {
  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a neighbour of the site', { 'Sec-Fetch-Site': 'same-site' }],
    ['an old browser’s other site', { Origin: 'https://evil.example' }],
  ])('[PAGE-8] a form of %s changes nothing', async (_, headers) => {
    const { visitor } = await aLibrary()
    const answer = await visitor(headers).send(`${pageOfTests}/souhait`, posted({ wish: 'un atlas' }))
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
  })

  test('[PAGE-8] a form that cannot be read changes nothing, and one of several parts, as mail programs send it, is read', async () => {
    const { visitor } = await aLibrary()
    const headers = { 'Content-Type': 'multipart/form-data; boundary=a' }
    const broken = await visitor().send(`${pageOfTests}/souhait`, { method: 'POST', headers, body: 'x' })
    expect([broken.status, broken.headers.getSetCookie()]).toEqual([422, []])
    const body = new FormData()
    body.set('wish', 'un atlas')
    const whole = await visitor().send(`${pageOfTests}/souhait`, { method: 'POST', body })
    expect([whole.status, whole.headers.getSetCookie().length]).toEqual([303, 1])
  })

  test('[PAGE-8] a form larger than any of ours is not read', async () => {
    const { visitor } = await aLibrary()
    expect((await visitor().send(`${pageOfTests}/souhait`, posted({ wish: 'x'.repeat(20_000) }))).status).toBe(413)
  })

  test('[PAGE-16] a network that asks without end is told when to come back', async () => {
    const { visitor } = await aLibrary()
    const reader = visitor()
    const statuses = new Set<number>()
    for (let n = 0; n < 301; n++) statuses.add((await reader.send(`${rootOfTests}/font.woff2`)).status)
    expect([...statuses]).toEqual([404, 429])
    const shown = await reader.get(`${pageOfTests}/`)
    expect(shown.text).toContain('Réessayez dans 1 minute, ou appelez-nous')
    expect(shown.headers.get('Retry-After')).toBe('1')
  })
})

describe('when nothing can be ordered', () => {
  test('[PAGE-16] a closed service says the manager’s sentence on every page but the one about the page', async () => {
    const { visitor } = await aLibrary({ page: { closed: { fr: 'Fermé pour travaux jusqu’au 3 janvier.' } } })
    for (const path of ['/', '/panier', '/souhait']) {
      const shown = await visitor().get(`${pageOfTests}${path}`)
      expect([shown.status, shown.text]).toEqual([503, expect.stringContaining('Fermé pour travaux jusqu’au 3 janvier.')])
      expect(shown.text).toContain('05 36 49 12 07')
    }
    expect((await visitor().get(`${pageOfTests}/a-propos`)).status).toBe(200)
  })

  test('[PAGE-16] in trouble it shows a plain page with the telephone, and no defect', async () => {
    const { visitor, store, lines } = await aLibrary()
    await visitor().get(`${pageOfTests}/`)
    const read = store.read
    store.read = () => Promise.reject(new Error('Zola'))
    const shown = await visitor().get(`${pageOfTests}/`)
    store.read = read
    expect([shown.status, shown.text]).toEqual([500, expect.stringContaining('La page ne répond pas')])
    expect(shown.text).toContain('05 36 49 12 07')
    expect(lines.join()).not.toContain('Zola')
  })
})

describe('the library’s own words, in two languages', () => {
  test('[PAGE-17] English where it is said, French marked as French where it is not', async () => {
    const { visitor } = await aLibrary({ page: { notice: { fr: 'Fermé le 11 novembre.' } } })
    const shown = await visitor().get(`${rootOfTests}/en/`)
    expect(shown.html).toContain('<html lang="en">')
    expect(shown.html).toContain('<span lang="fr">Fermé le 11 novembre.</span>')
    expect(shown.text).toContain('What are you looking for?')
    expect(shown.text).toContain('We can order for you, Tuesday to Saturday, 10:00 to 18:00.')
    expect(shown.html).toContain(`href="${rootOfTests}/fr/"`)
  })

  test('[PAGE-17] it wears the library’s colour', async () => {
    const { ask, visitor } = await aLibrary({ settings: { accentColour: '#0a5236' } })
    const answer = await ask(`${rootOfTests}/style.css`)
    expect(answer.headers.get('Content-Type')).toContain('text/css')
    expect(await answer.text()).toContain('--own-accent:#0a5236')
    // A page that names no mark of its own makes browsers ask for one that is not there.
    const { html } = await visitor().get(`${pageOfTests}/`)
    const mark = await ask(/<link rel="icon" href="(.+?)"/.exec(html)?.[1] ?? '')
    expect([mark.status, mark.headers.get('Content-Type')]).toEqual([200, 'image/svg+xml'])
    expect(await mark.text()).toContain('fill="#0a5236"')
  })
})

test('[PAGE-1, PAGE-20] search engines may keep the first page, the guide and the declaration, each with a sentence of its own, and no other', async () => {
  const { visitor } = await aLibrary()
  const kept = async (path: string): Promise<string | undefined> => {
    const { html } = await visitor().get(`${pageOfTests}${path}`)
    const [robots, summary] = [/name="robots" content="(.+?)"/.exec(html)?.[1], /name="description" content="(.+?)"/.exec(html)?.[1]]
    expect(robots, path).toBe(summary === undefined ? 'noindex' : undefined)
    return summary
  }
  const sentences = [await kept('/'), await kept('/mode-d-emploi'), await kept('/accessibilite')]
  expect(new Set(sentences).size).toBe(3)
  expect(sentences).not.toContain(undefined)
  for (const path of ['/?q=zola', '/essai/', '/panier', '/qui', '/c/x', '/lien/x', '/nulle-part'])
    expect(await kept(path), path).toBeUndefined()
})

test('[PAGE-1, PAGE-20] robots.txt opens the pages of patrons and nothing else: whatever library has opened its own, the others are not there', async () => {
  const { ask } = await aLibrary({ ports: { buildDirs: [new URL('../../../public', import.meta.url).pathname] } })
  const answer = await ask('/robots.txt')
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, expect.stringMatching(/^text\/plain/)])
  const lines = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const rooms = [pageRoom, olderRoom].map((room) => `Allow: /${room}/`)
  expect(lines).toEqual(['User-agent: *', ...rooms, 'Disallow: /'])
})

test('[PAGE-3] the first visit weighs less than 60 kB with its font', async () => {
  const { visitor, ask } = await aLibrary()
  const { readFileSync } = await import('node:fs')
  const font = readFileSync(new URL('../../../public/fonts/atkinson-hyperlegible-next-fr.woff2', import.meta.url)).length
  const style = (await (await ask(`${rootOfTests}/style.css`)).text()).length
  expect(font + style + (await visitor().get(`${pageOfTests}/`)).html.length).toBeLessThan(60_000)
})
