/**
 * What a schema accepts, as text that changes when it does: its members, types and bounds, without the code that turns one into the
 * other. Runs in tests, where it tells a changed protocol from a changed file.
 */
import { createHash } from 'node:crypto'
import * as enrolment from '../../src/protocol/enrolment.ts'
import * as figures from '../../src/protocol/figures.ts'
import * as management from '../../src/protocol/management.ts'
import { broughtOrder, envelopeSchema, operationSchemas } from '../../src/protocol/operation-schema.ts'
import * as orders from '../../src/protocol/orders.ts'
import * as pull from '../../src/protocol/pull.ts'
import * as push from '../../src/protocol/push.ts'
import { routes } from '../../src/protocol/routes.ts'

/** Members of a schema that say nothing of what it accepts. */
const silent = new Set(['async', 'reference', 'expects', 'message', 'default', '~standard', '~run'])

/** JSON of the members that count, sorted; a pattern is its text, a function nothing. */
export const structureOf = (value: unknown): string => {
  if (value instanceof RegExp) return JSON.stringify(String(value))
  if (Array.isArray(value)) return `[${value.map(structureOf).join(',')}]`
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? 'null' : (JSON.stringify(value) ?? 'null')
  const members = Object.entries(value)
    .filter(([name, member]) => !silent.has(name) && typeof member !== 'function')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${structureOf(member)}`).join(',')}}`
}

const isSchema = (value: unknown): boolean => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema'

const inCamels = (path: string): string => path.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
/** Answered and asked as another route, by whose name they were recorded. */
const asAnother = ['passphraseAnswer', 'exportUnsettleRequest', 'exportUnsettleAnswer']

/** What the routes of people ask and answer, by the names they were recorded with: `passRequest`, `passAnswer`. */
export const schemasOfPeople = (): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(routes)
      .flatMap(([path, { asks, answers }]) => [
        [`${inCamels(path)}Request`, asks],
        [`${inCamels(path)}Answer`, answers],
      ])
      .filter(([name]) => !asAnother.includes(String(name))),
  )

/** Every schema of the protocol, by name: 16 hexadecimal digits of its structure. */
export const structures = (): Readonly<Record<string, string>> => {
  const named: readonly [string, unknown][] = [
    ...[enrolment, push, orders, pull, management, figures].flatMap((module) =>
      Object.entries(module).filter(([, value]) => isSchema(value)),
    ),
    ...Object.entries(schemasOfPeople()),
    ['envelope', envelopeSchema],
    ['broughtOrder', broughtOrder],
    ...Object.entries(operationSchemas).map(([kind, schema]): [string, unknown] => [`operation ${kind}`, schema]),
  ]
  return Object.fromEntries(
    named.map(([name, schema]) => [name, createHash('sha256').update(structureOf(schema)).digest('hex').slice(0, 16)]).sort(),
  )
}
