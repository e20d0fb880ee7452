/**
 * The words and formats of the language in use. Runs in the browser. A screen gives its French words and their English twin
 * (typed by the French), so that each screen's words travel in that screen's chunk.
 */
import { type Formats, formatsByLanguage, type Language } from '../locale/formats.ts'
import { language } from './preferences.ts'

export const useLanguage = (): Language => language.value

export const useWords = <W>(fr: W, en: NoInfer<W>): W => (language.value === 'fr' ? fr : en)

export const useFormats = (): Formats => formatsByLanguage[language.value]
