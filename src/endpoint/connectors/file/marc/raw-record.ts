/**
 * What both formats of MARC make of a file: its records one after another, then the fields of each. Types, and what bounds them; runs in the
 * endpoint's commands. A splitter holds no more than one record, so that a file of any length is read in the same memory.
 */
import type { Result } from '../../../../domain/result.ts'
import type { Heeded, MarcRejection } from './marc-finding.ts'

export interface RawRecord {
  readonly bytes: Uint8Array
  /** Set where it did not end as a record does. */
  readonly flaw?: 'cut' | 'too-long' | undefined
}

/** Gives the records that are whole as bytes come; what it gives is to be read before more is given to it. */
export interface Splitter {
  push(chunk: Uint8Array): readonly RawRecord[]
  end(): readonly RawRecord[]
  /** Once ended: the file stops before its own end. */
  isCut(): boolean
}

export interface RawField {
  readonly tag: string
  /** With its indicators, up to the mark that ends it. */
  readonly bytes: Uint8Array
}

export interface RawFields {
  readonly leader: string
  readonly fields: readonly RawField[]
  readonly heeded: readonly Heeded[]
}

/** Of one raw record several, where the mark between them is missing. */
export type FieldParser = (raw: RawRecord) => readonly Result<RawFields, MarcRejection>[]

/** A hundred times what the format foresees; beyond it, a mark is missing and what follows is no record. */
export const maximumRecordBytes = 16 * 1024 * 1024
/** What is kept of a record that is too long, to name it. */
export const keptOfLong = 4096

export const subfieldMark = '\u001f'

/** The same text by itself: as a slice of a record it would keep the whole record in memory. */
export const apart = (text: string): string => Buffer.from(text).toString()
