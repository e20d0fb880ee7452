/**
 * The guide for patrons over the real routes: ours, or the library's own as a manager saved it, with pictures of the page itself.
 */
import { readdirSync, rmSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { type GuideBlock, guidePictures } from '../../../src/domain/settings/settings.ts'
import { aPageLibrary, aPublicPage, pageOfTests, rootOfTests } from '../../builders/a-page.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const aLibrary: typeof aPageLibrary = async (options) => {
  const library = await aPageLibrary(options)
  folders.push(library.dataDir)
  return library
}
const english = `${rootOfTests}/en`

test('[MSG-14, MSG-39] four steps of ours, in the reader’s language, each with its picture in words; there while the service is paused', async () => {
  const { visitor } = await aLibrary({ page: { closed: { fr: 'Inventaire.' } } })
  const shown = await visitor().get(`${pageOfTests}/mode-d-emploi`)
  expect([shown.status, shown.text]).toEqual([200, expect.stringContaining('Cherchez, puis touchez « Ajouter »')])
  expect([...shown.html.matchAll(/<img src="([^"]+)" alt="[^"]+"/g)].map(([, src]) => src)).toEqual(
    guidePictures.map((picture) => `${rootOfTests}/guide/${picture}-fr.webp`),
  )
  expect(shown.html).toContain(`href="${english}/mode-d-emploi"`)
  expect((await visitor().get(`${english}/mode-d-emploi`)).text).toContain('Come with your card')
  // Each page leads to it.
  expect((await visitor().get(`${pageOfTests}/`)).html).toContain(`href="${pageOfTests}/mode-d-emploi"`)
})

test('[MSG-14] every picture that a step may have was taken, in both languages, and is served; nothing else is', async () => {
  const taken = readdirSync(new URL('../../../docs/guide/usagers/', import.meta.url)).sort()
  expect(taken).toEqual(guidePictures.flatMap((picture) => [`${picture}-en.webp`, `${picture}-fr.webp`]).sort())
  const { ask } = await aLibrary({ ports: { buildDirs: [new URL('../../../docs', import.meta.url).pathname] } })
  for (const picture of taken) {
    const answer = await ask(`${rootOfTests}/guide/${picture}`)
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'image/webp'])
  }
  for (const other of ['..%2F..%2Findex.html', 'search-de.webp', 'hours-fr.webp%00', '..%2Fpictures%2Frendre.png'])
    expect((await ask(`${rootOfTests}/guide/${other}`)).status).toBe(404)
})

test('[MSG-14, SET-1] a manager makes it the library’s own, and what is too long, empty or unknown is refused by its field', async () => {
  const { visitor, enrol } = await aLibrary()
  const tablet = await enrol()
  let expectedVersion = 0
  const say = async (guide: readonly unknown[]) => {
    const { body } = await tablet.manage('setting', {
      section: 'page',
      expectedVersion,
      value: { publicPage: aPublicPage({ guide: guide as readonly GuideBlock[] }) },
    })
    if (body.end === 'changed') expectedVersion = Number(body.version)
    return body
  }
  const own: GuideBlock = { title: { fr: 'Sonnez <b>fort</b>' }, text: { fr: 'La porte est au fond.', en: 'The door is at the back.' } }
  expect(
    await say([
      { ...own, title: { fr: '' } },
      { ...own, text: { fr: 'x'.repeat(601) } },
    ]),
  ).toMatchObject({
    end: 'refused',
    faults: [{ at: 'publicPage.guide[0].title.fr' }, { at: 'publicPage.guide[1].text.fr' }],
  })
  expect(await say([])).toMatchObject({ end: 'refused' })
  expect(await say(Array.from({ length: 9 }, () => own))).toMatchObject({ end: 'refused' })
  expect(await say([{ ...own, picture: '../../secret' }])).toMatchObject({ end: 'refused' })
  expect(await say([own])).toMatchObject({ end: 'changed' })
  const shown = await visitor().get(`${english}/mode-d-emploi`)
  expect(shown.html).toContain('<span lang="fr">Sonnez &lt;b&gt;fort&lt;/b&gt;</span>')
  expect(shown.text).toContain('The door is at the back.')
  expect(shown.html).not.toMatch(/<img|Search, then press/)
})
