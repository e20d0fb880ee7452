/**
 * Reports documents of today whose plan cannot be proved though no person said anything of them: a fault of this program, which the simulator
 * and the random stories want none of. Runs on the endpoint, with each closing.
 */
import type { Instant } from '../../domain/instant.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { Store } from '../storage/store.ts'
import { collectDay } from './collect-day.ts'

export const reportUnproved = async (store: Store, now: Instant, reportDefect: (defect: unknown) => void): Promise<void> => {
  for (const { id } of await store.libraries()) {
    const { defects } = await store.read(id, async (reader) => {
      const { date } = wallClockOf((await reader.row('settings', 'settings'))?.zone)(now)
      return collectDay(reader, date)
    })
    if (defects.length > 0) reportDefect(new RangeError(`${defects.length} documents whose plan cannot be proved`))
  }
}
