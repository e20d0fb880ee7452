/**
 * « Essayer sans commander », over the real routes and store: the same pages from a title to the end, and nothing that counts. The visitors have no
 * script; what they chose for real waits for them beside.
 */
import { rmSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { aPageLibrary, pageOfTests, rootOfTests } from '../../builders/a-page.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const aLibrary: typeof aPageLibrary = async (options) => {
  const library = await aPageLibrary(options)
  folders.push(library.dataDir)
  return library
}
const wednesdayAtTen = { slot: 'centre/2026-11-25/10:00' }

test('[PAGE-18] from a title to « Rien n’a été commandé »: nothing is written, nothing leaves, and one’s own basket stays as it was', async () => {
  const { visitor, store } = await aLibrary()
  const reader = visitor()
  await reader.post(`${pageOfTests}/souhait`, { wish: 'un vélo pour de vrai' })
  const first = await reader.get(`${pageOfTests}/`)
  expect(first.html).toContain(`<a class="text-link" href="${pageOfTests}/essai/">Essayer sans commander</a>`)
  store.transact = () => Promise.reject(new Error('a trial writes nothing'))

  const found = await reader.get(`${pageOfTests}/essai/?q=racine`)
  expect(found.text).toContain('C’est un essai.')
  const chosen = await reader.press(found, 'Ajouter')
  expect([chosen.path, chosen.text]).toEqual([`${pageOfTests}/essai/?q=racine`, expect.stringContaining('1 choisi')])
  expect(chosen.text).not.toContain('un vélo pour de vrai')
  const who = await reader.get(`${pageOfTests}/essai/qui`)
  expect(who.html).toContain('value="20000000000000"')
  // A card of one's own is no more than typed.
  const code = await reader.press(who, 'Recevoir un code', { card: '23333000000172' })
  expect(code.text).not.toContain('23333000000172')
  expect((await reader.press(code, 'Continuer', { code: '111111' })).status).toBe(422)
  const hours = await reader.press(code, 'Continuer', { code: '123 456' })
  expect(hours.html).toMatch(/<span class="time gone"><b>10\u00a0h\u00a015/)
  expect((await reader.press(hours, 'Commander')).text).toContain('Choisissez une heure.')
  const end = await reader.press(hours, 'Commander', wednesdayAtTen)
  expect(end.text).toMatch(/Rien n’a été commandé mercredi 25 novembre 10 h/)
  expect(end.text).toContain('Bérénice')
  expect(end.text).not.toContain('C’est noté mercredi')
  expect(end.html).toContain(`<a class="btn primary" href="${pageOfTests}/">Commander pour de vrai`)
  expect((await reader.get(`${pageOfTests}/panier`)).text).toContain('un vélo pour de vrai')
  expect((await reader.get(`${pageOfTests}/quand`)).path).toBe(`${pageOfTests}/qui`)
  const left = await reader.press(end, 'Quitter l’essai')
  expect([left.path, left.text]).toEqual([`${pageOfTests}/`, expect.stringContaining('1 choisi')])
  expect((await reader.get(`${pageOfTests}/essai/panier`)).text).toContain('Il est vide.')
})

test('[PAGE-18] a basket that was sealed for a trial is none of a real order', async () => {
  const { visitor } = await aLibrary()
  const reader = visitor()
  await reader.post(`${pageOfTests}/essai/souhait`, { wish: 'un atlas' })
  reader.cookies.set('panier', reader.cookies.get('essai') ?? '')
  expect((await reader.get(`${pageOfTests}/panier`)).text).toContain('Il est vide.')
})

test('[PAGE-18, PAGE-1, PAGE-16] it can be tried while the page is paused and before any mail can leave, in English; never while it is shut', async () => {
  const paused = await aLibrary({ page: { closed: { fr: 'Inventaire.' } }, settings: { sendsMail: false } })
  const english = `${rootOfTests}/en/essai/`
  expect((await paused.visitor().get(english.slice(0, -1))).path).toBe(english)
  const shown = await paused.visitor().get(`${english}qui`)
  expect([shown.status, shown.text]).toEqual([200, expect.stringContaining('This is a trial.')])
  expect(shown.html).toContain(`href="${pageOfTests}/essai/qui"`)
  expect(shown.html).toContain(`href="${rootOfTests}/en/mode-d-emploi"`)
  const shut = await aLibrary({ page: { isOn: false } })
  expect((await shut.ask(english)).status).toBe(404)
})
