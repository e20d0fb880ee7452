/**
 * A language 40 % longer than English, to see what a longer one would break: letters are doubled in every word, from its first.
 * Runs in the stage when its address says `pseudo`; the stage's server gives it the English words of the app (vite.config.ts).
 */

const isPseudo = new URLSearchParams(globalThis.location?.search ?? '').has('pseudo')

const lengthenText = (text: string): string =>
  text.replace(/\{\p{L}+\}|\p{L}+(?![\p{L}\u2060])/gu, (word) => {
    // The place of a figure in a sentence: its name is nobody's to read.
    if (word.startsWith('{')) return word
    const longer = [...word].map((letter, n) => (n < Math.ceil(word.length * 0.4) ? letter + letter : letter))
    // An invisible mark: a text made of others is not made longer twice.
    return `${longer.join('')}\u2060`
  })

/** Every text in `words`, and every text that its functions answer, made longer; numbers and keys stay. */
export const lengthenAll = (words: unknown): unknown => {
  if (typeof words === 'string') return lengthenText(words)
  if (Array.isArray(words)) return words.map(lengthenAll)
  if (typeof words === 'function') return (...parts: readonly unknown[]) => lengthenAll(words(...parts))
  if (typeof words === 'object' && words !== null)
    return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, lengthenAll(value)]))
  return words
}

// The cast says what the walk keeps: the same shape, with other texts in it.
export const lengthen = <W>(words: W): W => (isPseudo ? (lengthenAll(words) as W) : words)
