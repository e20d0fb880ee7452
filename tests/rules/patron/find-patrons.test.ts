/**
 * Who calls, found as a name is spelled or a card is read out. Runs in Node, on the rules alone.
 */
import { expect, it } from 'vitest'
import { toCardNumber } from '../../../src/domain/ids.ts'
import { findPatrons, openDirectory } from '../../../src/domain/patron/find-patrons.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { anOrder } from '../../builders/an-order.ts'

const named = (card: string, surname: string, firstName: string) => aPatron({ id: toCardNumber(card), surname, firstName })
const state = aDesk(
  named('20000000004812', 'Marchand', 'Lucie'),
  named('20000000002207', 'MARCHAND', 'Lucie'),
  named('20000000003344', 'de l’Épée', 'Zoé'),
  named('20000000005555', 'Lucas', 'Marion'),
  named('lecteur marie 7', 'Ozu', 'Ida'),
  anOrder({ number: 'B-017', card: toCardNumber('20000000003344') }),
)
const found = (query: string): readonly string[] => findPatrons(state, openDirectory(state), query).map(({ id }) => id.slice(-4))

it('[PHONE-1] beginnings of any words of a name find it, in any order, without accents, case or particles', () => {
  expect(found('luc mar')).toEqual(['5555', '2207', '4812'])
  expect(found('epee z')).toEqual(['3344'])
  expect(found('de l’ép')).toEqual(['3344'])
  expect([found('marchands'), found('lecteur'), found('marie'), found('oz id')]).toEqual([[], [], [], ['ie 7']])
})

it('[PHONE-1] two people of one name stand beside each other, by card', () => {
  expect(found('marchand lucie')).toEqual(['2207', '4812'])
})

it('[PHONE-1] the last four digits of a card find it, three find nobody, and an order’s number finds whose it is', () => {
  expect([found('2207'), found('207'), found('20000000004812'), found('0000 4812')]).toEqual([['2207'], [], ['4812'], ['4812']])
  expect([found('b17'), found('B-017'), found('b18')]).toEqual([['3344'], ['3344'], []])
  expect([found(''), found('  ')]).toEqual([[], []])
})
