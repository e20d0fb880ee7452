/**
 * What the camera sees, its lamp, and in plain words why it does not open. Runs in the browser; mounted only while the camera is wanted,
 * so that the decoder is loaded and the lens lit for no other reason.
 */
import { useEffect, useRef } from 'preact/hooks'
import { scanning as en } from '../../locale/en/scanning.ts'
import { scanning as fr } from '../../locale/fr/scanning.ts'
import { useDesk, useSnapshot } from '../use-desk.ts'
import { useWords } from '../use-words.ts'
import { Button } from './button.tsx'
import styles from './camera-panel.module.css'
import { Say } from './say.tsx'

export const CameraPanel = () => {
  const words = useWords(fr, en)
  const desk = useDesk()
  const { camera } = useSnapshot()
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (video.current !== null) void desk.camera.open(video.current)
    return () => desk.camera.close()
  }, [desk])
  return (
    <div class={styles.panel}>
      <video ref={video} class={styles.video} aria-label={words.picture} muted playsInline hidden={camera.kind === 'failed'} />
      {camera.kind === 'failed' ? (
        <Say sign="warn" sentence={words.failures[camera.reason].what} nextStep={words.failures[camera.reason].next} />
      ) : (
        <p class="small soft">{camera.kind === 'open' ? words.aim : words.opening}</p>
      )}
      {camera.kind === 'open' && (camera.torch !== 'absent' || camera.cameras.length > 1) ? (
        <div class="actions">
          {camera.torch === 'absent' ? null : (
            <Button pressed={camera.torch === 'on'} onPress={() => void desk.camera.setTorch(camera.torch === 'off')}>
              {camera.torch === 'on' ? words.torchOff : words.torchOn}
            </Button>
          )}
          {camera.cameras.length > 1
            ? camera.cameras.map((choice) => (
                <Button
                  key={choice.id}
                  look="quiet"
                  onPress={() => void (video.current !== null && desk.camera.open(video.current, choice.id))}
                >
                  {choice.label}
                </Button>
              ))
            : null}
        </div>
      ) : null}
    </div>
  )
}
