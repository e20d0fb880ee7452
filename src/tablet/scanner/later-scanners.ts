/**
 * The camera before anybody wants it, and the gun: the code of each comes in a chunk of its own. Runs in the page.
 * What was closed or opened anew while the camera's chunk was on its way is not opened; a chunk that cannot be had is a camera that failed.
 */
import type { Camera, CameraState } from '../desk.ts'
import type { CameraPorts } from './live-camera.ts'
import type { RawReading, Scanner } from './scanner.ts'

export type LoadCamera = () => Promise<(ports: CameraPorts) => Camera & Scanner>

export const createLaterCamera = (load: LoadCamera, ports: CameraPorts): Camera & Scanner => {
  const listeners = new Set<(reading: RawReading) => void>()
  let camera: (Camera & Scanner) | undefined
  let state: CameraState = { kind: 'closed' }
  /** Each opening has its own, and each closing ends the one before. */
  let opening = 0
  const show = (next: CameraState): void => {
    state = next
    ports.onState(next)
  }

  return {
    source: 'camera',
    get state() {
      return state
    },
    listen: (onReading) => {
      listeners.add(onReading)
      return () => listeners.delete(onReading)
    },
    open: async (video, cameraId) => {
      const mine = ++opening
      if (camera === undefined) {
        show({ kind: 'opening' })
        const create = await load().catch(() => undefined)
        if (mine !== opening) return
        if (create === undefined) return show({ kind: 'failed', reason: 'unknown' })
        camera = create({ ...ports, onState: show })
        camera.listen((reading) => {
          for (const listener of listeners) listener(reading)
        })
      }
      await camera.open(video, cameraId)
    },
    close: () => {
      opening++
      if (camera !== undefined) camera.close()
      else if (state.kind !== 'closed') show({ kind: 'closed' })
    },
    setTorch: async (isOn) => camera?.setTorch(isOn),
    setZoom: async (value) => camera?.setZoom(value),
  }
}

/** Milliseconds. */
const againMs = 5000

/** Asked for as the desk opens, it listens before the first screen shows. A desk without its gun is no desk: its chunk is asked for until it is there. */
export const laterGun: Scanner = {
  source: 'gun',
  listen: (...listeners) => {
    let stop = (): void => {}
    let isWanted = true
    const load = (): void => {
      import('./gun-scanner.ts').then(
        ({ createGunScanner }) => {
          if (isWanted) stop = createGunScanner().listen(...listeners)
        },
        () => setTimeout(load, againMs),
      )
    }
    load()
    return () => {
      isWanted = false
      stop()
    }
  },
}
