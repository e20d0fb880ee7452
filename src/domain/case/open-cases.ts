/**
 * The cases that wait for a person. Runs everywhere.
 * After a database was put back tablets hand over again in turn. As long as one of them is awaited, a case is held back while something that
 * an author had seen of its document or its order is missing: it may say that nothing contradicts (`explain-cases.ts`). So is one of a slot
 * over capacity: whoever moved an order away may not have spoken yet.
 */
import type { DeskState } from '../row/desk-state.ts'
import { rowAbout } from '../row/row-about.ts'
import type { Case } from './case.ts'

const isWhole = (state: DeskState, { caseKind, subject }: Case): boolean => {
  if (caseKind === 'slot-overfilled') return false
  const row = rowAbout(state, subject)
  const facts = row?.facts ?? []
  const known = row?.kind !== 'order' || row.cancelledBy === undefined ? facts : [...facts, row.cancelledBy]
  return known.every(({ based }) => based.every((id) => facts.some(({ operationId }) => operationId === id)))
}

export const openCases = (state: DeskState): readonly Case[] => {
  const isAnyAwaited = [...state.all('device')].some(({ awaitedSince }) => awaitedSince !== undefined)
  return [...state.all('case')].filter((found) => found.settlement === undefined && (!isAnyAwaited || isWhole(state, found)))
}
