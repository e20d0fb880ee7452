/**
 * Work that is done on a fixed beat, never when it is asked for (PAGE-7). Runs on the endpoint. What a visitor's press leads to would else slow
 * down their next request, and tell them what it was: whether a card is known. What waits when the process ends is asked for again.
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
