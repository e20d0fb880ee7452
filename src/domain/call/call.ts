/**
 * An order in the making on the telephone: whose, what, when. The tablet's own draft, kept on its disk as it grows; it is no fact, holds no
 * slot, and nobody else reads it before it is saved (PHONE-9, PHONE-12). Runs on the tablet, of whose first screen it is part.
 */
import type { CardNumber, OrderId, RecordId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { BibliographicRecord } from '../item/record.ts'
import type { MessageLanguage } from '../message/message.ts'
import type { WantedLine } from '../operation/operation.ts'
import type { SlotKey } from '../slot/slot.ts'

/** What the caller asks for; a title as the catalogue describes it, so that it is named and judged without it. */
export type CallLine =
  | ({ readonly kind: 'record' } & Pick<BibliographicRecord, 'title' | 'author' | 'documentType' | 'copies'> & {
        readonly recordId: RecordId
      })
  /** `count`: how many documents, absent where nobody said (PULL-8). */
  | { readonly kind: 'wish'; readonly text: string; readonly count?: number | undefined }

export interface Call {
  /** Of the order to come: saved twice, it is one order. */
  readonly orderId: OrderId
  /** Drawn with the draft: what was read aloud stays true (ORD-2). */
  readonly number: string
  /** undefined: the caller has none at hand, so that no order can be saved. */
  readonly card: CardNumber | undefined
  /** Said by a caller whom the directory does not know; empty otherwise. */
  readonly name: string
  readonly lines: readonly CallLine[]
  /** Chosen when the draft was begun, or since. */
  readonly slot: SlotKey | undefined
  readonly callBackNumber: string
  /** What the caller speaks, where it is not what the tablet shows: it is read back and written to in it. Absent: nobody said (PHONE-10). */
  readonly language?: MessageLanguage | undefined
  readonly startedAt: Instant
  /** Since when it waits, put aside for another call. */
  readonly asideAt: Instant | undefined
  /** The open order that it changes, and what it takes out of it; absent: it is an order of its own (PHONE-8). */
  readonly changing?: { readonly orderId: OrderId; readonly removes: readonly WantedLine[] } | undefined
}

/** PHONE-13: somebody waits for a ring. */
export const isToCallBack = ({ callBackNumber }: Call): boolean => callBackNumber.trim() !== ''
