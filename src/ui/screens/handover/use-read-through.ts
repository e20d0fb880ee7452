/**
 * Whoever stands at the desk is read anew in the ILS, on line: what changed comes with the rows, and the screen never waits for it (ILS-8).
 * Runs in the browser. A card that no list has named yet is asked for, and answered as if it were shown again, once its row is there: within
 * a minute, and only if nothing was done at the desk meanwhile. Whoever is served by then is another patron. A document that no list has
 * named yet is lent without waiting; its title comes the same way.
 */
import { useEffect, useRef } from 'preact/hooks'
import type { Visit } from '../../../domain/handover/visit.ts'
import type { CardNumber, ItemBarcode } from '../../../domain/ids.ts'
import { type Instant, msPerMinute } from '../../../domain/instant.ts'
import { useDesk, useSnapshot } from '../../use-desk.ts'

interface Awaited {
  readonly card: CardNumber
  readonly since: Instant
  readonly visits: readonly Visit[]
}

/**
 * Cards of the visit in hand, its documents of which nothing is known, the visits as they are, and what to do when the row of a card that
 * was not known has come.
 */
export const useReadThrough = (
  cards: readonly CardNumber[],
  unnamed: readonly ItemBarcode[],
  latest: () => readonly Visit[],
  onKnown: (card: CardNumber) => void,
) => {
  const desk = useDesk()
  const { state, revision, link } = useSnapshot()
  const askedAt = useRef(new Map<CardNumber | ItemBarcode, number>())
  const awaited = useRef<Awaited | undefined>(undefined)
  const isOnline = link.kind === 'online'
  const mayAsk = (number: CardNumber | ItemBarcode): boolean => {
    const { at } = desk.now()
    if (!isOnline || at - (askedAt.current.get(number) ?? 0) < msPerMinute) return false
    askedAt.current.set(number, at)
    return true
  }
  const ask = (card: CardNumber): void => {
    if (mayAsk(card)) void desk.management.readPatronAnew(card)
  }
  /** The catalogue on this tablet may be asked still. */
  const askUnnamed = async (barcode: ItemBarcode): Promise<void> => {
    if ((await desk.findItem(barcode)) === undefined && mayAsk(barcode)) await desk.management.readItemAnew(barcode)
  }
  useEffect(() => cards.forEach(ask), [cards.join(' '), isOnline])
  useEffect(() => unnamed.forEach((barcode) => void askUnnamed(barcode)), [unnamed.join(' '), isOnline])
  useEffect(() => {
    if (awaited.current === undefined) return
    const { card, since, visits } = awaited.current
    const isOver = visits !== latest() || desk.now().at - since > msPerMinute
    const isHere = state.get('patron', card) !== undefined
    if (isOver || isHere) awaited.current = undefined
    if (isHere && !isOver) onKnown(card)
  }, [state, revision])
  return {
    /** A card that the desk does not know; undefined: something else was shown since. */
    await: (card: CardNumber | undefined): void => {
      awaited.current = card === undefined ? undefined : { card, since: desk.now().at, visits: latest() }
      if (card !== undefined) ask(card)
    },
  }
}
