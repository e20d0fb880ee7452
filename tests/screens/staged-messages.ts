/**
 * The endpoint's answers about messages, which are played: the list as the scene gives it, and each act done at once. For tests of screens.
 */
import { toCardNumber, toOrderId } from '../../src/domain/ids.ts'
import type { MailingLook } from '../../src/domain/message/mailing.ts'
import type { Desk, MessageLine, MessagesLook } from '../../src/tablet/desk.ts'
import { anInstant } from '../builders/a-moment.ts'

/** An order's message, sent. */
export const aMessageLine = (key: string, changes: Partial<MessageLine>): MessageLine => ({
  key,
  kind: 'received',
  state: 'accepted',
  card: toCardNumber(''),
  orderId: toOrderId('lucie-1'),
  since: anInstant('2026-11-24 14:32'),
  notBefore: anInstant('2026-11-24 14:32'),
  said: '',
  mayResend: true,
  mayWithdraw: false,
  mayTell: false,
  ...changes,
})
export const waits = { state: 'waiting', mayResend: false, mayWithdraw: true, mayTell: true } as const

/** What was written of an order that nobody came for. */
export const messagesOfOrder = (id: string): MessagesLook => ({
  sends: true,
  counts: [],
  late: undefined,
  isOpposed: true,
  codesOverUntil: undefined,
  mailsOverUntil: undefined,
  held: [],
  lines: [
    aMessageLine('n', { ...waits, kind: 'no-show', orderId: toOrderId(id), notBefore: anInstant('2026-11-25 09:00') }),
    aMessageLine('r', { kind: 'ready', state: 'refused', orderId: toOrderId(id), said: '550 5.1.1 no such user', mayTell: true }),
  ],
  isCut: false,
})

const done: Readonly<Record<'resend' | 'withdraw' | 'tell', Partial<MessageLine>>> = {
  resend: { state: 'waiting', said: '', mayResend: false, mayWithdraw: true, mayTell: true },
  withdraw: { state: 'withdrawn', said: 'by-hand', mayResend: true, mayWithdraw: false, mayTell: false },
  tell: { state: 'told', mayWithdraw: false, mayTell: false },
}

export const stagedMessages = (given: MessagesLook | undefined): Pick<Desk['management'], 'lookAtMessages' | 'actOnMessage'> => {
  let look = given
  return {
    lookAtMessages: async ({ orderId, cards, kind, state }) => {
      if (look === undefined) return { kind: 'refused', problem: 'unreachable' }
      const isAsked = (line: MessageLine): boolean =>
        (orderId === undefined || line.orderId === orderId) &&
        (cards === undefined || cards.includes(line.card)) &&
        (kind === undefined || line.kind === kind) &&
        (state === undefined || line.state === state)
      return { kind: 'done', value: { ...look, lines: look.lines.filter(isAsked) } }
    },
    actOnMessage: async (key, act) => {
      if (look === undefined) return { kind: 'refused', problem: 'unreachable' }
      if (act === 'send-after-all') look = { ...look, held: [] }
      else look = { ...look, lines: look.lines.map((line) => (line.key === key ? { ...line, ...done[act] } : line)) }
      return { kind: 'done', value: true }
    },
  }
}

/** Each act done at once; nothing leaves by itself. */
export const stagedMailing = (
  given: MailingLook | undefined,
  isOpen: () => boolean,
): Pick<Desk['management'], 'lookAtMailing' | 'actOnMailing'> => {
  let look = given
  const after = { try: 'tried', start: 'running', pause: 'paused', resume: 'running', stop: 'stopped' } as const
  return {
    lookAtMailing: async () => (look === undefined ? { kind: 'refused', problem: 'unreachable' } : { kind: 'done', value: look }),
    actOnMailing: async ({ act }) => {
      if (!isOpen()) return { kind: 'refused', problem: 'passphrase-missing' }
      if (look === undefined) return { kind: 'refused', problem: 'unreachable' }
      look = { ...look, state: after[act], ...(act === 'start' ? { waiting: look.addresses - 3, gone: 1, accepted: 1, refused: 1 } : {}) }
      return { kind: 'done', value: 'done' }
    },
  }
}
