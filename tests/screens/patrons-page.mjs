/**
 * The patrons' page of a demo made for it, on a port of this machine: the page's own routes and the keeper's, over a store in a folder of its own.
 * Runs in Node, for the pictures of the guide and the README and for the tests that look at each page. `load`: Vite's, which reads our
 * sources; `buildDir`: where the font and the guide's pictures are.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

export const today = '2026-11-24'
export const keeperToken = 'le jeton de qui tient le réseau'
/** Milliseconds: longer than a form has to be old. */
const readingMs = 3000

/** Where a card is shown by a password, none is right. */
const ilsLink = { planOf: async () => ({ wire: { checkPassword: async () => ({ ok: true, value: false }) } }) }

export const servePatronsPage = async (load, buildDir) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'patrons-page-'))
  const { SqliteStore } = await load('/src/endpoint/storage/sqlite-store.ts')
  const { anInstant } = await load('/tests/builders/a-moment.ts')
  const { makeDemoLibrary, demoLibraryId: libraryId } = await load('/src/endpoint/demo/make-demo-library.ts')
  const { publishCatalogue } = await load('/src/endpoint/catalogue/publish-catalogue.ts')
  const { createPageApp } = await load('/src/endpoint/page/page-app.ts')
  const { createNetworkApp, hashKeeperToken } = await load('/src/endpoint/network/network-routes.ts')
  const { createNetworkLook } = await load('/src/endpoint/network/look-at-network.ts')
  const { pageSecret } = await load('/src/endpoint/messages/page-links.ts')
  const { createSeals } = await load('/src/endpoint/messages/seal.ts')

  const store = new SqliteStore(join(dataDir, 'page.sqlite'))
  const state = { now: anInstant(`${today} 09:00`), network: 'somebody', isBroken: false, isNetwork: false }
  const now = () => state.now
  await makeDemoLibrary(store, today, state.now, { documents: 3000, patrons: 600 })
  const change = (changes) =>
    store.transact(libraryId, async (transaction) => {
      const settings = await transaction.row('settings', 'settings')
      await transaction.writeRow({ ...settings, ...changes(settings) }, now())
    })
  await change(() => ({ sendsMail: true }))
  await (await publishCatalogue(store, libraryId, dataDir, now())).compressed
  const cards = await store.read(libraryId, async (reader) => {
    const taken = new Set((await reader.rowsOf('order')).map((order) => order.card))
    const patrons = (await reader.rowsOf('patron')).filter(({ id }) => !taken.has(id))
    const isGood = ({ blocked, category, expiresOn }) => !blocked && category === 'adulte' && (expiresOn ?? '2100') > today
    return { good: patrons.find(isGood).id, blocked: patrons.find(({ blocked }) => blocked).id }
  })
  const seals = createSeals(await store.secret(pageSecret))
  /** `agoMs`: since it was made; it is good for ten minutes. */
  const link = (card, agoMs = 0) => seals.seal('link', libraryId, { card, until: now() + 600_000 - agoMs })

  const breaking = new Proxy(store, {
    get: (target, name) => {
      const member = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return name === 'read' && state.isBroken ? () => Promise.reject(new Error('the disk is gone')) : member.bind(target)
    },
  })
  const reportDefect = (defect) => {
    if (!state.isBroken) console.error(defect)
  }
  const app = new Hono()
  app.use((context, next) => {
    context.set('network', state.network)
    return next()
  })
  const server = serve({ fetch: app.fetch, port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  const origin = `http://localhost:${server.address().port}`
  const ports = { store: breaking, now, reportDefect, publicUrl: origin, dataDir, buildDirs: [buildDir], isTls: false, ilsLink }
  app.route('/b', createPageApp(ports))
  const { lookAtForty } = await load('/tests/screens/forty-libraries.ts')
  const lookAtOne = createNetworkLook(store, now, { name: undefined, since: undefined }, reportDefect)
  const look = async () => (state.isNetwork ? lookAtForty(now()) : lookAtOne())
  const view = { networkName: 'Réseau du Val-d’Orse', zone: 'Europe/Paris' }
  app.route('/reseau', createNetworkApp({ ...ports, keeperTokenHash: hashKeeperToken(keeperToken), look, view }))
  return {
    origin,
    root: `${origin}/b/demo`,
    cards,
    link,
    /** Where one press ends the mailings of this card. */
    opposition: (card) => seals.seal('opposition', libraryId, card),
    state,
    change,
    /** As a person reads. */
    wait: () => {
      state.now += readingMs
    },
    ask: (path) => app.request(path),
    close: async () => {
      await new Promise((resolve) => server.close(resolve))
      await store.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}
