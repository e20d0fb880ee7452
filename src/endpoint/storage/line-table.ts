/**
 * The tables of which single lines are read and written, said once: so that their lines can be asked for many at a time, and written in one
 * statement a table, in SQLite's words and in PostgreSQL's. Runs on the endpoint. What a transaction knows of them: `line-shelf.ts`.
 */
import type { Instant } from '../../domain/instant.ts'
import type { Row, RowKind, RowOf } from '../../domain/row/desk-state.ts'

type Value = string | number | null

/** By its whole key, or by what several have in common. */
export type Way = 'key' | 'group'
/** Lines that a transaction will ask for. */
export type Asked = readonly [table: LineTable, way: Way, ...values: string[]]

export interface LineTable {
  readonly name: string
  /** What a line calls each column, and what the table does: 'operation_id TEXT'. `library` comes before them all. */
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
  /** The primary key, where the library is not in it. */
  readonly conflict?: string
}

export interface RowLine {
  readonly kind: RowKind
  readonly id: string
  readonly version: number
  /** null: a tombstone. */
  readonly json: string | null
  readonly hash: string
  /** What `json` says, once somebody asked. */
  value?: Row
}
const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(Object.freeze(value))) freeze(member)
  return value
}
/** Read once, for all who ask: nobody changes it. Rows are written by `writeRow` only, from the domain's own type. */
export const rowOf = <K extends RowKind>(line: RowLine | undefined): RowOf<K> | undefined => {
  if (line === undefined || line.json === null) return undefined
  line.value ??= freeze(JSON.parse(line.json) as Row)
  return line.value as RowOf<K>
}
export const rowTable: LineTable = {
  name: 'row',
  columns: { kind: 'kind TEXT', id: 'id TEXT', version: 'version INTEGER', json: 'json TEXT', hash: 'hash TEXT' },
  key: ['kind', 'id'],
  group: ['kind'],
  orderBy: 'id',
}

export const receiptTable: LineTable = {
  name: 'receipt',
  columns: {
    operationId: 'operation_id TEXT',
    hash: 'hash TEXT',
    envelope: 'envelope TEXT',
    deviceId: 'device_id TEXT',
    receivedAt: 'received_at INTEGER',
    type: 'type TEXT',
    happenedOn: 'happened_on TEXT',
    outcome: 'outcome TEXT',
    version: 'version INTEGER',
    caseId: 'case_id TEXT',
    reason: 'reason TEXT',
  },
  key: ['operationId', 'hash'],
  group: ['operationId'],
  orderBy: 'number',
  kept: ['envelope', 'deviceId', 'receivedAt'],
}

export interface MemoLine {
  readonly name: string
  readonly value: string
}
export const memoTable: LineTable = { name: 'memo', columns: { name: 'name TEXT', value: 'value TEXT' }, key: ['name'] }

export const deviceTable: LineTable = {
  name: 'device',
  columns: {
    id: 'id TEXT',
    letter: 'letter TEXT',
    name: 'name TEXT',
    credentialHash: 'credential_hash TEXT',
    nextCredentialHash: 'next_credential_hash TEXT',
    ticket: 'ticket TEXT',
    previousTicket: 'previous_ticket TEXT',
    lastHeardAt: 'last_heard_at INTEGER',
    pendingCount: 'pending_count INTEGER',
    setAsideAt: 'revoked_at INTEGER',
    build: 'build TEXT',
  },
  key: ['id'],
  conflict: 'id',
}

export interface ErasedLine {
  readonly version: number
  readonly subject: string
  readonly json: string
  readonly erasedAt: Instant
}
/** Only ever read here. */
export const erasedTable: LineTable = {
  name: 'erased_row',
  columns: { version: 'version INTEGER', subject: 'subject TEXT', json: 'json TEXT', erasedAt: 'erased_at INTEGER' },
  key: ['version'],
  group: ['subject'],
  index: 'erased_row_by_subject',
}

export interface LinkLine {
  readonly version: number
  readonly committedAt: Instant
}
/** Only ever read here. */
export const linkTable: LineTable = {
  name: 'chain_link',
  columns: { version: 'version INTEGER', committedAt: 'committed_at INTEGER' },
  key: ['version'],
}

export interface CountedLine {
  readonly subject: string
  readonly json: string
  readonly at: Instant
}
export const countedTable: LineTable = {
  name: 'counted',
  columns: { subject: 'subject TEXT', json: 'json TEXT', at: 'at INTEGER' },
  key: ['subject'],
}

export interface CounterLine {
  readonly day: string
  readonly measure: string
  readonly site: string
  readonly value: string
  readonly amount: number
}
/** Only ever written here: what a line says is added to what the table says. */
export const counterTable: LineTable = {
  name: 'counter',
  columns: { day: 'day TEXT', measure: 'measure TEXT', site: 'site TEXT', value: 'value TEXT', amount: 'amount INTEGER' },
  key: ['day', 'measure', 'site', 'value'],
  added: 'amount',
}

export const addressTable: LineTable = {
  name: 'patron_address',
  columns: { card: 'card TEXT', email: 'email TEXT', language: 'language TEXT', refusals: 'refusals INTEGER' },
  key: ['card'],
}

export const messageTable: LineTable = {
  name: 'message',
  columns: {
    key: 'key TEXT',
    kind: 'kind TEXT',
    card: 'card TEXT',
    orderId: 'order_id TEXT',
    handover: 'handover TEXT',
    slot: 'slot TEXT',
    missing: 'missing TEXT',
    notBefore: 'not_before INTEGER',
    usefulUntil: 'useful_until INTEGER',
    state: 'state TEXT',
    since: 'since INTEGER',
    messageId: 'message_id TEXT',
    tries: 'tries INTEGER',
    firstTriedAt: 'first_tried_at INTEGER',
    lease: 'lease TEXT',
    leaseUntil: 'lease_until INTEGER',
    said: 'said TEXT',
    trial: 'trial TEXT',
    bounced: 'bounced INTEGER',
    device: 'device TEXT',
  },
  key: ['key'],
  group: ['orderId'],
}

const quoted = (name: string): string => `"${name}"`
const columnOf = ({ columns }: LineTable, name: string): string => columns[name]?.split(' ')[0] ?? name
const typeOf = ({ columns }: LineTable, name: string): string => (columns[name]?.endsWith('INTEGER') ? 'bigint' : 'text')
const namesByTable = new Map<LineTable, readonly string[]>()
/** Asked for each line that is written. */
const namesOf = (table: LineTable): readonly string[] => {
  const names = namesByTable.get(table) ?? Object.keys(table.columns)
  namesByTable.set(table, names)
  return names
}

/** What an insert does where the line is there. */
const onConflict = (table: LineTable): string => {
  const { name, key, kept = [], added, conflict } = table
  const changes = namesOf(table)
    .filter((one) => !key.includes(one) && !kept.includes(one))
    .map((one) => columnOf(table, one))
    .map((column) => `${column} = ${added === column ? `${name}.${column} + ` : ''}excluded.${column}`)
  return `ON CONFLICT (${conflict ?? ['library', ...key.map((one) => columnOf(table, one))].join(', ')}) DO UPDATE SET ${changes.join(', ')}`
}

const columnsOf = (table: LineTable): string => ['library', ...namesOf(table).map((name) => columnOf(table, name))].join(', ')
const selected = (table: LineTable): string =>
  namesOf(table)
    .map((name) => `held.${columnOf(table, name)} AS ${quoted(name)}`)
    .join(', ')
const asked = (table: LineTable, by: readonly string[]): string =>
  by.map((name) => `held.${columnOf(table, name)} = asked.${quoted(name)}`).join(' AND ')
const typed = (table: LineTable, names: readonly string[]): string =>
  names.map((name) => `${quoted(name)} ${typeOf(table, name)}`).join(', ')
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
  (table) => `INSERT INTO ${table.name} (${columnsOf(table)}) VALUES (?${', ?'.repeat(namesOf(table).length)}) ${onConflict(table)}`,
)
/** SQLite: the lines of one key or group; its parameters are the library and the values of `by`. */
export const selectLines = once((table, by) => {
  const index = by === table.group && table.index !== undefined ? ` INDEXED BY ${table.index}` : ''
  const where = by.map((name) => ` AND held.${columnOf(table, name)} = ?`).join('')
  return `SELECT ${selected(table)} FROM ${table.name} AS held${index} WHERE held.library = ?${where}${ordered(table)}`
})

/** PostgreSQL: any number of lines, in their order; its parameters are the library and the lines as JSON. */
export const insertLines = once(
  (table) =>
    `INSERT INTO ${table.name} (${columnsOf(table)}) SELECT ?::text, line.* FROM json_to_recordset(?::json) AS line(${typed(table, namesOf(table))})
     ${onConflict(table)}`,
)
/** PostgreSQL: the lines of any number of keys or groups, which are asked as JSON, before the library. Each is looked up by itself. */
export const selectAsked = once(
  (table, by) =>
    `SELECT line.* FROM json_to_recordset(?::json) AS asked(${typed(table, by)}) CROSS JOIN LATERAL
       (SELECT ${selected(table)} FROM ${table.name} AS held WHERE held.library = ? AND ${asked(table, by)}${ordered(table)} OFFSET 0) AS line`,
)

/** A line's values, in the order of its columns. */
export const valuesOf = (table: LineTable, line: object): Value[] => namesOf(table).map((name) => Reflect.get(line, name) ?? null)
/** The same under their names, and nothing else. */
export const namedValuesOf = (table: LineTable, line: object): Readonly<Record<string, Value>> =>
  Object.fromEntries(namesOf(table).map((name) => [name, Reflect.get(line, name) ?? null]))
