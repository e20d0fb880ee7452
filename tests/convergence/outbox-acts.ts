/**
 * What lies in an outbox and is not what this build would have written: an operation on which our own code throws, one of a newer build,
 * a second content under one id, a text that a broken disk damaged. Runs in the simulator; how each is made: odd-entries.ts, newer-build.ts.
 */
import { createHash } from 'node:crypto'
import { type OperationId, toOperationId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { isOpen } from '../../src/domain/order/order.ts'
import type { NewOutboxEntry } from '../../src/tablet/storage/tablet-storage.ts'
import type { Acts } from './act.ts'
import type { Chance } from './chance.ts'
import type { LivingWorld } from './create-world.ts'
import { poison } from './endpoint-process.ts'
import { garble } from './network-link.ts'
import { newerEntry, otherContent, plainEntry, withText } from './odd-entries.ts'
import { killTabs } from './people.ts'
import { momentOf } from './presses.ts'
import type { SimulatedTablet } from './simulated-tablet.ts'

export const outboxActs = (world: LivingWorld): Acts<'poison' | 'newer-type' | 'newer-operation' | 'two-contents' | 'garbled'> => {
  const { inWait, oracle, time, upkeep } = world
  const { liveTab, press, reopen, workingTab } = world.people

  /** A newer build, or a broken disk, left this in the outbox; then this build is opened on it. */
  const leave = (tablet: SimulatedTablet, chance: Chance, entry: NewOutboxEntry): true => {
    const { disk } = tablet
    killTabs(tablet)
    const seq = disk.image.lastSeq + 1
    disk.image = { ...disk.image, outbox: [...disk.image.outbox, { ...entry, seq }], lastSeq: seq }
    disk.durable = disk.image
    reopen(tablet, chance.between(300, 5000))
    return true
  }

  return {
    poison: (tablet, chance, { kind }) => {
      const tab = liveTab(tablet, chance)
      if (tab?.desk.snapshot.phase.kind !== 'signed-in') return false
      const order = chance.pick([...tab.desk.snapshot.state.all('order')].filter((one) => isOpen(one)))
      const line = chance.pick(order?.lines ?? [])
      if (order === undefined || line === undefined) return false
      const drop = { kind: 'give-up-line', happened: momentOf(tab.desk), orderId: order.id, lineId: line.id, reason: poison } as const
      if (press(tab, drop)) inWait.lay('poison', kind)
      return false
    },
    'newer-type': (tablet, chance) => {
      const { disk } = tablet
      if (disk.fault !== undefined || disk.image.identity === undefined) return false
      const operationId = chance.hex(16)
      const text = `{"at":${time.now},"based":{},"bootId":"${chance.hex(16)}","build":"2031","clockOffset":0,"deviceId":"${disk.image.identity.deviceId}","librarianId":"jeanne","n":1,"operationId":"${operationId}","payload":{"kind":"lend-by-drone"},"type":"lend-by-drone","typeVersion":7}`
      const entry = {
        operationId: toOperationId(operationId),
        hash: createHash('sha256').update(text).digest('hex'),
        text,
        at: toInstant(time.now),
      }
      oracle.compose(tablet.name, entry).isSaved = true
      return leave(tablet, chance, entry)
    },
    'newer-operation': async (tablet, chance) => {
      const tab = workingTab(tablet, chance)
      const entry = tab && (await newerEntry(tab, chance, time.now + tablet.skewMs))
      if (entry === undefined) return false
      oracle.compose(tablet.name, entry).isSaved = true
      return leave(tablet, chance, entry)
    },
    'two-contents': async (tablet, chance) => {
      const { outbox, outcomes } = tablet.disk.image
      const isHeld = (id: OperationId): boolean => outcomes.has(id) || outbox.some(({ operationId }) => operationId === id)
      const known = chance.pick([...oracle.operations.values()].filter((one) => one.isSaved && !one.isNewer && !isHeld(one.operationId)))
      const tab = workingTab(tablet, chance)
      const entry = known && tab && (await otherContent(tab, chance, time.now + tablet.skewMs, known.operationId))
      if (entry === undefined) return false
      oracle.compose(tablet.name, entry).isSaved = true
      return leave(tablet, chance, entry)
    },
    garbled: async (tablet, chance) => {
      const tab = workingTab(tablet, chance)
      if (tab === undefined) return false
      // An entry whose answer was lost is in the outbox still, though the endpoint has it.
      const again = chance.happens(0.5) ? chance.pick([...tablet.disk.image.outcomes.values()]) : undefined
      const entry = again ?? (await plainEntry(tab, chance, time.now + tablet.skewMs))
      if (entry === undefined || garble(entry.text) === entry.text) return false
      const { operationId, hash, at } = entry
      const text = garble(entry.text)
      oracle.compose(tablet.name, { operationId, hash, at, text: entry.text }).isSaved = true
      oracle.compose(tablet.name, withText({ operationId, hash, at, text }, text))
      const { outcomes } = tablet.disk.image
      tablet.disk.image = { ...tablet.disk.image, outcomes: new Map([...outcomes].filter(([id]) => id !== operationId)) }
      leave(tablet, chance, { operationId, hash, at, text })
      await upkeep.noteLosses()
      return true
    },
  }
}
