/**
 * What an operation lets a person type is known to the erasing of a person, by the name of its member (PRIV-7). Runs in tests.
 * A text that comes to a payload fails here until somebody has said what empties it; that it is emptied is in `tests/contract/endpoint/person.test.ts`.
 */
import { expect, test } from 'vitest'
import { typedMembers } from '../../src/endpoint/retention/typed-texts.ts'
import { freeTexts, typedTexts, untypedTexts } from './free-texts.ts'

test('[PRIV-7, PRIV-14] each text that a schema leaves free is emptied with a person, or is of no person', () => {
  const texts = freeTexts()
  expect(untypedTexts.filter((path) => !texts.includes(path))).toEqual([])
  expect(typedTexts().filter((path) => !typedMembers.includes(path.slice(path.lastIndexOf('.') + 1)))).toEqual([])
  // Lest the walk finds nothing.
  expect(texts).toEqual(expect.arrayContaining(['give-up-line.reason', 'return-item.bin', 'place-order.lines.wanted.text']))
})
