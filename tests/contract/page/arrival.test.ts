/**
 * « Je suis là » on an order's page: pressed, said where, taken back. The real routes over a real store, by a visitor without script; what the
 * tablets are told of it is the order's row.
 */
import { rmSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { toCardNumber, toOrderId } from '../../../src/domain/ids.ts'
import { isByPatron, type Order, orderState, placeOfPatron, standingArrivals } from '../../../src/domain/order/order.ts'
import { orderToken, pageSecret } from '../../../src/endpoint/messages/page-links.ts'
import { createSeals } from '../../../src/endpoint/messages/seal.ts'
import { aPageLibrary, pageOfTests } from '../../builders/a-page.ts'
import { libraryOfTests } from '../../builders/an-endpoint.ts'
import { aFactOnOrder, aLine, anOrder, aPick, aSlotKey } from '../../builders/an-order.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** Milliseconds until 13 h 30 of the next day: half an hour before the order's hour. */
const untilHalfHour = (22 * 60 + 58) * 60_000

const anOrderOfTomorrow = async (changes: Partial<Order> = {}) => {
  const order = anOrder({
    id: toOrderId('ab'.repeat(16)),
    number: 'A-007',
    source: 'portal',
    card: toCardNumber('23333000000172'),
    slot: aSlotKey('2026-11-25 14:00'),
    lines: [aLine('1'), aLine('2')],
    ...changes,
  })
  const library = await aPageLibrary({ rows: [order] })
  folders.push(library.dataDir)
  const seals = createSeals(await library.store.secret(pageSecret))
  const now = async (): Promise<Order> => {
    const row = await library.store.read(libraryOfTests, async (reader) => reader.row('order', order.id))
    if (row === undefined) throw new Error('the order is gone')
    return row
  }
  return { ...library, link: `${pageOfTests}/c/${orderToken(seals, libraryOfTests, order.id)}`, now }
}

test('[ARR-1] the button is there from half an hour before the hour, and a press of another hour changes nothing', async () => {
  const { visitor, link, now, advance } = await anOrderOfTomorrow()
  const early = await visitor().get(link)
  expect(early.text).not.toContain('Je suis là')
  await visitor().post(`${link}/la`, {})
  expect((await now()).facts).toEqual([])
  advance(untilHalfHour - 120_000)
  expect((await visitor().get(link)).text).not.toContain('Je suis là')
  advance(180_000)
  expect((await visitor().get(link)).text).toContain('Je suis là Touchez en arrivant')
})

test('[ARR-1, ARR-2, ARR-6] one press notes the arrival, twice is once; a place is said, changed, and taken back with it', async () => {
  const { visitor, link, now, advance } = await anOrderOfTomorrow()
  advance(untilHalfHour + 60_000)
  const reader = visitor()
  const here = await reader.press(await reader.get(link), 'Je suis là')
  expect(here.text).toMatch(/Arrivée notée à 13 h 31 .*Encore 2 documents à prendre : quelques minutes/)
  await reader.post(`${link}/la`, {})
  const noted = await now()
  expect([noted.facts.length, orderState(noted), standingArrivals(noted).every(isByPatron)]).toEqual([1, 'arrived', true])
  const placed = await reader.press(here, 'Le dire', { place: '  Clio   grise <b>' })
  expect(placed.html).toContain('Vous attendez ici\u00a0: Clio grise &lt;b&gt;')
  // A control sign, and a sign that the end would cut in two.
  await reader.press(placed, 'Changer', { place: `${'x'.repeat(58)}\u0000😀😀` })
  expect(placeOfPatron(await now())).toBe(`${'x'.repeat(58)} `)
  await reader.press(placed, 'Changer', { place: 'x'.repeat(500) })
  expect(placeOfPatron(await now())).toBe('x'.repeat(60))
  const left = await reader.press(await reader.get(link), 'Je suis reparti')
  expect(left.text).toContain('Je suis là')
  const after = await now()
  expect([standingArrivals(after), placeOfPatron(after), orderState(after)]).toEqual([[], undefined, 'to-prepare'])
  await reader.post(`${link}/reparti`, {})
  expect((await now()).facts).toEqual(after.facts)
})

test('[ARR-6] whose pile is in its bay waits for nothing more, and an order that is over takes no arrival', async () => {
  const facts = [aPick('1', '33331000000012'), aPick('2', '33331000000020'), aFactOnOrder('bagged', { bays: [4] })]
  const ready = await anOrderOfTomorrow({ facts })
  ready.advance(untilHalfHour + 60_000)
  const reader = ready.visitor()
  expect((await reader.press(await reader.get(ready.link), 'Je suis là')).text).not.toContain('à prendre')
  const over = await anOrderOfTomorrow({ facts: [...facts, aFactOnOrder('no-show', {})] })
  over.advance(untilHalfHour + 60_000)
  const before = await over.now()
  expect((await over.visitor().post(`${over.link}/la`, {})).status).toBe(410)
  expect(await over.now()).toEqual(before)
})
