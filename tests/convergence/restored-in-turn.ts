/**
 * Two people work one after the other on one thing, each having seen what the other did; then the endpoint is put back to before all of
 * it, and whoever pressed last speaks first. Runs in the simulator: what a restore makes of the order of arrival is too rare by chance.
 */
import type { ItemBarcode, OrderId } from '../../src/domain/ids.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import type { Order } from '../../src/domain/order/order.ts'
import type { Desk } from '../../src/tablet/desk.ts'
import { type Act, minuteMs } from './act.ts'
import type { Chance } from './chance.ts'
import type { LivingWorld } from './create-world.ts'
import { aLoan } from './pressed-apart.ts'
import { freeSlot, momentOf, press } from './presses.ts'
import { records } from './small-library.ts'

type Person = 'first' | 'second'
/** What is pressed, over what the tablet shows by then; undefined: nothing that suits it, and the story ends. */
type Press = (desk: Desk, chance: Chance) => Operation | undefined
type Story = () => readonly (readonly [Person, Press])[]

/** Lent, scanned back, and lent again by somebody who saw both. */
const lentInTurn: Story = () => {
  let barcode: ItemBarcode | undefined
  const lend: Press = (desk, chance) => {
    const loan = aLoan(desk, chance, barcode)
    barcode = loan?.items[0]?.barcode
    return loan
  }
  const takeBack: Press = (desk) =>
    barcode === undefined
      ? undefined
      : {
          kind: 'return-item',
          happened: momentOf(desk),
          barcode,
          recordId: undefined,
          documentType: 'livre',
          quarantineUntil: undefined,
          bin: undefined,
        }
  return [
    ['first', lend],
    ['first', takeBack],
    ['second', lend],
  ]
}

/** An order that one takes, and both change in turn, each over what the other made of it; a zone that one takes over from the other. */
const changedInTurn: Story = () => {
  let orderId: OrderId | undefined
  const orderOf = (desk: Desk): Order | undefined => (orderId === undefined ? undefined : desk.snapshot.state.get('order', orderId))
  const place: Press = (desk, chance) => {
    const placed = press('place-order', desk, chance)
    if (placed?.kind === 'place-order') orderId = placed.orderId
    return placed
  }
  const move: Press = (desk, chance) => {
    const order = orderOf(desk)
    const to = order && freeSlot(desk, chance, order)
    return order && to && { kind: 'reschedule-order', orderId: order.id, from: order.slot, to }
  }
  const write: Press = (desk, chance) => {
    const order = orderOf(desk)
    return order && { kind: 'write-note', orderId: order.id, note: `note ${chance.below(1000)}`, replaces: order.note }
  }
  const substitute: Press = (desk, chance) => {
    const order = orderOf(desk)
    const line = order?.lines.find(({ wanted }) => wanted.kind === 'record')
    const to = chance.pick(records)
    if (order === undefined || line?.wanted.kind !== 'record' || to === undefined) return undefined
    return { kind: 'substitute-record', orderId: order.id, lineId: line.id, from: line.wanted.recordId, to: to.id }
  }
  const claim: Press = () => ({ kind: 'claim', scope: { kind: 'zone', name: 'Romans' } })
  const cancel: Press = (desk) => {
    const order = orderOf(desk)
    return order && { kind: 'cancel-order', orderId: order.id, reason: 'au téléphone' }
  }
  return [
    ['first', place],
    ['first', claim],
    ['first', move],
    ['second', move],
    ['first', write],
    ['second', write],
    ['first', substitute],
    ['second', substitute],
    ['second', cancel],
  ]
}

const stories: readonly Story[] = [lentInTurn, changedInTurn]

/** Time enough for both to hear of a press. */
const betweenMs = 40_000

export const restoredInTurn =
  (world: LivingWorld): Act =>
  (tablet, chance) => {
    const { endpoint, oracle, people, tablets, time, underWay, upkeep } = world
    const other = chance.pick(tablets.filter((each) => each !== tablet))
    if (other === undefined) return false
    const steps = chance.pick(stories)?.() ?? []
    upkeep.startEndpoint()
    for (const each of [tablet, other]) each.link.mode = 'good'
    endpoint.keepBackup()
    const takeUp = (): void => {
      for (const each of [tablet, other]) people.liveTab(each, chance)?.wake()
    }
    const putBack = (): void => {
      tablet.link.mode = 'offline'
      tablet.endHints()
      underWay.count++
      upkeep
        .rollBack(chance.happens(0.5))
        .then((isBack) => isBack && oracle.fault('restored-in-turn'))
        .finally(() => underWay.count--)
      time.after(chance.between(1, 4) * minuteMs, () => {
        tablet.link.mode = 'good'
        takeUp()
      })
    }
    const next = (at: number): void => {
      const [person, pressed] = steps[at] ?? []
      if (pressed === undefined) return void time.after(betweenMs, putBack)
      const tab = people.workingTab(person === 'first' ? tablet : other, chance)
      const operation = tab && pressed(tab.desk, chance)
      if (operation === undefined || !people.press(tab as never, operation)) return
      time.after(betweenMs / 2, takeUp)
      time.after(betweenMs, () => {
        takeUp()
        next(at + 1)
      })
    }
    takeUp()
    time.after(betweenMs, () => next(0))
    return false
  }
