/**
 * The table of texts (docs/texts-of-a-tablet.md) against the schemas of the wire: each text that a tablet may send is named there, with what
 * bounds it, and each line names one that there is. Runs in tests.
 */
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { operationSchemas } from '../../src/protocol/operation-schema.ts'
import { textsOfTablets } from './texts.ts'

const paper = readFileSync(new URL('../../docs/texts-of-a-tablet.md', import.meta.url), 'utf8')
/** The names in the first cell of each line of a table. */
const named = paper
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))

const names = (pattern: string, text: string): boolean => (pattern.startsWith('*') ? text.endsWith(pattern.slice(1)) : text === pattern)

const notNamed = (texts: readonly { readonly name: string }[]): readonly string[] =>
  texts.map(({ name }) => name).filter((name) => !named.some((pattern) => names(pattern, name)))

test('each text that a tablet may send has its line in the table, and each line its text', () => {
  const texts = textsOfTablets()
  expect(texts.length).toBeGreaterThan(150)
  expect(notNamed(texts)).toEqual([])
  expect(named.filter((pattern) => !texts.some(({ name }) => names(pattern, name)))).toEqual([])
})

test('each text of an operation has a length, a form or a parser of its own where it comes in', () => {
  const ofOperations = textsOfTablets(operationSchemas, {})
  expect(ofOperations.filter(({ isBounded }) => !isBounded).map(({ name }) => name)).toEqual([])
})

test('a text that a schema gains is found, and so is one without bounds', () => {
  const gained = { ...operationSchemas, 'print-label': v.object({ orderId: v.string(), poem: v.optional(v.array(v.string())) }) }
  const texts = textsOfTablets(gained, {})
  expect(notNamed(texts)).toEqual(['print-label.poem'])
  expect(texts.filter(({ isBounded }) => !isBounded).map(({ name }) => name)).toEqual(['print-label.orderId', 'print-label.poem'])
})
