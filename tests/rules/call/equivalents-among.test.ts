/**
 * What may be offered to a caller instead of a title that is lent. Runs in Node, on the rules alone.
 */
import { expect, it } from 'vitest'
import { equivalentsAmong } from '../../../src/domain/pull-list/find-equivalents.ts'
import { aCopy, aRecord } from '../../builders/a-record.ts'

const novel = (id: string, callNumber: string, location = 'Adultes romans', author = 'Zola, Émile') =>
  aRecord(id, { author, copies: [aCopy(`33331${id}`, { callNumber, location })] })
const wanted = novel('1', 'R ZOL 1')

it('[PHONE-5] the same author’s titles on the same shelf: those that are there first, then as they stand', () => {
  const found = [
    wanted,
    novel('2', 'R ZOL 10'),
    novel('3', 'R ZOL 9'),
    novel('4', 'R ZOL 2'),
    novel('5', 'R ZOL 3', 'Réserve'),
    novel('6', 'R HUG 1', 'Adultes romans', 'Hugo, Victor'),
  ]
  expect(equivalentsAmong(wanted, found, ({ id }) => id !== '4').map(({ id }) => id)).toEqual(['3', '2', '4'])
  const nameless = novel('7', 'R 1', 'Adultes romans', '')
  expect(equivalentsAmong(nameless, [nameless, novel('8', 'R 2', 'Adultes romans', '')], () => true)).toEqual([])
})
