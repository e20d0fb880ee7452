/**
 * Asks whether a number is a card or a document, where the library's rules take it for both and the tablet knows neither or both.
 * Runs in the browser, over any screen. Closing it answers "neither": nothing is guessed.
 */

import { useEffect } from 'preact/hooks'
import { scanning as en } from '../../locale/en/scanning.ts'
import { scanning as fr } from '../../locale/fr/scanning.ts'
import { answerScan } from '../answer-scan.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { askedNumber } from '../identify-number.ts'
import { useWords } from '../use-words.ts'

export const WhichNumber = () => {
  const words = useWords(fr, en)
  const asked = askedNumber.value
  // The eye may be on the next label: a question is heard and felt too.
  useEffect(() => {
    if (asked !== undefined) answerScan('unknown')
  }, [asked])
  if (asked === undefined) return null
  const answer = (kind: 'card' | 'item' | 'neither') => {
    // Closing comes after an answer too: only the first counts.
    if (askedNumber.peek() !== asked) return
    askedNumber.value = undefined
    asked.answer(kind)
  }
  return (
    <Dialog key={asked.text} title={words.which.title(asked.text)} onClose={() => answer('neither')}>
      <p>{words.which.why}</p>
      <div class="actions">
        <Button onPress={() => answer('card')}>{words.which.card}</Button>
        <Button onPress={() => answer('item')}>{words.which.item}</Button>
      </div>
    </Dialog>
  )
}
