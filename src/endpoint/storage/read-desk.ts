/**
 * Lets a rule of the domain, which reads at once, read a store that may answer later. Runs on the endpoint, inside a transaction or a read.
 * A row that is not there yet stops the rule; the row is loaded, and the rule starts again from its beginning. Rules are pure, so a second
 * run costs time and nothing else. SQLite answers at once, and there the rule runs once.
 */
import type { DeskState, RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import type { Awaitable, StoreReader } from './store.ts'

class Missing {
  readonly loading: Promise<unknown>
  constructor(loading: Promise<unknown>) {
    this.loading = loading
  }
}

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
  const state: DeskState = {
    get: <K extends RowKind>(kind: K, id: RowId<K>) => load<RowOf<K> | undefined>(`${kind}\n${id}`, () => reader.row(kind, id)),
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
