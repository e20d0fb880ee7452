/**
 * Two people work one after the other on one thing, each having seen what the other did; then the endpoint is put back to before all of
 * it, and whoever pressed last speaks first: from a disk that was full then, at times. Runs in the simulator: by chance all this is too rare.
 */
import type { ItemBarcode, OrderId } from '../../src/domain/ids.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import type { Order } from '../../src/domain/order/order.ts'
import type { Desk } from '../../src/tablet/desk.ts'
import { type Act, minuteMs } from './act.ts'
import type { Chance } from './chance.ts'
import type { LivingWorld } from './create-world.ts'
import type { StepKind } from './plan.ts'
import { aLoan } from './pressed-apart.ts'
import { freeSlot, momentOf, press as pressOf } from './presses.ts'
import type { SimulatedTablet } from './simulated-tablet.ts'
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

/** An order that one takes, and what may be changed of it. */
const anOrder = () => {
  let orderId: OrderId | undefined
  const orderOf = (desk: Desk): Order | undefined => (orderId === undefined ? undefined : desk.snapshot.state.get('order', orderId))
  const place: Press = (desk, chance) => {
    const placed = pressOf('place-order', desk, chance)
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
  const cancel: Press = (desk) => {
    const order = orderOf(desk)
    return order && { kind: 'cancel-order', orderId: order.id, reason: 'au téléphone' }
  }
  return { place, move, write, substitute, cancel }
}

const claim: Press = () => ({ kind: 'claim', scope: { kind: 'zone', name: 'Romans' } })

/** Both change an order in turn, each over what the other made of it; a zone that one takes over from the other. */
const changedInTurn: Story = () => {
  const { place, move, write, substitute, cancel } = anOrder()
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

/** The two, one press after the other, each of which both hear of before the next; and the endpoint put back to before all of it. */
const twoInTurn = (world: LivingWorld, tablet: SimulatedTablet, other: SimulatedTablet, chance: Chance) => {
  const { endpoint, oracle, people, time, underWay, upkeep } = world
  const takeUp = (): void => {
    for (const each of [tablet, other]) people.liveTab(each, chance)?.wake()
  }
  const press = (by: SimulatedTablet, pressed: Press): boolean => {
    const tab = people.workingTab(by, chance)
    const operation = tab && pressed(tab.desk, chance)
    return tab !== undefined && operation !== undefined && people.press(tab, operation)
  }
  /** Whoever pressed last speaks first. */
  const putBack = (kind: StepKind, onBack = (): void => {}, withTool = chance.happens(0.5)): void => {
    tablet.link.mode = 'offline'
    tablet.endHints()
    underWay.count++
    upkeep
      .rollBack(withTool)
      .then((isBack) => isBack && oracle.fault(kind))
      .finally(() => {
        onBack()
        underWay.count--
      })
    time.after(chance.between(1, 4) * minuteMs, () => {
      tablet.link.mode = 'good'
      takeUp()
    })
  }
  const play = (steps: ReturnType<Story>, end: () => void): void => {
    upkeep.startEndpoint()
    for (const each of [tablet, other]) each.link.mode = 'good'
    endpoint.keepBackup()
    const next = (at: number): void => {
      const [person, pressed] = steps[at] ?? []
      if (pressed === undefined) return void time.after(betweenMs, end)
      if (!press(person === 'first' ? tablet : other, pressed)) return
      time.after(betweenMs / 2, takeUp)
      time.after(betweenMs, () => {
        takeUp()
        next(at + 1)
      })
    }
    takeUp()
    time.after(betweenMs, () => next(0))
  }
  return { play, press, putBack }
}

const anotherThan = ({ tablets }: LivingWorld, tablet: SimulatedTablet, chance: Chance): SimulatedTablet | undefined =>
  chance.pick(tablets.filter((each) => each !== tablet))

export const restoredInTurn =
  (world: LivingWorld): Act =>
  (tablet, chance, { kind }) => {
    const other = anotherThan(world, tablet, chance)
    if (other === undefined) return false
    const { play, putBack } = twoInTurn(world, tablet, other, chance)
    play(chance.pick(stories)?.() ?? [], () => putBack(kind))
    return false
  }

/** Between what waits and the press behind it, and from there to the end of that history: time for the press, not for much else. */
const soonMs = 2000

/**
 * The last thing pressed goes past a full disk, and takes with it what waited there. The endpoint is put back before that disk takes
 * anything again.
 */
export const restoredWhenFull =
  (world: LivingWorld): Act =>
  (tablet, chance, { kind }) => {
    const { people, time } = world
    const other = anotherThan(world, tablet, chance)
    if (other === undefined) return false
    const { play, press, putBack } = twoInTurn(world, tablet, other, chance)
    const { place, move, write } = anOrder()
    const pressPastTheDisk = (): void => {
      const tab = people.liveTab(other, chance)
      const note = tab?.desk.snapshot.phase.kind === 'signed-in' ? write(tab.desk, chance) : undefined
      other.disk.fault = 'quota'
      other.link.mode = 'good'
      if (tab !== undefined && note !== undefined) people.press(tab, note)
      const free = (): void => {
        other.disk.fault = undefined
      }
      time.after(soonMs, () => putBack(kind, free))
    }
    const fill = (): void => {
      other.link.mode = 'offline'
      other.endHints()
      if (press(other, move)) time.after(soonMs, pressPastTheDisk)
    }
    play(
      [
        ['first', place],
        ['first', move],
      ],
      fill,
    )
    return false
  }

/** From a restore to the next one: time for both to hand over again. */
const betweenRestoresMs = 6 * minuteMs

/**
 * A zone that one claims; the endpoint is put back, and the other claims it before the first one has spoken, whose claim is refused then.
 * Then it is put back to before all of it once more.
 */
export const restoredTwice =
  (world: LivingWorld): Act =>
  (tablet, chance, { kind }) => {
    const other = anotherThan(world, tablet, chance)
    if (other === undefined) return false
    const { play, press, putBack } = twoInTurn(world, tablet, other, chance)
    play([['first', claim]], () => {
      putBack('restored-in-turn', undefined, true)
      world.time.after(betweenMs, () => void press(other, claim))
      world.time.after(betweenRestoresMs, () => putBack(kind, undefined, true))
    })
    return false
  }
