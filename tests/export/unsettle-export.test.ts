/**
 * A batch that was said to be loaded, and was not: what it had settled waits again, and only that (RET-4, LOAN-2). One operation may have
 * gone out in two batches, and one loan in the files of two formats.
 */
import { describe, expect, it } from 'vitest'
import { toCardNumber } from '../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../src/domain/instant.ts'
import { settleExport, unsettleExport } from '../../src/endpoint/connectors/file/export-day.ts'
import { aDeskDay, cameLast, type DeskDay, handOver, inParis, library, takeBack } from './a-desk-day.ts'

const first = inParis('2026-11-25 10:00:00')
const later = (minutes: number): Instant => toInstant(first + minutes * 60_000)

const settle = async ({ store }: DeskDay, number: number, at: Instant): Promise<void> => {
  expect(await settleExport(store, library, number, at)).toMatchObject({ ok: true, value: { settledAt: at } })
}
const unsettle = async ({ store }: DeskDay, number: number): Promise<void> => {
  const unsettled = await unsettleExport(store, library, number, later(60))
  expect([unsettled.ok, unsettled.ok && unsettled.value.settledAt]).toEqual([true, undefined])
}
/** Of card 21, each loan with when the ILS was said to have it. */
const loansOf = ({ store }: DeskDay) =>
  store.read(library, async (reading) =>
    ((await reading.row('patron', toCardNumber('21')))?.loans ?? []).map(({ barcode, settledAt }) => [barcode, settledAt]).sort(),
  )
/** What the settled batches say is settled, by batch. */
const settledNow = ({ store }: DeskDay) =>
  store.read(library, async (reading) =>
    Object.fromEntries((await reading.rowsOf('settled-batch')).map(({ id, operationIds }) => [id, operationIds])),
  )

describe('a batch that was not loaded after all', () => {
  it('[RET-4] leaves a loan settled that another batch had settled before', async () => {
    const desk = await aDeskDay()
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await desk.export('koc')
    await desk.export('csv')
    await settle(desk, 1, first)
    await settle(desk, 2, later(5))
    expect(await loansOf(desk)).toEqual([['31', first]])
    await unsettle(desk, 2)
    expect(await loansOf(desk)).toEqual([['31', first]])
    await settle(desk, 2, later(10))
    await unsettle(desk, 1)
    expect(await loansOf(desk)).toEqual([['31', undefined]])
  })

  it('[RET-4] takes an operation that went out in two batches out of what the later one settled', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const lent = a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00')
    const back = b.press(takeBack('31'), '2026-11-24 10:05:00')
    await desk.receive(lent, back)
    await desk.export()
    await settle(desk, 1, first)
    // One of its documents waits for a person: it is not settled yet.
    expect(await settledNow(desk)).toEqual({ 1: [] })
    await desk.receive(a.request(cameLast(lent, back), '2026-11-24 11:00:00'))
    await desk.export()
    await settle(desk, 2, later(5))
    expect((await settledNow(desk))['2']).toContain(lent.operationId)
    await unsettle(desk, 1)
    expect(Object.keys(await settledNow(desk))).toEqual(['2'])
    expect((await settledNow(desk))['2']).not.toContain(lent.operationId)
    expect((await settledNow(desk))['2']).toContain(back.operationId)
    expect(await loansOf(desk)).toContainEqual(['32', undefined])
  })
})
