/**
 * The connection of one library's transaction. What it read it knows; what it writes waits beside memory, and is read again from there. Runs on
 * the endpoint. Once it reads ahead, lines go out together, before the commit or whatever else names their table: on a network a wait costs
 * more than its answer. Before that, or where lines written together were not taken, each goes out by itself.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { DeskReader } from '../../domain/row/desk-state.ts'
import { LineShelf } from './line-shelf.ts'
import type { Asked, LineTable, Way } from './line-table.ts'
import { isPassingFault, NotTaken } from './passing-fault.ts'
import { type HeldRows, RowMemory } from './row-memory.ts'
import { allInOrder, type Parameter, type SqlConnection, whenAnswered } from './sql-connection.ts'
import { type Awaitable, type Library, type RowLine, rowOf, rowTable } from './stored.ts'

const wordsBySql = new Map<string, ReadonlySet<string>>()
const wordsOf = (sql: string): ReadonlySet<string> => {
  const words = wordsBySql.get(sql) ?? new Set(sql.match(/\w+/g))
  wordsBySql.set(sql, words)
  return words
}

/** Runs a transaction's work; once more, each line written by itself, where what it wrote together was not taken. */
export const orByItself = async <T>(run: (mayWait: boolean) => Promise<T>): Promise<T> => {
  try {
    return await run(true)
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error
    return run(false)
  }
}

export class TransactionConnection implements SqlConnection {
  readonly #real: SqlConnection
  readonly #memory: RowMemory
  readonly #libraryId: LibraryId
  readonly #mayWait: boolean
  readonly #shelves = new Map<LineTable, LineShelf>()
  readonly #undos: (() => void)[] = []
  /** Savepoints that are open; the database knows of one once something within it is to be written. */
  readonly #points: { readonly name: string; isReal: boolean }[] = []
  #held: HeldRows | undefined
  #isWaiting = false
  #again: ((library: Library) => Promise<void>) | undefined

  /** `mayWait`: false once lines written together were not taken. */
  constructor(real: SqlConnection, libraryId: LibraryId, memory = new RowMemory(), mayWait = false) {
    this.#real = real
    this.#libraryId = libraryId
    this.#memory = memory
    this.#mayWait = mayWait
  }

  get dialect() {
    return this.#real.dialect
  }

  get periodKeys() {
    return this.#real.periodKeys
  }

  one<R extends object>(sql: string, ...parameters: readonly Parameter[]): Awaitable<R | undefined> {
    return whenAnswered(this.#flush(sql), () => this.#taken(() => this.#real.one<R>(sql, ...parameters)))
  }

  many<R extends object>(sql: string, ...parameters: readonly Parameter[]): Awaitable<R[]> {
    return whenAnswered(this.#flush(sql), () => this.#taken(() => this.#real.many<R>(sql, ...parameters)))
  }

  run(sql: string, ...parameters: readonly Parameter[]): Awaitable<number> {
    const write = () => whenAnswered(this.#savePoints(), () => this.#taken(() => this.#real.run(sql, ...parameters)))
    return whenAnswered(this.#flush(sql), () =>
      whenAnswered(write(), (changed) => {
        for (const shelf of this.#named(sql)) {
          shelf.forget()
          this.#noteUndo(() => shelf.forget())
        }
        return changed
      }),
    )
  }

  readLines<L extends object>(table: LineTable, way: Way, libraryId: LibraryId, each: readonly (readonly string[])[]): Awaitable<L[]> {
    if (table.isBulk && !this.#shelves.has(table)) return this.#taken(() => this.#real.readLines<L>(table, way, libraryId, each))
    const shelf = this.#shelf(table)
    const known = each.map((values) => shelf.find(way, values))
    const unknown = each.filter((_, n) => known[n] === undefined)
    // The table's author describes its own lines.
    if (unknown.length === 0) return known.flatMap((lines) => lines ?? []) as L[]
    return whenAnswered(
      this.#taken(() => this.#real.readLines<L>(table, way, libraryId, unknown)),
      (lines) => {
        shelf.load(way, unknown, lines)
        return each.flatMap((values) => shelf.find(way, values) ?? []) as L[]
      },
    )
  }

  writeLines(table: LineTable, libraryId: LibraryId, lines: readonly object[]): Awaitable<number> {
    if (table.isBulk) {
      this.#shelves.delete(table)
      return whenAnswered(this.#savePoints(), () => this.#taken(() => this.#real.writeLines(table, libraryId, lines)))
    }
    const shelf = this.#shelf(table)
    for (const line of lines) shelf.put(line)
    return this.#isWaiting ? lines.length : whenAnswered(this.flush([shelf]), () => lines.length)
  }

  /** Asks at once, with the library's lock, for what changed of its rows, and for these lines; `row` says what memory has. */
  async readAhead(name: (row: DeskReader['get']) => readonly Asked[]): Promise<void> {
    if (!this.#mayWait) return
    this.#isWaiting = true
    const ask = (held: HeldRows | undefined): Promise<void> => {
      const asked = new Map<string, { readonly table: LineTable; readonly way: Way; readonly each: Map<string, string[]> }>()
      for (const [table, way, ...values] of name((kind, id) => rowOf(held?.find('key', [kind, id])?.[0]))) {
        const same = asked.get(`${table.name} ${way}`) ?? { table, way, each: new Map() }
        asked.set(`${table.name} ${way}`, same)
        same.each.set(values.join('\n'), values)
        this.#shelf(table)
      }
      return allInOrder([...asked.values()].map(({ table, way, each }) => this.readLines(table, way, this.#libraryId, [...each.values()])))
    }
    const look = () => this.#taken(() => this.#memory.look(this.#real, this.#libraryId))
    const [last, looking] = [this.#memory.last(this.#libraryId), look()]
    const isLast = last?.standing
    this.#again = async (library) => {
      this.#hold((await looking)(library) ?? (await look())(library))
      if (isLast !== this.#held?.standing) await ask(this.#held)
    }
    await allInOrder([looking, ask(last)])
  }

  /** The lock is answered: the library stands there, and is this transaction's alone. */
  async begin(library: Library): Promise<void> {
    if (this.#again === undefined) this.#hold(this.#memory.at(library))
    else await this.#again(library)
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const point = { name: `savepoint_${this.#points.length + 1}`, isReal: false }
    this.#points.push(point)
    const before = this.#undos.length
    try {
      if (!this.#isWaiting) await this.#savePoints()
      const value = await work()
      if (point.isReal) await this.#real.run(`RELEASE ${point.name}`)
      return value
    } catch (error) {
      try {
        if (point.isReal) await this.#real.run(`ROLLBACK TO ${point.name}`)
        if (point.isReal) await this.#real.run(`RELEASE ${point.name}`)
      } catch (undoing) {
        // On a full disk SQLite has undone the whole transaction, savepoint included: what says so is the error before.
        throw isPassingFault(error) ? error : undoing
      } finally {
        for (const undo of this.#undos.splice(before).reverse()) undo()
      }
      throw error
    } finally {
      this.#points.pop()
      if (this.#points.length === 0) this.#undos.length = 0
    }
  }

  /** Writes what waits, in one statement a table. */
  flush(shelves: Iterable<LineShelf> = this.#shelves.values()): Awaitable<void> {
    const full = [...shelves].filter(({ isWaiting }) => isWaiting)
    if (full.length === 0) return
    return whenAnswered(this.#savePoints(), () => {
      const written = full.map((shelf) => this.#taken(() => this.#real.writeLines(shelf.table, this.#libraryId, shelf.take())))
      return written.some((one) => one instanceof Promise) ? allInOrder(written) : undefined
    })
  }

  /** After the commit's answer: the library stands there, and memory knows what this transaction knows. */
  remember(standing: Library): void {
    const rows = this.#shelf(rowTable)
    if (this.#held === undefined) return
    // Something else was written into the table.
    if (rows.beneath === undefined) this.#memory.drop(standing.id)
    else this.#memory.keep(standing.id, this.#held.keep(standing, rows.lines as readonly RowLine[]))
  }

  #hold(held: HeldRows | undefined): void {
    this.#held = held
    this.#shelf(rowTable).beneath = held
  }

  #shelf(table: LineTable): LineShelf {
    const known = this.#shelves.get(table)
    if (known !== undefined) return known
    const shelf = new LineShelf(table, (undo) => this.#noteUndo(undo))
    this.#shelves.set(table, shelf)
    return shelf
  }

  #noteUndo(undo: () => void): void {
    if (this.#points.length > 0) this.#undos.push(undo)
  }

  #named(sql: string): readonly LineShelf[] {
    const words = wordsOf(sql)
    return [...this.#shelves.values()].filter(({ table }) => words.has(table.name))
  }

  #flush(sql: string): Awaitable<void> {
    return this.flush(this.#named(sql))
  }

  /** From here on the database can go back to each of them. */
  #savePoints(): Awaitable<void> {
    const asked: unknown[] = []
    for (const point of this.#points) {
      if (point.isReal) continue
      point.isReal = true
      asked.push(this.#taken(() => this.#real.run(`SAVEPOINT ${point.name}`)))
    }
    return asked.some((one) => one instanceof Promise) ? allInOrder(asked) : undefined
  }

  /** While lines wait, what the database does not take is one operation's fault, and nobody can say whose: all begins again. */
  #taken<T>(ask: () => Awaitable<T>): Awaitable<T> {
    const judged = (error: unknown): unknown => (isPassingFault(error) || !this.#isWaiting ? error : new NotTaken(error))
    try {
      const answer = ask()
      if (!(answer instanceof Promise)) return answer
      return answer.catch((error: unknown) => {
        throw judged(error)
      })
    } catch (error) {
      throw judged(error)
    }
  }
}
