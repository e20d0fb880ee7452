/**
 * The three turns of the handover, each with what it shows and what can be done there, and nothing of the others. Runs in the browser.
 */
import type { MutableRef } from 'preact/hooks'
import type { Visit } from '../../../domain/handover/visit.ts'
import type { CardNumber, ItemBarcode, OrderId } from '../../../domain/ids.ts'
import type { DoneHandover } from './describe-done.ts'
import type { Describing } from './describe-found.ts'
import type { OpenHandover } from './describe-open.ts'
import type { Asked } from './describe-who.ts'
import type { Afterwards } from './use-afterwards.ts'
import type { ShownAnswer } from './use-answer.ts'
import type { Recording } from './use-recording.ts'
import type { AsideActs, PersonActs, RowActs } from './use-visit-acts.ts'

/** A field that a gun or a hand writes in, and the answer under it. */
interface Scanning {
  readonly describing: Describing
  readonly field: MutableRef<HTMLInputElement | null>
  readonly shown: ShownAnswer | undefined
  /** Typing takes the last answer away. */
  readonly clear: () => void
  /** A typed code, judged as a scan is. */
  readonly take: (typed: string) => void
  /** Takes a document once more, after what kept it here was undone. */
  readonly again: (barcode: ItemBarcode) => void
}

export interface WhoStage extends Scanning {
  readonly kind: 'who'
  readonly asked: Asked | undefined
  readonly open: (card: CardNumber, id: OrderId | undefined) => void
  readonly aside: AsideActs & { readonly visits: readonly Visit[] }
  readonly afterwards: Afterwards
  readonly undo: Recording['undo']
}

export interface WhatStage extends Scanning {
  readonly kind: 'what'
  readonly open: OpenHandover
  /** What the last scan added. */
  readonly took: ItemBarcode | undefined
  /** Records the return of a document that was said to be on loan, and takes it. */
  readonly giveBack: (barcode: ItemBarcode) => void
  readonly rows: RowActs
  readonly people: PersonActs
  readonly isSaving: boolean
  readonly handOver: Recording['handOver']
  readonly undo: Recording['undo']
}

export interface DoneStage {
  readonly kind: 'done'
  readonly describing: Describing
  readonly done: DoneHandover
  readonly open: WhoStage['open']
  readonly undo: Recording['undo']
  readonly printReceipt: Recording['printReceipt']
  readonly next: () => void
}

export type HandoverStage = WhoStage | WhatStage | DoneStage
