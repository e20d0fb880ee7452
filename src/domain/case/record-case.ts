/**
 * Writes a contradiction down as a case, once (CASE-1, CASE-2). Runs everywhere.
 * The id comes from kind and subject, so two tablets that find the same contradiction write one case. What a person decided stays decided:
 * only a fact that the decided case does not cite, or what its finder knows to be new, opens a new one, which names the old one.
 */
import type { OperationId } from '../ids.ts'
import type { DeskReader } from '../row/desk-state.ts'
import { type Case, type CaseKind, formatCaseId, isExplained } from './case.ts'
import { joinCites } from './seen-cites.ts'

/** The last case of a kind about a subject, open or settled; undefined when there never was one. */
export const lastCaseOf = (reader: DeskReader, caseKind: CaseKind, subject: string): Case | undefined => {
  let last: Case | undefined
  for (let n = 1; ; n++) {
    const next = reader.get('case', formatCaseId(caseKind, subject, n))
    if (next === undefined) return last
    last = next
  }
}

/** Whether the case that this one follows, which a person decided, cites all of these: then nothing of them is new. */
export const wasDecided = (reader: DeskReader, { follows }: Pick<Case, 'follows'>, cites: readonly OperationId[]): boolean => {
  const decided = follows === undefined ? undefined : reader.get('case', follows)
  return decided !== undefined && cites.every((id) => decided.cites.includes(id))
}

export interface Found {
  readonly caseKind: CaseKind
  readonly subject: string
  readonly cites: readonly OperationId[]
  /** It happened since the last case was decided, though no fact of it says so: of two tablets under one identity. */
  readonly isNew?: boolean
}

/** The case row to write so that `cites` are all shown to a person; undefined when every one already is. */
export const recordCase = (reader: DeskReader, { caseKind, subject, cites, isNew = false }: Found): Case | undefined => {
  const last = lastCaseOf(reader, caseKind, subject)
  if (last !== undefined) {
    if (isExplained(last) && wasDecided(reader, last, cites)) return undefined
    // Nobody decided: what explained it counts no more.
    if (isExplained(last)) return { ...last, ...joinCites(subject, { cites: [] }, cites), settlement: undefined }
    if (cites.every((id) => last.cites.includes(id)) && (last.settlement === undefined || !isNew)) return undefined
    if (last.settlement === undefined) return { ...last, ...joinCites(subject, last, cites) }
  }
  const n = last === undefined ? 1 : Number(last.id.slice(last.id.lastIndexOf(':') + 1)) + 1
  return {
    kind: 'case',
    id: formatCaseId(caseKind, subject, n),
    caseKind,
    subject,
    ...joinCites(subject, { cites: [] }, cites),
    follows: last?.id,
    settlement: undefined,
  }
}
