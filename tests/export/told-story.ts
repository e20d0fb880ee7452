/**
 * Random stories of a desk of several tablets, and what its ILS would make of all that it was told. For the export's tests; run with fast-check.
 */
import fc from 'fast-check'
import { isExplained } from '../../src/domain/case/case.ts'
import { decisionsFor } from '../../src/domain/case/case-decisions.ts'
import { whatIsSeen } from '../../src/domain/case/seen-cites.ts'
import { apply } from '../../src/domain/desk/apply.ts'
import { type OperationId, toItemBarcode } from '../../src/domain/ids.ts'
import type { Item } from '../../src/domain/item/item.ts'
import { itemState } from '../../src/domain/item/item-state.ts'
import type { LocalDate } from '../../src/domain/local-date.ts'
import type { Envelope } from '../../src/domain/operation/operation.ts'
import type { DeskReader } from '../../src/domain/row/desk-state.ts'
import { exportDay } from '../../src/endpoint/connectors/file/export-day.ts'
import { fileConnector } from '../../src/endpoint/connectors/file/file-connector.ts'
import { collectDay } from '../../src/endpoint/ils/collect-day.ts'
import { movementKey } from '../../src/endpoint/ils/movement.ts'
import type { StoreReader } from '../../src/endpoint/storage/store.ts'
import { aDesk } from '../builders/a-desk.ts'
import { aDate } from '../builders/a-moment.ts'
import { aDeskDay, type DeskDay, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

interface Press<L extends string> {
  readonly tablet: L
  /** The tablet is on line: it has heard all that the endpoint has, and transmits at once. */
  readonly isOnLine?: boolean
}

/** What people do: what they enter afterwards (HO-10) happened some minutes `before`. */
export type Act<L extends string = string> =
  | (Press<L> & { readonly kind: 'hand-over'; readonly barcode: string; readonly card: string; readonly before?: number })
  | (Press<L> & { readonly kind: 'take-back'; readonly barcode: string })
  /** The last handover of this day, whoever lent it, or the one before (`back`), that this tablet knows of and that stands there. */
  | (Press<L> & { readonly kind: 'undo-handover'; readonly back?: number })
  | (Press<L> & { readonly kind: 'undo-return' })
  | { readonly kind: 'hear'; readonly tablet: L; readonly other: L }
  /** All that the endpoint has. */
  | { readonly kind: 'pull' | 'transmit'; readonly tablet: L }
  /** Somebody who has all that the endpoint has decides an open case in one of the ways that it offers. */
  | { readonly kind: 'decide'; readonly tablet: L; readonly way: number }
  /** And a decided one in another way. */
  | { readonly kind: 'decide-anew'; readonly tablet: L; readonly which: number; readonly way: number }
  /** Of this day, or of one that was so many days `ago`. */
  | { readonly kind: 'export'; readonly ago?: number }
  /** Of every day that has something to tell, as `npm run export -- --new` makes them. */
  | { readonly kind: 'export-new' }
  | { readonly kind: 'next-day' }
  /** The ILS's own counter lends it to somebody, or takes it back: the desk hears nothing of that. */
  | { readonly kind: 'counter'; readonly barcode: string; readonly lends: boolean }

/** What a kind of day has, and how often. A value that is named more often comes more often. */
export interface Mix<L extends string> {
  readonly letters: readonly [L, ...L[]]
  readonly barcodes: readonly string[]
  readonly cards: readonly string[]
  /** How often each kind of act comes, against the others; absent: never. */
  readonly often: Partial<Record<Act['kind'], number>>
  readonly before?: readonly number[]
  readonly ago?: readonly number[]
  readonly back?: readonly number[]
  readonly isOnLine?: readonly boolean[]
}

/** Acts of one kind of day. */
export const anyAct = <L extends string>(mix: Mix<L>): fc.Arbitrary<Act<L>> => {
  const { letters, barcodes, cards, often, before = [0], ago = [0], back = [0], isOnLine = [false] } = mix
  const tablet = fc.constantFrom(...letters)
  const press = { tablet, isOnLine: fc.constantFrom(...isOnLine) }
  const barcode = fc.constantFrom(...barcodes)
  const given = { barcode, card: fc.constantFrom(...cards), before: fc.constantFrom(...before) }
  const acts: { readonly [K in Act['kind']]: fc.Arbitrary<Act<L>> } = {
    'hand-over': fc.record({ kind: fc.constant('hand-over' as const), ...press, ...given }),
    'take-back': fc.record({ kind: fc.constant('take-back' as const), ...press, barcode }),
    'undo-handover': fc.record({ kind: fc.constant('undo-handover' as const), ...press, back: fc.constantFrom(...back) }),
    'undo-return': fc.record({ kind: fc.constant('undo-return' as const), ...press }),
    hear: fc.record({ kind: fc.constant('hear' as const), tablet, other: fc.constantFrom(...letters) }),
    pull: fc.record({ kind: fc.constant('pull' as const), tablet }),
    transmit: fc.record({ kind: fc.constant('transmit' as const), tablet }),
    decide: fc.record({ kind: fc.constant('decide' as const), tablet, way: fc.nat(2) }),
    'decide-anew': fc.record({ kind: fc.constant('decide-anew' as const), tablet, which: fc.nat(1), way: fc.nat(1) }),
    export: fc.record({ kind: fc.constant('export' as const), ago: fc.constantFrom(...ago) }),
    'export-new': fc.constant({ kind: 'export-new' as const }),
    'next-day': fc.constant({ kind: 'next-day' as const }),
    counter: fc.record({ kind: fc.constant('counter' as const), barcode, lends: fc.boolean() }),
  }
  const kinds = Object.keys(often) as Act['kind'][]
  return fc.oneof(...kinds.map((kind) => ({ arbitrary: acts[kind], weight: often[kind] ?? 0 })))
}

/** `minute` of the story, from ten o'clock in Paris of its first day. */
const timeAt = (minute: number): string => new Date(Date.UTC(2026, 10, 24, 10, minute)).toISOString().slice(0, 19).replace('T', ' ')
const minutesPerDay = 24 * 60
const dayAt = (minute: number): LocalDate => aDate(timeAt(minute).slice(0, 10))
const storyDays = [-1, 0, 1, 2].map((n) => dayAt(n * minutesPerDay))

/** What this tablet knows, in the order in which it heard of it. */
interface Tablet {
  readonly known: Set<Envelope>
  readonly pressed: Envelope[]
  readonly unsent: Envelope[]
}

/** As HO-7 allows it: on its own day. */
const lastHandover = ({ known }: Tablet, today: LocalDate, back: number): Envelope | undefined =>
  [...known]
    .filter(
      ({ operationId, payload }) =>
        payload.kind === 'hand-over-order' &&
        payload.happened.date === today &&
        ![...known].some((other) => other.payload.kind === 'undo-handover' && other.payload.handover === operationId),
    )
    .at(-1 - back)

/** As RET-4 allows it: on its own day, of a document that has not moved since. */
const lastReturn = ({ known }: Tablet, today: LocalDate) => {
  const state = aDesk()
  for (const envelope of known) state.put(...apply(state, envelope).rows)
  const undone = new Set([...known].flatMap(({ payload }) => (payload.kind === 'undo-return' ? [payload.returning] : [])))
  for (const { operationId, payload } of [...known].reverse()) {
    if (payload.kind !== 'return-item' || payload.happened.date !== today || undone.has(operationId)) continue
    const item = state.get('item', payload.barcode)
    if (item !== undefined && itemState(item).kind === 'returned')
      return { kind: 'undo-return', barcode: payload.barcode, returning: operationId } as const
  }
  return undefined
}

/** The decision of a case that is open, or of one that was decided and that somebody decides in another way. */
const decideCase = async (desk: DeskDay, act: Extract<Act, { kind: 'decide' | 'decide-anew' }>) =>
  desk.store.read(library, async (reading) => {
    const cases = await reading.rowsOf('case')
    const some = cases.filter((one) => !isExplained(one) && (one.settlement === undefined) === (act.kind === 'decide'))
    const about = act.kind === 'decide' ? some[0] : some[act.which % some.length]
    if (about === undefined) return undefined
    const items = new Map((await reading.rowsOf('item')).map((item) => [item.id, item]))
    const reader: DeskReader = { get: (kind, id) => (kind === 'item' ? items.get(toItemBarcode(id)) : undefined) as never }
    const said = JSON.stringify(about.settlement?.decision)
    const ways = decisionsFor(reader, about).filter((way) => JSON.stringify(way) !== said)
    const decision = ways[act.way % ways.length]
    const anew = decision && about.settlement && { replaces: about.settlement.operationId }
    return decision && ({ kind: 'settle-case', caseId: about.id, ...whatIsSeen(about), decision, note: '', ...(anew && { anew }) } as const)
  })

/** What reached the ILS, in its order: the lines of a file, or what its own counter did. */
type Heard = { readonly file: number } | { readonly barcode: string; readonly card: string | undefined; readonly at: number }

/** Nobody of the desk has this card. */
const cardOfCounter = '99'
/** Longer than two tablets that saw one act may lie apart: what the desk does after its counter is another act. */
const counterMinutes = 16

/** The desk as it is after these acts, when every tablet has transmitted and all was exported, and what its ILS heard. */
export const tellStory = async <L extends string>(
  letters: readonly L[],
  acts: readonly Act<L>[],
): Promise<DeskDay & { readonly heard: readonly Heard[] }> => {
  const desk = await aDeskDay()
  const heard: Heard[] = []
  const received: Envelope[] = []
  const tablets = new Map(
    letters.map((letter) => [letter, { ...desk.tablet(letter), known: new Set<Envelope>(), pressed: [], unsent: [] }]),
  )
  const tabletOf = (letter: L): Tablet & ReturnType<DeskDay['tablet']> => {
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
  let now = 20
  const exportOf = async (of: LocalDate) => {
    const made = await exportDay(desk.store, library, { day: of, format: 'koc', number: undefined }, inParis(timeAt(now)))
    // One that was made before is loaded already.
    if (made.ok && !heard.some((one) => 'file' in one && one.file === made.value.number)) heard.push({ file: made.value.number })
    return made
  }
  const exportNew = async (): Promise<readonly number[]> => {
    const numbers: number[] = []
    for (const day of storyDays) {
      const made = await exportOf(day)
      if (made.ok) numbers.push(made.value.number)
    }
    return numbers
  }
  for (const act of acts) {
    const minutes = act.kind === 'counter' ? counterMinutes : 1
    now += act.kind === 'next-day' && dayAt(now) !== storyDays.at(-1) ? minutesPerDay : minutes
    if (act.kind === 'next-day') continue
    if (act.kind === 'counter') {
      heard.push({ barcode: act.barcode, card: act.lends ? cardOfCounter : undefined, at: inParis(timeAt(now)) })
      now += counterMinutes
      continue
    }
    if (act.kind === 'export') await exportOf(dayAt(now - (act.ago ?? 0) * minutesPerDay))
    if (act.kind === 'export-new') await exportNew()
    if (act.kind === 'export' || act.kind === 'export-new') continue
    const tablet = tabletOf(act.tablet)
    const isOnLine = 'isOnLine' in act && act.isOnLine === true
    if (isOnLine) learn(act.tablet, received)
    const press = (fact: Parameters<typeof tablet.press>[0], before = 0): void => {
      const envelope = tablet.press(fact, timeAt(now), timeAt(now - before).slice(0, 16))
      for (const list of [tablet.pressed, tablet.unsent]) list.push(envelope)
      tablet.known.add(envelope)
    }
    if (act.kind === 'hand-over') press(handOver(act.card, act.barcode), act.before)
    if (act.kind === 'take-back') press(takeBack(act.barcode))
    if (act.kind === 'undo-handover') {
      const given = lastHandover(tablet, dayAt(now), act.back ?? 0)
      if (given !== undefined) press(undo(given))
    }
    if (act.kind === 'undo-return') {
      const fact = lastReturn(tablet, dayAt(now))
      if (fact !== undefined) press(fact)
    }
    if (isOnLine) await transmit(act.tablet)
    if (act.kind === 'hear') learn(act.tablet, tabletOf(act.other).pressed)
    if (act.kind === 'pull') learn(act.tablet, received)
    if (act.kind === 'transmit') await transmit(act.tablet)
    if (act.kind === 'decide' || act.kind === 'decide-anew') {
      await transmit(act.tablet)
      learn(act.tablet, received)
      const decision = await decideCase(desk, act)
      if (decision === undefined) continue
      const envelope = tablet.request(decision, timeAt(now))
      tablet.known.add(envelope)
      tablet.pressed.push(envelope)
      received.push(envelope)
      await desk.receive(envelope)
    }
  }
  for (const letter of letters) await transmit(letter)
  now += 1
  // A line may wait for another one that had to go out before it: the manager takes files until there is none.
  const files = new Set<number>()
  for (let made = await exportNew(); made.some((file) => !files.has(file)); made = await exportNew())
    for (const file of made) files.add(file)
  return { ...desk, heard }
}

/** Two tablets that saw one act press within this. */
const quarterOfAnHourMs = 900_000

/** Whether whoever lent it had seen an earlier loan of it to the same card: the book moved by the ordinary desk in between, as anybody knows. */
const knewEarlier = ({ facts }: Item, operationId: OperationId): boolean => {
  const factById = new Map(facts.map((fact) => [fact.operationId, fact]))
  const cardOf = (fact: Item['facts'][number] | undefined) => (fact?.what === 'handed-over' ? fact.card : undefined)
  const [card, seen, toSee] = [cardOf(factById.get(operationId)), new Set<OperationId>(), [operationId]]
  for (let id = toSee.pop(); id !== undefined; id = toSee.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    toSee.push(...(factById.get(id)?.based ?? []))
  }
  return [...seen].some((id) => id !== operationId && cardOf(factById.get(id)) === card)
}

/** Taken back or declared untrue since it was told: the ILS has a loan that never was, and a true one to the same card is told beside it. */
const neverWas = ({ facts, decided }: Item, operationId: OperationId): boolean =>
  facts.some((fact) => fact.what === 'handover-undone' && fact.handover === operationId) ||
  decided.some(({ cites, fact }) => fact !== undefined && fact !== operationId && cites.includes(operationId))

interface AtCounter {
  readonly card: string | undefined
  readonly at: number
  /** The ILS heard since of what the desk did before: a line of a file takes the place of whatever stands there. */
  isOvertaken: boolean
}

/** Loads the files one after the other, as the ILS does, which believes each line: who has each document there, and what its counter did last. */
const loadAll = async (reading: StoreReader, heard: readonly Heard[], wrongs: string[]) => {
  const holders = new Map<string, string>()
  const lent = new Map<string, { readonly at: number; readonly by: OperationId }>()
  const counter = new Map<string, AtCounter>()
  const items = new Map((await reading.rowsOf('item')).map((item) => [item.id as string, item]))
  for (const one of heard) {
    if (!('file' in one)) {
      counter.set(one.barcode, { ...one, isOvertaken: false })
      lent.delete(one.barcode)
      if (one.card === undefined) holders.delete(one.barcode)
      else holders.set(one.barcode, one.card)
      continue
    }
    const told = await reading.told.ofBatch(one.file)
    const content = (await reading.batch(one.file))?.content
    for (const [n, line] of new TextDecoder().decode(content).trimEnd().split('\n').slice(1).entries()) {
      const [time = '', command, first = '', second = ''] = line.split('\t')
      const at = inParis(`${time.slice(0, 10)} ${time.slice(11, 19).replaceAll('-', ':')}`)
      const last = counter.get(command === 'issue' ? second : first)
      if (last !== undefined && at <= last.at) last.isOvertaken = true
      const [item, said] = [items.get(second), told[n]]
      if (command !== 'issue') {
        holders.delete(first)
        continue
      }
      if (item === undefined || said === undefined) {
        wrongs.push(`a line about ${second} speaks for nothing`)
        continue
      }
      const before = lent.get(second)
      const isOneAct = before !== undefined && at - before.at <= quarterOfAnHourMs && !neverWas(item, before.by)
      if (holders.get(second) === first && isOneAct && !knewEarlier(item, said.operationId))
        wrongs.push(`told to lend ${second} again to whom it has lent it`)
      holders.set(second, first)
      lent.set(second, { at, by: said.operationId })
    }
  }
  return { holders, counter }
}

/**
 * Whether the desk says who has it: it touched the document after the counter did. `undefined`: nobody can say, as somebody took back, or
 * decided, what was before.
 */
const isWithDesk = ({ facts, decided }: Item, last: AtCounter | undefined): boolean | undefined => {
  if (last === undefined) return true
  const since = facts.filter(({ at }) => at > last.at)
  if (decided.length > 0 || since.some(({ what }) => what === 'handover-undone' || what === 'return-undone')) return undefined
  return since.length > 0 ? true : last.isOvertaken ? undefined : false
}

/** What is wrong between the desk and its ILS in the end, and no line that is set apart, and no open case, says so; how many wait for a person. */
export const judge = async ({ store, heard }: Awaited<ReturnType<typeof tellStory>>) =>
  store.read(library, async (reading) => {
    const wrongs: string[] = []
    const files = heard.flatMap((one) => ('file' in one ? [one.file] : []))
    const keys = (await Promise.all(files.map(async (number) => reading.told.ofBatch(number)))).flat().map(movementKey)
    if (new Set(keys).size !== keys.length) wrongs.push('something went out twice')
    const left = await Promise.all(storyDays.map(async (day) => collectDay(reading, day, fileConnector('koc'))))
    const apart = left.flatMap((one) => one.apart)
    for (const barcode of left.flatMap(({ defects }) => defects))
      wrongs.push(`no plan can be proved for ${barcode}, and nobody said anything of it`)
    for (const { barcode } of left.flatMap(({ ready }) => ready)) wrongs.push(`a movement of ${barcode} still waits`)
    for (const { barcode, reason } of apart)
      if (reason === 'other-day-waits') wrongs.push(`a movement of ${barcode} waits for another day for ever`)
    const { holders, counter } = await loadAll(reading, heard, wrongs)
    const cases = (await reading.rowsOf('case')).filter(({ settlement }) => settlement === undefined)
    for (const item of await reading.rowsOf('item')) {
      const isSaid =
        apart.some(({ barcode }) => barcode === item.id) ||
        cases.some(({ cites }) => item.facts.some(({ operationId }) => cites.includes(operationId)))
      const [state, holder, last] = [itemState(item), holders.get(item.id), counter.get(item.id)]
      const isOurs = isWithDesk(item, last)
      if (isSaid || isOurs === undefined) continue
      if (!isOurs && holder !== last?.card) wrongs.push(`${item.id} was moved by the counter last, and the ILS has it lent to ${holder}`)
      if (!isOurs) continue
      if (state.kind !== 'out' && holder !== undefined) wrongs.push(`${item.id} is back, and the ILS has it lent to ${holder}`)
      if (state.kind === 'out' && holder === undefined) wrongs.push(`${item.id} is out, and the ILS has it on its shelf`)
      if (state.kind === 'out' && holder !== undefined && !state.cards.some((card) => card === holder))
        wrongs.push(`${item.id} is lent to ${state.cards.join()}, and in the ILS to ${holder}`)
    }
    return { wrongs, apart: new Set(apart.map(({ barcode }) => barcode)).size }
  })
