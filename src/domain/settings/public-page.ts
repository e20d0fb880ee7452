/**
 * The public page as its settings say it: whether patrons can order there, and the library's own words in the reader's language (PAGE-1,
 * PAGE-16, PAGE-17). Runs everywhere: the page is written with it, and the manager is shown with it what patrons meet.
 */
import type { GuidePicture, OwnWords, PublicPage } from './settings.ts'

/** The library's own words, in the order in which a patron meets them. */
export const pageTexts = ['closed', 'notice', 'place', 'bring', 'hours', 'access'] as const satisfies readonly Exclude<
  keyof PublicPage,
  'guide'
>[]
export type PageText = (typeof pageTexts)[number]

/** In the order in which a visit meets them. */
export const guidePictures = ['search', 'code', 'hours', 'noted'] as const satisfies readonly GuidePicture[]

/** `paused`: it answers, and says why nothing is ordered there (PAGE-16). */
export type PageDoor = 'open' | 'paused' | 'shut'

export const pageDoorOf = (page: PublicPage | undefined): PageDoor =>
  page?.isOn !== true ? 'shut' : page.closed === undefined ? 'open' : 'paused'

/** PAGE-17: the library's text, and in which language it is where that is not the reader's. */
export const ownWords = (
  language: keyof OwnWords,
  said: OwnWords | undefined,
): { readonly text: string; readonly lang: 'fr' | undefined } => {
  const text = said?.[language]
  return text === undefined ? { text: said?.fr ?? '', lang: said === undefined ? undefined : 'fr' } : { text, lang: undefined }
}
