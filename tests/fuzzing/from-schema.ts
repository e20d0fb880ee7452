/**
 * Inputs made of a schema: what fits it, what nearly fits, and what somebody who means harm would send. Runs in tests, over fast-check.
 * How many: PTE_FUZZ, some hundreds in `npm test`, ten thousand in the nightly run; there each night, and each slice of it, has inputs of
 * its own, by PTE_FUZZ_SEED.
 */
import fc from 'fast-check'

const inputsAsked = process.env.PTE_FUZZ
export const manyInputs = Number(inputsAsked ?? 200)

/** The same inputs each time, so that what is green stays green; at night others. One after another: the state goes on. */
export const runs = (share = 1): fc.Parameters<unknown> => ({
  numRuns: Math.max(1, Math.ceil(manyInputs * share)),
  seed: Number(process.env.PTE_FUZZ_SEED ?? 1),
  endOnFailure: true,
})
/** A trial of many inputs takes the time it takes. */
export const patienceMs = 4 * 3_600_000

/** What the library of the trial holds, and what dates and times look like: else nothing of what is sent would meet anything. */
const known = {
  ids: ['order-1', '1', 'record-1', '23333000000172', '33331000000012', 'claire', 'bruno', 'centre', 'main', '__proto__', 'constructor'],
  dates: [...Array.from({ length: 12 }, () => '2026-11-24'), '2026-11-25', '2028-02-29', '1900-01-01', '9999-12-31', '2026-02-30'],
  times: [...Array.from({ length: 12 }, () => '14:30'), '00:00', '23:59', '24:00'],
}
const anId = fc.oneof(fc.constantFrom(...known.ids), fc.string({ minLength: 1, maxLength: 12 }))

const texts = [
  '',
  '\ud800',
  'x\udfff\ud83d',
  '\0',
  'a\u0000b',
  '\u2028\u202e\ufeff',
  "'; DROP TABLE row; --",
  '=HYPERLINK("http://x")',
  '../../../etc/passwd',
  '%s%n{{1}}',
  '\r\nX: 1',
  'é'.repeat(3000),
  '9'.repeat(400),
]
const numbers = [0, -0, -1, 0.1, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 53), 4e15, 8.64e15, 8.64e15 + 1]
/** Own members of these names: as they come out of JSON. */
const objects = [
  '{"__proto__":{"isManager":true}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"toString":1,"length":-1}',
  '[]',
  '{}',
  '[[[[[[]]]]]]',
]
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))
export const hostileText = fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'binary', maxLength: 40 }))
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 4, arbitrary: fc.constantFrom(...numbers) },
  { weight: 3, arbitrary: fc.constantFrom(...objects).map((text): unknown => JSON.parse(text)) },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false) },
  { weight: 1, arbitrary: fc.constantFrom(50, 2000).map(nested) },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: 600 }, () => '1')) },
)

interface Action {
  readonly type: string
  readonly requirement?: unknown
  readonly pipe?: readonly Action[]
}
/** The members of a schema that are read here; the library has them in each. */
interface Shape {
  readonly type: string
  readonly pipe?: readonly Action[]
  readonly entries?: Readonly<Record<string, Shape>>
  readonly item?: Shape
  readonly wrapped?: Shape
  readonly options?: readonly (Shape | string | number)[]
  readonly literal?: unknown
  readonly key?: Shape
  readonly value?: Shape
}

const bound = (actions: readonly Action[], type: string, without: number): number => {
  const found = actions.find((action) => action.type === type)?.requirement
  return typeof found === 'number' ? found : without
}

/** A pipe may begin with another one. */
const actionsOf = (pipe: readonly Action[]): readonly Action[] =>
  pipe.flatMap((action) => [action, ...actionsOf((action.pipe ?? []).slice(1))])

const aString = (actions: readonly Action[], name: string): fc.Arbitrary<unknown> => {
  const pattern = actions.find(({ type }) => type === 'regex')?.requirement
  if (pattern instanceof RegExp && !pattern.source.includes('\\p')) return fc.stringMatching(pattern)
  if (actions.some(({ type }) => type === 'raw_transform')) return fc.constantFrom(...(name === 'time' ? known.times : known.dates))
  const maxLength = Math.min(60, bound(actions, 'max_length', 60))
  return fc.oneof(anId, fc.string({ minLength: bound(actions, 'min_length', 0), maxLength }))
}
const aNumber = (actions: readonly Action[]): fc.Arbitrary<unknown> => {
  const [min, max] = [bound(actions, 'min_value', -1e6), bound(actions, 'max_value', 1e6)]
  const isWhole = actions.some(({ type }) => type === 'integer' || type === 'safe_integer')
  const within = { min: Math.ceil(min), max: Math.floor(Math.max(min, max)) }
  return isWhole || min < -1e6
    ? fc.integer({ min: Math.max(within.min, -(2 ** 40)), max: Math.min(within.max, 2 ** 40) })
    : fc.double({ min, max, noNaN: true })
}

/** A value that fits, or nearly: what a schema checks by code of its own is met by chance. */
export const fromSchema = (given: unknown, called = ''): fc.Arbitrary<unknown> => {
  // A schema of the library that reads them, looked at from outside.
  const { type, pipe = [], entries = {}, item, wrapped, options = [], literal, key, value } = given as Shape
  switch (type) {
    case 'object':
    case 'strict_object':
      return fc.record(Object.fromEntries(Object.entries(entries).map(([name, member]) => [name, fromSchema(member, name)])))
    case 'array':
      return fc.array(fromSchema(item), {
        minLength: bound(actionsOf(pipe), 'min_length', 0),
        maxLength: Math.min(4, bound(actionsOf(pipe), 'max_length', 4)),
      })
    case 'record':
      return fc.dictionary(fromSchema(key).map(String), fromSchema(value), { maxKeys: 3 })
    case 'optional':
    case 'nullable':
      return fc.option(fromSchema(wrapped, called), { nil: type === 'nullable' ? null : undefined })
    case 'union':
    case 'variant':
      return fc.oneof(...options.map((option) => fromSchema(option, called)))
    case 'picklist':
      return fc.constantFrom(...options)
    case 'literal':
      return fc.constant(literal)
    case 'boolean':
      return fc.boolean()
    case 'number':
      return aNumber(actionsOf(pipe))
    case 'string':
      return aString(actionsOf(pipe), called)
    default:
      return hostile
  }
}

type Node = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string }
const nodesOf = (value: unknown, found: Node[] = []): Node[] => {
  if (typeof value !== 'object' || value === null || found.length > 200) return found
  for (const key of Object.keys(value)) {
    found.push({ holder: value as Node['holder'], key })
    nodesOf((value as Record<string, unknown>)[key], found)
  }
  return found
}

/** Undefined where it is nested too deep to be copied. */
const copyOf = (value: unknown): unknown => {
  try {
    return structuredClone(value)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** What fits with one place of it replaced, taken away or doubled. */
export const nearly = (fitting: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(fitting, fc.nat(), fc.constantFrom('replace', 'replace', 'remove', 'double'), hostile).map(([value, place, how, other]) => {
    const copy = copyOf(value)
    const nodes = nodesOf(copy)
    const node = nodes[place % Math.max(1, nodes.length)]
    if (node === undefined) return other
    const holder = node.holder as Record<string, unknown>
    if (how === 'remove') delete holder[node.key]
    else if (how === 'double') Object.defineProperty(holder, `${node.key} `, { value: holder[node.key], enumerable: true })
    else Object.defineProperty(holder, node.key, { value: other, enumerable: true, configurable: true, writable: true })
    return copy
  })

/** Mostly what fits, often what nearly does, now and then anything at all. */
export const inputsOf = (fitting: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: fitting }, { weight: 4, arbitrary: nearly(fitting) }, { weight: 1, arbitrary: hostile })
