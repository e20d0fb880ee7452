/**
 * Whoever keeps the endpoint running: starts it, puts a backup back, and knows what was lost for good. Runs in the simulator.
 * What is on no disk any more is no violation: it is noted when a disk or a history ends.
 */

import { contentOf, pairOf } from './oracle.ts'
import type { RowWatch } from './row-watch.ts'
import type { UnderWay, World } from './simulated-world.ts'
import { libraryId } from './small-library.ts'

export interface Upkeep {
  startEndpoint(): void
  /** What is held nowhere any more: not on the endpoint, on no disk. */
  noteLosses(): Promise<void>
  /** False where there was no backup. */
  rollBack(withTool: boolean): Promise<boolean>
}

export const createUpkeep = ({ endpoint, oracle, tablets, time }: World, underWay: UnderWay, rows: RowWatch): Upkeep => {
  let isLossUnknown = false
  const noteLosses = async (): Promise<void> => {
    isLossUnknown = endpoint.store === undefined
    const held = new Set(tablets.flatMap(({ disk }) => [...disk.image.outbox, ...disk.image.outcomes.values()].map(contentOf)))
    underWay.count++
    await endpoint.truth?.read(libraryId, async (reading) => {
      for (const known of oracle.contents.values()) {
        const isThere = (await reading.receipt(known.operationId, known.hash)) !== undefined
        known.isForgotten ||= !isThere && oracle.answered.has(pairOf(known))
        known.isLost ||= !isThere && !held.has(pairOf(known))
      }
    })
    underWay.count--
  }
  return {
    startEndpoint: () => {
      endpoint.start()
      underWay.count++
      endpoint.readQuarantineAgain().finally(() => underWay.count--)
      if (isLossUnknown) void noteLosses()
    },
    noteLosses,
    rollBack: async (withTool) => {
      const epochs = new Set([...oracle.digests.keys()].map((cursor) => cursor.slice(0, cursor.indexOf('.'))))
      const head = await endpoint.restore(withTool)
      if (head === undefined) return false
      oracle.rollBacks++
      if (!withTool) oracle.rollBacksUnsaid++
      oracle.erased.clear()
      oracle.lockers.clear()
      const devices = await endpoint.truth?.read(libraryId, (reading) => reading.devices())
      // Who speaks at this very moment may have come after the epoch began.
      const heard = devices?.filter((one) => (one.lastHeardAt ?? time.now) < time.now && one.setAsideAt === undefined) ?? []
      oracle.putBack = { at: time.now, epochs, heard: new Set(heard.map(({ id }) => id)) }
      oracle.imports = oracle.imports.filter((list) => list.head <= head)
      oracle.outcomes.clear()
      rows.forget()
      if (endpoint.truth !== undefined) await rows.note(endpoint.truth)
      await noteLosses()
      return true
    },
  }
}
