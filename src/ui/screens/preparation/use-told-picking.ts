/**
 * The presses of a preparer, with what the screen says of each and where the walk goes on (PULL-1, PULL-4, PULL-8). Runs in the browser.
 */
import { isLineDone } from '../../../domain/order/order.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { useDesk, useWords } from '../../use-desk.ts'
import { useSayInHand } from './order-remarks.tsx'
import { completesOrder, type Picking, type WishedLine } from './use-pick.ts'
import type { Answer } from './use-scan-to-pick.ts'
import type { WishNumbers } from './wish-rows.tsx'

export const useToldPicking = (
  picking: Picking,
  numbers: WishNumbers,
  tell: (answer: Answer) => void,
  goOnAfter: (line: WishedLine) => void,
): Picking => {
  const words = useWords(preparationWords)
  const desk = useDesk()
  const sayInHand = useSayInHand()
  /** The walk goes on only once the line has all that it takes. */
  const goOn = (line: WishedLine): void => {
    const order = desk.snapshot.state.get('order', line.order.id)
    const now = order?.lines.find(({ id }) => id === line.line.id)
    if (order === undefined || now === undefined || line.line.wanted.kind !== 'wish' || isLineDone(order, now)) goOnAfter(line)
  }
  return {
    ...picking,
    take: async (line, title, barcode) => {
      const isLast = completesOrder(line, numbers.of(line))
      const result = await picking.take(line, title, barcode)
      if (result.kind !== 'saved') return result
      goOn(line)
      const { number } = line.order
      const inHand = sayInHand(line.order)
      tell({
        sign: 'ok',
        sentence: words.scan.taken(title),
        nextStep: [
          words.scan.takenNext(inHand === '' ? number : `${number} (${inHand})`),
          ...(isLast ? [`${words.completes(number)}.`] : []),
        ].join(' '),
        undo: { ...line, title, pick: result.operationId, barcode },
      })
      return result
    },
    reportNotFound: async (line, title) => {
      const result = await picking.reportNotFound(line, title)
      if (result.kind === 'saved') goOnAfter(line)
      return result
    },
    giveUp: async (line, title, reason) => {
      const result = await picking.giveUp(line, title, reason)
      if (result.kind === 'saved') goOn(line)
      return result
    },
  }
}
