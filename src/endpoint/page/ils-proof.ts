/**
 * The proof by the password, or PIN, that the ILS checks (PAGE-7): for libraries that know few addresses. Runs on the endpoint. Whatever the card,
 * what is wrong is answered in the same words and after the same time; the password is kept nowhere and stands in no log. An attacker uses up the
 * tries of a card, or of a library, from one network alone: from elsewhere, and by a code, its owner goes on. A try counts before it is looked at.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { identityBytes, type LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerDay, msPerMinute, toInstant } from '../../domain/instant.ts'
import { countIn } from '../enrolment/counting.ts'
import type { Wire } from '../ils/wire.ts'
import type { Library } from '../storage/stored.ts'
import { Attempts } from './attempts.ts'
import type { PagePorts } from './layout.ts'
import type { PatronProof, Proof } from './patron-proof.ts'

/** After which each try is answered, and within which the ILS has to: milliseconds. */
export const answerMs = 800
/** For which a try may be made without naming the card again: 30 minutes, in milliseconds. */
const askLifeMs = 30 * msPerMinute

const limits = {
  /** Of one card from one network. */
  perNetwork: new Attempts('passwords-network', 5, askLifeMs),
  /** Of one card. */
  perCard: new Attempts('passwords-card', 20, msPerDay),
  /** Of one card, from browsers that showed it before: beside all the others. */
  ofKnown: new Attempts('passwords-known', 20, msPerDay),
  /** Of a library from one network, whatever the cards: one alone never ends the passwords of all. */
  fromNetwork: new Attempts('passwords-place', 20, msPerDay),
  /** Of a library: whoever and however many guess. */
  wrong: new Attempts('wrong-passwords', 200, msPerDay),
}
/** Of one library at a time: an ILS that is slow is not asked ever more; strangers leave the last ones to browsers that showed their card. */
const [mostUnderWay, mostOfStrangers] = [7, 5]

type Counted = readonly (readonly [limit: Attempts, key: string])[]

/** Checks that have no answer yet, of each library: of this process, for all visits. */
export type UnderWay = Map<LibraryId, number>

export const createIlsProof = (
  { store, now }: Pick<PagePorts, 'store' | 'now'>,
  { checkPassword }: Pick<Wire, 'checkPassword'>,
  { id: libraryId }: Pick<Library, 'id'>,
  underWay: UnderWay,
): PatronProof => ({
  heldUntil: async () => undefined,
  // Nothing is sent: the password is known already, or it is not.
  ask: ({ card, isKnown }) => ({
    id: randomBytes(identityBytes).toString('hex'),
    card,
    until: toInstant(now() + askLifeMs),
    by: 'ils',
    ...(isKnown ? { isKnown } : {}),
  }),
  prove: async ({ card, isKnown = false }, typed, network) => {
    // An ILS finds a card in whatever case it is written (ils/wire.ts).
    const ofCard = `${libraryId}\n${card.toUpperCase()}`
    const ofGuesses: Counted = isKnown
      ? []
      : [
          [limits.fromNetwork, `${libraryId}\n${network}`],
          [limits.wrong, libraryId],
        ]
    const ofTries = isKnown ? limits.ofKnown : limits.perCard
    const counted: Counted = [[limits.perNetwork, `${ofCard}\n${network}`], [ofTries, ofCard], ...ofGuesses]
    const held = await countIn(store, async (tallies): Promise<Proof | Instant> => {
      const at = now()
      for (const [limit, key] of ofGuesses) if (await limit.isOver(tallies, key, at)) return 'links-only'
      for (const [limit, key] of counted) if (await limit.isOver(tallies, key, at)) return 'spent'
      for (const [limit, key] of counted) await limit.count(tallies, key, at)
      return at
    })
    if (typeof held === 'string') return held
    const giveBack = (those: Counted): Promise<void> =>
      countIn(store, async (tallies) => {
        for (const [limit, key] of those) await limit.giveBack(tallies, key, held, now())
      })
    const late = wait(answerMs)
    const before = underWay.get(libraryId) ?? 0
    if (before >= (isKnown ? mostUnderWay : mostOfStrangers)) {
      await Promise.all([giveBack(counted), late])
      return 'silent'
    }
    underWay.set(libraryId, before + 1)
    const asked = checkPassword(card, typed)
      .catch(() => undefined)
      .finally(() => underWay.set(libraryId, (underWay.get(libraryId) ?? 1) - 1))
    const [checked] = await Promise.all([Promise.race([asked, late.then(() => undefined)]), late])
    // Counted too: an ILS may say nothing to a wrong one, or too late.
    if (checked === undefined || !checked.ok) return 'silent'
    if (checked.value) await giveBack(ofGuesses)
    return checked.value ? 'proven' : 'wrong'
  },
})
