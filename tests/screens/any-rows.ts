/**
 * Rows of every value that the schemas of operations let in: the shortest and longest texts, signs that turn a line round, first and last
 * days, unknown ids, thousands of documents. For tests of screens: made in Node, by the rules' own `apply`, over the rows of a scene.
 */
import fc from 'fast-check'
import { apply } from '../../src/domain/desk/apply.ts'
import { toBootId, toDeviceId, toLibrarianId, toOperationId } from '../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../src/domain/instant.ts'
import type { Envelope, Operation, OperationKind } from '../../src/domain/operation/operation.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { isOperationKind, operationSchemas } from '../../src/protocol/operation-schema.ts'
import { parse, type Schema } from '../../src/protocol/parse.ts'
import { aDesk } from '../builders/a-desk.ts'
import { fromSchema } from '../fuzzing/from-schema.ts'

const kinds = Object.keys(operationSchemas).filter(isOperationKind)
const long = (length: number): string => `${'une très longue remarque '.repeat(80)}${'x'.repeat(2000)}`.slice(0, length)
/** Texts that fit where an id does, and where a remark does. */
const ids = [
  '__proto__',
  'constructor',
  'B-017',
  '\u202e710-B',
  '\u200b',
  '%',
  'a/b?c#d',
  ' ',
  'é'.repeat(100),
  '📚'.repeat(50),
  'x'.repeat(100),
  '<b>',
]
const texts = ['', ' ', '\n\n', '\u202egauche', '\ud800', '\u0000', '<script>', '{{prenom}}', '$&', long(2000), '9'.repeat(2000)]
const days = ['2026-11-24', '2026-11-23', '2026-11-25', '2000-01-01', '2100-12-31', '1000-01-01', '9999-12-31', '2028-02-29']
const times = ['00:00', '23:59', '14:30', '14:31']
/** Those of rows that an older build let in are among them. */
const instants = [0, 4e15, -4e15, 1e300, Number.NaN, Date.UTC(2100, 11, 31, 23, 59), Date.UTC(2026, 10, 24, 13, 0)]

/** What the scene holds, by the member of a payload that names it. */
const namedIn = (rows: readonly Row[]): Readonly<Record<string, readonly unknown[]>> => {
  const of = <K extends Row['kind']>(kind: K) => rows.filter((row): row is Extract<Row, { kind: K }> => row.kind === kind)
  const orders = of('order')
  const records = of('record').map(({ id }) => id)
  const facts = [...orders, ...of('item')].flatMap((row) => row.facts.map(({ operationId }) => operationId))
  const barcodes = [...of('item').map(({ id }) => id), ...of('record').flatMap(({ copies }) => copies.map(({ barcode }) => barcode))]
  return {
    orderId: orders.map(({ id }) => id),
    lineId: orders.flatMap(({ lines }) => lines.map(({ id }) => id)),
    card: orders.map(({ card }) => card),
    barcode: barcodes,
    barcodes,
    recordId: records,
    from: records,
    to: records,
    pick: facts,
    handover: facts,
    returning: facts,
    reshelving: facts,
    fact: facts,
    cites: facts,
    caseId: of('case').map(({ id }) => id),
    siteId: of('settings').flatMap(({ sites }) => sites.map(({ id }) => id)),
    name: of('settings').flatMap(({ zones }) => zones.map(({ name }) => name)),
  }
}

type Pick = <T>(from: readonly T[]) => T

/** Puts what the scene knows, and what is extreme, in the place of what a schema was given by chance. */
const worsen = (value: unknown, called: string, pick: Pick, named: ReturnType<typeof namedIn>): unknown => {
  if (Array.isArray(value)) return value.map((one) => worsen(one, called, pick, named))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, worsen(member, name, pick, named)]))
  if (typeof value === 'number') return pick([value, 0, 1, 1000, 1_000_000])
  if (typeof value !== 'string' || called === 'kind') return value
  const known = named[called]
  if (known !== undefined && known.length > 0 && pick([true, true, true, false])) return pick(known)
  if (called === 'date' || called === 'dueOn' || called === 'quarantineUntil') return pick(days)
  if (called === 'time') return pick(times)
  return pick([value, pick(ids), pick(texts)])
}

const operationOf = (kind: OperationKind, given: unknown, pick: Pick, named: ReturnType<typeof namedIn>): Operation | undefined => {
  const schema: Schema<Operation> = operationSchemas[kind]
  return parse(schema, worsen(given, '', pick, named)) ?? parse(schema, given)
}

/** Every row that `count` operations of each kind make or change, as a tablet has them from the wire. */
export const anyRows = (
  rows: readonly Row[],
  count: number,
  seed: number,
): { readonly rows: readonly Row[]; readonly read: number; readonly envelopes: readonly Envelope[] } => {
  const state = aDesk(...rows)
  const touched = new Map<string, Row>()
  const named = namedIn(rows)
  const random = fc.sample(fc.nat(), { numRuns: 20_000, seed })
  let n = 0
  const pick: Pick = (from) => {
    n += 1
    // The list is of one member at least.
    return from[(random[n % random.length] ?? 0) % from.length] as (typeof from)[number]
  }
  const put = (row: Row): void => {
    state.put(row)
    touched.set(`${row.kind} ${row.id}`, row)
  }
  let read = 0
  const envelopes: Envelope[] = []
  const press = (payload: Operation, at: Instant): void => {
    read += 1
    const operationId = toOperationId(read.toString(16).padStart(32, 'a'))
    const envelope: Envelope = {
      operationId,
      bootId: toBootId('any'),
      n: read,
      deviceId: toDeviceId(pick(['tablet-b', 'tablet-c', 'gone', '__proto__'])),
      librarianId: toLibrarianId(pick(['mehdi', 'ines', 'claire', 'nobody', 'x'.repeat(100), '\u202e'])),
      type: payload.kind,
      typeVersion: 1,
      payload,
      based: {},
      at,
      clockOffset: 0,
      build: '',
    }
    envelopes.push(envelope)
    for (const row of apply(state, envelope).rows) put(row)
  }
  for (const kind of kinds) {
    const asked = kind === 'place-order' ? count * 3 : count
    for (const given of fc.sample(fromSchema(operationSchemas[kind]), { numRuns: asked, seed: seed + kinds.indexOf(kind) })) {
      const payload = operationOf(kind, given, pick, named)
      if (payload !== undefined) press(payload, toInstant(pick(instants)))
    }
  }
  return { rows: JSON.parse(JSON.stringify([...touched.values()])) as Row[], read, envelopes }
}
