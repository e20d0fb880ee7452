/**
 * Which cell of the rights let a loan pass that the ILS then refused (SET-14): the ILS stays the judge, and the matrix may be mended where it
 * says no. Runs on the tablet; pure. Counted by cell, so that nobody is named.
 */
import type { CardNumber, ItemBarcode } from '../ids.ts'
import { findDocument } from '../item/find-document.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { others } from './change-rights.ts'
import { loanRightFor } from './due-date.ts'
import type { LoanRight } from './loan-right.ts'

/** What the ILS has not, as far as it matters here. */
export interface AnsweredMovement {
  readonly movement: 'loan' | 'return'
  readonly state: string
  readonly barcode: ItemBarcode
  readonly card?: CardNumber | undefined
}

type Cell = Pick<LoanRight, 'category' | 'documentType'>
export const keyOfCell = ({ category, documentType }: Cell): string => `${category}\t${documentType}`

/** How many, by `keyOfCell`; of somebody whom the directory does not know, none. */
export const refusedCells = (state: DeskState, settings: Settings, answered: readonly AnsweredMovement[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { movement, state: end, barcode, card } of answered) {
    const patron = card === undefined ? undefined : state.get('patron', card)
    if (movement !== 'loan' || end !== 'refused' || patron === undefined) continue
    const type = state.get('item', barcode)?.documentType ?? findDocument(state, barcode)?.documentType
    const key = keyOfCell(loanRightFor(settings, patron.category, type) ?? { category: others, documentType: others })
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
