/**
 * A scan that came to nothing, in a sentence with what to do, for the ear and the hand too. Runs in the browser, in a chunk of its own.
 * It stays until the next scan or the next screen.
 */
import { useEffect, useRef } from 'preact/hooks'
import { scanning as en } from '../../locale/en/scanning.ts'
import { scanning as fr } from '../../locale/fr/scanning.ts'
import { announce } from '../announcer.ts'
import { answerScan } from '../answer-scan.ts'
import { Say } from '../components/say.tsx'
import { type ScanTrouble, scanTrouble } from '../scan-trouble.ts'
import { useWords } from '../use-words.ts'

export const ScanTroubleSay = ({ kind }: { readonly kind: ScanTrouble }) => {
  const words = useWords(fr, en)
  const place = useRef<HTMLDivElement>(null)
  const { n } = scanTrouble.value
  const { what, next } = words.troubles[kind]
  useEffect(() => {
    announce(`${what} ${next}`)
    answerScan(kind === 'not-expected' ? 'unknown' : 'refused')
    // Where the finger is may be far below.
    place.current?.scrollIntoView({ block: 'center' })
  }, [n])
  return (
    <div class="heard" ref={place}>
      <Say sign={kind === 'not-expected' ? 'unknown' : 'stop'} sentence={what} nextStep={next} />
    </div>
  )
}
