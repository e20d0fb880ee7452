/**
 * An order whose every line is done: its bay, and its label (PULL-7), in two gestures. Runs in the browser.
 * The bay proposed is the lowest free one; « Étiquette » puts the pile there and prints, and a desk without a printer does without.
 */
import { useEffect, useState } from 'preact/hooks'
import { lineState, type Order } from '../../../domain/order/order.ts'
import { bayHolders } from '../../../domain/pull-list/choose-bay.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Field, Form } from '../../components/field.tsx'
import { Mark } from '../../components/icon.tsx'
import { Button } from '../../components/parts.tsx'
import { Bay } from '../../components/place.tsx'
import { hrefOf } from '../../routes.ts'
import { useAct, useNow, useSettings, useSnapshot, useWords } from '../../use-desk.ts'
import { OrderRemarks } from './order-remarks.tsx'
import styles from './preparation.module.css'
import { usePrintLabels } from './use-print-labels.ts'

export const CompleteOrder = ({ orders, proposed }: { readonly orders: readonly Order[]; readonly proposed: number | undefined }) => {
  const words = useWords(preparationWords)
  const act = useAct()
  const printLabels = usePrintLabels()
  const { date, time } = useNow()
  const [chosen, setChosen] = useState<number | undefined>(undefined)
  const [isChoosing, setChoosing] = useState(false)
  /** On a phone the two rarer gestures are one press away. */
  const [isMore, setMore] = useState(false)
  const [order] = orders
  const orderId = order?.id
  // Another order on top: the bay chosen was for the one before.
  useEffect(() => setChosen(undefined), [orderId])
  if (order === undefined) return null
  const bay = chosen ?? proposed
  const got = order.lines.filter((line) => lineState(order, line).kind === 'picked').length
  const bag = async (withLabel: boolean) => {
    if (bay === undefined) return
    const result = await act(
      { kind: 'bag-order', orderId: order.id, bays: [bay], happened: { date, time } },
      words.bagSaid(order.number, bay),
    )
    if (result.kind === 'saved' && withLabel) await printLabels([order])
  }
  return (
    <section class="panel complete" aria-label={words.complete}>
      <p class="complete-head">
        <Mark name={got === 0 ? 'cancelled' : 'ready'} />
        <span>
          <a class={`nowrap ${styles.number}`} href={hrefOf('order', order.id)} aria-label={words.sheetNamed(order.number)}>
            {order.number}
          </a>
          {got === order.lines.length ? ` ${words.isComplete}` : got === 0 ? words.isEmpty : words.isPartly(got, order.lines.length)}
        </span>
      </p>
      <p class={styles.bay}>{bay === undefined ? words.noBay : <Bay big word={words.bay} bays={[bay]} />}</p>
      <div class={styles.bagging}>
        {bay === undefined ? null : (
          <Button icon="print" label={words.labelNamed(order.number)} onPress={() => bag(true)}>
            <span class={styles.word}>{words.label}</span>
          </Button>
        )}
        <span class={styles.more}>
          <Button icon="more" look="quiet" pressed={isMore} label={words.moreFor(order.number)} onPress={() => setMore(!isMore)} />
        </span>
        <span class={`${styles.rarer} ${isMore || bay === undefined ? styles.open : ''}`}>
          {bay === undefined ? null : (
            <Button look="quiet" onPress={() => bag(false)}>
              {words.placed(bay)}
            </Button>
          )}
          <Button look="quiet" onPress={() => setChoosing(true)}>
            {words.another}
          </Button>
        </span>
      </div>
      <OrderRemarks order={order} others={orders.length - 1} />
      {isChoosing ? (
        <BayWindow
          order={order}
          onClose={() => setChoosing(false)}
          onChoose={(number) => {
            setChosen(number)
            setChoosing(false)
          }}
        />
      ) : null}
    </section>
  )
}

/** Free bays shown beside the field; the whole cupboard would not be read. */
const shownBays = 12

interface BayWindowProps {
  readonly order: Order
  readonly onClose: () => void
  readonly onChoose: (bay: number) => void
}

const BayWindow = ({ order, onClose, onChoose }: BayWindowProps) => {
  const words = useWords(preparationWords)
  const { state } = useSnapshot()
  const last = useSettings()?.sites.find((site) => site.id === order.slot.siteId)?.bays ?? 0
  const holders = bayHolders(state, order.slot.siteId)
  const free = Array.from({ length: last }, (_, n) => n + 1).filter((bay) => !holders.has(bay))
  const [text, setText] = useState('')
  const bay = Number(text)
  const isGood = Number.isInteger(bay) && bay >= 1 && bay <= last
  return (
    <Dialog title={words.anotherTitle(order.number)} onClose={onClose}>
      <div class="actions">
        {free.slice(0, shownBays).map((number) => (
          <Button key={number} onPress={() => onChoose(number)}>
            {number}
          </Button>
        ))}
      </div>
      <Form
        class="actions"
        onSubmit={() => {
          if (isGood) onChoose(bay)
        }}
      >
        <Field label={words.bayField} inputMode="numeric" value={text} onInput={setText} />
        <Button type="submit" unavailable={isGood ? undefined : words.bayWrong(last)}>
          {words.choose}
        </Button>
      </Form>
    </Dialog>
  )
}
