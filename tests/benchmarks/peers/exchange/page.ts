/**
 * The page of the benchmarks commit and drain: opens one contender, and times what it does by the page's own clock. Runs in a real
 * Chromium, driven by Playwright through `window.bench`.
 */
import type { Contender, Opening } from './contender.ts'

const openers: Readonly<Record<string, () => Promise<(opening: Opening) => Promise<Contender>>>> = {
  bare: async () => (await import('./bare.ts')).openBare,
  ours: async () => (await import('./ours.ts')).openOurs,
  pouchdb: async () => (await import('./pouchdb.ts')).openPouchdb,
  rxdb: async () => (await import('./rxdb.ts')).openRxdb,
  yjs: async () => (await import('./yjs.ts')).openYjs,
}

let contender: Contender | undefined
const opened = (): Contender => {
  if (contender === undefined) throw new Error('nobody was opened')
  return contender
}

/** Browsers commit relaxed unless asked; a peer that does not ask is made to, so that equal promises can be compared. */
const askForStrict = (): void => {
  const { transaction } = IDBDatabase.prototype
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    return transaction.call(this, stores, mode, { ...options, durability: 'strict' })
  }
}

/** Nobody presses twice within a breath: what a contender does behind a press is over before the next. Milliseconds. */
const betweenPressesMs = 40
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, betweenPressesMs))

const bench = {
  async open(name: string, opening: Opening, isMadeStrict: boolean): Promise<void> {
    if (isMadeStrict) askForStrict()
    const opener = openers[name]
    if (opener === undefined) throw new Error(`nobody is called ${name}`)
    contender = await (await opener())(opening)
  },
  /** Milliseconds of each press, and its id. */
  async press(from: number, count: number): Promise<readonly { readonly id: string; readonly ms: number }[]> {
    const pressed: { id: string; ms: number }[] = []
    for (let n = from; n < from + count; n++) {
      await opened().makeReady?.(n)
      await pause()
      const startedAt = performance.now()
      const id = await opened().press(n)
      pressed.push({ id, ms: performance.now() - startedAt })
    }
    return pressed
  },
  pressMany: (from: number, count: number): Promise<readonly string[]> => opened().pressMany(from, count),
  /** Milliseconds, from the network's return. */
  async drain(): Promise<{ readonly drained: number; readonly settled: number }> {
    const startedAt = performance.now()
    await opened().drain()
    const drained = performance.now() - startedAt
    await opened().settle?.()
    return { drained, settled: performance.now() - startedAt }
  },
  kept: (): Promise<readonly string[]> => opened().kept(),
}

declare global {
  interface Window {
    readonly bench: Bench
  }
}
type Bench = typeof bench

Object.assign(window, { bench })
