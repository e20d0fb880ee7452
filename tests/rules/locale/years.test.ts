/**
 * The year of a day, which a screen says where it is not this one (SET-34). Runs in vitest.
 * The library's clock says which year it is; papers and mails have formats of their own.
 */
import { expect, it } from 'vitest'
import { formatsByLanguage, withYears } from '../../../src/locale/formats.ts'
import { aDate } from '../../builders/a-moment.ts'

it('[SET-34] a day of another year is written with its year, in both languages, and one of this year without', () => {
  const [past, now] = [aDate('2025-12-31'), aDate('2026-11-24')]
  const [fr, en] = [withYears(formatsByLanguage.fr, '2026'), withYears(formatsByLanguage.en, '2026')]
  expect([fr.date(past), fr.dayAndMonth(past), fr.shortDate(past)].map((said) => said.replace(/\s/g, ' '))).toEqual([
    'mercredi 31 décembre 2025',
    '31 décembre 2025',
    'mer. 31 déc. 2025',
  ])
  expect(en.date(past).replace(/\s/g, ' ')).toBe('Wednesday 31 December 2025')
  expect(fr.date(now)).not.toMatch(/2026/)
})
