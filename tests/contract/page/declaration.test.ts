/**
 * The declaration of accessibility over the real routes: what French law asks to be said, as true as the table of docs/rgaa.md, and the library's
 * own way to be written to.
 */
import { readFileSync, rmSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { assessment } from '../../../src/endpoint/page/plain-pages.ts'
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

test('[PAGE-4, PAGE-23] the foot of each page says how accessible it is, and leads to what was tried, what was not, and whom to tell', async () => {
  const access = { fr: 'accessibilite@valmont.example' }
  const { visitor } = await aLibrary({ page: { closed: { fr: 'Inventaire.' }, access } })
  const first = await visitor().get(`${pageOfTests}/`)
  expect(first.html).toContain(`<a href="${pageOfTests}/accessibilite">Accessibilité\u00a0: totalement conforme</a>`)
  const said = await visitor().get(`${pageOfTests}/accessibilite`)
  expect(said.status).toBe(200)
  for (const words of [
    'article 47 de la loi n° 2005-102',
    `les ${assessment.met} critères qui la concernent sont respectés`,
    'auto-évaluation',
    'le 28 novembre 2026',
    assessment.build,
    'Pour nous écrire : accessibilite@valmont.example',
    'nous commandons pour vous. 05 36 49 12 07',
    'Défenseur des droits',
  ])
    expect(said.text).toContain(words)
  const english = await visitor().get(`${rootOfTests}/en/accessibilite`)
  expect(english.text).toContain('fully compliant')
  expect(english.html).toContain('<span lang="fr">accessibilite@valmont.example</span>')
  // A library that has said nothing is still telephoned to.
  const silent = await aLibrary()
  const unsaid = (await silent.visitor().get(`${pageOfTests}/accessibilite`)).text
  expect(unsaid).toContain('05 36 49 12 07')
  expect(unsaid).not.toContain('Pour nous écrire')
})

test('[PAGE-4, PAGE-23] the declaration is what docs/rgaa.md found, criterion by criterion', () => {
  const table = readFileSync(new URL('../../../docs/rgaa.md', import.meta.url), 'utf8')
  const found = [...table.matchAll(/^\| (\d+\.\d+) \| (oui|non|\?|—) \| [^|]+ \| [^|]+ \|$/gm)].map(([, criterion = '', verdict = '']) => ({
    criterion,
    verdict,
  }))
  const of = (wanted: string): readonly string[] => found.filter(({ verdict }) => verdict === wanted).map(({ criterion }) => criterion)
  // Criteria of each theme of RGAA 4.1.
  const themes = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12]
  expect(found.map(({ criterion }) => criterion)).toEqual(
    themes.flatMap((count, theme) => Array.from({ length: count }, (_, n) => `${theme + 1}.${n + 1}`)),
  )
  // « totalement conforme » is said of no less.
  expect([of('oui').length, of('non'), of('?')]).toEqual([assessment.met, [], []])
  expect(table).toContain(`Les ${assessment.met} critères qui la concernent sont respectés ; ${of('—').length} ne la concernent pas`)
  expect(table).toContain(assessment.build)
})
