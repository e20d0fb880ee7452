/**
 * The proof by mail: six digits, or a link, sent to the address that the ILS gave (PAGE-7). Runs on the endpoint. The card is looked up after
 * the visitor was answered, on a beat, with the same write for any card, so that neither an answer nor its time tells whether it is known. An attacker who knows a card fills mailboxes no
 * further than these limits; one network alone cannot use up a card's mails of the day, nor all of them those of whoever showed the card or was mailed for it.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { identityBytes, type LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerDay, msPerHour, msPerMinute, toInstant } from '../../domain/instant.ts'
import { type Counting, countIn } from '../enrolment/counting.ts'
import { codeFor } from '../messages/page-links.ts'
import type { Seals } from '../messages/seal.ts'
import { writeCode } from '../messages/write-messages.ts'
import type { Library } from '../storage/stored.ts'
import type { Tallies } from '../storage/tallies.ts'
import { Attempts } from './attempts.ts'
import type { PagePorts } from './layout.ts'
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
  /** From one network, whatever the cards: of those that share the library's total. */
  ofPlace: new Attempts('mails-place', 20, msPerHour),
  ofLibrary: new Attempts('mails-library', 300, msPerHour),
  /** Of one code. */
  tries: new Attempts('code', 5, codeLifeMs),
  /** From one network, whatever the cards: one alone never ends the codes of all. */
  wrongOfPlace: new Attempts('wrong-codes-place', 20, msPerDay),
  /** Of a library: a guess succeeds on one day in 5,000 at most, whoever and however many guess. */
  wrong: new Attempts('wrong-codes', 200, msPerDay),
}

/** What counts a wrong code, whoever typed it. */
const guessesOf = (libraryId: LibraryId, network: string) =>
  [
    [limits.wrongOfPlace, `${libraryId}\n${network}`],
    [limits.wrong, libraryId],
  ] as const

/** Until when codes typed there prove nothing any more, after too many wrong ones; undefined: they do. */
export const codesOverUntil = (store: Counting, libraryId: LibraryId, network: string, now: Instant): Promise<Instant | undefined> =>
  countIn(store, async (tallies) => {
    const ends: number[] = []
    for (const [limit, key] of guessesOf(libraryId, network)) ends.push((await limit.overUntil(tallies, key, now)) ?? 0)
    const until = Math.max(...ends)
    return until === 0 ? undefined : toInstant(until)
  })

/** What strangers used up of a library's page: it is shut to whoever comes for the first time. */
export interface PageHeld {
  /** Until then no stranger is sent a code. Absent: they are. */
  readonly mailsUntil?: Instant | undefined
  /** Until then a stranger's code proves nothing. Absent: it does. */
  readonly codesUntil?: Instant | undefined
}

/** Milliseconds for which what the pulls of tablets say of it is kept: forty of them ask the disk once. */
const watchedMs = 30_000

/** Until when each library's page is shut; undefined: it is not, or nobody can say. */
export const watchPage = (store: Counting, now: () => Instant): ((libraryId: LibraryId) => Promise<Instant | undefined>) => {
  const seen = new Map<LibraryId, { readonly at: Instant; readonly until: Promise<Instant | undefined> }>()
  return (libraryId) => {
    const last = seen.get(libraryId)
    if (last !== undefined && Math.abs(now() - last.at) < watchedMs) return last.until
    const until = lookAtPage(store, libraryId, now()).then(
      ({ mailsUntil = 0, codesUntil = 0 }) => toInstant(Math.max(mailsUntil, codesUntil)) || undefined,
      () => undefined,
    )
    seen.set(libraryId, { at: now(), until })
    return until
  }
}

export const lookAtPage = (store: Counting, libraryId: LibraryId, now: Instant): Promise<PageHeld> =>
  countIn(store, async (tallies) => ({
    mailsUntil: await limits.ofLibrary.overUntil(tallies, libraryId, now),
    codesUntil: await limits.wrong.overUntil(tallies, libraryId, now),
  }))

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
      const ofCard = await limits.perNetwork.overUntil(tallies, `${libraryId}\n${card}\n${network}`, now())
      const fromHere = ofCard ?? (await limits.ofPlace.overUntil(tallies, `${libraryId}\n${network}`, now()))
      if (fromHere === undefined || !isKnown) return fromHere
      const ofKnown = await limits.ofKnown.overUntil(tallies, `${libraryId}\n${card}`, now())
      return ofKnown && toInstant(Math.min(fromHere, ofKnown))
    }),
  ask: ({ card, language, network, isMachine, isKnown }) => {
    const at = now()
    const asked = { id: randomBytes(identityBytes).toString('hex'), card, until: toInstant(at + codeLifeMs) }
    const ofCard = `${libraryId}\n${card}`
    const ofNetwork = [
      [limits.perNetwork, `${ofCard}\n${network}`],
      [limits.ofPlace, `${libraryId}\n${network}`],
    ] as const
    const shared = [limits.perHour, limits.perDay]
    /** undefined: nothing is sent; else whether it counts among the library's own. */
    const share = async (tallies: Tallies): Promise<'own' | 'shared' | undefined> => {
      if (isKnown && !(await limits.ofKnown.isOver(tallies, ofCard, at))) {
        await limits.ofKnown.count(tallies, ofCard, at)
        return 'own'
      }
      // First, and whatever the others come to: what a place is told of its own asking says nothing of who else asked.
      for (const [limit, key] of ofNetwork) if (await limit.isOver(tallies, key, at)) return undefined
      for (const [limit, key] of ofNetwork) await limit.count(tallies, key, at)
      if (await limits.ofLibrary.isOver(tallies, libraryId, at)) return undefined
      for (const limit of shared) if (await limit.isOver(tallies, ofCard, at)) return undefined
      for (const limit of shared) await limit.count(tallies, ofCard, at)
      return 'shared'
    }
    const send = async (): Promise<void> => {
      const counted = isMachine ? undefined : await countIn(store, share)
      if (counted === undefined) return
      const isWritten = await store.transact(libraryId, (transaction) => writeCode(transaction, { ...asked, language }, at))
      await countIn(store, (tallies) => limits.ofLibrary.count(tallies, libraryId, at, isWritten && counted === 'shared'))
      sendNow?.()
    }
    ticks.add(send)
    return { ...asked, ...(isKnown ? { isKnown } : {}) }
  },
  prove: ({ id, card, isKnown = false }, typed, network) => {
    const at = now()
    // A guess of who showed the card, or had its mail, would win nothing: only the tries of the code bound it.
    const ofGuesses = isKnown ? [] : guessesOf(libraryId, network)
    return countIn(store, async (tallies) => {
      for (const [limit, key] of ofGuesses) if (await limit.isOver(tallies, key, at)) return 'links-only'
      if (await limits.tries.isOver(tallies, id, at)) return 'spent'
      await limits.tries.count(tallies, id, at)
      const [given, code] = [Buffer.from(digitsOf(typed)), Buffer.from(codeFor(seals, libraryId, { id, card }))]
      if (given.length === code.length && timingSafeEqual(given, code)) return 'proven'
      for (const [limit, key] of ofGuesses) await limit.count(tallies, key, at)
      return 'wrong'
    })
  },
})
