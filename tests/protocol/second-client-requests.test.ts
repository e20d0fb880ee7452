/**
 * What people ask for at the second implementer's tablets, beside one of ours, at one real endpoint on loopback: orders placed, moved, noted,
 * equivalents, cases decided by the digest of what was seen (I-33, I-41); each refusal that the page names; and all of it handed over again once the
 * database was put back to before (I-34). Runs in Node.
 */
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toCardNumber, toItemBarcode, toOrderId } from '../../src/domain/ids.ts'
import { itemState } from '../../src/domain/item/item-state.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import { backUpSqlite, restoreSqlite } from '../../src/endpoint/storage/sqlite-backup.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aSettings } from '../builders/a-settings.ts'
import { aLine, anOrder, aRecordWanted, aSlotKey } from '../builders/an-order.ts'
import { jeanne, libraryId, openTabletWorld, type TabletWorld, until } from '../fakes/tablet-world.ts'
import type { TestTablet } from '../fakes/test-tablet.ts'
import { SecondClient } from './second-client/client.ts'
import { move, place, propose, settle, shownOrder, writeNote } from './second-client/requests.ts'
import { canonicalJson, type Json, type Members, type Payload, type PulledRow, type Row, seenOf } from './second-client/wire-text.ts'

const [paul, nadia] = ['23333000000172', '23333000000347'] as const
const barcode = '33331000000012'
const placedBefore = 'order-1'
/** Tomorrow, a Thursday. */
const at = (time: string): Members => ({ siteId: 'centre', date: '2026-11-26', time })

let world: TabletWorld
let origin: string
beforeEach(async () => {
  world = await openTabletWorld()
  const order = { id: toOrderId(placedBefore), number: 'Z-001', card: toCardNumber(paul), slot: aSlotKey('2026-11-26 14:00') }
  await world.writeRows(
    aSettings({ idleLockMinutes: 600 }),
    aPatron({ id: toCardNumber(paul) }),
    aPatron({ id: toCardNumber(nadia) }),
    anOrder({ ...order, lines: [aLine('1', aRecordWanted('record-1'))] }),
  )
  origin = await world.listen()
})
afterEach(() => world.close())

const theirs = async (): Promise<SecondClient> => {
  const client = new SecondClient(origin, { now: () => world.now(), fetch: (url, init) => fetch(url, init) })
  expect(await client.enrol(await world.code(), 'Étage')).toBe(undefined)
  await exchange(client)
  return client
}

const exchange = async (...clients: readonly SecondClient[]): Promise<void> => {
  for (const client of clients) expect(await client.exchange()).toBe(undefined)
}

const press = (client: SecondClient, ...payloads: readonly Payload[]): readonly string[] =>
  payloads.map((payload) => client.press(payload, jeanne))

/** What became of these, as this tablet heard it. */
const heardOf = (client: SecondClient, ids: readonly string[]): readonly string[] =>
  ids.map((id) => {
    const { outcome, reason } = client.disk.outbox.find(({ operationId }) => operationId === id) ?? {}
    return reason === undefined ? String(outcome) : `${outcome} ${reason}`
  })

/** Pressed and handed over at once: what became of each. */
const ask = async (client: SecondClient, ...payloads: readonly Payload[]): Promise<readonly string[]> => {
  const ids = press(client, ...payloads)
  await exchange(client)
  return heardOf(client, ids)
}

/** Rows of the endpoint, as JSON has them. */
const rowsOf = async (kind: 'order' | 'case' | 'item' | 'device'): Promise<readonly Row[]> => {
  const rows = await world.store.read(libraryId, async (reader): Promise<unknown> => reader.rowsOf(kind))
  return JSON.parse(canonicalJson(rows as Json)) as readonly Row[]
}
const stored = async (kind: 'order' | 'case' | 'item', id: unknown) => (await rowsOf(kind)).find((row) => row.id === id)
const casesOf = async (caseKind: string) => (await rowsOf('case')).filter((row) => row.caseKind === caseKind)

const shown = (client: SecondClient, orderId: string): Row => {
  const order = shownOrder(client, orderId)
  if (order === undefined) throw new Error(`${orderId} is not shown`)
  return order
}
const caseShown = (client: SecondClient, id: string): Row => {
  const row = client.disk.rows[`case/${id}`]?.row
  if (row == null) throw new Error(`${id} is not shown`)
  return row
}

const acknowledged = { kind: 'acknowledged' }
const bothTrue = { kind: 'both-true' }
const happened = { date: '2026-11-25', time: '14:00' }
const lend = (card: string): Payload => ({
  ...{ kind: 'hand-over-order', card, leftBehind: [], notFound: [], receipt: 'undecided', happened },
  items: [{ barcode, recordId: 'record-1', documentType: 'livre', dueOn: '2026-12-16', isNewRelease: false }],
})

/** Ours hands over what waits and fetches what changed; `isAwaited`: until the endpoint waits for no tablet any more. */
const exchangeOurs = async ({ desk, storage }: TestTablet, isAwaited = false): Promise<void> => {
  const { head, epoch } = await world.store.read(libraryId, (reader) => reader.library())
  let turns = 0
  await until(async () => {
    if (turns++ % 100 === 0) {
      if (turns > 1) world.advance(1000)
      desk.tryNow()
    }
    const { mark } = await storage.load()
    if (isAwaited && (await rowsOf('device')).some(({ awaitedSince }) => awaitedSince !== undefined)) return false
    return desk.snapshot.pendingCount === 0 && mark !== undefined && mark.epoch === epoch && mark.version >= head
  }, 'an exchange of ours')
}
const asText = (rows: readonly PulledRow[]): readonly string[] =>
  rows.map(({ kind, id, row }) => `${kind}/${id} ${canonicalJson(row)}`).sort()
/** All hold one base: the endpoint's. */
const expectOneBase = async (ours: TestTablet, ...clients: readonly SecondClient[]): Promise<void> => {
  for (let round = 0; round < 2; round++) {
    await exchange(...clients)
    await exchangeOurs(ours)
  }
  const { base } = await ours.storage.load()
  for (const { disk } of clients) expect(asText(Object.values(disk.rows))).toEqual(asText(base as unknown as readonly PulledRow[]))
}

test('[PULL-5] an order is placed, moved, noted and given an equivalent; of two that change one thing the first received stands', async () => {
  const [a, b, ours] = [await theirs(), await theirs(), await world.tabletOfJeanne()]
  // Off line, each over the one before it.
  const placing = place(a, paul, at('14:30'), ['record-1', 'record-9'])
  const orderId = String(placing.orderId)
  const ids = [...press(a, placing)]
  ids.push(...press(a, move(shown(a, orderId), at('15:00'))))
  ids.push(...press(a, writeNote(shown(a, orderId), 'sous le porche')))
  ids.push(...press(a, propose(shown(a, orderId), '1', 'record-2')))
  const { facts, ...before } = shown(a, orderId)
  expect(before).toMatchObject({ slot: at('15:00'), note: 'sous le porche', number: 'B-001' })
  await exchange(a)
  expect(heardOf(a, ids)).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
  expect(await stored('order', orderId)).toMatchObject({
    ...{ card: paul, number: 'B-001', slot: at('15:00'), note: 'sous le porche', facts },
    lines: [
      { id: '1', wanted: { kind: 'record', recordId: 'record-2' }, substitutedFor: 'record-1' },
      { id: '2', wanted: { kind: 'record', recordId: 'record-9' } },
    ],
  })

  // Three who do not know of each other: one of ours speaks first, then theirs.
  await exchange(b)
  await exchangeOurs(ours)
  const other = (client: SecondClient, time: string, note: string, record: string): readonly Payload[] => {
    const order = shown(client, orderId)
    return [move(order, at(time)), writeNote(order, note), propose(order, '1', record)]
  }
  const [late, mine] = [press(b, ...other(b, '16:00', 'au guichet', 'record-3')), other(a, '15:30', 'par la cour', 'record-4')]
  // The cast: payloads of theirs are what ours presses, as they stand on the wire.
  for (const payload of mine) expect((await ours.desk.perform(payload as unknown as Operation)).kind).toBe('saved')
  await exchangeOurs(ours)
  await exchange(b)
  expect(heardOf(b, late)).toEqual(['refused order-moved-meanwhile', 'refused note-changed-meanwhile', 'refused line-changed-meanwhile'])
  const won = { slot: at('15:30'), note: 'par la cour' }
  expect(await stored('order', orderId)).toMatchObject(won)
  expect((await stored('order', orderId))?.lines).toMatchObject([{ wanted: { recordId: 'record-4' }, substitutedFor: 'record-1' }, {}])
  // Shown with what won, and asked anew over it.
  expect(shown(b, orderId)).toMatchObject(won)
  expect(await ask(b, ...other(b, '16:00', 'au guichet', 'record-3'))).toEqual(['accepted', 'accepted', 'accepted'])
  expect((await stored('order', orderId))?.lines).toMatchObject([{ wanted: { recordId: 'record-3' } }, {}])
  // There and back between is as if nothing had happened.
  await exchange(a)
  const unaware = move(shown(a, orderId), at('16:30'))
  const away = shown(b, orderId)
  expect(await ask(b, move(away, at('17:00')), move({ ...away, slot: at('17:00') }, at('16:00')))).toEqual(['accepted', 'accepted'])
  expect(await ask(a, unaware)).toEqual(['accepted'])
  await expectOneBase(ours, a, b)
})

/** What the page's table of refusals names. */
const refusalsOfThePage = (): readonly string[] => {
  const [, table = ''] = /\| `reason` of a refusal \|.*\n\|.*\n((?:\|.*\n)+)/.exec(readFileSync('src/protocol/PROTOCOL.md', 'utf8')) ?? []
  return table.split('\n').flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([a-z-]+)`/g)].map(([, reason = '']) => reason))
}

test('each refusal that the page names is met, and changes nothing', async () => {
  const [a, b] = [await theirs(), await theirs()]
  const made = async (time: string, changes: Members = {}): Promise<Row> => {
    const placing: Payload = { ...place(a, nadia, at(time), ['record-1']), overrideReason: 'accordé', ...changes }
    expect((await ask(a, placing))[0]).toMatch(/^accepted/)
    return shown(a, String(placing.orderId))
  }
  const met: string[] = []
  const refuse = async (reason: string, ...payloads: readonly Payload[]) => {
    expect(await ask(a, ...payloads), reason).toEqual(payloads.map(() => `refused ${reason}`))
    met.push(reason)
  }
  const fact = (kind: string, order: Row, more: Members = {}): Payload => ({ kind, orderId: order.id, happened, ...more })
  const all = (order: Row, to: Members): readonly Payload[] => [move(order, to), writeNote(order, 'x'), propose(order, '1', 'record-2')]
  const [left, given, missed, open] = [await made('14:00'), await made('14:15'), await made('14:30'), await made('14:45')]

  await refuse('order-unknown', ...all({ ...open, id: 'order-nobody' }, at('15:00')))
  await ask(a, { kind: 'cancel-order', orderId: left.id, reason: 'au téléphone' }, fact('confirm-no-show', missed))
  await ask(a, { ...lend(nadia), orderId: given.id })
  await refuse('order-cancelled', move(left, at('15:00')), propose(left, '1', 'record-2'))
  await refuse('order-handed-over', move(given, at('15:00')), propose(given, '1', 'record-2'))
  await refuse('order-no-show', propose(missed, '1', 'record-2'))
  await refuse('order-already-there', { ...place(a, paul, at('16:00'), ['record-1']), orderId: open.id })
  await refuse('order-empty', place(a, paul, at('16:00'), []))
  await refuse('order-moved-meanwhile', move({ ...open, slot: at('17:00') }, at('15:00')))
  await refuse('slot-closed', place(a, paul, at('03:00'), ['record-1']), move(open, at('03:00')))
  await refuse('slot-too-far', place(a, paul, { ...at('14:00'), date: '2027-01-07' }, ['record-1']))
  const portal = { source: 'portal' }
  await refuse('slot-too-soon', { ...place(a, paul, { ...at('14:15'), date: '2026-11-25' }, ['record-1']), ...portal })
  for (let i = 0; i < 4; i++) await made('17:00')
  await refuse('slot-full', { ...place(a, paul, at('17:00'), ['record-1']), ...portal })
  await ask(a, place(a, paul, at('16:00'), ['record-1']), place(a, paul, at('16:15'), ['record-1']))
  await refuse('too-many-open-orders', place(a, paul, at('16:30'), ['record-1']))
  await refuse('too-many-orders-in-slot', place(a, paul, at('16:00'), ['record-1']))
  await refuse('line-unknown', { ...propose(open, '1', 'record-2'), lineId: '7' })
  await refuse('line-changed-meanwhile', { ...propose(open, '1', 'record-2'), from: 'record-8' })
  await ask(a, fact('pick-item', open, { lineId: '1', barcode: '33331000000020', recordId: 'record-1' }))
  await refuse('line-already-picked', propose(open, '1', 'record-2'))
  await refuse('note-changed-meanwhile', writeNote({ ...open, note: 'un autre' }, 'x'))

  // Of a case: one that nobody has, one that grew meanwhile, one that is decided.
  await ask(b, lend(paul))
  await refuse('case-unknown', settle({ id: `handed-over-twice:item/${barcode}:7`, cites: [] }, acknowledged))
  const [seen] = await casesOf('handed-over-twice')
  if (seen === undefined) throw new Error('no case')
  await ask(b, lend('23333000000511'))
  await refuse('case-changed-meanwhile', settle(seen, bothTrue))
  const grown = caseShown(b, String(seen.id))
  // Nor what it does not offer: the fact of another case, or that it was read.
  for (const decision of [{ kind: 'stands', fact: 'f'.repeat(32) }, acknowledged])
    expect(await ask(b, settle(grown, decision))).toEqual(['refused case-changed-meanwhile'])
  expect(await ask(b, settle(grown, bothTrue))).toEqual(['accepted'])
  await refuse('case-already-settled', settle(caseShown(b, String(seen.id)), bothTrue))

  // `overtaken` takes a database that was put back: below.
  expect([...met, 'overtaken'].sort()).toEqual([...refusalsOfThePage()].sort())
  expect(await stored('order', open.id)).toMatchObject({ slot: open.slot, note: '', lines: open.lines })
  // What no tablet would compose is not even understood: a text above 2,000 characters.
  expect(await ask(a, writeNote(open, 'x'.repeat(2001)))).toEqual(['quarantined operation-not-understood'])
  expect(await ask(a, writeNote(open, 'x'.repeat(2000)))).toEqual(['accepted'])
})

test('[CASE-2] a case is decided by the digest of what was seen, also where its row lists forty of what it cites', async () => {
  const [a, b, ours] = [await theirs(), await theirs(), await world.tabletOfJeanne()]
  const [[first = ''], [second = '']] = [press(a, lend(paul)), press(b, lend(nadia))]
  await exchange(a, b)
  const id = `handed-over-twice:item/${barcode}:1`
  const seen = caseShown(b, id)
  expect(seen).toMatchObject({ cites: [first, second].sort(), subject: `item/${barcode}` })
  // One digit of the digest is another: nobody has seen that.
  const decided = settle(seen, { kind: 'stands', fact: first })
  const wrong = String(decided.seen).replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
  for (const off of [wrong, String(decided.seen).replace(/^2/, '3')])
    expect(await ask(b, { ...decided, seen: off })).toEqual(['refused case-changed-meanwhile'])
  expect((await casesOf('handed-over-twice'))[0]?.settlement).toBe(undefined)
  // `seen` says it all, and `cites` is empty.
  const [decision = ''] = press(b, decided)
  await exchange(b)
  expect(heardOf(b, [decision])).toEqual(['accepted'])
  expect((await casesOf('handed-over-twice'))[0]?.settlement).toMatchObject({
    ...{ operationId: decision, librarianId: jeanne, deviceId: b.disk.deviceId, decision: { kind: 'stands', fact: first } },
  })
  expect(await stored('item', barcode)).toMatchObject({ decided: [{ operationId: decision, says: 'truth', fact: first }] })
  // On ours it is decided too, and the document is with the one whose handover stands.
  await exchangeOurs(ours)
  const item = ours.desk.snapshot.state.get('item', toItemBarcode(barcode))
  expect(item && itemState(item)).toMatchObject({ kind: 'out', cards: [paul] })

  // Of a kind that no build reads yet, forty-five in quarantine: one case about the tablet, which lists forty.
  const later = Array.from({ length: 45 }, () => press(a, { kind: 'from-a-later-build' })[0] ?? '')
  await exchange(a)
  const about = caseShown(a, `operation-not-understood:device/${a.disk.deviceId}:1`)
  expect(about).toMatchObject({ cites: later.slice(0, 40).sort(), unlisted: { count: 5 } })
  const listed: Row = { ...about, unlisted: undefined }
  expect(await ask(b, settle(listed, acknowledged))).toEqual(['refused case-changed-meanwhile'])
  expect(settle(about, acknowledged).seen).toBe(seenOf({ cites: later }))
  expect(await ask(b, settle(about, acknowledged))).toEqual(['accepted'])
  expect((await casesOf('operation-not-understood'))[0]?.settlement).toMatchObject({ decision: acknowledged })
  await expectOneBase(ours, a, b)
})

/** The database is put back to the copy, with the command's own function, which begins an epoch. */
const restore = async (copy: string): Promise<void> =>
  world.replaceDatabase(async () => {
    expect(await restoreSqlite(copy, world.path, { isForced: true, stamp: 'now' })).toMatchObject({ ok: true })
  })

test('[CASE-7] put back to before, the database gets all of it again as it was accepted, whichever tablet speaks first', async () => {
  const [a, b, ours] = [await theirs(), await theirs(), await world.tabletOfJeanne()]
  await exchangeOurs(ours)
  const copy = `${world.path}.copy`
  expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })

  const lost = await theirs()
  const pressed: [SecondClient, string][] = []
  /** Handed over at once, heard by all before the next; no two at one time. */
  const does = async (client: SecondClient, payload: Payload): Promise<void> => {
    const [id = ''] = press(client, payload)
    await exchange(client, a, b, lost)
    expect(heardOf(client, [id])[0], payload.kind).toMatch(/^accepted/)
    pressed.push([client, id])
    world.advance(1000)
  }
  // There and back by one, elsewhere by the other, of an order that the copy has.
  await does(a, move(shown(a, placedBefore), at('14:15')))
  await does(a, move(shown(a, placedBefore), at('14:00')))
  await does(b, move(shown(b, placedBefore), at('14:45')))
  // Of one that it has not, by turns; at last a move over that of a tablet which is never seen again.
  const placing = place(a, paul, at('15:00'), ['record-1'])
  const orderId = String(placing.orderId)
  await does(a, placing)
  await does(b, move(shown(b, orderId), at('15:15')))
  await does(a, writeNote(shown(a, orderId), 'sous le porche'))
  await does(b, writeNote(shown(b, orderId), 'par la cour'))
  await does(a, propose(shown(a, orderId), '1', 'record-2'))
  await does(b, propose(shown(b, orderId), '1', 'record-3'))
  for (const client of [a, b]) press(client, lend(client === a ? paul : nadia))
  await exchange(a, b)
  const caseId = `handed-over-twice:item/${barcode}:1`
  await does(b, settle(caseShown(b, caseId), bothTrue))
  await does(lost, move(shown(lost, orderId), at('15:30')))
  await does(b, move(shown(b, orderId), at('15:45')))
  const acceptedOf = ([{ disk }, id]: [SecondClient, string]) => disk.outbox.find(({ operationId }) => operationId === id)?.accepted
  const acceptedBefore = pressed.map(acceptedOf)
  expect(new Set(acceptedBefore).size).toBe(pressed.length)
  const before = { order: await stored('order', orderId), settled: await stored('case', caseId) }
  expect(before.order).toMatchObject({ slot: at('15:45') })
  const [ofA, ofB] = [a, b].map((client) => pressed.flatMap(([who, id]) => (who === client ? [id] : []))) as [string[], string[]]

  await restore(copy)
  expect([await stored('order', orderId), await stored('case', caseId)]).toEqual([undefined, undefined])
  // Over nothing that is there: it waits, but for what the copy has.
  await exchange(b)
  const waits = 'quarantined base-awaited'
  expect(heardOf(b, ofB)).toEqual(['accepted', waits, waits, waits, waits, waits])
  await exchange(a)
  expect(heardOf(a, ofA)).toEqual(['refused overtaken', 'refused overtaken', 'accepted', 'accepted', 'accepted'])
  expect(await stored('order', placedBefore)).toMatchObject({ slot: at('14:45') })
  // Every one of B's was taken up but the last: what that rests on may be with ours, which has not spoken yet.
  expect(await stored('order', orderId)).toEqual({ ...before.order, slot: at('15:15') })
  expect(await stored('case', caseId)).toEqual(before.settled)
  expect(await casesOf('request-lost')).toEqual([])
  expect(heardOf(b, ofB)).toEqual(['accepted', waits, waits, waits, waits, waits])

  // B hears of it as it asks again, within the hour. Each keeps when it was first accepted.
  await exchangeOurs(ours, true)
  world.advance(3_600_000)
  await exchange(b)
  const known = 'already-known'
  expect(heardOf(b, ofB)).toEqual(['accepted', known, known, known, known, 'refused order-moved-meanwhile'])
  expect(pressed.map(acceptedOf)).toEqual(acceptedBefore)
  const last = ofB.at(-1)
  expect(await casesOf('request-lost')).toMatchObject([
    { subject: `order/${orderId}`, cites: [last], lost: [{ operationId: last, type: 'reschedule-order', deviceId: b.disk.deviceId }] },
  ])
  // Who is lost for good was let in after the copy: nobody waits for it, and it keeps what it has.
  expect(await lost.exchange()).toBe('credential-unknown')
  expect(lost.disk.outbox).toHaveLength(1)
  await expectOneBase(ours, a, b)
})
