/**
 * No tablet shows a case while a fact that its authors had seen is with a tablet that hands over again (PROTOCOL.md, I-7). Runs in the
 * simulator. Who holds what is read from the disks, and what was seen from the envelopes: nothing here asks whom our code says it awaits.
 */
import { openCases } from '../../src/domain/case/open-cases.ts'
import type { OperationId } from '../../src/domain/ids.ts'
import { msPerDay } from '../../src/domain/instant.ts'
import { formatSubject, parseSubject } from '../../src/domain/operation/subject.ts'
import type { DeskState } from '../../src/domain/row/desk-state.ts'
import { contentsOf } from './case-invariants.ts'
import { contentOf, type KnownOperation, type Oracle, pairOf } from './oracle.ts'
import { short } from './places.ts'
import { foundByRules } from './replay.ts'
import type { SimulatedTab, SimulatedTablet } from './simulated-tablet.ts'
import type { World } from './simulated-world.ts'

/** The document or the order that a case is about, and the facts of it that are here; undefined: it is about something else. */
const rowOfCase = (state: DeskState, subject: string) => {
  const about = parseSubject(subject)
  if (about?.kind === 'item') return { subject, facts: state.get('item', about.barcode)?.facts ?? [] }
  if (about === undefined || !('orderId' in about)) return undefined
  return { subject: formatSubject({ kind: 'order', orderId: about.orderId }), facts: state.get('order', about.orderId)?.facts ?? [] }
}

/** What the authors of `cites` had seen of that subject, and those before them, and is not `here`. */
const lackingOf = (
  oracle: Oracle,
  subject: string,
  cites: readonly OperationId[],
  here: ReadonlySet<OperationId>,
): readonly KnownOperation[] => {
  // It grows while it is gone through.
  const asked = new Set<OperationId>(cites)
  for (const id of asked) {
    if (!here.has(id) && !cites.includes(id)) continue
    // Of two contents under one identifier, each has its author, and this way through them is one's alone.
    if (contentsOf(oracle, id) > 1) continue
    for (const seen of oracle.operations.get(id)?.envelope?.based[subject] ?? []) asked.add(seen)
  }
  return [...asked].filter((id) => !here.has(id) && !cites.includes(id)).flatMap((id) => oracle.operations.get(id) ?? [])
}

/** It still has to hand that over again, and the history that was put back had heard from it. */
const isAwaitedFor = (
  { oracle, cloned }: World,
  state: DeskState,
  { disk: { image } }: SimulatedTablet,
  known: KnownOperation,
): boolean => {
  const deviceId = image.identity?.deviceId
  if (deviceId === undefined || image.lost !== undefined || oracle.putBack?.heard.has(deviceId) !== true) return false
  // Of a profile that was copied, or put back itself, one speaks for what the other holds; who is set aside is waited for no more.
  if (cloned.has(deviceId) || oracle.faults.has('profile-restored') || state.get('device', deviceId)?.isSetAside !== false) return false
  return [...image.outbox, ...image.outcomes.values()].some((entry) => contentOf(entry) === pairOf(known))
}

/** 7: a case is held back for the day after the endpoint was put back, as long as a tablet that still speaks holds what its authors had seen. */
export const checkHeldBack = (world: World, { desk: { snapshot }, tablet }: SimulatedTab): void => {
  const { oracle, endpoint, tablets, time, damaged } = world
  const { putBack } = oracle
  const { mark } = tablet.disk.image
  if (putBack === undefined || mark === undefined || endpoint.truth === undefined || damaged.has(tablet)) return
  // It has not heard yet that the history is another one.
  if (putBack.epochs.has(mark.epoch) || time.now - putBack.at >= msPerDay) return
  for (const { id, caseKind, subject, cites } of openCases(snapshot.state)) {
    // Of requests alone no fact says that they are none.
    if (!foundByRules.some((kind) => kind === caseKind)) continue
    const row = rowOfCase(snapshot.state, subject)
    if (row === undefined) continue
    const here = new Set(row.facts.map(({ operationId }) => operationId))
    for (const known of lackingOf(oracle, row.subject, cites, here)) {
      if (!known.isFact || known.isNewer) continue
      const holder = tablets.find((each) => isAwaitedFor(world, snapshot.state, each, known))
      if (holder === undefined || endpoint.receipts().some(({ operationId }) => operationId === known.operationId)) continue
      oracle.violate(
        7,
        `${tablet.name} shows ${id}, whose authors had seen ${short(known.operationId)}, which ${holder.name} has still to bring`,
      )
    }
  }
}
