/**
 * Frames of a camera → readings that count. Runs in the page over ports, so that the contract suite gives it frames of its own.
 * One frame at a time: the next is taken when the last one is read, so that there is no queue and it is always the newest.
 */
import { type Instant, toInstant } from '../../domain/instant.ts'
import { agreeReadings, denyReadings, type InSight } from '../../domain/scan/agree-readings.ts'
import { type CodeInFrame, chooseInFrame } from '../../domain/scan/choose-in-frame.ts'
import { framesWanted, type ScanRules } from '../../domain/scan/judge-text.ts'
import type { RawReading } from './scanner.ts'

/** The middle of the picture, of its width and height, costs half as much to read as the whole. */
export const crop = { width: 0.8, height: 0.5 }

/**
 * Whether the `n`th frame, from 1, is read whole: every second one, for a sideways label near the lens is taller than the middle; and the
 * next one where the whole showed a code.
 */
export const isReadWhole = (n: number, last: { readonly isWhole: boolean; readonly hasCode: boolean }): boolean =>
  n % 2 === 0 || (last.isWhole && last.hasCode)
/** A sentence about what is in sight stays this long after. Milliseconds. */
const hintMs = 1000
/** A stream is dead after so long without light or without a frame. Milliseconds. */
const deadMs = 2000
/** More than that until the first: a slow tablet takes its time to light the lens and to load the decoder. Milliseconds. */
const slowStartMs = 3000

export type CameraHint = 'several' | 'black' | undefined

export interface FrameSource {
  /** The newest frame; undefined when none came for a while. */
  next(isWhole: boolean): Promise<ImageBitmap | ImageData | undefined>
}

export interface FrameDecoding {
  decode(frame: ImageBitmap | ImageData): Promise<{ readonly codes: readonly CodeInFrame[]; readonly isBlack: boolean }>
  close(): void
}

export interface FrameReading {
  readonly frames: FrameSource
  readonly decode: FrameDecoding['decode']
  /** The library's rules; undefined until they are known. */
  readonly rules: () => ScanRules | undefined
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number
  readonly isOn: () => boolean
  /** Kept by whoever opens the camera: a code still in sight when it opens again is the same scan (HO-8). */
  readonly memory: { inSight: InSight }
  readonly onReading: (reading: RawReading) => void
  readonly onHint: (hint: CameraHint) => void
  /** The stream shows nothing: whoever owns it starts it again. */
  readonly onDead: () => void
}

/** Reads until `isOn` says no; rejects when the decoder fails. */
export const readFrames = async ({ frames, decode, rules, now, isOn, memory, onReading, onHint, onDead }: FrameReading): Promise<void> => {
  let hint: CameraHint
  let hintedAt = 0
  let last = { isWhole: false, hasCode: false }
  let lightAt = now() + slowStartMs
  const sayHint = (next: CameraHint, at: number): void => {
    if (next !== undefined) hintedAt = at
    else if (at - hintedAt < hintMs) return
    if (next !== hint) onHint(next)
    hint = next
  }

  for (let n = 1; isOn(); n++) {
    const isWhole = isReadWhole(n, last)
    const frame = await frames.next(isWhole)
    if (!isOn()) {
      if (frame !== undefined && 'close' in frame) frame.close()
      return
    }
    const at: Instant = toInstant(now())
    const decoded = frame === undefined ? undefined : await decode(frame)
    if (!isOn()) return
    last = { isWhole, hasCode: decoded !== undefined && decoded.codes.length > 0 }
    // Counted from here: the first answer of a decoder may be long in coming, and the stream is not to blame.
    if (decoded !== undefined && !decoded.isBlack) lightAt = Math.max(lightAt, now())
    if (at - lightAt >= deadMs) {
      lightAt = now()
      onDead()
      continue
    }
    const known = rules()
    if (decoded === undefined || known === undefined) continue
    const choice = chooseInFrame(known, decoded.codes)
    sayHint(choice.kind === 'several' ? 'several' : undefined, at)
    if (choice.kind === 'several') memory.inSight = denyReadings(memory.inSight, at, choice.contradicted)
    if (choice.kind !== 'one') continue
    const { text, symbology } = choice.code
    const [next, counted] = agreeReadings(memory.inSight, text, framesWanted(known, text, symbology), at)
    memory.inSight = next
    if (counted !== undefined) onReading({ text, symbology })
  }
}

/** Silence between two frames; the next one shown after it makes ten a second of a film at 30 or 60. Milliseconds. */
const pauseMs = 80
/** Longest wait for a frame of a stream that should show 15 a second or more. Milliseconds. */
const patienceMs = 300

const canTransferBitmaps = (): boolean => {
  try {
    return typeof createImageBitmap === 'function' && new OffscreenCanvas(1, 1).getContext('2d') !== null
  } catch {
    return false
  }
}

/** Resolves at the video's next frame: true, or false when none comes. */
const nextFrame = (video: HTMLVideoElement): Promise<boolean> =>
  new Promise((resolve) => {
    if (!('requestVideoFrameCallback' in video)) {
      resolve(true)
      return
    }
    const timer = setTimeout(() => {
      video.cancelVideoFrameCallback(handle)
      resolve(false)
    }, patienceMs)
    const handle = video.requestVideoFrameCallback(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })

/**
 * Frames of the video that shows the camera now (fields hand it on to one another), by the cheapest way this browser has: a bitmap, drawn
 * in the worker, or pixels from a canvas here. Ten a second is enough.
 */
export const grabFrames = (videoNow: () => HTMLVideoElement): FrameSource => {
  const isCheap = canTransferBitmaps()
  let canvas: HTMLCanvasElement | undefined
  let grabbedAt = Number.NEGATIVE_INFINITY
  return {
    next: async (isWhole) => {
      const wait = grabbedAt + pauseMs - performance.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      const video = videoNow()
      const isThere = await nextFrame(video)
      grabbedAt = performance.now()
      const { videoWidth, videoHeight } = video
      if (!isThere || videoWidth === 0 || video.paused) return undefined
      const width = Math.round(videoWidth * (isWhole ? 1 : crop.width))
      const height = Math.round(videoHeight * (isWhole ? 1 : crop.height))
      const left = Math.round((videoWidth - width) / 2)
      const top = Math.round((videoHeight - height) / 2)
      if (isCheap) return createImageBitmap(video, left, top, width, height)
      canvas ??= document.createElement('canvas')
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
      const context = canvas.getContext('2d', { willReadFrequently: true })
      context?.drawImage(video, left, top, width, height, 0, 0, width, height)
      return context?.getImageData(0, 0, width, height)
    },
  }
}
