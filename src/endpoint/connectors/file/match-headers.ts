/**
 * Which cell of a row holds what, from the header's names in French or English or from a map file. Runs in the endpoint's commands.
 * A file whose needed columns are not there is another file: we say which one it resembles.
 */
import * as v from 'valibot'
import { foldText } from '../../../domain/fold-text.ts'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import { parseJson } from '../../settings/settings-file.ts'
import type { SettingsRefusal } from '../../settings/settings-finding.ts'
import { type Column, type ColumnsOf, columnNames, type FileKind, requiredColumns } from './column.ts'
import type { FileFault } from './import-finding.ts'

export type ImportMap = Readonly<Partial<Record<FileKind, ColumnMap>>> & { readonly blocks?: readonly string[] }

const where = v.union([v.pipe(v.string(), v.minLength(1)), v.pipe(v.number(), v.integer(), v.minValue(1))])
const columnsOf = (kind: FileKind) => v.optional(v.strictObject(v.entriesFromList(Object.keys(columnNames[kind]), v.optional(where))))
const importMap = v.strictObject({
  catalogue: columnsOf('catalogue'),
  patrons: columnsOf('patrons'),
  orders: columnsOf('orders'),
  blocks: v.optional(v.array(v.pipe(v.string(), v.minLength(1)))),
})

/**
 * `{ "catalogue": { "barcode": "CB_EX", "title": 4 }, "patrons": { … }, "blocks": ["non rendu"] }`: `blocks` names words that block here.
 * Reads the file's text; refuses what is not JSON or names a column we do not have.
 */
export const readMap = (text: string): Result<ImportMap, SettingsRefusal> =>
  // The cast drops `undefined` from members that the schema leaves out rather than sets.
  parseJson(text, importMap as v.GenericSchema<unknown, ImportMap>)

/** Header name, or column number from 1, by our name of the column: one member of a `--map` file. */
export type ColumnMap = Readonly<Partial<Record<Column, string | number>>>

export type ColumnIndex<K extends FileKind> = ReadonlyMap<ColumnsOf[K], number>

export interface MatchedHeaders<K extends FileKind> {
  readonly indexByColumn: ColumnIndex<K>
  /** Headers that say nothing to us. */
  readonly ignored: readonly string[]
}

/** "N° de carte" and "No carte", "slot_date" and "Slot date" are one name. */
export const foldHeader = (header: string): string =>
  foldText(header.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[nN][°º]/g, 'no '))
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/\b(?:de la|de l|du|de|d|l|des|la|le)\b/g, ' ')
    .replace(/\s+/g, '')

const matchByName = <K extends FileKind>(kind: K, headers: readonly string[]): Map<ColumnsOf[K], number> => {
  const folded = headers.map(foldHeader)
  const indexByColumn = new Map<ColumnsOf[K], number>()
  const taken = new Set<number>()
  // The cast holds: Object.entries loses the key type of a record whose keys are exactly the columns.
  for (const [column, names] of Object.entries(columnNames[kind]) as [ColumnsOf[K], readonly string[]][]) {
    // « Section (Libellé) » says in words what « Section » says in codes.
    const index = names
      .flatMap((name) => [`${foldHeader(name)}libelle`, foldHeader(name)])
      .map((name) => folded.indexOf(name))
      .find((at) => at !== -1 && !taken.has(at))
    if (index === undefined) continue
    indexByColumn.set(column, index)
    taken.add(index)
  }
  return indexByColumn
}

const missingColumns = <K extends FileKind>(kind: K, indexByColumn: ColumnIndex<K>): readonly ColumnsOf[K][] =>
  requiredColumns[kind].filter((either) => !either.some((column) => indexByColumn.has(column))).flatMap((either) => either.slice(0, 1))

const kinds: readonly FileKind[] = ['catalogue', 'patrons', 'orders']

/** Refuses a header without the needed columns, and a map that names what the file has not. */
export const matchHeaders = <K extends FileKind>(
  kind: K,
  headers: readonly string[],
  map: ColumnMap | undefined,
): Result<MatchedHeaders<K>, FileFault> => {
  const indexByColumn = matchByName(kind, headers)
  const given = new Set<ColumnsOf[K]>()
  for (const column of Object.keys(columnNames[kind]) as ColumnsOf[K][]) {
    const wanted = map?.[column]
    if (wanted === undefined) continue
    const index = typeof wanted === 'number' ? wanted - 1 : headers.findIndex((header) => foldHeader(header) === foldHeader(wanted))
    if (headers[index] === undefined) return refuse({ kind: 'map-unknown-header', column, header: String(wanted), headers })
    // What only its name gave goes; what the map gives may serve two uses.
    for (const [other, at] of indexByColumn) if (at === index && !given.has(other)) indexByColumn.delete(other)
    indexByColumn.set(column, index)
    given.add(column)
  }
  const columns = missingColumns(kind, indexByColumn)
  if (columns.length > 0) {
    const looksLike = kinds.find((other) => other !== kind && missingColumns(other, matchByName(other, headers)).length === 0)
    return refuse({ kind: 'columns-missing', columns, headers, looksLike })
  }
  const used = new Set(indexByColumn.values())
  return accept({ indexByColumn, ignored: headers.filter((header, index) => header.trim() !== '' && !used.has(index)) })
}
