/**
 * Orders of the day as rows: when, who by initials, where the pile is, and the one gesture its state allows. Runs in the browser.
 * A patron's name never shows here: this screen stands in the open.
 */
import { baysOf, type Order } from '../../../domain/order/order.ts'
import { formatClaimScope } from '../../../domain/pull-list/claim.ts'
import { answersOfShown, type ShownOrder } from '../../../domain/slot/day-progress.ts'
import { orderWords } from '../../../locale/en/order.ts'
import { todayWords } from '../../../locale/en/today.ts'
import { Icon } from '../../components/icon.tsx'
import { OrderMark } from '../../components/order-mark.tsx'
import { Button, ButtonLink, EachRow, Row } from '../../components/parts.tsx'
import { Bay, Ticket } from '../../components/place.tsx'
import { hrefOf } from '../../routes.ts'
import { useAct, useFormats, useNaming, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { useSayHolders } from '../preparation/claim-button.tsx'

/** Whom to call is called from here: the number that the patron left, or that there is none (ORD-7). */
export const CallBack = ({ order: { callBackNumber } }: { readonly order: Order }) => {
  const words = useWords(todayWords)
  const sheet = useWords(orderWords)
  return <span>{callBackNumber === undefined ? sheet.noCallBack : words.callBack(callBackNumber.replaceAll(' ', '\u00a0'))}</span>
}

interface OrderRowsProps {
  readonly orders: readonly ShownOrder[]
  readonly showCallBack?: boolean
  readonly onNoShow: (orders: readonly Order[]) => void
}

export const OrderRows = ({ orders, showCallBack = false, onNoShow }: OrderRowsProps) => {
  const words = useWords(todayWords)
  const sheet = useWords(orderWords)
  const format = useFormats()
  const naming = useNaming()
  const act = useAct()
  const sayHolders = useSayHolders()
  const { state: desk } = useSnapshot()
  const { date, time } = useNow()
  const arrive = (order: Order) =>
    act({ kind: 'record-arrival', orderId: order.id, happened: { date, time } }, sheet.arrivalSaid(order.number))
  /** Who has it in hand, for whoever asks « qui s'en occupe ? »; empty when nobody has, or when it is past that. */
  const sayWho = ({ order, state }: ShownOrder): string => {
    const holders = desk.get('claim', formatClaimScope({ kind: 'order', orderId: order.id }))?.holders ?? []
    return answersOfShown(state).isToPrepare && holders.length > 0 ? ` · ${sheet.holds(sayHolders(holders))}` : ''
  }
  return (
    <EachRow of={orders} by={({ order }) => order.number}>
      {({ order, state }) => (
        <Row
          key={order.id}
          where={
            <>
              <OrderMark state={state} />
              <span class="nowrap">{format.time(order.slot.time)}</span>
            </>
          }
          what={
            <>
              <a class="whole" href={hrefOf('order', order.id)}>
                <span class="go">
                  <b class="nowrap">{naming.patron(order.card)}</b>
                  <Icon name="right" />
                </span>
                <span class="sr">{sheet.open(order.number)}</span>
              </a>
              <span class="by">
                <Ticket number={order.number} /> {words.documents(order.lines.length)} · {words.states[state](1)}
                {order.isUrgent ? ` · ${words.urgent}` : ''}
                {sayWho({ order, state })}
              </span>
              {showCallBack || state === 'late' ? <CallBack order={order} /> : null}
            </>
          }
        >
          {baysOf(order).length === 0 ? null : <Bay word={words.bay} bays={baysOf(order)} />}
          {answersOfShown(state).waitsFor === 'patron-to-come' ? (
            <Button label={sheet.arrivedNamed(order.number)} onPress={() => arrive(order)}>
              {words.arrived}
            </Button>
          ) : null}
          {state === 'late' ? (
            <Button label={words.noShowNamed(order.number)} onPress={() => onNoShow([order])}>
              {words.noShow}
            </Button>
          ) : null}
          {answersOfShown(state).waitsFor === 'patron-here' ? (
            <ButtonLink href={hrefOf('handover', order.id)}>{sheet.handOver}</ButtonLink>
          ) : null}
        </Row>
      )}
    </EachRow>
  )
}
