/**
 * What each kind of message to a patron is called, in French: where its switch and its words are set, and where one reads what became of
 * it. One name for both.
 */
import type { MessageKind } from '../../domain/message/message.ts'

export const messageKinds: Readonly<Record<MessageKind, string>> = {
  received: 'Commande notée',
  ready: 'Commande prête',
  missing: 'Il manque quelque chose',
  reminder: 'Rappel',
  moved: 'Commande déplacée',
  cancelled: 'Commande annulée',
  'no-show': 'Non venu',
  receipt: 'Reçu de prêt',
}
