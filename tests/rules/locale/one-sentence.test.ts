/**
 * One fault is said in one sentence, wherever a librarian meets it: a refused loan beside its document and at the press; a browser that
 * may erase, at the first screen, in the menu, at the enrolment and in the check of the tablet. In both languages; runs in Node.
 */
import { describe, expect, test } from 'vitest'
import { enrolment as enrolmentEn } from '../../../src/locale/en/enrolment.ts'
import { exercise as exerciseEn } from '../../../src/locale/en/exercise.ts'
import { handover as handoverEn } from '../../../src/locale/en/handover.ts'
import { menu as menuEn } from '../../../src/locale/en/menu.ts'
import { signIn as signInEn } from '../../../src/locale/en/sign-in.ts'
import { formatsByLanguage } from '../../../src/locale/formats.ts'
import { enrolment } from '../../../src/locale/fr/enrolment.ts'
import { exercise } from '../../../src/locale/fr/exercise.ts'
import { handover } from '../../../src/locale/fr/handover.ts'
import { menu } from '../../../src/locale/fr/menu.ts'
import { signIn } from '../../../src/locale/fr/sign-in.ts'
import { type Naming, sayRefusal } from '../../../src/locale/refusals.ts'
import { aDate } from '../../builders/a-moment.ts'

const languages = [
  { language: 'fr', menu, signIn, enrolment, exercise, handover },
  { language: 'en', menu: menuEn, signIn: signInEn, enrolment: enrolmentEn, exercise: exerciseEn, handover: handoverEn },
] as const

const naming: Naming = { order: String, librarian: String, author: () => 'Jeanne (B)', patron: String, item: String }
const dvd = { documentType: 'DVD', counted: 3, maximum: 2 }
const expiredOn = aDate('2026-11-20')

describe.each(languages)('one fault, one sentence, in $language', ({ language, ...words }) => {
  const format = formatsByLanguage[language]
  const refused = (refusal: Parameters<typeof sayRefusal>[1]): string => sayRefusal(language, refusal, naming).sentence
  const { loan } = words.handover

  test.each([
    [refused({ kind: 'card-expired', expiredOn }), loan['card-expired'](format.date(expiredOn))],
    [refused({ kind: 'patron-blocked', reason: 'retard' }), loan['patron-blocked']('retard')],
    [refused({ kind: 'too-many-loans', counted: 21, maximum: 20 }), loan['too-many-loans'](21, 20)],
    [refused({ kind: 'too-many-of-type', ...dvd }), loan['too-many-of-type']('DVD', 3, 2)],
    [refused({ kind: 'too-many-new-releases', ...dvd }), loan['too-many-new-releases']('DVD', 3, 2)],
    [refused({ kind: 'too-many-in-order', ...dvd }), loan['too-many-in-order']('DVD', 3, 2)],
  ])('a loan is refused at the press as beside its document: %s', (atThePress, beside) => {
    expect(atThePress.replaceAll(/\s/g, ' ')).toBe(`${beside}.`.replaceAll(/\s/g, ' '))
  })

  test('a browser that keeps what it stores, or may erase it, says so in the same words everywhere', () => {
    const { signIn, enrolment, exercise, menu } = words
    expect(new Set([menu.storage.granted, signIn.persistence.granted, enrolment.persistence.granted, exercise.storage.ok]).size).toBe(1)
    const refusals = [signIn.persistence.refused, enrolment.persistence.refused, exercise.storage.refused]
    expect(new Set(refusals).size).toBe(1)
    expect(refusals[0]?.startsWith(menu.storage.refused)).toBe(true)
  })
})
