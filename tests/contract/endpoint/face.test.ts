/**
 * The app under the library's own name and colour before it has drawn anything: page, manifest, mark. Runs in vitest on the real routes,
 * with the files that are built.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { toLibraryId } from '../../../src/domain/ids.ts'
import type { Settings } from '../../../src/domain/settings/settings.ts'
import { withMembers } from '../../../src/endpoint/storage/with-members.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aStore } from '../../builders/a-store.ts'
import { anEndpoint, libraryOfTests } from '../../builders/an-endpoint.ts'

const built = mkdtempSync(join(tmpdir(), 'face-'))
for (const file of ['public/manifest.webmanifest', 'public/icons/mark.svg', 'index.html'])
  cpSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), join(built, file.replace('public/', '')))
afterAll(() => rmSync(built, { recursive: true }))

const endpointOf = async (settings: Partial<Settings>, ...others: readonly string[]) => {
  const store = aStore()
  const endpoint = await anEndpoint({ store, rows: [aSettings(settings)], ports: { buildDirs: [built] } })
  for (const name of others) {
    const id = toLibraryId(name)
    await store.createLibrary({ id, name, isDemo: false })
    await store.transact(id, (transaction) => transaction.writeRow(aSettings({ serviceName: name }), anInstant('2026-11-24 08:00')))
  }
  const get = async (path: string, cookie = ''): Promise<string> => (await endpoint.ask(path, { headers: { Cookie: cookie } })).text()
  return { ...endpoint, get, manifest: async (cookie?: string) => JSON.parse(await get('/manifest.webmanifest', cookie)) }
}

test('the manifest carries the service’s name, and its colour as it can be read', async () => {
  const { manifest } = await endpointOf({ serviceName: 'Drive du Valmont', accentColour: '#ffcc00' })
  expect(await manifest()).toMatchObject({
    id: '/',
    name: 'Drive du Valmont',
    short_name: 'Drive du Valmont',
    theme_color: '#604d00',
    start_url: '/#/aujourdhui',
  })
})

test('the page and its splash say the service’s name, whatever letters it has; the mark wears the colour', async () => {
  const { get } = await endpointOf({ serviceName: 'Livres & <b>Cie</b>', accentColour: '#00573f' })
  for (const path of ['/', '/index.html']) {
    const page = await get(path)
    expect(page).toContain('<title>Livres &amp; &lt;b&gt;Cie&lt;/b&gt;</title>')
    expect(page).toContain('/>Livres &amp; &lt;b&gt;Cie&lt;/b&gt;</p>')
    expect(page).not.toContain('Prêt à emporter')
  }
  expect(await get('/icons/mark.svg')).toContain('fill="#00573f"')
})

test('[NET-5, NET-12] reads that anybody may ask for wait apart from the desks', async () => {
  const [store, lanes] = [aStore(), [] as (string | undefined)[]]
  const heard = withMembers(store, {
    libraries: (visited) => {
      lanes.push(visited)
      return store.libraries(visited)
    },
    read: (id, work, whose) => {
      lanes.push(whose)
      return store.read(id, work, whose)
    },
  })
  const { ask } = await anEndpoint({ store: heard, rows: [aSettings({})], ports: { buildDirs: [built] } })
  for (const path of ['/', '/manifest.webmanifest', '/icons/mark.svg', '/demo/mails']) {
    lanes.length = 0
    await ask(path)
    expect([path, lanes.length > 0, lanes.includes(undefined)]).toEqual([path, true, false])
  }
})

test('a library without a colour keeps the app’s violet', async () => {
  const { manifest, get } = await endpointOf({})
  expect(await manifest()).toMatchObject({ name: 'Clic et collecte', theme_color: '#432c8e' })
  expect(await get('/icons/mark.svg')).toContain('fill="#432c8e"')
})

test('a browser gets the face of the library that its tablet was enrolled in, and else the app’s own', async () => {
  const endpoint = await endpointOf({ serviceName: 'Clic et collecte' }, 'Drive du Bourg')
  expect(await endpoint.manifest()).toMatchObject({ name: 'Prêt à emporter' })
  const enrolled = await endpoint.tryEnrol(await endpoint.offerCode())
  const cookie = enrolled.headers.get('Set-Cookie') ?? ''
  expect(cookie).toMatch(/^library=.*HttpOnly.*SameSite=Strict/)
  expect(cookie).toContain(libraryOfTests)
  expect(await endpoint.manifest(cookie.split(';')[0])).toMatchObject({ name: 'Clic et collecte' })
  expect(await endpoint.manifest('library=Drive%20du%20Bourg')).toMatchObject({ name: 'Drive du Bourg' })
  expect(await endpoint.manifest('library=nowhere')).toMatchObject({ name: 'Prêt à emporter' })
})
