/**
 * The proof by the password, or PIN, that the ILS checks (PAGE-7): for libraries that know few addresses. Runs on the endpoint. Whatever the card,
 * what is wrong is answered in the same words and after the same time; the password is kept nowhere and stands in no log. An attacker uses up the
 * tries of a card from one network alone: from elsewhere, and by a code, its owner goes on.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { identityBytes } from '../../domain/ids.ts'
import { msPerDay, msPerMinute, toInstant } from '../../domain/instant.ts'
import { countIn } from '../enrolment/counting.ts'
import type { Wire } from '../ils/wire.ts'
import type { Library } from '../storage/store.ts'
import { Attempts } from './attempts.ts'
import type { PagePorts } from './page-env.ts'
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
  /** Of a library: whoever and however many guess. */
  wrong: new Attempts('wrong-passwords', 200, msPerDay),
}

export const createIlsProof = (
  { store, now }: PagePorts,
  { checkPassword }: Pick<Wire, 'checkPassword'>,
  { id: libraryId }: Pick<Library, 'id'>,
): PatronProof => ({
  // Nothing is sent: the password is known already, or it is not.
  ask: ({ card }) => ({
    id: randomBytes(identityBytes).toString('hex'),
    card,
    until: toInstant(now() + askLifeMs),
    by: 'ils',
  }),
  prove: async ({ card }, typed, network) => {
    const at = now()
    const [ofCard, ofNetwork] = [`${libraryId}\n${card}`, `${libraryId}\n${card}\n${network}`]
    const held = await countIn(store, async (tallies): Promise<Proof | undefined> => {
      if (await limits.wrong.isOver(tallies, libraryId, at)) return 'links-only'
      if ((await limits.perNetwork.isOver(tallies, ofNetwork, at)) || (await limits.perCard.isOver(tallies, ofCard, at))) return 'spent'
      await limits.perNetwork.count(tallies, ofNetwork, at)
      await limits.perCard.count(tallies, ofCard, at)
      return undefined
    })
    if (held !== undefined) return held
    const late = wait(answerMs)
    const asked = checkPassword(card, typed).catch(() => undefined)
    const [checked] = await Promise.all([Promise.race([asked, late.then(() => undefined)]), late])
    if (checked === undefined || !checked.ok) return 'silent'
    if (!checked.value) await countIn(store, (tallies) => limits.wrong.count(tallies, libraryId, at))
    return checked.value ? 'proven' : 'wrong'
  },
})
