/**
 * What each kind of message to a patron is called, in English: where its switch and its words are set, and where one reads what became of
 * it. One name for both.
 */
import type { MessageKind } from '../../domain/message/message.ts'

export const messageKinds: Readonly<Record<MessageKind, string>> = {
  received: 'Order received',
  ready: 'Order ready',
  missing: 'Something is missing',
  reminder: 'Reminder',
  moved: 'Order moved',
  cancelled: 'Order cancelled',
  'no-show': 'No-show',
  receipt: 'Loan receipt',
}
