/**
 * What is read back to a caller. Runs in Node, on the words alone.
 */
import { expect, it } from 'vitest'
import { call as en } from '../../../src/locale/en/call.ts'
import { call as fr } from '../../../src/locale/fr/call.ts'

it('[PHONE-10] an order’s number is spelled as one spells on the telephone, in each language', () => {
  expect([fr.spell('B-018'), fr.spell('AZ-1203')]).toEqual([
    'B comme Berthe, zéro, un, huit',
    'A comme Anatole, Z comme Zoé, un, deux, zéro, trois',
  ])
  expect(en.spell('B-018')).toBe('B for Bravo, zero, one, eight')
})
