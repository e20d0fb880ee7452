/**
 * The addresses of one library in SQL, the same for SQLite and PostgreSQL. Runs on the endpoint, within the reader's or the writer's own
 * transaction.
 */
import type { CardNumber, LibraryId } from '../../domain/ids.ts'
import type { MessageLanguage } from '../../domain/message/mail-address.ts'
import type { AddressWriter, StoredAddress } from './addresses.ts'
import { addressTable } from './line-table.ts'
import type { SqlConnection } from './sql-connection.ts'

type AddressLine = Omit<StoredAddress, 'language'> & { readonly language: MessageLanguage | null }
const toAddress = (line: AddressLine): StoredAddress => ({ ...line, language: line.language ?? undefined })

const columns = 'card, email, language, refusals'

export class SqlAddresses implements AddressWriter {
  readonly #connection: SqlConnection
  readonly #library: LibraryId

  constructor(connection: SqlConnection, library: LibraryId) {
    this.#connection = connection
    this.#library = library
  }

  async of(card: CardNumber): Promise<StoredAddress | undefined> {
    const [line] = await this.#connection.readLines<AddressLine>(addressTable, 'key', this.#library, [[card]])
    return line && toAddress(line)
  }

  async all(): Promise<readonly StoredAddress[]> {
    const sql = `SELECT ${columns} FROM patron_address WHERE library = ? ORDER BY card`
    return (await this.#connection.many<AddressLine>(sql, this.#library)).map(toAddress)
  }

  async keep({ card, email, language, refusals }: StoredAddress): Promise<void> {
    await this.#connection.run(
      `INSERT INTO patron_address (library, card, email, language, refusals) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (library, card) DO UPDATE SET email = excluded.email, language = excluded.language, refusals = excluded.refusals`,
      this.#library,
      card,
      email,
      language ?? null,
      refusals,
    )
  }

  async erase(card: CardNumber): Promise<void> {
    await this.#connection.run('DELETE FROM patron_address WHERE library = ? AND card = ?', this.#library, card)
  }
}
