/**
 * The lines of one table as one transaction knows them: those it read, those it wrote, and beneath them those that memory holds. Runs on the
 * endpoint, in memory. What was put is read again by the next operation, and can be undone; it waits here until it is taken to be written.
 */
import type { LineTable, Way } from './line-table.ts'

export interface LineSource {
  /** undefined: only the table knows. */
  find(way: Way, values: readonly string[]): readonly object[] | undefined
}

/** What a line says under these names, as one text. */
const textOf = (line: object, names: readonly string[]): string => {
  const [first = '', ...others] = names
  let text = String(Reflect.get(line, first))
  for (const name of others) text += `\n${Reflect.get(line, name)}`
  return text
}

export class LineShelf implements LineSource {
  readonly table: LineTable
  /** What memory holds of the table. */
  beneath: LineSource | undefined
  /** By key; undefined: it is known that there is none. */
  readonly #lines = new Map<string, object | undefined>()
  /** Keys of the groups that were read whole. */
  readonly #groups = new Map<string, Set<string>>()
  /** Lines to be written, by key. */
  #waiting = new Map<string, object>()
  readonly #noteUndo: (undo: () => void) => void

  constructor(table: LineTable, noteUndo: (undo: () => void) => void) {
    this.table = table
    this.#noteUndo = noteUndo
  }

  get isWaiting(): boolean {
    return this.#waiting.size > 0
  }

  /** All that was read or written one by one. */
  get lines(): readonly object[] {
    return [...this.#lines.values()].filter((line) => line !== undefined)
  }

  find(way: Way, values: readonly string[]): readonly object[] | undefined {
    const id = values.join('\n')
    if (way === 'key') {
      if (!this.#lines.has(id)) return this.beneath?.find(way, values)
      const line = this.#lines.get(id)
      return line === undefined ? [] : [line]
    }
    const known = this.#groups.get(id)
    if (known !== undefined) return [...known].flatMap((key) => this.#lines.get(key) ?? [])
    const held = this.beneath?.find(way, values)
    if (held === undefined) return undefined
    this.load(way, [values], held)
    return this.find(way, values)
  }

  /** Takes in what is said of all these keys or groups; what was put here since stands. */
  load(way: Way, asked: readonly (readonly string[])[], lines: readonly object[]): void {
    const groups = new Map(asked.map((values) => [values.join('\n'), new Set<string>()]))
    const { key: ofKey, group: ofGroup = [] } = this.table
    for (const line of lines) {
      const key = textOf(line, ofKey)
      if (!this.#lines.has(key)) this.#lines.set(key, line)
      groups.get(textOf(line, way === 'key' ? ofKey : ofGroup))?.add(key)
    }
    if (way === 'key') {
      for (const id of groups.keys()) if (!this.#lines.has(id)) this.#lines.set(id, undefined)
      return
    }
    for (const [key, line] of this.#waiting) groups.get(textOf(line, ofGroup))?.add(key)
    for (const [id, keys] of groups) this.#groups.set(id, keys)
  }

  put(said: object): void {
    const { key: ofKey, group, added } = this.table
    const key = textOf(said, ofKey)
    const [wasKnown, before, waiting] = [this.#lines.has(key), this.#lines.get(key), this.#waiting.get(key)]
    const line =
      added === undefined || waiting === undefined ? said : { ...said, [added]: Reflect.get(said, added) + Reflect.get(waiting, added) }
    this.#noteUndo(() => {
      if (wasKnown) this.#lines.set(key, before)
      else this.#lines.delete(key)
      if (waiting === undefined) this.#waiting.delete(key)
      else this.#waiting.set(key, waiting)
    })
    this.#lines.set(key, line)
    this.#waiting.set(key, line)
    if (group !== undefined) this.#groups.get(textOf(line, group))?.add(key)
  }

  /** What is to be written, each line once; it waits here no longer. */
  take(): readonly object[] {
    const taken = this.#waiting
    this.#waiting = new Map()
    this.#noteUndo(() => {
      this.#waiting = taken
      // They may have been forgotten meanwhile.
      for (const [key, line] of taken) this.#lines.set(key, line)
    })
    return [...taken.values()]
  }

  /** Knows nothing any more of what the table says; what is to be written still is. */
  forget(): void {
    this.beneath = undefined
    this.#lines.clear()
    this.#groups.clear()
    for (const [key, line] of this.#waiting) this.#lines.set(key, line)
  }
}
