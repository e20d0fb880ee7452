/**
 * What the endpoint's routes are given: the store, the clock, the log, and what the configuration decided.
 * Runs on the endpoint; tests give a store of their own and a clock they set.
 */
import type { HttpBindings } from '@hono/node-server'
import type { Logger } from 'pino'
import type { LibraryId } from '../../domain/ids.ts'
import type { SenderCheck } from '../../domain/message/sender-check.ts'
import type { IlsFileKind } from '../connectors/file/ils-file.ts'
import type { PutAway } from '../connectors/file/watch-folder.ts'
import type { IlsLink } from '../ils/ils-link.ts'
import type { NetworkPorts } from '../network/network-routes.ts'
import type { PagePorts, Visit } from '../page/layout.ts'
import type { StoredDevice } from '../storage/stored.ts'
import type { EndpointMetrics } from './endpoint-metrics.ts'
import type { HintHub } from './hint-hub.ts'

export interface EndpointPorts extends Omit<PagePorts, 'reportDefect' | 'ilsLink'> {
  readonly log: Logger
  readonly metrics: EndpointMetrics
  readonly hints: HintHub
  /** True when a reverse proxy of ours stands before, whose X-Forwarded-For can be believed. */
  readonly trustsProxy: boolean
  /** Bearer for /metrics; undefined: /metrics answers the machine itself only. */
  readonly metricsToken: string | undefined
  /** It was asked to stop, and answers for a few seconds more; undefined: never. */
  readonly isLeaving?: (() => boolean) | undefined
  /** Bearer of a mail server that hands reports over; undefined: that door is not there. */
  readonly bounceToken?: string | undefined
  /** The keeper's page of all libraries, and who may see it; undefined: there is none. */
  readonly network?: Pick<NetworkPorts, 'keeperTokenHash' | 'look' | 'view'> | undefined
  /** The way to the ILS over a wire, where one is named or typed; undefined: it is told by files. */
  readonly ilsLink?: IlsLink | undefined
  /** What became of the last files that this library's ILS dropped; undefined: no folder of its is watched, or none can be read. */
  readonly dropped?: ((libraryId: LibraryId, most: number) => Promise<readonly PutAway[] | undefined>) | undefined
  /** The import command with these words, in a process apart, heard as it goes; undefined: there is none. */
  readonly runImport?:
    | ((words: readonly string[], onStep: (step: string) => void, signal: AbortSignal) => Promise<{ report: string }>)
    | undefined
  /** The form of the file that the ILS loads; undefined: Koha's. */
  readonly ilsFile?: IlsFileKind | undefined
  /** The domain that mails are sent from, and what is read of it; undefined: no relay is named. */
  readonly sender?: { readonly domain: string; readonly check: (domain: string) => Promise<SenderCheck> } | undefined
}

/** Counts and codes only: what a handler adds to the line that is logged for its request (PRIV-4). */
export type Logged = Readonly<Record<string, number | string>>

export interface EndpointEnv {
  // Absent when a request is made without a port, in tests.
  Bindings: Partial<HttpBindings>
  Variables: { route: string; device: StoredDevice; logged: Logged; address: string; network: string; folder: string; visit: Visit }
}
