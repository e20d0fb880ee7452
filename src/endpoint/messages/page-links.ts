/**
 * What a message says that leads to the public page: the code of six digits, and links that only this endpoint can have made (PAGE-7). Runs
 * on the endpoint. Neither is kept: both are worked out again from a key of the endpoint's own, by whoever sends and by whoever is shown them.
 * A link is made of the address that the configuration names, never of what a request says of it.
 */
import { type CardNumber, identityBytes, type OrderId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Message, MessageLanguage } from '../../domain/message/message.ts'
import type { Library } from '../storage/stored.ts'
import type { Seals } from './seal.ts'

/** The first word of the page's address; and what it was, when an id followed: mails of that time lead there. */
export const pageRoom = 'b'
export const olderRoom = 'retrait'

/** Where patrons find a library's page, without a slash at the end. */
export const pageAddressOf = (publicUrl: string, { slug }: Pick<Library, 'slug'>): string => `${publicUrl}/${pageRoom}/${slug}`

/** The name of the key in the store. */
export const pageSecret = 'page'

/** A code that somebody asked for, for a card: who asked is the browser that holds `id`. */
export interface AskedCode {
  /** 128 random bits, hexadecimal. */
  readonly id: string
  readonly card: CardNumber
  readonly language: MessageLanguage
  readonly until: Instant
}

export const keyOfCode = (language: MessageLanguage, id: string): string => `code/${language}/${id}`

/** In which language it was asked for; undefined: it is no code. */
export const languageOfCode = ({ kind, key }: Pick<Message, 'kind' | 'key'>): MessageLanguage | undefined =>
  kind === 'code' ? (key.startsWith('code/en/') ? 'en' : 'fr') : undefined

/** Of a code that is copied from a mail: one in a million, of which a few may be tried (mail-proof.ts). */
const codeDigits = 6
/** Of a signature, hexadecimal: 48 bits leave no digit likelier than another by more than 1 in 2^28. */
const signDigits = 12

export const codeFor = (seals: Seals, libraryId: string, { id, card }: Pick<AskedCode, 'id' | 'card'>): string => {
  const drawn = Number.parseInt(seals.sign('code', [libraryId, id, card]).slice(0, signDigits), 16)
  return String(drawn % 10 ** codeDigits).padStart(codeDigits, '0')
}

/** What a link of a code says, sealed: whose browser presses it is this card's. */
export interface LinkedCard {
  readonly card: CardNumber
  readonly until: Instant
}

/** Hexadecimal digits of a signature: 128 bits. */
const orderDigits = 2 * identityBytes

/** What the link of an order says: which, and that we said so. Tablets know the order's id, and cannot make the rest. */
export const orderToken = (seals: Seals, libraryId: string, orderId: OrderId): string =>
  `${orderId}-${seals.sign('order', [libraryId, orderId]).slice(0, orderDigits)}`

export interface PageLinks {
  codeOf(message: Message): string
  codeLink(message: Message, language: MessageLanguage): string
  orderLink(orderId: OrderId, language: MessageLanguage): string
  guideLink(language: MessageLanguage): string
  /** Where one press ends the mailings of this card (MSG-13). */
  oppositionLink(card: CardNumber, language: MessageLanguage): string
}

export const createPageLinks = (seals: Seals, publicUrl: string, library: Pick<Library, 'id' | 'slug'>): PageLinks => {
  const libraryId = library.id
  const address = pageAddressOf(publicUrl, library)
  return {
    codeOf: ({ key, card }) => {
      const code = codeFor(seals, libraryId, { id: key.split('/').at(-1) ?? '', card })
      return `${code.slice(0, 3)}\u00a0${code.slice(3)}`
    },
    codeLink: ({ card, usefulUntil }, language) => {
      const linked: LinkedCard = { card, until: usefulUntil }
      return `${address}/${language}/lien/${seals.seal('link', libraryId, linked)}`
    },
    guideLink: (language) => `${address}/${language}/mode-d-emploi`,
    oppositionLink: (card, language) => `${address}/${language}/opposition/${seals.seal('opposition', libraryId, card)}`,
    orderLink: (orderId, language) => `${address}/${language}/c/${orderToken(seals, libraryId, orderId)}`,
  }
}
