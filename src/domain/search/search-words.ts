/**
 * The words of a text, as the catalogue and the directory are searched by: the writer of an index cuts titles with it, the reader what is
 * typed, the screen what it underlines. Runs everywhere.
 * A change here is a new edition of the catalogue's file (catalogue/catalogue-format.ts): both ends must cut alike.
 */
import { foldText } from '../fold-text.ts'

/** They stand in nearly every title and say nothing of it: they are neither kept nor searched, but where there is nothing else (« Là »). */
const articles = new Set(['le', 'la', 'les', 'l', 'un', 'une', 'des', 'du', 'de', 'd', 'the', 'a', 'an', 'of'])

/** Words of letters and digits, without accents, case, ligatures or articles: « L’Œuvre, n° 3 » → oeuvre, n, 3. */
export const wordsOf = (text: string): readonly string[] => {
  const words = foldText(text).match(/[\p{L}\p{N}]+/gu) ?? []
  const telling = words.filter((word) => !articles.has(word))
  return telling.length === 0 ? words : telling
}

/** What is typed beyond this is not read: a title of this length is found by its beginning. */
const longestQuery = 200
/** A title is found by fewer; each costs a look-up. */
const mostWords = 12

/** The words that are searched, each once. */
export const queryWords = (query: string): readonly string[] => [...new Set(wordsOf(query.slice(0, longestQuery)))].slice(0, mostWords)

/** From this many letters on a word may hold an error: shorter ones are all one error from each other. */
const shortestForgiven = 4
/** Beyond, nobody types a word; each letter costs some 70 look-ups. */
const longestForgiven = 24
const alphabet = [...'abcdefghijklmnopqrstuvwxyz0123456789']

/**
 * Every text that is one error away: a letter more, less, another, or two exchanged. Of plain letters and digits alone; none for a word
 * that is too short or too long to be forgiven.
 */
export const oneErrorAway = (word: string): readonly string[] => {
  const letters = [...word]
  if (letters.length < shortestForgiven || letters.length > longestForgiven) return []
  const texts = new Set<string>()
  for (let i = 0; i <= letters.length; i++) {
    const before = letters.slice(0, i).join('')
    const after = letters.slice(i + 1).join('')
    const [letter = '', next] = letters.slice(i, i + 2)
    if (letter !== '') texts.add(before + after)
    if (next !== undefined) texts.add(before + next + letter + letters.slice(i + 2).join(''))
    for (const other of alphabet) {
      if (letter !== '') texts.add(before + other + after)
      texts.add(before + other + letter + after)
    }
  }
  texts.delete(word)
  return [...texts]
}

/**
 * An ISBN of 10 or 13 signs, however it is written, as a number without prefix and check digit: 9782070408504 → 207040850; those of
 * prefix 979 are 1,000,000,000 higher. undefined: not an ISBN, or its check digit is wrong.
 */
export const isbnNumber = (text: string): number | undefined => {
  const signs = text.replace(/[\s\u2010-\u2015-]/g, '').toUpperCase()
  const digits = [...signs].map((sign) => (sign === 'X' ? 10 : Number(sign)))
  if (/^\d{9}[\dX]$/.test(signs)) {
    const sum = digits.reduce((total, digit, i) => total + digit * (10 - i), 0)
    return sum % 11 === 0 ? Number(signs.slice(0, 9)) : undefined
  }
  if (!/^97[89]\d{10}$/.test(signs)) return undefined
  const sum = digits.reduce((total, digit, i) => total + digit * (i % 2 === 0 ? 1 : 3), 0)
  if (sum % 10 !== 0) return undefined
  return Number(signs.slice(3, 12)) + (signs.startsWith('979') ? 1_000_000_000 : 0)
}
