/**
 * How many documents the words of a wish seem to ask for, « Deux romans policiers récents » (PULL-8). Runs on the tablet.
 * Only ever shown to whoever writes the wish down or prepares it, who says yes or another number: « Les Trois Mousquetaires » is one book.
 */
import { foldText } from '../fold-text.ts'

const numberByWord: Readonly<Record<string, number>> = {
  deux: 2,
  two: 2,
  trois: 3,
  three: 3,
  quatre: 4,
  four: 4,
  cinq: 5,
  five: 5,
  six: 6,
}
/** More than anybody takes for one wish. */
export const mostOfWish = 6

/** PULL-8: undefined where the words say no number above one. A figure counts before a plural only: « tome 2 » is one volume. */
export const readWishNumber = (text: string): number | undefined => {
  const words = foldText(text).split(/[^\p{L}\p{N}]+/u)
  for (const [n, word] of words.entries()) {
    const named = Object.hasOwn(numberByWord, word) ? numberByWord[word] : undefined
    if (named !== undefined) return named
    const figure = /^\d$/.test(word) && /[sx]$/.test(words[n + 1] ?? '') ? Number(word) : 0
    if (figure > 1 && figure <= mostOfWish) return figure
  }
  return undefined
}
