/**
 * A scan that is not clear: whether a number is a card or a document is asked, where the library's rules take it for both and the tablet
 * knows neither or both; one that came to nothing is said, with what to do, for the ear and the hand too. Runs in the browser, over any
 * screen, in one chunk: few scans ever want it.
 */
import { useEffect, useRef } from 'preact/hooks'
import { scanningWords } from '../../locale/en/scanning.ts'
import { answerScan } from '../answer-scan.ts'
import { Dialog } from '../components/dialog.tsx'
import { Button, Say } from '../components/parts.tsx'
import { askedNumber } from '../identify-number.ts'
import { type ScanTrouble, scanTrouble } from '../scan-trouble.ts'
import { announce, useWords } from '../use-desk.ts'

/** Closing it answers "neither": nothing is guessed. */
export const WhichNumber = () => {
  const words = useWords(scanningWords)
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

/** It stays until the next scan or the next screen. */
export const ScanTroubleSay = ({ kind }: { readonly kind: ScanTrouble }) => {
  const words = useWords(scanningWords)
  const place = useRef<HTMLDivElement>(null)
  const { n } = scanTrouble.value
  const { what, next } = words.troubles[kind]
  const isMild = kind === 'not-expected' || kind === 'locked'
  useEffect(() => {
    announce(`${what} ${next}`)
    answerScan(isMild ? 'unknown' : 'refused')
    // Where the finger is may be far below.
    place.current?.scrollIntoView({ block: 'center' })
  }, [n])
  return (
    <div class="heard" ref={place}>
      <Say sign={isMild ? 'unknown' : 'stop'} sentence={what} nextStep={next} />
    </div>
  )
}
