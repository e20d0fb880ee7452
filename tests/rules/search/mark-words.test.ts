/**
 * What a screen underlines of a text that was found. Runs in Node, on the rules alone.
 */
import { expect, it } from 'vitest'
import { markWords } from '../../../src/domain/search/mark-words.ts'

const marked = (text: string, query: string): string =>
  markWords(text, query)
    .map((part) => (part.isFound ? `[${part.text}]` : part.text))
    .join('')

it('[PHONE-4] the beginnings of words that answer what is typed are shown, whatever their accents and ligatures', () => {
  expect(marked('Arsène Lupin, gentleman-cambrioleur', 'lup arsene camb')).toBe('[Arsène] [Lup]in, gentleman-[camb]rioleur')
  expect(marked('L’Œuvre au noir', 'oe')).toBe('L’[Œ]uvre au noir')
  expect(marked('Élise', 'eli')).toBe('[Éli]se')
  expect(marked('Élise'.normalize('NFD'), 'eli').normalize('NFC')).toBe('[Éli]se')
  expect(marked('Les Misérables', 'zola')).toBe('Les Misérables')
  expect(markWords('', 'zola')).toEqual([])
})
