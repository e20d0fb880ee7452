/**
 * What must have become a case by the evening, and what must not (PROTOCOL.md, I-7), and what must be decided by then (I-41). Runs in the
 * simulator.
 * `contradictions.ts` works out what contradicts what; here it is compared with what the endpoint and every tablet have.
 */
import { isExplained } from '../../src/domain/case/case.ts'
import { isFact } from '../../src/domain/operation/operation.ts'
import { formatSlotKey } from '../../src/domain/slot/slot.ts'
import type { ReadRow } from '../fakes/rows-after.ts'
import { contradictionsOf, type Expected, subjectsInRings } from './contradictions.ts'
import type { Told } from './endpoint-log.ts'
import type { LoggedReceipt } from './endpoint-process.ts'
import { pairOf, wasErased } from './oracle.ts'
import { short } from './places.ts'
import { foundByRules, freedWithLost } from './replay.ts'
import type { World } from './simulated-world.ts'
import { rowsOfLibrary } from './small-library.ts'

/** All that can be asked once everything has come to rest. */
export interface Evening {
  readonly world: World
  readonly epoch: string | undefined
  readonly rows: readonly ReadRow[]
  readonly receipts: readonly LoggedReceipt[]
  readonly live: ReadonlyMap<string, ReadRow>
  readonly events: readonly Told[]
}

/** What was received and not understood, or not accepted, is a person's to decide. */
const heldBack = (receipts: readonly LoggedReceipt[]): readonly Expected[] =>
  receipts.flatMap(({ operationId, deviceId, outcome, reason }): readonly Expected[] => {
    // Accepted once, and on its way back: nobody is asked about it yet.
    if (outcome !== 'quarantined' || reason === 'base-awaited') return []
    if (reason === 'tablet-set-aside') return [{ caseKind: 'loss-suspected', subject: `device/${deviceId}`, cites: [operationId] }]
    const isOwnKind = reason === 'one-operation-two-contents' || reason === 'too-much-brought'
    const caseKind = isOwnKind ? reason : 'operation-not-understood'
    return [{ caseKind, subject: `device/${deviceId}`, cites: [operationId] }]
  })

/** Of them a fact that comes late may say that it is none; who claimed a zone, or took a place, in what order is the endpoint's to say. */
const pairKinds = foundByRules.filter((kind) => kind !== 'slot-overfilled' && kind !== 'claimed-twice')

/** 7: what an open case cites does contradict something: one that facts which came late explain is open no more. */
const checkOpenCases = (
  { oracle }: World,
  live: Evening['live'],
  expected: readonly Expected[],
  isSure: (subject: string) => boolean,
): void => {
  for (const { row } of live.values()) {
    if (row?.kind !== 'case' || row.settlement !== undefined || !pairKinds.some((kind) => kind === row.caseKind)) continue
    if (wasErased(oracle, row.subject) || !isSure(row.subject)) continue
    // A tablet brought the order cancelled: the cancelling itself may come before its order in the log, and does nothing there.
    const about = row.caseKind === 'handed-over-though-cancelled' ? live.get(row.subject.replace('/', '\n'))?.row : undefined
    if (about?.kind === 'order' && about.brought !== undefined) continue
    const cited = new Set(
      expected.flatMap(({ caseKind, subject, cites }) => (caseKind === row.caseKind && subject === row.subject ? cites : [])),
    )
    const explained = row.cites.filter((id) => !cited.has(id))
    if (explained.length > 0) oracle.violate(7, `${row.id} is open, and ${explained.map(short).join(' and ')} contradicts nothing`)
  }
}

/** Different texts that were pressed, or sent, under one identifier. */
export const contentsOf = (oracle: World['oracle'], id: string): number =>
  [...oracle.contents.keys()].filter((pair) => pair.startsWith(`${id} `)).length

/** 7: what contradicts each other has a case citing both, on the endpoint and on every tablet, and a person closed each closed one. */
export const checkCases = (evening: Evening): void => {
  const { world, rows, live, receipts, events } = evening
  const { oracle, tablets, plan } = world
  for (const { row } of live.values()) {
    if (row?.kind !== 'case' || row.settlement === undefined) continue
    const settling = receipts.find((one) => one.operationId === row.settlement?.operationId && one.outcome.startsWith('accepted'))
    const payload = settling && oracle.contents.get(pairOf(settling))?.envelope?.payload
    // Of a slot, whoever moved an order away, or cancelled it, explains it.
    const isLeaving = payload?.kind === 'reschedule-order' || payload?.kind === 'cancel-order'
    const mayExplain = row.caseKind === 'slot-overfilled' ? isLeaving : payload !== undefined && isFact(payload)
    if (mayExplain && isExplained(row)) {
      oracle.fault('case explained')
      continue
    }
    if (payload?.kind !== 'settle-case' || payload.caseId !== row.id) oracle.violate(7, `${row.id} was closed by nobody`)
  }
  const begun = rowsOfLibrary(plan.quarantineDays, 0).flatMap((row): (readonly [string, string])[] =>
    row.kind === 'order' ? [[row.id, formatSlotKey(row.slot)]] : [],
  )
  const known = new Set(rows.map(({ kind, id }) => `${kind}/${id}`))
  const brought = new Set(rows.flatMap(({ row }) => (row?.kind === 'order' && row.brought !== undefined ? [row.id as string] : [])))
  const freed = freedWithLost(rows, receipts)
  const ends = [
    { name: 'the endpoint', base: live },
    ...tablets
      .filter(({ disk: { image } }) => image.mark !== undefined && image.lost !== 'revoked')
      .map(({ name, disk }) => ({ name, base: disk.image.base })),
  ].map(({ name, base }) => ({ name, cases: [...base.values()].flatMap(({ row }) => (row?.kind === 'case' ? [row] : [])) }))
  const versions = new Map(receipts.filter(({ outcome }) => outcome.startsWith('accepted')).map((one) => [one.operationId, one.version]))
  const departures = { leavings: oracle.leavings, versions }
  const contradictions = contradictionsOf(new Map(begun), events, departures)
  const rings = subjectsInRings(events, departures, (id) => oracle.rollBacks === 0 || contentsOf(oracle, id) > 1)
  for (const subject of oracle.rollBacks > 0 ? [] : rings) oracle.violate(7, `facts on ${subject} came each after the other`)
  // Closed by an order that left, and open again by another, the case of a slot does not cite who came before.
  const mayCiteLess = (caseKind: string): boolean => caseKind === 'slot-overfilled'
  const isSure = (subject: string): boolean => !rings.has(subject.replace(/^line(\/[^/]+)\/.*$/, 'order$1'))
  checkOpenCases(world, live, contradictions, isSure)
  for (const { caseKind, subject, cites } of [...contradictions, ...heldBack(receipts)]) {
    const [about, id] = subject.split('/')
    if (!isSure(subject)) continue
    // A tablet that saw a subject leave another history proves nothing about this one.
    if (oracle.rollBacks > 0 && wasErased(oracle, subject)) continue
    // Whether an author without a base had seen it leave, the endpoint tells by that tablet's clock.
    const authors = cites.flatMap((cited) => oracle.operations.get(cited)?.envelope ?? [])
    if (wasErased(oracle, subject) && authors.some(({ base }) => base === undefined)) continue
    // Nobody told this history of the order; a settled case leaves with its day; who held a claim that was forgotten, and who had a place, is not known.
    if ((about === 'order' || about === 'line') && !known.has(`order/${id}`)) continue
    if ([...oracle.erasedEver].some((key) => key.startsWith(`case\n${caseKind}:${subject}:`))) continue
    if ((about === 'claim' || about === 'slot') && wasErased(oracle, subject)) continue
    // How many are in a slot, and which lines an order has, follows from rows that tablets brought too, and those are in no log.
    const isOfBrought = authors.some(({ payload }) => 'orderId' in payload && brought.has(`${payload.orderId}`))
    if ((about === 'slot' && brought.size > 0) || (caseKind === 'line-changed-twice' && isOfBrought)) continue
    // Who claims it next claims it from nobody.
    if (about === 'claim' && cites.some((cited) => freed.has(cited))) continue
    // A tablet brought the order cancelled by another request than the first one of this log.
    const asked = caseKind === 'handed-over-though-cancelled' && isOfBrought ? cites.slice(1) : cites
    for (const { name, cases } of ends) {
      const isSaid = cases.some(
        (one) =>
          one.subject === subject &&
          // All that a tablet brings after it was set aside is one case, and a long one does not list all.
          (one.caseKind === caseKind || (about === 'device' && one.caseKind === 'loss-suspected')) &&
          (one.unlisted !== undefined || mayCiteLess(caseKind) || asked.every((fact) => one.cites.includes(fact))),
      )
      if (!isSaid)
        oracle.violate(
          7,
          `${name} has no case ${caseKind} of ${subject} that cites ${cites.map(short).join(' and ')}${wasErased(oracle, subject) ? ', after its day was closed' : ''}`,
        )
    }
  }
}

/** Received, and nothing that a person asked: it waits for another build, a manager or a tablet, or came damaged. */
const isKeptAside = ({ outcome, reason }: LoggedReceipt): boolean =>
  outcome === 'quarantined' && reason !== 'operation-not-understood' && reason !== 'not-applied'

/** 41: a case that somebody decided, and that nothing has changed since they saw it, is decided, whatever it cites. */
export const checkDecided = ({ world: { oracle }, epoch, receipts, live }: Evening): void => {
  for (const receipt of receipts) {
    const known = oracle.contents.get(pairOf(receipt))
    const { payload, base } = known?.envelope ?? {}
    // Another history gives the same versions to other rows; so does a copy put back by hand, which nobody tells from the first one.
    if (payload?.kind !== 'settle-case' || base === undefined || base.epoch !== epoch || base.version > receipt.version) continue
    if (known?.isNewer === true || isKeptAside(receipt)) continue
    const pressedAt = (known?.envelope?.at ?? 0) + (known?.envelope?.clockOffset ?? 0)
    if (oracle.rollBacksUnsaid > 0 && pressedAt < (oracle.putBack?.at ?? 0)) continue
    const { row, version } = live.get(`case\n${payload.caseId}`) ?? {}
    if (row?.kind !== 'case' || version === undefined || row.settlement !== undefined) continue
    // Of what its author had seen besides, this tablet alone knew.
    const isUnchanged = version <= base.version && payload.cites.every((id) => row.cites.includes(id))
    if (isUnchanged)
      oracle.violate(
        41,
        `${row.id} is open, though ${short(receipt.operationId)} decided it as it is (${receipt.reason ?? receipt.outcome})`,
      )
  }
}
