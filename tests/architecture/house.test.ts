/**
 * The habits of the house hold in every file. Runs in Node, reads the repository.
 * Beside each check stands a file that breaks the habit on purpose: a check that cannot fail is no check.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { barrels, defaultExports, impurities, refusedPaths, silenced, withoutOpening } from './house.ts'
import { isInstalled, readSources, root } from './source-file.ts'

const sources = readSources()
const sample = (text: string, path = 'src/domain/slot/slot.ts') => [{ path, text }]

describe('names', () => {
  test('every file and folder is in kebab-case and says what it holds', () => {
    const paths = ['src', 'service-worker', 'tests'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !isInstalled(entry.parentPath))
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length)),
    )
    expect(refusedPaths(paths)).toEqual([])
  })

  test.each(['src/ui/utils/text.ts', 'src/ui/date-helpers.ts', 'src/ui/index.ts', 'src/ui/slotLine.tsx', 'src/endpoint/order-service.ts'])(
    'refused: %s',
    (path) => {
      expect(refusedPaths([path])).toEqual([path])
    },
  )
})

describe('opening comments', () => {
  test('every file opens with 3 to 8 lines that say what, where and why so', () => {
    expect(withoutOpening(sources)).toEqual([])
  })

  test('refused: none, one line, a page, or a comment that comes after the code', () => {
    const page = `/**\n${' * more\n'.repeat(12)} */`
    for (const text of ['export const a = 1', '/** A slot. */\nexport const a = 1', page, 'export const a = 1\n/**\n * A slot.\n */'])
      expect(withoutOpening(sample(text))).toHaveLength(1)
  })
})

describe('exports', () => {
  test('no file only passes on the names of others', () => {
    expect(barrels(sources)).toEqual([])
  })

  test('refused: a file of re-exports, and `export *` anywhere', () => {
    expect(barrels(sample("export { a } from './a.ts'\nexport type { B } from './b.ts'"))).toHaveLength(1)
    expect(barrels(sample("export * from './a.ts'\nexport const b = 1"))).toHaveLength(1)
  })

  test('everything is exported under its name', () => {
    expect(defaultExports(sources)).toEqual([])
  })

  test('refused: a default export', () => {
    expect(defaultExports(sample('export default 1'))).toHaveLength(1)
  })
})

describe('the compiler', () => {
  test('is silenced nowhere by `any` or `!`', () => {
    expect(silenced(sources)).toEqual([])
  })

  test('refused: `any` and `!`, with their line', () => {
    expect(silenced(sample('const a: any = 1\nexport const b = a.b!.c'))).toEqual([
      'src/domain/slot/slot.ts:1 any',
      'src/domain/slot/slot.ts:2 !',
    ])
  })
})

describe('the rules', () => {
  test('read no clock, no chance, no locale, no network', () => {
    expect(impurities(sources)).toEqual([])
  })

  test.each([
    'Date.now()',
    'new Date()',
    'Math.random()',
    "new Intl.Collator('fr')",
    "'a'.localeCompare('b')",
    "'a'.toLocaleUpperCase()",
    'setTimeout(() => 1, 1)',
    'crypto.randomUUID()',
    "fetch('/')",
    'performance.now()',
    'globalThis.name',
  ])('refused: %s', (expression) => {
    expect(impurities(sample(`export const a = ${expression}`))).toHaveLength(1)
    expect(impurities(sample(`export const a = ${expression}`, 'src/tablet/clock.ts'))).toEqual([])
  })
})
