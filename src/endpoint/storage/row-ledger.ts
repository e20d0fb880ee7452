/**
 * The running account of one library within one transaction: next version, digest, and the chain over what was written.
 * Runs on the endpoint, inside every store, so that SQLite and PostgreSQL count alike (PROTOCOL.md, Pull and Epoch).
 * A version names one row; the chain moves once per transaction, because a cursor can only stand on a committed head.
 */
import { createHash } from 'node:crypto'
import { addToDigest, formatDigest, parseDigest, removeFromDigest } from '../../domain/hash64.ts'
import type { RowKind } from '../../domain/row/desk-state.ts'

/** The chain of a library without rows. */
export const firstChain = '0'.repeat(64)

export interface LedgerMark {
  readonly head: number
  readonly digest: bigint
  readonly written: number
}

export class RowLedger {
  readonly #chain: string
  readonly #written: string[] = []
  readonly #start: number
  #head: number
  #digest: bigint

  constructor(library: { readonly head: number; readonly chain: string; readonly digest: string }) {
    this.#chain = library.chain
    this.#start = library.head
    this.#head = library.head
    this.#digest = parseDigest(library.digest)
  }

  /** Counts one row written: `before` and `after` are row hashes, 0 for no row. Answers the row's version. */
  record(kind: string, id: string, before: bigint, after: bigint): number {
    this.#head += 1
    this.#digest = addToDigest(removeFromDigest(this.#digest, before), after)
    this.#written.push(`${this.#head}\n${kind}\n${id}\n${formatDigest(after)}`)
    return this.#head
  }

  /** Rows written here under higher versions. */
  writtenAfter(version: number): readonly { readonly kind: RowKind; readonly id: string }[] {
    return this.#written.slice(version - this.#start).map((text) => {
      const [, kind, id = ''] = text.split('\n')
      // The cast gives the kind its type again: `record` wrote it.
      return { kind: kind as RowKind, id }
    })
  }

  get head(): number {
    return this.#head
  }

  get digest(): string {
    return formatDigest(this.#digest)
  }

  get hasMoved(): boolean {
    return this.#head !== this.#start
  }

  mark(): LedgerMark {
    return { head: this.#head, digest: this.#digest, written: this.#written.length }
  }

  /** Forgets what was recorded since the mark: a savepoint was undone. */
  returnTo(mark: LedgerMark): void {
    this.#head = mark.head
    this.#digest = mark.digest
    this.#written.length = mark.written
  }

  /** Head, chain and digest as they would be committed now. */
  standing(): { readonly head: number; readonly chain: string; readonly digest: string } {
    const chain = this.hasMoved
      ? createHash('sha256')
          .update([this.#chain, ...this.#written].join('\n\n'))
          .digest('hex')
      : this.#chain
    return { head: this.#head, chain, digest: this.digest }
  }
}
