/**
 * Which visits stay at the desk once a handover is recorded (HO-6), and once the day has ended (PRIV-2). Runs on the tablet.
 * It is part of the commit that records the handover. It is apart from visit.ts, because the first screen loads this and not the rest.
 */
import type { Instant } from '../instant.ts'
import type { Pile } from './pile.ts'
import type { Visit } from './visit.ts'

/** HO-6: what is still to do once a pile is handed over, which its operation says; a visit of which no pile is left is over. */
export const endPile = (visits: readonly Visit[], { card, orderId }: Pick<Pile, 'card' | 'orderId'>): readonly Visit[] =>
  visits
    .map((visit) =>
      visit.isAside ? visit : { ...visit, piles: visit.piles.filter((pile) => pile.card !== card || pile.orderId !== orderId) },
    )
    .filter(({ piles }) => piles.length > 0)

/** PRIV-2: a pile put aside ends with its day: nothing of it was recorded, and its name is kept no longer. The one in hand stays (HO-6). */
export const endDay = (visits: readonly Visit[], isOver: (startedAt: Instant) => boolean): readonly Visit[] =>
  visits.filter(({ isAside, startedAt }) => !isAside || !isOver(startedAt))
