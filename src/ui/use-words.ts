/**
 * The words and formats of the language in use. Runs in the browser. A screen names its words, in French and in the
 * English that is typed by it, so that each screen's words travel in that screen's chunk.
 */
import { computed, signal } from '@preact/signals'
import { type Formats, formatsByLanguage, type Language, withYears } from '../locale/formats.ts'
import { language } from './preferences.ts'

export const useLanguage = (): Language => language.value

export const useWords = <W>(words: Readonly<Record<Language, W>>): W => words[language.value]

/** By the library's clock; empty until the desk is there. */
export const thisYear = signal('')
const formats = computed(() => withYears(formatsByLanguage[language.value], thisYear.value))

/** A day of another year is said with it. */
export const useFormats = (): Formats => formats.value
