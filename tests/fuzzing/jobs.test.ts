/**
 * What the endpoint does by itself, on operations of every value that the schemas let in, and on rows that an older build let in: each is
 * received, patrons are written to and shown the page of each order and the shelves, the days are closed, the figures are read and counted
 * whole, and the day is exported for everybody. Runs in vitest over SQLite.
 */
import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { toOrderId } from '../../src/domain/ids.ts'
import { msPerHour } from '../../src/domain/instant.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { exportDay } from '../../src/endpoint/connectors/file/export-day.ts'
import { readFigures } from '../../src/endpoint/figures/read-figures.ts'
import { createMessageJob } from '../../src/endpoint/messages/message-job.ts'
import { orderToken, pageSecret } from '../../src/endpoint/messages/page-links.ts'
import { createSeals } from '../../src/endpoint/messages/seal.ts'
import { writeMessages } from '../../src/endpoint/messages/write-messages.ts'
import { cardOf, mailAddress } from '../builders/a-mailing-library.ts'
import { aDate, anInstant } from '../builders/a-moment.ts'
import { aPageLibrary, pageOfTests } from '../builders/a-page.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aRecord } from '../builders/a-record.ts'
import { aPushed, libraryOfTests, outcomesOf } from '../builders/an-endpoint.ts'
import { anOrder, aSlotKey } from '../builders/an-order.ts'
import { anyRows } from '../screens/any-rows.ts'
import { manyInputs, patienceMs } from './from-schema.ts'

/** Of each kind. */
const count = 5
const before = anInstant('2026-11-24 13:00')
const days = { from: aDate('2026-01-01'), to: aDate('2026-12-31') }
const cards = Array.from({ length: 20 }, (_, n) => cardOf(n + 1))
const rows: readonly Row[] = [aRecord('record-1'), aPatron(), ...cards.map((id) => aPatron({ id, reachable: 'yes' }))]

type Library = Awaited<ReturnType<typeof aPageLibrary>>

/** How many messages left, and how many pages of orders were shown. */
const tellPatrons = async (library: Library, defects: unknown[]): Promise<{ readonly sent: number; readonly shown: number }> => {
  const { store } = library
  let [sent, shown] = [0, 0]
  const job = createMessageJob({
    store,
    channelOf: () => ({
      send: async ({ text }) => {
        expect(text).not.toMatch(/NaN|undefined|\[object|Invalid/)
        sent += 1
        return { kind: 'accepted', said: '' }
      },
    }),
    now: () => library.instantBefore(0),
    publicUrl: 'https://drive.example',
    report: () => undefined,
    reportDefect: (defect) => void defects.push(defect),
  })
  const seals = createSeals(await store.secret(pageSecret))
  const orders = await store.read(libraryOfTests, async (reader) => reader.rowsOf('order'))
  const pages = orders.flatMap(({ id }) =>
    ['', '/heure', '/titres', '/agenda.ics'].map((part) => `c/${orderToken(seals, libraryOfTests, id)}${part}`),
  )
  for (const page of ['?q=zola', '?q=', 'panier', ...pages]) {
    library.advance(1000)
    const [visitor, address] = [library.visitor(), `${pageOfTests}/${page}`]
    const { status } = await (page.endsWith('titres') ? visitor.post(address, {}) : visitor.get(address))
    expect([page, status < 500]).toEqual([page, true])
    if (status === 200) shown += 1
  }
  for (const hours of [0, 1, 18, 24]) {
    library.advance(hours * msPerHour)
    // It sends fifty at most.
    await job.pass()
  }
  defects.push(...library.lines.splice(0).filter((line) => /"level":(?:50|60)/.test(line)))
  return { sent, shown }
}

test('[CASE-9] an operation or row that a tablet can make stops no message, page, closing, figure or export', {
  timeout: patienceMs,
}, async () => {
  for (let n = 0; n < Math.ceil(manyInputs / 200); n += 1) {
    const library = await aPageLibrary({ rows })
    const { store, enrol } = library
    await store.transact(libraryOfTests, async (transaction) => {
      for (const [n, card] of cards.entries())
        await transaction.addresses.keep({ card, email: mailAddress(`usager${n}@courrier.example`), language: undefined, refusals: 0 })
    })
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
        if (row.kind === 'claim' || row.kind === 'case' || row.kind === 'item') await transaction.writeRow(row, before)
      for (const [n, row] of made.filter((row) => row.kind === 'order').entries()) {
        // Of a patron who can be written to; every second one is open, for an hour that is to come.
        const order = { ...row, id: toOrderId(n.toString(16).padStart(32, 'a')), card: cardOf(1 + (n % cards.length)) }
        const written = n % 2 === 0 ? { ...order, facts: [], cancelledBy: undefined, slot: aSlotKey('2026-11-25 14:00') } : order
        await writeMessages(transaction, [written], before)
        await transaction.writeRow(written, before)
      }
    })
    const defects: unknown[] = []
    const { sent, shown } = await tellPatrons(library, defects)
    expect(sent).toBeGreaterThan(0)
    expect(shown).toBeGreaterThan(4 * count)
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
    rmSync(library.dataDir, { recursive: true })
  }
})
