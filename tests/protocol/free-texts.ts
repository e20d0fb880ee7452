/**
 * The texts that an operation lets a tablet say freely: each string of its schema that becomes neither an identifier, nor a day, nor an hour.
 * Runs in tests, where a text that is new has to be answered for: who empties it, who shows it, what bounds it.
 */
import { operationSchemas } from '../../src/protocol/operation-schema.ts'

interface Schema {
  readonly type: string
  readonly pipe?: readonly Schema[]
  readonly entries?: Readonly<Record<string, Schema>>
  readonly item?: Schema
  readonly wrapped?: Schema
  readonly options?: readonly Schema[]
}

const turns = ({ type, pipe = [] }: Schema): boolean =>
  type === 'transform' ||
  type === 'raw_transform' ||
  pipe.some((one) => one.type !== 'string' && turns(one)) ||
  pipe.some((one) => one.pipe !== undefined && turns(one))

const walk = (schema: Schema, path: string): readonly string[] => {
  if (schema.type === 'string') return turns(schema) ? [] : [path]
  return [
    ...Object.entries(schema.entries ?? {}).flatMap(([name, member]) => walk(member, `${path}.${name}`)),
    ...(schema.item === undefined ? [] : walk(schema.item, path)),
    ...(schema.wrapped === undefined ? [] : walk(schema.wrapped, path)),
    ...(schema.type === 'variant' || schema.type === 'union' ? (schema.options ?? []).flatMap((one) => walk(one, path)) : []),
  ]
}

/** As `give-up-line.reason`, ordered, each once. */
export const freeTexts = (): readonly string[] => {
  // The cast: valibot's own members, as they are at runtime.
  const schemas = Object.entries(operationSchemas) as unknown as readonly [string, Schema][]
  return [...new Set(schemas.flatMap(([kind, schema]) => walk(schema, kind)))].sort()
}

/** Of these, what no person types: a code, or what a catalogue and the settings say. */
export const untypedTexts: readonly string[] = [
  'claim.scope.name',
  'claim.scope.orderId',
  'hand-over-order.items.documentType',
  'pick-item.documentType',
  'release-claim.scope.name',
  'release-claim.scope.orderId',
  'return-item.documentType',
  'settle-case.seen',
]

export const typedTexts = (): readonly string[] => freeTexts().filter((path) => !untypedTexts.includes(path))
