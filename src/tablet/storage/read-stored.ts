/**
 * All that a start needs, put together from the tables of the tablet's database, whoever reads them. Runs in the page, in one transaction.
 */
import type { Call } from '../../domain/call/call.ts'
import type { Visit } from '../../domain/handover/visit.ts'
import type { NoteDraft } from '../../domain/order/note-draft.ts'
import type { Acknowledged, BaseMark, BaseRow, EntryElsewhere, OutboxEntry, StoredTablet } from './tablet-storage.ts'

/** The version that this build writes, as Dexie counts it. */
export const databaseVersion = 1

export interface Meta {
  readonly key: string
  readonly value: unknown
}

/** What is in the making on this tablet: each kind under a key of its own. */
export interface Draft {
  readonly key: 'handover' | 'notes' | 'calls'
  readonly visits?: readonly Visit[]
  readonly notes?: readonly NoteDraft[]
  readonly calls?: readonly Call[]
}

interface RowOf {
  readonly outbox: OutboxEntry
  readonly elsewhere: EntryElsewhere
  readonly base: BaseRow
  readonly drafts: Draft
  readonly meta: Meta
}

export interface Tables {
  /** In the order of their keys. */
  all<K extends keyof RowOf>(table: K): Promise<readonly RowOf[K][]>
  outcomesAbove(version: number): Promise<readonly Acknowledged[]>
}

export const readStored = async ({ all, outcomesAbove }: Tables): Promise<StoredTablet> => {
  const values = all('meta').then((rows) => new Map(rows.map(({ key, value }) => [key, value])))
  const unreachedOf = values.then((kept) => outcomesAbove((kept.get('mark') as BaseMark | undefined)?.version ?? -1))
  // Asked for together: a start waits for the disk once.
  const [kept, base, outbox, elsewhere, drafts, unreached] = await Promise.all([
    values,
    all('base'),
    all('outbox'),
    all('elsewhere'),
    all('drafts'),
    unreachedOf,
  ])
  // dexie-storage.ts writes each under a key of one type.
  const value = <K extends keyof StoredTablet>(key: K) => kept.get(key) as StoredTablet[K] | undefined
  const draft = (key: Draft['key']): Draft | undefined => drafts.find((one) => one.key === key)
  return {
    identity: value('identity'),
    lost: value('lost'),
    farewell: value('farewell'),
    mark: value('mark'),
    lostMark: value('lostMark'),
    base,
    outbox,
    elsewhere,
    unreached,
    visits: draft('handover')?.visits ?? [],
    noteDrafts: draft('notes')?.notes ?? [],
    calls: draft('calls')?.calls ?? [],
    clockOffset: value('clockOffset') ?? 0,
  }
}
