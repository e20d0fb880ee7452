/**
 * The camera as a scanner: opens the rear one, reads about ten frames a second from its middle, and closes when nobody looks. Runs in
 * the page. The decoder is loaded at the first opening. We own the stream and stop each of its tracks: a forgotten one drains the battery.
 */
import { toInstant } from '../../domain/instant.ts'
import type { Camera, CameraState } from '../desk.ts'
import { keepPreferredCamera, preferredCamera } from '../storage/camera-preference.ts'
import { agreeReadings, nothingInSight } from './agree-readings.ts'

/** Between two frames; ten a second is enough (scanning.md). Milliseconds. */
const frameMs = 100
/** The part of the frame that is read, of its width and height; every fifth frame is read whole. */
const crop = { width: 0.8, height: 0.5 }

type FailureReason = Extract<CameraState, { kind: 'failed' }>['reason']

const toReason = (error: unknown): FailureReason => {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'no-camera'
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy'
  return 'unknown'
}

/** `torch` is in no standard type yet; it exists on Android's cameras (W3C Image Capture). */
type TorchTrack = { readonly torch?: boolean }
const hasTorch = (track: MediaStreamTrack): boolean => ((track.getCapabilities?.() ?? {}) as TorchTrack).torch === true

export interface CameraPorts {
  readonly onReading: (text: string) => void
  readonly onState: (state: CameraState) => void
}

export const createCameraScanner = ({ onReading, onState }: CameraPorts): Camera => {
  let state: CameraState = { kind: 'closed' }
  let stream: MediaStream | undefined
  /** Each opening has its own; what a former one still awaits finds itself out of date. */
  let opening = 0

  const show = (next: CameraState): void => {
    state = next
    onState(next)
  }

  const stopStream = (): void => {
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = undefined
  }

  const close = (): void => {
    opening++
    stopStream()
    if (state.kind !== 'closed') show({ kind: 'closed' })
  }

  const choose = async (cameraId: string | undefined): Promise<MediaStream> => {
    const wanted = cameraId ?? (await preferredCamera())
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } }
    const facing = { video: { ...size, facingMode: { ideal: 'environment' } } }
    if (wanted === undefined) return navigator.mediaDevices.getUserMedia(facing)
    // The camera chosen last time may be gone: `ideal` then falls back by itself.
    return navigator.mediaDevices.getUserMedia({ video: { ...size, deviceId: { ideal: wanted } } })
  }

  const readFrames = async (video: HTMLVideoElement, mine: number): Promise<void> => {
    const { createFrameReader } = await import('./frame-reader.ts')
    const readFrame = createFrameReader()
    const canvas = document.createElement('canvas')
    const context = canvas.getContext('2d', { willReadFrequently: true })
    let sight = nothingInSight
    for (let frame = 0; mine === opening && context !== null; frame++) {
      const { videoWidth, videoHeight } = video
      if (videoWidth > 0 && !video.paused) {
        const isWhole = frame % 5 === 4
        const width = Math.round(videoWidth * (isWhole ? 1 : crop.width))
        const height = Math.round(videoHeight * (isWhole ? 1 : crop.height))
        if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
        context.drawImage(video, (videoWidth - width) / 2, (videoHeight - height) / 2, width, height, 0, 0, width, height)
        const text = readFrame(canvas)
        if (text !== undefined) {
          const [next, scanned] = agreeReadings(sight, text, toInstant(performance.now()))
          sight = next
          if (scanned !== undefined) onReading(scanned)
        }
      }
      await new Promise((resolve) => setTimeout(resolve, frameMs))
    }
  }

  const open = async (video: HTMLVideoElement, cameraId?: string): Promise<void> => {
    const mine = ++opening
    stopStream()
    if (!window.isSecureContext || navigator.mediaDevices === undefined) return show({ kind: 'failed', reason: 'insecure' })
    show({ kind: 'opening' })
    try {
      const opened = await choose(cameraId)
      if (mine !== opening) {
        for (const track of opened.getTracks()) track.stop()
        return
      }
      stream = opened
      video.playsInline = true
      video.muted = true
      video.srcObject = opened
      await video.play()
      const track = opened.getVideoTracks()[0]
      const used = track?.getSettings().deviceId
      if (used !== undefined) void keepPreferredCamera(used)
      track?.addEventListener('ended', () => {
        if (mine === opening) show({ kind: 'failed', reason: 'busy' })
      })
      const devices = await navigator.mediaDevices.enumerateDevices()
      if (mine !== opening) return
      const cameras = devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId, label }) => ({ id: deviceId, label }))
      show({ kind: 'open', torch: track !== undefined && hasTorch(track) ? 'off' : 'absent', cameras })
      readFrames(video, mine).catch(() => {
        if (mine !== opening) return
        stopStream()
        show({ kind: 'failed', reason: 'unknown' })
      })
    } catch (error) {
      if (mine !== opening) return
      stopStream()
      show({ kind: 'failed', reason: toReason(error) })
    }
  }

  const setTorch = async (on: boolean): Promise<void> => {
    const track = stream?.getVideoTracks()[0]
    if (track === undefined || state.kind !== 'open' || state.torch === 'absent') return
    // The cast: `torch` is a constraint of cameras that the standard types do not list.
    await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })
    if (state.kind === 'open') show({ ...state, torch: on ? 'on' : 'off' })
  }

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') close()
  })

  return {
    get state() {
      return state
    },
    open,
    close,
    setTorch,
  }
}
