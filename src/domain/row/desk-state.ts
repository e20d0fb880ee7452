/**
 * The library's state as rows: the base that every tablet holds, and the endpoint's tables. Runs everywhere.
 * `apply` reads through `DeskReader` and answers the rows that changed, so that the same function serves a Map on a tablet and SQL on the
 * endpoint. Rows hold facts and wishes; states are computed from them, each in its subject's room (`order/order.ts`).
 */
import type { Case } from '../case/case.ts'
import type { OperationId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Item } from '../item/item.ts'
import type { BibliographicRecord } from '../item/record.ts'
import type { Device, Librarian } from '../librarian/librarian.ts'
import type { LocalDate } from '../local-date.ts'
import type { Order } from '../order/order.ts'
import type { Patron } from '../patron/patron.ts'
import type { Claim } from '../pull-list/claim.ts'
import type { RotaWeek } from '../rota/rota-week.ts'
import type { Settings } from '../settings/settings.ts'
import type { SlotFilling } from '../slot/slot.ts'

/** The catalogue file of the week: immutable, named by its hash, fetched once (PROTOCOL.md, Pull). */
export interface CatalogueFile {
  readonly kind: 'catalogue'
  readonly id: 'catalogue'
  /** SHA-256 of the file, hexadecimal; undefined: no catalogue was imported. */
  readonly hash: string | undefined
  readonly items: number
  readonly records: number
  /** Bytes before compression. */
  readonly bytes: number
  /** Of when the ILS's last word on what is on loan is: what is on its shelf is as old as that. Absent where its lists never say it. */
  readonly loansAsOf?: Instant | undefined
  /** The file of what changed since the whole one was made. Absent: nothing, or an endpoint older than such files. */
  readonly changes?: { readonly hash: string; readonly bytes: number } | undefined
  /** The file of what the ILS has on loan, of the documents of these two. Absent: its lists never say it, or an endpoint older than such files. */
  readonly lent?: { readonly hash: string; readonly bytes: number } | undefined
}

/**
 * An export that the manager said the ILS has loaded: it makes its operations *réglé* on their tablets. The endpoint alone writes it. It
 * leaves when the manager takes the word back, or when no tablet lists its operations.
 */
export interface SettledBatch {
  readonly kind: 'settled-batch'
  /** The batch's number. */
  readonly id: `${number}`
  readonly day: LocalDate
  readonly settledAt: Instant
  /** Operations all of whose loans and returns the ILS now has. Ordered. */
  readonly operationIds: readonly OperationId[]
}

export type Row =
  | Settings
  | Librarian
  | Device
  | Patron
  | BibliographicRecord
  | Order
  | Item
  | SlotFilling
  | Claim
  | Case
  | CatalogueFile
  | SettledBatch
  | RotaWeek

export type RowKind = Row['kind']
export type RowOf<K extends RowKind> = Extract<Row, { readonly kind: K }>

/** What a row of this kind is found by: a barcode finds no patron (`ids.ts`). */
export type RowId<K extends RowKind> = RowOf<K>['id']

/** Reads one row; undefined where the library has none. */
export interface DeskReader {
  get<K extends RowKind>(kind: K, id: RowId<K>): RowOf<K> | undefined
}

/** What a screen reads: one row, or all rows of a kind in no promised order. */
export interface DeskState extends DeskReader {
  all<K extends RowKind>(kind: K): Iterable<RowOf<K>>
}
