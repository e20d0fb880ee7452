/**
 * Where messages go (MSG-7): a table beside the rows, which no exchange, export or log reads. Runs on the endpoint.
 * An address goes with its patron's row, or when the ILS no longer gives it.
 */
import type { CardNumber } from '../../domain/ids.ts'
import type { MailAddress, MessageLanguage } from '../../domain/message/message.ts'
import type { Reachable } from '../../domain/patron/patron.ts'
import { tableOf } from './line-table.ts'
import { SqlLines } from './sql-lines.ts'

export interface StoredAddress {
  readonly card: CardNumber
  readonly email: MailAddress
  /** undefined: the ILS does not say. */
  readonly language: MessageLanguage | undefined
  /** How many messages it has refused for good; back to 0 when the ILS gives another address. */
  readonly refusals: number
}

/** Refusals for good after which nothing more is sent there (MSG-8): one may be a relay's mistake. */
const refusalsThatEnd = 2

export const reachableBy = (address: Pick<StoredAddress, 'refusals'> | undefined): Reachable =>
  address === undefined ? 'no' : address.refusals < refusalsThatEnd ? 'yes' : 'refused'

export const addressTable = tableOf<StoredAddress>('patron_address')

export class SqlAddresses extends SqlLines {
  of(card: CardNumber): Promise<StoredAddress | undefined> {
    return this.lineOf(addressTable, card)
  }

  all(): Promise<readonly StoredAddress[]> {
    return this.linesWhere(addressTable, 'TRUE ORDER BY card')
  }

  /** Inserts or replaces. */
  keep(address: StoredAddress): Promise<void> {
    return this.keepLines(addressTable, [address])
  }

  async erase(card: CardNumber): Promise<void> {
    await this.dropWhere(addressTable, 'card = ?', card)
  }
}
export type AddressReader = Pick<SqlAddresses, 'of' | 'all'>
