/**
 * What the gun and the camera have in common: a code presented is one reading, whole, and what it means is judged once.
 * Runs in Node: the gun's keys carry their own times, the camera's frames are pictures read by the real decoder.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { nothingInSight } from '../../../src/domain/scan/agree-readings.ts'
import { judgeText } from '../../../src/domain/scan/judge-text.ts'
import type { Picture } from '../../../src/tablet/scanner/decoder.ts'
import { createGunScanner } from '../../../src/tablet/scanner/gun-scanner.ts'
import { type CameraHint, readFrames } from '../../../src/tablet/scanner/read-frames.ts'
import type { RawReading, Scanner } from '../../../src/tablet/scanner/scanner.ts'
import { createWasmDecoder } from '../../../src/tablet/scanner/wasm-decoder.ts'
import { aPicture, type LabelInPicture } from '../../builders/a-barcode.ts'
import { aSettings } from '../../builders/a-settings.ts'

const settings = aSettings()
const bytes = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
const wasm = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)

/** A scanner in a hand: what is presented, and what it said. */
interface Hand {
  readonly scanner: Scanner
  /** Presents these codes one after the other, a moment apart; resolves when each has been read or not. */
  present(...texts: readonly string[]): Promise<void>
}

const gunHand = async (): Promise<Hand> => {
  const heard = new Set<(event: KeyboardEvent) => void>()
  // The cast: as much of a window as a gun needs.
  const page = {
    document: { activeElement: null, querySelector: () => null },
    addEventListener: (type: string, listener: (event: KeyboardEvent) => void) => type === 'keydown' && heard.add(listener),
    removeEventListener: (_: string, listener: (event: KeyboardEvent) => void) => heard.delete(listener),
  } as unknown as Window
  let at = 0
  return {
    scanner: createGunScanner(page),
    present: async (...texts) => {
      for (const text of texts) {
        at += 2000
        for (const key of [...text, 'Enter']) {
          at += 4
          const event = { key, timeStamp: at, isTrusted: true, preventDefault: () => {}, stopPropagation: () => {} }
          for (const listener of heard) listener(event as KeyboardEvent)
        }
      }
    },
  }
}

/** The frames of a film, ten a second, read by the real decoder; answers what counted, and what was said of the picture. */
const film = async (
  pictures: readonly (Picture | undefined)[],
  onReading: (reading: RawReading) => void,
): Promise<{ readonly hints: readonly CameraHint[]; readonly dead: number }> => {
  const decoder = await createWasmDecoder(['codabar', 'code-39', 'code-128', 'ean-13'], wasm)
  const hints: CameraHint[] = []
  let frame = 0
  let dead = 0
  await readFrames({
    // The cast: Node has no ImageData; the decoder reads the same three members.
    frames: { next: async () => pictures[frame++] as ImageData | undefined },
    decode: async (picture) => ({ codes: await decoder.decode(picture as ImageData), isBlack: false }),
    rules: () => settings,
    now: () => frame * 100,
    isOn: () => frame < pictures.length,
    memory: { inSight: nothingInSight },
    onReading,
    onHint: (hint) => hints.push(hint),
    onDead: () => dead++,
  })
  return { hints, dead }
}
const shown = (labels: readonly LabelInPicture[], frames: number): readonly Picture[] =>
  Array<Picture>(frames).fill(aPicture(labels, { width: 640, height: 360 }))
const away = (frames: number): readonly Picture[] => shown([], frames)

const cameraHand = async (): Promise<Hand> => {
  const listeners = new Set<(reading: RawReading) => void>()
  return {
    scanner: {
      source: 'camera',
      listen: (onReading) => {
        listeners.add(onReading)
        return () => listeners.delete(onReading)
      },
    },
    present: async (...texts) => {
      const pictures = texts.flatMap((text) => [...shown([{ symbology: 'code-128', text, module: 2 }], 5), ...away(18)])
      await film(pictures, (reading) => {
        for (const listener of listeners) listener(reading)
      })
    },
  }
}

describe.each([
  ['the gun', gunHand],
  ['the camera', cameraHand],
])('%s', (_, take) => {
  const readings = async (...texts: readonly string[]): Promise<readonly string[]> => {
    const hand = await take()
    const read: string[] = []
    hand.scanner.listen(({ text }) => read.push(text))
    await hand.present(...texts)
    return read
  }

  test('[HO-8] one code presented is one reading', async () => {
    expect(await readings('33331002568673')).toEqual(['33331002568673'])
  })
  test('[HO-8] the same code presented again is another', async () => {
    expect(await readings('33331002568673', '33331002568673')).toEqual(['33331002568673', '33331002568673'])
  })
  test('leading zeros stay', async () => {
    expect(await readings('000012345')).toEqual(['000012345'])
  })
  test('one after the other, each is read, in the order of the hand', async () => {
    expect(await readings('23333000000172', '33331002568673', 'B-017')).toEqual(['23333000000172', '33331002568673', 'B-017'])
  })
  test('an empty view reads nothing', async () => {
    expect(await readings()).toEqual([])
  })
  test('a port that was stopped hears nothing', async () => {
    const hand = await take()
    const read: string[] = []
    const stop = hand.scanner.listen(({ text }) => read.push(text))
    stop()
    await hand.present('33331002568673')
    expect(read).toEqual([])
  })
  test('[HO-1] all are judged alike: a card is a card, a document a document, and a wrong check digit nothing', async () => {
    const hand = await take()
    const kinds: string[] = []
    hand.scanner.listen(({ text, symbology }) => kinds.push(judgeText(settings, text, symbology).kind))
    await hand.present('23333000000172', '33331002568673', '33331002568674', 'B-017', '9782070409228')
    // The publisher's code is an EAN-13 on a book; the contract prints all its labels in Code 128.
    expect(kinds).toEqual(['card', 'item', 'unrecognised', 'order', 'isbn'])
  })
})

describe('the camera', () => {
  const book: LabelInPicture = { symbology: 'codabar', text: 'A33331002568673B', module: 2 }

  test('[HO-8] a code held in sight is one reading, however long', async () => {
    const read: string[] = []
    await film(shown([book], 40), ({ text }) => read.push(text))
    expect(read).toEqual(['A33331002568673B'])
  })
  test('a glance of one frame is none', async () => {
    const read: string[] = []
    await film([...shown([book], 1), ...away(5)], ({ text }) => read.push(text))
    expect(read).toEqual([])
  })
  test('[HO-1] two labels of the library and none in the middle are asked about, not read', async () => {
    const read: string[] = []
    const two = [
      { ...book, y: 0.25 },
      { ...book, text: 'A33330000000010B', y: 0.75 },
    ]
    const { hints } = await film([...shown(two, 6), ...away(14)], ({ text }) => read.push(text))
    expect(read).toEqual([])
    expect(hints).toEqual(['several', undefined])
  })
  test('[HO-1] the label in the middle is the one that is meant', async () => {
    const read: string[] = []
    await film(
      shown(
        [
          { ...book, y: 0.2 },
          { ...book, text: 'A33330000000010B' },
        ],
        6,
      ),
      ({ text }) => read.push(text),
    )
    expect(read).toEqual(['A33330000000010B'])
  })
  test('a stream that shows nothing is reported dead after five seconds, and again after each two', async () => {
    expect((await film(Array<undefined>(75).fill(undefined), () => {})).dead).toBe(2)
    expect((await film(away(75), () => {})).dead).toBe(0)
  })
})
