/**
 * What was written about one order, on its sheet: what became of it, and what can be done (MSG-9). Runs in the browser; off line it says
 * whether the patron can be written to at all, which the tablet knows.
 */
import type { Order } from '../../../domain/order/order.ts'
import { Panel, Say } from '../../components/parts.tsx'
import { useSettings, useSnapshot } from '../../use-desk.ts'
import { MessageRows } from './message-rows.tsx'
import { useMessages } from './use-messages.ts'

/** `isToCome`: the patron is still to be told something. */
export const OrderMessages = ({ order, isToCome }: { readonly order: Pick<Order, 'id' | 'card'>; readonly isToCome: boolean }) => {
  const messages = useMessages({ orderId: order.id })
  const { state } = useSnapshot()
  const settings = useSettings()
  const { words, seen } = messages
  const reachable = state.get('patron', order.card)?.reachable
  if (settings?.sendsMail !== true) return null
  const lines = seen?.look.lines ?? []
  const unreached = isToCome && (reachable === 'refused' || reachable === 'no') ? words.byTelephone[reachable] : undefined
  const isOpposed = seen?.look.isOpposed === true
  if (unreached === undefined && lines.length === 0 && !isOpposed) return null
  return (
    <Panel title={words.title}>
      {unreached === undefined ? null : <Say sign="warn" sentence={unreached.what} nextStep={unreached.next} />}
      {isOpposed ? <p class="fold">{words.opposed}</p> : null}
      {lines.length === 0 ? null : <MessageRows messages={messages} lines={lines} label={words.title} isOfOrder />}
    </Panel>
  )
}
