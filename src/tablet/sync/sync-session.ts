/**
 * The tab that leads, at work: it takes a term, checks what the disk holds, exchanges, and follows the hints.
 * Runs in the page. Built anew each time this tab takes the lead or is enrolled, and stopped when it loses either.
 */
import { msPerHour } from '../../domain/instant.ts'
import { createExchange, type Exchange } from './exchange.ts'
import type { ExchangeEnd, ExchangePorts } from './exchange-ports.ts'
import { indexDisk } from './index-disk.ts'
import { type HintPorts, keepFollowingHints } from './keep-following-hints.ts'
import { createSyncLoop } from './sync-loop.ts'
import type { Transport } from './transport.ts'

/** How often the whole base is summed anew from the disk (PROTOCOL.md, Pull). Milliseconds. */
const fullDigestEveryMs = msPerHour

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
