/**
 * The demo library: alive at any hour of any day, the same for the same day, and made by the very rules that tablets use.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Case } from '../../src/domain/case/case.ts'
import { type Instant, toInstant } from '../../src/domain/instant.ts'
import type { Item } from '../../src/domain/item/item.ts'
import { isInQuarantine, itemState } from '../../src/domain/item/item-state.ts'
import { addDays, type LocalDate } from '../../src/domain/local-date.ts'
import { countsInSlot, lineState, type Order, orderState } from '../../src/domain/order/order.ts'
import type { Patron } from '../../src/domain/patron/patron.ts'
import type { Settings } from '../../src/domain/settings/settings.ts'
import { capacityOf } from '../../src/domain/slot/build-slots.ts'
import { isLate } from '../../src/domain/slot/lateness.ts'
import { formatSlotKey } from '../../src/domain/slot/slot.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import { exportDay, listExports } from '../../src/endpoint/connectors/file/export-day.ts'
import { demoLibrarians, demoZone } from '../../src/endpoint/demo/demo-settings.ts'
import { demoLibraryId, makeDemoLibrary, withLuhnDigit } from '../../src/endpoint/demo/make-demo-library.ts'
import { hashPin } from '../../src/endpoint/enrolment/hash-pin.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import type { CatalogueEntry } from '../../src/endpoint/storage/stored.ts'
import { aStore } from '../builders/a-store.ts'

interface Demo {
  readonly store: Store
  readonly now: Instant
  readonly today: LocalDate
  readonly settings: Settings
  readonly orders: readonly Order[]
  readonly items: readonly Item[]
  readonly patrons: readonly Patron[]
  readonly cases: readonly Case[]
  readonly catalogue: readonly CatalogueEntry[]
  readonly digest: string
}

const openDemo = async (utc: string, store: Store, size?: { documents: number; patrons: number }): Promise<Demo> => {
  const now = toInstant(Date.parse(utc))
  const today = wallClockOf(demoZone)(now).date
  const { digest, isDemo } = await makeDemoLibrary(store, today, now, size)
  expect(isDemo).toBe(true)
  return store.read(demoLibraryId, async (reading) => {
    const settings = await reading.row('settings', 'settings')
    if (settings === undefined) throw new Error('no settings')
    return {
      store,
      now,
      today,
      settings,
      digest,
      orders: await reading.rowsOf('order'),
      items: await reading.rowsOf('item'),
      patrons: await reading.rowsOf('patron'),
      cases: await reading.rowsOf('case'),
      catalogue: [...(await reading.catalogue())],
    }
  })
}

const statesOf = (orders: readonly Order[]): ReadonlySet<string> => new Set(orders.map((order) => orderState(order)))
const everyState = ['arrived', 'cancelled', 'handed-over', 'in-preparation', 'no-show', 'ready', 'to-prepare']

describe('a demo opened on a Wednesday at half past three', () => {
  let demo: Demo
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'demo-'))
    demo = await openDemo('2026-11-25T14:30:00Z', new SqliteStore(join(folder, 'demo.sqlite')))
  })
  afterAll(async () => {
    await demo.store.close()
    rmSync(folder, { recursive: true })
  })

  it('it has the town’s figures: 58,000 documents, 3,260 patrons, 60 orders, 8 librarians of whom one manages', async () => {
    expect([demo.catalogue.length, demo.patrons.length, demo.orders.length]).toEqual([58_000, 3260, 60])
    const librarians = await demo.store.read(demoLibraryId, async (reading) => reading.rowsOf('librarian'))
    expect([librarians.length, librarians.filter((one) => one.isManager).length]).toEqual([8, 1])
    const [first] = demoLibrarians
    const row = librarians.find((one) => one.id === first?.id)
    expect(await hashPin(first?.pin ?? '', row?.pin)).toEqual(row?.pin)
  })

  it('every document has a barcode of its own that the library’s rule recognises, and every patron a card', () => {
    const itemRule = new RegExp(demo.settings.itemRule.pattern)
    const cardRule = new RegExp(demo.settings.cardRule.pattern)
    const numbers = [...demo.catalogue.map(({ barcode }) => barcode), ...demo.patrons.map(({ id }) => id)]
    expect(new Set(numbers).size).toBe(61_260)
    expect(numbers.every((number) => withLuhnDigit(number.slice(0, -1)) === number)).toBe(true)
    expect(demo.catalogue.every(({ barcode }) => itemRule.test(barcode))).toBe(true)
    expect(demo.patrons.every(({ id }) => cardRule.test(id))).toBe(true)
  })

  it('[PULL-1] every document stands in a zone of the walk', () => {
    const walked = new Set(demo.settings.zones.flatMap((zone) => zone.locations))
    expect(new Set(demo.catalogue.map(({ location }) => location))).toEqual(walked)
  })

  it('its orders are in every state, yesterday, today and on the next days, and one is late', () => {
    expect([...statesOf(demo.orders)].sort()).toEqual(everyState)
    const days = new Set(demo.orders.map((order) => order.slot.date))
    for (const day of [-1, 0, 1]) expect(days).toContain(addDays(demo.today, day))
    const moment = wallClockOf(demoZone)(demo.now)
    expect(demo.orders.filter((order) => isLate(demo.settings, order, moment))).toHaveLength(1)
    const today = demo.orders.filter((order) => order.slot.date === demo.today)
    expect(today.some((order) => order.slot.time < moment.time)).toBe(true)
    expect(today.some((order) => order.slot.time > moment.time)).toBe(true)
  })

  it('[SLOT-3] a slot holds no more than its capacity', () => {
    const filling = new Map<string, number>()
    for (const order of demo.orders.filter(countsInSlot)) {
      const key = formatSlotKey(order.slot)
      filling.set(key, (filling.get(key) ?? 0) + 1)
      expect(filling.get(key)).toBeLessThanOrEqual(capacityOf(demo.settings, order.slot))
    }
  })

  it('[CASE-1] one case is open: a document handed over twice', () => {
    expect(demo.cases.map(({ caseKind, settlement }) => [caseKind, settlement])).toEqual([['handed-over-twice', undefined]])
  })

  it('[RET-2] documents wait in quarantine, and some were left behind', () => {
    expect(demo.items.some((item) => isInQuarantine(item, demo.today))).toBe(true)
    expect(demo.items.some((item) => itemState(item).kind === 'left-behind')).toBe(true)
  })

  it('[PULL-5] one line waits for a second pass and one was given up', () => {
    const states = demo.orders.flatMap((order) => order.lines.map((line) => lineState(order, line).kind))
    expect(states).toContain('second-pass')
    expect(states).toContain('given-up')
  })

  it('yesterday and today have something to export, and the case is apart', async () => {
    for (const day of [addDays(demo.today, -1), demo.today]) {
      const made = await exportDay(demo.store, demoLibraryId, { day, format: 'koc', number: undefined }, demo.now)
      expect(made.ok && made.value.loans).toBeGreaterThan(5)
      expect(made.ok && made.value.returns).toBeGreaterThan(0)
    }
    expect((await listExports(demo.store, demoLibraryId, demo.today)).waiting.inCase).toBe(2)
  })
})

/** Enough for 60 orders; the day's story does not depend on what stands on the other shelves. */
const village = { documents: 2000, patrons: 200 }

describe('a demo opened at another hour', () => {
  it.each([
    '2026-11-25T23:05:00Z',
    '2026-11-27T23:44:00Z',
    '2026-11-25T08:40:00Z',
    '2026-03-29T00:59:00Z',
    '2026-12-31T22:50:00Z',
    '2026-07-05T17:00:00Z',
  ])('opened at %s, it is alive: orders in every state, ahead and behind', async (utc) => {
    const demo = await openDemo(utc, aStore(), village)
    const moment = wallClockOf(demoZone)(demo.now)
    expect([...statesOf(demo.orders)].sort()).toEqual(everyState)
    const isBehind = ({ slot }: Order): boolean => `${slot.date} ${slot.time}` <= `${moment.date} ${moment.time}`
    expect(demo.orders.some(isBehind)).toBe(true)
    expect(demo.orders.some((order) => !isBehind(order))).toBe(true)
    expect(demo.cases.map(({ caseKind }) => caseKind)).toEqual(['handed-over-twice'])
    const facts = [...demo.orders.flatMap((order) => order.facts), ...demo.items.flatMap((item) => item.facts)]
    expect(facts.every(({ at }) => at <= demo.now)).toBe(true)
  })

  it('the same day and minute give the same rows', async () => {
    const open = () => openDemo('2026-11-25T09:00:00Z', aStore(), village)
    const [one, other] = [await open(), await open()]
    expect(other.digest).toBe(one.digest)
    expect(other.catalogue).toEqual(one.catalogue)
  })
})
