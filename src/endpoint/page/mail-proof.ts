/**
 * The proof by mail: six digits, or a link, sent to the address that the ILS gave (PAGE-7). Runs on the endpoint. The card is looked up after
 * the visitor was answered, on a beat, with the same write for any card, so that neither an answer nor its time tells whether it is known. An attacker who knows a card fills mailboxes no
 * further than these limits; one network alone cannot use up a card's mails of the day, nor all of them those of whoever showed the card or was mailed for it.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { identityBytes } from '../../domain/ids.ts'
import { type Instant, msPerDay, msPerHour, msPerMinute, toInstant } from '../../domain/instant.ts'
import { type Counting, countIn } from '../enrolment/counting.ts'
import { codeFor } from '../messages/page-links.ts'
import type { Seals } from '../messages/seal.ts'
import { writeCode } from '../messages/write-messages.ts'
import type { Library } from '../storage/store.ts'
import type { Tallies } from '../storage/tallies.ts'
import { Attempts } from './attempts.ts'
import type { PagePorts } from './page-env.ts'
import type { PatronProof } from './patron-proof.ts'
import type { Ticks } from './ticks.ts'

/** For which a code, and its link, are good: 30 minutes, in milliseconds. */
const codeLifeMs = 30 * msPerMinute

const limits = {
  perHour: new Attempts('mails-hour', 3, msPerHour),
  perDay: new Attempts('mails-day', 5, msPerDay),
  /** Of one card from one network. By browser it would hold nobody: a browser is a cookie, and whoever attacks throws it away. */
  perNetwork: new Attempts('mails-network', 3, msPerDay),
  /** Of one card, from browsers that showed it before and from links in its mails, beside the others. */
  ofKnown: new Attempts('mails-known', 3, msPerDay),
  ofLibrary: new Attempts('mails-library', 300, msPerHour),
  /** Of one code. */
  tries: new Attempts('code', 5, codeLifeMs),
  /** Of a library: a guess succeeds on one day in 5,000 at most, whoever and however many guess. */
  wrong: new Attempts('wrong-codes', 200, msPerDay),
}

/** Until when codes prove nothing any more, after too many wrong ones; undefined: they do. */
export const codesOverUntil = (store: Counting, { id: libraryId }: Pick<Library, 'id'>, now: Instant): Promise<Instant | undefined> =>
  countIn(store, (tallies) => limits.wrong.overUntil(tallies, libraryId, now))

/** Digits alone, whatever stands between them. */
const digitsOf = (typed: string): string => typed.replace(/\D/g, '')

export const createMailProof = (
  { store, now, sendNow }: Pick<PagePorts, 'store' | 'now' | 'sendNow'>,
  ticks: Ticks,
  seals: Seals,
  { id: libraryId }: Pick<Library, 'id'>,
): PatronProof => ({
  // Of the library's own limit nothing is said: it counts what was truly sent, and would tell a known card from another.
  heldUntil: ({ card, network, isKnown }) =>
    countIn(store, async (tallies) => {
      const fromHere = await limits.perNetwork.overUntil(tallies, `${libraryId}\n${card}\n${network}`, now())
      if (fromHere === undefined || !isKnown) return fromHere
      const ofKnown = await limits.ofKnown.overUntil(tallies, `${libraryId}\n${card}`, now())
      return ofKnown && toInstant(Math.min(fromHere, ofKnown))
    }),
  ask: ({ card, language, network, isMachine, isKnown }) => {
    const at = now()
    const asked = { id: randomBytes(identityBytes).toString('hex'), card, until: toInstant(at + codeLifeMs) }
    const [ofCard, ofNetwork] = [`${libraryId}\n${card}`, `${libraryId}\n${card}\n${network}`]
    const shared = [limits.perHour, limits.perDay]
    const mayAsk = async (tallies: Tallies): Promise<boolean> => {
      if (isKnown && !(await limits.ofKnown.isOver(tallies, ofCard, at))) {
        await limits.ofKnown.count(tallies, ofCard, at)
        return !(await limits.ofLibrary.isOver(tallies, libraryId, at))
      }
      // First, and whatever the others come to: what a place is told of its own asking says nothing of who else asked.
      if (await limits.perNetwork.isOver(tallies, ofNetwork, at)) return false
      await limits.perNetwork.count(tallies, ofNetwork, at)
      if (await limits.ofLibrary.isOver(tallies, libraryId, at)) return false
      for (const limit of shared) if (await limit.isOver(tallies, ofCard, at)) return false
      for (const limit of shared) await limit.count(tallies, ofCard, at)
      return true
    }
    const send = async (): Promise<void> => {
      if (isMachine || !(await countIn(store, mayAsk))) return
      const isWritten = await store.transact(libraryId, (transaction) => writeCode(transaction, { ...asked, language }, at))
      await countIn(store, (tallies) => limits.ofLibrary.count(tallies, libraryId, at, isWritten))
      sendNow?.()
    }
    ticks.add(send)
    return asked
  },
  prove: ({ id, card }, typed) => {
    const at = now()
    return countIn(store, async (tallies) => {
      if (await limits.wrong.isOver(tallies, libraryId, at)) return 'links-only'
      if (await limits.tries.isOver(tallies, id, at)) return 'spent'
      await limits.tries.count(tallies, id, at)
      const [given, code] = [Buffer.from(digitsOf(typed)), Buffer.from(codeFor(seals, libraryId, { id, card }))]
      if (given.length === code.length && timingSafeEqual(given, code)) return 'proven'
      await limits.wrong.count(tallies, libraryId, at)
      return 'wrong'
    })
  },
})
