/**
 * When a call is no longer kept: it was saved, or its day is over (PHONE-12). Runs on the tablet, loaded where there is a call to forget.
 */
import { daysBetween, type LocalDate } from '../local-date.ts'
import type { WantedLine } from '../operation/operation.ts'
import { addedLineId } from '../order/ask-change.ts'
import { everyLine } from '../order/order.ts'
import type { DeskReader } from '../row/desk-state.ts'
import { type Call, isToCallBack } from './call.ts'

/** It was saved, and the disk did not forget it: what it says is done. */
export const isSaved = (reader: DeskReader, { orderId, lines, changing }: Call): boolean => {
  if (changing === undefined) return reader.get('order', orderId) !== undefined
  const order = reader.get('order', changing.orderId)
  if (order === undefined) return false
  const isThere = (id: WantedLine['id']): boolean => everyLine(order).some((line) => line.id === id)
  return lines.length > 0
    ? isThere(addedLineId(orderId, 0))
    : changing.removes.length > 0 && changing.removes.every(({ id }) => !order.lines.some((line) => line.id === id))
}

/** Days that a draft is kept after its own, where there is a number to call. */
const daysToCallBack = 2

/** PHONE-12: a draft ends with the day on which the call came; one that bears a number to call, two days later. */
export const isCallOver = (call: Call, startedOn: LocalDate, today: LocalDate): boolean =>
  daysBetween(startedOn, today) > (isToCallBack(call) ? daysToCallBack : 0)
