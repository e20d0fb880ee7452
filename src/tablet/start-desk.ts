/**
 * The order of a start: the disk is read and seen, then exchanged, then the clock is looked at for as long as the page lives.
 * Runs in the page. What wakes the page goes the same way again, without the reading.
 */
import type { DeskPorts } from './desk-ports.ts'
import type { DiskTurns } from './desk-state/disk-turns.ts'
import type { ShownDesk } from './desk-state/shown-desk.ts'
import type { SignIn } from './enrolment/sign-in.ts'
import type { Drafts } from './outbox/keep-drafts.ts'
import { StorageBlocked } from './storage/tablet-storage.ts'
import type { Exchanges } from './sync/lead-exchanges.ts'

/** How often this tab looks at the clock: for the idle lock, and for a tab that leads and has fallen silent. Milliseconds. */
const watchEveryMs = 10_000

export interface StartDeskPorts {
  readonly ports: Pick<DeskPorts, 'storage' | 'after' | 'onWake' | 'askForPersistence' | 'onDefect'>
  readonly shown: ShownDesk
  readonly disk: DiskTurns
  readonly exchanges: Exchanges
  readonly signIn: SignIn
  readonly drafts: Drafts
}

export const startDesk = ({ ports, shown, disk, exchanges, signIn, drafts }: StartDeskPorts): void => {
  const { storage, after, onDefect } = ports

  const watch = (): void => {
    signIn.lockWhenIdle()
    // What cannot be loaded now is at the next look.
    drafts.forgetOver().catch(() => undefined)
    exchanges.relieveSilentLeader()
    exchanges.catchUp()
    after(watchEveryMs, watch)
  }

  ports.onWake(() => {
    storage.probe().catch(() => onDefect('the disk does not answer'))
    // Timers slept with the tablet: whoever wakes it after the idle time is asked for a PIN at once.
    signIn.lockWhenIdle()
    exchanges.tryNow()
  })

  disk
    .reload()
    .then(() => {
      shown.life.isLoaded = true
      shown.show({})
      exchanges.start()
      watch()
      // A browser that does not say leaves « unknown »: the disk was read all the same.
      ports.askForPersistence().then(
        (persistence) => shown.show({ persistence }),
        () => undefined,
      )
    })
    .catch((error) => {
      shown.life.unusable = { kind: 'unusable', reason: error instanceof StorageBlocked ? 'blocked-by-other-tab' : 'no-storage' }
      onDefect(`the disk cannot be opened: ${error instanceof Error ? error.name : 'unknown'}`)
      shown.show({})
    })
}
