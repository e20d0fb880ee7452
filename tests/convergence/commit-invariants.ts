/**
 * The invariants of the protocol that a commit on a tablet can break, each under its number (PROTOCOL.md). Runs in the simulator.
 * What is on the disk after it follows from what was there and what was received.
 */
import { addToDigest, formatDigest } from '../../src/domain/hash64.ts'
import { rowHash } from '../../src/protocol/digest.ts'
import type { DiskImage } from '../../src/tablet/storage/disk-image.ts'
import type { BaseRow } from '../../src/tablet/storage/tablet-storage.ts'
import { contentOf, type Oracle } from './oracle.ts'
import { short } from './places.ts'
import type { SimulatedTablet } from './simulated-tablet.ts'
import type { World } from './simulated-world.ts'

/** 24: what holds of a tablet's base holds under several leaders too. */
const breakBase = (oracle: Oracle, { name, wasLedTwice }: SimulatedTablet, invariant: number, what: string): void => {
  oracle.violate(invariant, `${name}: ${what}`)
  if (wasLedTwice) oracle.violate(24, `${name}, led by two tabs: ${what}`)
}

/** 10, 24, 26: a base that nobody damaged is never found to differ from what was announced. */
export const checkDefect = ({ oracle, damaged, frozenDamaged }: World, tablet: SimulatedTablet, what: string): void => {
  if (damaged.has(tablet) || (frozenDamaged.has(tablet) && what.startsWith('the base on disk'))) return
  if (/^the (digest of the base|base on disk|base came whole)/.test(what)) breakBase(oracle, tablet, 10, what)
}

const hashByRow = new WeakMap<object, bigint>()
const digestOf = (base: ReadonlyMap<string, BaseRow>): string => {
  let sum = 0n
  for (const stored of base.values()) {
    if (stored.row === null) continue
    const hash = hashByRow.get(stored.row) ?? rowHash(stored)
    hashByRow.set(stored.row, hash)
    sum = addToDigest(sum, hash)
  }
  return formatDigest(sum)
}

const fortnightMs = 14 * 86_400_000

/** 10, 11, 15, 18, 24: what a tablet's disk holds after a commit follows from what it held and what was received. */
export const checkCommit = (world: World, tablet: SimulatedTablet, before: DiskImage, after: DiskImage): void => {
  const { oracle, damaged, time } = world
  if (before.outbox !== after.outbox) {
    const left = new Set(after.outbox.map((entry) => entry.operationId))
    for (const entry of before.outbox) {
      if (left.has(entry.operationId)) continue
      if (!oracle.answered.has(contentOf(entry)))
        oracle.violate(18, `${tablet.name}: ${short(entry.operationId)} left the outbox without a receipt`)
      if (!after.outcomes.has(entry.operationId)) oracle.violate(18, `${tablet.name}: ${short(entry.operationId)} is kept nowhere`)
      oracle.receivedAt.set(entry.operationId, time.now)
    }
  }
  if (before.outcomes !== after.outcomes)
    for (const [id, entry] of after.outcomes) {
      const known = before.outcomes.get(id) === entry ? undefined : oracle.contents.get(contentOf(entry))
      if (known === undefined || !entry.outcome.startsWith('accepted')) continue
      known.isKnownAccepted = true
      for (const other of oracle.acceptedTogether.get(`${contentOf(entry)} ${entry.acknowledgedAt}`) ?? []) other.isKnownAccepted = true
    }
  // A tablet set aside erases what names people, once all was received (PRIV-2).
  if (after.lost !== 'revoked' && before.outcomes !== after.outcomes && before.outcomes.size > after.outcomes.size) {
    const waiting = new Set(after.outbox.map((entry) => entry.operationId))
    for (const [id] of before.outcomes) {
      if (after.outcomes.has(id) || waiting.has(id)) continue
      if (time.now - (oracle.receivedAt.get(id) ?? 0) < fortnightMs)
        oracle.violate(23, `${tablet.name}: ${short(id)} was forgotten before its 14 days`)
    }
  }
  const violate = (invariant: number, what: string): void => breakBase(oracle, tablet, invariant, what)
  const { mark } = after
  if (mark === undefined || (before.mark === mark && before.base === after.base)) return
  if (before.mark !== undefined && before.mark.epoch === mark.epoch) {
    if (mark.version < before.mark.version) violate(11, `the cursor went from ${before.mark.version} to ${mark.version}`)
    if (before.base !== after.base && !damaged.has(tablet)) {
      for (const [key, row] of after.base) {
        if (row.version < (before.base.get(key)?.version ?? -1)) violate(11, `${key} went back to version ${row.version}`)
      }
    }
  }
  if (before.base === after.base && damaged.has(tablet)) return
  const digest = digestOf(after.base)
  // Without its signature.
  const truth = oracle.digests.get(mark.cursor.split('.').slice(0, 3).join('.'))
  if (digest === truth) damaged.delete(tablet)
  else if (!damaged.has(tablet)) {
    const isOneAlone = before.base === after.base || before.mark?.cursor === mark.cursor
    violate(isOneAlone ? 15 : 10, `the base at ${mark.version} is not the endpoint's at that version`)
  }
}
