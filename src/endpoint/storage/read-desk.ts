/**
 * Lets a rule of the domain, which reads at once, read a store that may answer later. Runs on the endpoint, inside a transaction or a read.
 * A row that is not there yet stops the rule; the row is loaded, and the rule starts again from its beginning. Rules are pure, so a second
 * run costs time and nothing else. SQLite answers at once, and there the rule runs once.
 */
import type { DeskState, RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import type { StoreReader } from './store.ts'
import type { Awaitable } from './stored.ts'

class Missing {
  readonly loading: Promise<unknown>
  constructor(loading: Promise<unknown>) {
    this.loading = loading
  }
}

/** Rows of one kind that are asked for one by one: a rule that wants more (every slot of a month) is given all of that kind in one question. */
const mostAlone = 8

/** What `rule` answers over the library's rows, each row read once. */
export const readDesk = async <T>(reader: StoreReader, rule: (state: DeskState) => T): Promise<T> => {
  const loaded = new Map<string, unknown>()
  const load = <V>(key: string, ask: () => Awaitable<V>): V => {
    // The key names the question, so what is stored under it is an answer to that question.
    if (loaded.has(key)) return loaded.get(key) as V
    const answer = ask()
    if (answer instanceof Promise) throw new Missing(answer.then((value) => loaded.set(key, value)))
    loaded.set(key, answer)
    return answer
  }
  /** By kind, then by id: kinds that were read whole. */
  const wholeKinds = new Map<RowKind, ReadonlyMap<string, unknown>>()
  const alone = new Map<RowKind, number>()
  const readRow = <K extends RowKind>(kind: K, id: RowId<K>): Awaitable<RowOf<K> | undefined> => {
    const answer = reader.row(kind, id)
    if (!(answer instanceof Promise)) return answer
    const asked = (alone.get(kind) ?? 0) + 1
    alone.set(kind, asked)
    if (asked <= mostAlone) return answer
    return (async () => {
      const [rows, row] = await Promise.all([reader.rowsOf(kind), answer])
      wholeKinds.set(kind, new Map(rows.map((one) => [one.id, one])))
      return row
    })()
  }
  const state: DeskState = {
    get: <K extends RowKind>(kind: K, id: RowId<K>) => {
      const whole = wholeKinds.get(kind)
      // The id is looked up as a disk keeps it: half a surrogate pair has no UTF-8.
      if (whole !== undefined) return whole.get(Buffer.from(id).toString()) as RowOf<K> | undefined
      return load<RowOf<K> | undefined>(`${kind}\n${id}`, () => readRow(kind, id))
    },
    all: <K extends RowKind>(kind: K) => load<readonly RowOf<K>[]>(kind, () => reader.rowsOf(kind)),
  }
  for (;;) {
    try {
      return rule(state)
    } catch (thrown) {
      if (!(thrown instanceof Missing)) throw thrown
      await thrown.loading
    }
  }
}
