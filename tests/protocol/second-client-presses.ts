/**
 * What a person presses at random over what a tablet shows: facts at our documents and orders, and requests about orders and cases, as they
 * stand on the wire. Runs in Node, for days of the second client beside ours (second-client-day.test.ts).
 */
import type { Chance } from '../convergence/chance.ts'
import { move, propose, settle, writeNote } from './second-client/requests.ts'
import type { Fact, Members, Payload, Row } from './second-client/wire-text.ts'

export const cards = ['23333000000172', '23333000000347', '23333000000511']
const barcodes = ['33331000000012', '33331000000020', '33331000000038', '33331000000046']
export const orderIds = ['order-1', 'order-2', 'order-3', 'order-4']
const records = ['record-1', 'record-2', 'record-3']
const slots = ['16:00', '16:15'].map((time) => ({ siteId: 'centre', date: '2026-11-26', time }))
/** Of these no fact is declared untrue: what contradicts can be worked out of the rows alone. */
const decidedAtRandom = ['slot-overfilled', 'claimed-twice', 'clock-doubtful', 'request-lost']

/** What a tablet shows: the facts of a subject, orders, cases. */
export interface Shown {
  readonly facts: (subject: string) => readonly Fact[]
  readonly order: (orderId: string) => Row | undefined
  /** Of all orders that were placed at a tablet. */
  readonly placed: () => readonly string[]
  readonly cases: () => readonly Row[]
}

const drawFact = (chance: Chance, shown: Shown['facts'], happened: Members): Payload | undefined => {
  const [barcode, orderId, card] = [chance.pick(barcodes) ?? '', chance.pick(orderIds) ?? '', chance.pick(cards) ?? '']
  const document = { barcode, recordId: 'record-1', documentType: 'livre' }
  const lineId = String(chance.between(1, 2))
  const last = (subject: string, ...kinds: readonly string[]) => chance.pick(shown(subject).filter(({ what }) => kinds.includes(what)))
  const lend = (order: string | undefined, owner: string): Payload => ({
    kind: 'hand-over-order',
    orderId: order,
    card: owner,
    items: [{ ...document, lineId: order === undefined ? undefined : lineId, dueOn: '2026-12-16', isNewRelease: false }],
    leftBehind: [],
    notFound: [],
    receipt: 'undecided',
    happened,
  })
  switch (chance.below(11)) {
    case 0:
    case 1:
      return lend(undefined, card)
    case 2:
      return lend(orderId, cards[orderIds.indexOf(orderId) % cards.length] ?? card)
    case 3:
    case 4:
      return { kind: 'return-item', ...document, happened }
    case 5:
    case 6:
      return { kind: 'pick-item', orderId, lineId, ...document, happened }
    case 7:
      return { kind: 'report-not-found', orderId, lineId, happened }
    case 8: {
      const lent = last(`item/${barcode}`, 'handed-over')
      return (
        lent && { kind: 'undo-handover', handover: lent.operationId, orderId: lent.orderId, card: lent.card, barcodes: [barcode], happened }
      )
    }
    case 9: {
      const back = last(`item/${barcode}`, 'returned')
      return back && { kind: 'undo-return', barcode, returning: back.operationId, happened }
    }
    default:
      return chance.happens(0.3)
        ? { kind: 'cancel-order', orderId, reason: '' }
        : { kind: 'claim', scope: { kind: 'zone', name: 'Romans' } }
  }
}

const drawRequest = (chance: Chance, shown: Shown): Payload | undefined => {
  const slot = chance.pick(slots) ?? {}
  const order = shown.order(chance.pick([...orderIds, ...shown.placed()]) ?? '')
  const record = chance.pick(records) ?? ''
  switch (chance.below(5)) {
    case 0: {
      const lines = ['1', '2'].map((id) => ({ id, wanted: { kind: 'record', recordId: record } }))
      const number = `X-${chance.between(100, 999)}`
      const what = { kind: 'place-order', orderId: `placed-${chance.between(1, 1e9)}`, number, source: 'phone', card: chance.pick(cards) }
      return { ...what, slot, lines, note: '', isUrgent: false, overrideReason: 'accordé' }
    }
    case 1:
      return order && move(order, slot)
    case 2:
      return order && writeNote(order, `note ${chance.below(1000)}`)
    default:
      return order && propose(order, String(chance.between(1, 2)), record)
  }
}

const drawDecision = (chance: Chance, shown: Shown): Payload | undefined => {
  const open = shown.cases().filter((one) => one.settlement === undefined && decidedAtRandom.includes(String(one.caseKind)))
  const seen = chance.pick(open.sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)))
  return seen && settle(seen, { kind: 'acknowledged' })
}

export const drawPayload = (chance: Chance, shown: Shown, happened: Members): Payload | undefined =>
  (chance.happens(0.2) ? drawDecision(chance, shown) : undefined) ??
  (chance.happens(0.45) ? drawRequest(chance, shown) : drawFact(chance, shown.facts, happened))
