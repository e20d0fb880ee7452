/**
 * The proof by mail: six digits, or a link, sent to the address that the ILS gave (PAGE-7). Runs on the endpoint. The card is looked up after
 * the visitor was answered, on a beat, with the same write for any card, so that neither an answer nor its time tells whether it is known. An attacker who knows a card fills mailboxes no
 * further than these limits, and one network alone cannot use up a card's mails of the day.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { identityBytes } from '../../domain/ids.ts'
import { msPerDay, msPerMinute, toInstant } from '../../domain/instant.ts'
import { codeFor } from '../messages/page-links.ts'
import type { Seals } from '../messages/seal.ts'
import { writeCode } from '../messages/write-messages.ts'
import type { Library } from '../storage/store.ts'
import { Attempts } from './attempts.ts'
import type { PagePorts } from './page-env.ts'
import type { PatronProof } from './patron-proof.ts'
import type { Ticks } from './ticks.ts'

/** For which a code, and its link, are good: 30 minutes, in milliseconds. */
const codeLifeMs = 30 * msPerMinute
const msPerHour = 60 * msPerMinute

/** One for all visits: what it counts is nobody's in particular. */
export const createMailLimits = () => ({
  perHour: new Attempts(3, msPerHour),
  perDay: new Attempts(5, msPerDay),
  /** Of one card from one network. */
  perNetwork: new Attempts(3, msPerDay),
  ofLibrary: new Attempts(300, msPerHour),
  /** Of one code. */
  tries: new Attempts(5, codeLifeMs),
  /** Of a library: a guess succeeds on one day in 5,000 at most, whoever and however many guess. */
  wrong: new Attempts(200, msPerDay),
})
type MailLimits = ReturnType<typeof createMailLimits>

/** Digits alone, whatever stands between them. */
const digitsOf = (typed: string): string => typed.replace(/\D/g, '')

export const createMailProof = (
  { store, now, sendNow }: PagePorts,
  ticks: Ticks,
  limits: MailLimits,
  seals: Seals,
  { id: libraryId }: Pick<Library, 'id'>,
): PatronProof => ({
  ask: ({ card, language, network, isMachine }) => {
    const at = now()
    const asked = { id: randomBytes(identityBytes).toString('hex'), card, until: toInstant(at + codeLifeMs) }
    const [ofCard, ofNetwork] = [`${libraryId}\n${card}`, `${libraryId}\n${card}\n${network}`]
    const counted = [
      [limits.perHour, ofCard],
      [limits.perDay, ofCard],
      [limits.perNetwork, ofNetwork],
      [limits.ofLibrary, libraryId],
    ] as const
    const isOver = isMachine || counted.some(([limit, key]) => limit.isOver(key, at))
    if (!isOver) for (const [limit, key] of counted.slice(0, 3)) limit.count(key, at)
    const send = async (): Promise<void> => {
      if (isOver) return
      const isWritten = await store.transact(libraryId, (transaction) => writeCode(transaction, { ...asked, language }, at))
      if (isWritten) limits.ofLibrary.count(libraryId, at)
      sendNow?.()
    }
    ticks.add(send)
    return asked
  },
  prove: ({ id, card }, typed) => {
    const at = now()
    if (limits.wrong.isOver(libraryId, at)) return 'links-only'
    if (limits.tries.isOver(id, at)) return 'spent'
    limits.tries.count(id, at)
    const [given, code] = [Buffer.from(digitsOf(typed)), Buffer.from(codeFor(seals, libraryId, { id, card }))]
    if (given.length === code.length && timingSafeEqual(given, code)) return 'proven'
    limits.wrong.count(libraryId, at)
    return 'wrong'
  },
})
