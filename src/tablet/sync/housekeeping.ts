/**
 * What the tab that leads does at its start and then each hour, once an exchange went through: it asks for a new credential when its own is
 * a month old, and what became of the operations that the endpoint had put in quarantine. Runs in the page, and in the simulator.
 * None of it is urgent: what was not answered is asked at the next hour.
 */
import { identityBytes } from '../../domain/ids.ts'
import { type Instant, msPerDay, toInstant } from '../../domain/instant.ts'
import { credentialAnswer } from '../../protocol/enrolment.ts'
import type { PushRequest } from '../../protocol/push.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type { Identity } from '../storage/tablet-storage.ts'
import type { ExchangePorts } from './exchange-ports.ts'
import { pushBatch, takeBatch, toAcknowledgement } from './push-batch.ts'
import { ask } from './transport.ts'

/** A copy of a lost tablet's disk lets somebody in for that long at most. Milliseconds. */
export const renewAfterMs = 30 * msPerDay

/** Reasons of a quarantine that nothing leaves (PROTOCOL.md, Push). */
const isFinal = (reason: string | undefined): boolean => reason === 'hash-mismatch' || reason === 'one-operation-two-contents'

type Ports = Pick<ExchangePorts, 'storage' | 'transport' | 'mirror' | 'clock' | 'randomHex'>
/** In which the exchanges of this tab push. */
type Session = NonNullable<PushRequest['session']>

/**
 * The new credential is on this disk before it is first used, and the one before stays beside it: whatever is lost on the way, one of the
 * two is known to the endpoint.
 */
const renewCredential = async ({ storage, transport, mirror, randomHex }: Ports, identity: Identity, term: number, now: Instant) => {
  if (identity.credentialAt !== undefined && now - identity.credentialAt < renewAfterMs) return
  const nonce = randomHex(identityBytes)
  const body = JSON.stringify({ protocol: protocolVersion, nonce })
  const request = { method: 'POST', path: '/enrolment/v1/credential', body, identity } as const
  const answer = await ask(transport, request, credentialAnswer, nonce)
  if (answer.kind !== 'answered') return
  const { credential } = answer.value
  const renewed = { credential, formerCredential: identity.credential, credentialAt: now }
  if (await storage.keepCredential(term, renewed)) mirror.identity = { ...identity, ...renewed }
}

/**
 * The same operations again, oldest first, as text that the endpoint has already: it answers what became of them. A push like any other:
 * without its session one that a line brings late would pass for a copied profile's.
 */
const askAboutQuarantine = async ({ storage, transport, mirror, randomHex }: Ports, session: Session) => {
  const { term } = session
  let waiting = (await storage.acknowledged()).filter(({ outcome, reason }) => outcome === 'quarantined' && !isFinal(reason)).reverse()
  while (waiting.length > 0) {
    const entries = takeBatch(waiting, { isOpaque: true })
    waiting = waiting.slice(entries.length)
    const pendingCount = (await storage.pendingCount()) + entries.length
    const { identity } = mirror
    if (identity === undefined || !(await storage.isLeading(term))) return
    const answer = await pushBatch(transport, identity, { entries, pendingCount, isOpaque: true, session }, randomHex(identityBytes))
    if (answer.kind !== 'answered') return
    const { results, ticket, now } = answer.value
    const exchange = { ticket, at: toInstant(now), clockOffset: mirror.clockOffset }
    if (!(await storage.acknowledge(term, results.map(toAcknowledgement), exchange))) return
    mirror.identity = { ...identity, ticket }
  }
}

/** After an exchange that went through, in its turn. */
export const keepHouse = async (ports: Ports, session: Session): Promise<void> => {
  const { mirror, clock } = ports
  await askAboutQuarantine(ports, session)
  if (mirror.identity !== undefined) await renewCredential(ports, mirror.identity, session.term, toInstant(clock() + mirror.clockOffset))
}

/** Takes the one before back where the endpoint does not know the credential in use. 'none' where there is no other. */
export const takeFormerCredential = async ({ storage, mirror }: Ports, term: number): Promise<'taken' | 'none' | 'fenced'> => {
  // A tab that slept while another one led and renewed the credential holds one that has ended.
  if (!(await storage.isLeading(term))) return 'fenced'
  const { identity } = mirror
  if (identity?.formerCredential === undefined) return 'none'
  const former = { credential: identity.formerCredential, formerCredential: undefined, credentialAt: undefined }
  if (!(await storage.keepCredential(term, former))) return 'fenced'
  mirror.identity = { ...identity, ...former }
  return 'taken'
}
