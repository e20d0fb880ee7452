/**
 * The tones of the library's colour under the names that tokens.css gives them. Runs in the browser, in a chunk of its own.
 */
import { type AccentTones, accentTones } from '../domain/settings/accent-tones.ts'

const none = { accent: '', onAccent: '', soft: '', marginLine: '' }

const named = ({ accent, onAccent, soft, marginLine }: AccentTones, end: '' | '-dark'): readonly (readonly [string, string])[] => [
  [`--own-accent${end}`, accent],
  [`--own-on-accent${end}`, onAccent],
  [`--own-accent-soft${end}`, soft],
  [`--own-margin-line${end}`, marginLine],
]

/** Every `--own-…` of tokens.css; each empty, which takes it away, without a colour. */
export const accentStyle = (colour: string | undefined): readonly (readonly [string, string])[] => [
  ...named(colour === undefined ? none : accentTones(colour, 'light'), ''),
  ...named(colour === undefined ? none : accentTones(colour, 'dark'), '-dark'),
]
