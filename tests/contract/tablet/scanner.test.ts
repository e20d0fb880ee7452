/**
 * What tells a label from what lies around it. Pure.
 */
import { describe, expect, test } from 'vitest'
import { findQuietStretches } from '../../../src/tablet/scanner/library-decoder.ts'

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
