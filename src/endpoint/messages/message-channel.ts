/**
 * What carries a message to a patron (MSG-15): mail today. Runs on the endpoint. A channel says what became of one message and nothing more;
 * when it is tried again, and when it is given up, is `take-in-hand.ts`.
 */
import type { MailAddress, MessageLanguage } from '../../domain/message/message.ts'

export interface OutgoingMessage {
  readonly to: MailAddress
  /** What stands before the @ of its Message-ID. */
  readonly messageId: string
  readonly language: MessageLanguage
  readonly subject: string
  readonly text: string
  readonly html: string
  /** As patrons read it. */
  readonly senderName: string
  /** Of a mailing: where one press ends them (RFC 8058). */
  readonly unsubscribe?: string | undefined
}

export type Sent =
  /** It is the relay's now. `said`: its own words. */
  | { readonly kind: 'accepted'; readonly said: string }
  /** For good. `isAddress`: it is the address that takes no mail, not what was written. */
  | { readonly kind: 'refused'; readonly said: string; readonly isAddress: boolean }
  /** Not now, or nobody knows: to be tried again. `fault`: a code, where the relay itself cannot be used, so that nothing else would pass. */
  | { readonly kind: 'unknown'; readonly said: string; readonly fault: string | undefined }

export interface MessageChannel {
  send(message: OutgoingMessage): Promise<Sent>
}
