/**
 * « Je m'en occupe »: somebody takes a zone or an order of the preparation (PULL-3).
 * Two who did without knowing of each other both show, with a case for information.
 */
import { formatSubject } from '../../operation/subject.ts'
import { formatClaimScope, withClaim } from '../../pull-list/claim.ts'
import { refuse } from '../../result.ts'
import { putCase } from '../change-rows.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'

export const claim: KindOf<'claim'> = {
  ...ofOrder,
  names: ({ scope }) => ({ scope }),
  decide: (state, { scope }, { end, librarian, takesOver }) => {
    const holder = state.get('claim', formatClaimScope(scope))?.holders[0]
    return end === 'tablet' && holder !== undefined && holder.librarianId !== librarian.id && holder.operationId !== takesOver
      ? refuse({ kind: 'claim-held', by: holder.librarianId })
      : yes
  },
  apply: (draft, { scope }, { operationId, librarianId, deviceId, at, based }) => {
    const id = formatClaimScope(scope)
    const subject = formatSubject({ kind: 'claim', scope })
    const before = draft.get('claim', id)?.holders ?? []
    const { holders, isContested } = withClaim(before, { operationId, librarianId, deviceId, at }, based[subject] ?? [])
    if (holders === before) return
    draft.put({ kind: 'claim', id, scope, holders })
    const [first] = holders
    if (isContested && first !== undefined) putCase(draft, { caseKind: 'claimed-twice', subject, cites: [first.operationId, operationId] })
  },
}
