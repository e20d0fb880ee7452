/**
 * What an ILS says, whatever carries it: its catalogue, its patrons, its orders. Runs on the endpoint.
 * A connector makes these of a file or of an answer; `take-catalogue`, `take-patrons` and `take-orders` put them into the library's rows.
 * A `line` is where a thing stands in what the ILS gave, for the person who has to mend it there.
 */
import type { CardNumber, ItemBarcode } from '../../domain/ids.ts'
import type { LocalDate, LocalMoment, LocalTime } from '../../domain/local-date.ts'
import type { OrderSource } from '../../domain/order/order.ts'
import type { Patron } from '../../domain/patron/patron.ts'
import type { StoredAddress } from '../storage/messages.ts'
import type { CatalogueEntry } from '../storage/stored.ts'

interface CutList {
  /** The list stops in its midst: what it leaves out has not left the library. */
  readonly isCut?: boolean | undefined
}

export interface IlsCatalogue extends CutList {
  readonly rows: readonly CatalogueEntry[]
  /** Every barcode that was named, and every cell of rejected rows, rounded numbers as 2.3333e+13: none of these has left the library. */
  readonly mentioned: ReadonlySet<string>
  /**
   * Documents on loan by the ordinary desk (ORD-4), each with the day on which it left, undefined where the ILS does not tell that day.
   * undefined: the ILS does not say which documents are on loan.
   */
  readonly onLoan: ReadonlyMap<ItemBarcode, LocalDate | undefined> | undefined
}

/** How much is kept of what the ILS writes of a patron, whatever carries it: characters. */
export const patronLengths = { surname: 100, firstName: 100, category: 60, blocked: 200 } as const

/** How much is kept of each text that it says of a document: characters. */
export const catalogueLengths = {
  // The longest title met in real exports has 573 characters.
  title: 1000,
  author: 300,
  documentType: 60,
  callNumber: 100,
  location: 100,
} as const

/** What the ILS says of a patron; the rest of the row is the desk's. */
export type IlsPatron = Pick<Patron, 'id' | 'surname' | 'firstName' | 'category' | 'expiresOn' | 'blocked' | 'ilsLoans'>

/** Where a patron is written to, and in which language, as the ILS says. */
export type IlsAddress = Pick<StoredAddress, 'email' | 'language'>

export interface IlsPatrons extends CutList {
  readonly rows: readonly IlsPatron[]
  /** By card: who is not here has no address any more. Absent: this list says nothing of addresses, and what was known stays. */
  readonly addresses?: ReadonlyMap<CardNumber, IlsAddress> | undefined
  /** As in a catalogue: none of them has left. */
  readonly mentioned: ReadonlySet<string>
}

/** What an order wants of one document. Empty texts where the ILS says nothing. */
export interface IlsOrderLine {
  readonly line: number
  readonly record: string
  /** As the ILS writes it, possibly several in one text. */
  readonly barcode: string
  readonly title: string
  /** Of a wish in words: how many documents it wants; undefined where the ILS does not say (PULL-8). */
  readonly count?: number | undefined
}

export interface IlsOrder {
  /** undefined: the ILS gives no numbers; the order is then the one of its card, site and day. */
  readonly ilsNumber: string | undefined
  readonly line: number
  readonly card: string
  readonly date: LocalDate
  /** undefined: the ILS does not say; the day's first slot is taken. */
  readonly time: LocalTime | undefined
  /** Empty: the library's first site. */
  readonly site: string
  readonly source: OrderSource
  readonly note: string
  /** When the patron ordered; undefined where the ILS does not say. */
  readonly orderedOn: LocalMoment | undefined
  readonly lines: readonly IlsOrderLine[]
}

/** A hold that waits for its patron at our site. Empty texts where the ILS does not say. */
export interface IlsHold {
  readonly id: string
  readonly card: string
  readonly barcode: string
  readonly record: string
  /** When the patron said there that they would come, passed moments too; `not-told`: it has such appointments, and does not give them. */
  readonly pickups?: readonly LocalMoment[] | 'not-told'
}

export interface IlsOrders extends CutList {
  readonly rows: readonly IlsOrder[]
  /** Absent: a file, which says nothing of holds, as these say nothing of what a file listed. A list of holds may be empty. */
  readonly source?: 'holds' | undefined
  /** What stands in the rejected rows, ILS numbers among it: none of these orders is gone, nor any line of theirs. */
  readonly inRejected: ReadonlySet<string>
  /** First and last slot date: it speaks of these days only. */
  readonly from: LocalDate
  readonly to: LocalDate
}
