/**
 * What the patron is told to bring back, and when (HO-9). Runs on the tablet; printed, mailed or refused as the patron prefers.
 */
import type { ItemBarcode } from '../ids.ts'
import { type CatalogueItems, findDocument } from '../item/find-document.ts'
import type { LocalDate, LocalMoment } from '../local-date.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { HandOverOrder } from './build-hand-over-order.ts'

export interface Receipt {
  readonly libraryName: string
  readonly happened: LocalMoment
  /** The first to bring back first. */
  readonly lines: readonly {
    readonly barcode: ItemBarcode
    /** undefined: the document is not in the catalogue; its barcode names it. */
    readonly title: string | undefined
    readonly dueOn: LocalDate
  }[]
}

/** HO-9: titles and due dates of a handover, as it was recorded; nobody's name, and nothing that was left behind. */
export const buildReceipt = (state: DeskState, handover: HandOverOrder, catalogue: CatalogueItems = new Map()): Receipt => ({
  libraryName: state.get('settings', 'settings')?.libraryName ?? '',
  happened: handover.happened,
  lines: handover.items
    .map(({ barcode, dueOn }) => ({ barcode, title: findDocument(state, barcode, catalogue)?.title, dueOn }))
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0)),
})
