/**
 * The invariants of the protocol that one request and its answer can break, each under its number (PROTOCOL.md). Runs in the simulator.
 * They compare what the endpoint says with what it holds, and with what the oracle saw composed.
 */
import { createHash } from 'node:crypto'
import type { OperationId } from '../../src/domain/ids.ts'
import type { StoredDevice } from '../../src/endpoint/storage/stored.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import type { PushAnswer } from '../../src/protocol/push.ts'
import type { Request, Response } from '../../src/tablet/sync/transport.ts'
import { isGarbled } from './network-link.ts'
import { type KnownOperation, pairOf } from './oracle.ts'
import { short } from './places.ts'
import type { World } from './simulated-world.ts'
import { libraryId } from './small-library.ts'

const parse = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** 2, 3, 4, 5, 21, 27: what one answer says is true, consistent with what was said before, and whole. */
export const checkAnswer = async (
  { oracle, endpoint, time }: World,
  tablet: string,
  request: Request,
  response: Response,
  device: StoredDevice | undefined,
): Promise<void> => {
  if (request.path.startsWith('/sync/v1/pull')) {
    if (device?.setAsideAt !== undefined && response.status === 200) oracle.violate(27, `${tablet}: a tablet set aside was served the base`)
    return
  }
  if (request.method !== 'POST' || !request.path.startsWith('/sync/v1/push')) return
  const pushed = parse(request.body) as
    | { epoch: string; operations: { hash: string; envelope: { operationId: string } | string }[] }
    | undefined // Ours.
  const answer = parse(response.text) as Partial<PushAnswer> | undefined // Compared below, member by member.
  // What truly came: a broken disk announces the hash of what it once held.
  const texts = (pushed?.operations ?? []).map(({ envelope }) => (typeof envelope === 'string' ? envelope : canonicalJson(envelope)))
  const hashes = texts.map(hashOf)
  for (const [i, hash] of hashes.entries()) {
    // What the line damaged shows by the hash beside it.
    if (hash !== pushed?.operations[i]?.hash && isGarbled(texts[i] ?? '')) continue
    if (![...oracle.contents.values()].some((known) => known.hash === hash))
      oracle.violate(4, `${tablet} pushed ${short(hash)}, which nobody composed`)
  }
  if (response.status >= 500 && texts.length > 0) oracle.violate(21, `one of ${texts.length} operations made their push fail`)
  if (response.status !== 200 || answer?.results === undefined) return
  const results = answer.results
  const accepted: KnownOperation[] = []
  // An endpoint with another history receives nothing before the tablet has heard of it.
  const isOfAnotherHistory = pushed?.epoch !== answer.epoch && results.length === 0
  if (!isOfAnotherHistory && results.length !== pushed?.operations.length)
    oracle.violate(5, `${results.length} outcomes for ${pushed?.operations.length} operations`)
  for (const [i, { operationId, hash: announced, outcome }] of results.entries()) {
    const hash = hashes[i] ?? announced
    const pair = pairOf({ operationId, hash })
    const known = oracle.contents.get(pair)
    if (known?.isFact === true && outcome === 'refused') oracle.violate(5, `the fact ${short(operationId)} was refused`)
    const before = oracle.outcomes.get(pair) ?? []
    oracle.outcomes.set(pair, [...before, outcome])
    if (before.length > 0) {
      const wasAccepted = before.some((one) => one.startsWith('accepted') || one === 'already-known')
      const isAgain = wasAccepted
        ? outcome === 'already-known'
        : outcome === before.at(-1) ||
          // Tried again at each start: a newer build reads it, or what it broke on has left with its day.
          (before.at(-1) === 'quarantined' &&
            (outcome.startsWith('accepted') || outcome === 'already-known' || (outcome === 'refused' && known?.isFact !== true)))
      if (!isAgain) oracle.violate(3, `${short(operationId)} was ${before.join(', ')}, then ${outcome}`)
    }
    if (!(await endpoint.wouldSurvive(operationId as OperationId, hash))) {
      oracle.violate(2, `${short(operationId)} was answered ${outcome} and a power cut would lose it`)
    }
    const receipt = await endpoint.truth?.read(libraryId, (reading) => reading.receipt(operationId as OperationId, hash))
    const isSo = outcome === 'already-known' ? receipt?.outcome.startsWith('accepted') : outcome === receipt?.outcome
    if (receipt !== undefined && !isSo) oracle.violate(3, `${short(operationId)} is ${receipt.outcome}, and was answered ${outcome}`)
    oracle.answered.add(pair)
    if (known !== undefined) known.outcome = outcome
    if (known !== undefined && (outcome.startsWith('accepted') || outcome === 'already-known')) {
      known.acceptedAt ??= time.now
      accepted.push(known)
      oracle.acceptedTogether.set(`${pair} ${answer.now}`, accepted)
    }
    const whole = hash === announced ? undefined : oracle.contents.get(pairOf({ operationId, hash: announced }))
    if (whole !== undefined) whole.outcome ??= outcome
  }
}

/** Requests of one tablet in one minute that no press, hint and retry explain: a wave of presses asks for two each, a failure for a few. */
const mostRequestsPerMinute = 150

/** 22: retries are bounded. */
export const checkRate = ({ oracle, time }: World, tablet: string): void => {
  const since = time.now - 60_000
  const recent = [...(oracle.requestTimes.get(tablet) ?? []).filter((at) => at > since), time.now]
  oracle.requestTimes.set(tablet, recent)
  if (recent.length > mostRequestsPerMinute) oracle.violate(22, `${tablet} asked more than ${mostRequestsPerMinute} times in a minute`)
}
