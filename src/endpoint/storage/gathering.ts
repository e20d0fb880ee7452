/**
 * Reads what a push may touch in a few questions, and keeps what it writes until the end: on a network a question costs more than its
 * answer. Runs on the endpoint, inside one transaction. The rules and their order stay as they are; only when the tables are asked changes.
 * Works run in turn in memory. One that lacks a line is undone, and begins again once that line, and what those behind it lack, was read in
 * one go; one that asks what is not kept in memory runs again against the tables themselves.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { TurnWork } from './foreseen.ts'
import { LineShelf, textOf, type Way } from './line-shelf.ts'
import type { CountedLine, CounterLine, ErasedLine, LinkLine, MemoLine, RowLine } from './line-table.ts'
import {
  addressTable,
  catalogueTable,
  countedTable,
  counterTable,
  deviceTable,
  erasedTable,
  type LineTable,
  linkTable,
  memoTable,
  messageTable,
  receiptTable,
  rowTable,
} from './line-table.ts'
import { isPassingFault, NotRead, NotTaken } from './passing-fault.ts'
import type { AddressLine } from './sql-addresses.ts'
import { catalogueKeyOf, type EntryLine } from './sql-catalogue.ts'
import { allInOrder, type SqlConnection, whenAnswered } from './sql-connection.ts'
import type { MessageLine } from './sql-messages.ts'
import type { DeviceLine, ReceiptLine } from './sql-reader.ts'
import type { Awaitable, Library } from './store.ts'

/** Times that works are gone through to see what they lack; what is lacking then is asked for one by one. */
const mostRounds = 3

type Mode =
  /** Everything is asked and written at once, as in any other transaction. */
  | 'plain'
  /** Lines wait to be written, before any other question at the latest. */
  | 'gathers'
  /** A work's turn, in memory. */
  | 'tries'
  /** A work before its turn: what nobody read yet reads as nothing. */
  | 'looks-ahead'

/** Lines of one key or group, which nobody read yet. */
interface Wanted {
  readonly shelf: LineShelf<object>
  readonly way: Way
  readonly values: readonly string[]
}

/** Runs a transaction's work; once more, without gathering, where what it gathered was not taken. */
export const gathered = async <T>(run: (mayGather: boolean) => Promise<T>): Promise<T> => {
  try {
    return await run(true)
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error
    return run(false)
  }
}

export class Gathering {
  readonly #connection: SqlConnection
  readonly #libraryId: LibraryId
  readonly #catalogueKey: LibraryId
  readonly #undos: (() => void)[] = []
  readonly #wanted = new Map<string, Wanted>()
  #mode: Mode = 'plain'

  readonly rows = this.#shelf<RowLine>(rowTable)
  readonly receipts = this.#shelf<ReceiptLine>(receiptTable)
  readonly memos = this.#shelf<MemoLine>(memoTable)
  readonly devices = this.#shelf<Omit<DeviceLine, 'libraryId'>>(deviceTable)
  readonly erased = this.#shelf<ErasedLine>(erasedTable)
  readonly links = this.#shelf<LinkLine>(linkTable)
  readonly counted = this.#shelf<CountedLine>(countedTable)
  readonly counters = this.#shelf<CounterLine>(counterTable)
  readonly addresses = this.#shelf<AddressLine>(addressTable)
  readonly messages = this.#shelf<MessageLine>(messageTable)
  readonly catalogue = this.#shelf<EntryLine>(catalogueTable)
  readonly #shelves = [
    this.rows,
    this.receipts,
    this.memos,
    this.devices,
    this.erased,
    this.links,
    this.counted,
    this.counters,
    this.addresses,
    this.messages,
    this.catalogue,
  ] as readonly LineShelf<object>[]

  constructor(connection: SqlConnection, library: Library) {
    this.#connection = connection
    this.#libraryId = library.id
    this.#catalogueKey = catalogueKeyOf(library)
  }

  get isOn(): boolean {
    return this.#mode !== 'plain'
  }

  /** Works run in memory, where a savepoint costs nothing. */
  get isInMemory(): boolean {
    return this.#mode === 'tries' || this.#mode === 'looks-ahead'
  }

  start(): void {
    this.#mode = 'gathers'
  }

  /** The lines of one key or group. */
  find<L extends object>(shelf: LineShelf<L>, way: Way, values: readonly string[]): Awaitable<readonly L[]> {
    const known = shelf.find(way, values)
    if (known !== undefined) return known
    if (this.#connection.dialect.isFar && this.isInMemory) {
      this.want(shelf, way, values)
      if (this.#mode === 'looks-ahead') return []
      throw new NotRead()
    }
    return whenAnswered(this.#readLines<L>(shelf.table, way, [values]), (lines) => {
      shelf.load(way, values, lines)
      return shelf.find(way, values) ?? []
    })
  }

  /** The catalogue may be shared. */
  #readLines<L extends object>(table: LineTable, way: Way, each: readonly (readonly string[])[]): Awaitable<L[]> {
    return this.#connection.readLines<L>(table, way, table === catalogueTable ? this.#catalogueKey : this.#libraryId, each)
  }

  /** To be read with what others lack. */
  want<L extends object>(shelf: LineShelf<L>, way: Way, values: readonly string[]): void {
    if (shelf.find(way, values) !== undefined) return
    this.#wanted.set([shelf.table.name, way, ...values].join('\n'), { shelf: shelf as unknown as LineShelf<object>, way, values })
  }

  /** Reads what is wanted: one question a table and way, all of them at once. */
  async read(): Promise<void> {
    const asks = new Map<string, Wanted[]>()
    for (const one of this.#wanted.values()) {
      const ask = `${one.shelf.table.name} ${one.way}`
      const others = asks.get(ask)
      if (others === undefined) asks.set(ask, [one])
      else others.push(one)
    }
    this.#wanted.clear()
    await allInOrder([...asks.values()].map((each) => this.#readAll(each)))
  }

  /** All of one table and way. */
  async #readAll(each: readonly Wanted[]): Promise<void> {
    const [first] = each
    if (first === undefined) return
    const { shelf, way } = first
    const by = (way === 'key' ? shelf.table.key : shelf.table.group) ?? []
    const asked = each.map(({ values }) => values)
    const lines = await taken(() => this.#readLines<object>(shelf.table, way, asked))
    const found = new Map<string, object[]>()
    for (const line of lines) {
      const id = textOf(line, by)
      const others = found.get(id)
      if (others === undefined) found.set(id, [line])
      else others.push(line)
    }
    for (const values of asked) shelf.load(way, values, found.get(values.join('\n')) ?? [])
  }

  /** Before anything is asked or written that is not in memory here. */
  beforeOthers(): Awaitable<void> {
    if (this.isInMemory) throw new NotRead()
    return this.flush()
  }

  /** After something was written that is not in memory here. */
  forget(): void {
    for (const shelf of this.#shelves) shelf.forget()
  }

  /** Forgets what was not written yet too: the transaction went back to a savepoint. */
  drop(): void {
    for (const shelf of this.#shelves) shelf.drop()
    this.#undos.length = 0
  }

  mark(): () => void {
    const length = this.#undos.length
    return () => {
      for (const undo of this.#undos.splice(length).reverse()) undo()
    }
  }

  /** Writes what waits, in one statement a table. */
  flush(): Awaitable<void> {
    const writes: Promise<void>[] = []
    for (const shelf of this.#shelves) {
      const lines = shelf.take()
      const written = lines.length === 0 ? undefined : taken(() => this.#connection.writeLines(shelf.table, this.#libraryId, lines))
      if (written !== undefined) writes.push(written)
    }
    this.#undos.length = 0
    return writes.length === 0 ? undefined : allInOrder(writes)
  }

  /** Runs works one after the other; `mark` answers what undoes what is not kept here. Only what a work answers at its own turn stands. */
  async inTurn<T>(works: readonly TurnWork<T>[], mark: () => () => void): Promise<T[]> {
    const values: T[] = []
    let rounds = 0
    for (const [at, work] of works.entries()) {
      let tried = await this.#attempt('tries', () => work(false), mark)
      for (; tried === undefined && this.#wanted.size > 0 && rounds < mostRounds; rounds++) {
        for (const ahead of works.slice(at)) await this.#attempt('looks-ahead', () => ahead(true), mark)
        await this.read()
        tried = await this.#attempt('tries', () => work(false), mark)
      }
      this.#wanted.clear()
      values.push(tried === undefined ? await work(false) : tried.value)
    }
    return values
  }

  /** undefined: it lacks something, and nothing was changed. */
  async #attempt<T>(mode: Mode, work: () => Promise<T>, mark: () => () => void): Promise<{ readonly value: T } | undefined> {
    const [undoLines, undoRest] = [this.mark(), mark()]
    const undo = (): void => {
      undoLines()
      undoRest()
    }
    this.#mode = mode
    try {
      const value = await work()
      if (mode === 'looks-ahead') undo()
      return { value }
    } catch (error) {
      undo()
      if (mode === 'looks-ahead' || error instanceof NotRead) return undefined
      throw error
    } finally {
      this.#mode = 'gathers'
    }
  }

  #shelf<L extends object>(table: LineTable): LineShelf<L> {
    return new LineShelf<L>(table, (undo) => void this.#undos.push(undo))
  }
}

/** What the table does not take, or cannot be asked, is one operation's fault, and nobody can say whose: all begins again, each written by itself. */
const taken = <T>(ask: () => Awaitable<T>): Awaitable<T> => {
  const judged = (error: unknown): unknown => (isPassingFault(error) ? error : new NotTaken(error))
  try {
    const answer = ask()
    return answer instanceof Promise
      ? answer.catch((error: unknown) => {
          throw judged(error)
        })
      : answer
  } catch (error) {
    throw judged(error)
  }
}
