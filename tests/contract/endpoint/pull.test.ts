/**
 * What a tablet's base is made of: exactly the rows up to its cursor, the same as the endpoint's (PROTOCOL.md, Pull and Epoch).
 */
import { describe, expect, test } from 'vitest'
import type { Case } from '../../../src/domain/case/case.ts'
import { addToDigest, formatDigest } from '../../../src/domain/hash64.ts'
import {
  toCardNumber,
  toCaseId,
  toClaimId,
  toDeviceId,
  toItemBarcode,
  toLibraryId,
  toOperationId,
  toOrderId,
} from '../../../src/domain/ids.ts'
import type { Item } from '../../../src/domain/item/item.ts'
import { formatSlotKey } from '../../../src/domain/slot/slot.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { readExchangeKey, sign } from '../../../src/endpoint/authority/exchange-proof.ts'
import { rowHash } from '../../../src/protocol/digest.ts'
import { maximumRowsPerPage, oldestPulledVersion } from '../../../src/protocol/version.ts'
import { aDate, anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aRecord } from '../../builders/a-record.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, managerOfTests } from '../../builders/an-endpoint.ts'
import { aLoanOf, anItemWith } from '../../builders/an-item.ts'
import { aLine, anOrder, aRecordWanted, aSlotKey } from '../../builders/an-order.ts'

const digestOf = (rows: readonly Record<string, unknown>[]): string =>
  formatDigest(rows.map((row) => rowHash({ kind: String(row.kind), id: String(row.id), row: row.row ?? null })).reduce(addToDigest, 0n))

describe('pulling', () => {
  test('the whole base comes where there is no cursor, with the digest of its rows', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const { rows, isWhole, end } = await tablet.pull()
    expect(isWhole).toBe(true)
    expect(rows.map((row) => row.kind).sort()).toEqual(['device', 'librarian', 'librarian', 'order', 'patron', 'settings'])
    expect(end.digest).toBe(digestOf(rows))
  })

  test('a large base comes in pages by version, and a row that changes meanwhile comes again, higher', async () => {
    const patrons = Array.from({ length: maximumRowsPerPage * 2 }, (_, i) => aPatron({ id: toCardNumber(`card-${i}`) }))
    const endpoint = await anEndpoint({ rows: patrons })
    const tablet = await endpoint.enrol()
    const first = await tablet.get('/sync/v1/pull')
    expect(first.body.end).toBeUndefined()
    await endpoint.store.transact(libraryOfTests, async (transaction) => {
      await transaction.writeRow(aPatron({ id: toCardNumber('card-0'), surname: 'DUVAL' }), anInstant('2026-11-24 13:00'))
      await transaction.eraseRow('patron', toCardNumber('card-1'), anInstant('2026-11-24 13:00'))
    })
    const rest = await tablet.pull(String(first.body.next))
    expect(rest.isWhole).toBe(true)
    const base = new Map<string, Record<string, unknown>>()
    for (const row of [...(first.body.rows as Record<string, unknown>[]), ...rest.rows]) base.set(`${row.kind}/${row.id}`, row)
    expect(base.get('patron/card-0')).toMatchObject({ row: { surname: 'DUVAL' } })
    expect(base.get('patron/card-1')).toMatchObject({ row: null })
    expect(rest.end.digest).toBe(digestOf([...base.values()]))
  })

  test('from a cursor only what changed comes, tombstones included', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const { end } = await tablet.pull()
    expect((await tablet.pull(end.cursor)).rows).toEqual([])
    await endpoint.store.transact(libraryOfTests, (transaction) =>
      transaction.eraseRow('order', toOrderId('order-1'), anInstant('2026-11-24 13:00')),
    )
    const changes = await tablet.pull(end.cursor)
    expect(changes).toMatchObject({ isWhole: false, rows: [{ kind: 'order', id: 'order-1', row: null }] })
    expect((await tablet.pull()).rows.map((row) => row.id)).not.toContain('order-1')
  })

  test('a cursor older than the tombstones kept gets the whole base', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const { end } = await tablet.pull()
    await endpoint.store.transact(libraryOfTests, (transaction) =>
      transaction.eraseRow('order', toOrderId('order-1'), anInstant('2026-11-24 13:00')),
    )
    await endpoint.store.transact(libraryOfTests, (transaction) => transaction.forgetTombstones(anInstant('2026-12-31 13:00')))
    expect(await tablet.pull(end.cursor)).toMatchObject({ isWhole: true, epoch: (await endpoint.store.libraries())[0]?.epoch })
  })

  test('a cursor that the database signed and does not know shows a roll-back: a new epoch, once, and the whole base', async () => {
    const endpoint = await anEndpoint()
    const [b, c] = [await endpoint.enrol(), await endpoint.enrol()]
    const { end, epoch } = await b.pull()
    const [, version, chain] = end.cursor.split('.')
    const otherHistory = '0'.repeat(64)
    const claims = [
      [Number(version) + 7, chain],
      [Number(version), otherHistory],
    ] as const
    for (const [at, link] of claims) expect(await b.pull(`${epoch}.${at}.${link}`)).toMatchObject({ isWhole: true, epoch })
    const key = await endpoint.store.read(libraryOfTests, readExchangeKey)
    const signed = claims.map(([at, link]) => `${epoch}.${at}.${link}.${sign(key ?? '', ['cursor', epoch, at, link ?? ''], 32)}`)
    const ahead = await b.pull(signed[0])
    expect(ahead.isWhole).toBe(true)
    expect(ahead.epoch).not.toBe(epoch)
    const aside = await c.pull(signed[1])
    expect([aside.isWhole, aside.epoch]).toEqual([true, ahead.epoch])
  })

  test('a tablet older than the support window is told to upgrade when it pulls, and is still heard when it pushes', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const older = oldestPulledVersion - 1
    expect(await tablet.get(`/sync/v1/pull?protocol=${older}`)).toMatchObject({ status: 426, body: { problem: 'upgrade-required' } })
    expect((await tablet.get(`/sync/v1/pull?protocol=${oldestPulledVersion}`)).status).toBe(200)
    const pushed = {
      protocol: older,
      nonce: 'a'.repeat(32),
      ticket: tablet.ticket,
      pendingCount: 1,
      operations: [aPushed(anEnvelope(aHandOver()))],
    }
    expect((await tablet.post(`/sync/v1/push?protocol=${older}`, pushed)).body.results).toMatchObject([{ outcome: 'accepted' }])
    expect(await endpoint.row('item', toItemBarcode('33331000000012'))).toBeDefined()
  })

  test('nonsense for a cursor gets the whole base, never an error', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    for (const cursor of ['x', '..', 'é', `${'0'.repeat(32)}.1.${'0'.repeat(64)}`]) {
      expect((await tablet.pull(encodeURIComponent(cursor))).isWhole).toBe(true)
    }
  })
})

const never = (defect: unknown): void => {
  throw defect
}

describe('closing a day', () => {
  const nextDays = (endpoint: Awaited<ReturnType<typeof anEndpoint>>) => closeDays(endpoint.store, anInstant('2026-11-27 03:00'), never)

  test('[PRIV-2] an order handed over before yesterday leaves every tablet; its loan stays as long as it is counted', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    await tablet.push([aPushed(anEnvelope(aHandOver()))])
    const { end } = await tablet.pull()
    await nextDays(endpoint)
    const changes = await tablet.pull(end.cursor)
    expect(changes.rows.filter((row) => row.row === null).map((row) => row.kind)).toEqual(['order'])
    expect(await endpoint.row('item', toItemBarcode('33331000000012'))).toBeDefined()
    await nextDays(endpoint)
    expect((await tablet.pull(changes.end.cursor)).rows).toEqual([])
  })

  test('[PRIV-2] a library whose day cannot be closed is reported, and those after it are closed all the same', async () => {
    // A row that no build of ours writes stands for a defect that nobody has thought of.
    const broken = { kind: 'item', id: toItemBarcode('broken'), facts: null } as unknown as Item
    const { store } = await anEndpoint({ rows: [broken] })
    const neighbour = toLibraryId('voisine')
    await store.createLibrary({ id: neighbour, name: 'Médiathèque voisine', isDemo: false })
    const old = anOrder({ slot: aSlotKey('2026-11-17 14:30'), cancelledBy: { operationId: toOperationId('a'.repeat(32)), based: [] } })
    await store.transact(neighbour, async (transaction) => {
      for (const row of [aSettings(), old]) await transaction.writeRow(row, anInstant('2026-11-17 14:30'))
    })
    const defects: unknown[] = []
    await closeDays(store, anInstant('2026-11-27 03:00'), (defect) => defects.push(defect))
    expect(defects).toHaveLength(1)
    expect(await store.read(neighbour, async (reading) => reading.rowsOf('order'))).toEqual([])
  })

  test('[PRIV-1] an order still open stays, however old; so does what an open case cites', async () => {
    const endpoint = await anEndpoint({ rows: [anOrder({ slot: aSlotKey('2026-11-17 14:30') })] })
    const [b, c] = [await endpoint.enrol(), await endpoint.enrol()]
    await nextDays(endpoint)
    expect(await endpoint.row('order', toOrderId('order-1'))).toBeDefined()
    await b.push([aPushed(anEnvelope(aHandOver()))])
    await c.push([aPushed(anEnvelope(aHandOver({ orderId: undefined, card: toCardNumber('23333000000999') })))])
    await nextDays(endpoint)
    expect(await endpoint.row('order', toOrderId('order-1'))).toBeDefined()
  })

  test('[PRIV-2] with an order that left go its slot, its records, its settled case and old claims; what today needs stays', async () => {
    const cancelled = anOrder({
      id: toOrderId('old'),
      slot: aSlotKey('2026-11-17 14:30'),
      lines: [aLine('1', aRecordWanted('record-old'))],
      cancelledBy: { operationId: toOperationId('a'.repeat(32)), based: [] },
    })
    const at = anInstant('2026-11-17 10:00')
    const who = { operationId: toOperationId('b'.repeat(32)), librarianId: managerOfTests, at }
    const settled: Case = {
      kind: 'case',
      id: toCaseId('picked-and-not-found:line/old/1:1'),
      caseKind: 'picked-and-not-found',
      subject: 'line/old/1',
      cites: [],
      follows: undefined,
      settlement: { ...who, decision: { kind: 'acknowledged' }, note: '' },
    }
    const endpoint = await anEndpoint({
      rows: [
        cancelled,
        settled,
        // Out still: so is what a person decided of it.
        anItemWith('A/12', {}, aLoanOf()),
        { ...settled, id: toCaseId('handed-over-twice:item/A/12:1'), caseKind: 'handed-over-twice', subject: 'item/A/12' },
        aRecord('record-old'),
        aRecord('record-1'),
        { kind: 'slot', id: formatSlotKey(cancelled.slot), slot: cancelled.slot, orderIds: [cancelled.id] },
        {
          kind: 'claim',
          id: toClaimId('zone/Romans'),
          scope: { kind: 'zone', name: 'Romans' },
          holders: [{ ...who, deviceId: toDeviceId('d') }],
        },
        { kind: 'settled-batch', id: '1', day: aDate('2026-11-08'), settledAt: anInstant('2026-11-09 09:00'), operationIds: [] },
        { kind: 'settled-batch', id: '2', day: aDate('2026-11-08'), settledAt: anInstant('2026-11-10 09:00'), operationIds: [] },
      ],
    })
    const tablet = await endpoint.enrol()
    const { end } = await tablet.pull()
    await closeDays(endpoint.store, anInstant('2026-11-24 13:40'), never)
    const { rows } = await tablet.pull(end.cursor)
    expect(rows.every((row) => row.row === null)).toBe(true)
    expect(rows.map((row) => `${row.kind} ${row.id}`).sort()).toEqual([
      'case picked-and-not-found:line/old/1:1',
      'claim zone/Romans',
      'order old',
      'record record-old',
      'settled-batch 1',
      `slot ${formatSlotKey(cancelled.slot)}`,
    ])
    // A tablet may still list an operation that this batch settled.
    expect(await endpoint.row('settled-batch', '2')).toBeDefined()
  })

  test('[CASE-16] a decided case stays as long as one that follows it: orders that leave the slot close that one, and both go together', async () => {
    const orders = ['1', '2', '3', '4', '5'].map((n) => anOrder({ id: toOrderId(n), number: `B-00${n}` }))
    const slot = aSlotKey()
    const subject = `slot/${formatSlotKey(slot)}`
    const [first, next] = [toCaseId(`slot-overfilled:${subject}:1`), toCaseId(`slot-overfilled:${subject}:2`)]
    const decided = { operationId: toOperationId('b'.repeat(32)), librarianId: managerOfTests, at: anInstant('2026-11-22 10:00') }
    const overfilled = { kind: 'case', caseKind: 'slot-overfilled', subject, cites: [] } as const
    const endpoint = await anEndpoint({
      rows: [
        ...orders,
        { kind: 'slot', id: formatSlotKey(slot), slot, orderIds: orders.map(({ id }) => id) },
        { ...overfilled, id: first, follows: undefined, settlement: { ...decided, decision: { kind: 'acknowledged' }, note: '' } },
        { ...overfilled, id: next, cites: [toOperationId('c'.repeat(32))], follows: first, settlement: undefined },
      ],
    })
    const tablet = await endpoint.enrol()
    await closeDays(endpoint.store, anInstant('2026-11-24 13:40'), never)
    await tablet.push([aPushed(anEnvelope({ kind: 'cancel-order', orderId: toOrderId('1'), reason: 'au téléphone' }))])
    expect(await endpoint.row('case', next)).toMatchObject({ settlement: { decision: { kind: 'explained' } } })
    await nextDays(endpoint)
    expect([await endpoint.row('case', first), await endpoint.row('case', next)]).toEqual([undefined, undefined])
  })
})
