/**
 * What a restore keeps of the database that it replaces, where that one can be read: nobody hands these over again. Which numbers of batches
 * were given, for they lie in the ILS; and that two tablets ran under one identity, which no fact says. Runs in `npm run restore`.
 * Where nothing can be read the epoch's minute alone keeps numbers apart (`start-new-epoch.ts`); the cases are looked for in the bytes.
 */
import type { Case } from '../../domain/case/case.ts'
import { countCited } from '../../domain/case/seen-cites.ts'
import type { LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { batchFloorMemo } from './sql-transaction.ts'
import type { StoreTransaction } from './store.ts'

interface Line {
  readonly library: string
  readonly value: string | number
}
/** Answers the lines of one question. */
type Ask = (sql: string) => readonly Line[] | Promise<readonly Line[]>

export interface Replaced {
  /** The last number of a batch, or the floor of one that was replaced before. */
  readonly lastBatch: number
  readonly identityCases: readonly Case[]
}
export type ReplacedByLibrary = ReadonlyMap<LibraryId, Replaced>

export const readReplaced = async (ask: Ask, libraries: readonly LibraryId[]): Promise<ReplacedByLibrary> => {
  const numbers = [
    ...(await ask('SELECT library, max(number) AS value FROM export_batch GROUP BY library')),
    ...(await ask(`SELECT library, value FROM memo WHERE name = '${batchFloorMemo}'`)),
  ]
  const cases = await ask(
    "SELECT library, json AS value FROM row WHERE kind = 'case' AND id LIKE 'two-tablets-one-identity:%' AND json IS NOT NULL ORDER BY id",
  )
  return new Map(
    libraries.map((id) => {
      const of = (lines: readonly Line[]) => lines.filter(({ library }) => library === id).map(({ value }) => value)
      // A row of ours, written by the transaction that keeps them.
      const identityCases = of(cases).map((json) => JSON.parse(String(json)) as Case)
      return [id, { lastBatch: Math.max(0, ...of(numbers).map(Number)), identityCases }]
    }),
  )
}

/** In the new epoch. What a person decided of such a case is a request, which comes again and is accepted again. */
export const keepOfReplaced = async (transaction: StoreTransaction, replaced: Replaced | undefined, now: Instant): Promise<void> => {
  if (replaced === undefined) return
  const floor = Number((await transaction.memo(batchFloorMemo)) ?? 0)
  await transaction.keepMemo(batchFloorMemo, String(Math.max(floor, replaced.lastBatch)))
  for (const found of replaced.identityCases) {
    const here = await transaction.row('case', found.id)
    // The copy may have the case of before more facts came to it: of two open ones, that which cites more.
    const isWhole = here !== undefined && (here.settlement !== undefined || countCited(here) >= countCited(found))
    if (!isWhole) await transaction.writeRow({ ...found, settlement: undefined }, now)
  }
}
