/**
 * What an import has to say about a file: why the whole of it was refused, why one row was, and what was noticed and mended on the way.
 * Runs in the endpoint's commands. Plain codes with their particulars; `import-text-fr.ts` and its English put them into words.
 */
import type { TakeNote, TakeRejection } from '../../ils/take-finding.ts'
import type { SettingsNote, SettingsRefusal, TeamRefusal } from '../../settings/settings-finding.ts'
import type { Column, FileKind, RowUnit } from './column.ts'
import type { HeededRecord, MarcFlavour, MarcFormat, MarcHeed, MarcRejection } from './marc/marc-finding.ts'

/** A file that is not what it claims to be: nothing of the import is written. */
export type FileFault =
  | SettingsRefusal
  | TeamRefusal
  | { readonly kind: 'file-unreadable'; readonly code: string }
  | { readonly kind: 'file-empty' }
  | { readonly kind: 'file-too-large'; readonly bytes: number; readonly maximum: number }
  | { readonly kind: 'gzip-broken' }
  | { readonly kind: 'too-many-columns'; readonly columns: number; readonly maximum: number }
  | { readonly kind: 'workbook' }
  | { readonly kind: 'not-text' }
  | { readonly kind: 'web-page'; readonly title: string }
  /** A list that is read as CSV only. */
  | { readonly kind: 'marc'; readonly format: MarcFormat }
  /** No record has a copy where we look for one; those fields may hold them. */
  | { readonly kind: 'marc-no-copy'; readonly records: number; readonly otherTags: readonly string[] }
  | { readonly kind: 'marc-too-much'; readonly maximum: number }
  | { readonly kind: 'no-row' }
  | {
      readonly kind: 'columns-missing'
      readonly columns: readonly Column[]
      readonly headers: readonly string[]
      readonly looksLike: FileKind | undefined
    }
  | { readonly kind: 'map-unknown-header'; readonly column: Column; readonly header: string; readonly headers: readonly string[] }
  | { readonly kind: 'no-row-accepted'; readonly rejected: readonly RejectedRow[] }
  | {
      readonly kind: 'too-many-mended'
      readonly column: Column
      /** The first of them. */
      readonly numbers: readonly MendedNumber[]
      readonly count: number
      readonly of: number
      /** Lines, where it is not said. */
      readonly unit?: RowUnit
    }
  | { readonly kind: 'demo-there' }
  | { readonly kind: 'new-library'; readonly isThere: boolean }
  | { readonly kind: 'library-unclear'; readonly names: readonly string[] }

/** A number of the file, and the line on which it stands. */
export interface NumberAt {
  readonly line: number
  readonly number: string
}

/** A value that says nothing to us: how many rows have it, and the first of them. */
export interface UnreadValue {
  readonly value: string
  readonly line: number
  readonly rows: number
}

/** A number that was not taken as it stands in the file. */
export interface MendedNumber {
  readonly line: number
  readonly before: string
  readonly after: string
}

export type RejectionReason =
  | TakeRejection
  | MarcRejection
  | { readonly kind: 'columns-counted'; readonly found: number; readonly expected: number }
  | { readonly kind: 'shifted'; readonly column: Column; readonly foundUnder: string }
  /** A cell of the column `header` stands under another one. */
  | { readonly kind: 'cells-shifted'; readonly header: string; readonly foundUnder: string }
  | { readonly kind: 'cell-missing'; readonly column: Column }
  | { readonly kind: 'cell-unreadable'; readonly column: Column; readonly value: string }
  | { readonly kind: 'numbers-ambiguous'; readonly column: Column; readonly value: string }
  | { readonly kind: 'number-rounded'; readonly column: Column; readonly value: string }
  | { readonly kind: 'duplicate'; readonly column: Column; readonly value: string; readonly line: number }
  | { readonly kind: 'order-contradicts'; readonly order: string; readonly line: number }

export interface RejectedRow {
  /** Line of the file where the row begins; the header stands on line 1. In a file of records, the rank of the record, from 1. */
  readonly line: number
  /** The record's own number, where it is known. */
  readonly record?: string | undefined
  readonly reason: RejectionReason
}

/** Noticed, and no reason to stop. */
export type Note =
  | TakeNote
  | SettingsNote
  | { readonly kind: 'read-as'; readonly encoding: string; readonly separator: string; readonly compressed: boolean }
  | {
      readonly kind: 'marc-read'
      readonly format: MarcFormat
      readonly flavours: readonly MarcFlavour[]
      readonly encodings: readonly { readonly encoding: string; readonly records: number }[]
      /** Fields in which copies were found. */
      readonly copyTags: readonly string[]
      readonly map: string
      readonly compressed: boolean
    }
  | { readonly kind: 'marc-heeded'; readonly heed: MarcHeed; readonly records: readonly HeededRecord[] }
  /** Of people, lines alone. */
  | { readonly kind: 'accents-mended'; readonly how: Mojibake; readonly cells: readonly MendedNumber[] }
  /** They look spoiled, in a file that is sound elsewhere. */
  | { readonly kind: 'accents-left'; readonly cells: readonly MendedNumber[] }
  | { readonly kind: 'encodings-mixed'; readonly lines: number }
  | { readonly kind: 'quotes-mended'; readonly rows: number }
  | { readonly kind: 'header-below'; readonly line: number }
  /** The first of them stands on `line`. */
  | { readonly kind: 'nul-signs'; readonly count: number; readonly line: number }
  /** Documents without a word in this column; some of their rows. */
  | { readonly kind: 'cells-empty'; readonly column: Column; readonly rows: number; readonly lines: readonly number[] }
  | { readonly kind: 'texts-cut'; readonly cells: number }
  | { readonly kind: 'numbers-share-cell'; readonly column: Column; readonly numbers: readonly NumberAt[] }
  | { readonly kind: 'numbers-mended'; readonly column: Column; readonly numbers: readonly MendedNumber[] }
  | { readonly kind: 'numbers-unusual'; readonly column: Column; readonly numbers: readonly NumberAt[] }
  | { readonly kind: 'numbers-rounded'; readonly column: Column; readonly numbers: readonly NumberAt[] }
  | {
      readonly kind: 'values-unread' | 'blocks-unread'
      readonly header: string
      readonly rows: number
      readonly values: readonly UnreadValue[]
    }
  /** Documents on loan by a date that stands under `header`: that on which they are due. */
  | { readonly kind: 'loans-dated'; readonly header: string; readonly rows: number }
  /** Copies that nobody can be handed: read in the library alone, or not there. */
  | { readonly kind: 'copies-stay'; readonly here: number; readonly gone: number }
  /** Documents of one record number, or one ISBN, and unlike titles: `rows` of them are put together with none. */
  | {
      readonly kind: 'records-parted' | 'isbn-shared'
      readonly rows: number
      readonly records: number
      readonly numbers: readonly string[]
    }
  | { readonly kind: 'blocks-read' | 'blocks-ended'; readonly header: string; readonly rows: number }
  /** How many cells hold an address to write to, and how many hold something else. */
  | { readonly kind: 'addresses-read'; readonly header: string; readonly addresses: number; readonly unread: number }
  | { readonly kind: 'dates-undecided'; readonly column: Column }
  | { readonly kind: 'dates-month-first'; readonly column: Column }
  | { readonly kind: 'columns-ignored'; readonly headers: readonly string[] }

/** How accents were lost: encoded twice, or of ANSEL and read as Latin-1. */
export type Mojibake = 'twice' | 'ansel'

/** What a reader made of one file. */
export interface FileContent<T> {
  readonly rows: readonly T[]
  readonly rejected: readonly RejectedRow[]
  readonly notes: readonly Note[]
  /** Rows of the file, its header apart; in a file of records, their copies. */
  readonly rowCount: number
  /** How many records a file of records has; undefined where it is one of lines. */
  readonly records?: number | undefined
}
