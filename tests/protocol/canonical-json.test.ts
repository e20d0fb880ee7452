/**
 * What is hashed and summed is the same text and the same number as it always was: each fast way beside the plain one that defines it.
 * Runs in tests. The plain ways are written here a second time on purpose.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import { rowTextHash } from '../../src/protocol/digest.ts'

const plainJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((member) => plainJson(member ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, member]) => `${JSON.stringify(key)}:${plainJson(member)}`).join(',')}}`
}

/** FNV-1a, 64 bits, as draft-eastlake-fnv-17 writes it, on UTF-16 code units. */
const plainHash = (text: string): bigint => {
  let hash = 0xcbf29ce484222325n
  for (let i = 0; i < text.length; i++) hash = ((hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n) & 0xffffffffffffffffn
  return hash
}

const anyValue = fc.anything({
  values: [
    fc.boolean(),
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
    fc.constant(undefined),
  ],
  key: fc.oneof(fc.string(), fc.constantFrom('10', '9', 'toJSON', '__proto__', 'a', 'b')),
  maxDepth: 4,
})

describe('the canonical text of a value', () => {
  test('is the same whether its keys came in order or not', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        fc.pre(value !== undefined)
        const text = canonicalJson(value)
        expect(text).toBe(plainJson(value))
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
      { seed: 20261126, numRuns: 2000 },
    )
  })

  test('is the same however many keys there are', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`k${(n * 37) % 100}`, { b: n, a: n }]))
    expect(canonicalJson(many)).toBe(plainJson(many))
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, () => {}, Symbol('a')])('is refused for %s, wherever it stands', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
    expect(() => canonicalJson({ a: [{ b: value }] })).toThrow(TypeError)
  })

  test('asks nothing of the value itself: what calls itself toJSON is a member like another', () => {
    expect(canonicalJson({ toJSON: 'no' })).toBe('{"toJSON":"no"}')
  })
})

test('the hash of a row is FNV-1a, to the bit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (json) => {
      expect(rowTextHash('item', '3', json)).toBe(plainHash(`item\n3\n${json}`))
    }),
    { seed: 20261126, numRuns: 500 },
  )
})
