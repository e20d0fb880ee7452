/**
 * Whatever reads the disk into the mirror, or changes both, one at a time. Runs in the page.
 * Two at once would show a disk that never was: a press between the reading and the showing would be forgotten until the next one.
 */
import type { EnrolmentLoss } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { SignInSession } from '../enrolment/sign-in-session.ts'
import { keepReceivedDirectly } from '../outbox/keep-received-directly.ts'
import type { StoredTablet } from '../storage/tablet-storage.ts'
import type { ShownDesk } from './shown-desk.ts'
import type { TabletMirror } from './tablet-mirror.ts'

/** A problem of the protocol after which the endpoint serves this tablet no more. */
export const isLoss = (problem: string): problem is Exclude<EnrolmentLoss, 'storage-erased'> =>
  problem === 'credential-unknown' || problem === 'revoked' || problem === 'two-tablets-one-identity' || problem === 'other-library'

export interface DiskTurns {
  /** Once what is under way has ended. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** The disk did not answer when it was last read: another tab may have written there what is not shown here. */
  readonly isBehind: boolean
  /** Reads the disk into the mirror, and shows it. */
  reload(): Promise<void>
  /** The same as `inTurn`, after the disk was read once more where it did not answer the last time, which may be while this waited. */
  inTurnAfterReading<T>(work: () => Promise<T>): Promise<T>
  /** For a tablet that was set aside: erases all that it holds; false where something waits, and nothing was erased. */
  eraseAll(): Promise<boolean>
}

export interface DiskTurnsPorts extends Pick<DeskPorts, 'storage' | 'enrolledAs' | 'catalogue' | 'onDefect'> {
  readonly session: SignInSession
  readonly mirror: TabletMirror
  readonly shown: ShownDesk
}

export const createDiskTurns = ({ storage, enrolledAs, catalogue, onDefect, session, mirror, shown }: DiskTurnsPorts): DiskTurns => {
  let isBehind = false
  let queue: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work)
    queue = turn.catch(() => undefined)
    return turn
  }

  const read = async (): Promise<void> => {
    let stored: StoredTablet
    try {
      await keepReceivedDirectly(storage, mirror)
      stored = await storage.load()
    } catch (error) {
      isBehind = true
      throw error
    }
    isBehind = false
    mirror.load(stored)
    const deviceId = stored.identity?.deviceId
    const known = enrolledAs.read()
    if (deviceId !== undefined && deviceId !== known) enrolledAs.write(deviceId)
    shown.life.lost = deviceId === undefined && known !== undefined ? 'storage-erased' : undefined
    if (stored.lost !== undefined && isLoss(stored.lost)) shown.life.lost = stored.lost
    shown.life.farewell = stored.farewell
    // In each tab, whichever of them heard it.
    if (stored.lost === 'revoked') {
      session.end()
      enrolledAs.forget()
    }
    shown.showState({ visits: stored.visits, noteDrafts: stored.noteDrafts, calls: stored.calls })
  }

  return {
    inTurn,
    get isBehind() {
      return isBehind
    },
    reload: () => inTurn(read),
    inTurnAfterReading: (work) =>
      inTurn(async () => {
        if (isBehind) await read().catch(() => undefined)
        return work()
      }),
    eraseAll: async () => {
      if ((await storage.eraseAll()) === undefined) return false
      mirror.unkept = []
      await catalogue.forget().catch((error: unknown) => onDefect(`the catalogue could not be removed: ${error}`))
      return true
    },
  }
}
