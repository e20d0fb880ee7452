/**
 * The open order that a call changes, where it is not an order of its own: what is taken out, and what saving still lacks (PHONE-8).
 * Runs in the browser.
 */
import type { Call } from '../../../domain/call/call.ts'
import { toggleRemoved } from '../../../domain/call/place-call.ts'
import type { Order, OrderLine } from '../../../domain/order/order.ts'
import { callWords } from '../../../locale/en/call.ts'
import { announce } from '../../announcer.ts'
import { useSnapshot } from '../../use-desk.ts'
import { useWords } from '../../use-words.ts'

export const useChanging = (call: Call | undefined, change: (changes: Partial<Call>) => void) => {
  const words = useWords(callWords)
  const { state } = useSnapshot()
  const target = call?.changing && state.get('order', call.changing.orderId)
  const unready = (): string | undefined => {
    const added = call?.lines.length ?? 0
    const removed = call?.changing?.removes.length ?? 0
    if (added === 0 && removed === 0) return words.unready.changes
    return added === 0 && removed >= (target?.lines.length ?? 0) ? words.unready.nothingLeft : undefined
  }
  return {
    /** undefined: the call is an order of its own. */
    target,
    unready: unready(),
    changeOrder: ({ id, number }: Order): void => {
      change({ changing: { orderId: id, removes: [] } })
      announce(words.addsTo(number))
    },
    /** An order of its own after all; one that was begun to change an order has no number for that. */
    letOrderBe: target === undefined || target.number === call?.number ? undefined : (): void => change({ changing: undefined }),
    toggleRemoved: (line: OrderLine, title: string): void => {
      if (call === undefined) return
      const { changing } = toggleRemoved(call, line)
      change({ changing })
      announce(changing?.removes.some(({ id }) => id === line.id) === true ? words.removed(title) : words.added(title))
    },
  }
}
