/**
 * The rows of libraries as they were last committed, held in memory so that a push asks for none of them (decision 31). Runs on the endpoint.
 * They are good while epoch, head and chain are the library's, which each transaction reads anyway; else what changed since is read, or all.
 * Each kind is held whole, but for patrons, of whom there are many: whoever needs one names her.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { RowKind } from '../../domain/row/desk-state.ts'
import type { LineSource } from './line-shelf.ts'
import type { Way } from './line-table.ts'
import type { SqlConnection } from './sql-connection.ts'
import type { Library, RowLine } from './stored.ts'

type Standing = Pick<Library, 'epoch' | 'head' | 'chain'>

const notHeld: RowKind = 'patron'
/** Characters of rows, over all libraries: those of some hundreds. Read as objects they take some times as much. */
const mostHeld = 64 * 2 ** 20

const columns = 'kind, id, version, json, hash'

export class HeldRows implements LineSource {
  readonly #kinds = new Map<string, Map<string, RowLine>>()
  #standing: Standing
  size = 0

  constructor(standing: Standing, lines: readonly RowLine[]) {
    this.#standing = standing
    this.keep(standing, lines)
  }

  get standing(): Standing {
    return this.#standing
  }

  isAt({ epoch, head, chain }: Standing): boolean {
    const { epoch: heldEpoch, head: heldHead, chain: heldChain } = this.#standing
    return epoch === heldEpoch && head === heldHead && chain === heldChain
  }

  find(way: Way, [kind = '', id = '']: readonly string[]): readonly RowLine[] | undefined {
    if (kind === notHeld) return undefined
    const rows = this.#kinds.get(kind)
    if (way === 'group') return [...(rows?.values() ?? [])]
    const line = rows?.get(id)
    return line === undefined ? [] : [line]
  }

  keep(standing: Standing, lines: readonly RowLine[]): this {
    this.#standing = standing
    for (const line of lines) {
      const rows = this.#kinds.get(line.kind) ?? new Map<string, RowLine>()
      const before = rows.get(line.id)
      if (line.kind === notHeld || line === before) continue
      this.#kinds.set(line.kind, rows)
      this.size += (line.json?.length ?? 0) - (before?.json?.length ?? 0)
      if (line.json === null) rows.delete(line.id)
      else rows.set(line.id, line)
    }
    return this
  }
}

export class RowMemory {
  /** The least used first. */
  readonly #libraries = new Map<LibraryId, HeldRows>()
  readonly #most: number

  constructor(most = mostHeld) {
    this.#most = most
  }

  /** undefined: nothing, or of another moment. */
  at(library: Library): HeldRows | undefined {
    const held = this.#libraries.get(library.id)
    return held?.isAt(library) ? held : undefined
  }

  /** As they last were here. */
  last(id: LibraryId): HeldRows | undefined {
    return this.#libraries.get(id)
  }

  /** Reads what changed, or all; asked with the library's lock, and judged once that is answered. undefined: all is to be read. */
  async look(connection: SqlConnection, id: LibraryId): Promise<(library: Library) => HeldRows | undefined> {
    const held = this.#libraries.get(id)
    if (held === undefined) {
      const sql = `SELECT ${columns} FROM row WHERE library = ? AND kind <> '${notHeld}' AND json IS NOT NULL ORDER BY id`
      const lines = await connection.many<RowLine>(sql, id)
      return (library) => this.keep(id, new HeldRows(library, lines))
    }
    const { epoch, head, chain } = held.standing
    const [link, lines] = await Promise.all([
      connection.one<{ chain: string }>('SELECT chain FROM chain_link WHERE library = ? AND version = ?', id, head),
      connection.many<RowLine>(`SELECT ${columns} FROM row WHERE library = ? AND version > ? ORDER BY version`, id, head),
    ])
    return (library) => {
      if (held.isAt(library)) return held
      // It went on from there, and has forgotten nothing since of what was erased.
      if (epoch === library.epoch && link?.chain === chain) return held.keep(library, lines)
      this.drop(id)
      return undefined
    }
  }

  /** Used just now; who was not for longest leaves where there is no room for all. */
  keep(id: LibraryId, held: HeldRows): HeldRows {
    this.#libraries.delete(id)
    this.#libraries.set(id, held)
    let size = 0
    for (const { size: one } of this.#libraries.values()) size += one
    for (const [least, { size: one }] of this.#libraries) {
      if (size <= this.#most) break
      this.#libraries.delete(least)
      size -= one
    }
    return held
  }

  drop(id: LibraryId): void {
    this.#libraries.delete(id)
  }
}
