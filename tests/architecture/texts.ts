/**
 * Every text that a tablet may send, by the schemas of the wire: its name, and whether anything bounds it. Runs in tests. A picklist, a date and a
 * number in a text are no words of anybody's; what a pipe checks by a form, a length or a parser of ours is bounded.
 */
import * as enrolment from '../../src/protocol/enrolment.ts'
import * as figures from '../../src/protocol/figures.ts'
import { envelopeSchema, operationSchemas } from '../../src/protocol/operation-schema.ts'
import * as pull from '../../src/protocol/pull.ts'
import * as push from '../../src/protocol/push.ts'
import { schemasOfPeople } from '../protocol/schema-structure.ts'

/** What of a schema is read here: valibot's own members. */
interface Read {
  readonly type: string
  readonly kind?: string
  readonly entries?: Readonly<Record<string, Read>>
  readonly item?: Read
  readonly items?: readonly Read[]
  readonly options?: readonly (Read | string)[]
  readonly wrapped?: Read
  readonly key?: Read
  readonly value?: Read
  readonly pipe?: readonly Read[]
}

export interface TextFound {
  /** « place-order.note » */
  readonly name: string
  readonly isBounded: boolean
}

const bounding = ['max_length', 'length', 'regex', 'raw_transform']
const isBounded = ({ type, pipe = [] }: Read): boolean =>
  bounding.includes(type) || pipe.some((step) => step.type !== undefined && isBounded(step))

const textsIn = (schema: Read, name: string): readonly TextFound[] => {
  const under = (inner: Read | undefined, more = ''): readonly TextFound[] => (inner === undefined ? [] : textsIn(inner, `${name}${more}`))
  switch (schema.type) {
    case 'string':
      return [{ name, isBounded: (schema.pipe ?? []).some((step) => step !== schema && isBounded(step)) }]
    case 'object':
    case 'strict_object':
    case 'loose_object':
      return Object.entries(schema.entries ?? {}).flatMap(([member, inner]) => under(inner, name === '' ? member : `.${member}`))
    case 'array':
      return under(schema.item)
    case 'tuple':
      return (schema.items ?? []).flatMap((inner) => under(inner))
    case 'optional':
    case 'nullable':
    case 'nullish':
      return under(schema.wrapped)
    case 'union':
    case 'variant':
      return (schema.options ?? []).flatMap((inner) => (typeof inner === 'string' ? [] : under(inner)))
    case 'record':
      return [...under(schema.key, '.*'), ...under(schema.value, '.*')]
    case 'number':
    case 'boolean':
    case 'literal':
    case 'picklist':
    case 'unknown':
      return []
    default:
      throw new Error(`${name}: a schema of a type that nobody reads here: ${schema.type}`)
  }
}

/** Of all routes and operations, each text once. The casts: valibot tells its schemas' members by generics alone. */
export const textsOfTablets = (
  operations: Readonly<Record<string, object>> = operationSchemas,
  routes: Readonly<Record<string, unknown>> = { ...enrolment, ...figures, ...schemasOfPeople(), ...pull, ...push },
): readonly TextFound[] => {
  const found = [
    ...Object.entries(operations).flatMap(([kind, schema]) => textsIn(schema as Read, kind)),
    ...textsIn(envelopeSchema as unknown as Read, 'envelope'),
    ...Object.entries(routes)
      .filter(([name]) => name.endsWith('Request'))
      .flatMap(([name, schema]) => textsIn(schema as Read, name)),
  ]
  return [...new Map(found.map((one) => [one.name, one])).values()]
}
