/**
 * Nothing lies in the product that nothing of it reaches: no file, no exported name. Runs in Node, reads the repository.
 * A rule that tests alone call is promised and not kept (ORD-4 was once). Beside each check stands a sample that breaks it.
 */
import { describe, expect, test } from 'vitest'
import { unreachedFiles, unusedExports } from './reach.ts'
import { readSources, type SourceFile } from './source-file.ts'

const sources = readSources()
const main = (text: string): SourceFile => ({ path: 'src/main.tsx', text })
const rule = (text: string): SourceFile => ({ path: 'src/domain/rule.ts', text })
const aTest = (text: string): SourceFile => ({ path: 'tests/rules/rule.test.ts', text })

describe('files', () => {
  test('every file of the product is reached from where a program begins', () => {
    expect(unreachedFiles(sources)).toEqual([])
  })

  test.each([
    ['that nobody imports', [main(''), rule('export const mayLend = 1')]],
    ['that tests alone import', [main(''), rule('export const mayLend = 1'), aTest("import { mayLend } from '../../src/domain/rule.ts'")]],
    ['that only an unreached one imports', [main(''), rule(''), { path: 'service-worker/old.ts', text: "import '../src/domain/rule.ts'" }]],
  ])('refused: one %s', (_, files) => {
    expect(unreachedFiles(files)).toContain(files[1]?.path)
  })

  test.each([
    ['a static import', "import { mayLend } from './domain/rule.ts'"],
    ['a type', "import type { mayLend } from './domain/rule.ts'"],
    ['a chunk that comes later', "const load = () => import('./domain/rule.ts')"],
    ['a worker', "new Worker(new URL('./domain/rule.ts', import.meta.url))"],
  ])('reached by %s', (_, text) => {
    expect(unreachedFiles([main(text), rule('export const mayLend = 1')])).toEqual([])
  })
})

describe('exported names', () => {
  test('every exported name is used somewhere in the product', () => {
    expect(unusedExports(sources)).toEqual([])
  })

  test.each([
    ['nobody names', "import { other } from './domain/rule.ts'"],
    ['is named where its file is not imported', 'const mayLend = 2'],
    ['a comment alone names', "import './domain/rule.ts' // mayLend"],
  ])('refused: one that %s', (_, text) => {
    expect(unusedExports([main(text), rule('export const mayLend = 1')])).toEqual(['src/domain/rule.ts: mayLend'])
  })

  test('refused: one that tests alone call', () => {
    const files = [main("import './domain/rule.ts'"), rule('export const mayLend = () => true')]
    expect(unusedExports([...files, aTest("import { mayLend } from '../../src/domain/rule.ts'\nmayLend()")])).toHaveLength(1)
  })

  test.each([
    ['by name', "import { mayLend } from './domain/rule.ts'"],
    ['under another name', "import { mayLend as may } from './domain/rule.ts'"],
    ['as a member', "import * as rule from './domain/rule.ts'\nrule.mayLend"],
    ['out of a chunk that comes later', "import('./domain/rule.ts').then(({ mayLend }) => mayLend)"],
  ])('used: %s', (_, text) => {
    expect(unusedExports([main(text), rule('export const mayLend = 1')])).toEqual([])
  })

  test('used: by the rest of its own file, and by whoever is given a chunk without importing it', () => {
    expect(unusedExports([rule('export const limit = 3\nconst isOver = (n: number) => n > limit')])).toEqual([])
    const ports: SourceFile = { path: 'src/tablet/ports.ts', text: "export type Load = () => Promise<typeof import('../domain/rule.ts')>" }
    const user = main("import type { Load } from './tablet/ports.ts'\nexport const use = async (load: Load) => (await load()).mayLend\nuse")
    expect(unusedExports([ports, user, rule('export const mayLend = 1')])).toEqual([])
  })
})
