/**
 * RULES.md and the titles of the tests say the same, both ways: each rule has a test that quotes it, each quoted number is a rule.
 * Runs in Node, reads the repository.
 * A rule marked "(later)" is written down before its code and is let off; it may be quoted already.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { backwardTitles, longRules, mismatches, rulesOf, titlesOf } from './rule-numbers.ts'
import { readSources, root } from './source-file.ts'

const rulesText = readFileSync(join(root, 'src/domain/RULES.md'), 'utf8')
const rulesFile = () => rulesOf(rulesText)

const titles = readSources()
  .filter(({ path }) => /^tests\/(?!architecture\/).*\.(test|spec)\.tsx?$/.test(path))
  .flatMap(titlesOf)

describe('rules and tests', () => {
  test('a title begins with the thing that acts', () => {
    expect(backwardTitles(titles)).toEqual([])
    const samples = ['[RET-2] nothing leaves', 'of two one goes', 'What was lost', 'a loan is told', 'no-show is confirmed', 'often']
    expect(backwardTitles(samples)).toEqual(samples.slice(0, 3))
  })

  test('quote each other, none left out', () => {
    expect(rulesFile().length).toBeGreaterThan(40)
    expect(mismatches(rulesFile(), titles)).toEqual([])
  })

  test('refused: a rule without a test, a test without a rule, a rule twice', () => {
    const rules = rulesOf('- RET-1 Returns are scanned.\n- RET-2 (later) Not yet.\n| RET-3 | seen |\n## RET-1\nsee RET-9 for more')
    expect(mismatches(rules, ['[RET-3] a returned item', '[RET-7, RET-3] another', 'no number'])).toEqual([
      'RET-1 has no test that quotes it',
      'RET-1 has no test that quotes it',
      'RET-1 twice',
      'RET-7 is quoted but not in RULES.md: [RET-7, RET-3] another',
    ])
  })

  test('each rule is one sentence of at most 40 words', () => {
    expect(longRules(rulesText)).toEqual([])
  })

  test('refused: a rule of two sentences, a rule of 41 words', () => {
    const long = `- **RET-2** ${'word '.repeat(40)}.\n  \`domain/a.ts\`, \`domain/b.ts\``
    expect(longRules(`- **RET-1** It is so. It is also so.\n${long}\n- **RET-3** It is so, once\n  and always.`)).toEqual([
      'RET-1: 7 words',
      'RET-2: 41 words',
    ])
  })

  test('titles are read wherever a test stands', () => {
    const text = [
      "describe('[NO-1] not this', () => { it('[A-1] one', () => {}) })",
      "test.each([1])('[A-2] two', () => {})",
      "test.skipIf(true)('[A-3] three', () => {})",
      'test(`[A-4] $' + '{x} four`, () => {})',
      "// test('[A-5] in a comment')",
    ].join('\n')
    expect(titlesOf({ path: 'tests/a.test.ts', text })).toEqual(['[A-1] one', '[A-2] two', '[A-3] three', '[A-4] … four'])
  })
})
