/**
 * What the camera sees and where to aim, its lamp and its zoom, and in plain words why it does not open. Runs in the browser; mounted only while the camera is wanted,
 * so that the decoder is loaded and the lens lit for no other reason.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { scanningWords } from '../../locale/en/scanning.ts'
import type { CameraState } from '../../tablet/desk.ts'
import { useDesk, useSnapshot, useWords } from '../use-desk.ts'
import styles from './camera-panel.module.css'
import { Button, Say } from './parts.tsx'

type OpenCamera = Extract<CameraState, { readonly kind: 'open' }>

export const CameraPanel = () => {
  const words = useWords(scanningWords)
  const desk = useDesk()
  const { camera } = useSnapshot()
  const video = useRef<HTMLVideoElement>(null)
  const picture = useRef<HTMLDivElement>(null)
  // As the camera gives it, upright or not: the aiming frame is where codes are read first.
  const [ratio, setRatio] = useState(4 / 3)
  const open = (cameraId?: string) => {
    if (video.current !== null) void desk.camera.open(video.current, cameraId)
  }
  useEffect(() => {
    if (video.current !== null) void desk.camera.open(video.current)
    return () => desk.camera.close()
  }, [desk])
  return (
    <div class={styles.panel}>
      <div ref={picture} class={styles.picture} style={{ '--ratio': ratio }} hidden={camera.kind === 'failed'}>
        <video
          ref={video}
          class={styles.video}
          aria-label={words.picture}
          muted
          playsInline
          onResize={({ currentTarget: { videoWidth, videoHeight } }) => {
            if (videoHeight === 0) return
            setRatio(videoWidth / videoHeight)
            picture.current?.scrollIntoView({ block: 'nearest' })
          }}
        />
        <div class={styles.aim} aria-hidden="true" />
      </div>
      {camera.kind === 'failed' ? (
        <Say
          sign="warn"
          sentence={words.failures[camera.reason].what}
          nextStep={words.failures[camera.reason].next}
          actions={<Button onPress={() => open()}>{words.retry}</Button>}
        />
      ) : (
        <p class="small soft" role="status">
          {camera.kind !== 'open' ? words.opening : camera.hint === undefined ? words.aim : words.hints[camera.hint]}
        </p>
      )}
      {camera.kind === 'open' ? <Settings camera={camera} onChoose={open} /> : null}
    </div>
  )
}

/** What this camera offers, and nothing else. */
const Settings = ({ camera, onChoose }: { readonly camera: OpenCamera; readonly onChoose: (cameraId: string) => void }) => {
  const words = useWords(scanningWords)
  const desk = useDesk()
  const { torch, zoom, cameras, cameraId } = camera
  if (torch === 'absent' && zoom === undefined && cameras.length < 2) return null
  return (
    <div class="actions">
      {torch === 'absent' ? null : (
        <Button pressed={torch === 'on'} onPress={() => void desk.camera.setTorch(torch === 'off')}>
          {torch === 'on' ? words.torchOff : words.torchOn}
        </Button>
      )}
      {zoom === undefined ? null : (
        <label class={styles.zoom}>
          {words.zoom}
          <input
            type="range"
            min={zoom.min}
            max={zoom.max}
            step={zoom.step}
            value={zoom.value}
            onInput={(event) => void desk.camera.setZoom(event.currentTarget.valueAsNumber)}
          />
        </label>
      )}
      {cameras.length > 1
        ? cameras.map(({ id, label }) => (
            <Button key={id} look="quiet" pressed={id === cameraId} onPress={() => onChoose(id)}>
              {label}
            </Button>
          ))
        : null}
    </div>
  )
}
