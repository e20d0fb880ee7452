/**
 * Everything the desk needs of the world, by role: disk, network, time, chance, other tabs, camera… `browser-ports.ts` gives the real
 * ones, tests and the simulator give theirs. Nothing else in `open-desk.ts` may touch the browser.
 */

import type { NamedCatalogue } from './catalogue/catalogue-file.ts'
import type { Camera, Link } from './desk.ts'
import type { CameraPorts } from './scanner/live-camera.ts'
import type { Scanner } from './scanner/scanner.ts'
import type { ExchangePorts } from './sync/exchange-ports.ts'
import type { Leadership } from './sync/leadership.ts'
import type { Updates } from './updates/watch-updates.ts'
import type { CatalogueWorker } from './workers/catalogue-worker.ts'

/** `onDefect` hears of a defect, for engineers; never personal data. */
export interface DeskPorts extends Omit<ExchangePorts, 'mirror' | 'reload' | 'onRows'> {
  /** Calls back once after `ms`; answers what cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void
  /** From 0 to 1. */
  readonly random: () => number
  /** IANA name of the device's zone: used only until the settings name the library's. */
  readonly deviceZone: string
  /** The other tabs of this browser: told that the disk changed, and how the last exchange went for the tab that leads. */
  readonly tabs: { tell(link: Link | undefined): void; onTold(listener: (link: Link | undefined) => void): void }
  readonly seekLeadership: (onLead: () => void, onLost: () => void) => Leadership
  /**
   * What the first screen needs none of, each in a chunk of its own. Rejects where the chunk cannot be had. A port, because reading a
   * file takes as long as it takes, and the simulator's days must repeat.
   */
  readonly load: {
    readonly syncSession: () => Promise<typeof import('./sync/sync-session.ts')>
    readonly housekeeping: () => Promise<typeof import('./sync/housekeeping.ts')>
    readonly askEnrolment: () => Promise<typeof import('./enrolment/ask-enrolment.ts')>
    readonly checkPin: () => Promise<typeof import('./enrolment/check-pin.ts')>
    readonly directPush: () => Promise<typeof import('./outbox/push-directly.ts')>
  }
  /** Loads the page afresh where the app can be had; many browsers remember a chunk that they could not have for as long as a page lives. */
  readonly startOver: () => void
  readonly followHints: (bearer: string, signal: AbortSignal, onHint: () => void) => Promise<void>
  /** The page woke up, or the network may be back. */
  readonly onWake: (listener: () => void) => void
  /** Something waits and nothing answers: the browser may wake this page when it finds the network again. */
  readonly askToBeWoken: () => void
  /** A person touched the tablet. */
  readonly onTouch: (listener: () => void) => void
  /** A text that lives as long as this tab. */
  readonly tabMemory: { read(): string | undefined; write(text: string | undefined): void }
  /** Which tablet this browser was enrolled as, kept outside the database: a browser that erases the one often leaves the other. */
  readonly enrolledAs: {
    read(): string | undefined
    write(deviceId: string): void
    forget(): void
  }
  readonly catalogue: CatalogueWorker & {
    whereIs(named: NamedCatalogue): Promise<'here' | 'missing' | 'no-room'>
    fetch(named: NamedCatalogue, bearer: string, onProgress: (share: number) => void): Promise<void>
    /** Takes its files off this tablet. */
    forget(): Promise<void>
  }
  readonly gun: Scanner
  readonly createCamera: (ports: CameraPorts) => Camera & Scanner
  readonly watchUpdates: (onOffered: () => void) => Updates
  readonly askForPersistence: () => Promise<'granted' | 'refused' | 'unknown'>
}
