/**
 * The camera as a scanner: opens, reads while somebody looks, stops when the page is hidden and comes back with it. Runs in the page.
 * Stream and decoder are loaded at the first opening. We own the stream and stop each of its tracks: a forgotten one drains the battery.
 */
import { nothingInSight } from '../../domain/scan/agree-readings.ts'
import type { ScanRules } from '../../domain/scan/judge-text.ts'
import { wantedSymbologies } from '../../domain/scan/symbology.ts'
import type { Camera, CameraState } from '../desk.ts'
import type { FailureReason } from './open-stream.ts'
import type { CameraHint, FrameDecoding } from './read-frames.ts'
import type { RawReading, Scanner } from './scanner.ts'

/** A black stream is started again this often (installed apps on iPads need it); then the picture is simply dark. */
const restarts = 2

/** A field that goes leaves the camera open this long for the one that comes. Milliseconds. */
const handOnMs = 1000

export interface CameraPorts {
  readonly onState: (state: CameraState) => void
  /** The library's rules; undefined until they are known. */
  readonly rules: () => ScanRules | undefined
}

const loadParts = async () => {
  const [stream, frames, reading, asking] = await Promise.all([
    import('./open-stream.ts'),
    import('./grab-frames.ts'),
    import('./read-frames.ts'),
    import('../workers/ask-decoder.ts'),
  ])
  return { ...stream, ...frames, ...reading, ...asking }
}

export const createCameraScanner = ({ onState, rules }: CameraPorts): Camera & Scanner => {
  const listeners = new Set<(reading: RawReading) => void>()
  let state: CameraState = { kind: 'closed' }
  let stream: MediaStream | undefined
  let decoding: FrameDecoding | undefined
  /** What is to be open, whether or not the page is hidden. */
  let wanted: { readonly video: HTMLVideoElement; readonly cameraId: string | undefined } | undefined
  /** Each opening has its own; what a former one still awaits finds itself out of date. */
  let opening = 0
  let closing: ReturnType<typeof setTimeout> | undefined
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
    clearTimeout(closing)
    closing = undefined
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = undefined
    decoding?.close()
    decoding = undefined
    if (wanted !== undefined) wanted.video.srcObject = null
  }
  const closeNow = (): void => {
    stop()
    wanted = undefined
    if (state.kind !== 'closed') show({ kind: 'closed' })
  }
  const fail = (reason: FailureReason): void => {
    if (closing !== undefined) closeNow()
    else {
      stop()
      show({ kind: 'failed', reason })
    }
  }

  const attach = async (video: HTMLVideoElement, shown: MediaStream): Promise<void> => {
    video.playsInline = true
    video.muted = true
    video.srcObject = shown
    await video.play()
  }

  const start = async (restartsLeft = restarts): Promise<void> => {
    stop()
    if (wanted === undefined || document.visibilityState === 'hidden') return
    const { video, cameraId } = wanted
    const mine = opening
    const isOn = (): boolean => mine === opening
    if (!window.isSecureContext || navigator.mediaDevices === undefined) return fail('insecure')
    if (state.kind !== 'open') show({ kind: 'opening' })
    try {
      const parts = await loadParts()
      if (!isOn()) return
      const opened = await parts.openStream(cameraId)
      if (!isOn()) {
        for (const track of opened.getTracks()) track.stop()
        return
      }
      stream = opened
      await attach(video, opened)
      const described = await parts.describeStream(opened)
      if (!isOn()) return
      // Another app took it, or it was unplugged.
      opened.getVideoTracks()[0]?.addEventListener('ended', () => {
        if (isOn()) fail('busy')
      })
      show({ kind: 'open', ...described, hint: restartsLeft > 0 ? undefined : 'black' })
      decoding = parts.createDecoderAsking(() => wantedSymbologies(rules() ?? {}))
      await parts.readFrames({
        frames: parts.grabFrames(() => wanted?.video ?? video),
        decode: decoding.decode,
        rules,
        now: () => performance.now(),
        isOn,
        memory,
        onReading: (reading) => {
          // Between two fields nobody listens.
          if (closing === undefined) for (const listener of listeners) listener(reading)
        },
        onHint: showHint,
        onDead: () => {
          if (closing !== undefined) closeNow()
          else if (restartsLeft > 0) void start(restartsLeft - 1)
          else showHint('black')
        },
      })
    } catch (error) {
      if (!isOn()) return
      const { toFailure } = await import('./open-stream.ts')
      fail(toFailure(error))
    }
  }

  document.addEventListener('visibilitychange', () => {
    if (wanted === undefined) return
    if (document.visibilityState === 'visible') void start()
    else if (closing !== undefined) closeNow()
    else {
      stop()
      if (state.kind === 'open') show({ kind: 'opening' })
    }
  })

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
      const isHandedOn = closing !== undefined && stream !== undefined && (cameraId === undefined || cameraId === wanted?.cameraId)
      if (!isHandedOn || stream === undefined) {
        wanted = { video, cameraId }
        return start()
      }
      clearTimeout(closing)
      closing = undefined
      // A stream still held by a video that has gone shows nothing in the next one (seen in Chromium).
      if (wanted !== undefined && wanted.video !== video) wanted.video.srcObject = null
      wanted = { video, cameraId: wanted?.cameraId }
      // A browser that does not play it here opens it anew.
      await attach(video, stream).catch(() => start())
    },
    close: () => {
      if (stream === undefined) closeNow()
      else closing = setTimeout(closeNow, handOnMs)
    },
    setTorch: async (isOn) => {
      if (stream === undefined || state.kind !== 'open' || state.torch === 'absent') return
      const { setTorch } = await import('./open-stream.ts')
      await setTorch(stream, isOn)
      if (state.kind === 'open') show({ ...state, torch: isOn ? 'on' : 'off' })
    },
    setZoom: async (value) => {
      if (stream === undefined || state.kind !== 'open' || state.zoom === undefined) return
      const { setZoom } = await import('./open-stream.ts')
      await setZoom(stream, value)
      if (state.kind === 'open' && state.zoom !== undefined) show({ ...state, zoom: { ...state.zoom, value } })
    },
  }
}
