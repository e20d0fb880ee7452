/**
 * A day's loans and returns as a person types them again: one visit a block, its returns before its loans (ILS-46). Pure; runs on the endpoint.
 * Example: card 22 takes what card 21 brought back. That loan opens another block of card 22, for its first one was typed before the return.
 */
import type { Movement } from '../../ils/movement.ts'

interface Visit {
  readonly returns: Movement[]
  readonly loans: Movement[]
}

/** Of movements in the order in which they happened. */
export const visitsOf = (movements: readonly Movement[]): readonly (readonly Movement[])[] => {
  const visits: Visit[] = []
  const lastOfCard = new Map<Movement['card'], number>()
  const lastOfDocument = new Map<Movement['barcode'], number>()
  for (const movement of movements) {
    const { barcode, card = movement.lentTo } = movement
    const [theirs, before] = [lastOfCard.get(card) ?? -1, lastOfDocument.get(barcode) ?? -1]
    const joins = theirs > before || (theirs >= 0 && theirs === before && movement.movement === 'loan')
    const at = joins ? theirs : visits.push({ returns: [], loans: [] }) - 1
    visits[at]?.[movement.movement === 'loan' ? 'loans' : 'returns'].push(movement)
    lastOfCard.set(card, at)
    lastOfDocument.set(barcode, at)
  }
  return visits.map(({ returns, loans }) => [...returns, ...loans])
}
