/**
 * Where a text answers what is typed: the parts that a screen underlines. Runs on the tablet.
 */
import { foldText } from '../fold-text.ts'
import { queryWords } from './search-words.ts'

export interface TextPart {
  readonly text: string
  readonly isFound: boolean
}

/** Signs of `word` that fold to the letters asked for: « Œuvre » answers « oe » with its first sign. */
const signsOf = (word: string, letters: number): number => {
  for (let length = 1; length < word.length; length++) if (foldText(word.slice(0, length)).length >= letters) return length
  return word.length
}

/** The text cut at the beginnings of words that the query asks for; whole, and not found, where it answers none. */
export const markWords = (text: string, query: string): readonly TextPart[] => {
  const asked = queryWords(query)
  const parts: TextPart[] = []
  let end = 0
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const folded = foldText(word)
    const letters = Math.max(0, ...asked.filter((begun) => folded.startsWith(begun)).map((begun) => begun.length))
    if (letters === 0) continue
    const signs = signsOf(word, letters)
    if (index > end) parts.push({ text: text.slice(end, index), isFound: false })
    parts.push({ text: word.slice(0, signs), isFound: true })
    end = index + signs
  }
  return end < text.length ? [...parts, { text: text.slice(end), isFound: false }] : parts
}
