/**
 * What one order, handover or return has added to the counters, part by part: so that a correction takes back just that, whatever became
 * of the patron's category or the library's hours meanwhile (STAT-2). Runs everywhere. It names no patron.
 */
import type { ItemBarcode } from '../ids.ts'
import type { CountedLoanWanted } from '../loan-right/judge-loan.ts'
import type { LocalDate } from '../local-date.ts'
import type { ChangedPart } from './count-parts.ts'
import { type Count, negated, sumCounts } from './figures.ts'

export interface Counted {
  /** The category under which it was first counted: it keeps it. */
  readonly audience: string
  readonly parts: Readonly<Record<string, readonly Count[]>>
  /** Of a handover: the day in whose sets its patron is counted; absent: in none (STAT-5). */
  readonly setDay?: LocalDate | undefined
  /** Of a handover: its documents that left beyond the rights, as they were judged; absent: none (LOAN-3). */
  readonly beyond?: readonly (CountedLoanWanted & { readonly barcode: ItemBarcode })[] | undefined
}

/** Of the documents that left with a reason in some days. */
export interface BeyondRights {
  readonly of: number
  /** For at least how many of them these rights would ask one; 0: in no cell do they for as many persons as the library says (STAT-4). */
  readonly asked: number
  /** Kept since then; undefined: since today. */
  readonly since: LocalDate | undefined
}

export interface Recounted {
  readonly counted: Counted
  /** What is to be added to the counters. */
  readonly change: readonly Count[]
}

/** Of one subject. `audience` is asked only where nothing says under which it was first counted. */
export const recount = (known: Counted | undefined, changed: readonly ChangedPart[], audience: string): Recounted => {
  const pinned = known?.audience ?? audience
  // Not as members of an object: a document may be numbered `__proto__`.
  const parts = new Map(Object.entries(known?.parts ?? {}))
  const change: Count[] = []
  for (const { part, wasCounted } of changed) {
    const before = parts.get(part.name)
    // Counted so long ago that nobody knows how: it stays as it was.
    if (before === undefined && wasCounted) continue
    const after = part.countsOf(pinned)
    change.push(...negated(before ?? []), ...after)
    parts.set(part.name, after)
  }
  return { counted: { ...known, audience: pinned, parts: Object.fromEntries(parts) }, change: sumCounts(change) }
}

/** Whether any of it counts. */
export const countsAnything = (counted: Counted): boolean => Object.values(counted.parts).some((counts) => counts.length > 0)
