/**
 * Lines are added to an order and taken out of it (PHONE-15); a line at least stays.
 * On the endpoint what two changed without knowing of each other stands, as a case.
 */
import { toOperationId } from '../../ids.ts'
import { formatOrderSubject } from '../../operation/subject.ts'
import { changeLines as changed, isAsSeen } from '../../order/change-lines.ts'
import { refuse } from '../../result.ts'
import { putCase, reviewOrder } from '../change-rows.ts'
import { type KindOf, ofOrder, yes } from '../kind.ts'
import { openOrder } from '../open-order.ts'

export const changeLines: KindOf<'change-lines'> = {
  ...ofOrder,
  texts: ({ overrideReason }) => [overrideReason ?? ''],
  names: ({ adds, removes }) => ({ changed: { adds, removes } }),
  decide: (state, request, { end }) => {
    const found = openOrder(state, request.orderId)
    if (!found.ok) return found
    if (end === 'tablet' && !isAsSeen(found.value, request)) return refuse({ kind: 'line-changed-meanwhile' })
    return changed(found.value, request, toOperationId('')).order.lines.length === 0 ? refuse({ kind: 'order-empty' }) : yes
  },
  apply: (draft, request, { operationId }) => {
    const before = draft.get('order', request.orderId)
    if (before === undefined) return
    const { order, clashing } = changed(before, request, operationId)
    reviewOrder(draft, order)
    if (clashing.length > 0) putCase(draft, { caseKind: 'line-changed-twice', subject: formatOrderSubject(order.id), cites: clashing })
  },
}
