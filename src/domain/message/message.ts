/**
 * What the library writes to a patron: of which kind, about which order, when it may leave and until when it is of use. Runs everywhere;
 * messages are kept on the endpoint alone. No address and no text stands here: both are looked up when it leaves, so that it says what is
 * true then.
 */
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
