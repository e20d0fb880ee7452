/**
 * Random stories of a desk of several tablets, and what its ILS would make of all that it was told. For the export's tests; run with fast-check.
 */
import fc from 'fast-check'
import { decisionsFor } from '../../src/domain/case/case-decisions.ts'
import { whatIsSeen } from '../../src/domain/case/seen-cites.ts'
import { apply } from '../../src/domain/desk/apply.ts'
import { toItemBarcode } from '../../src/domain/ids.ts'
import { itemState } from '../../src/domain/item/item-state.ts'
import type { Envelope } from '../../src/domain/operation/operation.ts'
import type { DeskReader } from '../../src/domain/row/desk-state.ts'
import { batchTeller } from '../../src/endpoint/connectors/file/batch-teller.ts'
import { collectDay } from '../../src/endpoint/ils/collect-day.ts'
import { movementKey } from '../../src/endpoint/ils/movement.ts'
import type { StoreReader } from '../../src/endpoint/storage/store.ts'
import { aDesk } from '../builders/a-desk.ts'
import { aDeskDay, type DeskDay, day, handOver, library, takeBack, undo } from './a-desk-day.ts'

/** What people do: what they enter afterwards (HO-10) happened some minutes `before`. */
export type Act<L extends string = string> =
  | { readonly kind: 'hand-over'; readonly tablet: L; readonly barcode: string; readonly card: string; readonly before?: number }
  | { readonly kind: 'take-back'; readonly tablet: L; readonly barcode: string; readonly before?: number }
  /** The last handover, or return, that this tablet knows of and that stands there. */
  | { readonly kind: 'undo-handover' | 'undo-return'; readonly tablet: L }
  | { readonly kind: 'hear'; readonly tablet: L; readonly other: L }
  /** All that the endpoint has. */
  | { readonly kind: 'pull' | 'transmit'; readonly tablet: L }
  /** Somebody who has all that the endpoint has decides an open case in one of the ways that it offers. */
  | { readonly kind: 'decide'; readonly tablet: L; readonly way: number }
  | { readonly kind: 'export' }

interface Mix<L extends string> {
  readonly letters: readonly [L, ...L[]]
  readonly barcodes: readonly string[]
  readonly cards: readonly string[]
  /** How often each kind of act comes, against the others; absent: never. */
  readonly often: Partial<Record<Act['kind'], number>>
  readonly before?: readonly number[]
}

/** Acts of one kind of day. */
export const anyAct = <L extends string>({ letters, barcodes, cards, often, before = [0] }: Mix<L>): fc.Arbitrary<Act<L>> => {
  const tablet = fc.constantFrom(...letters)
  const of = { tablet, barcode: fc.constantFrom(...barcodes), before: fc.constantFrom(...before) }
  const acts: { readonly [K in Act['kind']]: fc.Arbitrary<Act<L>> } = {
    'hand-over': fc.record({ kind: fc.constant('hand-over' as const), ...of, card: fc.constantFrom(...cards) }),
    'take-back': fc.record({ kind: fc.constant('take-back' as const), ...of }),
    'undo-handover': fc.record({ kind: fc.constant('undo-handover' as const), tablet }),
    'undo-return': fc.record({ kind: fc.constant('undo-return' as const), tablet }),
    hear: fc.record({ kind: fc.constant('hear' as const), tablet, other: fc.constantFrom(...letters) }),
    pull: fc.record({ kind: fc.constant('pull' as const), tablet }),
    transmit: fc.record({ kind: fc.constant('transmit' as const), tablet }),
    decide: fc.record({ kind: fc.constant('decide' as const), tablet, way: fc.nat(2) }),
    export: fc.constant({ kind: 'export' as const }),
  }
  const kinds = Object.keys(often) as Act['kind'][]
  return fc.oneof(...kinds.map((kind) => ({ arbitrary: acts[kind], weight: often[kind] ?? 0 })))
}

/** `minute` of the story, from ten o'clock in Paris. */
const timeAt = (minute: number): string => `2026-11-24 ${10 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}:00`

/** What this tablet knows, in the order in which it heard of it. */
interface Heard {
  readonly known: Set<Envelope>
  readonly pressed: Envelope[]
  readonly unsent: Envelope[]
}

const lastHandover = ({ known }: Heard): Envelope | undefined =>
  [...known].findLast(
    ({ operationId, payload }) =>
      payload.kind === 'hand-over-order' &&
      ![...known].some((other) => other.payload.kind === 'undo-handover' && other.payload.handover === operationId),
  )

/** As RET-4 allows it: of a document that has not moved since. */
const lastReturn = ({ known }: Heard) => {
  const state = aDesk()
  for (const envelope of known) state.put(...apply(state, envelope).rows)
  const undone = new Set([...known].flatMap(({ payload }) => (payload.kind === 'undo-return' ? [payload.returning] : [])))
  for (const { operationId, payload } of [...known].reverse()) {
    if (payload.kind !== 'return-item' || undone.has(operationId)) continue
    const item = state.get('item', payload.barcode)
    if (item !== undefined && itemState(item).kind === 'returned')
      return { kind: 'undo-return', barcode: payload.barcode, returning: operationId } as const
  }
  return undefined
}

const decideOpenCase = async (desk: DeskDay, way: number) =>
  desk.store.read(library, async (reading) => {
    const open = (await reading.rowsOf('case')).find(({ settlement }) => settlement === undefined)
    if (open === undefined) return undefined
    const items = new Map((await reading.rowsOf('item')).map((item) => [item.id, item]))
    const reader: DeskReader = { get: (kind, id) => (kind === 'item' ? items.get(toItemBarcode(id)) : undefined) as never }
    const ways = decisionsFor(reader, open)
    const decision = ways[way % ways.length]
    return decision && ({ kind: 'settle-case', caseId: open.id, ...whatIsSeen(open), decision, note: '' } as const)
  })

/** The desk as it is after these acts, when every tablet has transmitted and all was exported. */
export const tellStory = async <L extends string>(letters: readonly L[], acts: readonly Act<L>[]): Promise<DeskDay> => {
  const desk = await aDeskDay()
  const received: Envelope[] = []
  const tablets = new Map(
    letters.map((letter) => [letter, { ...desk.tablet(letter), known: new Set<Envelope>(), pressed: [], unsent: [] }]),
  )
  const tabletOf = (letter: L): Heard & ReturnType<DeskDay['tablet']> => {
    const found = tablets.get(letter)
    if (found === undefined) throw new Error('no such tablet')
    return found
  }
  const learn = (letter: L, envelopes: readonly Envelope[]): void => {
    const { known, learn: hear } = tabletOf(letter)
    const fresh = envelopes.filter((envelope) => !known.has(envelope))
    hear(...fresh)
    for (const envelope of fresh) known.add(envelope)
  }
  const transmit = async (letter: L): Promise<void> => {
    const envelopes = tabletOf(letter).unsent.splice(0)
    received.push(...envelopes)
    await desk.receive(...envelopes)
  }
  for (const [minute, act] of acts.entries()) {
    if (act.kind === 'export') {
      await desk.export()
      continue
    }
    const tablet = tabletOf(act.tablet)
    const press = (fact: Parameters<typeof tablet.press>[0], before = 0): void => {
      const envelope = tablet.press(fact, timeAt(minute + 20), timeAt(minute + 20 - before).slice(0, 16))
      for (const list of [tablet.pressed, tablet.unsent]) list.push(envelope)
      tablet.known.add(envelope)
    }
    if (act.kind === 'hand-over') press(handOver(act.card, act.barcode), act.before)
    if (act.kind === 'take-back') press(takeBack(act.barcode), act.before)
    if (act.kind === 'undo-handover') {
      const given = lastHandover(tablet)
      if (given !== undefined) press(undo(given))
    }
    if (act.kind === 'undo-return') {
      const fact = lastReturn(tablet)
      if (fact !== undefined) press(fact)
    }
    if (act.kind === 'hear') learn(act.tablet, tabletOf(act.other).pressed)
    if (act.kind === 'pull') learn(act.tablet, received)
    if (act.kind === 'transmit') await transmit(act.tablet)
    if (act.kind === 'decide') {
      await transmit(act.tablet)
      learn(act.tablet, received)
      const decision = await decideOpenCase(desk, act.way)
      if (decision === undefined) continue
      const envelope = tablet.request(decision, timeAt(minute + 20))
      tablet.known.add(envelope)
      tablet.pressed.push(envelope)
      received.push(envelope)
      await desk.receive(envelope)
    }
  }
  for (const letter of letters) await transmit(letter)
  // A line may wait for another one that had to go out before it: the manager takes files until there is none.
  const files = new Set<number>()
  for (let made = await desk.export(); made.ok && !files.has(made.value.number); made = await desk.export()) files.add(made.value.number)
  return desk
}

/** Loads the files one after the other, as the ILS does, which believes each line: who has each document there. */
const loadAll = async (reading: StoreReader, wrongs: string[]): Promise<ReadonlyMap<string, string>> => {
  const holders = new Map<string, string>()
  for (const batch of await reading.batches(day)) {
    for (const line of new TextDecoder().decode(batch.content).trimEnd().split('\n').slice(1)) {
      const [, command, first = '', second = ''] = line.split('\t')
      if (command !== 'issue') holders.delete(first)
      else if (holders.get(second) === first) wrongs.push(`told to lend ${second} again to whom it has lent it`)
      else holders.set(second, first)
    }
  }
  return holders
}

/** What is wrong between the desk and its ILS in the end, and no line that is set apart, and no open case, says so. */
export const wrongsOf = async ({ store }: DeskDay): Promise<readonly string[]> =>
  store.read(library, async (reading) => {
    const wrongs: string[] = []
    const batches = await reading.batches(day)
    const keys = (await Promise.all(batches.map(async ({ number }) => reading.entriesOfBatch(number)))).flat().map(movementKey)
    if (new Set(keys).size !== keys.length) wrongs.push('something went out twice')
    const { ready, apart } = await collectDay(reading, day, batchTeller('koc'))
    for (const { barcode } of ready) wrongs.push(`a movement of ${barcode} still waits`)
    const holders = await loadAll(reading, wrongs)
    const cases = (await reading.rowsOf('case')).filter(({ settlement }) => settlement === undefined)
    for (const item of await reading.rowsOf('item')) {
      const isSaid =
        apart.some(({ barcode }) => barcode === item.id) ||
        cases.some(({ cites }) => item.facts.some(({ operationId }) => cites.includes(operationId)))
      if (isSaid) continue
      const state = itemState(item)
      const holder = holders.get(item.id)
      if (state.kind !== 'out' && holder !== undefined) wrongs.push(`${item.id} is back, and the ILS has it lent to ${holder}`)
      if (state.kind === 'out' && holder === undefined) wrongs.push(`${item.id} is out, and the ILS has it on its shelf`)
      if (state.kind === 'out' && holder !== undefined && !state.cards.some((card) => card === holder))
        wrongs.push(`${item.id} is lent to ${state.cards.join()}, and in the ILS to ${holder}`)
    }
    return wrongs
  })
