/**
 * Which copy came back, when its label cannot be read and the title was found instead (RET-5). Runs on the tablet.
 */
import { itemState } from '../item/item-state.ts'
import type { BibliographicRecord, Copy } from '../item/record.ts'
import type { DeskState } from '../row/desk-state.ts'

export interface CopyToReturn {
  readonly copy: Copy
  /** It was handed over here and did not come back. */
  readonly isOut: boolean
}

/** RET-5: the copies that are out first, else in the order of the record. */
export const copiesToReturn = (state: DeskState, { copies }: BibliographicRecord): readonly CopyToReturn[] =>
  copies
    .map((copy) => {
      const item = state.get('item', copy.barcode)
      return { copy, isOut: item !== undefined && itemState(item).kind === 'out' }
    })
    .toSorted((a, b) => Number(b.isOut) - Number(a.isOut))
