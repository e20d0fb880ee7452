/**
 * What tells a gun from a person, and whole codes from halves: any pace from 5 to 120 ms a key, with stumbles of 400, wherever the keys go.
 * Pure: the times are in the tables. Two things are counted: presses that a gun made, and codes that came to nothing in silence.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  gunGapMs,
  gunMinimumLength,
  idleGun,
  isCutShort,
  type KeyPlace,
  longestGapMs,
  readFrenchDigits,
  recogniseGun,
} from '../../../src/tablet/scanner/recognise-gun.ts'

type Key = readonly [key: string, gap: number]

interface Heard {
  readonly readings: readonly string[]
  /** Each Enter or Tab that reached what had the focus, with what was in the field. */
  readonly presses: readonly string[]
  readonly cutShort: number
  readonly held: number
  /** What is left in the field at the end. */
  readonly field: string
}

/** One hand after the other on one keyboard, with the focus always in one place; an empty field at the start. */
const hear = (keys: readonly Key[], place: KeyPlace): Heard => {
  let state = idleGun
  let at = 1000
  let field = ''
  let before = ''
  let held = ''
  const heard = { readings: [] as string[], presses: [] as string[], cutShort: 0, held: 0 }
  for (const [key, gap] of keys) {
    at += gap
    // As the scanner's timer does.
    if (gap > longestGapMs && isCutShort(state)) heard.cutShort++
    const [next, verdict] = recogniseGun(state, { key, at, place })
    state = next
    switch (verdict.kind) {
      case 'pass':
        field += held
        held = ''
        if (verdict.isFirst) before = field
        if (key.length === 1) field += key
        else if (key === 'Enter' || key === 'Tab') {
          heard.presses.push(field)
          field = ''
        }
        break
      case 'hold':
        held += key
        heard.held++
        break
      default:
        held = ''
        if (verdict.kind === 'read') heard.readings.push(verdict.text)
        if (verdict.kind === 'cut-short') heard.cutShort++
        if (verdict.kind !== 'drop') field = before + (verdict.kind === 'read' ? verdict.before : '')
    }
  }
  if (isCutShort(state)) heard.cutShort++
  return { ...heard, field }
}

const typed = (text: string, gap: number, firstGap = 2000, end = 'Enter'): readonly Key[] => [
  ...[...text].map((key, n): Key => [key, n === 0 ? firstGap : gap]),
  [end, gap],
]
const places = ['text', 'digits', 'elsewhere'] as const

const code = fc.oneof(
  fc.array(fc.constantFrom(...'0123456789'), { minLength: 8, maxLength: 16 }).map((digits) => digits.join('')),
  fc.constantFrom('B-017', 'C0001605390', '123456', '30112003456789', 'A BIB 12/345'),
)
const longCode = code.filter((text) => text.length >= 8 && !text.startsWith('A'))

/** A code as one gun types it: its pace, a jitter of a fifth, and one or two stumbles of 400 ms anywhere, before Enter too. */
const shot = (texts: fc.Arbitrary<string>, paces: fc.Arbitrary<number> = fc.integer({ min: 5, max: 120 })) =>
  fc
    .record({
      text: texts,
      pace: paces,
      jitter: fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 20, maxLength: 20 }),
      stumbles: fc.array(fc.nat(100), { maxLength: 2 }),
    })
    .map(({ text, pace, jitter, stumbles }) => {
      const keys = [...text, 'Enter'].map((key, n): Key => [key, pace * (1 + (jitter[n] ?? 0))])
      const at = new Set(stumbles.map((n) => 1 + (n % text.length)))
      return { text, pace, keys: keys.map(([key, gap], n): Key => [key, n === 0 ? 2000 : at.has(n) ? gap + 400 : gap]) }
    })

describe('a gun', () => {
  test.each([
    ['a fast gun', typed('30112003456789', 2), ['30112003456789']],
    ['a slow gun', typed('C0001605390', 30), ['C0001605390']],
    ['a gun that ends with Tab', typed('30112003456789', 30, 2000, 'Tab'), ['30112003456789']],
    ['a gun whose Enter lags', [...typed('30112003456789', 10).slice(0, -1), ['Enter', 100]] as const, ['30112003456789']],
    ['a gun that stumbles', [...typed('30112003', 5).slice(0, -1), ['4', 110], ...typed('56789', 5, 5)] as const, ['30112003456789']],
    ['keys of 8 and 35 ms in turn', [...'30112003456789', 'Enter'].map((key, n): Key => [key, n % 2 === 0 ? 8 : 35]), ['30112003456789']],
    ['a gun that stumbles for 400 ms', [...typed('30112', 5).slice(0, -1), ...typed('003456789', 5, 400)] as const, ['30112003456789']],
    ['two readings in a row', [...typed('111111', 5), ...typed('222222', 5, 5)], ['111111', '222222']],
    ['a person, then a gun', [...typed('dupont', 120).slice(0, -1), ...typed('222222', 5, 300)] as const, ['222222']],
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
    ['a gun interrupted by an arrow', [...typed('3011', 2).slice(0, -1), ['ArrowLeft', 2], ...typed('20', 2, 2)] as const, []],
  ])('%s, in a field', (_, keys, expected) => {
    expect(hear(keys, 'text').readings).toEqual(expected)
  })

  test('where nothing takes letters, any gun is read whole and presses nothing', () => {
    fc.assert(
      fc.property(fc.array(shot(code), { minLength: 1, maxLength: 4 }), (shots) => {
        const { readings, presses, cutShort } = hear(
          shots.flatMap(({ keys }) => keys),
          'elsewhere',
        )
        expect({ readings, presses, cutShort }).toEqual({ readings: shots.map(({ text }) => text), presses: [], cutShort: 0 })
      }),
      { numRuns: 500 },
    )
  })

  test('in a field any gun is read whole, or its Enter finds the whole code there', () => {
    fc.assert(
      fc.property(fc.array(shot(code), { minLength: 1, maxLength: 4 }), (shots) => {
        for (const { keys, text } of shots) {
          const { readings, presses, cutShort } = hear(keys, 'text')
          expect([...readings, ...presses]).toEqual([text])
          expect(cutShort).toBe(0)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('in a field a code of eight digits or more is read at any pace, and leaves nothing there', () => {
    fc.assert(
      fc.property(fc.array(shot(longCode), { minLength: 1, maxLength: 4 }), (shots) => {
        const { readings, presses, field } = hear(
          shots.flatMap(({ keys }) => keys),
          'text',
        )
        expect({ readings, presses, field }).toEqual({ readings: shots.map(({ text }) => text), presses: [], field: '' })
      }),
      { numRuns: 500 },
    )
  })

  test('a short code in a field is known by the pace of the long one before it', () => {
    const short = typed('123456', 95)
    expect(hear(short, 'text').presses).toEqual(['123456'])
    expect(hear([...typed('30112003456789', 90), ...short], 'text')).toMatchObject({ readings: ['30112003456789', '123456'], presses: [] })
    // Where a PIN is typed, it is not.
    expect(hear([...typed('30112003456789', 60), ...short], 'digits')).toMatchObject({ readings: ['30112003456789'], presses: ['123456'] })
  })

  test('on a pad of digits a gun presses nothing: at 60 ms a key, or with more digits than a PIN has', () => {
    fc.assert(
      fc.property(shot(fc.constantFrom('123456', '3011200345'), fc.integer({ min: 5, max: 60 })), ({ keys }) => {
        expect(hear(keys, 'digits').presses).toEqual([])
      }),
    )
    fc.assert(
      fc.property(shot(fc.constant('30112003456789')), ({ keys }) => {
        expect(hear(keys, 'digits').presses).toEqual([])
      }),
    )
  })

  test.each(places)('Tab pressed quickly after a code moves on: one key at most is taken for its end (%s)', (place) => {
    const quickly = [80, 80, 80, 80].map((gap): Key => ['Tab', gap])
    expect(hear([...typed('30112003456789', 20), ...quickly], place).presses).toHaveLength(3)
  })

  test.each(places)('two keys at the end are one end: the second presses nothing (%s)', (place) => {
    for (const end of ['Enter', 'Tab']) {
      const heard = hear([...typed('30112003456789', 20), [end, 20]], place)
      expect(heard).toMatchObject({ readings: ['30112003456789'], presses: [] })
    }
  })
})

describe('a code that is cut short', () => {
  test('is never read in part, and its end presses nothing, wherever it breaks', () => {
    fc.assert(
      fc.property(
        shot(longCode, fc.integer({ min: 5, max: 45 })),
        fc.nat(100),
        fc.integer({ min: longestGapMs + 60, max: 1400 }),
        fc.constantFrom(...places),
        ({ text, keys }, where, gap, place) => {
          const at = 3 + (where % (text.length - 3))
          const broken = keys.map(([key, usual], n): Key => [key, n === at ? gap : Math.min(usual, 45)])
          const { readings, presses, cutShort } = hear([[broken[0]?.[0] ?? '', 2000], ...broken.slice(1)], place)
          expect({ readings, presses }).toEqual({ readings: [], presses: [] })
          expect(cutShort).toBeGreaterThan(0)
        },
      ),
      { numRuns: 500 },
    )
  })
  test('where nothing takes letters, that holds for slow guns too', () => {
    fc.assert(
      fc.property(shot(longCode), fc.nat(100), fc.integer({ min: longestGapMs + 1, max: 1400 }), ({ text, keys }, where, gap) => {
        const at = 1 + (where % (text.length - 1))
        const { readings, presses, cutShort } = hear(
          keys.map(([key, usual], n): Key => [key, n === at ? gap : usual]),
          'elsewhere',
        )
        expect({ readings, presses }).toEqual({ readings: [], presses: [] })
        expect(cutShort).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
  test('the next scan does not join it', () => {
    for (const place of places) {
      const heard = hear([...typed('30112', 5).slice(0, -1), ...typed('30112003456789', 5)], place)
      expect(heard).toMatchObject({ readings: ['30112003456789'], presses: [], cutShort: 1 })
    }
  })
  test('a code without its Enter is told, and a hand’s Enter later finds it whole in the field', () => {
    const heard = hear([...typed('30112003456789', 5).slice(0, -1), ['Enter', 3000]], 'text')
    expect(heard).toMatchObject({ readings: [], presses: ['30112003456789'], cutShort: 1 })
  })
  test('a short burst where nothing takes letters presses nothing either', () => {
    expect(hear(typed('789', 60), 'elsewhere')).toMatchObject({ presses: [], cutShort: 1 })
  })
})

describe('a person', () => {
  test('who types words is never held or read, however fast', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...'aeinrst', 'Enter', 'Backspace'), fc.integer({ min: gunGapMs + 1, max: 2000 }))),
        (keys) => {
          const { readings, held, cutShort } = hear(keys, 'text')
          expect({ readings, held, cutShort }).toEqual({ readings: [], held: 0, cutShort: 0 })
        },
      ),
    )
  })
  test('who types a PIN in a hurry has it whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'0123456789'), { minLength: 4, maxLength: 12 }),
        fc.infiniteStream(fc.integer({ min: 76, max: 500 })),
        (digits, gaps) => {
          const heard = hear(
            [...digits, 'Enter'].map((key): Key => [key, gaps.next().value]),
            'digits',
          )
          expect(heard).toMatchObject({ readings: [], presses: [digits.join('')], held: 0, cutShort: 0 })
        },
      ),
    )
  })
  test('who types a barcode in a field, in groups, has it whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'0123456789'), { minLength: 4, maxLength: 16 }),
        fc.infiniteStream(fc.oneof(fc.integer({ min: 155, max: 500 }), fc.integer({ min: 600, max: 4000 }))),
        (digits, gaps) => {
          const heard = hear(
            [...digits, 'Enter'].map((key): Key => [key, gaps.next().value]),
            'text',
          )
          expect(heard).toMatchObject({ readings: [], presses: [digits.join('')], held: 0, cutShort: 0 })
        },
      ),
    )
  })
  test.each(['Enter', 'Tab', ' '])('on a button presses %s: alone, after Tab, after a letter, after a name and a moment', (key) => {
    const passes = (keys: readonly Key[]): boolean => {
      let state = idleGun
      let at = 0
      let last = ''
      for (const [one, gap] of keys) {
        at += gap
        const [next, { kind }] = recogniseGun(state, { key: one, at, place: 'elsewhere' })
        state = next
        last = kind
      }
      return last === 'pass'
    }
    expect(passes([[key, 2000]])).toBe(true)
    expect(
      passes([
        ['Tab', 2000],
        [key, 60],
      ]),
    ).toBe(true)
    expect(
      passes([
        ['?', 2000],
        // A Space so soon may be part of a gun's code.
        [key, key === ' ' ? 700 : 300],
      ]),
    ).toBe(true)
    expect(passes([...typed('dupont', 200).slice(0, -1), [key, 700]])).toBe(true)
    expect(passes([...typed('30112003456789', 5), [key, 300]])).toBe(true)
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
  test('a text shorter than our own labels is no code', () => {
    expect(gunMinimumLength).toBe('B-017'.length)
  })
})
