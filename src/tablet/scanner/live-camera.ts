/**
 * A camera while it is open: its stream in a video, its frames read, its torch and its zoom. Runs in the page.
 * Stream and decoder are loaded at the first opening. We own the stream and stop each of its tracks: a forgotten one drains the battery.
 */
import { nothingInSight } from '../../domain/scan/agree-readings.ts'
import type { ScanRules } from '../../domain/scan/judge-text.ts'
import { wantedSymbologies } from '../../domain/scan/symbology.ts'
import type { CameraState } from '../desk.ts'
import type { FailureReason } from './open-stream.ts'
import type { CameraHint, FrameDecoding } from './read-frames.ts'
import type { RawReading } from './scanner.ts'

/** A black stream is started again this often (installed apps on iPads need it); then the picture is simply dark. */
const restarts = 2

export interface CameraPorts {
  readonly onState: (state: CameraState) => void
  /** The library's rules; undefined until they are known. */
  readonly rules: () => ScanRules | undefined
}

/** Where somebody looks, and through which camera; undefined: the rear one, or the last one. */
export interface Watched {
  readonly video: HTMLVideoElement
  readonly cameraId: string | undefined
}

export interface LiveCameraPorts extends CameraPorts {
  /** What is to be open; undefined: nothing. */
  readonly watched: () => Watched | undefined
  /** Between two fields nobody looks: what fails then is closed without a word. Answers whether that is so. */
  readonly closeIfLeft: () => boolean
  readonly onReading: (reading: RawReading) => void
}

const loadParts = async () => {
  const [stream, frames, asking] = await Promise.all([
    import('./open-stream.ts'),
    import('./read-frames.ts'),
    import('../workers/ask-decoder.ts'),
  ])
  return { ...stream, ...frames, ...asking }
}

const attach = async (video: HTMLVideoElement, stream: MediaStream): Promise<void> => {
  video.playsInline = true
  video.muted = true
  video.srcObject = stream
  await video.play()
}

const stopTracks = (stream: MediaStream | undefined): void => {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

export const createLiveCamera = ({ onState, rules, watched, closeIfLeft, onReading }: LiveCameraPorts) => {
  let state: CameraState = { kind: 'closed' }
  let stream: MediaStream | undefined
  let decoding: FrameDecoding | undefined
  /** Each opening has its own; what a former one still awaits finds itself out of date. */
  let opening = 0
  const memory = { inSight: nothingInSight }

  const show = (next: CameraState): void => {
    state = next
    onState(next)
  }
  const showHint = (hint: CameraHint): void => {
    if (state.kind === 'open') show({ ...state, hint })
  }

  const stop = (): void => {
    opening++
    stopTracks(stream)
    stream = undefined
    decoding?.close()
    decoding = undefined
    const left = watched()
    if (left !== undefined) left.video.srcObject = null
  }
  const fail = (reason: FailureReason): void => {
    if (closeIfLeft()) return
    stop()
    show({ kind: 'failed', reason })
  }

  const start = async (restartsLeft = restarts): Promise<void> => {
    stop()
    const wanted = watched()
    if (wanted === undefined || document.visibilityState === 'hidden') return
    const mine = opening
    const isOn = (): boolean => mine === opening
    if (!window.isSecureContext || navigator.mediaDevices === undefined) return fail('insecure')
    if (state.kind !== 'open') show({ kind: 'opening' })
    try {
      const parts = await loadParts()
      if (!isOn()) return
      const opened = await parts.openStream(wanted.cameraId)
      if (!isOn()) return stopTracks(opened)
      stream = opened
      await attach(wanted.video, opened)
      const described = await parts.describeStream(opened)
      if (!isOn()) return
      // Another app took it, or it was unplugged.
      opened.getVideoTracks()[0]?.addEventListener('ended', () => {
        if (isOn()) fail('busy')
      })
      show({ kind: 'open', ...described, hint: restartsLeft > 0 ? undefined : 'black' })
      decoding = parts.createDecoderAsking(() => wantedSymbologies(rules() ?? {}))
      await parts.readFrames({
        frames: parts.grabFrames(() => watched()?.video ?? wanted.video),
        decode: decoding.decode,
        rules,
        now: () => performance.now(),
        isOn,
        memory,
        onReading,
        onHint: showHint,
        onDead: () => {
          if (closeIfLeft()) return
          if (restartsLeft > 0) void start(restartsLeft - 1)
          else showHint('black')
        },
      })
    } catch (error) {
      if (!isOn()) return
      const { toFailure } = await import('./open-stream.ts')
      fail(toFailure(error))
    }
  }

  return {
    get state(): CameraState {
      return state
    },
    get isRunning(): boolean {
      return stream !== undefined
    },
    show,
    /** Opens what is watched, anew; does nothing while the page is hidden. */
    start: (): Promise<void> => start(),
    stop,
    /** Shows the stream that runs in another video; where that cannot be, opens it anew. */
    moveTo: async (video: HTMLVideoElement): Promise<void> => {
      if (stream !== undefined) await attach(video, stream).catch(() => start())
    },
    setTorch: async (isOn: boolean): Promise<void> => {
      if (stream === undefined || state.kind !== 'open' || state.torch === 'absent') return
      const { setTorch } = await import('./open-stream.ts')
      await setTorch(stream, isOn)
      if (state.kind === 'open') show({ ...state, torch: isOn ? 'on' : 'off' })
    },
    setZoom: async (value: number): Promise<void> => {
      if (stream === undefined || state.kind !== 'open' || state.zoom === undefined) return
      const { setZoom } = await import('./open-stream.ts')
      await setZoom(stream, value)
      if (state.kind === 'open' && state.zoom !== undefined) show({ ...state, zoom: { ...state.zoom, value } })
    },
  }
}
