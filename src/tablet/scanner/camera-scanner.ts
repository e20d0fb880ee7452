/**
 * The camera as a scanner: reads while somebody looks, is handed on from field to field, stops when the page is hidden and comes back
 * with it. Runs in the page.
 */
import type { Camera } from '../desk.ts'
import { type CameraPorts, createLiveCamera, type Watched } from './live-camera.ts'
import type { RawReading, Scanner } from './scanner.ts'

/** A field that goes leaves the camera open this long for the one that comes. Milliseconds. */
const handOnMs = 1000

export const createCameraScanner = ({ onState, rules }: CameraPorts): Camera & Scanner => {
  const listeners = new Set<(reading: RawReading) => void>()
  /** What is to be open, whether or not the page is hidden. */
  let wanted: Watched | undefined
  let closing: ReturnType<typeof setTimeout> | undefined

  const keep = (): void => {
    clearTimeout(closing)
    closing = undefined
  }
  const closeNow = (): void => {
    keep()
    live.stop()
    wanted = undefined
    if (live.state.kind !== 'closed') live.show({ kind: 'closed' })
  }
  const live = createLiveCamera({
    onState,
    rules,
    watched: () => wanted,
    closeIfLeft: () => {
      const isLeft = closing !== undefined
      if (isLeft) closeNow()
      return isLeft
    },
    onReading: (reading) => {
      // Between two fields nobody listens.
      if (closing === undefined) for (const listener of listeners) listener(reading)
    },
  })

  document.addEventListener('visibilitychange', () => {
    if (wanted === undefined) return
    if (document.visibilityState === 'visible') {
      keep()
      void live.start()
    } else if (closing !== undefined) closeNow()
    else {
      live.stop()
      if (live.state.kind === 'open') live.show({ kind: 'opening' })
    }
  })

  return {
    source: 'camera',
    get state() {
      return live.state
    },
    listen: (onReading) => {
      listeners.add(onReading)
      return () => listeners.delete(onReading)
    },
    open: async (video, cameraId) => {
      const isHandedOn = closing !== undefined && live.isRunning && (cameraId === undefined || cameraId === wanted?.cameraId)
      if (!isHandedOn) {
        keep()
        wanted = { video, cameraId }
        return live.start()
      }
      keep()
      // A stream still held by a video that has gone shows nothing in the next one (seen in Chromium).
      if (wanted !== undefined && wanted.video !== video) wanted.video.srcObject = null
      wanted = { video, cameraId: wanted?.cameraId }
      await live.moveTo(video)
    },
    close: () => {
      if (live.isRunning) closing = setTimeout(closeNow, handOnMs)
      else closeNow()
    },
    setTorch: live.setTorch,
    setZoom: live.setZoom,
  }
}
