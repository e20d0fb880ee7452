/**
 * What a press on Aujourd'hui opens over it: a slot, a state, who arrives, who did not come, whom to call. Runs in the browser.
 * One at a time; pressing what is in it may open another.
 */
import { useState } from 'preact/hooks'
import type { Order } from '../../../domain/order/order.ts'
import { nearestFreeSlots } from '../../../domain/slot/build-slots.ts'
import { answersOfShown, type ShownOrder, type ShownState, shownState } from '../../../domain/slot/day-progress.ts'
import type { OverfullSlot } from '../../../domain/slot/overfull-slots.ts'
import { orderWords } from '../../../locale/en/order.ts'
import { todayWords } from '../../../locale/en/today.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { useFormats, useNow, useSettings, useSnapshot, useWords } from '../../use-desk.ts'
import { NoShowWindow, OrderRows } from './order-rows.tsx'
import type { TodayView } from './use-today.ts'

export type Window =
  | { readonly kind: 'none' }
  | { readonly kind: 'arrival' }
  | { readonly kind: 'no-show'; readonly orders: readonly Order[] }
  | { readonly kind: 'slot'; readonly time: string }
  | { readonly kind: 'state'; readonly state: ShownState }
  | { readonly kind: 'over'; readonly over: OverfullSlot }

interface OpenWindowProps {
  readonly view: TodayView
  readonly open: Window
  readonly onOpen: (window: Window) => void
}

export const OpenWindow = ({ view, open, onOpen }: OpenWindowProps) => {
  const words = useWords(todayWords)
  const sheet = useWords(orderWords)
  const format = useFormats()
  const close = () => onOpen({ kind: 'none' })
  const noShow = (orders: readonly Order[]) => onOpen({ kind: 'no-show', orders })
  const { state } = useSnapshot()
  const settings = useSettings()
  const { date, time } = useNow()
  switch (open.kind) {
    case 'none':
      return null
    case 'arrival':
      return <ArrivalWindow view={view} onClose={close} onNoShow={noShow} />
    case 'no-show':
      return <NoShowWindow orders={open.orders} onClose={close} />
    case 'slot': {
      const slot = view.progress.slots.find((progress) => progress.slot.key.time === open.time)
      return slot === undefined ? null : (
        <Dialog title={format.time(slot.slot.key.time)} onClose={close}>
          {slot.orders.length === 0 ? <p>{words.free(slot.slot.capacity)}</p> : <OrderRows orders={slot.orders} onNoShow={noShow} />}
        </Dialog>
      )
    }
    case 'state': {
      const orders = [...state.all('order')]
        .filter((order) => order.slot.date === date && order.slot.siteId === view.progress.slots[0]?.slot.key.siteId)
        .map((order): ShownOrder => ({ order, state: shownState(state, order, { date, time }) }))
        .filter((shown) => shown.state === open.state)
        .sort((a, b) => (a.order.slot.time < b.order.slot.time ? -1 : 1))
      return (
        <Dialog title={`${orders.length} ${words.states[open.state](orders.length)}`} onClose={close}>
          <OrderRows orders={orders} onNoShow={noShow} />
        </Dialog>
      )
    }
    case 'over': {
      const free = settings === undefined ? [] : nearestFreeSlots(state, settings, open.over.key, { date, time })
      return (
        <Dialog title={sheet.whomToCall(format.time(open.over.key.time))} onClose={close}>
          <p>{sheet.whomToCallSay}</p>
          <OrderRows
            orders={open.over.toCall.map((order) => ({ order, state: shownState(state, order, { date, time }) }))}
            showCallBack
            onNoShow={noShow}
          />
          {free.length === 0 ? null : (
            <p class="soft">
              {sheet.freeSlots(
                format.list(
                  free.map(({ key }) =>
                    key.date === date ? format.time(key.time) : `${format.shortDate(key.date)} ${format.time(key.time)}`,
                  ),
                ),
              )}
            </p>
          )}
        </Dialog>
      )
    }
  }
}

interface ArrivalWindowProps {
  readonly view: TodayView
  readonly onClose: () => void
  readonly onNoShow: (orders: readonly Order[]) => void
}

const ArrivalWindow = ({ view, onClose, onNoShow }: ArrivalWindowProps) => {
  const words = useWords(todayWords)
  const sheet = useWords(orderWords)
  const [text, setText] = useState('')
  const wanted = text.replace(/\W/g, '').toLowerCase()
  const orders = view.progress.slots
    .flatMap((slot) => slot.orders)
    .filter(({ state }) => answersOfShown(state).waitsFor === 'patron-to-come')
    .filter(({ order }) => order.card.endsWith(wanted) || order.number.replace(/\W/g, '').toLowerCase().includes(wanted))
  return (
    <Dialog title={words.arrive} onClose={onClose}>
      <Field label={sheet.find} value={text} onInput={setText} />
      {orders.length === 0 ? <p>{sheet.findNone}</p> : <OrderRows orders={orders} onNoShow={onNoShow} />}
    </Dialog>
  )
}
