/**
 * A document at which the link to the ILS breaks each time: a real connection to a small ILS on this machine, which hangs up at that number.
 * What is counted is what the ILS holds in the end, who waits, and who has a case.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isOfIls } from '../../src/domain/case/ils-case.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { askAnew, tellOverWire } from '../../src/endpoint/ils/tell-over-wire.ts'
import type { Wire } from '../../src/endpoint/ils/wire.ts'
import { type Sip2Ils, startSip2Ils } from '../fakes/sip2-ils.ts'
import { aDeskDay, type DeskDay, day, handOver, inParis, library, takeBack } from './a-desk-day.ts'

const evening = inParis('2026-11-24 19:00:00')

/** Of which messages, by their first two signs, and at which documents it hangs up. */
let hangsUpAt: { code: string; barcodes: readonly string[] }
let ils: Sip2Ils
let desk: DeskDay
let wire: Wire
beforeEach(async () => {
  hangsUpAt = { code: '17', barcodes: ['31'] }
  ils = await startSip2Ils({
    fails: (code) =>
      code === hangsUpAt.code && hangsUpAt.barcodes.some((one) => ils.heard.at(-1)?.includes(`AB${one}|`)) ? 'cut-before' : undefined,
  })
  for (const barcode of ['31', '32', '33']) ils.items.set(barcode, { title: `Livre ${barcode}`, renewals: 0 })
  for (const card of ['21', '22']) ils.patrons.add(card)
  desk = await aDeskDay()
  wire = createSip2Wire(ils.settings, () => evening)
})
afterEach(async () => {
  wire.end?.()
  await ils.stop()
})

const pass = () => tellOverWire({ store: desk.store, libraryId: library, wire, now: () => toInstant(evening), isStopping: () => false })
const journeys = () => desk.store.read(library, (reader) => reader.journeys.ofDay(day))
const states = async () =>
  (await journeys()).map(({ barcode, movement, state, reason }) => [movement, barcode, state, reason].join(' ').trim())
const openCases = () =>
  desk.store.read(library, async (reader) =>
    (await reader.rowsOf('case'))
      .filter((row) => isOfIls(row) && row.settlement === undefined)
      .map(({ subject, ils: said }) => [subject, said?.reason]),
  )
const lent = () => [...ils.items].filter(([, { lentTo }]) => lentTo !== undefined).map(([barcode]) => barcode)

it('[ILS-38] a document that breaks the link holds up no other, and after three times has a case while the rest goes on', async () => {
  const a = desk.tablet('A')
  await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'), a.press(handOver('22', '32'), '2026-11-24 10:05:00'))
  expect(await pass()).toMatchObject({ answers: { 'not-asked': 1, accepted: 1 }, cameOn: true, fault: 'cut', isQuiet: false })
  expect([lent(), await openCases()]).toEqual([['32'], []])
  await desk.receive(a.press(handOver('22', '33'), '2026-11-24 10:10:00'))
  await pass()
  await desk.receive(a.press(takeBack('32'), '2026-11-24 10:20:00'))
  expect([lent(), await openCases()]).toEqual([['32', '33'], []])
  await pass()
  expect([lent(), await openCases()]).toEqual([['33'], [['item/31', 'breaks-link']]])
  expect(await states()).toContain('loan 31 to-decide breaks-link')
  expect(await pass()).toMatchObject({ fault: undefined, isQuiet: true })

  // Mended there, and asked anew by a person.
  hangsUpAt = { code: '17', barcodes: [] }
  const journey = (await journeys()).find(({ barcode }) => barcode === '31')
  expect(journey && (await askAnew(desk.store, library, journey, toInstant(evening)))).toBe(true)
  await pass()
  expect([lent(), await openCases()]).toEqual([['31', '33'], []])
})

it('[ILS-38] a link that opens and carries nothing counts against no document, however long', async () => {
  hangsUpAt = { code: '17', barcodes: ['31', '32', '33'] }
  const a = desk.tablet('A')
  for (const barcode of ['31', '32', '33']) await desk.receive(a.press(handOver('21', barcode), `2026-11-24 10:${barcode}:00`))
  for (let n = 0; n < 6; n++) expect(await pass()).toMatchObject({ fault: 'cut', cameOn: false })
  expect([await states(), await openCases()]).toEqual([[], []])
  hangsUpAt = { code: '17', barcodes: [] }
  expect(await pass()).toMatchObject({ answers: { accepted: 3 }, fault: undefined })
})

it('[ILS-2, ILS-38] a loan whose answer was lost, and which cannot be read, is asked by nobody again and waits for a person', async () => {
  const a = desk.tablet('A')
  await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
  hangsUpAt = { code: '17', barcodes: [] }
  ils.failNext('11', 'cut-after')
  await pass()
  expect(await states()).toEqual(['loan 31 unknown'])
  hangsUpAt = { code: '17', barcodes: ['31'] }
  for (const [n, barcode] of ['32', '33', '32'].entries()) {
    await desk.receive(a.press(lent().includes(barcode) ? takeBack(barcode) : handOver('22', barcode), `2026-11-24 11:0${n}:00`))
    await pass()
  }
  expect([lent(), await openCases()]).toEqual([['31', '33'], [['item/31', 'breaks-link']]])
  expect(await states()).toContain('loan 31 unknown breaks-link')
  expect(ils.heard.filter((text) => text.startsWith('11') && text.includes('AB31|'))).toHaveLength(1)
})
