/**
 * What the team must know of an order while it is prepared: urgent or late, who has it in hand, the note (ORD-5, ORD-8, PULL-3).
 * Runs in the browser: on each row of the walk, and on the card of the order that waits for its bay.
 */
import { type LocalMoment, minutesApart } from '../../../domain/local-date.ts'
import type { Order } from '../../../domain/order/order.ts'
import { type Claim, formatClaimScope } from '../../../domain/pull-list/claim.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { Icon } from '../../components/icon.tsx'
import { Chip } from '../../components/parts.tsx'
import { useFormats, useNaming, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import styles from './preparation.module.css'

const isBegun = (now: LocalMoment, { slot }: Order): boolean => minutesApart(now, slot) < 0

/** « urgent, 15 h 15 », « en retard, 15 h 00 », else the time alone; with its day where that is not today. */
export const OrderTime = ({ order, onlyPressing = false }: { readonly order: Order; readonly onlyPressing?: boolean }) => {
  const words = useWords(preparationWords)
  const format = useFormats()
  const now = useNow()
  const { date } = order.slot
  const time = date === now.date ? format.time(order.slot.time) : words.since(format.shortDate(date), format.time(order.slot.time))
  if (isBegun(now, order)) return <Chip sign="warn" tone="warn" words={words.late(time)} />
  if (order.isUrgent) return <Chip sign="warn" tone="warn" words={words.urgent(time)} />
  return onlyPressing ? null : <span>{time}</span>
}

/** Who has the order in hand, where it is a colleague, and whose it was before that. */
export const useSayInHand = (): ((order: Order) => string) => {
  const words = useWords(preparationWords)
  const naming = useNaming()
  const { state, phase } = useSnapshot()
  return ({ id }) => {
    const claim: Claim | undefined = state.get('claim', formatClaimScope({ kind: 'order', orderId: id }))
    const holders = claim?.holders ?? []
    const isMine = phase.kind === 'signed-in' && holders.some(({ librarianId }) => librarianId === phase.librarian.id)
    const from = holders.find(({ tookOverFrom }) => tookOverFrom !== undefined)?.tookOverFrom
    const names = isMine ? '' : holders.map(naming.author).join(' + ')
    return [names, from === undefined ? '' : words.after(naming.librarian(from))].filter(Boolean).join(', ')
  }
}

export const InHand = ({ order }: { readonly order: Order }) => {
  const said = useSayInHand()(order)
  return said === '' ? null : (
    <span class="chip">
      <Icon name="person" />
      {said}
    </span>
  )
}

/** The notes of these orders; each under its number where there are several. */
export const Notes = ({ orders }: { readonly orders: readonly Order[] }) => {
  const format = useFormats()
  return (
    <>
      {orders
        .filter(({ note }) => note !== '')
        .map(({ id, number, note }) => (
          <span key={id} class={styles.note}>
            <Icon name="wish" />
            <span>
              {orders.length > 1 ? <span class="nowrap">{format.lead(number)} </span> : null}
              {note}
            </span>
          </span>
        ))}
    </>
  )
}

/** At the bay: whatever of the order is not ordinary, in one line and its note; nothing where there is nothing to say. */
export const OrderRemarks = ({ order, others }: { readonly order: Order; readonly others: number }) => {
  const words = useWords(preparationWords)
  const now = useNow()
  const inHand = useSayInHand()(order)
  const isPressing = order.isUrgent || isBegun(now, order)
  if (!isPressing && inHand === '' && order.note === '' && others === 0) return null
  return (
    <p class={styles.remarks}>
      {isPressing ? <OrderTime order={order} /> : null}
      <InHand order={order} />
      <Notes orders={[order]} />
      {others > 0 ? <span class="soft">{words.othersComplete(others)}</span> : null}
    </p>
  )
}
