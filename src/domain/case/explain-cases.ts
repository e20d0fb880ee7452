/**
 * What a fact that came late makes of open cases: those whose facts contradict nothing, now that it is here, close by it (CASE-2). Runs
 * everywhere. It comes so where a database was put back, and tablets hand over again in turn; a return taken back explains too.
 * What was closed so was never decided: should it be a contradiction after all, the same case is open again.
 */
import type { CausalFact } from '../operation/causality.ts'
import type { RecordedFact } from '../operation/recorded-fact.ts'
import type { DeskReader } from '../row/desk-state.ts'
import { type Case, explainedBy } from './case.ts'
import type { Contradiction } from './find-contradictions.ts'
import { lastCaseOf, wasDecided } from './record-case.ts'

/** It came after one whose author had seen it, or it says that another one counts for nothing. */
export const mayExplain = (known: readonly CausalFact[], fact: RecordedFact & { readonly what: string }): boolean =>
  fact.what === 'return-undone' || known.some(({ based }) => based.includes(fact.operationId))

/** The cases that were open of `before`, and are explained by `fact`, wholly or in part. */
export const explainCases = (
  reader: DeskReader,
  fact: RecordedFact,
  before: readonly Contradiction[],
  after: readonly Contradiction[],
): readonly Case[] =>
  before.flatMap(({ caseKind, subject, cites }) => {
    const still = after.find((one) => one.caseKind === caseKind && one.subject === subject)?.cites
    const open = lastCaseOf(reader, caseKind, subject)
    if (open === undefined || open.settlement !== undefined) return []
    const left = open.cites.filter((id) => !cites.includes(id) || still?.includes(id))
    if (!wasDecided(reader, open, left) && left.length > 0) return left.length < open.cites.length ? { ...open, cites: left } : []
    return explainedBy(open, fact)
  })
