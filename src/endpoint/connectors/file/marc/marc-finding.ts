/**
 * What reading a MARC file has to say of its records: why one cannot be read, and what of the others was read otherwise than they say.
 * Runs in the endpoint's commands. A record is named by its rank in the file, from 1, and by its own number (field 001).
 */
export type MarcFormat = 'ISO 2709' | 'MARCXML'
export type MarcFlavour = 'UNIMARC' | 'MARC21'

/** Why a record is not taken. */
export type MarcRejection =
  /** The file ends inside it. */
  | { readonly kind: 'marc-cut' }
  | { readonly kind: 'marc-too-long'; readonly maximum: number }
  /** What stands between two marks of a record is none: it begins with `value`. */
  | { readonly kind: 'marc-no-leader'; readonly value: string }
  | { readonly kind: 'marc-no-directory' }
  | { readonly kind: 'marc-fields-counted'; readonly found: number; readonly expected: number }
  /** Lengths are wrong, and in the order of the directory this field has not the form of its tag. */
  | { readonly kind: 'marc-fields-unfit'; readonly tag: string }
  /** Not well formed, from `value` on. */
  | { readonly kind: 'marc-xml'; readonly value: string }

/** What was noticed of a record that is taken, or that has nothing to take. */
export type MarcHeed =
  | 'lengths-wrong'
  | 'fields-unlisted'
  | 'terminator-missing'
  | 'encoding-false'
  | 'encodings-mixed'
  | 'signs-unknown'
  | 'deleted'
  | 'no-copy'

export interface HeededRecord {
  readonly line: number
  readonly record: string
  /** What exactly, as bytes and names; empty where there is no more to say. */
  readonly detail: string
}

/** One finding of one record, before its rank is known. */
export interface Heeded {
  readonly heed: MarcHeed
  readonly detail: string
}
