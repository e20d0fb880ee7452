/**
 * What the protocol says word for word, replayed: each golden exchange of each version still supported fits the schemas and is answered by
 * the real endpoint as it was, rows included. Nothing recorded is edited to pass: what changed is another version, what was added is a
 * recording with its date (PROTOCOL.md, Versions).
 */
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RowKind } from '../../src/domain/row/desk-state.ts'
import { credentialAnswer, credentialRequest, enrolAnswer, enrolRequest, problemAnswer, problemKind } from '../../src/protocol/enrolment.ts'
import { figuresAnswer, figuresRequest } from '../../src/protocol/figures.ts'
import { ordersAnswer, ordersRequest } from '../../src/protocol/orders.ts'
import { parse, type Schema } from '../../src/protocol/parse.ts'
import { pullAnswer } from '../../src/protocol/pull.ts'
import { outcomeKind, pushAnswer, pushRequest } from '../../src/protocol/push.ts'
import { routes } from '../../src/protocol/routes.ts'
import { protocolVersion } from '../../src/protocol/version.ts'
import { changedSince, type Recording, type Replayed, readGolden, readRecordings, replay } from './golden-exchange.ts'
import { structureOf, structures } from './schema-structure.ts'

const schemasByPath: Readonly<Record<string, { readonly asks?: Schema<unknown>; readonly answers: Schema<unknown> }>> = {
  '/enrolment/v1/enrol': { asks: enrolRequest, answers: enrolAnswer },
  '/enrolment/v1/credential': { asks: credentialRequest, answers: credentialAnswer },
  '/sync/v1/push': { asks: pushRequest, answers: pushAnswer },
  '/sync/v1/pull': { answers: pullAnswer },
  '/sync/v1/orders': { asks: ordersRequest, answers: ordersAnswer },
  '/sync/v1/figures': { asks: figuresRequest, answers: figuresAnswer },
  ...Object.fromEntries(Object.entries(routes).map(([path, schemas]) => [`/management/v1/${path}`, schemas])),
}
const routeOf = (path: string): string => path.replace(/\?.*/, '')
/** Requests that are wrong on purpose. */
const broken = ['request-not-understood', 'too-large', 'upgrade-required']

/** A kind of row added to the domain does not compile until it is here. */
const everyKind: { readonly [K in RowKind]: true } = {
  settings: true,
  librarian: true,
  device: true,
  patron: true,
  record: true,
  order: true,
  item: true,
  slot: true,
  claim: true,
  case: true,
  catalogue: true,
  'settled-batch': true,
  'rota-week': true,
}

const whatToDo = (version: number, recording: Recording): string =>
  `Version ${version} is not what was recorded, and tablets of up to a year ago speak it.
What an older tablet or endpoint would stumble over is another version, in a folder of its own beside this one.
What only adds (an optional member, one more exchange) is a recording of its own, at the end of golden/v${version}/recorded.json, nothing above it changed:
${JSON.stringify(recording, null, 2)}`

/** Every version that an endpoint of today answers. */
const supported = [4]

describe.each(supported)('version %i', (version) => {
  const exchanges = readGolden(version)
  let replayed: ReadonlyMap<string, Replayed>
  beforeAll(async () => {
    replayed = await replay(exchanges)
  })

  test.each(exchanges.map((exchange) => [exchange.title, exchange] as const))('%s', (_, { file, request, answer }) => {
    const { sent, status, body, masked } = replayed.get(file) ?? {}
    expect({ status, body: masked }).toEqual(answer)
    const schemas = schemasByPath[routeOf(request.path)]
    const problem = String(answer.body.problem ?? '')
    if (schemas?.asks !== undefined && !broken.includes(problem)) expect(parse(schemas.asks, sent)).toBeDefined()
    expect(parse(status === 200 && schemas !== undefined ? schemas.answers : problemAnswer, body)).toEqual(body)
  })

  test('is as it was recorded, or says since when and why it is not', () => {
    const { recordings, found } = readRecordings(version)
    const changed = changedSince(recordings, found)
    const recording = { on: 'YYYY-MM-DD', why: '…', files: Object.fromEntries(changed.map((name) => [name, found[name] ?? ''])) }
    expect(changed, whatToDo(version, recording)).toEqual([])
    for (const { on, why } of recordings)
      expect([on, why]).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d$/), expect.stringMatching(/\w{3}/)])
    expect(recordings.map(({ on }) => on)).toEqual(recordings.map(({ on }) => on).sort())
  })

  test('a row of each kind is there, member by member', () => {
    const whole = exchanges.flatMap(({ answer }) => (Array.isArray(answer.body.rows) ? answer.body.rows : []))
    const kinds = whole.flatMap(({ kind, row }) => (row === null ? [] : [String(kind)]))
    expect(new Set(kinds)).toEqual(new Set(Object.keys(everyKind)))
  })

  test('every route, outcome and problem has its exchange', () => {
    expect(new Set(exchanges.map(({ request }) => routeOf(request.path)))).toEqual(new Set(Object.keys(schemasByPath)))
    const results = exchanges.flatMap(({ answer }) => (Array.isArray(answer.body.results) ? answer.body.results : []))
    expect(new Set(results.map((result) => String(result.outcome)))).toEqual(new Set(outcomeKind.options))
    const problems = exchanges.flatMap(({ answer }) => (typeof answer.body.problem === 'string' ? [answer.body.problem] : []))
    expect(new Set(problems)).toEqual(new Set(problemKind.options))
  })
})

test('a file recorded otherwise, recorded nowhere or gone is seen; one recorded anew with its date is not', () => {
  const first = { on: '2026-11-26', why: 'the first', files: { a: '1', b: '2', c: '3' } }
  expect(changedSince([first], { a: '1', b: '9', d: '4' })).toEqual(['b', 'c', 'd'])
  expect(changedSince([first, { on: '2026-12-01', why: 'a member more', files: { b: '9' } }], { a: '1', b: '9', c: '3' })).toEqual([])
})

describe('the schemas', () => {
  const recorded = (): unknown => JSON.parse(readFileSync(new URL(`./golden/v${protocolVersion}/schemas.json`, import.meta.url), 'utf8'))

  test('are those that this version was recorded with: what breaks an older end is a new version, in a folder of its own', () => {
    expect(structures()).toEqual(recorded())
  })

  test('differ in structure when a member, a bound, a pattern or an optional mark does', () => {
    const hex = (length: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${length}}$`)))
    const base = v.object({ nonce: hex(32), count: v.pipe(v.number(), v.minValue(0)), note: v.optional(v.string()) })
    const changed = [
      v.object({ ...base.entries, more: v.string() }),
      v.object({ ...base.entries, nonce: hex(64) }),
      v.object({ ...base.entries, count: v.pipe(v.number(), v.minValue(1)) }),
      v.object({ ...base.entries, note: v.string() }),
      v.object({ ...base.entries, note: v.optional(v.picklist(['a'])) }),
    ]
    expect(new Set([base, ...changed].map(structureOf)).size).toBe(6)
    expect(structureOf(v.object({ ...base.entries }))).toBe(structureOf(base))
  })
})
