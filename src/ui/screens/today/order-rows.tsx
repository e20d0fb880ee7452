/**
 * Orders of the day as rows: when, who by initials, where the pile is, and the one gesture its state allows. Runs in the browser.
 * A patron's name never shows here: this screen stands in the open.
 */
import { baysOf, type Order } from '../../../domain/order/order.ts'
import { formatClaimScope } from '../../../domain/pull-list/claim.ts'
import { answersOfShown, type ShownOrder } from '../../../domain/slot/day-progress.ts'
import { orderWords } from '../../../locale/en/order.ts'
import { todayWords } from '../../../locale/en/today.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Each } from '../../components/each.tsx'
import { Icon } from '../../components/icon.tsx'
import { OrderMark } from '../../components/order-mark.tsx'
import { Button, ButtonLink, EachRow, Row } from '../../components/parts.tsx'
import { Bay, Ticket } from '../../components/place.tsx'
import { hrefOf } from '../../routes.ts'
import { useAct, useFormats, useNaming, useNow, useSettings, useSnapshot, useWords } from '../../use-desk.ts'
import { NearestSlots } from '../order/slot-choice.tsx'
import { useMoveOrder } from '../order/use-order-sheet.ts'
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

/** Who did not come, to be confirmed by a person, one or all; one alone is offered the next slots first (ABS-1, ABS-2). */
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
