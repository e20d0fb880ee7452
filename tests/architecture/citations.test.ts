/**
 * Every citation leads to a line of this repository. Runs in Node, reads the repository.
 * A page that only its authors had explains nothing to whoever comes after them.
 */
import { describe, expect, test } from 'vitest'
import { brokenCitations, citableOf } from './citations.ts'
import { readPapers, readSources } from './source-file.ts'

describe('citations', () => {
  const pages = readPapers()
  const citable = citableOf(pages)

  test('lead to a section, an invariant, a target or a page that is there', () => {
    expect(citable.sections.size).toBeGreaterThan(10)
    expect(citable.numbers.size).toBeGreaterThan(40)
    const ours = readSources().filter(({ path }) => !path.startsWith('tests/architecture/'))
    expect(brokenCitations([...ours, ...pages], citable)).toEqual([])
  })

  test('refused: a section, an invariant, a target and a page that are not there', () => {
    const text = '// As it was drawn (PROTOCOL.md, Push and Weather; I-8, I-99), see sync.md.\n// P77, push.'
    expect(brokenCitations([{ path: 'tests/benchmarks/a.ts', text }], citable)).toEqual([
      'tests/benchmarks/a.ts:1 cites Weather',
      'tests/benchmarks/a.ts:1 cites I-99',
      'tests/benchmarks/a.ts:1 cites sync.md',
      'tests/benchmarks/a.ts:2 cites P77',
    ])
  })
})
