/**
 * What the ILS has not, over a wire, and what is asked of it anew: for whoever is signed in, without a pass. Runs on the endpoint. How it
 * is reached is changed and tried by a manager with the passphrase (ILS-10); a secret comes in and goes nowhere: into no answer and no line
 * of the log.
 */
import {
  type CardNumber,
  type DeviceId,
  type ItemBarcode,
  type LibraryId,
  toCardNumber,
  toItemBarcode,
  toOperationId,
} from '../../domain/ids.ts'
import { type Instant, msPerDay, toInstant } from '../../domain/instant.ts'
import { countIn } from '../enrolment/counting.ts'
import { CountedRate } from '../enrolment/rate-limit.ts'
import { readExchange } from '../ils/ils-exchange.ts'
import { lookAtWire, type OpenMovement, type OtherDue } from '../ils/look-at-wire.ts'
import type { ApartMovement, Movement } from '../ils/movement.ts'
import { createItemReader, isIn } from '../ils/read-item.ts'
import { createPatronReader } from '../ils/read-patron.ts'
import { type HoldsState, readHoldsState } from '../ils/take-holds.ts'
import { readPatronsAsOf } from '../ils/take-says.ts'
import { askAnew } from '../ils/tell-over-wire.ts'
import type { HoldEnd, Wire, WirePlan } from '../ils/wire.ts'
import type { Store } from '../storage/store.ts'
import type { EndpointPorts } from './endpoint-ports.ts'
import type { AnswerRoute, Said } from './management-answers.ts'

/** Of one library: fifty at once, and as many in a day. */
const boundsOfHolds = { burst: 50, refillMs: msPerDay / 50 }
/** Of one tablet, half of it: more than one telephone comes to in a day, and one that is lost leaves the others as much. */
const boundsOfTablet = { burst: 25, refillMs: msPerDay / 25 }
/** What is counted: one card and one title of a library. */
const asked = 'holds-asked'

interface HoldAsked {
  readonly libraryId: LibraryId
  readonly deviceId: DeviceId
  readonly card: CardNumber
  readonly barcode: ItemBarcode
  readonly placeHold: NonNullable<Wire['placeHold']>
  /** Whether who asks may ask of one more card that the desk does not know. */
  mayAskUnknown(): Promise<boolean>
}

/** A hold for whoever is on the telephone (PHONE-18). It is on the disk before it is sent, and no tablet sends it twice within a day. */
const createHoldPlacer = (store: Pick<Store, 'read' | 'tally' | 'secret'>, now: () => Instant) => {
  const ofLibrary = new CountedRate(store, 'holds', boundsOfHolds)
  const ofTablet = new CountedRate(store, 'holds-tablet', boundsOfTablet)
  return async ({ libraryId, deviceId, card, barcode, placeHold, mayAskUnknown }: HoldAsked): Promise<HoldEnd> => {
    const { isKnown, recordId } = await store.read(libraryId, async (reader) => ({
      isKnown: (await reader.row('patron', card)) !== undefined,
      recordId: (await reader.rowsOf('record')).find(isIn(barcode))?.id ?? (await reader.catalogueEntry(barcode))?.recordId,
    }))
    if (recordId === undefined) return { kind: 'not-taken' }
    const key = `${libraryId}\n${card}\n${recordId}`
    const keep = (end: 'placed' | 'unknown') =>
      countIn(store, (tallies) => tallies.keep(asked, key, `${now()} ${end}`, toInstant(now() + msPerDay), now()))
    const forget = () => countIn(store, (tallies) => tallies.drop(asked, key))
    const before = await countIn(store, async (tallies) => {
      const [at, end] = (await tallies.of(asked, key))?.split(' ') ?? []
      if (at !== undefined && now() - Number(at) < msPerDay) return end
      await tallies.keep(asked, key, `${now()} unknown`, toInstant(now() + msPerDay), now())
      return undefined
    })
    if (before !== undefined) return { kind: before === 'placed' ? 'placed' : 'unknown' }
    // What a tablet is refused counts for no library.
    const isOver = async () => (await ofTablet.take(deviceId, now())) > 0 || (await ofLibrary.take(libraryId, now())) > 0
    const refusal = !isKnown && !(await mayAskUnknown()) ? 'not-asked' : (await isOver()) ? 'not-taken' : undefined
    const end: HoldEnd = refusal === undefined ? await placeHold(card, barcode) : { kind: refusal }
    // The ILS was asked for none: a morning without it leaves the day's holds to be placed.
    if (refusal === undefined && (end.kind === 'not-asked' || end.kind === 'not-taken')) {
      await ofLibrary.giveBack(libraryId, now())
      await ofTablet.giveBack(deviceId, now())
    }
    if (end.kind === 'placed') await keep('placed')
    // Nothing came of it: it may be asked for again.
    else if (end.kind !== 'unknown') await forget()
    return end
  }
}

/** Cards or documents unknown to the desk that one tablet may ask about: thirty at once, then one a minute. */
const boundsOfUnknown = { burst: 30, refillMs: 60_000 }
/** Lines in one answer. */
const mostLines = 100

type WireSaid = NonNullable<Said<'ils-look'>['wire']>
type Line = WireSaid['open'][number]

const toLine = ({ journey, movement, mayAsk }: OpenMovement): Line => ({
  ...toMoved(movement),
  day: journey.day,
  time: movement.happened.time,
  since: journey.since,
  // Settled ones are in no list of open ones.
  state: journey.state as Line['state'],
  reason: journey.reason,
  ...(journey.said === '' ? {} : { said: journey.said }),
  mayAsk,
})

const toMoved = ({ operationId, barcode, movement, librarianId, card, happened }: Movement) => ({
  operationId,
  barcode,
  movement,
  librarianId,
  card,
  day: happened.date,
})

const toDueLine = ({ movement, promised, dueOn }: OtherDue) => ({ ...toMoved(movement), promised, dueOn })

type Left = NonNullable<WireSaid['left']>[number]

/** What is asked or in a case is named there, and what cannot travel is a case. */
const toLeftLine = (movement: ApartMovement): Left => ({ ...toMoved(movement), reason: movement.reason as Left['reason'] })

export const addIlsRoutes = ({ store, now, ilsLink }: EndpointPorts, answer: AnswerRoute): void => {
  const readPatronAnew = createPatronReader(store, now)
  const readItemAnew = createItemReader(store, now)
  const placeHoldOnce = createHoldPlacer(store, now)
  const unknownItems = new CountedRate(store, 'unknown-items', boundsOfUnknown)
  const unknownCards = new CountedRate(store, 'unknown-cards', boundsOfUnknown)
  answer('ils-look', async (_, { libraryId }) => {
    const plan = await ilsLink?.planOf(libraryId)
    if (plan === undefined) return {}
    const { open, otherDue, left, ...counts } = await lookAtWire(store, libraryId, now())
    const wire = {
      ...counts,
      total: open.length,
      open: open.slice(0, mostLines).map(toLine),
      otherDue: otherDue.slice(0, mostLines).map(toDueLine),
      left: left.slice(0, mostLines).map(toLeftLine),
      ...toHolds(plan, await store.read(libraryId, readHoldsState)),
    }
    return { wire }
  })

  answer('ils-ask', async ({ operationId, barcode, movement }, { libraryId }) => {
    const asked = { operationId: toOperationId(operationId), barcode: toItemBarcode(barcode), movement }
    const isAsked = await askAnew(store, libraryId, asked, now())
    return { isAsked }
  })

  answer('ils-item', async ({ barcode }, { deviceId, libraryId }, context) => {
    const plan = await ilsLink?.planOf(libraryId)
    const mayAskUnknown = async () => (await unknownItems.take(deviceId, now())) === 0
    const asked = { libraryId, barcode: toItemBarcode(barcode), mayAskUnknown }
    const end = plan === undefined ? 'not-read' : await readItemAnew({ ...asked, wire: plan.wire })
    context.set('logged', { end })
    return { end }
  })

  answer('ils-hold', async ({ hold }, { deviceId, libraryId }, context) => {
    const placeHold = (await ilsLink?.planOf(libraryId))?.wire.placeHold
    const mayAskUnknown = async () => (await unknownCards.take(deviceId, now())) === 0
    const end =
      placeHold === undefined
        ? ({ kind: 'not-taken' } as const)
        : hold &&
          (await placeHoldOnce({
            libraryId,
            deviceId,
            card: toCardNumber(hold.card),
            barcode: toItemBarcode(hold.barcode),
            placeHold,
            mayAskUnknown,
          }))
    const kind: Said<'ils-hold'>['end'] = end?.kind ?? 'offered'
    context.set('logged', { end: kind })
    return { end: kind, ...(end?.kind === 'refused' && end.said !== '' ? { said: end.said } : {}) }
  })

  answer('ils-patron', async ({ card }, { deviceId, libraryId }, context) => {
    const plan = await ilsLink?.planOf(libraryId)
    const asked = { libraryId, card: toCardNumber(card), mayAskUnknown: async () => (await unknownCards.take(deviceId, now())) === 0 }
    const end = plan === undefined ? 'not-read' : await readPatronAnew({ ...asked, wire: plan.wire })
    context.set('logged', { end })
    return { end }
  })
}

/** Dropped files in one answer. */
const mostFiles = 6
/** Bytes of all fields together, each at its longest. */
const accessBytes = 16 * 1024

/** What is amiss with the holds, where they become orders. */
const toHolds = (plan: WirePlan | undefined, { hasNoPickups, fault }: HoldsState): Pick<Said<'ils-link'>, 'holds'> =>
  plan?.wire.readHolds === undefined || (!hasNoPickups && fault === undefined)
    ? {}
    : { holds: { ...(hasNoPickups ? { pickups: 'not-told' } : {}), fault } }

const countTold = async (store: Store, libraryId: LibraryId, now: Instant): Promise<Said<'ils-link'>['told']> => {
  const { waiting, settled, open, otherDue } = await lookAtWire(store, libraryId, now)
  return { waiting, settled, refused: open.filter(({ journey }) => journey.state === 'refused').length, otherDue: otherDue.length }
}

export const addIlsLinkRoutes = ({ store, now, ilsLink, dropped: dropsOf }: EndpointPorts, answer: AnswerRoute): void => {
  answer('ils-link', async (_, { libraryId }) => {
    const state = (await ilsLink?.stateOf(libraryId)) ?? { kind: 'nothing' as const }
    const plan = await ilsLink?.planOf(libraryId)
    const { exchange, holds, immobile, ...heard } = await store.read(libraryId, async (reader) => ({
      exchange: await readExchange(reader),
      immobile: await reader.immobileCounts(),
      patronsAsOf: await readPatronsAsOf(reader),
      loansAsOf: (await reader.row('catalogue', 'catalogue'))?.loansAsOf,
      holds: await readHoldsState(reader),
    }))
    // What another library's ILS dropped is none of theirs (NET-4).
    const dropped = await dropsOf?.(libraryId, mostFiles)
    const { 'reference-only': here, 'not-there': gone } = immobile
    const typed = state.kind === 'typed' ? { ...state.link, fields: { ...state.link.fields }, secretAt: state.secretAt } : {}
    const wired =
      plan === undefined
        ? {}
        : {
            name: plan.wire.name,
            ...(plan.wire.tells === 'judged' ? {} : { isDirect: plan.wire.tells === 'forced' }),
            told: await countTold(store, libraryId, now()),
            answeredAt: exchange.at,
            fault: exchange.fault,
          }
    return {
      from: state.kind,
      ...typed,
      ...wired,
      heard: { ...heard, holdsAsOf: holds.asOf },
      ...toHolds(plan, holds),
      ...(here + gone > 0 ? { immobile: { here, gone } } : {}),
      dropped: dropped?.map(({ kind, at, isIn }) => ({ kind, at, isIn })),
    }
  })

  answer(
    'ils-access',
    async ({ kind, fields, everyMinutes }, { libraryId }, context) => {
      const typed = kind === 'nothing' ? undefined : { kind, fields, everyMinutes }
      const end = (await ilsLink?.change(libraryId, typed)) ?? { kind: 'refused' as const, fields: [] }
      context.set('logged', { end: end.kind })
      return {
        end: end.kind,
        ...(end.kind === 'refused' ? { fields: [...end.fields] } : {}),
        ...(end.kind === 'no-answer' ? { fault: end.fault } : {}),
      }
    },
    accessBytes,
  )

  answer('ils-try', async ({ card }, { libraryId }, context) => {
    const trial = (await ilsLink?.tryOut(libraryId, card?.trim() || undefined)) ?? { kind: 'nothing' as const }
    context.set('logged', { end: trial.kind })
    return {
      end: trial.kind,
      ...(trial.kind === 'answered' ? { ms: trial.ms, knows: trial.knows, site: trial.site } : {}),
      ...(trial.kind === 'no-answer' ? { fault: trial.fault } : {}),
    }
  })
}
