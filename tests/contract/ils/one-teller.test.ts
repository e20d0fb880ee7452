/**
 * Two tellers of the ILS on one database, each a process of its own, over SQLite's file and over PostgreSQL (ILS-12): each movement is asked
 * once and in the order of the desk, and one that was killed is taken over once its lease has run out.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toInstant } from '../../../src/domain/instant.ts'
import { askAnew } from '../../../src/endpoint/ils/tell-over-wire.ts'
import type { Store } from '../../../src/endpoint/storage/store.ts'
import { aDeskDay, day, handOver, inParis, library } from '../../export/a-desk-day.ts'
import { programOnStores } from '../../fakes/program-on-stores.ts'
import { type Sip2Ils, startSip2Ils } from '../../fakes/sip2-ils.ts'

const { databases, start: startProgram } = programOnStores('telling-process')
let ils: Sip2Ils
beforeEach(async () => {
  ils = await startSip2Ils({ answersAfterMs: 5 })
})
afterEach(() => ils.stop())

const evening = inParis('2026-11-24 19:00:00')
const minutes = (n: number): number => n * 60_000

const start = (database: string, startsAt: number) => startProgram([database, String(ils.port), library, String(startsAt)])

const barcodes = Array.from({ length: 12 }, (_, n) => String(3100 + n))

/** A morning at the desk, on the disk. */
const aMorning = async (open: () => Store): Promise<void> => {
  const store = open()
  const desk = await aDeskDay(store)
  const a = desk.tablet('A')
  ils.patrons.add('21')
  for (const [n, barcode] of barcodes.entries()) {
    ils.items.set(barcode, { title: `Livre ${barcode}`, renewals: 0 })
    await desk.receive(a.press(handOver('21', barcode), `2026-11-24 10:${String(n).padStart(2, '0')}:00`))
  }
  await store.close()
}
const asked = (): readonly (string | undefined)[] =>
  ils.heard.filter((text) => text.startsWith('11')).map((text) => /\|AB([^|]*)\|/.exec(text)?.[1])
const askUnknownAnew = async (open: () => Store): Promise<void> => {
  const store = open()
  const journeys = await store.read(library, (reader) => reader.journeys.ofDay(day))
  for (const journey of journeys) if (journey.state === 'unknown') await askAnew(store, library, journey, toInstant(evening + minutes(6)))
  await store.close()
}
const journeysOf = async (open: () => Store) => {
  const store = open()
  const journeys = await store.read(library, (reader) => reader.journeys.ofDay(day))
  await store.close()
  return journeys.map(({ barcode, state }) => `${barcode} ${state}`).sort()
}

describe.each(databases)('over $name', ({ make }) => {
  test('[ILS-12] two processes ask each movement once, in the order of the desk', async () => {
    const { database, open } = await make()
    await aMorning(open)
    const both = [start(database, evening), start(database, evening)]
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0])
    expect([asked(), ils.mostAtOnce()]).toEqual([barcodes, 1])
    expect(await journeysOf(open)).toEqual(barcodes.map((barcode) => `${barcode} accepted`))
    expect([...ils.items.values()].map(({ renewals }) => renewals)).toEqual(barcodes.map(() => 0))
  })

  test('[ILS-12] one that is killed in the midst is taken over once its lease has run out, and nothing is asked twice', async () => {
    const { database, open } = await make()
    await aMorning(open)
    const first = start(database, evening)
    await expect.poll(() => asked().length).toBeGreaterThanOrEqual(3)
    first.kill()
    await first.ended
    const early = start(database, evening + minutes(1))
    // It has made a pass, and found the lease held: it did not so much as log in.
    await expect.poll(() => early.said()).toContain('pass')
    early.kill()
    await early.ended
    expect(ils.heard.filter((text) => text.startsWith('93'))).toHaveLength(1)
    expect(await start(database, evening + minutes(5)).ended).toBe(0)
    // Killed between its intention and the first byte, one is read, not found, and asked anew by a person.
    await askUnknownAnew(open)
    expect(await start(database, evening + minutes(10)).ended).toBe(0)
    expect([...asked()].sort()).toEqual(barcodes)
    expect(await journeysOf(open)).toEqual(barcodes.map((barcode) => `${barcode} accepted`))
    expect([...ils.items.values()].map(({ renewals }) => renewals)).toEqual(barcodes.map(() => 0))
  })
})
