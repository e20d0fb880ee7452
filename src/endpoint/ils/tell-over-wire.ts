/**
 * Tells an ILS over a wire what the days still have to tell, one movement after the other, in the order of the desk (ILS-1, ILS-2).
 * Runs on the endpoint. Before a byte leaves, the intention is on the disk; what came of it is written after. So a process that is killed
 * in between leaves a movement that was asked and of which nothing is known: it is read, never asked again by itself.
 */
import { endDueCase, isOpenDue, isSooner, recordDueCase } from '../../domain/case/due-case.ts'
import { isOfIls, isOpenAbout } from '../../domain/case/ils-case.ts'
import type { ItemBarcode, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { isErased } from '../storage/erased-cases.ts'
import { type IlsJourney, isSettledJourney, mayAskAnew } from '../storage/journeys.ts'
import type { Lease } from '../storage/lease.ts'
import { endJourney } from '../storage/move-journey.ts'
import { isLinkKept, keepLink, noteDays, readNotedDays } from '../storage/noted-days.ts'
import { readDesk, type Store, type StoreReader, type StoreTransaction } from '../storage/store.ts'
import { collectDay, daysToTell, isLeftToTell, readSettled, settleDay } from './collect-day.ts'
import type { Listener } from './connector.ts'
import { byDocument, type Movement, movementKey } from './movement.ts'
import { PassLink } from './pass-link.ts'
import { keepReviewed, obstacleOf, reviewCase } from './review-case.ts'
import type { Wire, WireAnswer, WireReading, WireSession } from './wire.ts'

const openDues = async (reader: Pick<StoreReader, 'rowsOf'>) => (await reader.rowsOf('case')).filter(isOpenDue)

/**
 * Asks a person to tell the patron where the ILS wants a document back sooner than was said at the desk (ILS-4); the loan stays settled. In the
 * transaction that writes down what the ILS answered.
 */
const reviewDue = async (
  transaction: StoreTransaction,
  { dueOn: promised }: Pick<Movement, 'dueOn'>,
  journey: IlsJourney,
  now: Instant,
): Promise<void> => {
  const { dueOn } = journey
  if (!isSettledJourney(journey) || dueOn === undefined || promised === undefined || !isSooner({ promised, dueOn })) return
  const { length } = await openDues(transaction)
  const row = await readDesk(transaction, (state) => recordDueCase(state, journey, { promised, dueOn }, length))
  if (row !== undefined) await transaction.writeRow(row, now)
}

const hasOpenDues = async (reader: Pick<StoreReader, 'rowsOf'>): Promise<boolean> => (await openDues(reader)).length > 0

/** It asks no more once the document is back. */
const endDues = async (transaction: StoreTransaction, now: Instant): Promise<void> => {
  for (const row of await openDues(transaction)) {
    const ended = await readDesk(transaction, (state) => endDueCase(state, row))
    if (ended !== undefined) await transaction.writeRow(ended, now)
  }
}

/** A movement that was asked longer ago than this is asked by nobody any more: milliseconds. */
const askedForMs = 120_000
/** Between two looks at what lies in a list of the ILS: milliseconds. */
const listLookMs = 300_000

export interface Pass {
  /** Answers by kind. */
  readonly answers: Readonly<Partial<Record<WireAnswer['kind'], number>>>
  /** Why the ILS could not be asked; undefined: it could. */
  readonly fault: string | undefined
  /** It answered, at least to the opening of the link. */
  readonly wasReached: boolean
  /** It answered something that was asked or read: the pass came on. */
  readonly cameOn: boolean
  /** True if the pass asked nothing and left nothing under way: until something is written, the next pass finds the same. */
  readonly isQuiet: boolean
}

/** Of a movement that was just asked, or answered. */
export const journeyOf = (
  { operationId, barcode, movement }: Pick<Movement, 'operationId' | 'barcode' | 'movement'>,
  day: LocalDate,
  state: IlsJourney['state'],
  since: Instant,
): IlsJourney => ({
  operationId,
  barcode,
  movement,
  day,
  state,
  since,
  askedAt: since,
  reason: undefined,
  said: '',
  dueOn: undefined,
  readAt: undefined,
})

const afterAnswer = (asked: IlsJourney, answer: Exclude<WireAnswer, { readonly kind: 'not-asked' }>, now: Instant): IlsJourney => {
  const moved = { ...asked, state: answer.kind, since: now }
  switch (answer.kind) {
    case 'accepted':
    case 'already':
      return { ...moved, dueOn: answer.dueOn }
    case 'refused':
      return { ...moved, said: answer.said }
    case 'to-decide':
      return { ...moved, reason: answer.reason }
    case 'unknown':
    case 'queued':
      return moved
  }
}

const todayOf = async (reader: StoreReader, now: Instant): Promise<LocalDate> =>
  wallClockOf((await reader.row('settings', 'settings'))?.zone)(now).date

/** What one day has to tell now, and what was asked of it. */
const lookAtDay = ({ store, libraryId }: Pick<Ports, 'store' | 'libraryId'>, day: LocalDate, wire?: Listener) =>
  store.read(libraryId, async (reader) => {
    const { ready, apart, silent } = await collectDay(reader, day, wire)
    const settled = await readSettled(reader)
    const journeys = await reader.journeys.ofDay(day)
    return {
      head: (await reader.library()).head,
      isLeft: isLeftToTell({ ready: [], apart }),
      ready,
      open: apart.filter(({ reason }) => reason === 'asked'),
      silent: silent.filter((id) => !settled.has(id)),
      // Of each document the first: what follows of it waits with it.
      unwritable: [...byDocument(apart, (one) => (one.reason === 'unwritable' ? [one.barcode] : [])).values()].flatMap(
        ([first]) => first ?? [],
      ),
      journeys,
      unsaid: journeys.filter((one) => isSettledJourney(one) && !settled.has(one.operationId)),
      cases: (await reader.rowsOf('case')).filter((row) => isOfIls(row) && row.settlement === undefined),
    }
  })

interface Ports {
  readonly store: Store
  readonly libraryId: LibraryId
  readonly wire: Wire
  now(): Instant
  /** Whether the process is to end: what is under way is finished, nothing more is begun. */
  isStopping(): boolean
  /** Where several processes share the database: without it nothing is asked. */
  readonly lease?: Lease | undefined
}

/** With the case that it makes for a person, or ends. `asked`: what the ILS answered of it. */
const keepJourney = (
  { store, libraryId, now }: Ports,
  journey: IlsJourney,
  asked?: { readonly movement: Movement; readonly answer: WireAnswer | WireReading },
): Promise<void> =>
  store.transact(libraryId, async (transaction) => {
    await keepReviewed(transaction, journey, now())
    if (asked === undefined) return
    const { movement, answer } = asked
    await reviewDue(transaction, movement, journey, now())
    const wants = 'wants' in answer ? answer.wants : undefined
    const item = wants && (await transaction.row('item', movement.barcode))
    if (wants === undefined || item === undefined) return
    await transaction.writeRow({ ...item, ilsWants: { ...wants, returning: movement.operationId } }, now())
  })

/** Puts the cases of a day right: a journey that waits for a person has one, what was taken back at the desk has none (ILS-31). */
const reviewDay = async (
  { store, libraryId, now }: Pick<Ports, 'store' | 'libraryId' | 'now'>,
  { journeys, open, cases }: Pick<Awaited<ReturnType<typeof lookAtDay>>, 'journeys' | 'open' | 'cases'>,
): Promise<void> => {
  for (const journey of journeys) {
    const isOpen = open.some((one) => movementKey(one) === movementKey(journey))
    const hasCase = cases.some(isOpenAbout(journey))
    // A person may have put back a database that is without it.
    if (isOpen ? hasCase || obstacleOf(journey) === undefined : !hasCase) continue
    await store.transact(libraryId, async (transaction) => {
      // What was emptied with its age says nothing of what was taken back.
      if (isOpen || !(await isErased(transaction, [journey.operationId])))
        await reviewCase(transaction, journey, isOpen ? journey : undefined, now())
    })
  }
}

/** Of a library that no wire tells: what a person decided of the days that were noted, or took back at the desk (ILS-43). */
export const settleNotedDays = async (ports: Pick<Ports, 'store' | 'libraryId' | 'now'>): Promise<void> => {
  const { store, libraryId, now } = ports
  const { today, days } = await store.read(libraryId, async (reader) => ({
    today: await todayOf(reader, now()),
    days: await readNotedDays(reader),
  }))
  for (const day of days) {
    await reviewDay(ports, await lookAtDay(ports, day))
    await store.transact(libraryId, (transaction) => settleDay(transaction, day, today, now()))
  }
}

/** What was asked and never answered is not known, once nobody can still be waiting for the answer. */
const giveUpAsked = ({ store, libraryId, now }: Ports, asked: readonly IlsJourney[]): Promise<void> =>
  store.transact(libraryId, async ({ journeys }) => {
    for (const journey of asked) await journeys.keep({ ...journey, state: 'unknown', since: now() })
  })

/** Whether the ILS is to be read of it: once where no answer came, again and again as long as it lies in a list there. */
const isToRead = ({ state, since, readAt }: IlsJourney, now: Instant): boolean =>
  state === 'unknown' ? readAt === undefined : state === 'queued' && now - (readAt ?? since) >= listLookMs

/** Reads what the ILS made of a movement of which no answer came; what it does not know of waits for a person. */
const readUnknown = async (ports: Ports, session: WireSession, movement: Movement, journey: IlsJourney): Promise<boolean> => {
  const reading = await session.read(movement)
  if (reading.kind === 'unreadable') return false
  const now = ports.now()
  const moved = (): IlsJourney => {
    switch (reading.kind) {
      case 'done':
        return { ...journey, state: 'accepted', since: now, dueOn: reading.dueOn }
      case 'to-decide':
        return { ...journey, state: 'to-decide', since: now, reason: reading.reason }
      case 'not-yet':
        return { ...journey, state: 'queued', readAt: now }
      case 'not-done':
        return { ...journey, readAt: now }
    }
  }
  await keepJourney(ports, moved(), { movement, answer: reading })
  return true
}

/** Writes the intention down: not where the library has moved since the look, or another process tells by now. */
const intend = ({ store, libraryId, lease, now }: Ports, head: number, asked: IlsJourney): Promise<'intended' | NotAsked> =>
  store.transact(libraryId, async (transaction: StoreTransaction) => {
    if ((await lease?.take(transaction, now())) === false) return 'other-tells'
    if (transaction.head() !== head) return 'moved'
    const others = await transaction.journeys.of([asked.operationId])
    if (others.some((other) => movementKey(other) === movementKey(asked))) return 'moved'
    await transaction.journeys.keep(asked)
    return 'intended'
  })

type NotAsked = 'moved' | 'other-tells'

/** One movement asked, or why it was not. */
const askOne = async (
  ports: Ports,
  session: WireSession,
  { day, head, movement }: { readonly day: LocalDate; readonly head: number; readonly movement: Movement },
): Promise<WireAnswer['kind'] | NotAsked> => {
  const asked = journeyOf(movement, day, 'asked', ports.now())
  const intended = await intend(ports, head, asked)
  if (intended !== 'intended') return intended
  const answer = await session.post(movement)
  if (answer.kind === 'not-asked') await ports.store.transact(ports.libraryId, ({ journeys }) => journeys.end(asked))
  else await keepJourney(ports, afterAnswer(asked, answer, ports.now()), { movement, answer })
  return answer.kind
}

/**
 * One pass over the days, oldest first: unknown ones read, waiting ones asked, what is settled said to the tablets. Opens no connection
 * where there is nothing to ask.
 */
export const tellOverWire = async (ports: Ports): Promise<Pass> => {
  const { store, libraryId, wire, now } = ports
  // Of a link that the environment names, nothing but its passes is heard.
  if (!(await store.read(libraryId, async (reader) => isLinkKept(reader, await todayOf(reader, now())))))
    await store.transact(libraryId, async (transaction) => keepLink(transaction, await todayOf(transaction, now())))
  const { today, days, noted, hasDues } = await store.read(libraryId, async (reader) => {
    const today = await todayOf(reader, now())
    const days = await daysToTell(reader, today)
    return { today, days, noted: await readNotedDays(reader), hasDues: await hasOpenDues(reader) }
  })
  if (hasDues) await store.transact(libraryId, (transaction) => endDues(transaction, now()))
  const answers: Partial<Record<WireAnswer['kind'], number>> = {}
  const link = new PassLink(wire)
  let isQuiet = true
  const tellDay = async (day: LocalDate): Promise<void> => {
    let look = await lookAtDay(ports, day, wire)
    let isMoved = false
    const lost = look.journeys.filter(({ state, since }) => state === 'asked' && now() - since > askedForMs)
    if (lost.length > 0) await giveUpAsked(ports, lost)
    if (look.journeys.some(({ state }) => state === 'asked')) isQuiet = false
    if (look.journeys.some(({ state }) => state === 'queued')) isQuiet = false
    await reviewDay(ports, look)
    for (const movement of look.unwritable)
      await keepJourney(ports, { ...journeyOf(movement, day, 'to-decide', now()), reason: 'cannot-travel' })
    if (look.unwritable.length > 0) look = await lookAtDay(ports, day, wire)
    const unread = look.journeys.filter((journey) => isToRead(journey, now()))
    if (unread.length > 0 || look.ready.length > 0) isQuiet = false
    for (const journey of unread) {
      if (ports.isStopping()) break
      const movement = look.open.find((one) => movementKey(one) === movementKey(journey))
      const reader = movement && (await link.open())
      if (movement === undefined || reader === undefined) continue
      isMoved = true
      if (await readUnknown(ports, reader, movement, journey)) link.carried(journey)
      else link.breakAt(journey)
    }
    const held = new Set<ItemBarcode>()
    for (let movement = look.ready[0]; movement !== undefined && link.fault === undefined && !ports.isStopping(); ) {
      const wired = await link.open()
      if (wired === undefined) break
      const kind = await askOne(ports, wired, { day, head: look.head, movement })
      if (kind === 'other-tells') return
      if (kind !== 'moved') answers[kind] = (answers[kind] ?? 0) + 1
      isMoved = true
      // After an answer that did not come the link is over; what waits is asked at the next pass.
      if (kind === 'unknown') link.fault = 'cut'
      else if (kind === 'not-asked') link.breakAt(journeyOf(movement, day, 'asked', now()))
      else if (kind !== 'moved') link.carried(movement)
      if (kind !== 'accepted' && kind !== 'already' && kind !== 'moved') held.add(movement.barcode)
      const asked = movement
      look = kind === 'moved' ? await lookAtDay(ports, day, wire) : { ...look, ready: look.ready.filter((one) => one !== asked) }
      movement = look.ready.find(({ barcode }) => !held.has(barcode))
    }
    // Two weeks later nobody goes over it but for this.
    if (!noted.includes(day) && (look.isLeft || look.ready.length > 0))
      await store.transact(libraryId, (transaction) => noteDays(transaction, [day]))
    if (isMoved || noted.includes(day) || look.unsaid.length > 0 || (day < today && look.silent.length > 0))
      await store.transact(libraryId, (transaction) => settleDay(transaction, day, today, now(), wire))
  }

  try {
    for (const day of days) await tellDay(day)
    for (const journey of link.brokeOften(now())) await keepJourney(ports, journey)
  } finally {
    link.close()
  }
  const { fault, wasReached, cameOn } = link
  return { answers, fault, wasReached, cameOn, isQuiet: isQuiet && fault === undefined }
}

/**
 * A person asks anew: after seeing what the reading said (ILS-2), or once the ILS is put right (ILS-6).
 * False for a movement that is settled, missing, emptied with its age, or not read since its answer was lost.
 */
export const askAnew = (
  store: Store,
  libraryId: LibraryId,
  asked: Pick<Movement, 'operationId' | 'barcode' | 'movement'>,
  now: Instant,
): Promise<boolean> =>
  store.transact(libraryId, async (transaction) => {
    const found = (await transaction.journeys.of([asked.operationId])).find((one) => movementKey(one) === movementKey(asked))
    if (found === undefined || !mayAskAnew(found) || (await isErased(transaction, [found.operationId]))) return false
    await endJourney(transaction, found)
    await noteDays(transaction, [found.day])
    await reviewCase(transaction, found, undefined, now)
    return true
  })
