/**
 * Work done on a fixed beat, never on request (PAGE-7): otherwise a slower next request would tell a visitor whether a card is known.
 * Runs on the endpoint. Work that waits when the process ends is asked for again.
 */
import type { Instant } from '../../domain/instant.ts'

/** Milliseconds between two beats: a mail may be that late. */
export const beatMs = 250

export interface Ticks {
  add(work: () => Promise<void>): void
}

export const createTicks = (now: () => Instant, reportDefect: (defect: unknown) => void): Ticks => {
  let waiting: (() => Promise<void>)[] = []
  const doAll = async (): Promise<void> => {
    const due = waiting
    waiting = []
    for (const work of due) await work().catch(reportDefect)
  }
  return {
    add: (work) => {
      waiting.push(work)
      // A process that ends waits for no beat.
      if (waiting.length === 1) setTimeout(() => void doAll(), beatMs - (now() % beatMs)).unref()
    },
  }
}
