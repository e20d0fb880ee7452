/**
 * No file and no function is longer than a head can hold. Runs in Node, reads the repository.
 * Beside each check stands a sample that is too long: a check that cannot fail is no check.
 */
import { describe, expect, test } from 'vitest'
import { longComments, longFiles, longFunctions, longLines } from './length.ts'
import { readPapers, readSources } from './source-file.ts'

const sources = readSources()
const lines = (count: number): string => 'call()\n'.repeat(count)
const sample = (text: string, path = 'src/domain/slot/slot.ts') => [{ path, text }]

/** Rows of tables that are too long still. It may only go down: a row that is too long is a list item. */
const mostLongRows = 238

describe('length', () => {
  test('no file is over 400 lines', () => {
    expect(longFiles(sources)).toEqual([])
  })

  test('no function is over 120', () => {
    expect(longFunctions(sources)).toEqual([])
  })

  test('refused: a file of 401 lines; not one of 400, nor one of words', () => {
    expect(longFiles(sample(lines(401)))).toEqual(['src/domain/slot/slot.ts: 401 lines'])
    expect(longFiles(sample(lines(400)))).toEqual([])
    expect(longFiles(sample(lines(401), 'src/locale/fr/order.ts'))).toEqual([])
  })

  test.each([
    ['declared', `function f() {\n${lines(119)}}`],
    ['an arrow', `const f = () => {\n${lines(119)}}`],
    ['a method', `class C {\n  f() {\n${lines(119)}}\n}`],
    ['a hook beside a suite', `describe('a', () => {\n  const f = () => {\n${lines(119)}}\n})`],
  ])('refused: a function of 121 lines, %s', (_how, text) => {
    expect(longFunctions(sample(text))).toHaveLength(1)
  })

  test('a suite and its tests may be longer', () => {
    expect(longFunctions(sample(`describe('a', () => {\n  test.each([1])('b', () => {\n${lines(130)}})\n})`))).toEqual([])
  })

  test('a comment has 40 words at most, but for the head of a file', () => {
    const found = longComments(sources)
    expect(found).toEqual([])
  })

  test.each([
    ['of a block', `/**\n * ${'word '.repeat(20)}\n * ${'word '.repeat(21)}\n */\nexport const a = 1`],
    ['of lines', `// ${'word '.repeat(20)}\n// ${'word '.repeat(21)}\nexport const a = 1`],
  ])('refused: a comment of 41 words, %s; allowed: as the head, or of 40', (_how, text) => {
    expect(longComments(sample(`/** A. */\n\n${text}`))).toEqual(['src/domain/slot/slot.ts:3: 41 words'])
    expect(longComments(sample(text))).toEqual([])
    expect(longComments(sample(`/** A. */\n\n${text.replace('word ', '')}`))).toEqual([])
  })

  test('a line of a paper has 160 signs at most', () => {
    const { lines, rows } = longLines(readPapers())
    expect(lines).toEqual([])
    expect(rows.length).toBeLessThanOrEqual(mostLongRows)
  })

  test('refused: a line and a row of 161 signs; allowed: one of code, and one of 160', () => {
    const [long, longest] = ['x'.repeat(161), '’'.repeat(160)]
    const text = `${long}\n\`\`\`\n${long}\n\`\`\`\n${longest}\n| ${long} |\n`
    expect(longLines([{ path: 'README.md', text }])).toEqual({ lines: ['README.md:1'], rows: ['README.md:6'] })
  })
})
