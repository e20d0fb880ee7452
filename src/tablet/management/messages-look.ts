/**
 * What became of the messages to patrons, as the screens read it. Types alone; runs in the browser. Read on line for whoever is signed in; the
 * tablet keeps nothing of it, and no address is in it (MSG-7).
 */
import type { CardNumber, OrderId } from '../../domain/ids.ts'
import type { MailingAct } from '../../domain/message/mailing.ts'
import type { MessageKind, MessageLanguage, MessageState } from '../../domain/message/message.ts'
import type { Said } from './management-result.ts'

/** A member that is absent leaves none out. */
export interface MessageFilter {
  readonly orderId?: OrderId | undefined
  readonly cards?: readonly CardNumber[] | undefined
  readonly kind?: MessageKind | undefined
  readonly state?: MessageState | undefined
}

/** A later endpoint may have kinds and states that this tablet does not know. */
export type MessageLine = Said<'message-look'>['lines'][number]

/** What a manager wants done with the mailing of the guide. */
export interface WantedMailing {
  readonly act: MailingAct
  /** Of a trial: colleagues' addresses, as they were typed. */
  readonly to: readonly string[]
  readonly language: MessageLanguage
}

export interface MessagesLook extends Omit<Said<'message-look'>, 'held' | 'isOpposed'> {
  /** What tablets caused and did not leave (MSG-16). */
  readonly held: NonNullable<Said<'message-look'>['held']>
  /** Asked of one order: its patron wants no announcements (MSG-13). */
  readonly isOpposed: boolean
}
