/**
 * The decoder's worker as the camera uses it: made at the first picture, made anew when its memory has grown, ended with the camera.
 * Runs in the page. Frames are handed over, not copied.
 */
import { type Remote, transfer, wrap } from 'comlink'
import type { Symbology } from '../../domain/scan/symbology.ts'
import type { FrameDecoding } from '../scanner/read-frames.ts'
import type { Decoded, DecoderWorker } from './decoder-worker.ts'

/** The reader starts at 22 MB and a frame needs a few more: beyond this it has leaked. Bytes. */
const memoryLimit = 96 * 1024 * 1024

/** A worker that died says nothing: after so long without an answer it is made anew. Milliseconds. */
const patienceMs = 5000

interface Opened {
  readonly worker: Worker
  readonly remote: Remote<DecoderWorker>
  readonly ready: Promise<unknown>
}

export const createDecoderAsking = (symbologies: () => readonly Symbology[]): FrameDecoding => {
  let opened: Opened | undefined
  const open = (): Opened => {
    const worker = new Worker(new URL('./decoder-worker.ts', import.meta.url), { type: 'module' })
    const remote = wrap<DecoderWorker>(worker)
    // A worker that cannot load never answers: its error does.
    const failed = new Promise((_, reject) => worker.addEventListener('error', () => reject(new Error('the decoder does not load'))))
    const ready = Promise.race([remote.open(symbologies()), failed])
    return { worker, remote, ready }
  }
  const close = (): void => {
    opened?.worker.terminate()
    opened = undefined
  }
  return {
    close,
    decode: async (frame): Promise<Decoded> => {
      opened ??= open()
      await opened.ready
      let timer: ReturnType<typeof setTimeout> | undefined
      const silence = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), patienceMs)
      })
      const asked = opened.remote.decode(transfer(frame, ['data' in frame ? frame.data.buffer : frame]))
      const decoded = await Promise.race([asked, silence])
      clearTimeout(timer)
      if (decoded === undefined || decoded.memoryBytes > memoryLimit) close()
      return decoded ?? { codes: [], isBlack: false, memoryBytes: 0 }
    },
  }
}
