/**
 * The library's colour on its screens: whatever is chosen, what is written in it can be read. Runs in vitest.
 */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accentTones, contrastOf } from '../../../src/domain/settings/accent-tones.ts'

const tokens = readFileSync(new URL('../../../src/ui/styles/tokens.css', import.meta.url), 'utf8')

/** What tokens.css says of a token, in daylight and in the dark. */
const token = (name: string): { readonly light: string; readonly dark: string } => {
  const [, light = '', dark = ''] = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(tokens) ?? []
  return { light, dark }
}

const grounds = ['ground', 'surface', 'sunken']
const aColour = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
  .map((channels) => `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`)

describe.each(['light', 'dark'] as const)('the library’s colour in the %s', (light) => {
  test('[SET-13] is read at 7 to 1 on every ground, on its own tint and under what is written on it, whatever it is', () => {
    fc.assert(
      fc.property(aColour, (colour) => {
        const { accent, onAccent, soft } = accentTones(colour, light)
        for (const name of grounds) expect(contrastOf(accent, token(name)[light])).toBeGreaterThanOrEqual(7)
        expect(contrastOf(accent, soft)).toBeGreaterThanOrEqual(7)
        expect(contrastOf(onAccent, accent)).toBeGreaterThanOrEqual(7)
        expect(contrastOf(token('ink')[light], soft)).toBeGreaterThanOrEqual(7)
        expect(contrastOf(token('ink-2')[light], soft)).toBeGreaterThanOrEqual(7)
        expect(contrastOf(token('line')[light], soft)).toBeGreaterThanOrEqual(3)
      }),
      { numRuns: 2000 },
    )
  })
})

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
