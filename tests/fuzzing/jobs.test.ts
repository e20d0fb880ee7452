/**
 * What the endpoint does by itself, on operations of every value that the schemas let in, and on rows that an older build let in: each is
 * received, the days are closed, the figures are read and counted whole, and the day is exported for everybody. Runs in vitest over SQLite.
 */
import { expect, test } from 'vitest'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { exportDay } from '../../src/endpoint/connectors/file/export-day.ts'
import { readFigures } from '../../src/endpoint/figures/read-figures.ts'
import { aDate, anInstant } from '../builders/a-moment.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aRecord } from '../builders/a-record.ts'
import { anEndpoint, aPushed, libraryOfTests, outcomesOf } from '../builders/an-endpoint.ts'
import { anOrder } from '../builders/an-order.ts'
import { anyRows } from '../screens/any-rows.ts'
import { manyInputs, patienceMs } from './from-schema.ts'

/** Of each kind. */
const count = 5
const days = { from: aDate('2026-01-01'), to: aDate('2026-12-31') }
const rows: readonly Row[] = [aRecord('record-1'), aPatron()]

test('[CASE-9] no operation or row that a tablet can make stops a closing, the figures or an export', { timeout: patienceMs }, async () => {
  for (let n = 0; n < Math.ceil(manyInputs / 200); n += 1) {
    const { store, enrol } = await anEndpoint({ rows })
    const known = [...rows, anOrder()]
    const { rows: made, envelopes } = anyRows(known, count, Number(process.env.PTE_FUZZ_SEED ?? 1) + 100 * n)
    const tablet = await enrol()
    const sendable = envelopes.filter(({ at }) => Math.abs(at) <= 4e15)
    const outcomes: unknown[] = []
    for (let from = 0; from < sendable.length; from += 5)
      outcomes.push(...outcomesOf(await tablet.push(sendable.slice(from, from + 5).map(aPushed))))
    expect(outcomes.length).toBe(sendable.length)
    expect(outcomes.filter((outcome) => String(outcome).includes('not-applied'))).toEqual([])
    // As an older build left them.
    await store.transact(libraryOfTests, async (transaction) => {
      for (const row of made)
        if (row.kind === 'claim' || row.kind === 'case' || row.kind === 'item')
          await transaction.writeRow(row, anInstant('2026-11-24 13:00'))
    })
    const defects: unknown[] = []
    for (const now of ['2026-11-24 20:00', '2026-11-25 03:00', '2026-12-08 03:00', '2027-01-20 03:00'].map(anInstant)) {
      await closeDays(store, now, (defect) => void defects.push(defect))
      const figures = await store.read(libraryOfTests, (reader) => readFigures(reader, days, now))
      expect(JSON.stringify(figures)).not.toMatch(/NaN|Infinity/)
      for (const format of ['koc', 'csv'] as const)
        await exportDay(store, libraryOfTests, { day: aDate('2026-11-24'), format, number: undefined }, now)
    }
    expect(defects).toEqual([])
    const counts = await store.read(libraryOfTests, (reader) => reader.figures.counts(aDate('1000-01-01'), aDate('9999-12-31')))
    expect(counts.filter(({ day, amount }) => !Number.isFinite(amount) || day < '2000' || day > '2101')).toEqual([])
    const claims = await store.read(libraryOfTests, async (reader) => reader.rowsOf('claim'))
    expect(claims).toEqual([])
    await store.close()
  }
})
