/**
 * What the ILS has not, over a wire, and what is asked of it anew: for whoever is signed in, without a pass. Runs on the endpoint.
 */
import { toCardNumber, toItemBarcode, toOperationId } from '../../domain/ids.ts'
import { CountedRate } from '../enrolment/rate-limit.ts'
import { lookAtWire, type OpenMovement, type OtherDue } from '../ils/look-at-wire.ts'
import type { ApartMovement, Movement } from '../ils/movement.ts'
import { createItemReader } from '../ils/read-item.ts'
import { createPatronReader } from '../ils/read-patron.ts'
import { readHoldsState } from '../ils/take-holds.ts'
import { askAnew } from '../ils/tell-over-wire.ts'
import type { EndpointPorts } from './endpoint-ports.ts'
import { toHolds } from './ils-link-routes.ts'
import type { AnswerRoute, Said } from './management-answers.ts'
import { createHoldPlacer } from './place-hold.ts'

/** Cards or documents unknown to the desk that one tablet may ask about: thirty at once, then one a minute. */
const boundsOfUnknown = { burst: 30, refillMs: 60_000 }
/** Lines in one answer. */
const mostLines = 100

type Wire = NonNullable<Said<'ils-look'>['wire']>
type Line = Wire['open'][number]

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

type Left = NonNullable<Wire['left']>[number]

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
