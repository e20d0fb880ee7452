/**
 * What the endpoint remembers of one order, document or claim while tablets bring back what a restore forgot (PROTOCOL.md, After a restore): a
 * line for each subject, beside the library's rows. Runs on the endpoint, inside a transaction. A line of which nothing waits is forgotten
 * with its age.
 */
import type { OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { tableOf } from './line-table.ts'

export interface SinceRestore {
  /** Facts about an order that is not here, in the order received. */
  readonly facts: readonly OperationId[]
  /** When the last of them came, and whether nothing more is to be said of it. */
  readonly lastFactAt?: Instant
  readonly isSaid?: boolean
  /** Requests that wait, when each was first accepted, in a history that was lost, and what it sets. */
  readonly held: readonly { readonly operationId: OperationId; readonly accepted: number; readonly sets: string }[]
  /** When each thing was last accepted, or set, by what names it. */
  readonly times: Readonly<Record<string, number>>
}

export const nothingSince: SinceRestore = { facts: [], held: [], times: {} }

export const sinceRestoreTable = tableOf<{
  readonly subject: string
  readonly json: string
  readonly waits: 0 | 1
  readonly at: Instant
}>('since_restore')
