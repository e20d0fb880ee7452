/**
 * What the library's rows have to say to what an ILS says: why a row was not taken, and what was noticed on the way. Runs on the endpoint.
 * Plain codes with their particulars: the connector that brought the row puts them into words.
 */

/** A row names something that the library does not know. */
export type TakeRejection =
  | { readonly kind: 'card-unknown'; readonly card: string }
  | { readonly kind: 'record-unknown'; readonly record: string; readonly barcode: string }
  | { readonly kind: 'site-unknown'; readonly site: string }

/** A row that was not taken. */
export interface RejectedLine {
  readonly line: number
  readonly reason: TakeRejection
}

/** Noticed, and no reason to stop. */
export type TakeNote =
  | { readonly kind: 'barcode-unknown-record-taken'; readonly rows: number }
  | { readonly kind: 'removal-withheld'; readonly would: number; readonly of: number }
  | { readonly kind: 'older-than-last'; readonly last: number }
