/**
 * Somebody frees the zone or the order that they had taken (PULL-3).
 * Of their own claims alone: a colleague's stays.
 */
import { formatClaimScope } from '../../pull-list/claim.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'

export const releaseClaim: KindOf<'release-claim'> = {
  ...ofOrder,
  names: ({ scope }) => ({ scope }),
  decide: () => yes,
  apply: (draft, { scope }, { librarianId }) => {
    const before = draft.get('claim', formatClaimScope(scope))
    if (before !== undefined) draft.put({ ...before, holders: before.holders.filter((holder) => holder.librarianId !== librarianId) })
  },
}
