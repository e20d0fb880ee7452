/**
 * Patterns of numbers: the same verdict as JavaScript's own matching, in steps that are counted beforehand. The patterns that explode are
 * tried on numbers that hold JavaScript for hours: these tests end because nothing is tried twice.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeText } from '../../../src/domain/scan/judge-text.ts'
import { hasForm, readPattern } from '../../../src/domain/scan/number-pattern.ts'
import { aSettings } from '../../builders/a-settings.ts'

const takes = (pattern: string, number: string): boolean => hasForm({ pattern, check: 'none' }, number)
const expressionOf = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u')

/** What libraries, their files, and the demo's settings say. */
const lawful = [
  '^\\d{5,14}$',
  '^3\\d{13}$',
  '\\d{6}',
  '.+',
  '[^x]+',
  '^[A-Z0-9-]{5,20}$',
  '^(?=.*\\d)[0-9A-Za-z/-]{5,20}$',
  '^(?=.*\\d)[0-9A-Za-z. $/+%_:-]{3,20}$',
  '^(?:2\\d{13}|[A-Z]{2}\\d{4,8})$',
  '^(?:2000\\d{7}|U\\d{4})$',
  '^(?:[A-Z]\\d{2}){3}$',
  '^F ?[A-Z]+ \\d+/\\d+$',
  '^C\\d+|\\d+$',
  '^C?\\d{10}$',
  '^U?\\d{5}$',
  '^(?!1234567890$|2\\d{9}$)[0-9A-Z]{5,10}$',
  '^\\d{4}[\\d$:/.+-]$',
  '^[\\]\\\\^a-c]{2}x$',
  '^(?<site>\\d)\\p{Lu}+(?<=B)$',
  '^\\bA1\\B2\\b$',
  '^\\u0041\\x42\\/\\.(?:)*$',
]

describe('[SET-18] a pattern takes the numbers that JavaScript takes', () => {
  const sign = fc.constantFrom(...'0123456789ABCUFxb -./$+%_:]\\^é😀')
  test.each(lawful)('%s', (pattern) => {
    const native = expressionOf(pattern)
    const near = fc.oneof(fc.stringMatching(/^[0-9A-CF /]{1,14}$/), fc.string({ unit: sign, maxLength: 20 }))
    fc.assert(
      fc.property(near, (number) => takes(pattern, number) === native.test(number)),
      {
        examples: [
          ['33331002568673'],
          ['AB1234'],
          ['F DESE 25/0016'],
          ['A12B34C56'],
          ['U1234'],
          ['1AB'],
          ['A12'],
          ['AB/.'],
          ['a]x'],
          ['20001234567'],
          [''],
        ],
      },
    )
  })

  test('patterns put together of signs, classes, ways, repetitions and looks around', () => {
    const one = fc.constantFrom('a', 'b', '\\d', '[ab]', '[^a]', '.', '\\b', '^', '$')
    const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
      part: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        one,
        fc
          .tuple(tie('pattern'), fc.constantFrom('', '*', '+?', '?', '{2}', '{0,3}', '{2,}'))
          .map(([inside, times]) => `(?:${inside})${times}`),
        fc.tuple(fc.constantFrom('?=', '?!', '?<=', '?<!'), tie('pattern')).map(([look, inside]) => `(${look}${inside})`),
      ),
      pattern: fc
        .array(fc.array(tie('part'), { maxLength: 3 }), { minLength: 1, maxLength: 2 })
        .map((ways) => ways.map((way) => way.join('')).join('|')),
    }))
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', '1', '\n'), maxLength: 6 }), (source, number) => {
        fc.pre(readPattern(source) !== 'too-costly')
        expect([source, number, takes(source, number)]).toEqual([source, number, expressionOf(source).test(number)])
      }),
      { numRuns: 3000 },
    )
  })
})

describe('[SET-18, SET-33] each pattern costs a bounded number of steps', () => {
  const long = 'a'.repeat(79)
  test.each([
    ['ways in a row', '(?:a|a)'.repeat(40)],
    ['ways that are repeated', '(?:a|a)*b'],
    ['free parts in a row', `${'a*'.repeat(60)}b`],
    ['parts that may be there', `${'a?'.repeat(79)}${'a'.repeat(79)}`],
    ['counted parts that vary', '(?:a{2,4}){8,}b'],
    ['looks at every place', '(?:(?=b|ab)a)*'],
  ])('%s are told in counted steps', (_, pattern) => {
    expect(readPattern(pattern)).toBeTypeOf('function')
    expect(takes(pattern, `${long}!`)).toBe(false)
  })

  test.each(['^(a+)+$', '(?:[A-Z]+|\\d+)*X', '((a*)*)*', '(?:x{80}){80}', '(\\d)\\1+', '(?<n>a)\\k<n>', `a{1}${'b'.repeat(297)}`])(
    '[SET-33] a pattern that needs too many, or refers back, is refused, and takes nothing where it is kept: %s',
    (pattern) => {
      expect(readPattern(pattern)).toBe('too-costly')
      const kept = aSettings({ itemRule: { pattern, check: 'none' } })
      expect(judgeText(kept, `${long}!`).kind).toBe('unrecognised')
    },
  )

  test('a part is named in any letters', () => {
    expect(takes('(?<numéro>\\d+)', '123')).toBe(true)
  })

  test('a pattern that JavaScript does not understand takes nothing either', () => {
    for (const pattern of ['(', '[z-a]', 'a{2,1}', '\\', '*']) {
      expect(readPattern(pattern)).toBe('no-pattern')
      expect(judgeText(aSettings({ itemRule: { pattern, check: 'none' } }), '33331002568673').kind).toBe('unrecognised')
    }
  })

  test('a number longer than any that a library wrote has no form', () => {
    expect(takes('.*', 'a'.repeat(80))).toBe(true)
    expect(takes('.*', 'a'.repeat(81))).toBe(false)
  })
})
