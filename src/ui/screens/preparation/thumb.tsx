/**
 * The one document under the thumb: its spine, large, and the one gesture, « Pris ». Runs in the browser.
 * Beside the list where there is room; on a tablet held upright and on a phone the row itself has the gestures, and this is the camera's card.
 */
import { preparationWords } from '../../../locale/en/preparation.ts'
import { CameraPanel } from '../../components/camera-panel.tsx'
import { Icon } from '../../components/icon.tsx'
import { Button } from '../../components/parts.tsx'
import { Spine } from '../../components/place.tsx'
import { useWords } from '../../use-desk.ts'
import { Notes } from './order-remarks.tsx'
import styles from './preparation.module.css'
import type { Next, Picking } from './use-pick.ts'
import { textOfWish } from './wish-rows.tsx'
import { LineMeta, useTitleOf } from './zone-list.tsx'

interface ThumbProps {
  /** undefined: nothing is offered, and the camera is open all the same. */
  readonly next: Next | undefined
  readonly picking: Picking
  readonly isCameraOpen: boolean
  readonly onCamera: () => void
}

export const Thumb = ({ next, picking, isCameraOpen, onCamera }: ThumbProps) => {
  const words = useWords(preparationWords)
  const titleOf = useTitleOf()
  const title = next === undefined ? '' : next.kind === 'entry' ? titleOf(next.entry) : textOfWish(next.line)
  return (
    <section class={`panel thumb ${isCameraOpen ? styles.camera : ''}`} aria-label={words.nextBook}>
      {next === undefined ? null : (
        <div class="thumb-book">
          {next.kind === 'entry' ? <Spine callNumber={next.entry.callNumber} /> : <Icon name="wish" />}
          <div>
            <p class="title">{title}</p>
            {next.kind === 'entry' ? <p class="by">{next.entry.record?.author}</p> : <p class="by">{words.wishSay}</p>}
            <LineMeta author={undefined} lines={[next.line]} />
            <Notes orders={[next.line.order]} />
          </div>
        </div>
      )}
      <div class="thumb-go">
        <Button icon="scan" pressed={isCameraOpen} label={isCameraOpen ? words.scan.closeCamera : words.scan.camera} onPress={onCamera} />
        {next?.kind === 'entry' ? (
          <Button walking onPress={() => void picking.reportNotFound(next.line, title)}>
            {words.notOnShelf}
          </Button>
        ) : null}
        {next === undefined ? null : (
          <Button walking look="primary" icon="check" onPress={() => void picking.take(next.line, title)}>
            {words.take}
          </Button>
        )}
      </div>
      <p class="small soft thumb-hint">
        <Icon name="scan" />
        {words.orScan}
      </p>
      {isCameraOpen ? <CameraPanel /> : null}
    </section>
  )
}
