/**
 * What befalls the endpoint: killed, crashed inside a push, without power, put back to a backup, upgraded, and the nights in which it closes
 * each day. Runs in the simulator.
 */
import { toInstant } from '../../src/domain/instant.ts'
import { type Acts, forAWhile, minuteMs } from './act.ts'
import type { Chance } from './chance.ts'
import type { LivingWorld } from './create-world.ts'
import type { CrashPoint } from './endpoint-machine.ts'
import { rowsToCome } from './newer-build.ts'
import type { Step } from './plan.ts'
import { libraryId } from './small-library.ts'

const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export const endpointActs = (
  world: LivingWorld,
): Acts<
  | 'day-closed'
  | 'endpoint-killed'
  | 'crash-before-commit'
  | 'crash-inside-commit'
  | 'crash-after-commit'
  | 'power-cut'
  | 'endpoint-upgraded'
  | 'restored-by-tool'
  | 'restored-by-copy'
  | 'nights-pass'
> => {
  const { endpoint, inWait, oracle, rows, tablets, time, underWay } = world
  const { rollBack, startEndpoint } = world.upkeep
  const restart = (chance: Chance): void => void time.after(chance.between(500, 90_000), startEndpoint)
  const armCrash = (point: CrashPoint, chance: Chance, { kind }: Step): false => {
    endpoint.arm(point)
    inWait.lay('endpoint', kind)
    forAWhile(world, chance, 2, startEndpoint)
    return false
  }

  /** False where nothing had to leave. */
  const closeDays = async (): Promise<boolean> => {
    const before = rows.version
    await endpoint.closeDays()
    return rows.version !== before
  }
  /** Everybody has gone home, and what was under way waits as it was; the endpoint alone counts the hours, and closes each day. */
  const passNights = async (nights: number): Promise<void> => {
    startEndpoint()
    for (let night = nights; night > 0; night--) {
      time.skip(dayMs - ((time.now + hourMs) % dayMs) + 3 * hourMs)
      if (await closeDays()) oracle.fault('day-closed')
    }
    time.skip(7 * hourMs)
    oracle.note(`${nights} nights have passed`)
    oracle.fault('nights-pass')
  }

  return {
    'day-closed': closeDays,
    'endpoint-killed': (_, chance) => {
      const wasUp = endpoint.kill()
      restart(chance)
      return wasUp
    },
    'crash-before-commit': (_, chance, step) => armCrash('before', chance, step),
    'crash-inside-commit': (_, chance, step) => armCrash('between', chance, step),
    'crash-after-commit': (_, chance, step) => armCrash('after', chance, step),
    'power-cut': (_, chance) => {
      const wasUp = endpoint.cutPower()
      restart(chance)
      return wasUp
    },
    'endpoint-upgraded': async () => {
      const wasOlder = !endpoint.isNewer
      endpoint.upgrade()
      startEndpoint()
      await endpoint.store?.transact(libraryId, async (transaction) => {
        for (const row of rowsToCome(1)) await transaction.writeRow(row, toInstant(time.now))
      })
      return wasOlder
    },
    'restored-by-tool': () => rollBack(true),
    'restored-by-copy': () => rollBack(false),
    'nights-pass': (_, chance) => {
      const away = tablets.filter(() => chance.happens(0.5))
      const nights = chance.pick([1, 2, 2, 3]) ?? 1
      for (const { link } of away) link.mode = 'offline'
      for (const tablet of away) tablet.endHints()
      time.after(chance.between(1, 8) * minuteMs, () => {
        underWay.count++
        passNights(nights)
          .catch((error) => oracle.note(`a night failed: ${error}`))
          .finally(() => underWay.count--)
        for (const { link } of away)
          forAWhile(world, chance, 10, () => {
            link.mode = 'good'
          })
      })
      return false
    },
  }
}
