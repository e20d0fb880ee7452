/**
 * A tablet says that it is the year 128,723. What it says so must not stop a screen of another tablet, the closing or the counters of the
 * library. Runs against the built endpoint; what other tablets pull is read as their screens read it.
 */
import { expect, test } from 'vitest'
import { toDeviceId, toOperationId, toOrderId } from '../../src/domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../src/domain/instant.ts'
import { addDays, parseLocalDate } from '../../src/domain/local-date.ts'
import type { Envelope, Operation } from '../../src/domain/operation/operation.ts'
import type { Order } from '../../src/domain/order/order.ts'
import { type Claim, formatClaimScope } from '../../src/domain/pull-list/claim.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import { wallClockIn } from '../../src/protocol/wall-clock.ts'
import { aHandOver, aPushed, aReturn, outcomesOf, type TestTablet } from '../builders/an-endpoint.ts'
import { aLine, anOrder } from '../builders/an-order.ts'
import { askManager, beside, besiege, enrol, foundLibrary, momentNow, pressedNow, start } from './besieged-endpoint.ts'

besiege()

/** Both are numbers that the wire takes: the year 128,723, and as long before. */
const far = toInstant(4e15)
const absurd: readonly (readonly [string, Partial<Envelope>])[] = [
  ['its own clock', { at: far }],
  ['its own clock, years ago', { at: toInstant(-4e15) }],
  ['what it adds to its clock', { clockOffset: 4e15 }],
]
const idOf = (n: number) => toOperationId(n.toString(16).padStart(32, '0'))
const orderId = toOrderId('a'.repeat(32))
const zones = ['Romans', 'Bandes dessinées', 'DVD']

const rowsOf = async <K extends Row['kind']>(tablet: TestTablet, kind: K): Promise<readonly Extract<Row, { kind: K }>[]> =>
  // What came is read as rows, as a tablet does.
  (await tablet.pull()).rows.map(({ row }) => row as Row | null).filter((row): row is Extract<Row, { kind: K }> => row?.kind === kind)

/** As a screen writes a moment of the last minutes. */
const isWrittenAsToday = (at: Instant): boolean =>
  wallClockIn('Europe/Paris')(at).date === wallClockIn('Europe/Paris')(toInstant(Date.now())).date &&
  Math.abs(at - Date.now()) < 10 * msPerMinute

const claimOf = (name: string): Operation => ({ kind: 'claim', scope: { kind: 'zone', name } })

test.each(absurd)('[CASE-8] claims of the year 128,723, by %s, are of the moment at which they came', async (_, said) => {
  await foundLibrary()
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  const envelopes = zones.map((zone, n) => pressedNow(claimOf(zone), { operationId: idOf(n), ...said }))
  expect(outcomesOf(await lost.push(envelopes.map(aPushed)))).toEqual(zones.map(() => 'accepted-with-case'))
  const claims = await rowsOf(own, 'claim')
  expect(claims.map(({ scope, holders }) => [scope, holders.map(({ at }) => isWrittenAsToday(at))])).toEqual(
    expect.arrayContaining(zones.map((name) => [{ kind: 'zone', name }, [true]])),
  )
  expect((await rowsOf(own, 'case')).map(({ id, cites }) => [id, cites.length])).toEqual([
    [`clock-doubtful:device/${lost.identity.deviceId}:1`, zones.length],
  ])
  // What was said is kept to the byte.
  const kept = await beside((store) => store.read(mainLibraryId, (reading) => reading.receiptsOf(idOf(0))))
  expect(kept.map(({ envelope }) => envelope)).toEqual([canonicalJson(envelopes[0])])
})

const dated = (text: string) => parseLocalDate(text) ?? momentNow().date
const itemOf = (operation: Operation) => {
  const [item] = operation.kind === 'hand-over-order' ? operation.items : []
  if (item === undefined) throw new Error('a handover has a document')
  return item
}

test.each([
  ['happened and due', '9999-12-01', '9999-12-22', 21],
  ['happened and due, long ago', '1000-01-01', '1000-01-22', 21],
  ['due', undefined, '9999-12-31', 0],
])(
  '[CASE-8] a handover %s in a year that no desk sees is of today, and its loan as long as it said',
  async (_, happenedOn, dueOn, days) => {
    await foundLibrary()
    const endpoint = await start()
    const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
    const today = momentNow()
    const happened = { ...today, date: happenedOn === undefined ? today.date : dated(happenedOn) }
    const items = [{ ...itemOf(aHandOver()), dueOn: dated(dueOn) }]
    const envelope = pressedNow({ ...aHandOver({ orderId: undefined, items }), happened } as Operation)
    expect(outcomesOf(await lost.push([aPushed(envelope)]))).toEqual(['accepted-with-case'])
    const [item] = await rowsOf(own, 'item')
    expect(item?.facts.map((fact) => [fact.happened.date, fact.what === 'handed-over' ? fact.dueOn : ''])).toEqual([
      [today.date, addDays(today.date, days)],
    ])
  },
)

test('[CASE-8] a return into a quarantine until 9999 keeps its document no longer than today', async () => {
  await foundLibrary()
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  const today = momentNow()
  const payload: Operation = { ...aReturn(), happened: today, quarantineUntil: dated('9999-12-31') }
  expect(outcomesOf(await lost.push([aPushed(pressedNow(payload))]))).toEqual(['accepted-with-case'])
  const [item] = await rowsOf(own, 'item')
  expect(item?.facts).toMatchObject([{ what: 'returned', quarantineUntil: today.date }])
})

test('[CASE-8] an order bagged and moved in the year 128,723 is counted, and none of its gestures is lost', async () => {
  await foundLibrary([anOrder({ id: orderId, lines: [aLine('1')] })])
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  const happened = momentNow()
  const slot = anOrder().slot
  const gestures: readonly Operation[] = [
    { kind: 'give-up-line', happened, orderId, lineId: aLine('1').id, reason: '' },
    { kind: 'bag-order', happened: { ...happened, date: dated('9999-12-31') }, orderId, bays: [1] },
    { kind: 'reschedule-order', orderId, from: slot, to: { ...slot, date: dated('9999-12-28') } },
    { kind: 'record-arrival', happened, orderId },
  ]
  const answer = await lost.push(gestures.map((payload, n) => aPushed(pressedNow(payload, { operationId: idOf(n), at: far }))))
  expect(outcomesOf(answer)).toEqual(['accepted-with-case', 'accepted-with-case', ['refused', 'slot-closed'], 'accepted-with-case'])
  const [order] = await rowsOf(own, 'order')
  expect((order as Order).facts.map(({ what, happened: { date }, at }) => [what, date, isWrittenAsToday(at)])).toEqual([
    ['given-up', happened.date, true],
    ['bagged', happened.date, true],
    ['arrived', happened.date, true],
  ])
  const counts = await beside((store) =>
    store.read(mainLibraryId, (reading) => reading.figures.counts(dated('1000-01-01'), dated('9999-12-31'))),
  )
  expect(counts.length).toBeGreaterThan(0)
  expect(counts.filter(({ day, amount }) => !Number.isFinite(amount) || day > '2100')).toEqual([])
})

test('[PULL-9] setting a tablet aside drops what it claimed, and leaves what others claimed', async () => {
  await foundLibrary()
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  await lost.push(zones.map((zone, n) => aPushed(pressedNow(claimOf(zone), { operationId: idOf(n) }))))
  await own.push([aPushed(pressedNow(claimOf('Jeunesse'), { operationId: idOf(9) }))])
  await askManager(own, 'set-tablet-aside', { deviceId: lost.identity.deviceId, reason: 'perdue' })
  const claims = await rowsOf(own, 'claim')
  const held = claims.filter(({ holders }) => holders.length > 0)
  expect(held.map(({ holders }) => holders.map(({ deviceId }) => deviceId))).toEqual([[toDeviceId(own.identity.deviceId)]])
})

test('[CASE-8, CASE-22] claims and decisions of the future that an older build let in leave at the next closing', async () => {
  const at = far
  const holder = { operationId: idOf(1), librarianId: 'claire', deviceId: toDeviceId('0'.repeat(32)), at }
  const scope = { kind: 'zone', name: 'Romans' } as const
  const claim = { kind: 'claim', id: formatClaimScope(scope), scope, holders: [holder] } as unknown as Claim
  const settled: Row = {
    kind: 'case',
    id: 'clock-doubtful:device/b:1' as never,
    caseKind: 'clock-doubtful',
    subject: 'device/b',
    cites: [],
    follows: undefined,
    settlement: { ...holder, decision: { kind: 'acknowledged' }, note: '' } as never,
  }
  await foundLibrary([claim, settled])
  const own = await enrol(await start())
  await expect
    .poll(async () => [...(await rowsOf(own, 'claim')), ...(await rowsOf(own, 'case'))], { timeout: 20_000, interval: 1000 })
    .toEqual([])
})
