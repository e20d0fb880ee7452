/**
 * What comes from the catalogue, marked as it is written: in which language, where that is known and not the page's, and from right to left
 * (RGAA 8.7 and 8.10). Runs on the endpoint; a voice that reads the page then says a title as it is meant.
 */
import { html } from 'hono/html'
import type { Language } from '../../locale/formats.ts'

export type Html = ReturnType<typeof html>

/** Whose first letter is of a script that is written from right to left. */
const isFromTheRight = (text: string): boolean =>
  /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u.test(text)

/** The catalogue's own words, a type of document say, are in the library's language. */
const libraryLanguage: Language = 'fr'

/** `language`: of the text (BCP 47); undefined: nobody said it. */
export const marked = (pageLanguage: Language, text: string, language: string | undefined): Html | string => {
  const other = language === undefined || language === pageLanguage ? '' : html` lang="${language}"`
  const direction = isFromTheRight(text) ? html` dir="rtl"` : ''
  return other === '' && direction === '' ? text : html`<bdi${other}${direction}>${text}</bdi>`
}

export const ofLibrary = (pageLanguage: Language, text: string): Html | string => marked(pageLanguage, text, libraryLanguage)

/** A private sign, which no text has. */
const gap = '\ue000'

/** A sentence of ours around what is marked. */
export const around = (say: (said: string) => string, inside: Html | string): Html => {
  const [before = '', after = ''] = say(gap).split(gap)
  return html`${before}${inside}${after}`
}

/** A title with its language, where it is known. What a visitor wrote has none. */
export interface Titled {
  readonly title: string
  readonly language?: string | undefined
}

export const markedTitle = (pageLanguage: Language, { title, language }: Titled): Html | string => marked(pageLanguage, title, language)
