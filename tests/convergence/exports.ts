/**
 * What the ILS is told in a simulated day, and what it would make of it. Runs in the simulator.
 * The manager takes the day's file at any moment, and in the evening what is new of any day: no loan and no return goes out twice, the ILS
 * is never told to lend what it has already lent to that patron, and what is out of the building in the evening was told or is set apart.
 */
import { type CardNumber, type ItemBarcode, type OperationId, toCardNumber } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { Item } from '../../src/domain/item/item.ts'
import { itemState } from '../../src/domain/item/item-state.ts'
import type { LocalDate } from '../../src/domain/local-date.ts'
import { formatItemSubject } from '../../src/domain/operation/subject.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import { exportDay, settleExport, waitingDays } from '../../src/endpoint/connectors/file/export-day.ts'
import { fileConnector } from '../../src/endpoint/connectors/file/file-connector.ts'
import { collectDay } from '../../src/endpoint/ils/collect-day.ts'
import { movementKey } from '../../src/endpoint/ils/movement.ts'
import { isCountedIn } from '../../src/endpoint/storage/counted-facts.ts'
import type { Store, StoreReader } from '../../src/endpoint/storage/store.ts'
import type { StoredBatch } from '../../src/endpoint/storage/stored.ts'
import type { ToldLine } from '../../src/endpoint/storage/told-lines.ts'
import type { World } from './simulated-world.ts'
import { libraryId } from './small-library.ts'

/** What the ILS's own counter did: lent to somebody of whom the desk hears nothing, or took back. */
interface AtCounter {
  readonly barcode: ItemBarcode
  readonly card: CardNumber | undefined
  readonly at: number
  /** How many files the ILS had loaded. */
  readonly afterFiles: number
}

/** What the ILS was told, but for what a roll-back made the endpoint forget: that is sent again. */
interface Told {
  readonly rollBacks: number
  /** Lines of each file by its number, in the order in which they were made. */
  readonly linesByBatch: Map<number, readonly string[]>
  /** For which press each speaks; the lines of one document are in the same order. */
  readonly entriesByBatch: Map<number, readonly ToldLine[]>
  readonly keys: Set<string>
  /** In its order. */
  readonly atCounter: AtCounter[]
}

const toldByWorld = new WeakMap<World, Told>()
const linesOf = ({ content }: StoredBatch): readonly string[] => new TextDecoder().decode(content).trim().split('\n').slice(1)

const toldTo = async (world: World, store: Store): Promise<Told> => {
  const known = toldByWorld.get(world)
  if (known?.rollBacks === world.oracle.rollBacks) return known
  const fresh: Told = {
    rollBacks: world.oracle.rollBacks,
    linesByBatch: new Map(),
    entriesByBatch: new Map(),
    keys: new Set(),
    atCounter: [],
  }
  // A file that the backup holds is not forgotten: asked for again, it is the one that was loaded before.
  await store.read(libraryId, async (reading) => {
    for (const [number, lines] of known?.linesByBatch ?? []) {
      // Its number may have been given again, by a copy of before it.
      const batch = await reading.batch(number)
      if (batch === undefined || linesOf(batch).join('\n') !== lines.join('\n')) continue
      fresh.linesByBatch.set(number, lines)
      const entries = await reading.told.ofBatch(number)
      fresh.entriesByBatch.set(number, entries)
      for (const entry of entries) fresh.keys.add(movementKey(entry))
    }
  })
  // Files that a roll-back took would lie on the other side of what the counter did: from here on it begins anew.
  toldByWorld.set(world, fresh)
  return fresh
}

const cardOf = ({ oracle }: World, operationId: OperationId): CardNumber | undefined => {
  // Of two contents under one id, a handover is only ever the first.
  const payload = oracle.operations.get(operationId)?.envelope?.payload
  return payload?.kind === 'hand-over-order' ? payload.card : undefined
}

/** Once each: what went out, by operation and document. */
const note = (world: World, { keys }: Told, entry: ToldLine): void => {
  const key = movementKey(entry)
  if (keys.has(key))
    world.oracle.violate(30, `the ${entry.movement} of ${entry.barcode} by ${entry.operationId.slice(0, 6)} went out twice`)
  keys.add(key)
}

/** Whether whoever lent it had seen an earlier loan of it to the same card: the ordinary desk had it in between, as anybody knows. */
const knewEarlier = (world: World, { operationId, barcode }: ToldLine): boolean => {
  const [card, seen, toSee] = [cardOf(world, operationId), new Set<OperationId>(), [operationId]]
  for (let id = toSee.pop(); id !== undefined; id = toSee.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    toSee.push(...(world.oracle.operations.get(id)?.envelope?.based?.[formatItemSubject(barcode)] ?? []))
  }
  return [...seen].some((id) => id !== operationId && cardOf(world, id) === card)
}

/** The library's clock before that of the world, in the weeks of these days. */
const libraryAheadMs = 3_600_000

/** Two tablets that saw one act press within this. */
const quarterOfAnHourMs = 900_000

/** Taken back since, or decided against: the ILS has a loan that never was, and a true one to the same card is told beside it. */
const wasTakenBack = ({ oracle }: World, loan: OperationId): boolean =>
  [...oracle.operations.values()].some(({ envelope }) => {
    const payload = envelope?.payload
    if (payload?.kind === 'undo-handover') return payload.handover === loan
    return (
      payload?.kind === 'settle-case' &&
      payload.decision.kind === 'stands' &&
      payload.decision.fact !== loan &&
      payload.cites.includes(loan)
    )
  })

/**
 * Loads all files line by line, as the ILS does. A second loan to one card is wrong where two tablets saw one act: neither knew of the other,
 * and they lie close together.
 */
const loadAll = (world: World, { linesByBatch, entriesByBatch, atCounter }: Told) => {
  const { oracle } = world
  const loans = new Map<string, { readonly card: string; readonly at: number; readonly by: ToldLine | undefined }>()
  const lastAtCounter = new Map<string, AtCounter>()
  const overtaken = new Set<AtCounter>()
  const letCounterMove = (files: number): void => {
    for (const act of atCounter.filter(({ afterFiles }) => afterFiles === files)) {
      lastAtCounter.set(act.barcode, act)
      if (act.card === undefined) loans.delete(act.barcode)
      else loans.set(act.barcode, { card: act.card, at: act.at, by: undefined })
    }
  }
  for (const [n, [number, lines]] of [...linesByBatch].entries()) {
    letCounterMove(n)
    const entries = [...(entriesByBatch.get(number) ?? [])]
    for (const line of lines) {
      const [time = '', movement, ...names] = line.split('\t')
      const [card, barcode] = movement === 'issue' ? names : ['', ...names]
      if (card === undefined || barcode === undefined) {
        oracle.violate(30, `a line of the file cannot be read: ${line}`)
        continue
      }
      const place = entries.findIndex((entry) => entry.barcode === barcode)
      const [by] = place < 0 ? [undefined] : entries.splice(place, 1)
      const at = Date.parse(`${time.slice(0, 10)}T${time.slice(11, 19).replaceAll('-', ':')}Z`) - libraryAheadMs
      const moved = lastAtCounter.get(barcode)
      if (moved !== undefined && at <= moved.at + quarterOfAnHourMs) overtaken.add(moved)
      if (card === '') {
        loans.delete(barcode)
        continue
      }
      const before = loans.get(barcode)
      const isOneAct =
        before?.card === card &&
        at - before.at <= quarterOfAnHourMs &&
        !(before.by !== undefined && wasTakenBack(world, before.by.operationId)) &&
        !(by !== undefined && knewEarlier(world, by))
      if (isOneAct) oracle.violate(30, `the ILS is told to lend ${barcode} again to whom it has lent it`)
      loans.set(barcode, { card, at, by })
    }
  }
  letCounterMove(linesByBatch.size)
  return { holders: new Map([...loans].map(([barcode, { card }]) => [barcode, card])), lastAtCounter, overtaken }
}

/** Nobody of the desk has this card. */
const cardOfCounter = toCardNumber('23333000009172')

/** The ILS's own counter lends a document, or takes it back, on its own: the endpoint hears nothing of it. */
export const moveAtCounter = async (world: World, store: Store, barcode: ItemBarcode, lends: boolean): Promise<void> => {
  const { atCounter, linesByBatch } = await toldTo(world, store)
  const card = lends ? cardOfCounter : undefined
  atCounter.push({ barcode, card, at: world.time.now, afterFiles: linesByBatch.size })
  world.oracle.fault('moved-at-counter')
}

/** Who says where it is in the evening: whoever moved it last. `undefined`: nobody can say it for sure. */
const saysWhere = ({ facts, decided }: Item, moved: AtCounter | undefined, overtaken: ReadonlySet<AtCounter>) => {
  if (moved === undefined) return 'desk'
  // Of what is picked or put aside the ILS hears nothing.
  const told = facts.filter(({ what }) => ['handed-over', 'returned', 'handover-undone', 'return-undone'].includes(what))
  const since = told.filter(({ at }) => at > moved.at)
  const isClose = told.some(({ at }) => Math.abs(at - moved.at) <= quarterOfAnHourMs)
  const isUnsaid = decided.length > 0 || since.some(({ what }) => what === 'handover-undone' || what === 'return-undone')
  if (isClose || isUnsaid) return undefined
  if (since.length > 0) return 'desk'
  return overtaken.has(moved) ? undefined : 'counter'
}

const dayOf = ({ time }: World) => wallClockOf(undefined)(toInstant(time.now)).date

/**
 * 41, the other way: while nobody has decided a lost tablet's case nothing that it brought goes out, however many facts the case lists.
 * Whose they are is said by who handed them over, and when.
 */
const checkUntold = async ({ oracle }: World, reading: StoreReader, entries: readonly ToldLine[]): Promise<void> => {
  const cases = await reading.rowsOf('case')
  const decided = new Set(
    [...oracle.operations.values()].map(({ envelope }) => envelope?.payload?.kind === 'settle-case' && envelope.payload.caseId),
  )
  const lost = (await reading.devices()).filter(({ id }) =>
    cases.some(
      // Of what came before a decision the case that follows says nothing, nor one that has the number of a case that left with its day.
      ({ id: caseId, caseKind, subject, follows, settlement }) =>
        caseKind === 'loss-suspected' &&
        subject === `device/${id}` &&
        follows === undefined &&
        settlement === undefined &&
        !decided.has(caseId),
    ),
  )
  if (lost.length === 0) return
  for (const { operationId, barcode } of entries) {
    for (const { deviceId, receivedAt } of await reading.receiptsOf(operationId)) {
      const setAsideAt = lost.find(({ id }) => id === deviceId)?.setAsideAt
      if (setAsideAt !== undefined && receivedAt > setAsideAt)
        oracle.violate(41, `the ILS is told of ${barcode} what a lost tablet brought, and its case is open`)
    }
  }
}

/** The manager takes the file of a day, and says that it was loaded when `isSettled`. False where there is none. */
export const takeFile = async (world: World, store: Store, isSettled: boolean, day = dayOf(world)): Promise<boolean> => {
  const now = toInstant(world.time.now)
  const made = await exportDay(store, libraryId, { day, format: 'koc', number: undefined }, now)
  if (!made.ok) return false
  const told = await toldTo(world, store)
  const { number } = made.value
  if (!told.linesByBatch.has(number)) {
    await store.read(libraryId, async (reading) => {
      const entries = await reading.told.ofBatch(number)
      told.entriesByBatch.set(number, entries)
      for (const entry of entries) note(world, told, entry)
      await checkUntold(world, reading, entries)
    })
    const lines = linesOf(made.value)
    for (const line of lines) world.oracle.note(`the ILS hears: ${line.replaceAll('\t', ' ')}`)
    told.linesByBatch.set(number, lines)
  }
  if (isSettled) await settleExport(store, libraryId, number, now)
  return true
}

/** 41: what is kept back for a case is cited by one that nobody has decided, in its row or beside a receipt. */
const checkKeptBack = async (
  { oracle }: World,
  reading: StoreReader,
  items: readonly Item[],
  kept: ReadonlySet<ItemBarcode>,
): Promise<void> => {
  if (kept.size === 0) return
  const open = (await reading.rowsOf('case')).filter(({ settlement }) => settlement === undefined)
  const listed = new Set(open.flatMap(({ cites }) => cites))
  const unlisting = new Set(open.flatMap(({ id, unlisted }) => (unlisted === undefined ? [] : id)))
  for (const { id, facts: present } of items.filter((item) => kept.has(item.id))) {
    // A case may cite what left the base with its day.
    const erased = await reading.erasedRows([formatItemSubject(id)])
    const facts = [...present, ...erased.flatMap(({ row }) => (row.kind === 'item' ? row.facts : []))]
    let isCited = facts.some(({ operationId }) => listed.has(operationId))
    for (const { operationId } of isCited ? [] : facts)
      for (const receipt of await reading.receiptsOf(operationId)) isCited ||= await isCountedIn(reading, receipt, unlisting)
    if (!isCited) oracle.violate(41, `the ILS is told nothing of ${id}, for a case that is decided`)
  }
}

/**
 * All that is new, of any day, taken by the endpoint's own list of days until it says no more, as `npm run export -- --new` does. Answers
 * the days of which something is set apart in the end.
 */
const takeAllNew = async (world: World, store: Store, most: number): Promise<ReadonlySet<LocalDate>> => {
  for (let round = 0; ; round++) {
    const days = await waitingDays(world.endpoint.store ?? store, libraryId, 'koc')
    const fresh = days.filter(({ loans, returns }) => loans + returns > 0)
    if (fresh.length === 0 || round > most) return new Set(days.map(({ day }) => day))
    for (const { day } of fresh) await takeFile(world, store, false, day)
  }
}

/** In the evening: after all that is new nothing waits, and nothing out of the building is unknown to the ILS without a reason. */
export const checkExports = async (world: World, items: readonly Item[]): Promise<void> => {
  const { endpoint, oracle } = world
  const store = endpoint.truth
  if (store === undefined) return
  // A tablet whose clock was a little wrong files a loan under another day, which has a file of its own.
  const days = new Set([dayOf(world)])
  for (const { envelope } of oracle.contents.values()) {
    if (envelope?.payload !== undefined && 'happened' in envelope.payload) days.add(envelope.payload.happened.date)
  }
  const inOrder = [...days].sort()
  // A loan that comes after a return of a later day waits until that day has gone out.
  const listed = await takeAllNew(world, store, inOrder.length)
  const { holders, lastAtCounter, overtaken } = loadAll(world, await toldTo(world, store))
  await store.read(libraryId, async (reading) => {
    const isApart = new Set<ItemBarcode>()
    const isKept = new Set<ItemBarcode>()
    for (const day of inOrder) {
      const { ready, apart, defects } = await collectDay(reading, day, fileConnector('koc'))
      for (const barcode of defects) oracle.violate(30, `no plan can be proved for ${barcode}, and nobody said anything of it`)
      for (const { barcode } of ready) oracle.violate(30, `a movement of ${barcode} of ${day} still waits after the evening's files`)
      if (apart.length > 0 && !listed.has(day)) oracle.violate(30, `what is set apart of ${day} is in no list of days`)
      for (const { barcode, reason } of apart) {
        isApart.add(barcode)
        if (reason === 'open-case') isKept.add(barcode)
      }
    }
    await checkKeptBack(world, reading, items, isKept)
    for (const item of items) {
      const state = itemState(item)
      if (isApart.has(item.id)) continue
      const moved = lastAtCounter.get(item.id)
      const says = saysWhere(item, moved, overtaken)
      if (says === 'counter' && holders.get(item.id) !== moved?.card)
        oracle.violate(30, `${item.id} was moved by the ILS's own counter last, and the ILS has it otherwise`)
      if (says !== 'desk') continue
      if (state.kind !== 'out') {
        if (holders.has(item.id)) oracle.violate(30, `${item.id} is back, and the ILS believes that it is out`)
        continue
      }
      const sent = await reading.told.of(item.facts.map((fact) => fact.operationId))
      const wasTold = sent.some(
        ({ operationId, movement }) => movement === 'loan' && state.cards.includes(cardOf(world, operationId) ?? ('' as CardNumber)),
      )
      if (!wasTold) oracle.violate(30, `${item.id} is out of the building, and the ILS was told nothing of it`)
      else if (holders.has(item.id) && !state.cards.some((card) => card === holders.get(item.id)))
        oracle.violate(30, `${item.id} is with ${state.cards.join()}, and the ILS believes that it is with somebody else`)
      else if (!holders.has(item.id)) oracle.violate(30, `${item.id} is out of the building, and the ILS believes that it is back`)
    }
  })
}
