/**
 * What befalls a tablet as a machine: its battery, its disk, its clock, its profile, which can be kept, restored and copied. Runs in the
 * simulator.
 */
import { toCardNumber } from '../../src/domain/ids.ts'
import { type DiskImage, emptyImage } from '../../src/tablet/storage/disk-image.ts'
import { aPatron } from '../builders/a-patron.ts'
import type { DiskFault } from '../fakes/model-disk.ts'
import { type Acts, forAWhile, minuteMs } from './act.ts'
import type { Chance } from './chance.ts'
import { copyProfile } from './copied-in-turn.ts'
import type { LivingWorld } from './create-world.ts'
import { killTabs } from './people.ts'
import type { Step } from './plan.ts'
import type { SimulatedTablet } from './simulated-tablet.ts'

export const deviceActs = (
  world: LivingWorld,
): Acts<
  | 'battery-dead'
  | 'connection-lost'
  | 'disk-quota'
  | 'disk-abort'
  | 'disk-dead'
  | 'evicted'
  | 'profile-restored'
  | 'profile-cloned'
  | 'clock-jump'
  | 'base-corrupted'
  | 'backed-up'
> => {
  const { damaged, endpoint, inWait, upkeep } = world
  const { reopen } = world.people
  const kept = new Map<SimulatedTablet, DiskImage>()

  const replaceDisk = async (tablet: SimulatedTablet, image: DiskImage, chance: Chance): Promise<void> => {
    killTabs(tablet)
    tablet.disk.image = image
    tablet.disk.durable = image
    damaged.delete(tablet)
    await upkeep.noteLosses()
    reopen(tablet, chance.between(1000, 30_000))
  }
  const breakDisk = (tablet: SimulatedTablet, chance: Chance, { kind }: Step, fault: DiskFault, longestMinutes: number): false => {
    tablet.disk.fault = fault
    inWait.lay(`disk of ${tablet.name}`, kind)
    forAWhile(world, chance, longestMinutes, () => {
      tablet.disk.fault = undefined
    })
    return false
  }

  return {
    'battery-dead': (tablet, chance) => {
      const isUsed = tablet.tabs.length > 0
      tablet.cutPower()
      reopen(tablet, chance.between(5000, 5 * minuteMs))
      return isUsed
    },
    'connection-lost': (tablet, _, { kind }) => {
      tablet.disk.isConnectionLost = true
      inWait.lay(`connection of ${tablet.name}`, kind)
      return false
    },
    'disk-quota': (tablet, chance, step) => breakDisk(tablet, chance, step, 'quota', 6),
    'disk-abort': (tablet, chance, step) => breakDisk(tablet, chance, step, 'abort', 2),
    'disk-dead': (tablet, chance, step) => breakDisk(tablet, chance, step, 'dead', 3),
    evicted: async (tablet, chance) => {
      const isUsed = tablet.disk.image.identity !== undefined
      await replaceDisk(tablet, emptyImage, chance)
      return isUsed
    },
    'profile-restored': async (tablet, chance) => {
      const image = kept.get(tablet)
      if (image !== undefined) await replaceDisk(tablet, image, chance)
      return image !== undefined
    },
    'profile-cloned': (tablet) => copyProfile(world, tablet) !== undefined,
    'clock-jump': (tablet, chance) => {
      const jumps = [-3 * 366 * 86_400_000, -86_400_000, -3_600_000, 90_000, 3_600_000, 20 * 86_400_000, 5 * 366 * 86_400_000]
      tablet.skewMs += chance.pick(jumps) ?? 0
      return true
    },
    'base-corrupted': (tablet, chance) => {
      const { image } = tablet.disk
      const [key, row] = chance.pick([...image.base].filter(([, one]) => one.kind === 'patron')) ?? []
      if (key === undefined || row === undefined || tablet.disk.fault !== undefined) return false
      const patron = aPatron({ id: toCardNumber(row.id), surname: 'ILLISIBLE' })
      const base = chance.happens(0.5)
        ? new Map(image.base).set(key, { ...row, row: patron })
        : new Map([...image.base].filter(([other]) => other !== key))
      damaged.add(tablet)
      tablet.disk.image = { ...image, base }
      tablet.disk.durable = tablet.disk.image
      return true
    },
    'backed-up': (tablet) => {
      const isProfileKept = !damaged.has(tablet)
      if (isProfileKept) kept.set(tablet, tablet.disk.durable)
      return endpoint.keepBackup() || isProfileKept
    },
  }
}
