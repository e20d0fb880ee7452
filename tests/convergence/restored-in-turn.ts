/**
 * Two people work one after the other on one thing, each having seen what the other did; then the endpoint is put back to before all of
 * it, and whoever pressed last speaks first. Runs in the simulator: what a restore makes of the order of arrival is too rare by chance.
 */
import type { ItemBarcode } from '../../src/domain/ids.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import type { Desk } from '../../src/tablet/desk.ts'
import { type Act, minuteMs } from './act.ts'
import type { Chance } from './chance.ts'
import type { LivingWorld } from './create-world.ts'
import { aLoan } from './pressed-apart.ts'
import { momentOf } from './presses.ts'

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

const stories: readonly Story[] = [lentInTurn]

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
      const [person, press] = steps[at] ?? []
      if (press === undefined) return void time.after(betweenMs, putBack)
      const tab = people.workingTab(person === 'first' ? tablet : other, chance)
      const operation = tab && press(tab.desk, chance)
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
