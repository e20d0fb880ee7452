/**
 * The day's closing: what remains, from the rows (CASE-4), and the manager's acts, which the endpoint does. Runs in the browser.
 * One object for the screen and its panels, because the sentence at the top and the acts below speak of the same tablets.
 */
import { closingWords } from '../../../locale/en/closing.ts'
import { useDesk, useSnapshot } from '../../use-desk.ts'
import { useFormats, useWords } from '../../use-words.ts'
import { useManagerActs } from './use-manager-acts.ts'
import { useRemaining } from './use-remaining.ts'

export const useClosing = () => {
  const desk = useDesk()
  const words = useWords(closingWords)
  const format = useFormats()
  const { phase, link } = useSnapshot()
  return {
    words,
    format,
    toLocal: desk.toLocal,
    isManager: phase.kind === 'signed-in' && phase.librarian.isManager,
    isOnline: link.kind === 'online',
    ...useRemaining(),
    ...useManagerActs(),
  }
}

export type Closing = ReturnType<typeof useClosing>
