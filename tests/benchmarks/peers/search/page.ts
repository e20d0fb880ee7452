/**
 * The page of the benchmark search: prepares or opens one contender, and times its answers by the page's own clock. Runs in a real browser,
 * driven through `searching`. It does nothing else, so that its thread is to the contender what the catalogue's worker is to ours.
 */
import type { Contender, SearchedRecord, Searcher } from './contender.ts'

const contenders: Readonly<Record<string, () => Promise<Contender>>> = {
  ours: async () => (await import('./ours.ts')).ours,
  minisearch: async () => (await import('./minisearch.ts')).minisearch,
  flexsearch: async () => (await import('./flexsearch.ts')).flexsearch,
  orama: async () => (await import('./orama.ts')).orama,
  fts5: async () => (await import('./fts5.ts')).fts5,
}
const contenderOf = async (name: string): Promise<Contender> => {
  const find = contenders[name]
  if (find === undefined) throw new Error(`nobody is called ${name}`)
  return find()
}

let opened: Searcher | undefined
const searcher = (): Searcher => {
  if (opened === undefined) throw new Error('nobody was opened')
  return opened
}
const bytesOf = async (path: string): Promise<ArrayBuffer> => (await fetch(path)).arrayBuffer()

const searching = {
  async prepare(name: string): Promise<void> {
    const records: readonly SearchedRecord[] = await (await fetch('/kept/records')).json()
    const bytes = await (await contenderOf(name)).prepare?.(records)
    if (bytes !== undefined) await fetch(`/kept/${name}`, { method: 'POST', body: bytes })
  },
  /** Fetches code and bytes, which are not timed. */
  async load(name: string, file: string): Promise<void> {
    const contender = await contenderOf(name)
    Object.assign(window, { contender, bytes: await bytesOf(`/kept/${file}`) })
  },
  /** Milliseconds from the bytes to the first answer. */
  async open(first: string): Promise<number> {
    const { contender, bytes } = window as unknown as { contender: Contender; bytes: ArrayBuffer }
    const startedAt = performance.now()
    opened = await contender.open(bytes)
    await opened.search(first)
    return performance.now() - startedAt
  },
  memoryOutside: (): number => searcher().memoryOutside ?? 0,
  /** Milliseconds of each key of each query; `times`: a key is pressed so often, for a clock that is coarse. */
  async type(queries: readonly string[], times: number): Promise<readonly number[]> {
    const waits: number[] = []
    for (const query of queries) {
      for (let length = 1; length <= query.length; length++) {
        const typed = query.slice(0, length).trim()
        const startedAt = performance.now()
        for (let n = 0; n < times; n++) await searcher().search(typed)
        waits.push((performance.now() - startedAt) / times)
      }
    }
    return waits
  },
  async find(queries: readonly string[]): Promise<readonly (readonly string[])[]> {
    const found: (readonly string[])[] = []
    for (const query of queries) found.push(await searcher().search(query))
    return found
  },
  /** Milliseconds of each: from a barcode to its record. */
  scan: (barcodes: readonly string[]): readonly number[] =>
    barcodes.map((barcode) => {
      const startedAt = performance.now()
      if (searcher().find?.(barcode)?.barcode !== barcode) throw new Error(barcode)
      return performance.now() - startedAt
    }),
}

declare global {
  interface Window {
    readonly searching: Searching
  }
}
type Searching = typeof searching

Object.assign(window, { searching })
