/**
 * Files that are given to an import and mean harm: a barcode pattern that takes a tablet's only thread for hours, a table of columns or
 * rows without end. Runs the built command on a disk of its own.
 */
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { beside, besiege, command, foundLibrary, pathHere } from './besieged-endpoint.ts'

besiege()

const withPattern = async (pattern: string) => {
  const settings = {
    libraryName: 'Médiathèque',
    sites: [{ id: 'centre', name: 'Centre', bays: 4 }],
    openingRanges: [],
    librarians: [],
    itemRule: { pattern },
  }
  writeFileSync(pathHere('settings.json'), JSON.stringify(settings))
  if (!(await beside(async (store) => (await store.libraries()).length > 0))) await foundLibrary()
  return command('import', ['--settings', pathHere('settings.json')])
}

test.each(['^(\\d+)+$', '(?:[A-Z]+|\\d+)*X', '((a*)*)*', '(\\d)\\1+'])(
  'a barcode pattern that takes too many steps is refused, and says why: %s',
  async (pattern) => {
    const { code, text } = await withPattern(pattern)
    expect(code).toBe(2)
    expect(text).toContain('itemRule.pattern')
    expect(text).toContain('répétition')
  },
)

test.each([
  ['ways in a row', `^${'(?:a|a)'.repeat(28)}X$`],
  ['ways that are repeated', '(?:a|a)*b'],
  ['counted parts that vary', '(?:a{2,4}){8,}b'],
  ['parts that may be there', `${'a?'.repeat(60)}${'a'.repeat(60)}`],
  ['free parts in a row', `${'a*'.repeat(50)}b`],
])('a barcode pattern that once exploded is taken, and reads hostile numbers in its time: %s', async (_, pattern) => {
  expect(await withPattern(pattern)).toMatchObject({ code: 0 })
  const numbers = Array.from({ length: 9 }, (_, i) => `${'a'.repeat(28)}${i}`)
  writeFileSync(pathHere('hostile.csv'), `code-barres;titre\n${numbers.map((number) => `${number};Titre`).join('\n')}\n`)
  expect(await command('import', ['--catalogue', pathHere('hostile.csv'), '--max-minutes', '0.2'])).toMatchObject({ code: 0 })
})

test('patterns of real libraries are taken', async () => {
  const real = [
    '^\\d{5,14}$',
    '^(?=.*\\d)[0-9A-Za-z/-]{5,20}$',
    '^(?:2\\d{13}|[A-Z]{2}\\d{4,8})$',
    '^(?:[A-Z]\\d{2}){3}$',
    '^F ?[A-Z]+ \\d+/\\d+$',
  ]
  for (const pattern of real) expect([pattern, (await withPattern(pattern)).code]).toEqual([pattern, 0])
})

test('a cell of a million signs costs the import no more than its row', async () => {
  await foundLibrary()
  const endless = `3${'*'.repeat(1_000_000)}x`
  writeFileSync(pathHere('endless.csv'), `code-barres;titre\n33331000000014;Un\n33331000000022;Deux\n${endless};Trois\n`)
  const { code, text } = await command('import', ['--catalogue', pathHere('endless.csv'), '--max-minutes', '0.2'])
  expect([code, text]).toEqual([0, expect.stringContaining('1\u00a0ligne')])
})

test('a table of columns without end is refused in a sentence, before it is taken apart', async () => {
  await foundLibrary()
  const header = ['code-barres', 'titre', ...Array.from({ length: 200_000 }, (_, i) => `c${i}`)]
  writeFileSync(pathHere('wide.csv'), `${header.join(';')}\n${`1${';'.repeat(header.length)}\n`.repeat(20)}`)
  const { code, text } = await command('import', ['--catalogue', pathHere('wide.csv')])
  expect(code).toBe(2)
  expect(text).toMatch(/300 au plus/)
  expect(await beside(async (store) => (await store.libraries()).length)).toBe(1)
})

test('an import that has not read its files in its time is stopped in a sentence, and changes nothing', async () => {
  await foundLibrary()
  const before = await beside((store) => store.libraries())
  const numbers = Array.from({ length: 100_000 }, (_, i) => `3333${1_000_000_000 + i}`)
  writeFileSync(pathHere('long.csv'), `code-barres;titre\n${numbers.map((number) => `${number};Titre`).join('\n')}\n`)
  const files = ['--catalogue', pathHere('long.csv')]
  const { code, text } = await command('import', [...files, '--max-minutes', '0.0002'])
  expect(code).toBe(2)
  expect(text).toMatch(/long\.csv.*--max-minutes/s)
  expect(text).toContain('Rien n’a été changé')
  expect(await beside((store) => store.libraries())).toEqual(before)
  for (const wrong of ['0', '-1', 'long', 'NaN']) expect((await command('import', [...files, '--max-minutes', wrong])).code).toBe(2)
})
