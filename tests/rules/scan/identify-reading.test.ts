/**
 * What the catalogue and the directory say of a reading (HO-1): a number that the library has is found, whatever its rules say, and two
 * numbers that differ by one sign are never taken for each other.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identifyReading } from '../../../src/domain/scan/identify-reading.ts'
import { judgeText } from '../../../src/domain/scan/judge-text.ts'
import type { Symbology } from '../../../src/domain/scan/symbology.ts'
import { textOfReading } from '../../../src/domain/scan/text-of-reading.ts'
import { aSettings } from '../../builders/a-settings.ts'

const library = aSettings({
  cardRule: { pattern: '^[0-9A-Za-z.-]{4,20}$', check: 'none' },
  itemRule: { pattern: '^\\d{11}$', check: 'none' },
})

const settle = (
  read: string,
  { cards = [], items = [], orders = [] }: Readonly<Record<string, readonly string[]>>,
  symbology?: Symbology,
) => {
  const reading = identifyReading(judgeText(library, read, symbology), {
    isCard: (number) => cards.includes(number),
    isItem: (number) => items.includes(number),
    isOrder: (number) => orders.includes(number),
  })
  return [reading.kind, textOfReading(reading)]
}

describe('a number that the library has', () => {
  it('[HO-1] is not asked about where only a document or only a patron has it', () => {
    expect(settle('00085951001', { items: ['00085951001'] })).toEqual(['item', '00085951001'])
    expect(settle('00085951001', { cards: ['00085951001'] })).toEqual(['card', '00085951001'])
    expect(settle('00085951001', {})[0]).toBe('card-or-item')
    expect(settle('00085951001', { cards: ['00085951001'], items: ['00085951001'] })[0]).toBe('card-or-item')
  })

  it('[HO-1] is a document although the rule of cards alone takes it, and a card although the rule of documents does', () => {
    expect(settle('12345', { items: ['12345'] })).toEqual(['item', '12345'])
    expect(settle('12345', {})).toEqual(['card', '12345'])
  })

  it('[HO-1] is what the rule says where a card and a document both have it, and only one rule takes it', () => {
    expect(settle('12345', { cards: ['12345'], items: ['12345'] })).toEqual(['card', '12345'])
  })

  it('[HO-1] is found although no rule takes it: with a space, with a slash, in stars', () => {
    const items = ['F DESE 25/0016', 'P 12345']
    expect(settle('F DESE 25/0016', { items })).toEqual(['item', 'F DESE 25/0016'])
    expect(settle('*F DESE 25/0016*', { items })).toEqual(['item', 'F DESE 25/0016'])
    expect(settle('F DESE 25/0016', {})[0]).toBe('unrecognised')
    expect(settle('CLASSE-CE1/2', { cards: ['CLASSE-CE1', 'CLASSE-CE1/2'] })).toEqual(['card', 'CLASSE-CE1/2'])
  })

  it('[HO-1] is the one with the space or the one without, as it was read', () => {
    expect(settle('P 12345', { items: ['P 12345', 'P12345'] })).toEqual(['item', 'P 12345'])
    expect(settle('P12345', { items: ['P 12345', 'P12345'] })).toEqual(['item', 'P12345'])
  })

  it('[HO-1] is found where its digits are read in groups', () => {
    expect(settle('0 0085 951 001', { items: ['00085951001'] })).toEqual(['item', '00085951001'])
  })

  it('[HO-1] is an order where one has that label, else the document that is called so', () => {
    expect(settle('b17', { items: ['b17'], orders: ['B-017'] })).toEqual(['order', 'B-017'])
    expect(settle('P 12345', { items: ['P 12345'] })).toEqual(['item', 'P 12345'])
    expect(settle('*B-017*', {})[0]).not.toBe('item')
  })

  it('[HO-1] is not looked for in a symbology that the library does not use, nor in a publisher’s code', () => {
    expect(settle('123 456', { items: ['123 456'] }, 'itf')[0]).toBe('unrecognised')
    expect(settle('9782070409228', { items: ['9782070409228'] })[0]).toBe('isbn')
  })

  it('[HO-1] a reading finds only a number of the library that was read sign by sign, spaces between digits apart', () => {
    const code = fc.array(fc.constantFrom(...'0123PF /.-'), { minLength: 1, maxLength: 8 }).map((signs) => signs.join('').trim())
    fc.assert(
      fc.property(code, fc.array(code, { maxLength: 6 }), fc.array(code, { maxLength: 6 }), (read, cards, items) => {
        const [kind, number = ''] = settle(read, { cards, items })
        const isKnown = cards.includes(number) || items.includes(number)
        if (cards.includes(read) || items.includes(read)) expect([read, isKnown]).toEqual([number, true])
        if (isKnown && kind !== 'order') expect(number === read || number === read.replaceAll(' ', '')).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
