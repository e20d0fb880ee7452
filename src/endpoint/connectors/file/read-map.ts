/**
 * A `--map` file: which header, or which column number, holds what, for exports whose names we do not know. Runs in the endpoint's commands.
 * `{ "catalogue": { "barcode": "CB_EX", "title": 4 }, "patrons": { … }, "orders": { … } }`
 * `"blocks": ["non rendu"]` names words that block a patron here.
 */
import * as v from 'valibot'
import type { Result } from '../../../domain/result.ts'
import { parseJson } from '../../settings/settings-file.ts'
import type { SettingsRefusal } from '../../settings/settings-finding.ts'
import { columnNames, type FileKind } from './column.ts'
import type { ColumnMap } from './match-headers.ts'

export type ImportMap = Readonly<Partial<Record<FileKind, ColumnMap>>> & { readonly blocks?: readonly string[] }

const where = v.union([v.pipe(v.string(), v.minLength(1)), v.pipe(v.number(), v.integer(), v.minValue(1))])
const columnsOf = (kind: FileKind) => v.optional(v.strictObject(v.entriesFromList(Object.keys(columnNames[kind]), v.optional(where))))
const importMap = v.strictObject({
  catalogue: columnsOf('catalogue'),
  patrons: columnsOf('patrons'),
  orders: columnsOf('orders'),
  blocks: v.optional(v.array(v.pipe(v.string(), v.minLength(1)))),
})

/** Reads the file's text; refuses what is not JSON or names a column we do not have. */
export const readMap = (text: string): Result<ImportMap, SettingsRefusal> =>
  // The cast drops `undefined` from members that the schema leaves out rather than sets.
  parseJson(text, importMap as v.GenericSchema<unknown, ImportMap>)
