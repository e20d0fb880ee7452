/**
 * The endpoint's log told again, in its own order and in another: the same rows and cases must come of both (I-3 and I-8). Runs in the
 * simulator. Facts may change places with facts, never with requests, whose order is the endpoint's to give; and each is told twice.
 */
import { type Case, type CaseKind, isExplained, subjectOfCase } from '../../src/domain/case/case.ts'
import type { Decided } from '../../src/domain/case/decided.ts'
import { type OperationId, type OrderId, toCaseId } from '../../src/domain/ids.ts'
import type { Item } from '../../src/domain/item/item.ts'
import { storyOf } from '../../src/domain/item/story.ts'
import { type Envelope, isFact } from '../../src/domain/operation/operation.ts'
import type { Order } from '../../src/domain/order/order.ts'
import type { Claim } from '../../src/domain/pull-list/claim.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import type { SlotFilling } from '../../src/domain/slot/slot.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import { aDesk } from '../builders/a-desk.ts'
import type { ReadRow } from '../fakes/rows-after.ts'
import { createChance } from './chance.ts'
import { isImport, type Told } from './endpoint-log.ts'
import type { LoggedReceipt } from './endpoint-process.ts'
import { withoutLocker } from './newer-build.ts'
import { wasErased } from './oracle.ts'
import type { World } from './simulated-world.ts'
import { rowsOfLibrary } from './small-library.ts'

const kinds = ['order', 'item', 'slot', 'claim', 'case', 'patron'] as const
/** Patrons are the ILS's too. */
const compared = ['order', 'item', 'slot', 'claim'] as const

/** Cases that follow from the operations alone; the others the endpoint finds by itself. */
export const foundByRules = [
  'handed-over-twice',
  'handed-over-though-cancelled',
  'picked-and-not-found',
  'item-picked-twice',
  'line-picked-twice',
  'slot-overfilled',
  'claimed-twice',
  'lent-in-quarantine',
  'lent-and-returned',
  'picked-and-lent',
] as const satisfies readonly CaseKind[]

const told = ({ apply }: World, initial: readonly Row[], events: readonly Told[]): ReadonlyMap<string, string> => {
  const desk = aDesk(...initial)
  const before: Envelope[] = []
  /** Facts that came before their order are in it from here on. */
  const applyWaiting = (orderId: OrderId): void => {
    const waiting = before.filter((fact) => 'orderId' in fact.payload && fact.payload.orderId === orderId)
    for (const fact of waiting) desk.put(...apply(desk, fact).rows)
  }
  for (const envelope of events) {
    if (isImport(envelope)) {
      // The file says what is wanted; what happened stays what it was.
      for (const row of envelope.rows) {
        const known = row.kind === 'order' ? desk.get('order', row.id) : undefined
        desk.put(known === undefined || row.kind !== 'order' ? row : { ...row, facts: known.facts, decided: known.decided })
        if (known === undefined && row.kind === 'order') applyWaiting(row.id)
      }
      continue
    }
    const { payload } = envelope
    desk.put(...apply(desk, envelope).rows)
    if (payload.kind === 'place-order') applyWaiting(payload.orderId)
    if (isFact(payload)) before.push(envelope)
  }
  return new Map(
    kinds.flatMap((kind) =>
      [...desk.all(kind)]
        // Closed by a fact, it is as if it had never been open: in another order it was not.
        .filter((row) => row.kind !== 'case' || !isExplained(row))
        .map((row): [string, string] => [`${kind} ${row.id}`, canonicalJson(row)]),
    ),
  )
}

/** Facts between two requests or files, in any other order, what an author had seen after what they did too. */
const shuffled = (seed: number, events: readonly Told[]): readonly Told[] => {
  const chance = createChance(`replay ${seed}`)
  const ordered: Told[] = []
  let run: Envelope[] = []
  const flush = (): void => {
    ordered.push(...chance.shuffle(run))
    run = []
  }
  for (const event of events) {
    if (!isImport(event) && isFact(event.payload)) run.push(event)
    else {
      flush()
      ordered.push(event)
    }
  }
  flush()
  return ordered.flatMap((event) => (!isImport(event) && isFact(event.payload) ? [event, event] : [event]))
}

/**
 * What a tablet that is set aside had told: what it had in hand is free (PULL-9). The receipt says who told it; a tablet that was enrolled
 * anew since its press has another name in its envelope.
 */
export const freedWithLost = (rows: readonly ReadRow[], receipts: readonly LoggedReceipt[]): ReadonlySet<OperationId> => {
  const lost = new Set(rows.flatMap(({ row }) => (row?.kind === 'device' && row.isSetAside ? [row.id as string] : [])))
  return new Set(receipts.filter(({ deviceId }) => lost.has(deviceId)).map(({ operationId }) => operationId))
}

/** 3, 8: rows and cases are what the accepted operations make of the first rows, whatever the order of the facts. */
export const checkReplay = (world: World, rows: readonly ReadRow[], receipts: readonly LoggedReceipt[], events: readonly Told[]): void => {
  const { plan, oracle } = world
  const initial = rowsOfLibrary(plan.quarantineDays, 0)
  const inOrder = told(world, initial, events)
  for (const [key, row] of told(world, initial, shuffled(plan.seed, events))) {
    if (inOrder.get(key) !== row) oracle.violate(8, `${key} depends on the order of the facts`)
  }
  const kept = new Map(rows.flatMap(({ row }) => (row?.kind === 'item' ? [[row.id as string, row] as const] : [])))
  for (const key of oracle.erasedEver) {
    const id = key.slice('item\n'.length)
    const text = key.startsWith('item\n') ? inOrder.get(`item ${id}`) : undefined
    if (text === undefined) continue
    const item = JSON.parse(text) as Item // As `told` wrote it.
    const still = new Set(storyOf(kept.get(id) ?? { ...item, facts: [] }).runs.map(({ operationId }) => operationId))
    // Of two loans a person may have said which is true, or ended: told again whole, the cases of earlier days have taken that one's number.
    const decided = new Set(kept.get(id)?.decided.flatMap(({ cites }) => cites))
    for (const { operationId } of storyOf(item).runs.filter((loan) => !decided.has(loan.operationId)))
      if (!still.has(operationId)) oracle.violate(6, `${id} left ${operationId.slice(0, 6)}'s hands with its day`)
  }
  const truth = new Map<string, string>()
  // Read aloud before the endpoint saw it: where that is another tablet's, the endpoint gives one of its own, and keeps both (ORD-9).
  const asSaid = (row: Row): Row => {
    if (row.kind !== 'order' || row.saidNumber === undefined) return row
    const { saidNumber: number, ...order } = row
    return { ...order, number }
  }
  for (const { kind, id, row } of rows)
    if (row !== null && !(row.kind === 'case' && isExplained(row))) truth.set(`${kind} ${id}`, canonicalJson(withoutLocker(asSaid(row))))
  const broughtIds = new Set(rows.flatMap(({ row }) => (row?.kind === 'order' && row.brought !== undefined ? [row.id as string] : [])))
  const isOfBrought = (key: string): boolean => [...broughtIds].some((id) => key.includes(`/${id}`))
  // As of a document above: the case that says which loan of its order is untrue has another number, told again whole; or none at all.
  const isSameButForCases = (...texts: readonly (string | undefined)[]): boolean => {
    const [one, other] = texts.map((text) => {
      const { decided, ...rest } = JSON.parse(text ?? '{"decided":[]}') as Order | Item // As `canonicalJson` wrote it.
      const isTold = ({ subject }: Decided): boolean => !oracle.erasedEver.has(subject.replace('/', '\n')) && !isOfBrought(subject)
      return canonicalJson({ ...rest, decided: decided.filter(isTold) })
    })
    return one === other
  }
  // What was wanted of it stands in a row that a tablet brought, and in no operation of this history; its facts are those of operations (CASE-24).
  const isBrought = (text: string | undefined): boolean => text !== undefined && (JSON.parse(text) as Order).brought !== undefined
  const factsOf = (text: string | undefined): string => canonicalJson((JSON.parse(text ?? '{"facts":[]}') as Order).facts)
  const placesOf = (text: string | undefined): string =>
    canonicalJson(
      (JSON.parse(text ?? '{"orderIds":[]}') as SlotFilling).orderIds.filter(
        (id) => !broughtIds.has(id) && !(oracle.rollBacks > 0 && oracle.erasedEver.has(`order\n${id}`)),
      ),
    )
  // A manager's act and no operation: whoever claims it next holds it then.
  const freed = freedWithLost(rows, receipts)
  const wasFreed = (text: string | undefined): boolean =>
    // As `canonicalJson` wrote it.
    text !== undefined && (JSON.parse(text) as Claim).holders.some(({ operationId }) => freed.has(operationId))
  const citesFreed = (text: string | undefined): boolean => (JSON.parse(text ?? '{"cites":[]}') as Case).cites.some((id) => freed.has(id))
  const isFoundByRules = (key: string): boolean => foundByRules.some((caseKind) => key.startsWith(`case ${caseKind}:`))
  for (const key of new Set([...truth.keys(), ...inOrder.keys()])) {
    const [kind, ...id] = key.split(' ')
    if (kind === 'case' ? !isFoundByRules(key) : !compared.some((one) => one === kind)) continue
    if (truth.get(key) === inOrder.get(key) || oracle.erasedEver.has(`${kind}\n${id.join(' ')}`)) continue
    // Which requests were accepted again no receipt says, and those explain a slot's case: `checkCases` asks that there is one.
    if (oracle.rollBacks > 0 && key.startsWith('case slot-overfilled:')) continue
    if (kind === 'case' && wasErased(oracle, subjectOfCase(toCaseId(id.join(' '))))) continue
    if ((kind === 'order' || kind === 'item') && isSameButForCases(truth.get(key), inOrder.get(key))) continue
    const [here, made] = [truth.get(key), inOrder.get(key)]
    if (kind === 'order' && (isBrought(here) || isBrought(made)) && (made === undefined || factsOf(here) === factsOf(made))) continue
    // A tablet brought its order: that is in no log, or comes in the log behind what was done to it, which does nothing there. That a case is there `checkCases` asks.
    if (/^case [^:]+:(order|line)\//.test(key) && isOfBrought(key) && (made === undefined || here !== undefined)) continue
    if (kind === 'slot' && placesOf(here) === placesOf(made)) continue
    if (kind === 'claim' && wasFreed(made) && !wasFreed(here)) continue
    if (key.startsWith('case claimed-twice:') && citesFreed(inOrder.get(key)) && !citesFreed(truth.get(key))) continue
    oracle.violate(3, `${key} is not what its operations make of it: ${inOrder.get(key)} / ${truth.get(key)}`)
  }
}
