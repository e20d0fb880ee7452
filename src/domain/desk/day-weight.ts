/**
 * How much of a tablet's day an operation takes, and how much a day has (CASE-10). Runs on the endpoint.
 * What a day of the desk is made of weighs little; what every other tablet pulls for nothing, or a person must decide, weighs much.
 * Example: a pick weighs 2, for its document and its order; the return of a document that nobody knows weighs 26.
 */
import { isFact, type Operation } from '../operation/operation.ts'
import { subjectsOf } from './based.ts'

/** Above any real day of one tablet. Example: 200 orders that one tablet handles alone, from pick to shelf, weigh some 8,300 (decision 29). */
export const dayCeiling = 10_000

/** A wish of a person: an order, a claim, a note. A day has some hundreds. */
const ofRequest = 10
/** A document that neither the catalogue nor a row knows. A day has some dozens. */
const ofUnknown = 25
/** A case that a person must decide. A bad day has some dozens. */
const ofCase = 75
/** Characters that weigh as much as a document. */
const charactersOfOne = 1024

export const weighOperation = (operation: Operation, characters: number, unknownDocuments: number): number =>
  Math.max(isFact(operation) ? 1 : ofRequest, subjectsOf(operation).length, Math.floor(characters / charactersOfOne)) +
  ofUnknown * unknownDocuments

export const weighCases = (opened: number): number => ofCase * opened
