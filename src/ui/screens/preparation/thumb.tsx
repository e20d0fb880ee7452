/**
 * The one document under the thumb: its spine, large, and the one gesture, « Pris ». Runs in the browser.
 * On a phone it floats over the list; the camera opens inside it, so that one hand is enough.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { preparation as en } from '../../../locale/en/preparation.ts'
import { preparation as fr } from '../../../locale/fr/preparation.ts'
import { Button } from '../../components/button.tsx'
import { CameraPanel } from '../../components/camera-panel.tsx'
import { Icon } from '../../components/icon.tsx'
import { Spine } from '../../components/place.tsx'
import { useWords } from '../../use-words.ts'
import styles from './preparation.module.css'
import type { Picking } from './use-pick.ts'
import type { Next } from './use-preparation.ts'
import { LineMeta, useTitleOf } from './zone-list.tsx'

export const Thumb = ({
  next,
  picking,
  focusCount,
  complete,
  onComplete,
}: {
  readonly next: Next
  readonly picking: Picking
  /** Grows when a tap in the list chose this document: the confirmation takes the focus. */
  readonly focusCount: number
  /** The number of the order that waits for its bay. */
  readonly complete: string | undefined
  readonly onComplete: () => void
}) => {
  const words = useWords(fr, en)
  const titleOf = useTitleOf()
  const [isCameraOpen, setCameraOpen] = useState(false)
  const confirm = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // The card is always in sight: the list must not jump under the finger.
    if (focusCount > 0) confirm.current?.focus({ preventScroll: true })
  }, [focusCount])
  const title = next.kind === 'entry' ? titleOf(next.entry) : next.line.line.wanted.kind === 'wish' ? next.line.line.wanted.text : ''
  return (
    <section class="panel thumb" aria-label={words.nextBook}>
      <div class="thumb-book">
        {next.kind === 'entry' ? <Spine callNumber={next.entry.callNumber} /> : <Icon name="wish" />}
        <div>
          <p class="title">{title}</p>
          {next.kind === 'entry' ? <p class="by">{next.entry.record?.author}</p> : <p class="by">{words.wishSay}</p>}
          <LineMeta author={undefined} lines={[next.line]} />
        </div>
      </div>
      <div class="thumb-go">
        <Button
          icon="scan"
          pressed={isCameraOpen}
          label={isCameraOpen ? words.scan.closeCamera : words.scan.camera}
          onPress={() => setCameraOpen(!isCameraOpen)}
        />
        <Button walking onPress={() => picking.reportNotFound(next.line, title)}>
          {words.notOnShelf}
        </Button>
        <Button walking look="primary" icon="check" buttonRef={confirm} onPress={() => picking.take(next.line, title)}>
          {words.take}
        </Button>
      </div>
      <p class="small soft thumb-hint">
        <Icon name="scan" />
        {words.orScan}
      </p>
      {isCameraOpen ? <CameraPanel /> : null}
      {complete === undefined ? null : (
        <div class={styles.waits}>
          <Button look="quiet" icon="bay" onPress={onComplete}>
            {words.waitsBay(complete)}
          </Button>
        </div>
      )}
    </section>
  )
}
