/**
 * The stage's own records, in the file that a tablet fetches, opened and counted as the catalogue's worker does. For tests of screens.
 */
import { buildCatalogue } from '../../src/catalogue/build-catalogue.ts'
import { countArrivals } from '../../src/catalogue/count-arrivals.ts'
import { type Catalogue, openCatalogue } from '../../src/catalogue/open-catalogue.ts'
import type { DeskState } from '../../src/domain/row/desk-state.ts'
import type { CatalogueLists } from '../../src/domain/search/catalogue-findings.ts'

const bytesOf = (state: DeskState): ArrayBuffer => {
  const documents = [...state.all('record')].flatMap(({ id, copies, ...record }) =>
    copies.map((copy) => ({ ...record, ...copy, recordId: id })),
  )
  return buildCatalogue(documents).buffer
}

export const stagedCatalogue = (state: DeskState): Catalogue | undefined => {
  const opened = openCatalogue(bytesOf(state))
  return opened.ok ? opened.value : undefined
}

export const stagedLists = (state: DeskState): CatalogueLists | undefined => {
  const lists = stagedCatalogue(state)?.lists()
  return lists && { ...lists, arrivals: countArrivals(bytesOf(state)) }
}
