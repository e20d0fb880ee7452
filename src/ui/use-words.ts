/**
 * The words and formats of the language in use. Runs in the browser. A screen names its words, in French and in the
 * English that is typed by it, so that each screen's words travel in that screen's chunk.
 */
import { type Formats, formatsByLanguage, type Language } from '../locale/formats.ts'
import { language } from './preferences.ts'

export const useLanguage = (): Language => language.value

export const useWords = <W>(words: Readonly<Record<Language, W>>): W => words[language.value]

export const useFormats = (): Formats => formatsByLanguage[language.value]
