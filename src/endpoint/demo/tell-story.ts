/**
 * How each of the demo's orders came to where it stands, told as what people pressed until now. Runs on the endpoint.
 * To most orders happens what should; to a few, what the desk is made for: a document not found, or handed over twice.
 */
import { type DeviceLetter, toDeviceLetter } from '../../domain/ids.ts'
import type { OrderSource } from '../../domain/order/order.ts'
import { inState, inventOrders, type OrderInHand } from './invent-orders.ts'
import type { Press } from './press-operations.ts'
import { createHands, type StoryHands } from './story-hands.ts'
import { createStock, type StoryWorld } from './story-stock.ts'

/** What happens to one order and to no other. */
type Incidents = ReturnType<typeof incidentsOf>

const incidentsOf = (orders: readonly OrderInHand[]) => {
  const handedOver = inState(orders, 'handed-over')
  const [first, second] = [...handedOver].sort((a, b) => a.slotMinute - b.slotMinute).slice(-2)
  return {
    /** Placed 40 minutes ago. */
    urgent: inState(orders, 'to-prepare')[2]?.orderId,
    /** Its last line is looked for, and nobody has said yet what becomes of it. */
    sought: inState(orders, 'in-preparation')[0]?.orderId,
    /** Ready without its last line, which was given up. */
    short: inState(orders, 'ready')[0]?.orderId,
    /** Their last document is left at the desk. */
    leaving: [handedOver[0]?.orderId, handedOver[12]?.orderId],
    /** The tablet of the shelves, out of reach, gave a second patron what the desk had just given the first. */
    givenTwice: { to: second?.orderId, entry: first?.lines[0]?.entry },
  }
}

/** Fetched, all but what cannot be found, and put into its bay. */
const prepare = (hands: StoryHands, order: OrderInHand, prepared: number, isShort = false): void => {
  const { orderId, lines } = order
  const bagged = prepared + lines.length + 1
  const missing = isShort ? lines.at(-1) : undefined
  hands.pick(order, prepared, isShort ? lines.length - 1 : lines.length)
  if (missing !== undefined) {
    const given = { orderId, lineId: missing.id }
    hands.amongShelves(bagged - 1, (happened) => ({ kind: 'report-not-found', ...given, happened }))
    hands.amongShelves(bagged, (happened) => ({ kind: 'give-up-line', ...given, reason: 'Introuvable en rayon', happened }))
  }
  hands.bag(order, bagged)
}

const tellOrder = ({ random, timeline }: StoryWorld, hands: StoryHands, order: OrderInHand, incidents: Incidents): void => {
  const { chapter, orderId, slotMinute, lines } = order
  const source: OrderSource = random.pick(['ils', 'ils', 'ils', 'phone', 'phone', 'desk'])
  const reference = Math.min(slotMinute, timeline.now)
  hands.place(order, source, orderId === incidents.urgent ? timeline.now - 40 : reference - random.between(1400, 2600))
  const prepared = Math.min(slotMinute - random.between(60, 120), timeline.now - random.between(26, 50))
  switch (chapter) {
    case 'to-prepare':
      break
    case 'cancelled':
      hands.atDesk(reference - random.between(300, 900), () => ({ kind: 'cancel-order', orderId, reason: 'Annulée au téléphone' }))
      break
    case 'in-preparation': {
      hands.pick(order, prepared, lines.length - 1)
      const last = lines.at(-1)
      if (last !== undefined && orderId === incidents.sought)
        hands.amongShelves(prepared + lines.length, (happened) => ({ kind: 'report-not-found', orderId, lineId: last.id, happened }))
      break
    }
    case 'ready':
    case 'late':
      prepare(hands, order, prepared, orderId === incidents.short)
      break
    case 'arrived':
      prepare(hands, order, prepared)
      hands.atDesk(timeline.now - random.between(2, 6), (happened) => ({ kind: 'record-arrival', orderId, happened }))
      break
    case 'no-show':
      prepare(hands, order, prepared)
      hands.atDesk(Math.min(slotMinute + 60, timeline.now - 1), (happened) => ({ kind: 'confirm-no-show', orderId, happened }))
      break
    case 'handed-over': {
      prepare(hands, order, prepared)
      const { to, entry } = incidents.givenTwice
      hands.handOver(order, Math.min(slotMinute + random.between(0, 12), timeline.now - 2), {
        left: incidents.leaving.includes(orderId) ? 1 : 0,
        ...(orderId === to && entry !== undefined ? { added: entry } : {}),
      })
      break
    }
  }
}

/** Everything that was pressed until now. */
export const tellStory = (world: StoryWorld): readonly Press[] => {
  const { now } = world.timeline
  const stock = createStock(world)
  const hands = createHands(world)
  const orders = inventOrders(world, stock)
  const incidents = incidentsOf(orders)
  for (const order of orders) tellOrder(world, hands, order, incidents)
  // Yesterday's bin leaves quarantine today; today's bin waits until tomorrow. Loans of the ordinary desk, all of them.
  for (const minute of [-420, -415, -410, now - 12, now - 10]) hands.takeBack(minute, stock.takeEntry())
  hands.amongShelves(now - 15, () => ({ kind: 'claim', scope: { kind: 'zone', name: 'Bandes dessinées' } }))
  return hands.presses
}

/** Letters of the two tablets that told the story; the first one really enrolled comes after them. */
export const demoLetters: readonly [DeviceLetter, DeviceLetter] = [toDeviceLetter('B'), toDeviceLetter('C')]
