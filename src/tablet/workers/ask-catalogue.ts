/**
 * The page's side of the catalogue's worker. Runs in the page.
 * Worker and bridge are loaded at the first question: nothing of the catalogue weighs on the first screen.
 */
import type { CatalogueWorker } from './catalogue-worker.ts'
import type { WorkerLine } from './worker-line.ts'

/** Opening the file takes a slow tablet a second or two. Milliseconds. */
const patienceMs = 8000

const openLine = async (): Promise<WorkerLine<CatalogueWorker>> => {
  const { openWorkerLine } = await import('./worker-line.ts')
  return openWorkerLine(() => new Worker(new URL('./catalogue-worker.ts', import.meta.url), { type: 'module' }), patienceMs)
}

/** `open` is given by tests alone. */
export const createAskCatalogue = (open: () => Promise<WorkerLine<CatalogueWorker>> = openLine): CatalogueWorker => {
  let line: ReturnType<typeof open> | undefined
  const opened = (): ReturnType<typeof open> => {
    line ??= open().catch((error: unknown) => {
      // A chunk that could not be had is asked for again at the next question.
      line = undefined
      throw error
    })
    return line
  }
  return {
    itemByBarcode: async (...of) => (await opened()).ask((remote) => remote.itemByBarcode(...of)),
    records: async (...of) => (await opened()).ask((remote) => remote.records(...of)),
    search: async (...of) => (await opened()).ask((remote) => remote.search(...of)),
    lists: async (...of) => (await opened()).ask((remote) => remote.lists(...of)),
  }
}
