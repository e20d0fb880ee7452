/**
 * Since when the ILS says that the ordinary desk has lent a document (ORD-4). Runs everywhere.
 * Two kinds of loans do not count: one that was made here and that the ILS only repeats, and one whose document has come back here since,
 * which the ILS may not know yet.
 */

import type { Instant } from '../instant.ts'
import type { Item } from './item.ts'
import { openHandovers } from './item-state.ts'
import { storyOf } from './story.ts'

/** undefined: nothing says that it left by the ordinary desk. An import that gives no day counts from that import. */
export const lentElsewhereSince = (item: Item | undefined): Instant | undefined => {
  const since = item?.ilsLoanSince
  if (item === undefined || since === undefined || openHandovers(item).length > 0) return undefined
  return storyOf(item).returns.some((fact) => fact.at >= since) ? undefined : since
}
