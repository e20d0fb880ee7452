/**
 * The newest frame of a video, by the cheapest way this browser has. Runs in the page.
 * A bitmap of the middle, drawn in the worker; where it cannot be, pixels from a canvas here. Ten a second is enough.
 */
import { crop, type FrameSource } from './read-frames.ts'

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

/** Frames of the video that shows the camera now: fields hand it on to one another. */
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
