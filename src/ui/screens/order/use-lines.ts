/**
 * The lines of an order's sheet: where each one stands, what is taken out of it, and the way to add to it (PHONE-15). Runs in the browser.
 * One is taken out by a press, and back by another; titles are added in the screen of a call, which searches, judges and reads back.
 */
import { callInHand, callsAside, mostAside } from '../../../domain/call/place-call.ts'
import { soonerDueOf } from '../../../domain/case/due-case.ts'
import type { Operation } from '../../../domain/operation/operation.ts'
import { undoChange } from '../../../domain/order/ask-change.ts'
import type { ChangeLines } from '../../../domain/order/change-lines.ts'
import { lentElsewhere } from '../../../domain/order/lent-elsewhere.ts'
import type { Order, OrderLine } from '../../../domain/order/order.ts'
import { isForSecondPass, isOpen, type LineState, lineState, standingLinePicks } from '../../../domain/order/order-state.ts'
import { itemsToReshelve } from '../../../domain/return/items-to-reshelve.ts'
import type { OrderWords } from '../../../locale/fr/order.ts'
import { hrefOf } from '../../routes.ts'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'
import { useNaming } from '../../use-naming.ts'
import { useSayLent } from '../../use-say-lent.ts'
import { useFormats } from '../../use-words.ts'

type Change = (operation: Operation, said: string, undo: Operation | undefined) => Promise<boolean>

export const useLines = (words: OrderWords) => {
  const desk = useDesk()
  const format = useFormats()
  const naming = useNaming()
  const sayLent = useSayLent()
  const now = useNow()
  const { state, calls } = useSnapshot()
  return (order: Order, change: Change) => {
    const lentByLine = lentElsewhere(state, order)
    /** « pris par Paul à 9 h 12 »: a colleague who takes over knows whom to ask. */
    const sayLine = (line: OrderLine, became: LineState): string => {
      const pick = became.kind === 'picked' ? order.facts.find((fact) => fact.operationId === became.pick) : undefined
      return pick === undefined
        ? words.lineStates[became.kind === 'second-pass' && !isForSecondPass(line, became) ? 'to-pick' : became.kind]
        : words.takenBy(naming.author(pick), format.time(pick.happened.time))
    }
    /** ILS-4: the ILS's day stands, and is sooner than the receipt said. */
    const saySooner = (became: LineState): string => {
      const due = became.kind === 'handed-over' && soonerDueOf(state, { operationId: became.handover, barcode: became.barcode })
      return due ? words.dueSooner(format.date(due.dueOn)) : ''
    }
    const nameLine = ({ id, wanted }: OrderLine) => {
      const record = wanted.kind === 'wish' ? undefined : state.get('record', wanted.recordId)
      return {
        id,
        title: wanted.kind === 'wish' ? wanted.text : (record?.title ?? wanted.recordId),
        author: record?.author ?? '',
      }
    }
    const remove = async (line: OrderLine, title: string): Promise<void> => {
      const removes = [{ id: line.id, wanted: line.wanted }]
      const request: ChangeLines = { kind: 'change-lines', orderId: order.id, removes, adds: [], overrideReason: undefined }
      await change(request, words.removed(title), undoChange(request))
    }
    const mayRemove = isOpen(order) && order.lines.length > 1
    const waiting = order.removed === undefined ? [] : itemsToReshelve(state, now.date).map(({ barcode }) => barcode)
    const inHand = callInHand(calls)
    return {
      lines: order.lines.map((line) => {
        const became = lineState(order, line)
        const lentSince = lentByLine.get(line.id)
        const said = nameLine(line)
        return {
          ...said,
          state: sayLine(line, became),
          /** It left by the ordinary desk, and since when (ORD-4); empty where it did not. */
          lent: lentSince === undefined ? '' : sayLent(lentSince),
          sooner: saySooner(became),
          isThere: lentSince === undefined && (became.kind === 'picked' || became.kind === 'handed-over'),
          remove: mayRemove ? () => void remove(line, said.title) : undefined,
        }
      }),
      /** Taken out of the order, and still on its pile. */
      toReshelve: (order.removed ?? [])
        .filter(({ id }) => standingLinePicks(order, id).some(({ barcode }) => barcode !== undefined && waiting.includes(barcode)))
        .map(nameLine),
      /** Why no title can be added now. */
      addingRefused: inHand !== undefined && callsAside(calls).length >= mostAside ? words.asideFull : undefined,
      /** PHONE-8: in the screen of a call, which puts the one in hand aside. */
      add: async (): Promise<void> => {
        if (inHand !== undefined) await desk.keepCall(inHand.orderId, { ...inHand, asideAt: now.at })
        const orderId = desk.newOrderId()
        await desk.keepCall(orderId, {
          orderId,
          number: order.number,
          card: order.card,
          name: '',
          lines: [],
          slot: order.slot,
          callBackNumber: '',
          startedAt: now.at,
          asideAt: undefined,
          changing: { orderId: order.id, removes: [] },
        })
        location.hash = hrefOf('call')
      },
    }
  }
}
