/**
 * When commits, pushes and pulls are under way on the tablets, and how long they take here: what a kill is aimed with, and afterwards
 * what it is said to have struck. Runs in Node, on what the pages ask the endpoint; a commit lasts from the press until the screen says so.
 */
import type { BrowserContext, Request } from '@playwright/test'
import type { Chance } from '../convergence/chance.ts'

/** A receipt: the push is answered, and the tablet writes that down. */
export const acts = ['commit', 'push', 'receipt', 'pull'] as const
export type Act = (typeof acts)[number]
export type Aim = Act | 'anywhere'

/** Before the first one was timed; and no longer than this, however slow the machine. Milliseconds. */
const firstSpanMs = 40
const longestSpanMs = 400
/** After its answer a push or a pull is still being written on the tablet. Milliseconds. */
const writingMs = 20

const routeOf = (request: Request): 'push' | 'pull' | undefined => {
  const name = /\/sync\/v1\/(push|pull)\b/.exec(request.url())?.[1]
  return name === 'push' || name === 'pull' ? name : undefined
}

interface UnderWay {
  readonly act: Act
  readonly since: number
  until: number
}

export class Moments {
  readonly #spanMs: Record<Act, number> = { commit: firstSpanMs, push: firstSpanMs, receipt: firstSpanMs, pull: firstSpanMs }
  readonly #waiting = new Set<{ readonly act: Act; left: number; readonly resolve: () => void }>()
  /** By the press or the request. */
  readonly #underWay = new Map<unknown, UnderWay>()

  /** Follows what the pages of `context` ask the endpoint. */
  follow(context: BrowserContext): void {
    context.on('request', (request) => {
      const route = routeOf(request)
      if (route !== undefined) this.begin(route, request)
    })
    context.on('response', (response) => {
      if (routeOf(response.request()) !== 'push') return
      this.end(response.request())
      this.begin('receipt', response.request())
    })
    context.on('requestfinished', (request) => this.end(request, writingMs))
    context.on('requestfailed', (request) => this.end(request))
  }

  begin(act: Act, key: unknown): void {
    this.#underWay.set(key, { act, since: performance.now(), until: Number.POSITIVE_INFINITY })
    for (const wait of this.#waiting) {
      if (wait.act !== act || --wait.left > 0) continue
      this.#waiting.delete(wait)
      wait.resolve()
    }
  }

  end(key: unknown, writing = 0): void {
    const found = this.#underWay.get(key)
    if (found === undefined || found.until !== Number.POSITIVE_INFINITY) return
    found.until = performance.now() + writing
    const took = Math.min(longestSpanMs, found.until - found.since)
    this.#spanMs[found.act] += (took - this.#spanMs[found.act]) / 4
  }

  /** What is under way at this instant. */
  underWay(): readonly Act[] {
    const now = performance.now()
    for (const [key, { until }] of this.#underWay) if (until < now) this.#underWay.delete(key)
    return acts.filter((act) => [...this.#underWay.values()].some((entry) => entry.act === act))
  }

  /** What was under way died with its process. */
  forget(): void {
    this.#underWay.clear()
  }

  /** Resolves at a chosen instant: somewhere in the `left`th act of that kind from now, or just after it. */
  async reach(act: Act, left: number, chance: Chance): Promise<void> {
    // A receipt is late already when we hear of it.
    const share = act === 'receipt' ? chance.next() ** 3 : chance.next()
    await new Promise<void>((resolve) => {
      const wait = { act, left, resolve }
      this.#waiting.add(wait)
    })
    const pauseMs = share * 1.2 * this.#spanMs[act]
    await pass(pauseMs)
  }
}

/** This is no waiting for something to be ready: the instant itself is what is chosen. Finer than a timer's millisecond. */
export const pass = async (ms: number): Promise<void> => {
  const until = performance.now() + ms
  if (ms > 2) await new Promise((resolve) => setTimeout(resolve, Math.floor(ms - 1)))
  while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve))
}
