/**
 * Time that only moves to the next thing that happens: eight hours of a quiet desk cost nothing. Runs in the simulator.
 * After each event everything that waits for nothing but its turn is let go on to the end, so that two runs meet the same events in the
 * same order.
 */
interface Event {
  readonly at: number
  readonly order: number
  readonly callback: () => void
  isCancelled: boolean
}

export interface VirtualTime {
  /** Milliseconds since 1970, true time. */
  readonly now: number
  /** Events so far. */
  readonly count: number
  /** Calls back once after `ms`; answers what cancels it. */
  after(ms: number, callback: () => void): () => void
  wait(ms: number): Promise<void>
  /** Later at once, and nothing happened meanwhile: what was to come in a minute still comes in a minute. */
  skip(ms: number): void
  /** Everything that happens up to `until`, then that moment itself; what is skipped on the way comes on top. */
  runUntil(until: number, afterEach: () => void): Promise<void>
  /** Nothing more happens: whoever runs time has seen enough. */
  stop(): void
}

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

/** A binary heap: the earliest event, and of two at the same time the one asked for first. */
const createQueue = () => {
  const heap: Event[] = []
  const swap = (i: number, j: number): void => {
    const [a, b] = [heap[i], heap[j]]
    if (a === undefined || b === undefined) return
    heap[i] = b
    heap[j] = a
  }
  const less = (i: number, j: number): boolean => {
    const [a, b] = [heap[i], heap[j]]
    return a !== undefined && b !== undefined && isBefore(a, b)
  }
  return {
    first: (): Event | undefined => heap[0],
    push: (event: Event): void => {
      heap.push(event)
      for (let i = heap.length - 1; i > 0 && less(i, (i - 1) >> 1); i = (i - 1) >> 1) swap(i, (i - 1) >> 1)
    },
    shift: (): Event | undefined => {
      swap(0, heap.length - 1)
      const first = heap.pop()
      for (let i = 0; ; ) {
        const child = less(2 * i + 2, 2 * i + 1) ? 2 * i + 2 : 2 * i + 1
        if (!less(child, i)) return first
        swap(i, child)
        i = child
      }
    },
  }
}

/** `isBusy` answers whether something is still under way that needs more turns of Node's loop (a stream being read). */
export const createVirtualTime = (start: number, isBusy: () => boolean): VirtualTime => {
  const queue = createQueue()
  /** Time without what was skipped: by it events are put in order. */
  let now = start
  let skipped = 0
  let order = 0
  let count = 0
  let isStopped = false
  const settle = async (): Promise<void> => {
    do await new Promise<void>((resolve) => setImmediate(resolve))
    while (isBusy())
  }
  const after = (ms: number, callback: () => void): (() => void) => {
    const event: Event = { at: now + Math.max(0, Math.round(ms)), order: order++, callback, isCancelled: false }
    queue.push(event)
    return () => {
      event.isCancelled = true
    }
  }
  return {
    get now() {
      return now + skipped
    },
    get count() {
      return count
    },
    after,
    wait: (ms) => new Promise((resolve) => void after(ms, resolve)),
    skip: (ms) => {
      skipped += ms
    },
    runUntil: async (until, afterEach) => {
      const end = until - skipped
      await settle()
      for (let event = queue.first(); event !== undefined && event.at <= end && !isStopped; event = queue.first()) {
        queue.shift()
        if (event.isCancelled) continue
        now = Math.max(now, event.at)
        count++
        event.callback()
        await settle()
        afterEach()
      }
      now = end
    },
    stop: () => {
      isStopped = true
    },
  }
}
