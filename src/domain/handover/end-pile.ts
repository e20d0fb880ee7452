/**
 * What a handover leaves of the visits at the desk. Runs on the tablet, inside the commit that records the handover (HO-6).
 * Apart from the rest of a visit, which the first screen has no use for.
 */
import type { HandoverDraftLike } from './handover-draft.ts'
import type { Visit } from './visit.ts'

/** HO-6: what is still to do once a pile is handed over, which its operation says; a visit of which no pile is left is over. */
export const endPile = (visits: readonly Visit[], { card, orderId }: Pick<HandoverDraftLike, 'card' | 'orderId'>): readonly Visit[] =>
  visits
    .map((visit) =>
      visit.isAside ? visit : { ...visit, piles: visit.piles.filter((pile) => pile.card !== card || pile.orderId !== orderId) },
    )
    .filter(({ piles }) => piles.length > 0)
