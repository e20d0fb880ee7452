/**
 * A worker as the page speaks to it, by comlink. Runs in the page. It is started at the first question; one that failed, died or does not
 * answer is ended, and the next question starts another: what went wrong once is not remembered.
 */
import { type Remote, wrap } from 'comlink'

/** What a line needs of a worker: the real one, or in tests a port with the same end. */
export type LineWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'>

export interface WorkerLine<T> {
  /** Rejects when the worker fails or is silent for too long. */
  ask<A>(question: (remote: Remote<T>) => Promise<A>): Promise<A>
  close(): void
}

/** A slow tablet takes its time to load a worker's files; longer than that they are never coming. Milliseconds. */
const slowStartMs = 20_000

const within = async <A>(ms: number, answer: Promise<A>, failed: Promise<never>): Promise<A> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silent = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the worker does not answer')), ms)
  })
  return Promise.race([answer, failed, silent]).finally(() => clearTimeout(timer))
}

/** `prepare` comes before the first question to each new worker. `patienceMs`: a worker that died says nothing. */
export const openWorkerLine = <T>(
  start: () => LineWorker,
  patienceMs: number,
  prepare: (remote: Remote<T>) => Promise<unknown> = async () => undefined,
): WorkerLine<T> => {
  type Opened = {
    readonly worker: LineWorker
    readonly remote: Remote<T>
    readonly ready: Promise<unknown>
    readonly failed: Promise<never>
  }
  let opened: Opened | undefined
  const open = (): Opened => {
    const worker = start()
    const remote = wrap<T>(worker)
    const failed = new Promise<never>((_, reject) => {
      worker.addEventListener('error', () => reject(new Error('the worker does not load, or has failed')))
    })
    // Each question hears of it by itself.
    failed.catch(() => undefined)
    return { worker, remote, failed, ready: prepare(remote) }
  }
  const end = (line: Opened): void => {
    line.worker.terminate()
    if (opened === line) opened = undefined
  }
  return {
    close: () => opened !== undefined && end(opened),
    ask: async (question) => {
      opened ??= open()
      const line = opened
      try {
        await within(slowStartMs, line.ready, line.failed)
        return await within(patienceMs, question(line.remote), line.failed)
      } catch (error) {
        end(line)
        throw error
      }
    },
  }
}
