/**
 * The guide (docs/guide): each screen has its page, each page its pictures, and each picture is taken again by `npm run screenshots --
 * --shown`, so that none ages. Runs in Node.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { guidePage } from '../../src/ui/guide-page.ts'
import { hrefOf, screens } from '../../src/ui/routes.ts'
import { sectionPages } from '../../src/ui/screens/settings/section-pages.ts'
import { readSources } from './source-file.ts'

const folder = new URL('../../docs/guide/', import.meta.url)
const pages = readdirSync(folder).filter((name) => name.endsWith('.html'))
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

test('« ? » on each screen leads to a page that is there', () => {
  const led = screens.map(({ name }) => guidePage(hrefOf(name).slice(1)))
  expect(led.every((page) => existsSync(new URL(`../${page}`, folder)))).toBe(true)
  expect(guidePage('/commande/order-1')).toBe('guide/telephone.html')
  expect(['planning', 'chiffres', 'reglages/jours'].map((room) => guidePage(`/gestion/${room}`))).toEqual([
    'guide/planifier.html',
    'guide/compter.html',
    'guide/regler.html#jours',
  ])
  expect(guidePage('/aujourdhui')).toBe('guide/index.html')
})

test('« ? » on a setting leads to the part of the page that is about it, where there is one', () => {
  const settings = ['equipe', 'tablettes', 'sigb', ...sectionPages.flatMap(({ segment }) => segment ?? [])]
  const led = ['/gestion/courriels', ...settings.map((name) => `/gestion/reglages/${name}`)].map(guidePage)
  const parts = led.flatMap((page) => page.split('#').slice(1))
  expect(parts).toEqual(expect.arrayContaining(['courriels', 'modeles', 'telephone', 'page', 'sigb', 'tablettes', 'jours', 'seuil']))
  expect(parts.filter((part) => !textOf('regler.html').includes(` id="${part}"`))).toEqual([])
  expect(new Set(led.map((page) => page.split('#')[0]))).toEqual(new Set(['guide/regler.html']))
})

test('every link and picture of a page is there, and every picture is taken again with the others', () => {
  const retaken = readFileSync(new URL('../screens/screenshots.mjs', import.meta.url), 'utf8')
  const pictures = new Set<string>()
  for (const page of pages)
    for (const [, target = ''] of textOf(page).matchAll(/(?:href|src)="([^"]+)"/g)) {
      if (target !== '../') expect(existsSync(new URL(target, folder)), `${page} → ${target}`).toBe(true)
      if (target.endsWith('.png')) pictures.add(target)
    }
  expect(pictures.size).toBe(pages.length - 1)
  for (const picture of pictures) expect(retaken).toContain(`'docs/guide/${picture}'`)
})

test('its French keeps its spaces, and says an hour as the screens do', () => {
  for (const page of pages) {
    const words = textOf(page).replaceAll(/<[^>]*>/g, ' ')
    expect(words.match(/[\p{L}\d»)] [;?!](?=\s|$)|[\p{L}\d»)] :(?=\s|$)|« | »|\d+:\d\d|'/gu) ?? [], page).toEqual([])
  }
})

test('what it has one press, in bold, is what the screens say', () => {
  const plain = (text: string): string =>
    text
      .replaceAll(/\\u00a0|\\u202f|\s/g, ' ')
      .replaceAll(/ +/g, ' ')
      .toLowerCase()
  const said = plain(
    readSources()
      .filter(({ path }) => path.startsWith('src/locale/fr/'))
      .map(({ text }) => text)
      .join('\n'),
  )
  const bold = pages.flatMap((page) =>
    [...textOf(page).matchAll(/<b(?: id="\w+")?>(.*?)<\/b>/gs)].map(([, words = '']) => ({ page, words: plain(words) })),
  )
  expect(bold.length).toBeGreaterThan(40)
  // A way leads through rooms: « Gestion, Planning ».
  expect(bold.filter(({ words }) => !words.split(', ').every((part) => said.includes(part)))).toEqual([])
})
