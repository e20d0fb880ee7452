/**
 * What an exchange needs of the tablet, and how it can end. Runs in the page of the tab that leads, and in the simulator.
 * Clock, chance, disk and network are passed in.
 */
import type { Instant } from '../../domain/instant.ts'
import type { ProblemKind } from '../../protocol/enrolment.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import type { TabletStorage } from '../storage/tablet-storage.ts'
import type { Transport } from './transport.ts'

export interface ExchangePorts {
  readonly storage: TabletStorage
  readonly transport: Transport
  readonly mirror: TabletMirror
  /** This tablet's clock, uncorrected. Milliseconds since 1970. */
  readonly clock: () => number
  /** As many random bytes, hexadecimal. */
  readonly randomHex: (bytes: number) => string
  /** Names the build of the app. */
  readonly build: string
  /** Reads the disk into the mirror, never between a commit and its showing. */
  readonly reload: () => Promise<void>
  readonly onDefect: (what: string) => void
  /** Rows of the base received so far in a pull. */
  readonly onRows: (count: number) => void
}

export type ExchangeEnd =
  | { readonly kind: 'done'; readonly pageShutUntil?: Instant | undefined }
  | { readonly kind: 'unanswered'; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'problem'; readonly problem: ProblemKind; readonly isEchoed: boolean; readonly retryAfterMs: number | undefined }
  /** Another tab leads now. */
  | { readonly kind: 'fenced' }
  /** Nothing moved in it any more: given up, and fenced. */
  | { readonly kind: 'stuck' }
