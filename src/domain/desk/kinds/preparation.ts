/**
 * What preparers do with an order between the shelves and its bay. Runs everywhere; pure.
 * Each kind says what may refuse it, what it changes and what it names (`domain/desk/kind.ts`).
 */
import { formatSubject } from '../../operation/subject.ts'
import { isLineDone, type OrderLine, standingLinePicks } from '../../order/order.ts'
import { bayHolders } from '../../pull-list/choose-bay.ts'
import { formatClaimScope, withClaim } from '../../pull-list/claim.ts'
import { refuse } from '../../result.ts'
import { changeItem, changeOrder, putCase } from '../change-rows.ts'
import { freeItem } from '../free-item.ts'
import { type KindOf, ofDocument, ofLine, ofOrder, yes } from '../kind.ts'
import { openLine, openOrder, unpickedLine, whileOpen } from '../open-order.ts'

/**
 * A document goes to the pile of an order, for one of its lines (PULL-4).
 * Ticked by a tap it has no barcode: then only the order hears of it.
 */
export const pickItem: KindOf<'pick-item'> = {
  ...ofDocument,
  decide: (state, { orderId, lineId, barcode, of }, { now }) => {
    const line = unpickedLine(state, orderId, lineId, of)
    return !line.ok || barcode === undefined ? line : freeItem(state, barcode, now)
  },
  apply: (draft, fact, envelope) => {
    const { orderId, lineId, barcode, of } = fact
    // Most have none: their rows stay short.
    changeOrder(draft, envelope, orderId, { what: 'picked', lineId, barcode, ...(of === undefined ? {} : { of }) })
    if (barcode !== undefined) changeItem(draft, envelope, barcode, { what: 'picked', orderId, lineId }, fact)
  },
}

/** A pick is taken back: the document leaves the pile again (PULL-4). It names the pick, so that another pick of the same line stands. */
export const unpickItem: KindOf<'unpick-item'> = {
  ...ofDocument,
  names: ofLine.names,
  takesBack: ({ pick }) => pick,
  decide: (state, { orderId, lineId, pick }) => {
    const found = openLine(state, orderId, lineId)
    if (!found.ok) return found
    const isStanding = standingLinePicks(found.value.order, lineId).some(({ operationId }) => operationId === pick)
    return isStanding ? yes : refuse({ kind: 'line-not-picked' })
  },
  apply: (draft, { orderId, lineId, pick, barcode }, envelope) => {
    changeOrder(draft, envelope, orderId, { what: 'unpicked', lineId, pick })
    if (barcode !== undefined) changeItem(draft, envelope, barcode, { what: 'unpicked', pick })
  },
}

/** What a line asks for was not where it should be: it is looked for again apart (PULL-5). Of the line alone: nobody held a document. */
export const reportNotFound: KindOf<'report-not-found'> = {
  ...ofLine,
  decide: (state, { orderId, lineId }) => unpickedLine(state, orderId, lineId),
  apply: (draft, { orderId, lineId }, envelope) => changeOrder(draft, envelope, orderId, { what: 'not-found', lineId }),
}

/**
 * A line is given up, with a reason that the patron is told (PULL-5). It stays on the order: a document that turns up is still picked for
 * it.
 */
export const giveUpLine: KindOf<'give-up-line'> = {
  ...ofLine,
  names: ({ lineId, reason }) => ({ lineId, reason }),
  texts: ({ reason }) => [reason],
  decide: (state, { orderId, lineId }) => unpickedLine(state, orderId, lineId),
  apply: (draft, { orderId, lineId, reason }, envelope) => changeOrder(draft, envelope, orderId, { what: 'given-up', lineId, reason }),
}

/** An equivalent is proposed for a line (PULL-5). Of two, proposed by people who did not know of each other, the first received stands. */
export const substituteRecord: KindOf<'substitute-record'> = {
  ...ofOrder,
  names: ({ to }) => ({ document: { recordId: to } }),
  decide: (state, { orderId, lineId, from }) => {
    const found = openLine(state, orderId, lineId)
    if (!found.ok) return found
    const { wanted } = found.value.line
    if (wanted.kind !== 'wish' && wanted.recordId !== from) return refuse({ kind: 'line-changed-meanwhile' })
    return unpickedLine(state, orderId, lineId)
  },
  apply: (draft, { orderId, lineId, from, to }) => {
    const order = draft.get('order', orderId)
    if (order === undefined) return
    const proposed = (line: OrderLine): OrderLine => ({
      ...line,
      wanted: { kind: 'record', recordId: to },
      substitutedFor: line.substitutedFor ?? from,
    })
    draft.put({ ...order, lines: order.lines.map((line) => (line.id === lineId ? proposed(line) : line)) })
  },
}

/** The pile is done and lies in its bays (PULL-7). Every line is settled by then, and the bays exist and are free. */
export const bagOrder: KindOf<'bag-order'> = {
  ...ofOrder,
  names: ({ bays }) => ({ bays }),
  decide: (state, { orderId, bays }) => {
    const found = openOrder(state, orderId)
    if (!found.ok) return found
    const order = found.value
    const count = order.lines.filter((line) => !isLineDone(order, line)).length
    if (count > 0) return refuse({ kind: 'lines-not-done', count })
    const site = state.get('settings', 'settings')?.sites.find((candidate) => candidate.id === order.slot.siteId)
    const last = site?.bays ?? 0
    if (bays.length === 0 || bays.some((bay) => !Number.isInteger(bay) || bay < 1 || bay > last)) {
      return refuse({ kind: 'bay-unknown', bays: last })
    }
    const holders = bayHolders(state, order.slot.siteId)
    for (const bay of bays) {
      const other = holders.get(bay)?.find((holder) => holder.id !== orderId)
      if (other !== undefined) return refuse({ kind: 'bay-taken', bay, orderId: other.id })
    }
    return yes
  },
  apply: (draft, { orderId, bays }, envelope) => changeOrder(draft, envelope, orderId, { what: 'bagged', bays }),
}

/** The label of a pile was printed (PULL-7). It may be printed again: each time is a fact. */
export const printLabel: KindOf<'print-label'> = {
  ...ofOrder,
  decide: whileOpen,
  apply: (draft, { orderId }, envelope) => changeOrder(draft, envelope, orderId, { what: 'label-printed' }),
}

/**
 * « Je m'en occupe »: somebody takes a zone or an order of the preparation (PULL-3). Two who did without knowing of each other both show,
 * with a case for information.
 */
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
    // What a tablet that was set aside claims is free at once (PULL-9): it was accepted again after a restore, or a manager took it.
    const isFree = draft.get('device', deviceId)?.isSetAside === true
    draft.put({ kind: 'claim', id, scope, holders: isFree ? holders.filter((holder) => holder.deviceId !== deviceId) : holders })
    const [first] = holders
    if (isContested && first !== undefined) putCase(draft, { caseKind: 'claimed-twice', subject, cites: [first.operationId, operationId] })
  },
}

/** Somebody frees the zone or the order that they had taken (PULL-3). Of their own claims alone: a colleague's stays. */
export const releaseClaim: KindOf<'release-claim'> = {
  ...ofOrder,
  names: ({ scope }) => ({ scope }),
  decide: () => yes,
  apply: (draft, { scope }, { librarianId }) => {
    const before = draft.get('claim', formatClaimScope(scope))
    if (before !== undefined) draft.put({ ...before, holders: before.holders.filter((holder) => holder.librarianId !== librarianId) })
  },
}
