/**
 * `npm run import -- --catalogue F --patrons F --orders F`: loads the ILS's files into the endpoint's database, whether it runs or not.
 * What it says and its exit codes are in `connectors/file/run-import.ts`; this file ties it to the process. The import runs in a thread of
 * its own, because a pattern or a file that takes hours cannot be watched from the thread that reads it.
 */
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { constants, getPriority, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type Instant, toInstant } from '../../domain/instant.ts'
import { requireConfiguration } from '../configuration.ts'
import { runImport } from '../connectors/file/run-import.ts'
import { requireStore } from '../storage/open-store.ts'

/** What the importing thread says: it begins to read, with its time and what to say when that is over; or it has read everything. */
type Said = { readonly limitMs: number; readonly sentence: string } | 'read'

/** Exit code of an import of which nothing was written. */
const nothingChanged = 2

/** Linux gives each thread a priority of its own; elsewhere, 0: the whole process has one. */
const threadsHere = (): readonly number[] => {
  try {
    return readdirSync('/proc/self/task').map(Number)
  } catch {
    return [0]
  }
}

/**
 * Whoever stands at a desk comes first (NET-5). Node has begun threads already, which compile and collect garbage; those that begin from now on
 * have the priority of the one that begins them.
 */
const giveWay = (): void => {
  const { PRIORITY_BELOW_NORMAL: lower } = constants.priority
  for (const thread of threadsHere()) {
    try {
      if (getPriority(thread) < lower) setPriority(thread, lower)
    } catch {
      // It has ended, or the system does not allow it: it runs as any other.
    }
  }
}

const watchImport = async (): Promise<number> => {
  const worker = new Worker(fileURLToPath(import.meta.url), { argv: process.argv.slice(2), workerData: { isTTY: process.stderr.isTTY } })
  let timer: NodeJS.Timeout | undefined
  let tooLate: string | undefined
  worker.on('message', (said: Said) => {
    if (said === 'read') {
      clearTimeout(timer)
      // Until this word nothing is written, so that nothing can be stopped half-way.
      if (tooLate === undefined) worker.postMessage('write')
      return
    }
    timer = setTimeout(() => {
      tooLate = said.sentence
      void worker.terminate()
    }, said.limitMs)
  })
  const [code]: readonly number[] = await once(worker, 'exit')
  clearTimeout(timer)
  if (tooLate === undefined) return code ?? 1
  console.error(tooLate)
  return nothingChanged
}

const importHere = async (): Promise<number> => {
  const { dataDir, databaseUrl, libraryName, zone } = requireConfiguration(process.env, [])
  const say = (said: Said): void => parentPort?.postMessage(said)
  let now = (): Instant => toInstant(Date.now())
  return runImport(process.argv.slice(2), {
    openStore: async (tables) => {
      const store = await requireStore({ dataDir, databaseUrl }, { tables })
      now = () => store.now()
      return store
    },
    dataDir,
    libraryName,
    zone,
    now: () => now(),
    output: process.stdout,
    // The cast: what the line that starts this thread gives it.
    errors: { isTTY: (workerData as { readonly isTTY: boolean | undefined }).isTTY, write: (text) => process.stderr.write(text) },
    onReading: (limitMs, sentence) => say({ limitMs, sentence }),
    mayWrite: async () => {
      const answered = parentPort === null ? undefined : once(parentPort, 'message')
      say('read')
      await answered
    },
  })
}

if (isMainThread) giveWay()
process.exitCode = await (isMainThread ? watchImport() : importHere())
