/**
 * The diary of one library in SQL, the same for SQLite and PostgreSQL. Runs on the endpoint, within the reader's or the writer's own
 * transaction, which holds the library: two writers take no number twice.
 */
import type { CardNumber, LibraryId, OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { nextNumber } from './add-numbered.ts'
import type { SqlConnection } from './sql-connection.ts'
import type { ToldLine, ToldWriter } from './told-lines.ts'

type Unsaid = 'card' | 'answer'
type TextLine = Omit<ToldLine, Unsaid> & { readonly [K in Unsaid]: Exclude<ToldLine[K], undefined> | null }

export class SqlToldLines implements ToldWriter {
  readonly #connection: SqlConnection
  readonly #library: LibraryId

  constructor(connection: SqlConnection, library: LibraryId) {
    this.#connection = connection
    this.#library = library
  }

  async #where(condition: string, value: string | number): Promise<readonly ToldLine[]> {
    const sql = `SELECT number, voice, batch, operation_id AS "operationId", barcode, movement, card, told_at AS "at", answer
      FROM told_line WHERE library = ? AND ${condition} ORDER BY number`
    const lines = await this.#connection.many<TextLine>(sql, this.#library, value)
    return lines.map((line) => ({ ...line, card: line.card ?? undefined, answer: line.answer ?? undefined }))
  }

  of(operationIds: readonly OperationId[]): Promise<readonly ToldLine[]> {
    return this.#where(`operation_id IN ${this.#connection.dialect.textsIn}`, JSON.stringify(operationIds))
  }

  ofBatch(batch: number): Promise<readonly ToldLine[]> {
    return this.#where('batch = ?', batch)
  }

  ofCard(card: CardNumber): Promise<readonly ToldLine[]> {
    return this.#where('card = ?', card)
  }

  async add(lines: readonly Omit<ToldLine, 'number'>[]): Promise<void> {
    const first = await nextNumber(this.#connection, this.#library, 'told_line')
    const sql = `INSERT INTO told_line (library, number, voice, batch, operation_id, barcode, movement, card, told_at, answer)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    for (const [place, { voice, batch, operationId, barcode, movement, card, at, answer }] of lines.entries()) {
      const values = [voice, batch, operationId, barcode, movement, card ?? null, at, answer ?? null]
      await this.#connection.run(sql, this.#library, first + place, ...values)
    }
  }

  async changeCard(of: CardNumber | { readonly before: Instant }, card: CardNumber | undefined): Promise<void> {
    const [condition, value] = typeof of === 'string' ? ['card = ?', of] : ['card IS NOT NULL AND told_at < ?', of.before]
    await this.#connection.run(`UPDATE told_line SET card = ? WHERE library = ? AND ${condition}`, card ?? null, this.#library, value)
  }
}
