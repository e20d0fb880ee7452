/**
 * Three places, three silhouettes: the call number as its spine label, the bay as a door plate, the order as a torn ticket.
 * Runs in the browser. A bay is a number without letters, so that none reads like an order (PULL-7).
 */
import { type Order, placeOfPatron } from '../../domain/order/order.ts'
import { orderWords } from '../../locale/en/order.ts'
import { useWords } from '../use-desk.ts'

/** « R SIM 2 » stacked as on the book; empty call numbers show a dash, spoken as such by the title beside. */
export const Spine = ({ callNumber, quiet = false }: { readonly callNumber: string; readonly quiet?: boolean }) => {
  const parts = callNumber.split(/\s+/).filter(Boolean)
  return (
    <span class={quiet ? 'spine quiet' : 'spine'}>
      {(parts.length === 0 ? ['–'] : parts).map((part) => (
        <span key={part}>{part} </span>
      ))}
    </span>
  )
}

interface BayProps {
  /** « Casier », or « Casiers » where the pile is in several. */
  readonly word: (count: number) => string
  readonly bays: readonly number[]
  readonly big?: boolean
}

export const Bay = ({ word, bays, big = false }: BayProps) => (
  <span class={big ? 'bay-big' : 'bay'}>
    {word(bays.length)} <b>{bays.join(', ')}</b>
  </span>
)

/** Where an order's patron waits, in their own words: a plate that stands open at its foot (ARR-3). Nothing where they said nothing. */
export const Spot = ({ order }: { readonly order: Order }) => {
  const { waitsAt } = useWords(orderWords)
  const place = placeOfPatron(order)
  return place === undefined ? null : (
    <span class="spot">
      <span class="sr">{waitsAt} </span>
      {place}
    </span>
  )
}

/** An order's number as it is said on the phone, « B-017 » (ORD-2). */
export const Ticket = ({ number }: { readonly number: string }) => (
  <span class="ticket">
    <span class="nowrap">{number}</span>
  </span>
)
