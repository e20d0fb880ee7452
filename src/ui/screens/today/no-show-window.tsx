/**
 * Who did not come, to be confirmed by a person, one or all; one alone is offered the next slots first (ABS-1, ABS-2).
 * Runs in the browser, over Aujourd'hui and over the day's closing.
 */
import type { Order } from '../../../domain/order/order.ts'
import { orderWords } from '../../../locale/en/order.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Each } from '../../components/each.tsx'
import { Button } from '../../components/parts.tsx'
import { useAct, useNaming, useNow, useSettings, useWords } from '../../use-desk.ts'
import { NearestSlots } from '../order/slot-choice.tsx'
import { useMoveOrder } from '../order/use-order-sheet.ts'
import { CallBack } from './order-rows.tsx'

export const NoShowWindow = ({ orders, onClose }: { readonly orders: readonly Order[]; readonly onClose: () => void }) => {
  const settings = useSettings()
  const naming = useNaming()
  const act = useAct()
  const { date, time } = useNow()
  const sheet = useWords(orderWords)
  const move = useMoveOrder()
  const [only] = orders.length === 1 ? orders : []
  const confirm = async () => {
    for (const order of orders) {
      const result = await act(
        { kind: 'confirm-no-show', orderId: order.id, happened: { date, time } },
        sheet.noShowSaid(order.number),
        orders.map(({ number }) => sheet.noShowSaid(number)),
      )
      if (result.kind !== 'saved') break
    }
    onClose()
  }
  return (
    <Dialog title={sheet.noShowTitle(orders.length)} onClose={onClose}>
      <ul>
        <Each of={orders} by={({ number }) => number}>
          {(order) => (
            <li key={order.id}>
              {order.number} · {naming.patron(order.card)} · <CallBack order={order} />
            </li>
          )}
        </Each>
      </ul>
      <p>{sheet.noShowSay(orders.length, settings?.keepDays ?? 0)}</p>
      {only === undefined ? null : (
        <>
          <p class="soft">{sheet.offerNext}</p>
          <NearestSlots
            order={only}
            name={sheet.moveTo}
            onChoose={async (slot) => {
              if (await move(only, slot)) onClose()
            }}
          />
        </>
      )}
      <div class="actions">
        <Button look="primary" onPress={confirm}>
          {sheet.noShowConfirm(orders.length)}
        </Button>
        <Button onPress={onClose}>{sheet.noShowKeep}</Button>
      </div>
    </Dialog>
  )
}
