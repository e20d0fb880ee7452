/**
 * What a press says when it changes an order's lines, and what takes it back (PHONE-15). Runs on the tablet.
 * Apart from what follows of it, which the first screen needs.
 */
import { type LineId, type OrderId, toLineId } from '../ids.ts'
import type { ChangeLines } from './change-lines.ts'

/** Of a draft that no other tablet has: an id is given once, the same each time that the draft is saved. */
export const addedLineId = (draft: OrderId, n: number): LineId => toLineId(`${n + 1}.${draft.slice(0, 12)}`)

/** What takes it back: the same, the other way round. */
export const undoChange = ({ removes, adds, ...request }: ChangeLines): ChangeLines => ({ ...request, removes: adds, adds: removes })
