/**
 * The tab that leads, at work: it takes a term, checks what the disk holds, exchanges, and follows the hints.
 * Runs in the page. Built anew each time this tab takes the lead or is enrolled, and stopped when it loses either.
 */
import { msPerHour } from '../../domain/instant.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import type { StoredTablet, TabletStorage } from '../storage/tablet-storage.ts'
import { backOff } from './back-off.ts'
import { type BaseIndex, emptyBaseIndex } from './base-index.ts'
import { bearerOf } from './bearer-of.ts'
import { createExchange, type Exchange } from './exchange.ts'
import type { ExchangeEnd, ExchangePorts } from './exchange-ports.ts'
import { createSyncLoop } from './sync-loop.ts'
import type { Transport } from './transport.ts'

/** Rows summed without a pause. */
const rowsAtOnce = 250

interface IndexedBase {
  readonly index: BaseIndex
  /** To be fetched anew. */
  readonly isDamaged: boolean
}

interface IndexDiskPorts {
  readonly storage: TabletStorage
  readonly mirror: TabletMirror
  /** Calls back once after `ms`. */
  readonly after: (ms: number, callback: () => void) => void
  /** Called at each slice: the exchange that waits for the sum is not stuck. */
  readonly onMoved: () => void
}

/**
 * The sum of the base as the disk has it, a slice at a time, between which a finger is answered. `mayTrustRead`: what this tab read when it
 * opened spares a second reading, unless it seems damaged.
 */
const indexDisk = async ({ storage, mirror, after, onMoved }: IndexDiskPorts, mayTrustRead: boolean): Promise<IndexedBase> => {
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      after(ms, resolve)
    })
  const sum = async ({ base, mark }: Pick<StoredTablet, 'base' | 'mark'>): Promise<IndexedBase> => {
    let index = emptyBaseIndex
    for (let from = 0; from < base.length; from += rowsAtOnce) {
      if (from > 0) await pause(0)
      onMoved()
      index = index.with(base.slice(from, from + rowsAtOnce), false).index
    }
    return { index, isDamaged: mark !== undefined && index.digest() !== mark.digest }
  }
  const { loadedBase: base, mark } = mirror
  const read = mayTrustRead && base !== undefined ? await sum({ base, mark }) : undefined
  return read === undefined || read.isDamaged ? sum(await storage.load()) : read
}

/** How often the whole base is summed anew from the disk (PROTOCOL.md, Pull). Milliseconds. */
const fullDigestEveryMs = msPerHour

/** A stream of hints that stood as long was no failure: the next one is opened soon. Milliseconds. */
const steadyAfterMs = 60_000

interface HintPorts {
  readonly mirror: TabletMirror
  readonly followHints: (bearer: string, signal: AbortSignal, onHint: () => void) => Promise<void>
  readonly clock: () => number
  /** From 0 to 1. */
  readonly random: () => number
  /** Calls back once after `ms`; answers what cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void
}

/**
 * Opens the stream of hints again each time it ends, later and later while it fails, until `signal` ends it. What it answers opens the next
 * stream at once: the network is back.
 */
const keepFollowingHints = (
  { mirror, followHints, clock, random, after }: HintPorts,
  signal: AbortSignal,
  onHint: () => void,
): (() => void) => {
  let again = (): void => {}
  const follow = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      const identity = mirror.identity
      const openedAt = clock()
      if (identity !== undefined) await followHints(bearerOf(identity), signal, onHint).catch(() => undefined)
      failures = clock() - openedAt > steadyAfterMs ? 0 : failures + 1
      const waitMs = backOff(failures + 2, random(), undefined)
      await new Promise<void>((resolve) => {
        const cancel = after(waitMs, resolve)
        again = () => {
          cancel()
          resolve()
        }
      })
    }
  }
  void follow()
  return () => again()
}

export interface SyncSessionPorts extends ExchangePorts, HintPorts {
  /** The last reading of the disk failed. */
  readonly isBehind: () => boolean
  readonly load: { readonly housekeeping: () => Promise<typeof import('./housekeeping.ts')> }
  readonly onEnd: (end: ExchangeEnd) => void
}

export interface SyncSession {
  trigger(): void
  stop(): void
}

/** Starts to lead. */
export const openSyncSession = (ports: SyncSessionPorts): SyncSession => {
  const { storage, clock, after, random, mirror, reload, isBehind, onDefect, onEnd } = ports
  /** Grows when an exchange is given up. */
  let attempt = 0
  let term: number | undefined
  let exchange: Exchange | undefined
  let lastFullDigestAt = Number.NEGATIVE_INFINITY
  let isHouseToKeep = false
  const stopping = new AbortController()
  const transport: Transport = {
    send: async (request) => {
      const response = await ports.transport.send(request)
      loop.moved()
      return response
    },
  }

  const housekeeping = () => ports.load.housekeeping().catch(() => undefined)

  const run = async (): Promise<ExchangeEnd> => {
    const mine = attempt
    const isGivenUp = (): boolean => mine !== attempt
    if (term === undefined) {
      const taken = await storage.takeTerm()
      if (isGivenUp()) return { kind: 'fenced' }
      // Another tab led until now, and pulled or pushed since this one read the disk: an old ticket would pass for a copied profile's.
      if (taken.cursor !== mirror.mark?.cursor || taken.ticket !== mirror.identity?.ticket) await reload()
      if (isGivenUp()) return { kind: 'fenced' }
      // Last: where the disk did not answer, the next exchange looks again.
      term = taken.term
    }
    if (isBehind()) {
      await reload().catch(() => undefined)
      if (isGivenUp()) return { kind: 'fenced' }
    }
    let isDamaged = false
    if (exchange === undefined || Math.abs(clock() - lastFullDigestAt) >= fullDigestEveryMs) {
      const disk = await indexDisk({ storage, mirror, after, onMoved: () => loop.moved() }, exchange === undefined)
      lastFullDigestAt = clock()
      if (isGivenUp()) return { kind: 'fenced' }
      exchange ??= createExchange({ ...ports, transport }, disk.index)
      exchange.index = disk.index
      isHouseToKeep = true
      isDamaged = disk.isDamaged
      if (isDamaged) onDefect('the base on disk is not what was written')
    }
    // Of this attempt, whatever is awaited: one that begins after it was given up has its own.
    const held = { term, exchange }
    let end = await held.exchange.run(held.term, isDamaged)
    if (end.kind === 'problem' && end.problem === 'credential-unknown') {
      const house = await housekeeping()
      if (isGivenUp()) return { kind: 'fenced' }
      const former = await house?.takeFormerCredential(ports, held.term)
      if (former === undefined) return { kind: 'unanswered', retryAfterMs: undefined }
      if (former === 'fenced' || isGivenUp()) return { kind: 'fenced' }
      if (former === 'taken') end = await held.exchange.run(held.term, isDamaged)
    }
    if (end.kind === 'done' && isHouseToKeep && !isGivenUp()) {
      isHouseToKeep = false
      const house = await housekeeping()
      if (isGivenUp()) return { kind: 'fenced' }
      await house?.keepHouse({ ...ports, transport }, { term: held.term, id: held.exchange.sessionId })
    }
    return end
  }

  const onStuck = (): void => {
    // A new term fences what is still under way; a new connection is what a dead disk needs.
    attempt++
    term = undefined
    exchange = undefined
    storage.close()
  }
  let isCut = false
  const hear = (end: ExchangeEnd): void => {
    if (end.kind === 'unanswered') isCut = true
    else if (isCut && end.kind === 'done') {
      // The network is back: hints do not wait out what the cut made them wait.
      isCut = false
      followAgain()
    }
    onEnd(end)
  }
  const loop = createSyncLoop({ exchange: run, clock, random, after, onEnd: hear, onDefect, onStuck })

  loop.trigger()
  const followAgain = keepFollowingHints(ports, stopping.signal, loop.trigger)
  return {
    trigger: loop.trigger,
    stop: () => {
      stopping.abort()
      loop.stop()
    },
  }
}
