/**
 * What every answer of the public page knows: the library and its words, the language and the path of the address, what the visitor's browser
 * holds. Runs on the endpoint. The page shares nothing with tablets but the store (PAGE-1).
 */
import type { Instant } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import type { PublicPage, Settings } from '../../domain/settings/settings.ts'
import { pageWords } from '../../locale/en/page.ts'
import { type Formats, formatsByLanguage, type Language } from '../../locale/formats.ts'
import type { PageWords } from '../../locale/fr/page.ts'
import type { IlsLink } from '../ils/ils-link.ts'
import type { Seals } from '../messages/seal.ts'
import type { Store } from '../storage/store.ts'
import type { Library } from '../storage/stored.ts'
import type { Basket } from './basket.ts'

export interface PagePorts {
  readonly store: Store
  readonly now: () => Instant
  readonly reportDefect: (defect: unknown) => void
  /** Where everybody reaches the endpoint, without a slash at the end: links are made of it, never of what a request says. */
  readonly publicUrl: string
  readonly dataDir: string
  /** Builds of the app, the current one first: the page's font is theirs. */
  readonly buildDirs: readonly string[]
  readonly isTls: boolean
  readonly sendNow?: (() => void) | undefined
  /** The way to the ILS, where it may judge a patron's password. */
  readonly ilsLink?: Pick<IlsLink, 'planOf'> | undefined
}

export interface Visit {
  readonly library: Library
  readonly settings: Settings
  readonly page: PublicPage
  readonly language: Language
  readonly words: PageWords
  readonly format: Formats
  /** Of the library's page, whatever the language: « /b/saint-aubin ». */
  readonly root: string
  /** Of every address of this visit: « /b/saint-aubin/fr », and « …/essai » where nothing counts. */
  readonly base: string
  /** PAGE-18: nothing is ordered, nobody is asked who they are. */
  readonly isTrial: boolean
  readonly now: Instant
  readonly local: LocalMoment
  readonly seals: Seals
  readonly isTls: boolean
  readonly basket: Basket
}

/** Nothing is ordered there: paused, or closed for good, or unable to write to anybody. */
export const isShut = ({ page, settings }: Pick<Visit, 'page' | 'settings'>): boolean =>
  !page.isOn || page.closed !== undefined || settings.closedAt !== undefined || settings.sendsMail !== true

export interface PageEnv {
  // `network`: what the visitor's address is counted under.
  Variables: { route: string; network: string; visit: Visit }
}

/** PAGE-18: of every address of a trial, after its language. */
export const trialPath = 'essai'

/** PAGE-14: of each link to an order, before its token. */
export const orderPath = 'c'

/** MSG-13: where one press ends the mailings. */
export const oppositionPath = 'opposition'

export const languageWords = (language: Language) => ({ language, words: pageWords[language], format: formatsByLanguage[language] })
