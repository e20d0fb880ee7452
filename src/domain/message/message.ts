/**
 * What the library writes to a patron: of which kind, about which order, when it may leave and until when it is of use. Runs everywhere;
 * messages are kept on the endpoint alone. No message holds an address or a text: both are looked up when it leaves, so that it says what is
 * true then.
 */
import { foldText } from '../fold-text.ts'
import type { CardNumber, OperationId, OrderId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { SlotKey } from '../slot/slot.ts'

export const messageKinds = ['received', 'ready', 'missing', 'reminder', 'moved', 'cancelled', 'no-show', 'receipt'] as const
export type MessageKind = (typeof messageKinds)[number]
/** With the code of the public page (PAGE-7) and the mailing of its guide (MSG-13): about no order, and worded by no library. */
export type AnyMessageKind = MessageKind | 'code' | 'guide'

export const messageStates = ['waiting', 'leaving', 'accepted', 'refused', 'given-up', 'withdrawn', 'told'] as const
/** MSG-2. `leaving`: a process has it in hand; `accepted`: the relay has it; `told`: a person said it otherwise (MSG-9). */
export type MessageState = (typeof messageStates)[number]

export interface Message {
  /** Unique in its library: what it is about, its kind, and what it says. The same fact twice makes one (MSG-1). */
  readonly key: string
  readonly kind: AnyMessageKind
  readonly card: CardNumber
  /** undefined: a code, or a receipt of a loan without an order. */
  readonly orderId: OrderId | undefined
  /** Of a receipt. */
  readonly handover: OperationId | undefined
  /** The hour that it says, or said when it left. */
  readonly slot: SlotKey | undefined
  /** Lines of the order that it says are missing, each as often as documents of it are. Ordered. */
  readonly missing: readonly string[]
  readonly notBefore: Instant
  readonly usefulUntil: Instant
  readonly state: MessageState
  /** When it came into this state. */
  readonly since: Instant
}

/** On its way, there, or said otherwise: what the patron has been told. */
export const isTold = ({ state }: Pick<Message, 'state'>): boolean => state === 'leaving' || state === 'accepted' || state === 'told'

/** Patrons whom one question about messages may name. */
export const mostCardsAsked = 20

/** What a person does with one (MSG-9). */
export const messageActs = ['resend', 'withdraw', 'tell'] as const
export type MessageAct = (typeof messageActs)[number]
/** And with all that was withdrawn with one tablet (MSG-16). */
export const sendAfterAll = 'send-after-all'

declare const brand: unique symbol
export type MailAddress = string & { readonly [brand]: 'MailAddress' }

export type MessageLanguage = 'fr' | 'en'

/** RFC 5321, 4.5.3.1: characters of what stands before the @, and of the whole. Apart from the other lengths: the first screen needs it not. */
const longestLocal = 64
/** An address to which a message may go, and the language it is written in: read from what an ILS says of a patron (MSG-7). */
export const longestAddress = 254
/** Before the @: letters without accents, as relays that know no SMTPUTF8 take them; dots single and inside. */
const local = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/
const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?'
const domain = new RegExp(`^(?:${label}\\.)+(?:\\p{L}{2,}|xn--[a-z0-9-]+)$`, 'u')

/** The address of a cell; of several, the first; undefined where it holds none. */
export const readMailAddress = (text: string): MailAddress | undefined => {
  const [first = ''] = text
    .trim()
    .replace(/^mailto:/i, '')
    .split(/[\s,;]+/)
  const at = first.lastIndexOf('@')
  const [before, after] = [first.slice(0, at), first.slice(at + 1).toLowerCase()]
  const isOne = at > 0 && before.length <= longestLocal && first.length <= longestAddress && local.test(before) && domain.test(after)
  return isOne ? (`${before}@${after}` as MailAddress) : undefined
}

const languages: Readonly<Record<string, MessageLanguage>> = {
  fr: 'fr',
  fra: 'fr',
  fre: 'fr',
  francais: 'fr',
  french: 'fr',
  en: 'en',
  eng: 'en',
  english: 'en',
  anglais: 'en',
}

/** "fr-FR", « Français », "eng"…; undefined: another language, or none said. */
export const readMessageLanguage = (text: string): MessageLanguage | undefined => {
  const [said = ''] = foldText(text)
    .trim()
    .split(/[^a-z]/)
  return Object.hasOwn(languages, said) ? languages[said] : undefined
}
