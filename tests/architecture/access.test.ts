/**
 * src/ui/ACCESSIBILITY.md answers for each criterion of RGAA 4.1 once: met and how, or without object and why. Runs in Node, reads the page.
 * Only its numbers are judged here: whether what it says is true, the tests that it names tell, or a person who reads it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './source-file.ts'

/** How many criteria each theme has, 1 (images) to 13 (reading in one's own time): 106 in all. */
const criteriaByTheme = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12]

/** The criteria that the rows of its tables name in their first column, before what WCAG adds: "5.4–5.7" is four. */
const listed = (page: string): readonly string[] => {
  const [rgaa = ''] = page.split('| WCAG 2.2 adds')
  return [...rgaa.matchAll(/^\| (\d[^|]*)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/(\d+)\.(\d+)(?:–(\d+)\.(\d+))?/g)].flatMap(([, theme = '', first = '', lastTheme = theme, last = first]) => {
      if (lastTheme !== theme) throw new Error(`a range over two themes: ${cell}`)
      return Array.from({ length: Number(last) - Number(first) + 1 }, (_, n) => `${theme}.${Number(first) + n}`)
    }),
  )
}

const inOrder = (numbers: readonly string[]): readonly string[] => numbers.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))

test('the page on access answers for each of the 106 criteria once', () => {
  const criteria = criteriaByTheme.flatMap((count, theme) => Array.from({ length: count }, (_, n) => `${theme + 1}.${n + 1}`))
  expect(criteria).toHaveLength(106)
  expect(inOrder(listed(readFileSync(join(root, 'src/ui/ACCESSIBILITY.md'), 'utf8')))).toEqual(criteria)
})

test('ranges, lists and single numbers are read; prose and WCAG’s own numbers are not', () => {
  const page = '| Criterion | How |\n| 1.8–1.9, 2.1 images | see 3.1 |\n4.1 here\n| WCAG 2.2 adds | How |\n| 2.4.11 focus | yes |'
  expect(listed(page)).toEqual(['1.8', '1.9', '2.1'])
})
