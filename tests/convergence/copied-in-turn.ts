/**
 * A profile is copied while its tablet runs on, and from then on the two speak strictly in turn, each press answered before the other one
 * presses: no request ever comes late or twice. Runs in the simulator: by chance no two tablets of a day keep to it.
 */
import { formatCaseId } from '../../src/domain/case/case.ts'
import { toItemBarcode } from '../../src/domain/ids.ts'
import { formatSubject } from '../../src/domain/operation/subject.ts'
import { createModelDisk } from '../fakes/model-disk.ts'
import type { Act } from './act.ts'
import type { LivingWorld } from './create-world.ts'
import { momentOf } from './presses.ts'
import type { SimulatedTablet } from './simulated-tablet.ts'
import { libraryId } from './small-library.ts'

const rounds = 6
/** Time enough to wake, to press and to be answered; and neither sleeps before it is its turn again, so that each keeps its session. */
const turnMs = 20_000

/** One more tablet, with all that this one has on its disk; undefined: there is nothing to copy, or the house is full. */
export const copyProfile = (
  { addTablet, cloned, damaged, people, tablets }: LivingWorld,
  tablet: SimulatedTablet,
): SimulatedTablet | undefined => {
  const { identity, lost } = tablet.disk.durable
  if (tablets.length > 7 || identity === undefined || lost !== undefined) return undefined
  const copy = addTablet(createModelDisk(tablet.disk.durable))
  cloned.add(identity.deviceId)
  if (damaged.has(tablet)) damaged.add(copy)
  people.openTab(copy)
  return copy
}

/** Whether the endpoint has written down that there are two. */
const isFound = async ({ endpoint, oracle }: LivingWorld, subject: string): Promise<boolean> => {
  const id = formatCaseId('two-tablets-one-identity', subject, 1)
  const known = await endpoint.truth?.read(libraryId, async (reading) => reading.row('case', id))
  return known !== undefined || oracle.erasedEver.has(`case\n${id}`)
}

export const copiedInTurn =
  (world: LivingWorld): Act =>
  (tablet, chance, { kind }) => {
    const { endpoint, oracle, people, time, underWay, upkeep } = world
    const identity = tablet.disk.durable.identity
    const copy = copyProfile(world, tablet)
    if (copy === undefined || identity === undefined) return false
    const { rollBacks } = oracle
    const press = (by: SimulatedTablet): boolean => {
      const tab = people.workingTab(by, chance)
      if (tab === undefined) return false
      const barcode = toItemBarcode(`38${String(chance.below(1e9)).padStart(12, '0')}`)
      return people.press(tab, {
        kind: 'return-item',
        happened: momentOf(tab.desk),
        barcode,
        recordId: undefined,
        documentType: 'livre',
        quarantineUntil: undefined,
        bin: undefined,
      })
    }
    const isHeard = ({ disk }: SimulatedTablet): boolean =>
      disk.image.outbox.length === 0 && oracle.rollBacks === rollBacks && endpoint.store !== undefined
    const letBothSpeak = (other: SimulatedTablet): void => {
      other.link.mode = 'good'
    }
    const subject = formatSubject({ kind: 'device', deviceId: identity.deviceId })
    const look = (turn: number, end: () => void): void => {
      underWay.count++
      isFound(world, subject)
        .then((isSaid) => {
          if (isSaid) oracle.fault(kind)
          if (!isSaid && turn === 2 * rounds)
            oracle.violate(17, `${subject} and its copy spoke ${rounds} times in turn, and no case says so`)
          if (isSaid || turn === 2 * rounds) end()
          else takeTurn(turn)
        })
        .finally(() => underWay.count--)
    }
    /** 17. The story ends unjudged where one of the two was not heard: then they did not speak in turn. */
    const takeTurn = (turn: number): void => {
      const [speaks, waits] = turn % 2 === 0 ? [copy, tablet] : [tablet, copy]
      waits.link.mode = 'offline'
      waits.endHints()
      speaks.link.mode = 'good'
      upkeep.startEndpoint()
      people.liveTab(speaks, chance)?.wake()
      time.after(turnMs / 2, () => {
        if (!press(speaks)) return letBothSpeak(waits)
        people.liveTab(speaks, chance)?.wake()
        time.after(turnMs / 2, () => (isHeard(speaks) ? look(turn + 1, () => letBothSpeak(waits)) : letBothSpeak(waits)))
      })
    }
    takeTurn(0)
    return false
  }
