/**
 * How the lines of a table are read and written, from the one list of its columns that the schema is: many lines in one question, in SQLite's
 * words and in PostgreSQL's. Runs on the endpoint. Which tables there are: `stored.ts`, and beside whoever reads one alone. What a transaction
 * knows of their lines: `line-shelf.ts`.
 */
import { columnsOf, primaryKeyOf } from './sql-schema.ts'

type Value = string | number | null | Uint8Array

/** By its whole key, or by what several have in common. */
export type Way = 'key' | 'group'
/** Lines that a transaction will ask for. */
export type Asked = readonly [table: LineTable, way: Way, ...values: string[]]

export interface LineTable<L extends object = object> {
  readonly name: string
  /** What a line calls each column, and what the table does. `library` comes before them all. */
  readonly columns: Readonly<Record<string, string>>
  /** What tells one line from the others of its library. */
  readonly key: readonly string[]
  /** What several lines have in common, where they are asked for together. */
  readonly group?: readonly string[]
  readonly orderBy?: string
  /** The index of the group, for SQLite. */
  readonly index?: string
  /** Columns that an update leaves as they are; or adds to. */
  readonly kept?: readonly string[]
  readonly added?: string
  /** Written in thousands: a transaction remembers the lines that it named ahead, and writes none that is the same already. */
  readonly isBulk?: boolean
  /** Whose lines they are, in SQL, where that is not the library itself; `?` is its id. */
  readonly owner?: string
  /** The primary key, as the table calls it. */
  readonly conflict: readonly string[]
  /** Of its type alone. */
  readonly line?: L
}

const inCamel = (column: string): string => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
const columnOf = ({ columns }: Pick<LineTable, 'columns'>, name: string): string => columns[name] ?? name

type Said = Partial<Omit<LineTable, 'name' | 'columns' | 'conflict' | 'line'>>

/** A table of the schema. `called`: columns that a line calls otherwise. Its key is the primary one, unless another is given. */
export const tableOf = <L extends object>(
  name: string,
  { called = {}, ...said }: Said & { readonly called?: Readonly<Record<string, string>> } = {},
): LineTable<L> => {
  const memberOf = (column: string): string => called[column] ?? inCamel(column)
  const isOwn = (column: string): boolean => column !== 'library'
  const [all, primary] = [columnsOf(name), primaryKeyOf(name)]
  const columns = Object.fromEntries(all.filter(isOwn).map((column) => [memberOf(column), column]))
  const conflict = said.key === undefined ? primary : ['library', ...said.key.map((member) => columnOf({ columns }, member))]
  return { name, columns, key: primary.filter(isOwn).map(memberOf), conflict, ...said }
}

const namesByTable = new Map<LineTable, readonly string[]>()
/** Asked for each line that is written. */
const namesOf = (table: LineTable): readonly string[] => {
  const names = namesByTable.get(table) ?? Object.keys(table.columns)
  namesByTable.set(table, names)
  return names
}

/** What an insert does where the line is there. */
const onConflict = (table: LineTable): string => {
  const { name, key, kept = [], added, conflict, isBulk = false } = table
  const changed = namesOf(table)
    .filter((one) => !key.includes(one) && !kept.includes(one))
    .map((one) => columnOf(table, one))
  const on = `ON CONFLICT (${conflict.join(', ')}) DO`
  if (changed.length === 0) return `${on} NOTHING`
  const changes = changed.map((column) => `${column} = ${added === column ? `${name}.${column} + ` : ''}excluded.${column}`)
  const allOf = (source: string): string => `(${changed.map((column) => `${source}.${column}`).join(', ')})`
  const isOther = isBulk ? ` WHERE ${allOf(name)} IS DISTINCT FROM ${allOf('excluded')}` : ''
  return `${on} UPDATE SET ${changes.join(', ')}${isOther}`
}

const written = (table: LineTable): readonly string[] => namesOf(table).map((name) => columnOf(table, name))
/** The columns of a line, as it calls them. */
export const selected = (table: LineTable): string =>
  namesOf(table)
    .map((name) => `held.${columnOf(table, name)} AS "${name}"`)
    .join(', ')
const ownerOf = ({ owner = '?' }: LineTable): string => owner
const ordered = ({ orderBy }: LineTable): string => (orderBy === undefined ? '' : ` ORDER BY held.${orderBy}`)

/** Each text is put together once: a statement is found by its text. */
const once = (make: (table: LineTable, by: readonly string[]) => string) => {
  const made = new Map<LineTable, Map<readonly string[], string>>()
  return (table: LineTable, by: readonly string[] = table.key): string => {
    const ofTable = made.get(table) ?? new Map<readonly string[], string>()
    made.set(table, ofTable)
    const sql = ofTable.get(by) ?? make(table, by)
    ofTable.set(by, sql)
    return sql
  }
}

/** SQLite: one line; its parameters are the library and the values of `namesOf`. */
export const insertLine = once(
  (table) =>
    `INSERT INTO ${table.name} (library, ${written(table).join(', ')}) VALUES (?${', ?'.repeat(written(table).length)}) ${onConflict(table)}`,
)
/** SQLite: the lines of one key or group; its parameters are the library and the values of `by`. */
export const selectLines = once((table, by) => {
  const index = by === table.group && table.index !== undefined ? ` INDEXED BY ${table.index}` : ''
  const where = by.map((name) => ` AND held.${columnOf(table, name)} = ?`).join('')
  return `SELECT ${selected(table)} FROM ${table.name} AS held${index} WHERE held.library = ${ownerOf(table)}${where}${ordered(table)}`
})

/** PostgreSQL: any number of lines, in their order; its parameters are the library and the lines as JSON. */
export const insertLines = once((table) => {
  const columns = written(table).join(', ')
  return `INSERT INTO ${table.name} (library, ${columns}) SELECT ?::text, ${columns} FROM json_populate_recordset(null::"${table.name}", ?::json)
     ${onConflict(table)}`
})
/** PostgreSQL: the lines of any number of keys or groups, which are asked as JSON, before the library. Each is looked up by itself. */
export const selectAsked = once((table, by) => {
  const asked = by.map((name) => `held.${columnOf(table, name)} = asked.${columnOf(table, name)}`).join(' AND ')
  return `SELECT line.* FROM json_populate_recordset(null::"${table.name}", ?::json) AS asked CROSS JOIN LATERAL
       (SELECT ${selected(table)} FROM ${table.name} AS held WHERE held.library = ${ownerOf(table)} AND ${asked}${ordered(table)} OFFSET 0) AS line`
})

/** Lines of one library of which `condition` is so; its parameters are the library, then those of the condition. */
export const selectWhere = (table: LineTable, condition: string): string =>
  `SELECT ${selected(table)} FROM ${table.name} AS held WHERE held.library = ${ownerOf(table)} AND ${condition}`

/** A line's values, in the order of its columns. */
export const valuesOf = (table: LineTable, line: object): Value[] => namesOf(table).map((name) => Reflect.get(line, name) ?? null)
/** The same by the columns' names, as PostgreSQL reads them from JSON, and nothing else. */
export const columnValuesOf = (table: LineTable, line: object): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    namesOf(table).map((name) => {
      const value = Reflect.get(line, name) ?? null
      return [columnOf(table, name), value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value]
    }),
  )
/** What `by` is to be, likewise. */
export const askedOf = (table: LineTable, by: readonly string[], values: readonly string[]): Readonly<Record<string, Value>> =>
  Object.fromEntries(by.map((name, n) => [columnOf(table, name), values[n] ?? null]))

/** As whoever asks has it: what a line leaves empty is undefined. */
export const withoutNull = <L extends object>(line: L): L => {
  const said = { ...line }
  for (const name of Object.keys(said)) if (Reflect.get(said, name) === null) Reflect.set(said, name, undefined)
  return said
}
