/**
 * Whoever stands at the desk is read anew in the ILS, on line: what changed comes with the rows, and the screen never waits for it (ILS-8).
 * Runs in the browser. A card that no list has named yet is asked for, and answered as if it were shown again, once its row is there.
 */
import { useEffect, useRef } from 'preact/hooks'
import type { CardNumber } from '../../../domain/ids.ts'
import { msPerMinute } from '../../../domain/instant.ts'
import { useDesk, useSnapshot } from '../../use-desk.ts'

/** Cards of the visit in hand, and what to do when the row of one that was not known has come. */
export const useReadThrough = (cards: readonly CardNumber[], onKnown: (card: CardNumber) => void) => {
  const desk = useDesk()
  const { state, revision, link } = useSnapshot()
  const askedAt = useRef(new Map<CardNumber, number>())
  const awaited = useRef<CardNumber | undefined>(undefined)
  const isOnline = link.kind === 'online'
  const ask = (card: CardNumber): void => {
    const { at } = desk.now()
    if (!isOnline || at - (askedAt.current.get(card) ?? 0) < msPerMinute) return
    askedAt.current.set(card, at)
    void desk.management.readPatronAnew(card)
  }
  useEffect(() => cards.forEach(ask), [cards.join(' '), isOnline])
  useEffect(() => {
    const card = awaited.current
    if (card === undefined || state.get('patron', card) === undefined) return
    awaited.current = undefined
    onKnown(card)
  }, [state, revision])
  return {
    /** A card that the desk does not know; undefined: something else was shown since. */
    await: (card: CardNumber | undefined): void => {
      awaited.current = card
      if (card !== undefined) ask(card)
    },
  }
}
