/**
 * What the reader of a file refused, as a person said it: a case like that of a wire's refusal, and the rest is settled (ILS-43).
 */
import { describe, expect, it } from 'vitest'
import type { CaseDecision } from '../../src/domain/case/case.ts'
import { toCardNumber, toItemBarcode } from '../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../src/domain/instant.ts'
import { formatItemSubject } from '../../src/domain/operation/subject.ts'
import { settleExport, unsettleExport } from '../../src/endpoint/connectors/file/export-day.ts'
import { createWireJobs } from '../../src/endpoint/ils/wire-job.ts'
import { aDeskDay, type DeskDay, decideCase, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

const first = inParis('2026-11-25 10:00:00')
const later = (minutes: number): Instant => toInstant(first + minutes * 60_000)
const said = 'Patron not found.'

/** Settles a batch but for its lines of these documents. */
const settle = async ({ store }: DeskDay, number: number, at: Instant, ...refused: readonly string[]) => {
  const lines = await store.read(library, (reader) => reader.told.ofBatch(number))
  const left = lines.filter(({ barcode }) => refused.includes(barcode)).map((line) => ({ line: line.number, said }))
  expect(await settleExport(store, library, number, at, left)).toMatchObject({ ok: true, value: { settledAt: expect.anything() } })
}
const settledNow = ({ store }: DeskDay) =>
  store.read(library, async (reader) => (await reader.rowsOf('settled-batch')).flatMap(({ operationIds }) => operationIds).sort())
const openNow = ({ store }: DeskDay) =>
  store.read(library, async (reader) => (await reader.rowsOf('case')).filter(({ settlement }) => settlement === undefined))
const loansNow = ({ store }: DeskDay) =>
  store.read(library, async (reader) =>
    ((await reader.row('patron', toCardNumber('21')))?.loans ?? []).map(({ barcode, settledAt }) => [barcode, settledAt]).sort(),
  )
/** The pass of an endpoint that no way leads from to any ILS. */
const pass = ({ store }: DeskDay, at: Instant) => createWireJobs({ store, plans: async () => [], now: () => at, report: () => {} }).pass()
const decide = async (desk: DeskDay, decision: CaseDecision, at: Instant) => {
  const [open] = await openNow(desk)
  if (open === undefined) throw new Error('nothing to decide')
  await decideCase(desk.store, open, decision, { id: `D${at}`, at })
  await pass(desk, at)
}

/** Batch 1: one handover of two documents, and one of another card. */
const aBatch = async () => {
  const desk = await aDeskDay()
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const lent = a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00')
  const other = b.press(handOver('22', '33'), '2026-11-24 11:00:00')
  await desk.receive(lent, other)
  await desk.export()
  return { desk, a, lent, other }
}

describe('lines of a file that its reader refused', () => {
  it('[ILS-43] are cases with its words, and the rest is settled', async () => {
    const { desk, lent, other } = await aBatch()
    await settle(desk, 1, first, '32')
    expect(await settledNow(desk)).toEqual([other.operationId])
    expect(await loansNow(desk)).toEqual([
      ['31', first],
      ['32', undefined],
    ])
    expect(await openNow(desk)).toMatchObject([
      {
        caseKind: 'refused-by-ils',
        subject: formatItemSubject(toItemBarcode('32')),
        cites: [lent.operationId],
        ils: { movement: 'loan', reason: 'refused', said },
      },
    ])
    // Again changes nothing, whatever is marked.
    await settle(desk, 1, later(1), '31')
    expect(await openNow(desk)).toHaveLength(1)
    expect((await loansNow(desk))[0]).toEqual(['31', first])
  })

  it('[ILS-43] go into the next file once a person has them asked anew, and are settled with it', async () => {
    const { desk, lent, other } = await aBatch()
    await settle(desk, 1, first, '32')
    // Until somebody decides, no file carries it.
    expect(await desk.lines('koc')).toHaveLength(3)
    await decide(desk, { kind: 'ask-anew' }, later(5))
    const [line, ...none] = await desk.lines('koc')
    expect([line, none]).toEqual([expect.stringMatching(/\tissue\t21\t32$/), []])
    expect(await settledNow(desk)).toEqual([other.operationId])
    await settle(desk, 2, later(10))
    expect(await settledNow(desk)).toEqual([lent.operationId, other.operationId].sort())
    expect(await loansNow(desk)).toEqual([
      ['31', first],
      ['32', later(10)],
    ])
  })

  it('[ILS-43] are the next case where they are refused anew', async () => {
    const { desk } = await aBatch()
    await settle(desk, 1, first, '32')
    const [before] = await openNow(desk)
    await decide(desk, { kind: 'ask-anew' }, later(5))
    await desk.export()
    await settle(desk, 2, later(10), '32')
    expect(await openNow(desk)).toMatchObject([{ caseKind: 'refused-by-ils', follows: before?.id }])
  })

  it('[ILS-43] are settled once a person saw to them there, without any wire', async () => {
    const { desk, lent, other } = await aBatch()
    await settle(desk, 1, first, '32')
    await decide(desk, { kind: 'acknowledged' }, later(5))
    expect(await openNow(desk)).toEqual([])
    expect(await settledNow(desk)).toEqual([lent.operationId, other.operationId].sort())
    expect((await loansNow(desk))[1]).toEqual(['32', later(5)])
  })

  it('[ILS-31, ILS-43] end their case once the loan is taken back at the desk', async () => {
    const { desk, a } = await aBatch()
    const alone = a.press(handOver('21', '34'), '2026-11-24 12:00:00')
    await desk.receive(alone)
    await desk.export()
    await settle(desk, 2, first, '34')
    expect(await openNow(desk)).toHaveLength(1)
    await desk.receiveAt('2026-11-25 10:10:00', a.press(undo(alone), '2026-11-24 12:05:00'))
    await pass(desk, later(10))
    expect(await openNow(desk)).toEqual([])
  })

  it('[ILS-43] hold what follows of their document, and nothing of the others', async () => {
    const { desk, a } = await aBatch()
    await settle(desk, 1, first, '32')
    await desk.receive(a.press(takeBack('32'), '2026-11-24 15:00:00'), a.press(takeBack('31'), '2026-11-24 15:01:00'))
    expect(await desk.lines('koc')).toEqual([expect.stringMatching(/\treturn\t31$/)])
  })

  it('[ILS-43] are not settled with their batch where they are of an earlier day', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    const early = a.press(handOver('21', '31'), '2026-11-23 10:00:00')
    const back = a.press(takeBack('31'), '2026-11-24 10:00:00')
    await desk.receive(early, back)
    await desk.export()
    await settle(desk, 1, first, '31')
    expect(await settledNow(desk)).toEqual([])
    await decide(desk, { kind: 'acknowledged' }, later(5))
    expect(await settledNow(desk)).toEqual([early.operationId, back.operationId].sort())
  })

  it('[ILS-43] leave settled what the file had of the same document after them', async () => {
    const { desk, a, other } = await aBatch()
    const [lent, back] = [a.press(handOver('21', '34'), '2026-11-24 12:00:00'), a.press(takeBack('34'), '2026-11-24 13:00:00')]
    await desk.receive(lent, back)
    await desk.export()
    const lines = await desk.store.read(library, (reader) => reader.told.ofBatch(2))
    const loan = lines.flatMap(({ movement, number }) => (movement === 'loan' ? [{ line: number, said }] : []))
    await settleExport(desk.store, library, 2, first, loan)
    expect(await settledNow(desk)).toEqual([back.operationId])
    expect(await openNow(desk)).toMatchObject([{ cites: [lent.operationId], ils: { movement: 'loan' } }])
    // Asked anew, it would end in a loan of what is back: no file carries it after its return.
    await decide(desk, { kind: 'ask-anew' }, later(1))
    await settle(desk, 1, later(2))
    expect((await desk.export()).ok && (await desk.lines('koc'))).toHaveLength(2)
    expect(await settledNow(desk)).toContain(other.operationId)
  })

  it('[RET-4, ILS-43] wait again with the batch that was not loaded after all, and their case is gone', async () => {
    const { desk, other, lent } = await aBatch()
    await settle(desk, 1, first, '32')
    expect(await unsettleExport(desk.store, library, 1, later(1))).toMatchObject({ ok: true, value: { settledAt: undefined } })
    expect([await openNow(desk), await settledNow(desk)]).toEqual([[], []])
    await settle(desk, 1, later(2))
    expect(await settledNow(desk)).toEqual([lent.operationId, other.operationId].sort())
    expect(await loansNow(desk)).toEqual([
      ['31', later(2)],
      ['32', later(2)],
    ])
  })

  it('[RET-4, ILS-43] stay decided where a person decided before the batch was taken back', async () => {
    const { desk, lent, other } = await aBatch()
    await settle(desk, 1, first, '32')
    await decide(desk, { kind: 'ask-anew' }, later(1))
    expect((await unsettleExport(desk.store, library, 1, later(2))).ok).toBe(true)
    // It goes out in the next file, and in that alone.
    expect(await desk.lines('koc')).toHaveLength(1)
    await settle(desk, 1, later(3), '32')
    expect([await openNow(desk), await settledNow(desk)]).toEqual([[], [other.operationId]])
    await settle(desk, 2, later(4))
    expect(await settledNow(desk)).toEqual([lent.operationId, other.operationId].sort())
  })
})
