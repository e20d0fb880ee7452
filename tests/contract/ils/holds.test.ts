/**
 * Holds that wait at our site in a Koha, as orders of the desk: read over the wire, joined, cancelled, and kept apart from the orders that
 * files list. A small Koha answers on a real port of this machine.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { toCardNumber, toItemBarcode, toLibrarianId, toOperationId, toRecordId } from '../../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../../src/domain/instant.ts'
import { type Order, orderState } from '../../../src/domain/order/order.ts'
import { createKohaWire } from '../../../src/endpoint/connectors/koha/koha-wire.ts'
import { readHoldsAsOf, takeHolds } from '../../../src/endpoint/ils/take-holds.ts'
import { takeOrders } from '../../../src/endpoint/ils/take-orders.ts'
import { createHoldsPass, type HoldsPass, type HoldsPassPorts } from '../../../src/endpoint/ils/wire-job.ts'
import type { Store } from '../../../src/endpoint/storage/store.ts'
import { aDate, aMoment, aTime } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aStore } from '../../builders/a-store.ts'
import { inParis, library } from '../../export/a-desk-day.ts'
import { type KohaIls, startKoha } from '../../fakes/koha-ils.ts'

let koha: KohaIls
let store: Store
let clock: Instant
let passes: HoldsPass[]
let pass: () => Promise<void>
const barcodes = ['31', '32', '33', '34']

beforeEach(async () => {
  koha = await startKoha({ takesHolds: true })
  for (const card of ['21', '22']) koha.patrons.add(card)
  for (const barcode of barcodes) koha.items.set(barcode, { title: `Livre ${barcode}`, renewals: 0 })
  store = aStore()
  await store.createLibrary({ id: library, name: 'Valmont', isDemo: false })
  await store.transact(library, async (transaction) => {
    for (const row of [aSettings(), ...['21', '22'].map((card) => aPatron({ id: toCardNumber(card) }))])
      await transaction.writeRow(row, toInstant(0))
    const of = { author: '', documentType: 'livre', audience: '', callNumber: '', location: '', arrivedOn: undefined, isbn: '', year: '' }
    await transaction.upsertCatalogue(
      barcodes.map((barcode) => ({
        ...of,
        barcode: toItemBarcode(barcode),
        recordId: toRecordId(`N${barcode}`),
        title: `Livre ${barcode}`,
        publisher: '',
        lent: 0,
      })),
    )
  })
  // A Tuesday, open from 14 h on.
  clock = inParis('2026-11-24 09:00:00')
  passes = []
  const wire = createKohaWire(koha.settings, () => clock)
  pass = passOf({ store, wire, library, now: () => clock, reportHolds: (made) => passes.push(made) })
})
afterEach(async () => {
  await koha.stop()
  await store.close()
})

const passOf = (ports: HoldsPassPorts) => {
  const once = createHoldsPass(ports)
  return () => once(new AbortController().signal)
}
const hold = (barcode: string, heldFor: string | undefined): void => {
  const item = koha.items.get(barcode)
  if (item !== undefined) item.heldFor = heldFor
}
/** Six minutes later the holds are read again. */
const readAgain = async (): Promise<void> => {
  clock = toInstant(clock + 360_000)
  await pass()
}
const orders = async (): Promise<readonly Order[]> => {
  const rows = await store.read(library, async (reader) => reader.rowsOf('order'))
  return [...rows].sort((a, b) => (a.number < b.number ? -1 : 1))
}
const told = async () =>
  (await orders()).map((order) => [
    String(order.card),
    `${order.slot.date} ${order.slot.time}`,
    order.lines
      .map(({ wanted, goneFromIls }) => `${wanted.kind === 'item' ? wanted.barcode : wanted.kind}${goneFromIls ? ' gone' : ''}`)
      .join(),
    orderState(order),
  ])
/** The patron came: all of it left. */
const handOver = (order: Order): Promise<boolean> =>
  store.transact(library, (transaction) =>
    transaction.writeRow(
      {
        ...order,
        facts: [
          {
            what: 'handed-over',
            operationId: toOperationId(`given ${order.number}`),
            librarianId: toLibrarianId('nadia'),
            deviceId: 'A' as never,
            at: clock,
            happened: aMoment('2026-11-24 14:05'),
            based: [],
            items: order.lines.flatMap(({ id, wanted }) => (wanted.kind === 'item' ? [{ barcode: wanted.barcode, lineId: id }] : [])),
            leftBehind: [],
            notFound: [],
          },
        ],
      },
      clock,
    ),
  )
/** A list of orders as a file brings it. */
const takeFile = (date: string, ...numbers: readonly string[]) =>
  takeOrders(
    store,
    library,
    {
      rows: numbers.map((ilsNumber, n) => ({
        ilsNumber,
        line: n + 2,
        card: '22',
        date: aDate(date),
        time: aTime('15:00'),
        site: '',
        source: 'ils',
        note: '',
        orderedOn: undefined,
        lines: [{ line: n + 2, record: 'N34', barcode: '', title: '' }],
      })),
      inRejected: new Set(),
      from: aDate(date),
      to: aDate(date),
    },
    clock,
  )

it('[ILS-13] the holds of one patron become one order, in the next slot with room, and stay as they are', async () => {
  hold('31', '21')
  hold('32', '21')
  hold('33', '22')
  await pass()
  const once = [
    ['21', '2026-11-24 14:00', '31,32', 'to-prepare'],
    ['22', '2026-11-24 14:00', '33', 'to-prepare'],
  ]
  expect(await told()).toEqual(once)
  expect(await store.read(library, readHoldsAsOf)).toBe(inParis('2026-11-24 09:00:00'))
  // In the afternoon the next slot would be another day's: what has its slot keeps it.
  clock = inParis('2026-11-24 16:00:00')
  await pass()
  expect(await told()).toEqual(once)
  expect(passes).toEqual([{ added: 2, updated: 0, gone: 0, rejected: 0 }])
  expect(koha.heard.filter((path) => path.startsWith('POST')).every((path) => path.endsWith('/oauth/token'))).toBe(true)
})

it('[ILS-13, ILS-33] where Koha takes appointments the order goes into the slot of its patron’s, moves with it, and stays when it is cancelled', async () => {
  hold('31', '21')
  hold('32', '22')
  koha.pickups.set('21', '2026-11-26 15:20:00')
  await pass()
  const slots = async () => (await told()).map(([card, slot]) => [card, slot])
  const [appointed, next] = ['2026-11-26 15:15', '2026-11-24 14:00']
  expect(await slots()).toEqual([
    ['21', appointed],
    ['22', next],
  ])
  // Made later, it moves the order; at a time when we are closed it moves nothing.
  koha.pickups.set('22', '2026-11-26 15:20:00')
  koha.pickups.set('21', '2026-11-26 04:00:00')
  await readAgain()
  const moved = [
    ['21', appointed],
    ['22', appointed],
  ]
  expect(await slots()).toEqual(moved)
  koha.pickups.delete('22')
  await readAgain()
  expect(await slots()).toEqual(moved)
  // Its plugin is taken out, or may not be read.
  koha.pickups.clear()
  await readAgain()
  koha.pickups.set('22', '2026-11-24 14:00:00')
  koha.failNext('libraries/policies', 'broken')
  await readAgain()
  expect(await slots()).toEqual(moved)
})

it('[ILS-13, ILS-33] an appointment whose slot is over makes no order late: the next one is taken, else the next slot with room', async () => {
  clock = inParis('2026-11-24 16:20:00')
  hold('31', '21')
  hold('32', '22')
  koha.pickups.set('21', '2026-11-24 14:20:00')
  koha.pickups.set('22', '2026-11-24 16:15:00')
  await pass()
  const slots = async () => (await told()).map(([, slot]) => slot)
  expect(await slots()).toEqual(['2026-11-25 10:00', '2026-11-24 16:15'])
  koha.pickups.set('21', '2026-11-24 14:20:00 2026-11-26 15:20:00')
  for (const _ of [1, 2]) await readAgain()
  expect(await slots()).toEqual(['2026-11-26 15:15', '2026-11-24 16:15'])
})

it.each(['libraries/policies', 'patrons/1/pickups'])(
  '[ILS-13, ILS-34] appointments that the ILS does not give are said once: %s',
  async (path) => {
    hold('31', '21')
    koha.pickups.set('21', '2026-11-26 15:20:00')
    for (const _ of [1, 2]) {
      koha.failNext(path, 'forbidden')
      await readAgain()
    }
    expect((await told()).map(([card, slot]) => [card, slot])).toEqual([['21', '2026-11-24 14:00']])
    expect(passes).toEqual([{ added: 1, updated: 0, gone: 0, rejected: 0, pickups: 'not-told' }])
  },
)

it('[ILS-13] is read again after five minutes and no sooner', async () => {
  await pass()
  const asked = koha.heard.length
  clock = toInstant(clock + 60_000)
  await pass()
  expect(koha.heard).toHaveLength(asked)
})

it('[ILS-13] a hold that comes joins the order while it is open, and makes one of its own once it has left', async () => {
  hold('31', '21')
  await pass()
  hold('32', '21')
  await readAgain()
  expect(await told()).toEqual([['21', '2026-11-24 14:00', '31,32', 'to-prepare']])
  const [order] = await orders()
  if (order === undefined) throw new Error('no order')
  await handOver(order)
  // Told to the ILS later than the next hold is trapped: both still wait there.
  hold('33', '21')
  await readAgain()
  expect((await told()).map(([card, , lines, state]) => [card, lines, state])).toEqual([
    ['21', '31,32', 'handed-over'],
    ['21', '33', 'to-prepare'],
  ])
  hold('31', undefined)
  hold('32', undefined)
  await readAgain()
  await readAgain()
  expect((await told()).map(([, , lines, state]) => [lines, state])).toEqual([
    ['31,32', 'handed-over'],
    ['33', 'to-prepare'],
  ])
})

it('[ILS-13] a hold that is cancelled leaves its order, and the last one takes the order with it', async () => {
  hold('31', '21')
  hold('32', '21')
  await pass()
  hold('32', undefined)
  await readAgain()
  expect((await told()).map(([, , lines]) => lines)).toEqual(['31,32'])
  await readAgain()
  expect((await told()).map(([, , lines]) => lines)).toEqual(['31,32 gone'])
  hold('31', undefined)
  await readAgain()
  expect((await orders()).map(({ goneFromIlsAt }) => goneFromIlsAt)).toEqual([undefined])
  await readAgain()
  const [order] = await orders()
  expect(order?.goneFromIlsAt).toBe(clock)
  hold('31', '21')
  await readAgain()
  expect((await orders()).map(({ goneFromIlsAt }) => goneFromIlsAt)).toEqual([undefined])
})

it('[ILS-13, ILS-35] a list of one source drops nothing that another one said', async () => {
  await takeFile('2026-11-25', 'F-1')
  hold('31', '21')
  await pass()
  expect((await orders()).map(({ ilsNumber }) => ilsNumber)).toEqual(['F-1', 'hold/1'])
  // A file that lists another order of the same days, and holds that are all gone.
  await takeFile('2026-11-24', 'F-2')
  expect((await orders()).map(({ goneFromIlsAt }) => goneFromIlsAt)).toEqual([undefined, undefined, undefined])
  hold('31', undefined)
  await readAgain()
  await readAgain()
  const gone = (await orders()).filter(({ goneFromIlsAt }) => goneFromIlsAt !== undefined)
  expect(gone.map(({ ilsNumber }) => ilsNumber)).toEqual(['hold/1'])
})

it.each(['lost', 'cut-before', 'broken', 'maintenance', 'garbled'] as const)(
  '[ILS-13, ILS-36] a reading that is %s changes nothing',
  async (fault) => {
    hold('31', '21')
    await pass()
    const before = await told()
    hold('31', undefined)
    hold('32', '21')
    // One patron or one document may be gone; a list is there.
    for (const path of fault === 'lost' ? ['holds'] : ['holds', '/patrons/1', '/items/2']) {
      // Twice: what could not be read says nothing, however often.
      for (const _ of [1, 2]) {
        koha.failNext(path, fault)
        await readAgain()
        koha.failNone()
        expect(await told(), path).toEqual(before)
      }
    }
    await readAgain()
    await readAgain()
    expect((await told()).map(([, , lines]) => lines)).toEqual(['31 gone,32'])
  },
)

it('[ILS-8, ILS-22] an older word of the holds replaces no newer one', async () => {
  hold('31', '21')
  await pass()
  const late = { holds: [], asOf: toInstant(clock - 60_000) }
  expect(await takeHolds(store, library, late, clock)).toBeUndefined()
  expect((await orders()).map(({ goneFromIlsAt }) => goneFromIlsAt)).toEqual([undefined])
})

it('[ILS-13] a hold of a card that nobody here knows waits, and takes no other with it', async () => {
  koha.patrons.add('99')
  hold('31', '99')
  hold('32', '21')
  await pass()
  expect((await told()).map(([card]) => card)).toEqual(['21'])
  await store.transact(library, (transaction) => transaction.writeRow(aPatron({ id: toCardNumber('99') }), clock))
  await readAgain()
  expect((await told()).map(([card]) => card).sort()).toEqual(['21', '99'])
})

it('[ILS-13, ILS-35] an order leaves when two readings in a row lack it, whoever reads, and not when two lack it now and then', async () => {
  hold('31', '21')
  await pass()
  const isGone = async () => (await orders()).map(({ goneFromIlsAt }) => goneFromIlsAt !== undefined)
  for (const _ of [1, 2]) {
    hold('31', undefined)
    await readAgain()
    expect(await isGone()).toEqual([false])
    hold('31', '21')
    await readAgain()
  }
  hold('31', undefined)
  await readAgain()
  expect(await isGone()).toEqual([false])
  // Another process, which has read nothing before: what the first one lacked lies on the disk.
  pass = passOf({ store, wire: createKohaWire(koha.settings, () => clock), library, now: () => clock })
  await readAgain()
  expect(await isGone()).toEqual([true])
  expect(await told()).toHaveLength(1)
})

it('[ILS-13] a list of several pages is whole, in one order, and a page that is not there is no end of it', async () => {
  const many = Array.from({ length: 150 }, (_, n) => `${1000 + n}`)
  for (const barcode of many) koha.items.set(barcode, { title: barcode, renewals: 0, heldFor: '21' })
  const read = () => createKohaWire(koha.settings, () => clock).readHolds?.(new AbortController().signal)
  const whole = await read()
  expect(whole?.ok === true && new Set(whole.value.map(({ barcode }) => barcode))).toEqual(new Set(many))
  koha.failNext('_page=2&_per_page=100', 'lost')
  expect(await read()).toMatchObject({ ok: false, refusal: 'garbled' })
})

it('[ILS-13] holds whose cards Koha does not say never become one order', async () => {
  hold('31', '21')
  hold('32', '22')
  for (const path of ['/patrons/1', '/patrons/2']) koha.failNext(path, 'lost')
  await pass()
  expect(await told()).toEqual([])
  await readAgain()
  expect((await told()).map(([card, , lines]) => [card, lines])).toEqual([
    ['21', '31'],
    ['22', '32'],
  ])
})

it('[ILS-13, ILS-36] a reading that takes too long is ended and changes nothing, and the next one goes on where it was', async () => {
  hold('31', '21')
  await pass()
  const before = await told()
  hold('31', undefined)
  for (const barcode of ['32', '33', '34']) hold(barcode, '22')
  const wire = createKohaWire({ ...koha.settings, patienceMs: 600_000 }, () => clock)
  pass = passOf({ store, wire, library, now: () => clock, reportHolds: (made) => passes.push(made), withinMs: 3000 })
  for (const _ of [1, 2]) {
    koha.failNext('/items/4', 'silent')
    await readAgain()
    expect([await told(), passes.at(-1)]).toEqual([before, { fault: 'silent' }])
  }
  await readAgain()
  expect((await told()).map(([, , lines]) => lines)).toEqual(['31', '32,33,34'])
  expect(['/patrons/2', '/items/2', '/items/3'].map((path) => koha.heard.filter((one) => one.endsWith(path)).length)).toEqual([1, 1, 1])
})
