/**
 * The tab that leads, at work: it takes a term, checks what the disk holds, exchanges, and follows the hints.
 * Runs in the page. Built anew each time this tab takes the lead or is enrolled, and stopped when it loses either.
 */
import type { StoredTablet } from '../storage/tablet-storage.ts'
import { backOff } from './back-off.ts'
import { type BaseIndex, emptyBaseIndex } from './base-index.ts'
import { bearerOf } from './bearer-of.ts'
import { createExchange, type Exchange, type ExchangeEnd, type ExchangePorts } from './exchange.ts'
import { createSyncLoop } from './sync-loop.ts'
import type { Transport } from './transport.ts'

/** How often the whole base is summed anew from the disk (PROTOCOL.md, Pull). Milliseconds. */
const fullDigestEveryMs = 3_600_000
/** A stream of hints that stood as long was no failure: the next one is opened soon. Milliseconds. */
const steadyAfterMs = 60_000
/** Rows summed without a pause. */
const rowsAtOnce = 250

export interface SyncSessionPorts extends ExchangePorts {
  /** Calls back once after `ms`; answers what cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void
  /** From 0 to 1. */
  readonly random: () => number
  readonly followHints: (bearer: string, signal: AbortSignal, onHint: () => void) => Promise<void>
  readonly load: { readonly housekeeping: () => Promise<typeof import('./housekeeping.ts')> }
  readonly onEnd: (end: ExchangeEnd) => void
}

export interface SyncSession {
  trigger(): void
  stop(): void
}

interface IndexedBase {
  readonly index: BaseIndex
  readonly isDamaged: boolean
}

/** Starts to lead. */
export const openSyncSession = (ports: SyncSessionPorts): SyncSession => {
  const { storage, clock, after, random, mirror, reload, onDefect, onEnd } = ports
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
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      after(ms, resolve)
    })

  /** A slice at a time, between which a finger is answered: all at once takes a slow tablet a quarter of a second. */
  const sum = async ({ base, mark }: Pick<StoredTablet, 'base' | 'mark'>): Promise<IndexedBase> => {
    let index = emptyBaseIndex
    for (let from = 0; from < base.length; from += rowsAtOnce) {
      if (from > 0) await pause(0)
      loop.moved()
      index = index.with(base.slice(from, from + rowsAtOnce), false).index
    }
    return { index, isDamaged: mark !== undefined && index.digest() !== mark.digest }
  }

  /**
   * The index of the base as the disk has it; a base that was damaged there is fetched anew. What this tab read when it opened spares a
   * second reading, unless it seems damaged: another tab may have mended it since.
   */
  const indexDisk = async (): Promise<IndexedBase> => {
    const { loadedBase: base, mark } = mirror
    const read = exchange === undefined && base !== undefined ? await sum({ base, mark }) : undefined
    const found = read === undefined || read.isDamaged ? await sum(await storage.load()) : read
    lastFullDigestAt = clock()
    return found
  }

  const housekeeping = () => ports.load.housekeeping().catch(() => undefined)

  const run = async (): Promise<ExchangeEnd> => {
    const mine = attempt
    if (term === undefined) {
      const taken = await storage.takeTerm()
      if (mine !== attempt) return { kind: 'fenced' }
      term = taken.term
      // Another tab led until now, and pulled or pushed since this one read the disk: an old ticket would pass for a copied profile's.
      if (taken.cursor !== mirror.mark?.cursor || taken.ticket !== mirror.identity?.ticket) await reload()
    }
    let isDamaged = false
    if (exchange === undefined || Math.abs(clock() - lastFullDigestAt) >= fullDigestEveryMs) {
      const disk = await indexDisk()
      if (mine !== attempt) return { kind: 'fenced' }
      exchange ??= createExchange({ ...ports, transport }, disk.index)
      exchange.index = disk.index
      isHouseToKeep = true
      isDamaged = disk.isDamaged
      if (isDamaged) onDefect('the base on disk is not what was written')
    }
    let end = await exchange.run(term, isDamaged)
    if (end.kind === 'problem' && end.problem === 'credential-unknown') {
      const former = await (await housekeeping())?.takeFormerCredential(ports, term)
      if (former === undefined) return { kind: 'unanswered', retryAfterMs: undefined }
      if (former === 'fenced') return { kind: 'fenced' }
      if (former === 'taken') end = await exchange.run(term, isDamaged)
    }
    if (end.kind === 'done' && isHouseToKeep && mine === attempt) {
      isHouseToKeep = false
      await (await housekeeping())?.keepHouse({ ...ports, transport }, term)
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
  let followAgain = (): void => {}
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

  const follow = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      const identity = mirror.identity
      const openedAt = clock()
      if (identity !== undefined) await ports.followHints(bearerOf(identity), stopping.signal, loop.trigger).catch(() => undefined)
      failures = clock() - openedAt > steadyAfterMs ? 0 : failures + 1
      const waitMs = backOff(failures + 2, random(), undefined)
      await new Promise<void>((resolve) => {
        const cancel = after(waitMs, resolve)
        followAgain = () => {
          cancel()
          resolve()
        }
      })
    }
  }

  loop.trigger()
  void follow()
  return {
    trigger: loop.trigger,
    stop: () => {
      stopping.abort()
      loop.stop()
    },
  }
}
