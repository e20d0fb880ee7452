/**
 * The label of an order: made offline, said on the phone, never twice the same (ORD-2).
 * Pure rules on text.
 * Letters are walked a thousand tablets far, since none is ever reused.
 */
import { describe, expect, it } from 'vitest'
import { type DeviceLetter, toDeviceLetter } from '../../../src/domain/ids.ts'
import { formatOrderNumber, isNumbered, letterOf, nextDeviceLetter, parseOrderNumber } from '../../../src/domain/order/order.ts'

describe('numbering an order', () => {
  it('[ORD-2] an order is called by the letter of its tablet and three digits', () => {
    expect(formatOrderNumber(toDeviceLetter('B'), 17)).toBe('B-017')
    expect(formatOrderNumber(toDeviceLetter('AA'), 1204)).toBe('AA-1204')
  })

  it('[ORD-2] letters go from A to Z, then AA, and AZ is followed by BA', () => {
    const next = (letter: string) => nextDeviceLetter(toDeviceLetter(letter))
    expect(nextDeviceLetter(undefined)).toBe('A')
    expect([next('A'), next('Z'), next('AZ'), next('ZZ')]).toEqual(['B', 'AA', 'BA', 'AAA'])
  })

  it('[ORD-2] a thousand tablets have a thousand letters', () => {
    const letters = new Set<DeviceLetter>()
    for (let letter = nextDeviceLetter(undefined); letters.size < 1000; letter = nextDeviceLetter(letter)) {
      expect(letters.has(letter)).toBe(false)
      letters.add(letter)
    }
  })

  it('[ORD-2] a number is understood as it is said on the phone', () => {
    expect(['B-017', 'b17', 'B 17', ' b-17 '].map(parseOrderNumber)).toEqual(['B-017', 'B-017', 'B-017', 'B-017'])
    expect(['17', 'B', 'BONJOUR-1', 'B-0000017', 'B 17 A'].map(parseOrderNumber)).toEqual(Array(5).fill(undefined))
  })

  it('[ORD-9] only what a tablet writes as a number is one, and says whose it is', () => {
    expect(['B-017', 'AA-1204', 'A-001', 'ZZZ-999999'].map(letterOf)).toEqual(['B', 'AA', 'A', 'ZZZ'])
    const others = [
      'b-017',
      'B-17',
      'B-0017',
      'B 017',
      ' B-017',
      'B-017\n',
      'B-000',
      'B-1e3',
      'B-1000000',
      'ABCD-001',
      '-001',
      'B-',
      '',
      'Payez',
    ]
    expect(others.filter((text) => letterOf(text) !== undefined)).toEqual([])
    const all = Array.from({ length: 1200 }, (_, n) => formatOrderNumber(toDeviceLetter('C'), n + 1))
    expect(all.every((number) => letterOf(number) === 'C')).toBe(true)
  })

  it('[ORD-9, ORD-10] an order is meant by its number, and by the one that was read aloud', () => {
    const order = { number: 'A-031', saidNumber: 'C-017' }
    expect(['A-031', 'C-017', 'B-017', undefined].map((said) => isNumbered(order, said))).toEqual([true, true, false, false])
    expect(isNumbered({ number: 'A-031' }, undefined)).toBe(false)
  })
})
