/**
 * What every reader and writer of one library's tables has: its lines by key, by group, or of which something is so. Runs on the endpoint and in
 * its commands, on the connection of a read or of a write transaction; in SQL, the same for SQLite and PostgreSQL.
 */
import type { LibraryId } from '../../domain/ids.ts'
import { type LineTable, selectWhere, type Way, withoutNull } from './line-table.ts'
import type { Parameter, SqlConnection } from './sql-connection.ts'

export class SqlLines {
  protected readonly connection: SqlConnection
  protected readonly libraryId: LibraryId

  constructor(connection: SqlConnection, libraryId: LibraryId) {
    this.connection = connection
    this.libraryId = libraryId
  }

  protected async linesOf<L extends object>(table: LineTable<L>, way: Way, each: readonly (readonly string[])[]): Promise<L[]> {
    return (await this.connection.readLines<L>(table, way, this.libraryId, each)).map(withoutNull)
  }

  protected async lineOf<L extends object>(table: LineTable<L>, ...key: readonly string[]): Promise<L | undefined> {
    return (await this.linesOf(table, 'key', [key]))[0]
  }

  /** Those of which the condition is so; it may say in which order. */
  protected async linesWhere<L extends object>(table: LineTable<L>, condition: string, ...values: readonly Parameter[]): Promise<L[]> {
    return (await this.connection.many<L>(selectWhere(table, condition), this.libraryId, ...values)).map(withoutNull)
  }

  protected async countWhere(table: LineTable, condition: string, ...values: readonly Parameter[]): Promise<number> {
    const sql = `SELECT count(*) AS n FROM ${table.name} WHERE library = ? AND ${condition}`
    return (await this.connection.one<{ readonly n: number }>(sql, this.libraryId, ...values))?.n ?? 0
  }

  /** Inserts lines, or replaces them. */
  protected async keepLines<L extends object>(table: LineTable<L>, lines: readonly L[]): Promise<void> {
    await this.connection.writeLines(table, this.libraryId, lines)
  }

  protected async dropWhere(table: LineTable, condition: string, ...values: readonly Parameter[]): Promise<number> {
    return this.connection.run(`DELETE FROM ${table.name} WHERE library = ? AND ${condition}`, this.libraryId, ...values)
  }

  /** The number after the last of a table of which the lines are numbered 1, 2, 3…; above `floor`. */
  protected async nextNumber(table: LineTable, floor = 0): Promise<number> {
    const last = await this.connection.one<{ n: number | null }>(
      `SELECT max(number) AS n FROM ${table.name} WHERE library = ?`,
      this.libraryId,
    )
    return Math.max(last?.n ?? 0, floor) + 1
  }
}
