/**
 * What became of the messages to patrons, as the screens read it. Types alone; runs in the browser. Read on line for whoever is signed in; the
 * tablet keeps nothing of it, and no address is in it (MSG-7).
 */
import type { CardNumber, DeviceId, OrderId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { MessageLanguage } from '../../domain/message/mail-address.ts'
import type { MailingAct } from '../../domain/message/mailing.ts'
import type { MessageKind, MessageState } from '../../domain/message/message.ts'

/** A member that is absent leaves none out. */
export interface MessageFilter {
  readonly orderId?: OrderId | undefined
  readonly cards?: readonly CardNumber[] | undefined
  readonly kind?: MessageKind | undefined
  readonly state?: MessageState | undefined
}

export interface MessageLine {
  readonly key: string
  /** A later endpoint may have kinds and states that this tablet does not know. */
  readonly kind: string
  readonly state: string
  readonly card: CardNumber
  readonly orderId: OrderId | undefined
  readonly since: Instant
  /** Of one that waits. */
  readonly notBefore: Instant
  /** The relay's last words, or a code. */
  readonly said: string
  readonly mayResend: boolean
  readonly mayWithdraw: boolean
  readonly mayTell: boolean
}

/** What a manager wants done with the mailing of the guide. */
export interface WantedMailing {
  readonly act: MailingAct
  /** Of a trial: colleagues' addresses, as they were typed. */
  readonly to: readonly string[]
  readonly language: MessageLanguage
}

/** What waits of a tablet that caused too much at once, or was withdrawn with it. */
export interface HeldOfTablet {
  readonly device: DeviceId
  readonly waiting: number
  readonly withdrawn: number
  /** When the last of those that wait may leave. */
  readonly until: Instant
}

export interface MessagesLook {
  /** The endpoint can write to patrons. */
  readonly sends: boolean
  /** Of the last seven days, and what waits. */
  readonly counts: readonly { readonly kind: string; readonly state: string; readonly count: number }[]
  /** Some wait longer than they should. */
  readonly late: { readonly count: number; readonly since: Instant; readonly said: string } | undefined
  /** Asked of one order: its patron wants no announcements (MSG-13). */
  readonly isOpposed: boolean
  /** Too many wrong codes were typed on the patrons' page: until then links alone prove whose card it is. */
  readonly codesOverUntil: Instant | undefined
  /** Strangers used up the codes that are mailed in an hour: until then only browsers that showed their card are sent one. */
  readonly mailsOverUntil: Instant | undefined
  /** What tablets caused and did not leave (MSG-16). */
  readonly held: readonly HeldOfTablet[]
  readonly lines: readonly MessageLine[]
  readonly isCut: boolean
}
