/**
 * Two people press on one thing at the same moment, on two tablets, neither hearing of the other. Runs in the simulator.
 * What one step of a day seldom does by chance: two equivalents for one line, a document lent and scanned back, or put on a pile and lent.
 */
import type { ItemBarcode } from '../../src/domain/ids.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import { isOpen, lineState } from '../../src/domain/order/order.ts'
import type { Desk } from '../../src/tablet/desk.ts'
import type { Act } from './act.ts'
import type { Chance } from './chance.ts'
import type { LivingWorld } from './create-world.ts'
import { aGivenItem, momentOf } from './presses.ts'
import { barcodes, cards, records } from './small-library.ts'

/** What each of the two presses; undefined: nothing that suits what their tablets show. */
type Story = (one: Desk, other: Desk, chance: Chance) => readonly [Operation, Operation] | undefined

/** Without an order, of that document or of any. */
export const aLoan = (
  desk: Desk,
  chance: Chance,
  of?: ItemBarcode | undefined,
): Extract<Operation, { kind: 'hand-over-order' }> | undefined => {
  const [barcode, card] = [of ?? chance.pick(barcodes), chance.pick(cards)]
  if (barcode === undefined || card === undefined) return undefined
  return {
    kind: 'hand-over-order',
    happened: momentOf(desk),
    orderId: undefined,
    card,
    items: [aGivenItem(desk, barcode, undefined)],
    leftBehind: [],
    notFound: [],
    receipt: 'undecided',
  }
}

const openLine = ({ snapshot: { state } }: Desk, chance: Chance) => {
  const orders = [...state.all('order')].filter((order) => isOpen(order)).sort((a, b) => (a.id < b.id ? -1 : 1))
  return chance.pick(
    orders.flatMap((order) => order.lines.filter((line) => lineState(order, line).kind !== 'picked').map((line) => ({ order, line }))),
  )
}

const stories: readonly Story[] = [
  (one, _, chance) => {
    const found = openLine(one, chance)
    const [first, second] = chance.shuffle(records)
    if (found?.line.wanted.kind !== 'record' || first === undefined || second === undefined) return undefined
    const { order, line } = found
    const propose = { kind: 'substitute-record', orderId: order.id, lineId: line.id, from: found.line.wanted.recordId } as const
    return [
      { ...propose, to: first.id },
      { ...propose, to: second.id },
    ]
  },
  (one, other, chance) => {
    const loan = aLoan(one, chance)
    const [item] = loan?.items ?? []
    if (loan === undefined || item === undefined) return undefined
    const { barcode } = item
    const back = { kind: 'return-item', happened: momentOf(other), barcode, recordId: undefined, documentType: 'livre' } as const
    return [loan, { ...back, quarantineUntil: undefined, bin: undefined }]
  },
  (one, other, chance) => {
    const loan = aLoan(other, chance)
    const found = openLine(one, chance)
    const [item] = loan?.items ?? []
    if (loan === undefined || found === undefined || item === undefined) return undefined
    const { order, line } = found
    const pick = { kind: 'pick-item', happened: momentOf(one), orderId: order.id, lineId: line.id, barcode: item.barcode } as const
    return [{ ...pick, recordId: undefined, documentType: 'livre' }, loan]
  },
]

export const pressedApart =
  ({ people, tablets }: LivingWorld): Act =>
  (tablet, chance) => {
    const [one, other] = [tablet, chance.pick(tablets.filter((each) => each !== tablet))].map(
      (each) => each && people.workingTab(each, chance),
    )
    const presses = one && other && chance.pick(stories)?.(one.desk, other.desk, chance)
    return (
      presses !== undefined && one !== undefined && other !== undefined && people.press(one, presses[0]) && people.press(other, presses[1])
    )
  }
