/**
 * The decoder's worker as the camera uses it: made at the first picture, made anew when its memory has grown, ended with the camera.
 * Runs in the page. Frames are handed over, not copied.
 */
import { transfer } from 'comlink'
import type { Symbology } from '../../domain/scan/symbology.ts'
import type { FrameDecoding } from '../scanner/read-frames.ts'
import type { Decoded, DecoderWorker } from './decoder-worker.ts'
import { openWorkerLine } from './worker-line.ts'

/** The reader starts at 22 MB and a frame needs a few more: beyond this it has leaked. Bytes. */
const memoryLimit = 96 * 1024 * 1024

/** Milliseconds: hundreds of times what a frame may take, so that only a worker that died, or could not load its reader, is given up. */
const patienceMs = 5000

const nothingSeen: Decoded = { codes: [], isBlack: false, memoryBytes: 0 }

export const createDecoderAsking = (symbologies: () => readonly Symbology[]): FrameDecoding => {
  const line = openWorkerLine<DecoderWorker>(
    () => new Worker(new URL('./decoder-worker.ts', import.meta.url), { type: 'module' }),
    patienceMs,
    (remote) => remote.open(symbologies()),
  )
  let hasFailed = false
  return {
    close: line.close,
    decode: async (frame): Promise<Decoded> => {
      try {
        const decoded = await line.ask((remote) => remote.decode(transfer(frame, ['data' in frame ? frame.data.buffer : frame])))
        hasFailed = false
        if (decoded.memoryBytes > memoryLimit) line.close()
        return decoded
      } catch (error) {
        // The next frame has a worker of its own; where that one fails too, the camera says so.
        if (hasFailed) throw error
        hasFailed = true
        return nothingSeen
      }
    },
  }
}
