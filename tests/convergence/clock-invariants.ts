/**
 * Which clocks of tablets are to be doubted (23), asked in the evening. Runs in the simulator, which knows when each
 * operation was truly pressed.
 */
import { isBeyondList } from '../../src/domain/case/seen-cites.ts'
import { msPerDay, msPerMinute } from '../../src/domain/instant.ts'
import type { Evening } from './case-invariants.ts'
import type { LoggedReceipt } from './endpoint-process.ts'
import { pairOf } from './oracle.ts'
import { short } from './places.ts'

/** An hour: far beyond what is taken for a clock that is right, in milliseconds. */
const slowMs = 60 * msPerMinute

/** When a version was there at the earliest: at the last true press of what was heard before it. What changed nothing has the version that it met. */
const baseTimes = ({ world: { oracle }, receipts }: Evening): ((version: number) => number) => {
  const pressed = receipts
    .filter(({ outcome }) => outcome.startsWith('accepted'))
    .map((receipt) => ({ version: receipt.version, at: oracle.composedAt.get(pairOf(receipt)) ?? 0 }))
  return (version) => pressed.reduce((last, one) => (one.version < version ? Math.max(last, one.at) : last), 0)
}

/** 23: a clock that runs ahead is doubted, and one that says less than what its tablet had read; nothing else comes of it. */
export const checkClocks = (evening: Evening): void => {
  const { oracle } = evening.world
  const timeOf = baseTimes(evening)
  const isDoubted = ({ operationId, deviceId, caseId }: LoggedReceipt): boolean =>
    [...evening.live.values()].some(
      ({ row }) =>
        row?.kind === 'case' &&
        row.caseKind === 'clock-doubtful' &&
        // Of many, the receipt alone says so; of a tablet that was set aside it has the case of that.
        (row.cites.includes(operationId) ||
          (isBeyondList(row, operationId) && (row.id === caseId || caseId?.startsWith(`loss-suspected:${row.subject}:`) === true))),
    ) ||
    // Once somebody has seen to it, the case leaves with its day, and another one may have its name.
    [...oracle.erasedEver].some((key) => key.startsWith(`case\nclock-doubtful:device/${deviceId}`))
  for (const receipt of evening.receipts) {
    const envelope = oracle.contents.get(pairOf(receipt))?.envelope
    if (envelope === undefined || !receipt.outcome.startsWith('accepted')) continue
    const { base } = envelope
    const says = envelope.at + envelope.clockOffset
    const ahead = says - (oracle.composedAt.get(pairOf(receipt)) ?? 0)
    // What the endpoint had lost when it heard of it says nothing; where a file was copied back, versions of one epoch are of two histories.
    const isKnown = oracle.rollBacksUnsaid === 0 && base !== undefined && base.epoch === evening.epoch && base.version <= receipt.version
    const behind = isKnown ? timeOf(base.version) - says : 0
    if (behind >= slowMs) oracle.fault('slow clock heard')
    if ((ahead >= msPerDay || behind >= slowMs) && !isDoubted(receipt)) {
      const [away, where] = ahead >= msPerDay ? [ahead, 'ahead'] : [behind, 'behind what it had read']
      oracle.violate(23, `${short(receipt.operationId)} comes from ${Math.round(away / slowMs)} hours ${where} and nobody doubts it`)
    }
  }
}
