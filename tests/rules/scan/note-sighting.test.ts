/**
 * One scan or the same one still, and how many frames must agree before there is one (HO-8). Pure: times are in the tables.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../../src/domain/instant.ts'
import { agreeReadings, denyReadings, noteSighting, nothingInSight, type Sighting } from '../../../src/domain/scan/agree-readings.ts'
import { type CodeInFrame, chooseInFrame } from '../../../src/domain/scan/choose-in-frame.ts'
import { aSettings } from '../../builders/a-settings.ts'

describe('holding a barcode before the camera', () => {
  const seen = (...sightings: readonly (readonly [string, number])[]) => {
    let held: Sighting | undefined
    return sightings.map(([text, at]) => {
      const noted = noteSighting(held, text, toInstant(at))
      held = noted.held
      return noted.isNew
    })
  }

  it('[HO-8] it is one scan as long as it stays in sight, however long that is', () => {
    expect(seen(['a', 0], ['a', 700], ['a', 1400], ['a', 2100], ['a', 2800])).toEqual([true, false, false, false, false])
  })

  it('[HO-8] out of sight for a second and a half, it is scanned anew', () => {
    expect(seen(['a', 0], ['a', 1499], ['a', 2999])).toEqual([true, false, true])
  })

  it('[HO-8] another barcode is another scan at once', () => {
    expect(seen(['a', 0], ['b', 100], ['a', 200])).toEqual([true, true, true])
  })
})

describe('frames that agree', () => {
  type Frames = readonly (readonly [at: number, text: string])[]
  /** What counts, and when; each frame reads one text. */
  const scans = (frames: Frames, wanted = 2): Frames => {
    let sight = nothingInSight
    return frames.flatMap(([at, text]) => {
      const [next, scanned] = agreeReadings(sight, text, wanted, toInstant(at))
      sight = next
      return scanned === undefined ? [] : [[at, scanned] as const]
    })
  }
  const every100 = (...texts: readonly string[]): Frames => texts.map((text, i) => [i * 100, text] as const)

  it.each<readonly [what: string, frames: Frames, wanted: number, expected: Frames]>([
    ['one is not enough', every100('A'), 2, []],
    ['two equal ones are one scan', every100('A', 'A', 'A'), 2, [[100, 'A']]],
    ['three where three are wanted', every100('A', 'A', 'A', 'A'), 3, [[200, 'A']]],
    ['a wrong one between asks for one more', every100('A', 'X', 'A', 'A'), 2, [[300, 'A']]],
    ['a wrong one before does not', every100('X', 'A', 'A'), 2, [[200, 'A']]],
    ['two that take turns are believed neither', every100('A', 'X', 'A', 'X', 'A', 'X', 'A', 'X'), 2, []],
    [
      'too far apart, they are two glances',
      [
        [0, 'A'],
        [1500, 'A'],
      ],
      2,
      [],
    ],
    [
      'the next document follows at once',
      every100('A', 'A', 'B', 'B'),
      2,
      [
        [100, 'A'],
        [300, 'B'],
      ],
    ],
  ])('[HO-8] %s', (_, frames, wanted, expected) => {
    expect(scans(frames, wanted)).toEqual(expected)
  })

  it('[HO-8] a frame that shows several codes and none meant asks for one more', () => {
    const [once] = agreeReadings(nothingInSight, 'A', 2, toInstant(0))
    const denied = denyReadings(once, toInstant(100))
    const [twice, early] = agreeReadings(denied, 'A', 2, toInstant(200))
    expect(early).toBeUndefined()
    expect(agreeReadings(twice, 'A', 2, toInstant(300))[1]).toBe('A')
  })

  it('[HO-8] a label that one frame reads in two ways is believed in neither until that frame is 1.5 s old', () => {
    let sight = denyReadings(nothingInSight, toInstant(0), ['A', 'X'])
    const counted = [100, 300, 500, 700, 900, 1100, 1300, 1400, 1500, 1600].filter((at) => {
      const [next, scanned] = agreeReadings(sight, 'A', 2, toInstant(at))
      sight = next
      return scanned !== undefined
    })
    expect(counted).toEqual([1500])
  })

  it('[HO-8] a barcode held before the camera is one scan, until it has been out of sight for 1.5 s', () => {
    const held = Array.from({ length: 100 }, (_, i) => [i * 100, 'A'] as const)
    expect(scans(held)).toEqual([[100, 'A']])
    expect(scans([...held, [10_000, 'A'], [12_000, 'A'], [12_100, 'A']])).toEqual([
      [100, 'A'],
      [12_100, 'A'],
    ])
  })

  it('[HO-8] a number counts only when as many frames read it within 1.5 s, and twice only after a pause', () => {
    const frame = fc.tuple(fc.integer({ min: 1, max: 700 }), fc.constantFrom('A', 'B', 'C'))
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 60 }), fc.constantFrom(2, 3), (gaps, wanted) => {
        let at = 0
        const frames = gaps.map(([gap, text]) => {
          at += gap
          return [at, text] as const
        })
        const counted = scans(frames, wanted)
        for (const [time, text] of counted) {
          const agreeing = frames.filter(([when, read]) => read === text && when <= time && time - when < 1500)
          expect(agreeing.length).toBeGreaterThanOrEqual(wanted)
        }
        for (const text of ['A', 'B', 'C']) {
          const times = counted.filter(([, read]) => read === text).map(([time]) => time)
          times.slice(1).forEach((time, i) => {
            const between = frames.filter(([when, read]) => read === text && when >= (times[i] ?? 0) && when <= time).map(([when]) => when)
            expect(between.slice(1).some((when, n) => when - (between[n] ?? 0) >= 1500)).toBe(true)
          })
        }
      }),
    )
  })
})

describe('several codes in one picture', () => {
  const at = (text: string, x: number, y: number, symbology: CodeInFrame['symbology'] = 'codabar'): CodeInFrame => ({
    text,
    symbology,
    box: { left: x - 0.1, right: x + 0.1, top: y - 0.05, bottom: y + 0.05 },
  })
  const book = '33331002568673'
  const other = '33330000000010'
  const isbn = '9782070409228'

  it.each<readonly [what: string, codes: readonly CodeInFrame[], expected: string]>([
    ['nothing', [], 'none'],
    ['one alone is meant, wherever it is', [at(book, 0.1, 0.9)], book],
    ['the library’s is meant, not the publisher’s in the middle', [at(isbn, 0.5, 0.5, 'ean-13'), at(book, 0.9, 0.9)], book],
    ['the one in the middle is meant', [at(book, 0.2, 0.5), at(other, 0.52, 0.5)], other],
    ['neither in the middle: ask', [at(book, 0.2, 0.5), at(other, 0.8, 0.5)], 'several'],
    ['both in the middle: ask', [at(book, 0.5, 0.46), at(other, 0.5, 0.54)], 'several'],
    ['one label read in two ways, the middle in one of them: neither', [at(book, 0.45, 0.5), at(other, 0.655, 0.5)], 'several'],
    ['the same label read twice is one', [at(book, 0.2, 0.5), at(book, 0.8, 0.5)], book],
    ['a phantom beside a real one is not meant', [at('12', 0.5, 0.5, 'code-39'), at(book, 0.8, 0.5)], book],
  ])('[HO-1] %s', (_, codes, expected) => {
    const choice = chooseInFrame(aSettings(), codes)
    expect(choice.kind === 'one' ? choice.code.text : choice.kind).toBe(expected)
  })
})
