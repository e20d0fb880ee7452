/**
 * What a tablet may count on when it pushes: each operation received once, nothing dropped, whatever happens on the way.
 * The real routes over the real stores; the cases are those of PROTOCOL.md, Faults.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test, vi } from 'vitest'
import { addToDigest, formatDigest } from '../../../src/domain/hash64.ts'
import { toCardNumber, toItemBarcode, toLineId, toOrderId, toSiteId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import type { Item } from '../../../src/domain/item/item.ts'
import type { Envelope } from '../../../src/domain/operation/operation.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { canonicalJson } from '../../../src/protocol/canonical-json.ts'
import { rowHash } from '../../../src/protocol/digest.ts'
import { aDate, aMoment, anInstant, aTime } from '../../builders/a-moment.ts'
import {
  aHandOver,
  anEndpoint,
  anEnvelope,
  aPushed,
  aReturn,
  asJson,
  libraryOfTests,
  outcomesOf,
  secretsIn,
  secretsOfTests,
} from '../../builders/an-endpoint.ts'
import { rowsAfter } from '../../fakes/rows-after.ts'

const barcode = '33331000000012'
const receipts = (store: Awaited<ReturnType<typeof anEndpoint>>['store'], id: ReturnType<typeof anEnvelope>['operationId']) =>
  store.read(libraryOfTests, (reading) => reading.receiptsOf(id))

describe('pushing', () => {
  test('a handover is accepted, kept to the byte, and seen by every tablet', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const other = await endpoint.enrol()
    const { end } = await other.pull()
    const envelope = anEnvelope(aHandOver())
    const answer = await tablet.push([aPushed(envelope)])
    expect(outcomesOf(answer)).toEqual(['accepted'])
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    const [receipt] = await receipts(endpoint.store, envelope.operationId)
    expect(receipt).toMatchObject({ envelope: canonicalJson(envelope), happenedOn: '2026-11-24', type: 'hand-over-order' })
    const changes = await other.pull(end.cursor)
    expect(changes.isWhole).toBe(false)
    expect(changes.rows.map((row) => row.kind).sort()).toEqual(['item', 'order', 'patron', 'record'])
    expect(changes.end.version).toBe(answer.body.head)
  })

  test('the same operation again, after a lost answer, has one receipt and one effect', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const envelope = anEnvelope(aHandOver())
    await tablet.push([aPushed(envelope)], { isAnswerLost: true })
    const [library] = await endpoint.store.libraries()
    expect(outcomesOf(await tablet.push([aPushed(envelope), aPushed(envelope)]))).toEqual(['already-known', 'already-known'])
    expect(await receipts(endpoint.store, envelope.operationId)).toHaveLength(1)
    expect(await endpoint.store.libraries()).toEqual([library])
  })

  test('from a tablet that speaks of another epoch nothing is received before it heard of the new one', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const envelope = anEnvelope(aHandOver())
    const body = { protocol: 4, nonce: 'a'.repeat(32), ticket: tablet.ticket, epoch: 'e'.repeat(32), pendingCount: 1 }
    const answer = await tablet.post('/sync/v1/push', { ...body, operations: [aPushed(envelope)] })
    expect(answer.body).toMatchObject({ epoch: (await endpoint.store.libraries())[0]?.epoch, results: [] })
    expect(await receipts(endpoint.store, envelope.operationId)).toHaveLength(0)
  })

  test('[HO-6] facts that came before the order they are about are in it as soon as it is placed', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const orderId = toOrderId('f'.repeat(32))
    const slot = { siteId: toSiteId('centre'), date: aDate('2026-11-24'), time: aTime('16:00') }
    const lines = [{ id: toLineId('1'), wanted: { kind: 'wish', text: 'un roman' } as const }]
    const place = anEnvelope({
      kind: 'place-order',
      orderId,
      number: 'B-001',
      source: 'phone',
      card: toCardNumber('2000000001'),
      slot,
      lines,
      note: '',
      callBackNumber: undefined,
      isUrgent: false,
      overrideReason: 'accordé',
    })
    const bag = anEnvelope({ kind: 'bag-order', orderId, bays: [3], happened: aMoment('2026-11-24 14:00') })
    expect(outcomesOf(await tablet.push([aPushed(bag), aPushed(place), aPushed(bag)]))).toEqual(['accepted', 'accepted', 'already-known'])
    expect(await endpoint.row('order', orderId)).toMatchObject({ facts: [{ what: 'bagged', operationId: bag.operationId }] })
  })

  test('[CASE-3] one id with two contents keeps both, the second in quarantine with its case', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const first = anEnvelope(aHandOver())
    const answer = await tablet.push([aPushed(first), aPushed({ ...first, build: 'another' })])
    expect(outcomesOf(answer)).toEqual(['accepted', ['quarantined', 'one-operation-two-contents']])
    expect(await receipts(endpoint.store, first.operationId)).toHaveLength(2)
    expect(await endpoint.row('case', `one-operation-two-contents:device/${tablet.identity.deviceId}:1`)).toMatchObject({
      cites: [first.operationId],
    })
  })

  test('[CASE-3] a type this build does not know, and a newer version of one, wait in quarantine; the queue goes on', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const unknown = { ...anEnvelope(aReturn()), type: 'teleport-item', payload: { kind: 'teleport-item', to: 'moon' } }
    const newer = { ...anEnvelope(aReturn()), typeVersion: 2 }
    const answer = await tablet.push([aPushed(unknown), aPushed(newer), aPushed('not an envelope'), aPushed(anEnvelope(aReturn()))])
    const notUnderstood = ['quarantined', 'operation-not-understood']
    expect(outcomesOf(answer)).toEqual([notUnderstood, notUnderstood, ['quarantined', 'hash-mismatch'], 'accepted'])
    const [receipt] = await receipts(endpoint.store, unknown.operationId)
    expect(JSON.parse(receipt?.envelope ?? '')).toEqual(JSON.parse(JSON.stringify(unknown)))
  })

  test('a damaged envelope counts for nothing: the press counts when it comes whole, and its undo does not wait', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const envelope = anEnvelope(aHandOver())
    const whole = aPushed(envelope)
    const undo = anEnvelope({
      kind: 'undo-handover',
      happened: aMoment('2026-11-24 14:50'),
      handover: envelope.operationId,
      orderId: toOrderId('order-1'),
      card: toCardNumber('23333000000172'),
      barcodes: [toItemBarcode(barcode)],
    })
    const damaged = [
      { ...whole, envelope: { ...envelope, build: 'tesd' } },
      { ...whole, hash: '0'.repeat(64) },
    ]
    const mismatch = ['quarantined', 'hash-mismatch']
    expect(outcomesOf(await tablet.push([...damaged, aPushed(undo)]))).toEqual([mismatch, mismatch, 'accepted'])
    expect(outcomesOf(await tablet.push([whole, whole]))).toEqual(['accepted', 'already-known'])
    expect(outcomesOf(await tablet.push(damaged.slice(0, 1)))).toEqual([mismatch])
    expect(await endpoint.row('item', barcode)).toMatchObject({ facts: [{ what: 'handed-over' }, { what: 'handover-undone' }] })
    expect((await receipts(endpoint.store, envelope.operationId)).map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'quarantined'])
    const other = aPushed({ ...envelope, build: 'another' })
    expect(outcomesOf(await tablet.push([other]))).toEqual([['quarantined', 'one-operation-two-contents']])
  })

  test('an operation sent as opaque text is read where it can be', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const pushed = aPushed(anEnvelope(aReturn()))
    expect(outcomesOf(await tablet.push([{ hash: pushed.hash, envelope: canonicalJson(pushed.envelope) }]))).toEqual(['accepted'])
    expect(outcomesOf(await tablet.push([pushed]))).toEqual(['already-known'])
  })

  test('[CASE-3] a time that no calendar has is kept in quarantine, where it stops no export', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const timeless = [anEnvelope(aHandOver(), { at: toInstant(1e300) }), anEnvelope(aHandOver(), { clockOffset: -1e300 })]
    expect(outcomesOf(await tablet.push(timeless.map(aPushed)))).toEqual([
      ['quarantined', 'operation-not-understood'],
      ['quarantined', 'operation-not-understood'],
    ])
    expect((await tablet.push([], { pendingCount: 1e308 })).status).toBe(400)
  })

  test('an envelope without canonical text is refused whole, and kept as the opaque text that comes next', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    for (const text of ['['.repeat(20_000) + ']'.repeat(20_000), '{"at":1e400}']) {
      const hash = createHash('sha256').update(text).digest('hex')
      const head = JSON.stringify({ protocol: 4, nonce: 'a'.repeat(32), ticket: tablet.ticket, pendingCount: 1 }).slice(0, -1)
      const whole = await endpoint.ask('/sync/v1/push', {
        method: 'POST',
        headers: { ...tablet.headers, ...asJson },
        body: `${head},"operations":[{"hash":"${hash}","envelope":${text}}]}`,
      })
      expect([whole.status, await whole.json()]).toMatchObject([400, { problem: 'request-not-understood', nonce: 'a'.repeat(32) }])
      expect(outcomesOf(await tablet.push([{ hash, envelope: text }]))).toEqual([['quarantined', 'operation-not-understood']])
    }
  })

  test('an operation that breaks a rule of ours is kept in quarantine, and those behind it are applied', async () => {
    // A row that no build of ours writes stands for a defect that nobody has thought of.
    const broken = { kind: 'item', id: toItemBarcode(barcode), facts: null } as unknown as Item
    const endpoint = await anEndpoint({ rows: [broken] })
    const tablet = await endpoint.enrol()
    const noShow = anEnvelope({ kind: 'confirm-no-show', happened: aMoment('2026-11-24 18:00'), orderId: toOrderId('order-1') })
    const poison = anEnvelope(aReturn())
    expect(outcomesOf(await tablet.push([aPushed(poison), aPushed(noShow)]))).toEqual([['quarantined', 'not-applied'], 'accepted'])
    expect(await endpoint.row('item', barcode)).toMatchObject({ facts: null })
    expect(endpoint.lines.some((line) => line.includes('"defect"'))).toBe(true)
  })

  test('an undo of a handover that is in quarantine waits there with it', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const handover = { ...anEnvelope(aHandOver()), typeVersion: 9 }
    const undo = anEnvelope({
      kind: 'undo-handover',
      happened: aMoment('2026-11-24 14:50'),
      handover: handover.operationId,
      orderId: toOrderId('order-1'),
      card: toCardNumber('23333000000172'),
      barcodes: [toItemBarcode(barcode)],
    })
    expect(outcomesOf(await tablet.push([aPushed(handover), aPushed(undo)]))[1]).toEqual(['quarantined', 'names-quarantined'])
  })

  test('a request may lose, with its reason, and is answered the same again; a fact is never refused', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const cancel = anEnvelope({ kind: 'cancel-order', orderId: toOrderId('nowhere'), reason: '' })
    const fact = anEnvelope({ kind: 'record-arrival', happened: aMoment('2026-11-24 14:31'), orderId: toOrderId('nowhere') })
    expect(outcomesOf(await tablet.push([aPushed(cancel), aPushed(fact)]))).toEqual([['refused', 'order-unknown'], 'accepted'])
    expect(outcomesOf(await tablet.push([aPushed(cancel)]))).toEqual([['refused', 'order-unknown']])
  })

  test('[CASE-3] the same item handed over on two tablets that knew nothing of each other opens a case that cites both', async () => {
    const endpoint = await anEndpoint()
    const [b, c] = [await endpoint.enrol(), await endpoint.enrol()]
    const first = anEnvelope(aHandOver())
    const second = anEnvelope(aHandOver({ orderId: undefined, card: toCardNumber('23333000000999') }))
    await b.push([aPushed(first)])
    const answer = await c.push([aPushed(second)])
    expect(outcomesOf(answer)).toEqual(['accepted-with-case'])
    expect(await endpoint.row('case', `handed-over-twice:item/${barcode}:1`)).toMatchObject({
      cites: [first.operationId, second.operationId].sort(),
    })
  })

  test('[CASE-3] a tablet whose clock runs ahead is believed, and a case says so', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const early = anEnvelope(aReturn(), { at: anInstant('2027-11-24 13:31') })
    const corrected = anEnvelope(aHandOver(), { at: anInstant('2027-11-24 13:31'), clockOffset: -365 * 86_400_000 })
    expect(outcomesOf(await tablet.push([aPushed(corrected), aPushed(early)]))).toEqual(['accepted', 'accepted-with-case'])
    expect(await endpoint.row('case', `clock-doubtful:device/${tablet.identity.deviceId}:1`)).toMatchObject({ cites: [early.operationId] })
    // Its date is nobody's: it is filed under the day on which it came.
    expect(await receipts(endpoint.store, early.operationId)).toMatchObject([{ happenedOn: '2026-11-24' }])
  })

  test('[CASE-3] a press hours before what its author had read says that the clock is slow, and keeps its day', async () => {
    const endpoint = await anEndpoint()
    const [slow, right] = [await endpoint.enrol(), await endpoint.enrol()]
    await right.push([])
    const read = await right.pull()
    const base = { epoch: read.epoch, version: read.end.version }
    const inTime = anEnvelope(aReturn(), { base, at: anInstant('2026-11-24 13:31') })
    const late = anEnvelope(aReturn(), { base, at: anInstant('2026-11-24 08:31') })
    const yesterday = anEnvelope(aHandOver({ happened: aMoment('2026-11-23 23:30') }), { base, at: anInstant('2026-11-23 22:30') })
    expect(outcomesOf(await right.push([aPushed(inTime)]))).toEqual(['accepted'])
    expect(outcomesOf(await slow.push([aPushed(late), aPushed(yesterday)]))).toEqual(['accepted-with-case', 'accepted-with-case'])
    expect(await endpoint.row('case', `clock-doubtful:device/${slow.identity.deviceId}:1`)).toMatchObject({
      cites: [late.operationId, yesterday.operationId].sort(),
    })
    const day = await endpoint.store.read(libraryOfTests, (reader) =>
      reader.receiptsOfDay(aMoment('2026-11-23 12:00').date, ['hand-over-order']),
    )
    expect(day.map(({ operationId }) => operationId)).toEqual([yesterday.operationId])
  })

  test('the records that a new order wants come into the base with it', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    expect(await endpoint.row('record', 'record-1')).toBeUndefined()
    await tablet.push([
      aPushed(anEnvelope({ kind: 'record-arrival', happened: aMoment('2026-11-24 14:31'), orderId: toOrderId('order-1') })),
    ])
    expect(await endpoint.row('record', 'record-1')).toMatchObject({ title: 'Au Bonheur des Dames', copies: [{ barcode }] })
  })
})

describe('what a push leaves behind', () => {
  test('a receipt that was answered is there when the file is opened again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'endpoint-'))
    const path = join(folder, 'desk.db')
    const endpoint = await anEndpoint({ store: new SqliteStore(path) })
    const tablet = await endpoint.enrol()
    const envelope = anEnvelope(aHandOver())
    expect(outcomesOf(await tablet.push([aPushed(envelope)]))).toEqual(['accepted'])
    // Opened beside the first, which is never closed: as after a kill.
    const reopened = new SqliteStore(path)
    expect(await receipts(reopened, envelope.operationId)).toMatchObject([{ outcome: 'accepted', happenedOn: '2026-11-24' }])
    await reopened.close()
    await endpoint.store.close()
    rmSync(folder, { recursive: true })
  })

  test('a database that is full in the middle of a push keeps nothing of it, and takes the same push once there is room', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'endpoint-'))
    // The first connection to speak is the one that writes: its file is told how far it may grow.
    const spoken = vi.spyOn(Database.prototype, 'pragma')
    const endpoint = await anEndpoint({ store: new SqliteStore(join(folder, 'desk.db')) })
    const writer = spoken.mock.contexts[0] as Database.Database
    spoken.mockRestore()
    const tablet = await endpoint.enrol()
    const { end } = await tablet.pull()
    const barcodes = Array.from({ length: 80 }, (_, i) => toItemBarcode(`3333100000${i + 1000}`))
    const items = barcodes.map((one) => ({
      barcode: one,
      recordId: undefined,
      documentType: 'livre',
      lineId: undefined,
      dueOn: aDate('2026-12-15'),
      isNewRelease: false,
      overrideReason: undefined,
    }))
    const operations = [aReturn(), aHandOver({ items }), aReturn()].map((operation) => aPushed(anEnvelope(operation)))
    // Room for the text of the operations, and not for the rows of eighty documents.
    writer.pragma(`max_page_count = ${Number(writer.pragma('page_count', { simple: true })) + 12}`)
    expect((await tablet.push(operations)).status).toBe(500)
    for (const { envelope } of operations) expect(await receipts(endpoint.store, (envelope as Envelope).operationId)).toHaveLength(0)
    expect(await tablet.pull(end.cursor)).toMatchObject({ rows: [], end })
    const digest = async (): Promise<string> => {
      const rows = await endpoint.store.read(libraryOfTests, (reading) => rowsAfter(reading, 0, 1000))
      return formatDigest(rows.map(rowHash).reduce(addToDigest, 0n))
    }
    expect(await digest()).toBe(end.digest)
    writer.pragma('max_page_count = 100000')
    expect(outcomesOf(await tablet.push(operations))).toEqual(['accepted', 'accepted', 'accepted'])
    expect(await digest()).toBe((await tablet.pull()).end.digest)
    await endpoint.store.close()
    rmSync(folder, { recursive: true })
  })

  test('[PRIV-4, KEEP-6] the log says what was done and in which library, and names no person, card, document or title', async () => {
    const endpoint = await anEndpoint({ rows: [{ kind: 'item', id: toItemBarcode('broken'), facts: null } as unknown as Item] })
    const tablet = await endpoint.enrol()
    await tablet.push([aPushed(anEnvelope(aHandOver())), aPushed({ ...anEnvelope(aReturn()), typeVersion: 2 })])
    await tablet.push([aPushed(anEnvelope({ ...aReturn(), barcode: toItemBarcode('broken') }))])
    await tablet.pull()
    await tablet.post('/sync/v1/push', { secret: secretsOfTests })
    await tablet.manage('enrolment-code')
    await tablet.enterPassphrase({ passphrase: 'pas la bonne, Claire' })
    // Its moments are digits that may spell a PIN.
    const log = endpoint.lines.join('').replaceAll(/"time":\d+/g, '')
    expect(log).toContain('"route":"push"')
    expect(log).toMatch(/"route":"push"[^}\n]*"library":"[a-z0-9-]+"/)
    expect(log).toContain('"accepted":1')
    expect(log).toContain('"letter":"B"')
    expect(secretsIn(log)).toEqual([])
    expect(log).not.toContain(tablet.identity.credential)
    expect(log).not.toContain(tablet.identity.deviceId)
  })
})

test('the clock of the endpoint goes with each answer', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  endpoint.advance(1000)
  expect((await tablet.push([])).body.now).toBe(toInstant(anInstant('2026-11-24 13:32') + 1000))
})
