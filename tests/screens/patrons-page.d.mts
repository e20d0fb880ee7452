/**
 * Types of patrons-page.mjs, which screenshots and tests share. Runs nowhere.
 * A served page of patrons, the keeper's page beside it, and what a test changes of the library while it is served.
 */
import type { Settings } from '../../src/domain/settings/settings.ts'

export declare const today: string
export declare const keeperToken: string

export interface ServedPage {
  readonly origin: string
  /** Of the library's page, without a language. */
  readonly root: string
  readonly cards: { readonly good: string; readonly blocked: string }
  /** The token of a mail’s link for this card, made so long ago. */
  readonly link: (card: string, agoMs?: number) => string
  /** The token with which this card's mailings end. */
  readonly opposition: (card: string) => string
  /** `network`: whom the next requests come from; `isBroken`: nothing can be read; `isNetwork`: the keeper has forty libraries. */
  readonly state: { now: number; network: string; isBroken: boolean; isNetwork: boolean }
  readonly change: (changes: (settings: Settings) => Partial<Settings>) => Promise<void>
  /** As long as a person reads a form. */
  readonly wait: () => void
  readonly ask: (path: string) => Promise<Response>
  readonly close: () => Promise<void>
}
export declare const servePatronsPage: (load: (path: string) => Promise<unknown>, buildDir: string) => Promise<ServedPage>
