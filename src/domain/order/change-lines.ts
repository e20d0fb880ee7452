/**
 * An order's lines changed after it was placed: some taken out, some added (PHONE-15). Runs everywhere.
 * What two tablets asked without knowing of each other all counts, for each told a patron so: a case then says which line both changed.
 */
import type { LineId, OperationId } from '../ids.ts'
import type { DeskRequest } from '../operation/operation.ts'
import { everyLine, type Order, type OrderLine, type Wanted } from './order.ts'

export type ChangeLines = Extract<DeskRequest, { readonly kind: 'change-lines' }>

const isSameWanted = (a: Wanted, b: Wanted): boolean => {
  if (a.kind === 'wish') return b.kind === 'wish' && a.text === b.text
  if (b.kind === 'wish') return false
  return a.recordId === b.recordId && (a.kind === 'item' ? a.barcode : undefined) === (b.kind === 'item' ? b.barcode : undefined)
}

const isOneOf =
  (some: readonly { readonly id: LineId }[]) =>
  ({ id }: { readonly id: LineId }): boolean =>
    some.some((one) => one.id === id)

/** A line is found by its id: of two with one id, what is done for either would be done for both. */
export const hasOneIdEach = (lines: readonly { readonly id: LineId }[]): boolean => new Set(lines.map(({ id }) => id)).size === lines.length

/** Each line to be taken out is there, as its author saw it, and none to be added is. */
export const isAsSeen = (order: Order, { removes, adds }: ChangeLines): boolean =>
  removes.every(({ id, wanted }) => order.lines.some((line) => line.id === id && isSameWanted(line.wanted, wanted))) &&
  !adds.some(isOneOf(order.lines))

/**
 * The requests that changed one line without knowing of each other; empty: none did. To have been taken out by both is what both wanted,
 * unless one of them put something in its place.
 */
const clashes = (order: Order, { removes, adds }: ChangeLines, operationId: OperationId): readonly OperationId[] => {
  const found = removes.flatMap(({ id, wanted }): readonly OperationId[] => {
    const line = order.lines.find((one) => one.id === id)
    if (line !== undefined) return isSameWanted(line.wanted, wanted) ? [] : [operationId]
    const by = order.removed?.find((one) => one.id === id)?.removedBy
    if (by === undefined || by === operationId) return []
    return adds.length > 0 || order.lines.some(({ addedBy }) => addedBy === by) ? [by, operationId] : []
  })
  return [...new Set(found)].sort()
}

export const changeLines = (
  order: Order,
  request: ChangeLines,
  operationId: OperationId,
): { readonly order: Order; readonly clashing: readonly OperationId[] } => {
  const { removes, adds } = request
  const isRemoved = isOneOf(removes)
  const comesBack = isOneOf(adds)
  const removed = [
    ...(order.removed ?? []).filter((line) => !comesBack(line)),
    ...order.lines.filter(isRemoved).map((line) => ({ ...line, removedBy: operationId })),
  ]
  const back = (order.removed ?? []).filter(comesBack).map(({ removedBy: _, ...line }): OrderLine => line)
  const fresh = adds
    .filter((line) => !isOneOf(everyLine(order))(line))
    .map(({ id, wanted }): OrderLine => ({ id, wanted, substitutedFor: undefined, goneFromIls: false, addedBy: operationId }))
  return {
    order: {
      ...order,
      lines: [...order.lines.filter((line) => !isRemoved(line)), ...back, ...fresh],
      // Most orders never lose a line: their rows stay short.
      ...(removed.length === 0 && order.removed === undefined ? {} : { removed }),
    },
    clashing: clashes(order, request, operationId),
  }
}
