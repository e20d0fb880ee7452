/**
 * A component that is not in the pattern book is not finished. Runs in vitest, reads sources alone; that the book itself is well drawn is
 * asked in a browser, tests/screens/patterns.spec.ts.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url)

test('every component has its page in the book', () => {
  const book = ['patterns.tsx', 'desk-patterns.tsx'].map((name) => readFileSync(at(`tests/screens/${name}`), 'utf8')).join('')
  const components = readdirSync(at('src/ui/components')).filter((name) => name.endsWith('.tsx'))
  expect(components.length).toBeGreaterThan(10)
  expect(components.filter((name) => !book.includes(`components/${name}'`))).toEqual([])
})
