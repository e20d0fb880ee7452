/**
 * A state in a word, with its shape before it. Runs in the browser.
 * The shape says it, the word names it, the colour comes last: who sees no colour misses nothing.
 */
import { Mark, type MarkName, Sign, type SignName } from './icon.tsx'

type Shape = { readonly mark: MarkName; readonly sign?: never } | { readonly sign: SignName; readonly mark?: never }

export const Chip = ({ words, tone, ...shape }: Shape & { readonly words: string; readonly tone?: 'ok' | 'warn' | 'stop' }) => (
  <span class={tone === undefined ? 'chip' : `chip ${tone}`}>
    {shape.mark === undefined ? <Sign name={shape.sign} /> : <Mark name={shape.mark} />}
    <span>{words}</span>
  </span>
)
