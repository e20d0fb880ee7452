/**
 * What the benchmark search asks of whoever finds titles as one types: ours, and each peer. Runs in the page.
 * All are given the same words, cut by our own function: how a package cuts words is not what is measured.
 */

/** One record, those most lent first. */
export interface SearchedRecord {
  readonly id: string
  /** The words of its title, author and call numbers, with a space between. */
  readonly words: string
}

export interface Searcher {
  /** Ids of 20 records at most that hold each of these words, or words that begin so; where none does, what the contender forgives. */
  search(query: string): readonly string[] | Promise<readonly string[]>
  /** The record under a whole barcode: ours alone. */
  find?(barcode: string): { readonly barcode: string } | undefined
  /** Bytes that the page's own heap does not count: the memory of a WebAssembly module. */
  readonly memoryOutside?: number
}

export interface Contender {
  /** What a server would prepare and a tablet keep. Absent: it comes ready made. */
  prepare?(records: readonly SearchedRecord[]): Promise<Uint8Array<ArrayBuffer>>
  /** From the bytes that were kept to the first answer. */
  open(bytes: ArrayBuffer): Promise<Searcher>
}

export const most = 20

export const toJsonBytes = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(value))
export const fromJsonBytes = (bytes: ArrayBuffer): string => new TextDecoder().decode(bytes)
