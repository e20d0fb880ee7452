/**
 * Mails over SMTP, each on a connection of its own (MSG-3, MSG-15). Runs on the endpoint. Without nodemailer's pool, which sends again by
 * itself and without bounds: when a message is tried again is decided on our disk. Headers are what nodemailer makes of whole values; no text
 * of a patron's is written into one by hand.
 */
import { createTransport } from 'nodemailer'
import type { MessageChannel, OutgoingMessage, Sent } from '../message-channel.ts'
import type { MailPlan } from './read-settings.ts'

/** Milliseconds for a connection, for the relay's greeting, and for each answer. */
const patience = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 }
/** Milliseconds for a whole sending, well within the lease (take-in-hand.ts): a relay may answer a letter at a time. */
const longestSendingMs = 4 * 60_000

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

/** What a mail is, whatever carries it: for the relay, and for the demo's folder. */
export const toMail = (message: OutgoingMessage, { from, replyTo, returnTo }: Pick<MailPlan, 'from' | 'replyTo' | 'returnTo'>) => ({
  from: { name: message.senderName, address: from },
  to: { name: '', address: message.to },
  ...(replyTo === undefined ? {} : { replyTo: { name: message.senderName, address: replyTo } }),
  // A report is sent to an address that says of which mail it is, whatever it quotes.
  envelope: { from: returnTo === undefined ? from : returnTo.replace('@', `+${message.messageId}@`), to: message.to },
  messageId: `<${message.messageId}@${domainOf(from)}>`,
  subject: message.subject,
  text: message.text,
  html: message.html,
  headers: {
    'Auto-Submitted': 'auto-generated',
    'Content-Language': message.language,
    ...(message.unsubscribe === undefined
      ? {}
      : {
          // On one line, however long: relays that sign mails have unfolded it wrongly.
          'List-Unsubscribe': { prepared: true, value: `<${message.unsubscribe}>` },
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        }),
  },
  disableFileAccess: true,
  disableUrlAccess: true,
})

/** What nodemailer adds to an error: the verb that failed, and the relay's answer. */
interface SmtpFault extends Error {
  readonly code?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

/** The codes by which an address is known not to take mail; others refuse what was written, or who wrote it (RFC 3463). */
const isOfAddress = ({ command, response = '' }: SmtpFault): boolean => command === 'RCPT TO' && !/\b5\.7\.\d/.test(response)

/** Verbs at which the relay judges one message; what it refuses before, as who writes, it would refuse of every one. */
const verbsOfMessage: readonly (string | undefined)[] = ['RCPT TO', 'DATA']

export const toSent = (fault: SmtpFault): Sent => {
  const { code = 'unknown', command, response = '', responseCode = 0 } = fault
  const isJudged = verbsOfMessage.includes(command) && responseCode > 0
  if (isJudged && responseCode >= 500) return { kind: 'refused', said: response, isAddress: isOfAddress(fault) }
  // 421 closes the line, whatever it was about (RFC 5321, 3.8).
  const isUsable = isJudged && responseCode !== 421
  return { kind: 'unknown', said: response === '' ? code : response, fault: isUsable ? undefined : code }
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')

export const createSmtpChannel = (plan: MailPlan): MessageChannel => {
  const { host, port, isTls, auth } = plan
  return {
    send: async (message) => {
      const transport = createTransport({
        host,
        port,
        secure: isTls,
        ...(auth === undefined ? {} : { auth }),
        // A password in clear crosses no network.
        requireTLS: auth !== undefined && !isLoopback(host),
        ...patience,
      })
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<Sent>((resolve) => {
        timer = setTimeout(() => resolve({ kind: 'unknown', said: 'too-slow', fault: 'too-slow' }), longestSendingMs)
      })
      const sending = transport.sendMail(toMail(message, plan)).then(
        ({ response }): Sent => ({ kind: 'accepted', said: response }),
        (fault: SmtpFault) => toSent(fault),
      )
      try {
        return await Promise.race([sending, late])
      } finally {
        clearTimeout(timer)
        transport.close()
      }
    },
  }
}
