/**
 * Passes over the queue of messages, one message at a time, again and again (MSG-2, MSG-3). Runs on the endpoint. What waits is on the disk:
 * a process that stops in the midst loses nothing, and another one goes on. A relay that cannot be used at all ends the pass, and is left
 * alone for a while: each message keeps its own next try.
 */
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import { createPasses, type Passes } from '../clock/passes.ts'
import { mailingKeyOf, readMailing } from '../storage/mailing-memo.ts'
import type { Store } from '../storage/store.ts'
import type { Library } from '../storage/stored.ts'
import { feedMailing } from './mailing.ts'
import type { MessageChannel, Sent } from './message-channel.ts'
import { createPageLinks, pageAddressOf, pageSecret } from './page-links.ts'
import { createSeals } from './seal.ts'
import { noteSent, takeInHand } from './take-in-hand.ts'

/** How long a relay that cannot be used is left alone: milliseconds. */
const restMs = msPerMinute
/** Messages of one pass, at most: a pass that never ended would keep a stop waiting. */
const mostInPass = 50

export interface MessageJobPorts {
  readonly store: Store
  /** undefined: nothing is sent for this library. */
  readonly channelOf: (library: Library) => MessageChannel | undefined
  readonly now: () => Instant
  /** Where patrons reach the endpoint, without a slash at the end: what links in messages are made of. */
  readonly publicUrl: string
  /** Of a library, by its slug: how many of each end, and why the relay could not be used: no name, no address (PRIV-4). */
  readonly report: (pass: { readonly ends: Readonly<Record<string, number>>; readonly fault: string | undefined }, library: string) => void
  readonly reportDefect: (defect: unknown) => void
}

/**
 * Tells tablets, and the transactions that write messages, whether this endpoint can send (MSG-12), and then where patrons find the page,
 * which only proves a card by a message (PAGE-7); false: there are no settings yet.
 */
const noteSending = (store: Store, library: Library, canSend: boolean, pageAddress: string, now: Instant): Promise<boolean> =>
  store.transact(library.id, async (transaction) => {
    const settings = await transaction.row('settings', 'settings')
    if (settings === undefined) return false
    const isMoved = canSend && settings.pageAddress !== pageAddress
    if ((settings.sendsMail ?? false) !== canSend || isMoved)
      await transaction.writeRow({ ...settings, sendsMail: canSend, ...(canSend ? { pageAddress } : {}) }, now)
    return true
  })

export const createMessageJob = ({ store, channelOf, now, publicUrl, report, reportDefect }: MessageJobPorts): Passes => {
  let restUntil = toInstant(0)
  const noted = new Set<string>()

  const sendOne = async (library: Library, channel: MessageChannel): Promise<Sent | undefined> => {
    // Asked before the transaction, which it would wait for.
    const links = createPageLinks(createSeals(await store.secret(pageSecret)), publicUrl, library)
    const secret = await mailingKeyOf(store, library.id)
    const inHand = await store.transact(library.id, (transaction) => takeInHand(transaction, now(), reportDefect, links, secret))
    if (inHand === undefined) return undefined
    const sent = await channel.send(inHand.outgoing).catch((defect: unknown): Sent => {
      reportDefect(defect)
      return { kind: 'unknown', said: '', fault: 'defect' }
    })
    await store.transact(library.id, (transaction) => noteSent(transaction, inHand, sent, now()))
    return sent
  }

  /** MSG-13: asked beside any write, since there is hardly ever a mailing. */
  const feed = async ({ id }: Library): Promise<void> => {
    if ((await store.read(id, readMailing)).state !== 'running') return
    const secret = await mailingKeyOf(store, id)
    await store.transact(id, (transaction) => feedMailing(transaction, secret, id, now()))
  }

  const passOnce = async (isStopping: () => boolean): Promise<void> => {
    const turns: { library: Library; channel: MessageChannel; ends: Record<string, number>; fault: string | undefined }[] = []
    for (const library of await store.libraries()) {
      const channel = channelOf(library)
      // A library may be made while this runs.
      const address = `${pageAddressOf(publicUrl, library)}/`
      if (!noted.has(library.id) && (await noteSending(store, library, channel !== undefined, address, now()))) noted.add(library.id)
      if (channel === undefined) continue
      await feed(library)
      turns.push({ library, channel, ends: {}, fault: undefined })
    }
    const all = [...turns]
    const say = (): void => {
      for (const { library, ends, fault } of all) {
        if (fault !== undefined) restUntil = toInstant(now() + restMs)
        if (Object.keys(ends).length > 0) report({ ends, fault }, library.slug)
      }
    }
    // One of each library in turn: a code of one does not wait behind another's day.
    for (let n = 0; n < mostInPass; n++) {
      for (const turn of [...turns]) {
        if (isStopping()) return say()
        // Asked beside any write: most passes find nothing.
        const isDue = (await store.read(turn.library.id, ({ messages }) => messages.firstDue(now()))) !== undefined
        const sent = isDue ? await sendOne(turn.library, turn.channel) : undefined
        if (sent !== undefined) turn.ends[sent.kind] = (turn.ends[sent.kind] ?? 0) + 1
        turn.fault = sent?.kind === 'unknown' ? sent.fault : undefined
        if (sent === undefined || turn.fault !== undefined) turns.splice(turns.indexOf(turn), 1)
      }
    }
    say()
  }

  return createPasses(passOnce, () => now() >= restUntil)
}
