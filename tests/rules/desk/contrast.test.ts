/**
 * The app's own colours, in daylight and in the dark: what is read has a contrast of 7 or more on whatever it may stand on, what is only
 * seen 3 or more. Runs in vitest. Reads tokens.css and every style sheet, so that a colour used nowhere before is asked about too.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contrastOf } from '../../../src/domain/settings/accent-tones.ts'

const ui = new URL('../../../src/ui/', import.meta.url)
const sheetOf = (path: string): string => readFileSync(new URL(path, ui), 'utf8').replace(/\/\*.*?\*\//gs, '')

type Light = 'light' | 'dark'

/** What tokens.css says of each colour, the library's own left aside: accent-tones.test.ts answers for that one. */
const tokens = new Map(
  [...sheetOf('styles/tokens.css').matchAll(/--([\w-]+): light-dark\((.*)\);/g)].map(([, name = '', both = '']) => {
    const [light = '', dark = ''] = both.match(/#[0-9a-f]{6}/g) ?? []
    return [name, { light, dark }]
  }),
)
const token = (name: string, light: Light): string => {
  const found = tokens.get(name)
  if (found === undefined) throw new Error(`tokens.css has no colour ${name}`)
  return found[light]
}

/** Where one reads, and what is written or drawn there: each ink may meet each ground. */
const grounds = ['ground', 'surface', 'sunken', 'accent-soft', 'ok-soft', 'warn-soft', 'stop-soft']
const inks = ['ink', 'ink-2', 'accent', 'ok', 'warn', 'stop']
/** What is read on a ground of its own: the bar as the link is, what is pressed, the bay, the number on a tab, the dot of what is reached, an hour that is full. */
const readOn: Readonly<Record<string, readonly string[]>> = {
  bar: ['on-bar'],
  'bar-offline': ['on-bar-offline'],
  'bar-problem': ['on-bar-problem'],
  accent: ['on-accent'],
  ink: ['surface'],
  warn: ['surface'],
  ok: ['surface'],
  'margin-line': ['ink'],
}
/** The edges of what is pressed, the lines that mean something, the focus; on the bar its lower edge, its focus and its button. */
const seenOn: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(grounds.map((ground) => [ground, ['line', 'focus', ...inks]])),
  bar: ['accent', 'focus'],
  'bar-offline': ['on-bar-offline'],
  'bar-problem': ['stop', 'focus', 'line'],
}
/** Rules between rows and the margin's line: without them everything says the same. */
const ornaments = ['hairline', 'margin-line']

const tooWeak = (on: Readonly<Record<string, readonly string[]>>, least: number, light: Light): readonly string[] =>
  Object.entries(on).flatMap(([ground, names]) =>
    names
      .map((name) => ({ name, contrast: contrastOf(token(name, light), token(ground, light)) }))
      .filter(({ contrast }) => contrast < least)
      .map(({ name, contrast }) => `${name} on ${ground}: ${contrast.toFixed(2)}`),
  )

/** Every block of declarations of every style sheet of the app, with the colours that it takes for its ground, its words and its edges. */
const blocks = readdirSync(ui, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.css') && !path.endsWith('tokens.css'))
  .flatMap((path) => [...sheetOf(path).matchAll(/\{([^{}]*)\}/g)])
  .map(([, block = '']) => {
    const named = (property: string): readonly string[] =>
      [...block.matchAll(new RegExp(`(?<![\\w-])${property}:[^;]*?var\\(--([\\w-]+)\\)`, 'g'))]
        .map(([, name = '']) => name)
        .filter((name) => tokens.has(name))
    return { background: named('background'), color: named('color'), edge: named('(?:border|outline|text-decoration)[\\w-]*') }
  })

describe.each(['light', 'dark'] as const)('the app’s own colours in the %s', (light) => {
  test('every ink that is read has a contrast of 7 or more, on every ground', () => {
    expect(tooWeak({ ...Object.fromEntries(grounds.map((ground) => [ground, inks])), ...readOn }, 7, light)).toEqual([])
  })

  test('every shape that is only seen has 3 or more', () => {
    expect(tooWeak(seenOn, 3, light)).toEqual([])
  })

  test('so have the words of every rule that names its ground and its ink', () => {
    const pairs = blocks.flatMap(({ background, color }) => background.map((ground) => [ground, color] as const))
    expect(pairs.filter(([, names]) => names.length > 0).length).toBeGreaterThan(20)
    expect(pairs.flatMap(([ground, names]) => tooWeak({ [ground]: names }, 7, light))).toEqual([])
  })
})

test('a style sheet writes, draws and fills only with colours that are asked about here', () => {
  const written = [...inks, ...Object.values(readOn).flat(), 'bar-offline', 'bar-problem']
  expect(blocks.flatMap(({ color }) => color).filter((name) => !written.includes(name))).toEqual([])
  const filled = [...grounds, ...Object.keys(readOn)]
  expect(blocks.flatMap(({ background }) => background).filter((name) => !filled.includes(name))).toEqual([])
  const drawn = [...Object.values(seenOn).flat(), ...ornaments, ...grounds]
  expect(blocks.flatMap(({ edge }) => edge).filter((name) => !drawn.includes(name))).toEqual([])
})
