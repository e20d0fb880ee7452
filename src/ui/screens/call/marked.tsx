/**
 * A text with what answers the search underlined. Runs in the browser.
 */
import type { TextPart } from '../../../domain/search/mark-words.ts'

export const Marked = ({ parts }: { readonly parts: readonly TextPart[] }) => (
  <>{parts.map(({ text, isFound }, n) => (isFound ? <mark key={n}>{text}</mark> : text))}</>
)
