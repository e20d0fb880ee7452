/**
 * A decision names what its author had seen by a digest: a case of any size can be decided, and one that grew meanwhile cannot. Pure rules.
 */
import { describe, expect, it } from 'vitest'
import type { Case, CaseDecision } from '../../../src/domain/case/case.ts'
import { recordCase } from '../../../src/domain/case/record-case.ts'
import { countCited, whatIsSeen } from '../../../src/domain/case/seen-cites.ts'
import { decide } from '../../../src/domain/desk/decide.ts'
import { type OperationId, toItemBarcode, toLibrarianId, toOperationId } from '../../../src/domain/ids.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aMoment } from '../../builders/a-moment.ts'

const idsFrom = (from: number, count: number): readonly OperationId[] =>
  Array.from({ length: count }, (_, i) => toOperationId((from + i).toString(16).padStart(32, '0')))

const aboutTablet = { caseKind: 'loss-suspected', subject: 'device/tablet-c' } as const
const record = (rows: readonly Case[], found: Parameters<typeof recordCase>[1]): Case => {
  const row = recordCase(aDesk(...rows), found)
  if (row === undefined) throw new Error('nothing was recorded')
  return row
}

const settle = (seen: Case, now: Case, chosen: CaseDecision = { kind: 'acknowledged' }) => {
  const context = { now: aMoment('2026-11-24 15:00'), librarian: { id: toLibrarianId('claire') }, end: 'endpoint' } as const
  const payload = { kind: 'settle-case', caseId: seen.id, ...whatIsSeen(seen), decision: chosen, note: '' } as const
  const decision = decide(aDesk(now), payload, context)
  return decision.ok ? 'decided' : decision.refusal.kind
}

describe('what was seen of a case', () => {
  it('[CASE-2] a case about a tablet lists forty facts and counts the others, in whatever slices they came', () => {
    const whole = record([], { ...aboutTablet, cites: idsFrom(0, 596) })
    expect([whole.cites.length, countCited(whole)]).toEqual([40, 596])
    expect(JSON.stringify(whole).length).toBeLessThan(2000)
    let sliced = record([], { ...aboutTablet, cites: idsFrom(0, 1) })
    for (let n = 1; n < 596; n++) sliced = record([sliced], { ...aboutTablet, cites: idsFrom(n, 1) })
    expect(sliced).toEqual(whole)
  })

  it('[CASE-2] a case of any size is decided by who has seen all of it, and by nobody else', () => {
    const seen = record([], { ...aboutTablet, cites: idsFrom(0, 596) })
    const grown = record([seen], { ...aboutTablet, cites: idsFrom(596, 1) })
    expect([settle(seen, seen), settle(grown, grown), settle(seen, grown)]).toEqual(['decided', 'decided', 'case-changed-meanwhile'])
  })

  it('[CASE-2] a case about a document lists all its facts, and is decided by their digest where they are many', () => {
    const about = { caseKind: 'handed-over-twice', subject: `item/${toItemBarcode('33331000000012')}` } as const
    const seen = record([], { ...about, cites: idsFrom(0, 499) })
    expect([seen.cites.length, seen.unlisted, whatIsSeen(seen).cites]).toEqual([499, undefined, []])
    const grown = record([seen], { ...about, cites: idsFrom(499, 1) })
    const last = { kind: 'stands', fact: seen.cites.at(-1) ?? toOperationId('') } as const
    expect([settle(seen, seen, last), settle(seen, grown, last)]).toEqual(['decided', 'case-changed-meanwhile'])
  })

  it('[CASE-2] an older build names what it saw one by one, and decides no case that does not list all', () => {
    const [short, long] = [record([], { ...aboutTablet, cites: idsFrom(0, 2) }), record([], { ...aboutTablet, cites: idsFrom(0, 50) })]
    const older = (row: Case) => {
      const payload = { kind: 'settle-case', caseId: row.id, cites: row.cites, decision: { kind: 'acknowledged' }, note: '' } as const
      const context = { now: aMoment('2026-11-24 15:00'), librarian: { id: toLibrarianId('claire') }, end: 'endpoint' } as const
      return decide(aDesk(row), payload, context).ok
    }
    expect([older(short), older(long)]).toEqual([true, false])
  })
})
