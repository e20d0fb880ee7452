/**
 * Whatever reads the disk into the mirror, or changes both, one at a time. Runs in the page.
 * Two at once would show a disk that never was: a press between the reading and the showing would be forgotten until the next one.
 */
import type { EnrolmentLoss } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import { keepReceivedDirectly } from '../outbox/keep-received-directly.ts'
import type { ShownDesk } from './shown-desk.ts'
import type { TabletMirror } from './tablet-mirror.ts'

/** A problem of the protocol after which the endpoint serves this tablet no more. */
export const isLoss = (problem: string): problem is Exclude<EnrolmentLoss, 'storage-erased'> =>
  problem === 'credential-unknown' || problem === 'revoked' || problem === 'two-tablets-one-identity' || problem === 'other-library'

export interface DiskTurns {
  /** Once what is under way has ended. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Reads the disk into the mirror, and shows it. */
  reload(): Promise<void>
  eraseBase(): Promise<void>
}

export interface DiskTurnsPorts extends Pick<DeskPorts, 'storage' | 'enrolledAs'> {
  readonly mirror: TabletMirror
  readonly shown: ShownDesk
}

export const createDiskTurns = ({ storage, enrolledAs, mirror, shown }: DiskTurnsPorts): DiskTurns => {
  let queue: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work)
    queue = turn.catch(() => undefined)
    return turn
  }

  return {
    inTurn,
    reload: () =>
      inTurn(async () => {
        await keepReceivedDirectly(storage, mirror)
        const stored = await storage.load()
        mirror.load(stored)
        const deviceId = stored.identity?.deviceId
        const known = enrolledAs.read()
        if (deviceId !== undefined && deviceId !== known) enrolledAs.write(deviceId)
        shown.life.lost = deviceId === undefined && known !== undefined ? 'storage-erased' : undefined
        if (stored.lost !== undefined && isLoss(stored.lost)) shown.life.lost = stored.lost
        shown.showState({ visits: stored.visits, noteDrafts: stored.noteDrafts, calls: stored.calls })
      }),
    eraseBase: () => {
      mirror.unkept = []
      return storage.eraseBase()
    },
  }
}
