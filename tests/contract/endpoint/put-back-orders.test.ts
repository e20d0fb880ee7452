/**
 * Orders that a restore forgot come back from the bases of tablets (CASE-24). The real routes over a real file, of which a copy is put back.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { toCardNumber, toLineId, toOperationId, toOrderId, toSiteId } from '../../../src/domain/ids.ts'
import type { Instant } from '../../../src/domain/instant.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { formatOrderSubject } from '../../../src/domain/operation/subject.ts'
import type { Order } from '../../../src/domain/order/order.ts'
import { receiveFromPatron } from '../../../src/endpoint/authority/receive-from-patron.ts'
import { takeOrdersIn } from '../../../src/endpoint/ils/take-orders.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import { aDate, aTime } from '../../builders/a-moment.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, outcomesOf, TestTablet } from '../../builders/an-endpoint.ts'

const folders: string[] = []
const stores: SqliteStore[] = []
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const at = (time: string) => ({ siteId: toSiteId('centre'), date: aDate('2026-11-25'), time: aTime(time) })
const [early, late, later] = [at('16:00'), at('16:30'), at('17:00')]
const orderId = toOrderId('f'.repeat(32))
const placed = (changes: Partial<Extract<Operation, { kind: 'place-order' }>> = {}) =>
  ({
    ...{ kind: 'place-order', orderId, number: 'A-007', source: 'portal', card: toCardNumber('23333000000172'), slot: early },
    lines: [{ id: toLineId('1'), wanted: { kind: 'wish', text: 'un roman de mer' } }],
    ...{ note: '', callBackNumber: undefined, isUrgent: false, overrideReason: undefined },
    ...changes,
  }) as Extract<Operation, { kind: 'place-order' }>

type Mark = { readonly cursor: string; readonly epoch: string; readonly at: number }

/** A library of two tablets, and what `lived` makes of it after its copy; then the copy is put back. */
const restored = async (
  lived: (world: Awaited<ReturnType<typeof anEndpoint>> & { readonly one: TestTablet; readonly other: TestTablet }) => Promise<void>,
) => {
  const folder = mkdtempSync(join(tmpdir(), 'put-back-'))
  folders.push(folder)
  const [file, copy] = [join(folder, 'desk.db'), join(folder, 'copy.db')]
  const first = new SqliteStore(file)
  const before = await anEndpoint({ store: first })
  const [one, other] = [await before.enrol(), await before.enrol()]
  for (const tablet of [one, other]) await tablet.push([])
  await first.foldErased()
  copyFileSync(file, copy)
  await lived({ ...before, one, other })
  before.advance(600_000)
  const based = async (tablet: TestTablet) => {
    const { rows, epoch, end } = await tablet.pull()
    return { rows, mark: { cursor: end.cursor, epoch, at: Number(before.instantBefore(0)) } satisfies Mark }
  }
  const bases = new Map([
    [one, await based(one)],
    [other, await based(other)],
  ])
  await first.close()
  copyFileSync(copy, file)
  for (const rest of ['-wal', '-shm']) rmSync(`${file}${rest}`, { force: true })
  const store = new SqliteStore(file)
  stores.push(store)
  const endpoint = await anEndpoint({ store })
  endpoint.advance(1_200_000)
  await store.transact(libraryOfTests, (transaction) => startNewEpoch(transaction, endpoint.instantBefore(0)))
  const epoch = (await store.libraries())[0]?.epoch ?? ''
  const moved = (tablet: TestTablet): TestTablet => {
    const there = new TestTablet((path, init) => endpoint.ask(path, init), tablet.identity)
    there.ticket = tablet.ticket
    return there
  }
  const bring = async (tablet: TestTablet, change: (order: Order) => unknown = (order) => order, mark: Partial<Mark> = {}) => {
    const base = bases.get(tablet)
    const orders = (base?.rows ?? []).flatMap(({ kind, version, row }) =>
      kind === 'order' ? [{ version, row: change(row as unknown as Order) }] : [],
    )
    const body = { protocol: 4, nonce: 'a'.repeat(32), epoch, cursor: base?.mark.cursor, at: base?.mark.at, orders, ...mark }
    const answer = await moved(tablet).post('/sync/v1/orders', body)
    return [answer.status, answer.body.taken ?? answer.body.problem]
  }
  const order = async () => (await endpoint.row('order', orderId)) as Order | undefined
  const cases = () => store.read(libraryOfTests, async (reader) => (await reader.rowsOf('case')).filter(({ settlement }) => !settlement))
  return { ...endpoint, one, other, bring, order, moved, epoch, cases, bases }
}

const asPatron = async (
  store: Awaited<ReturnType<typeof anEndpoint>>['store'],
  payload: Parameters<typeof receiveFromPatron>[1],
  now: Instant,
): Promise<void> => {
  const answer = await store.transact(libraryOfTests, (transaction) => receiveFromPatron(transaction, payload, now))
  expect(answer).toMatchObject({ ok: true })
}

test('[CASE-24] an order of the page that the copy does not know comes back, says which tablet brought it, and is in its slot', async () => {
  const world = await restored(async ({ store, instantBefore }) => {
    await asPatron(store, placed(), instantBefore(0))
    await asPatron(store, { kind: 'reschedule-order', orderId, from: early, to: late }, instantBefore(0))
  })
  expect(await world.order()).toBeUndefined()
  expect(await world.bring(world.one)).toEqual([200, 1])
  expect(await world.order()).toMatchObject({
    ...{ number: 'A-007', source: 'portal', slot: late, facts: [], brought: { deviceId: world.one.identity.deviceId } },
  })
  const slot = (await world.row('slot', 'centre/2026-11-25/16:30')) as { orderIds?: string[] } | undefined
  const slots = await world.store.read(libraryOfTests, async (reader) => reader.rowsOf('slot'))
  expect(slots.filter(({ orderIds }) => orderIds.includes(orderId)).map(({ slot: { time } }) => time)).toEqual(['16:30'])
  expect(slot === undefined || slot.orderIds?.includes(orderId)).toBe(true)
  // Again, and by another tablet: nothing changes.
  expect(await world.bring(world.one)).toEqual([200, 0])
  expect(await world.bring(world.other)).toEqual([200, 0])
})

test('[CASE-24] work done for an order before it came back counts, and so do the requests of tablets', async () => {
  const world = await restored(async ({ store, instantBefore, one, other, advance }) => {
    await asPatron(store, placed(), instantBefore(0))
    advance(60_000)
    await one.push([aPushed(anEnvelope({ kind: 'write-note', orderId, note: 'sonnette', replaces: '' }, {}, 'note'))])
    await other.push([
      aPushed(
        anEnvelope({ kind: 'record-arrival', orderId, happened: { date: aDate('2026-11-24'), time: aTime('14:31') } }, {}, 'arrived'),
      ),
    ])
  })
  const [one, other] = [world.moved(world.one), world.moved(world.other)]
  const arrived = aPushed(
    anEnvelope({ kind: 'record-arrival', orderId, happened: { date: aDate('2026-11-24'), time: aTime('14:31') } }, {}, 'arrived'),
  )
  const note = { ...aPushed(anEnvelope({ kind: 'write-note', orderId, note: 'sonnette', replaces: '' }, {}, 'note')), accepted: 1 }
  expect(outcomesOf(await other.push([arrived], { epoch: world.epoch }))).toEqual(['accepted'])
  expect(outcomesOf(await one.push([note], { epoch: world.epoch, pendingCount: 2 }))).toEqual([['quarantined', 'base-awaited']])
  expect(await world.bring(world.other)).toEqual([200, 1])
  expect(await world.order()).toMatchObject({ note: 'sonnette', facts: [{ what: 'arrived' }] })
  expect(outcomesOf(await one.push([note], { epoch: world.epoch }))).toEqual(['already-known'])
  expect(await world.cases()).toEqual([])
})

test('[CASE-24] a request that a lost history had replaced is overtaken, though what it changes looks as its author had seen it', async () => {
  const world = await restored(async ({ store, instantBefore, one, advance }) => {
    await asPatron(store, placed(), instantBefore(0))
    await one.push([aPushed(anEnvelope({ kind: 'reschedule-order', orderId, from: early, to: later }, {}, 'there'))])
    advance(60_000)
    await asPatron(store, { kind: 'reschedule-order', orderId, from: later, to: early }, instantBefore(0))
  })
  expect(await world.bring(world.other)).toEqual([200, 1])
  const there = { ...aPushed(anEnvelope({ kind: 'reschedule-order', orderId, from: early, to: later }, {}, 'there')), accepted: 1 }
  expect(outcomesOf(await world.moved(world.one).push([there], { epoch: world.epoch }))).toEqual([['refused', 'overtaken']])
  expect(await world.order()).toMatchObject({ slot: early })
})

test('[CASE-24] an order of the copy is as the newest base has it, unless somebody asked something of it here since', async () => {
  const cancel = { kind: 'cancel-order', orderId: toOrderId('order-1'), reason: '' } as const
  const lived: Parameters<typeof restored>[0] = async ({ store, instantBefore }) => void (await asPatron(store, cancel, instantBefore(0)))
  const world = await restored(lived)
  expect(await world.row('order', 'order-1')).not.toHaveProperty('cancelledBy')
  expect(await world.bring(world.one)).toEqual([200, 1])
  expect(await world.row('order', 'order-1')).toMatchObject({ cancelledBy: {} })
  for (const ask of ['tablet', 'patron']) {
    const since = await restored(lived)
    if (ask === 'tablet')
      await since
        .moved(since.one)
        .push([aPushed(anEnvelope({ kind: 'write-note', orderId: cancel.orderId, note: 'rappelé', replaces: '' }))], { epoch: since.epoch })
    if (ask === 'patron') {
      const { slot } = (await since.row('order', 'order-1')) as Order
      await asPatron(since.store, { kind: 'reschedule-order', orderId: cancel.orderId, from: slot, to: later }, since.instantBefore(0))
    }
    expect(await since.bring(since.one)).toEqual([200, 0])
    expect(await since.row('order', 'order-1')).not.toHaveProperty('cancelledBy')
  }
})

test('[CASE-24] it keeps the facts that are here, and an order that was handed over and cancelled is a case', async () => {
  const cancel = { kind: 'cancel-order', orderId: toOrderId('order-1'), reason: '' } as const
  const world = await restored(async ({ store, instantBefore }) => void (await asPatron(store, cancel, instantBefore(0))))
  await world.moved(world.other).push([aPushed(anEnvelope(aHandOver()))], { epoch: world.epoch })
  expect(await world.bring(world.one)).toEqual([200, 1])
  expect(await world.row('order', 'order-1')).toMatchObject({ facts: [{ what: 'handed-over' }], cancelledBy: {} })
  expect(await world.cases()).toMatchObject([{ caseKind: 'handed-over-though-cancelled' }])
})

test('[CASE-24] an order that was here and left with its day does not come back when its placing is handed over again', async () => {
  const world = await restored(async ({ store, instantBefore }) => void (await asPatron(store, placed(), instantBefore(0))))
  const { one, other, store, moved, epoch } = world
  expect(await world.bring(other)).toEqual([200, 1])
  await store.transact(libraryOfTests, (transaction) =>
    transaction.eraseRow('order', orderId, world.instantBefore(0), formatOrderSubject(orderId)),
  )
  await moved(other).push([], { epoch })
  const [place, note] = [
    { ...aPushed(anEnvelope(placed({ source: 'desk' }), {}, 'placed')), accepted: 1 },
    { ...aPushed(anEnvelope({ kind: 'write-note', orderId, note: 'sonner', replaces: '' }, {}, 'noted')), accepted: 2 },
  ]
  expect(outcomesOf(await moved(one).push([place, note], { epoch }))).toEqual([
    ['refused', 'order-already-there'],
    ['refused', 'order-unknown'],
  ])
  expect(await world.order()).toBeUndefined()
  // What was asked of it since is said to people.
  expect((await world.cases()).map(({ caseKind, cites }) => [caseKind, cites.length])).toEqual([['request-lost', 1]])
})

test('[CASE-24] a base that nobody signed, of the present epoch, of before the copy, or of a tablet set aside brings nothing', async () => {
  const world = await restored(async ({ store, instantBefore }) => void (await asPatron(store, placed(), instantBefore(0))))
  const { one, other, bring, bases } = world
  const cursor = bases.get(one)?.mark.cursor ?? ''
  expect(await bring(one, undefined, { cursor: `${cursor.slice(0, -1)}${cursor.endsWith('0') ? '1' : '0'}` })).toEqual([200, 0])
  expect(await bring(one, undefined, { epoch: 'e'.repeat(32) })).toEqual([200, 0])
  const present = await world.moved(other).pull()
  expect(await bring(one, undefined, { cursor: present.end.cursor })).toEqual([200, 0])
  // Rows that the copy has are no news, whatever a tablet writes in them.
  expect(await bring(one, (order) => (order.id === orderId ? 'nothing' : { ...order, note: 'écrit par qui ?' }))).toEqual([200, 0])
  expect((await world.moved(one).setAside(other)).status).toBe(200)
  expect(await bring(other)).toEqual([403, 'revoked'])
  world.advance(15 * 86_400_000)
  expect(await bring(one)).toEqual([200, 0])
  expect(await world.order()).toBeUndefined()
})

test('[CASE-24] a tablet that makes orders up changes nobody else’s number, letter, card or words', async () => {
  const world = await restored(async ({ store, instantBefore }) => {
    await asPatron(store, placed(), instantBefore(0))
    const cancel = { kind: 'cancel-order', orderId: toOrderId('order-1'), reason: '' } as const
    await asPatron(store, cancel, instantBefore(0))
  })
  const forged = (order: Order) => ({
    ...order,
    number: order.id === orderId ? 'A-999999' : 'ZZ-001',
    card: toCardNumber('29999'),
    placedAt: 1,
    facts: [{ what: 'handed-over', operationId: toOperationId('1'.repeat(32)), items: [] }],
  })
  expect(await world.bring(world.one, forged)).toEqual([200, 2])
  expect(await world.order()).toMatchObject({ number: 'A-501', saidNumber: 'A-999999', facts: [] })
  const before = (await world.row('order', 'order-1')) as Order
  expect(before).toMatchObject({ card: '23333000000172', facts: [] })
  expect(before.number).not.toBe('ZZ-001')
  const far = await restored(async ({ store, instantBefore }) => void (await asPatron(store, placed(), instantBefore(0))))
  expect(await far.bring(far.one, (order) => ({ ...order, slot: { ...order.slot, date: '9999-12-31' } }))).toEqual([200, 0])
  expect(await far.bring(far.one, (order) => ({ ...order, note: 'x'.repeat(2001) }))).toEqual([200, 0])
  expect(await far.bring(far.one, (order) => ({ ...order, lines: Array(400).fill(order.lines[0]) }))).toEqual([200, 0])
})

test('[CASE-24] a list of the ILS that changed an order here since stands, and finds an order that a tablet brought before the list', async () => {
  const row = {
    ...{ ilsNumber: 'ILS-7', line: 2, card: '23333000000172', date: early.date, time: early.time, site: '', source: 'ils', note: '' },
    ...{ orderedOn: undefined, lines: [{ line: 2, record: 'record-1', barcode: '', title: '' }] },
  } as const
  const take = (
    store: Awaited<ReturnType<typeof anEndpoint>>['store'],
    change: Partial<{ note: string; ilsNumber: undefined }>,
    now: Instant,
  ) =>
    store.transact(libraryOfTests, (transaction) =>
      takeOrdersIn(
        transaction,
        { rows: [{ ...row, ...change }], inRejected: new Set<string>(), from: early.date, to: early.date } as Parameters<
          typeof takeOrdersIn
        >[1],
        now,
      ),
    )
  const ofList = async ({ store }: Pick<Awaited<ReturnType<typeof anEndpoint>>, 'store'>) =>
    store.read(libraryOfTests, async (reader) => (await reader.rowsOf('order')).filter(({ slot }) => slot.date === early.date))
  const numbered = await restored(async ({ store, instantBefore }) => void (await take(store, {}, instantBefore(0))))
  await take(numbered.store, { note: 'du SIGB' }, numbered.instantBefore(0))
  expect(await numbered.bring(numbered.one)).toEqual([200, 0])
  expect(await ofList(numbered)).toMatchObject([{ note: 'du SIGB' }])
  const without = await restored(async ({ store, instantBefore }) => void (await take(store, { ilsNumber: undefined }, instantBefore(0))))
  expect(await without.bring(without.one)).toEqual([200, 1])
  const [brought] = await ofList(without)
  const arrival = {
    kind: 'record-arrival',
    orderId: brought?.id ?? orderId,
    happened: { date: aDate('2026-11-24'), time: aTime('14:31') },
  } as const
  await without.moved(without.one).push([aPushed(anEnvelope(arrival))], { epoch: without.epoch })
  await take(without.store, { ilsNumber: undefined }, without.instantBefore(0))
  expect(await ofList(without)).toMatchObject([{ id: brought?.id, facts: [{ what: 'arrived' }] }])
})
