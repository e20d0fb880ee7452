/**
 * The library's colour on its screens: what becomes of some. That any can be read is accent-tones.thorough.test.ts. Runs in vitest.
 */
import { expect, test } from 'vitest'
import { accentTones, contrastOf } from '../../../src/domain/settings/accent-tones.ts'

test('a colour that reads as it is stays as it is', () => {
  expect(accentTones('#00573f', 'light').accent).toBe('#00573f')
})

test('a yellow is darkened in daylight and kept in the dark', () => {
  expect(accentTones('#ffcc00', 'light').accent).toBe('#604d00')
  expect(accentTones('#ffcc00', 'dark').accent).toBe('#ffcc00')
})

test('contrast is WCAG’s: 21 for black on white, 1 for a colour on itself', () => {
  expect(contrastOf('#000000', '#ffffff')).toBe(21)
  expect(contrastOf('#432c8e', '#432c8e')).toBe(1)
  expect(contrastOf('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
})
