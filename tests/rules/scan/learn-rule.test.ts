/**
 * What three numbers teach, and how a rule is read. Every rule that is learned takes its three, and is one that the endpoint takes too.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeText } from '../../../src/domain/scan/judge-text.ts'
import { learnRule, shapeOfRule } from '../../../src/domain/scan/learn-rule.ts'
import { hasForm } from '../../../src/domain/scan/number-pattern.ts'
import { aSettings } from '../../builders/a-settings.ts'

describe('[SET-18] a rule is learned from three numbers', () => {
  test('numbers of one length: how they begin, and so many digits', () => {
    expect(learnRule(['2000000011', '2000000021', '2000000031'])).toEqual({ pattern: '^2\\d{9}$', check: 'none' })
    expect(learnRule(['P 12345', 'P 00017', 'P 99120'])).toEqual({ pattern: '^P \\d{5}$', check: 'none' })
  })

  test('numbers of several lengths, or without a common beginning', () => {
    expect(learnRule(['123456', '9871', '45678'])?.pattern).toBe('^\\d{4,6}$')
    expect(learnRule(['25/0016', '1204A', '7.B'])?.pattern).toMatch(/^\^\[0-9A-Za-z.*\]\{3,7\}\$$/)
  })

  test('with the check digit where all three hold it', () => {
    expect(learnRule(['23333000000172', '23333000000180', '23333000000198'])).toEqual({ pattern: '^2\\d{13}$', check: 'luhn' })
    expect(learnRule(['23333000000172', '23333000000181', '23333000000198'])?.check).toBe('none')
  })

  test('and not from two, nor from one that is scanned three times', () => {
    expect(learnRule(['2000000011', '2000000021'])).toBeUndefined()
    expect(learnRule(['2000000011', '2000000011', '2000000011'])).toBeUndefined()
  })

  test('it takes the three whatever they are, is bounded, and the desk reads them by it', () => {
    const sign = fc.constantFrom(...'0123456789ABCxyz -./$+%_:]\\^')
    const number = fc.string({ unit: sign, minLength: 1, maxLength: 20 }).map((text) => `7${text}7`.replace(/\s+/g, ' '))
    fc.assert(
      fc.property(fc.uniqueArray(number, { minLength: 3, maxLength: 3 }), (samples) => {
        const rule = learnRule(samples)
        expect(rule).toBeDefined()
        if (rule === undefined) return
        for (const sample of samples) expect(hasForm(rule, sample)).toBe(true)
      }),
    )
    const cardRule = learnRule(['2000000011', '2000000021', '2000000031']) ?? aSettings().cardRule
    expect(judgeText(aSettings({ cardRule, itemRule: { pattern: '^3\\d{9}$', check: 'none' } }), '2999999999').kind).toBe('card')
  })
})

test('[SET-18] a rule is read as people say it, and shown as it stands where a file said another', () => {
  const read = (pattern: string, lengths?: readonly number[]) => shapeOfRule({ pattern, lengths, check: 'none' })
  expect(read('^2\\d{9}$')).toEqual({ beginning: '2', kind: 'digits', least: 10, most: 10 })
  expect(read('^\\d{5,14}$')).toEqual({ beginning: '', kind: 'digits', least: 5, most: 14 })
  expect(read('\\d+', [14])).toEqual({ beginning: '', kind: 'digits', least: 14, most: 14 })
  expect(read('^P \\d{5}$')).toEqual({ beginning: 'P ', kind: 'signs', least: 7, most: 7 })
  expect(read('^[A-Z0-9-]{5,20}$')).toEqual({ beginning: '', kind: 'signs', least: 5, most: 20 })
  expect(read('^(?:\\d{8}|[A-Z]{2}\\d{6})$')).toBeUndefined()
  expect(read('\\d+')).toBeUndefined()
})
