/**
 * Why an ILS refuses, in the desk's words: each text is one that a server was seen to write, or that stands in its source. Pure rules.
 */
import { expect, it } from 'vitest'
import { sayRefusal as sayInEnglish } from '../../../src/locale/en/ils.ts'
import { sayRefusal } from '../../../src/locale/fr/ils.ts'
import { type IlsRefusal, refusalsIn } from '../../../src/locale/ils-reasons.ts'

it.each<readonly [string, readonly IlsRefusal[]]>([
  ['Patron Blocked', ['blocked']],
  ['Issue failed : DEBARRED', ['blocked']],
  ['USERBLOCKEDNOENDDATE TOO_MANY', ['blocked', 'too-many']],
  ['Patron is not allowed to checkout the selected item', ['blocked']],
  ['Greetings from Koha. PATRON EXPIRED -- Invalid password', ['expired']],
  ['Issue failed : EXPIRED', ['expired']],
  ['DEBT', ['debt']],
  ['Issue failed : NOT_FOR_LOAN', ['not-for-loan']],
  ['WTHDRAWN', ['lost']],
  ['ITEM_LOST', ['lost']],
  ['Item checked out to another patron', ['lent-there']],
  ['This item is already checked out', ['lent-there']],
  ['ISSUED_TO_ANOTHER', ['lent-there']],
  ['RESERVE_WAITING', ['held']],
  ['Invalid Item', ['unknown-item']],
  ['Barcode not found.', ['unknown-item']],
  ['Borrower not found.', ['unknown-card']],
  ['Invalid Patron', ['unknown-card']],
  ['AGE_RESTRICTION', ['age']],
  ['CARD_LOST', ['lost-card']],
  ['Item cannot be issued: PATRON_CANT', []],
  ['Document en retard', []],
])('[ILS-44] a refusal of « %s » means %j', (said, keys) => {
  expect(refusalsIn(said)).toEqual(keys)
})

it('[ILS-44] a known refusal says what to do, an unknown one is shown as it came, and a silent one says so', () => {
  expect(sayRefusal('DEBARRED TOO_MANY')).toBe(
    'Dans le SIGB, la carte est bloquée\u00a0: levez le blocage. Dans le SIGB, la limite de prêts est atteinte\u00a0: passez outre ou attendez un retour.',
  )
  expect(sayInEnglish('Barcode not found.')).toBe('In the ILS, no item has this number: correct it, or add the copy.')
  expect(sayRefusal('Document en retard.')).toBe('Le SIGB dit\u00a0: «\u00a0Document en retard\u00a0».')
  expect(sayInEnglish('PATRON_CANT')).toBe('The ILS says: “PATRON_CANT”.')
  expect(
    [sayRefusal(''), sayInEnglish('')].every((text) => text.includes('sans dire pourquoi') || text.includes('without saying why')),
  ).toBe(true)
})
