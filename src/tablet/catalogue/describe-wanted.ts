/**
 * The titles of an order that was made here and that no exchange has carried yet: the base has no record of them, this tablet's catalogue
 * has. Runs in the page. With the first exchange the base brings the record itself, which then counts alone.
 */
import type { ItemBarcode, RecordId } from '../../domain/ids.ts'
import type { CatalogueItem } from '../../domain/item/record.ts'
import { isOpen } from '../../domain/order/order.ts'
import type { DeskState } from '../../domain/row/desk-state.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { DeskView } from '../desk-state/desk-view.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'

/** The document in the records of the base; undefined when no order wants its record. */
export const findInBase = (state: DeskState, barcode: ItemBarcode): CatalogueItem | undefined => {
  for (const record of state.all('record')) {
    const copy = record.copies.find((copy) => copy.barcode === barcode)
    if (copy === undefined) continue
    const { id: recordId, title, author, documentType, audience, year } = record
    return { ...copy, recordId, title, author, documentType, audience, year }
  }
  return undefined
}

/** What open orders ask for and no row describes. */
const undescribed = (state: DeskState): ReadonlySet<RecordId> => {
  const ids = new Set<RecordId>()
  for (const order of state.all('order')) {
    for (const { wanted } of order.lines) {
      if (wanted.kind !== 'wish' && state.get('record', wanted.recordId) === undefined && isOpen(order)) ids.add(wanted.recordId)
    }
  }
  return ids
}

export interface DescribeWantedPorts extends Pick<DeskPorts, 'catalogue'> {
  readonly view: DeskView
  readonly shown: ShownDesk
}

/** Looks at each change of the rows, from now on. */
export const describeWanted = ({ catalogue, view, shown }: DescribeWantedPorts): void => {
  /** Of this catalogue; what it does not know is not asked again. */
  const asked = new Set<string>()
  let lookedAt = -1
  shown.subscribe(() => {
    const { revision, state } = shown.snapshot
    const file = state.get('catalogue', 'catalogue')
    if (revision === lookedAt || file?.hash === undefined) return
    lookedAt = revision
    const keyOf = (id: RecordId): string => `${file.hash} ${file.changes?.hash} ${id}`
    const ids = [...undescribed(state)].filter((id) => !asked.has(keyOf(id)))
    if (ids.length === 0) return
    for (const id of ids) asked.add(keyOf(id))
    const forget = (): void => {
      for (const id of ids) asked.delete(keyOf(id))
    }
    catalogue.records(file, ids).then((records) => {
      // The file is still coming down, or the worker is deaf: asked again at the next change.
      if (records === undefined) return forget()
      if (records.length === 0) return
      view.describe(records)
      // Should the base be replaced, they go with it.
      for (const { id } of records) asked.delete(keyOf(id))
      shown.showState()
    }, forget)
  })
}
