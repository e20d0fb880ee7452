/**
 * The lines of one table as one transaction knows them: those it read, and those it will write. Runs on the endpoint, in memory.
 * What was put is read again by the next operation, and can be undone, until it is taken away to be written in one statement.
 */
import type { LineTable } from './line-table.ts'

/** By its whole key, or by what several have in common. */
export type Way = 'key' | 'group'

/** Mostly one value, or two. */
const joined = (values: readonly string[]): string => {
  const [first = '', second] = values
  return values.length > 2 ? values.join('\n') : second === undefined ? first : `${first}\n${second}`
}
/** What a line says under these names, as one text. */
export const textOf = (line: object, names: readonly string[]): string => {
  const [first = '', ...others] = names
  let text = String(Reflect.get(line, first))
  for (const name of others) text += `\n${Reflect.get(line, name)}`
  return text
}

export class LineShelf<L extends object> {
  readonly table: LineTable
  /** By key; undefined: it is known that there is none. */
  readonly #lines = new Map<string, L | undefined>()
  /** Keys of the groups that were read whole. */
  readonly #groups = new Map<string, string[]>()
  /** Lines to be written, by key. */
  readonly #pending = new Map<string, L>()
  readonly #noteUndo: (undo: () => void) => void

  constructor(table: LineTable, noteUndo: (undo: () => void) => void) {
    this.table = table
    this.#noteUndo = noteUndo
  }

  /** undefined: nobody read it yet. */
  find(way: Way, values: readonly string[]): readonly L[] | undefined {
    const id = joined(values)
    if (way === 'key') {
      if (!this.#lines.has(id)) return undefined
      const line = this.#lines.get(id)
      return line === undefined ? [] : [line]
    }
    return this.#groups.get(id)?.flatMap((key) => this.#lines.get(key) ?? [])
  }

  /** Takes in what the table says; what was put here since stands. */
  load(way: Way, values: readonly string[], lines: readonly L[]): void {
    const id = joined(values)
    const keys = lines.map((line) => this.#keyOf(line))
    for (const [n, key] of keys.entries()) if (!this.#lines.has(key)) this.#lines.set(key, lines[n])
    if (way === 'key') {
      if (!this.#lines.has(id)) this.#lines.set(id, undefined)
      return
    }
    for (const [key, line] of this.#pending) {
      if (this.#groupOf(line) === id && !keys.includes(key)) keys.push(key)
    }
    this.#groups.set(id, keys)
  }

  put(line: L): void {
    const key = this.#keyOf(line)
    this.#set(key, line)
    const keys = this.table.group && this.#groups.get(this.#groupOf(line))
    if (keys !== undefined && !keys.includes(key)) keys.push(key)
  }

  /** What will be written of that key. */
  pending(values: readonly string[]): L | undefined {
    return this.#pending.get(joined(values))
  }

  /** What is to be written, each line once; it waits here no longer. */
  take(): readonly L[] {
    const lines = [...this.#pending.values()]
    this.#pending.clear()
    return lines
  }

  /** Knows nothing any more of what the table says; what is to be written still is. */
  forget(): void {
    this.#lines.clear()
    this.#groups.clear()
    for (const [key, line] of this.#pending) this.#lines.set(key, line)
  }

  drop(): void {
    this.#pending.clear()
    this.forget()
  }

  #keyOf(line: L): string {
    return textOf(line, this.table.key)
  }

  #groupOf(line: L): string {
    return textOf(line, this.table.group ?? [])
  }

  #set(key: string, line: L): void {
    const wasKnown = this.#lines.has(key)
    const before = this.#lines.get(key)
    const pendingBefore = this.#pending.get(key)
    this.#noteUndo(() => {
      if (wasKnown) this.#lines.set(key, before)
      else this.#lines.delete(key)
      if (pendingBefore === undefined) this.#pending.delete(key)
      else this.#pending.set(key, pendingBefore)
    })
    this.#lines.set(key, line)
    this.#pending.set(key, line)
  }
}
