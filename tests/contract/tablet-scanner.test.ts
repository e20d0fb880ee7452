/**
 * What tells a gun from a person, and a label from what lies around it. Pure: the times are in the tables.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findQuietStretches } from '../../src/tablet/scanner/find-quiet-stretches.ts'
import {
  type GunVerdict,
  gunGapMs,
  gunMinimumLength,
  idleGun,
  readFrenchDigits,
  recogniseGun,
} from '../../src/tablet/scanner/recognise-gun.ts'

/** Keys with the gap before each, in milliseconds. */
const press = (keys: readonly (readonly [key: string, gap: number])[]): readonly GunVerdict[] => {
  let state = idleGun
  let at = 1000
  return keys.map(([key, gap]) => {
    at += gap
    const [next, verdict] = recogniseGun(state, { key, at })
    state = next
    return verdict
  })
}
const typed = (text: string, gap: number, enterGap = gap): (readonly [string, number])[] => [
  ...[...text].map((key): readonly [string, number] => [key, gap]),
  ['Enter', enterGap],
]
const readings = (verdicts: readonly GunVerdict[]): readonly string[] =>
  verdicts.flatMap((verdict) => (verdict.kind === 'read' ? verdict.text : []))

describe('a gun', () => {
  test.each([
    ['a fast gun', typed('30112003456789', 2), ['30112003456789']],
    ['a slow gun', typed('C0001605390', 30), ['C0001605390']],
    ['a gun whose Enter lags', typed('30112003456789', 10, 100), ['30112003456789']],
    ['a gun that stumbles', [...typed('30112003', 5).slice(0, -1), ['4', 110], ...typed('56789', 5)] as const, ['30112003456789']],
    [
      'a gun that breaks off, of which half would be a wrong code',
      [...typed('30112', 5).slice(0, -1), ...typed('003456789', 5).map(([key, gap], i) => [key, i === 0 ? 200 : gap] as const)],
      [],
    ],
    ['two readings in a row', [...typed('111111', 5), ...typed('222222', 5)], ['111111', '222222']],
    [
      'a person, then a gun',
      [...typed('dupont', 120).slice(0, -1), ...typed('222222', 5).map(([key, gap], i) => [key, i === 0 ? 300 : gap] as const)],
      ['222222'],
    ],
    ['a person who types and presses Enter', typed('dupont', 120), []],
    [
      'a person who rolls two keys',
      [
        ['r', 200],
        ['e', 20],
        ['Enter', 30],
      ] as const,
      [],
    ],
    ['four fast keys and Enter', typed('1234', 5), []],
    ['a gun without Enter', typed('30112003456789', 2).slice(0, -1), []],
    ['a gun interrupted by an arrow', [...typed('3011', 2).slice(0, -1), ['ArrowLeft', 2], ...typed('20', 2)] as const, []],
  ])('%s', (_, keys, expected) => {
    expect(readings(press(keys))).toEqual(expected)
  })

  test('any text that a gun types is read whole, and only its first two keys pass', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'0123456789ABCDZ /-'), { minLength: gunMinimumLength, maxLength: 40 }),
        fc.infiniteStream(fc.integer({ min: 0, max: gunGapMs })),
        (keys, gaps) => {
          const verdicts = press([...keys.map((key): readonly [string, number] => [key, gaps.next().value]), ['Enter', gaps.next().value]])
          expect(verdicts.filter(({ kind }) => kind === 'pass')).toHaveLength(2)
          expect(readings(verdicts)).toEqual([keys.join('')])
        },
      ),
    )
  })

  test('nothing that a person types is held or read, however long', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...'aeinrst0123456789', 'Enter', 'Backspace'), fc.integer({ min: gunGapMs + 1, max: 2000 }))),
        (keys) => {
          expect(press(keys).every(({ kind }) => kind === 'pass')).toBe(true)
        },
      ),
    )
  })

  test.each([
    ['&é"\'(-è_çà', '1234567890'],
    ['C&é"(', 'C1235'],
    ['30112003456789', '30112003456789'],
    ['AB-CD', 'AB-CD'],
    ['été', 'été'],
  ])('set for another keyboard, %s is read as %s', (text, expected) => {
    expect(readFrenchDigits(text)).toBe(expected)
  })
})

describe('a camera without WebAssembly', () => {
  describe('looking for a Codabar in a row', () => {
    // Widths of bars and spaces in turn, in modules: A 1 1 B is more than enough elements.
    const label = [1, 1, 2, 2, 1, 2, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 2, 1, 2, 1, 1, 2]
    const width = label.reduce((sum, element) => sum + element, 0)
    /** A row of runs, light first. */
    const row = (...runs: readonly number[]): readonly boolean[] => runs.flatMap((length, i) => Array<boolean>(length).fill(i % 2 === 1))

    test('a label that fills the row is found', () => {
      expect(findQuietStretches(row(0, ...label))).toEqual([{ start: 0, end: width }])
    })
    test('a label on a desk is found between its quiet zones, whatever lies around', () => {
      expect(findQuietStretches(row(3, 40, 12, ...label, 10, 60, 5))).toEqual([{ start: 55, end: 55 + width }])
    })
    test('two labels side by side are found apart', () => {
      const found = findQuietStretches(row(10, ...label, 11, ...label, 10))
      expect(found.map(({ start }) => start)).toEqual([10, 10 + width + 11])
    })
    test('text, stripes without quiet zones and bare rows are not taken for one', () => {
      expect(findQuietStretches(row(50))).toEqual([])
      expect(findQuietStretches(row(10, 3, 20, 4, 22, 3, 30))).toEqual([])
      expect(findQuietStretches([])).toEqual([])
    })
  })
})
