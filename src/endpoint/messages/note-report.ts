/**
 * What a relay reports later of a message that it had taken: a mail of RFC 3464, given to `npm run bounce` or to a door of the endpoint (MSG-8).
 * Runs on the endpoint and in its command. It is matched by our Message-ID, which stands in what it quotes or in the address that the report was
 * sent to, and which only the recipient's side has seen; an address that it names is not read.
 */
import type { Instant } from '../../domain/instant.ts'
import type { MessageReader } from '../storage/messages.ts'
import type { Store } from '../storage/store.ts'
import { countRefusal, withoutAddresses } from './take-in-hand.ts'
import { partsOfMessageId } from './write-messages.ts'

export type ReportEnd =
  /** The message was not delivered, and nothing more is tried. */
  | 'refused'
  /** It speaks of a delay, or of a delivery: nothing changes. */
  | 'no-refusal'
  /** No message of ours is quoted in it. */
  | 'not-ours'

/** Enhanced codes of an address that takes no mail: unknown, disabled, of a domain that is none (RFC 3463). */
const isOfAddress = (status: string): boolean => /^5\.(?:1\.\d+|2\.1|4\.4|0\.0)$/.test(status)

/** A report quotes a mail, and ours are small: bytes. */
export const longestReport = 1_000_000

/** Ours: 32 digits, and the number of a later copy, from 2 to 31: one bit each of what is kept (`bounced`). */
const id = '([0-9a-f]{32}(?:-(?:[2-9]|[12]\\d|3[01]))?)'
/** Different ones that are looked for in one report: it quotes one mail. */
const mostIds = 8
/** As the mail is quoted, or where the report was sent to (MAIL_RETURN): what a mail server adds says it too. */
const ours = [
  new RegExp(`^Message-ID:[ \\t]*<${id}@`, 'gim'),
  new RegExp(`^(?:To|Delivered-To|Envelope-To|X-Original-To|X-Envelope-To):[^\\r\\n]*\\+${id}@`, 'gim'),
]

/** The last words of a report: how its delivery ended. A field of one line, in whatever order they come. */
const fieldsOf = (report: string) => {
  const unfolded = report.slice(0, longestReport).replace(/\r?\n[ \t]+/g, ' ')
  const field = (name: string): string => new RegExp(`^${name}:[ \\t]*(.*?)\\r?$`, 'im').exec(unfolded)?.[1] ?? ''
  return {
    action: field('Action').toLowerCase(),
    status: /\d\.\d{1,3}\.\d{1,3}/.exec(field('Status'))?.[0] ?? '',
    said: field('Diagnostic-Code'),
    messageIds: [...new Set(ours.flatMap((pattern) => [...unfolded.matchAll(pattern)].flatMap(([, found]) => found ?? [])))].slice(
      0,
      mostIds,
    ),
  }
}

/** The first of them that was sent from here, and which copy of it. */
const findSent = async (messages: MessageReader, messageIds: readonly string[]) => {
  for (const messageId of messageIds) {
    const { common, copy } = partsOfMessageId(messageId)
    const message = await messages.byMessageId(common)
    if (message === undefined) continue
    const last = partsOfMessageId(message.messageId).copy
    if (copy < last || (copy === last && message.tries > 0)) return { message, messageId, copy }
  }
  return undefined
}

/** Notes what one report says; the same again changes nothing. Of an earlier copy it counts against the address, and says nothing of the later. */
export const noteReport = async (store: Store, report: string, now: Instant): Promise<ReportEnd> => {
  const { action, status, said, messageIds } = fieldsOf(report)
  for (const { id: libraryId } of await store.libraries()) {
    if ((await store.read(libraryId, ({ messages }) => findSent(messages, messageIds))) === undefined) continue
    if (action !== 'failed' || !status.startsWith('5.')) return 'no-refusal'
    return store.transact(libraryId, async (transaction): Promise<ReportEnd> => {
      const sent = await findSent(transaction.messages, messageIds)
      // Forgotten between the two.
      if (sent === undefined) return 'not-ours'
      const { message, messageId, copy } = sent
      const bit = 2 ** (copy - 1)
      const before = message.bounced ?? 0
      // Refused in the dialogue already, or counted.
      if (Math.floor(before / bit) % 2 === 1 || (messageId === message.messageId && message.state === 'refused')) return 'refused'
      const isEnded = messageId === message.messageId && message.state === 'accepted'
      const ended = isEnded ? ({ state: 'refused', since: now, said: withoutAddresses(said === '' ? status : said) } as const) : {}
      await transaction.messages.keep({ ...message, ...ended, bounced: before + bit })
      if (isOfAddress(status)) await countRefusal(transaction, message.card, now)
      return 'refused'
    })
  }
  return 'not-ours'
}
