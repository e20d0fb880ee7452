/**
 * No number without its name, and no name of a number without a word on it. Runs in Node, reads the repository.
 * Beside the check stand samples that break it: a check that cannot fail is no check.
 */
import { describe, expect, test } from 'vitest'
import { unexplainedNumbers } from './numbers.ts'
import { readSources } from './source-file.ts'

const sample = (text: string, path = 'src/domain/slot/slot.ts') => [
  { path, text: text.startsWith('/**\n') ? text : `/** A head. */\n\n${text}` },
]

describe('numbers', () => {
  test('every constant says of what it is, in which unit, or why so much', () => {
    expect(unexplainedNumbers(readSources())).toEqual([])
  })

  test.each([
    ['bare', 'const mostWords = 12'],
    ['in a unit, without a reason', 'export const capMs = 60_000'],
    ['of a named unit', 'const keptMs = 7 * msPerDay'],
    ['under the head of its file', '/**\n * What it is.\n */\nconst longest = 12'],
    ['after a blank line', '/** Characters. */\n\nconst longest = 2 ** 17'],
  ])('refused: a number, %s', (_how, text) => {
    expect(unexplainedNumbers(sample(`${text}\n`))).toHaveLength(1)
  })

  test.each([
    ['with a comment', '/** A title is found by fewer. */\nconst mostWords = 12'],
    ['under the comment of the one above', '/** The first wait, and the longest. */\nconst firstMs = 1000\nconst longestMs = 60_000'],
    ['that only converts', 'export const minutesPerHour = 60'],
    ['made of names', 'const last = start + length'],
    ['of a test', 'const n = 3'],
  ])('allowed: a number %s', (how, text) => {
    expect(unexplainedNumbers(sample(text, how === 'of a test' ? 'tests/rules/slot/slot.test.ts' : undefined))).toEqual([])
  })
})
