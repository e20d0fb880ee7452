/**
 * What a relay reports later of a message that it had taken: a mail of RFC 3464, given to `npm run bounce` (MSG-8). Runs on the endpoint, in
 * its command. It is matched by our Message-ID, which stands in what it quotes and which only the recipient's side has seen; an address
 * that it names is not read.
 */
import type { Instant } from '../../domain/instant.ts'
import type { Store } from '../storage/store.ts'
import { countRefusal, withoutAddresses } from './take-in-hand.ts'

export type ReportEnd =
  /** The message was not delivered, and nothing more is tried. */
  | 'refused'
  /** It speaks of a delay, or of a delivery: nothing changes. */
  | 'no-refusal'
  /** No message of ours is quoted in it. */
  | 'not-ours'

/** Enhanced codes of an address that takes no mail: unknown, disabled, of a domain that is none (RFC 3463). */
const isOfAddress = (status: string): boolean => /^5\.(?:1\.\d+|2\.1|4\.4|0\.0)$/.test(status)

/** The last words of a report: how its delivery ended. A field of one line, in whatever order they come. */
const fieldsOf = (report: string) => {
  const unfolded = report.replace(/\r?\n[ \t]+/g, ' ')
  const field = (name: string): string => new RegExp(`^${name}:[ \\t]*(.*?)\\r?$`, 'im').exec(unfolded)?.[1] ?? ''
  return {
    action: field('Action').toLowerCase(),
    status: /\d\.\d{1,3}\.\d{1,3}/.exec(field('Status'))?.[0] ?? '',
    said: field('Diagnostic-Code'),
    messageIds: [...unfolded.matchAll(/^Message-ID:[ \t]*<([0-9a-f]{32})@/gim)].flatMap(([, id]) => id ?? []),
  }
}

/** Notes what one report says; the same again changes nothing. */
export const noteReport = async (store: Store, report: string, now: Instant): Promise<ReportEnd> => {
  const { action, status, said, messageIds } = fieldsOf(report)
  for (const { id } of await store.libraries()) {
    const end = await store.transact(id, async (transaction): Promise<ReportEnd | undefined> => {
      for (const messageId of messageIds) {
        const message = await transaction.messages.byMessageId(messageId)
        if (message === undefined) continue
        if (action !== 'failed' || !status.startsWith('5.')) return 'no-refusal'
        if (message.state !== 'accepted') return 'refused'
        await transaction.messages.keep({ ...message, state: 'refused', since: now, said: withoutAddresses(said === '' ? status : said) })
        if (isOfAddress(status)) await countRefusal(transaction, message.card, now)
        return 'refused'
      }
      return undefined
    })
    if (end !== undefined) return end
  }
  return 'not-ours'
}
