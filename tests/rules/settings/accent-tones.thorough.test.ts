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

const grounds = ['ground', 'surface', 'sunken'].map(token)
const [ink, ink2, line] = [token('ink'), token('ink-2'), token('line')]
const aColour = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
  .map((channels) => `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`)

describe.each(['light', 'dark'] as const)('the library’s colour in the %s', (light) => {
  test('[SET-13] is read at 7 to 1 on every ground, on its own tint and under what is written on it, whatever it is', () => {
    fc.assert(
      fc.property(aColour, (colour) => {
        const { accent, onAccent, soft } = accentTones(colour, light)
        const unreadable = [
          ...grounds.map((ground) => [accent, ground[light]] as const),
          ...([
            [accent, soft],
            [onAccent, accent],
            [ink[light], soft],
            [ink2[light], soft],
          ] as const),
        ].filter(([tone, ground]) => !(contrastOf(tone, ground) >= 7))
        const seen = contrastOf(line[light], soft)
        // Asked once for each colour: most of this test was asking.
        expect([unreadable, seen >= 3]).toEqual([[], true])
      }),
      { numRuns: 2000 },
    )
  })
})
