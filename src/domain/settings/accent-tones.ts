/**
 * The library's own colour as the screens wear it: four tones by day, four in the dark. Runs on both ends; pure arithmetic of WCAG 2.
 * No colour is refused: a town chose its yellow for posters, not for letters on white, and must be able to open a desk all the same. The
 * hue stays; the colour is darkened (in the dark, lightened) just until it can be read. The import says so.
 */

/** One light's tones, each `#rrggbb`. Letters in `accent` have a contrast of 7 or more on every ground, and `onAccent` on it. */
export interface AccentTones {
  readonly accent: string
  readonly onAccent: string
  /** A tint behind what is chosen or next. */
  readonly soft: string
  readonly marginLine: string
}

/** What is read (WCAG 1.4.6), and shapes (1.4.11). */
const [readable, seen] = [7, 3]

/** Grounds and inks of tokens.css that the accent meets; a test holds them together. Strengths are shares of the colour, 0 to 1. */
const lights = {
  light: {
    surface: '#ffffff',
    grounds: ['#ffffff', '#f4f2ee', '#f0ede8'],
    ink2: '#46434f',
    line: '#837e8b',
    end: '#000000',
    soft: 0.12,
    margin: 0.3,
  },
  dark: {
    surface: '#1c1b25',
    grounds: ['#1c1b25', '#131219', '#171620'],
    ink2: '#cbc7d6',
    line: '#827d92',
    end: '#ffffff',
    soft: 0.24,
    margin: 0.4,
  },
} as const

const channels = (colour: string): readonly number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))

/** `share` of the first colour, the rest of the second. */
const mix = (colour: string, other: string, share: number): string => {
  const others = channels(other)
  return `#${channels(colour)
    .map((channel, n) => Math.round(channel * share + (others[n] ?? 0) * (1 - share)))
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`
}

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** 1 to 21, as WCAG 2 defines it. */
export const contrastOf = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other)
  return (light + 0.05) / (dark + 0.05)
}

/** As much of `colour` in `other`, at most `most`, as `isGood` allows. */
const mixUntil = (colour: string, other: string, most: number, isGood: (mixed: string) => boolean): string => {
  for (let share = most; share > 0; share -= 1 / 64) {
    const mixed = mix(colour, other, share)
    if (isGood(mixed)) return mixed
  }
  return other
}

/** The tones of a colour written `#rrggbb`, in one light. */
export const accentTones = (colour: string, light: keyof typeof lights): AccentTones => {
  const { surface, grounds, ink2, line, end, soft: softShare, margin } = lights[light]
  const soft = mixUntil(colour, surface, softShare, (tint) => contrastOf(ink2, tint) >= readable && contrastOf(line, tint) >= seen)
  const accent = mixUntil(colour, end, 1, (tone) => [...grounds, soft].every((ground) => contrastOf(tone, ground) >= readable))
  return { accent, onAccent: light === 'light' ? surface : grounds[1], soft, marginLine: mix(accent, surface, margin) }
}
