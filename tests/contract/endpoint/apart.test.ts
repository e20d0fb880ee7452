/**
 * What a tablet brought after it was set aside, as a manager reads it and takes it (CASE-6): each gesture is tried by the code that accepts
 * it, and nothing of a trial stays. The real routes over SQLite, and a pile as in the drawing: what agrees, what contradicts, what is late.
 */
import { expect, test } from 'vitest'
import { toCardNumber, toItemBarcode, toLibrarianId, toLineId, toOrderId, toRecordId } from '../../../src/domain/ids.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, aReturn, libraryOfTests, managerOfTests } from '../../builders/an-endpoint.ts'
import { aLine, anOrder } from '../../builders/an-order.ts'

type Gesture = {
  readonly operationId: string
  readonly standing: string
  readonly reason?: string
  readonly made?: { readonly librarianId: string; readonly operation: Operation }
  readonly found?: { readonly caseKind: string; readonly subject: string; readonly others: readonly string[] }
}

const placed = (changes: Partial<Extract<Operation, { kind: 'place-order' }>> = {}): Operation => ({
  kind: 'place-order',
  orderId: toOrderId('order-of-lost'),
  number: 'B-104',
  source: 'phone',
  card: toCardNumber('23333000000172'),
  slot: { ...anOrder().slot, ...aMoment('2026-11-25 10:00') },
  lines: [aLine('1')],
  note: '',
  callBackNumber: '',
  isUrgent: false,
  overrideReason: undefined,
  ...changes,
})

/** A lost tablet and one of the library's own, and what the manager does there. */
const aLostTablet = async () => {
  const endpoint = await anEndpoint()
  const [lost, own] = [await endpoint.enrol(), await endpoint.enrol()]
  await own.setAside(lost)
  const { deviceId } = lost.identity
  return {
    ...endpoint,
    lost,
    own,
    list: async (asked: { skipped?: number } = {}) => {
      const { body } = await own.manage('apart-list', { deviceId, ...asked })
      return body as unknown as { total: number; gestures: readonly Gesture[] }
    },
    take: async (operations?: readonly string[]) =>
      (await own.manage('accept-quarantined', { deviceId, ...(operations === undefined ? {} : { operations }) })).body,
    library: async () => (await endpoint.store.libraries())[0],
    rowOfLost: () => endpoint.row('device', deviceId),
  }
}
const standingsOf = (gestures: readonly Gesture[]) =>
  gestures.map(({ standing, reason }) => (reason === undefined ? standing : [standing, reason]))

test('[CASE-6] each gesture of a tablet out of service is listed with what it would make of the library, and nothing of that stays', async () => {
  const { lost, own, list, library, row } = await aLostTablet()
  // Another patron has the document meanwhile, by this library's own tablet.
  const stands = anEnvelope(aHandOver({ orderId: undefined, card: toCardNumber('23333000000999') }))
  await own.push([aPushed(stands)])
  const handOver = anEnvelope(aHandOver({ happened: aMoment('2026-11-24 14:20') }))
  const undo = anEnvelope({
    kind: 'undo-handover',
    happened: aMoment('2026-11-24 14:22'),
    handover: handOver.operationId,
    orderId: toOrderId('order-1'),
    card: toCardNumber('23333000000172'),
    barcodes: [toItemBarcode('33331000000012')],
  })
  const arrival = anEnvelope({ kind: 'record-arrival', happened: aMoment('2026-11-24 14:10'), orderId: toOrderId('order-1') })
  const pile = [
    arrival,
    handOver,
    undo,
    anEnvelope(placed({ slot: { ...anOrder().slot, ...aMoment('2026-11-24 14:00') } })),
    anEnvelope({ kind: 'write-note', orderId: toOrderId('order-1'), note: 'rappeler', replaces: 'ce qu’elle avait lu' }),
    { ...anEnvelope(aReturn()), typeVersion: 99 },
    anEnvelope(placed()),
  ]
  await lost.push(pile.map(aPushed))
  const before = await library()
  const { total, gestures } = await list()
  expect([total, gestures.map(({ operationId }) => operationId)]).toEqual([7, pile.map(({ operationId }) => operationId)])
  expect(standingsOf(gestures)).toEqual([
    'agrees',
    'to-decide',
    'follows',
    ['too-late', 'slot-over'],
    ['too-late', 'note-changed-meanwhile'],
    'unreadable',
    'agrees',
  ])
  expect(gestures[1]?.found).toEqual({
    caseKind: 'handed-over-twice',
    subject: 'item/33331000000012',
    others: [stands.operationId],
  })
  expect(gestures[0]?.made).toMatchObject({ librarianId: managerOfTests, operation: { kind: 'record-arrival' } })
  expect(gestures[5]).not.toHaveProperty('made')
  expect(await library()).toEqual(before)
  expect(await row('order', 'order-of-lost')).toBeUndefined()
  expect((await list()).gestures).toEqual(gestures)
})

test('[CASE-6] a manager takes what agrees; what contradicts waits on, and opens its case once it is taken too', async () => {
  const { lost, own, list, take, row, rowOfLost } = await aLostTablet()
  await own.push([aPushed(anEnvelope(aHandOver({ orderId: undefined, card: toCardNumber('23333000000999') })))])
  const pile = [
    anEnvelope({ kind: 'record-arrival', happened: aMoment('2026-11-24 14:10'), orderId: toOrderId('order-1') }),
    anEnvelope(aHandOver({ happened: aMoment('2026-11-24 14:20') })),
    anEnvelope(placed()),
  ]
  await lost.push(pile.map(aPushed))
  const agreeing = (await list()).gestures.filter(({ standing }) => standing === 'agrees').map(({ operationId }) => operationId)
  expect(await take([...agreeing, ...agreeing])).toMatchObject({ accepted: 2, left: 0 })
  expect(await row('order', 'order-of-lost')).toMatchObject({ number: 'B-104' })
  expect(await rowOfLost()).toMatchObject({ apart: { count: 1 } })
  const caseId = 'handed-over-twice:item/33331000000012:1'
  expect(await row('case', caseId)).toBeUndefined()
  expect(standingsOf((await list()).gestures)).toEqual(['to-decide'])
  // Asked again, as after an answer that was lost.
  expect(await take(agreeing)).toMatchObject({ accepted: 0, left: 0 })
  expect(await take([String(pile[1]?.operationId)])).toMatchObject({ accepted: 1, left: 0 })
  expect(await row('case', caseId)).toMatchObject({ cites: expect.arrayContaining([pile[1]?.operationId]) })
  expect(await rowOfLost()).not.toHaveProperty('apart')
  expect(await list()).toMatchObject({ total: 0, gestures: [] })
})

test('[CASE-6] one gesture counts for those behind it, and an unknown colleague’s name is to decide', async () => {
  const { lost, list } = await aLostTablet()
  const orderId = toOrderId('order-of-lost')
  await lost.push(
    [
      anEnvelope(placed()),
      anEnvelope({ kind: 'write-note', orderId, note: 'rappeler', replaces: '' }),
      anEnvelope(
        { kind: 'bag-order', happened: aMoment('2026-11-24 14:30'), orderId, bays: [4] },
        { librarianId: toLibrarianId('personne') },
      ),
    ].map(aPushed),
  )
  const { gestures } = await list()
  expect(standingsOf(gestures)).toEqual(['agrees', 'agrees', 'to-decide'])
  expect(gestures[2]?.found?.caseKind).toBe('librarian-unknown')
})

test('[CASE-6] a list has fifty gestures at most, and goes on where it is asked to; those of another tablet are in neither list nor act', async () => {
  const { lost, own, enrol, list, take, row, store } = await aLostTablet()
  const noted = (n: number) =>
    anEnvelope({ ...aReturn(), barcode: toItemBarcode(`b${n}`), recordId: toRecordId('record-1'), happened: aMoment('2026-11-24 14:00') })
  const pile = Array.from({ length: 120 }, (_, n) => noted(n))
  await lost.push(pile.slice(0, 100).map(aPushed))
  await lost.push(pile.slice(100).map(aPushed))
  const second = await enrol()
  await own.setAside(second)
  const theirs = noted(500)
  await second.push([aPushed(theirs)])
  const first = await list()
  expect([first.total, first.gestures.length]).toEqual([120, 50])
  const last = await list({ skipped: 100 })
  expect(last.gestures.map(({ operationId }) => operationId)).toEqual(pile.slice(100).map(({ operationId }) => operationId))
  expect(await take([theirs.operationId])).toMatchObject({ accepted: 0, left: 0 })
  expect(await row('item', 'b500')).toBeUndefined()
  // A tablet before this list names none: all of one tablet, and no more.
  expect(await take()).toMatchObject({ accepted: 120, left: 0 })
  expect((await store.read(libraryOfTests, (reading) => reading.quarantined())).map(({ operationId }) => operationId)).toEqual([
    theirs.operationId,
  ])
  expect((await own.manage('accept-quarantined', { deviceId: 'd', operations: pile.slice(0, 51).map(() => 'o') })).body.problem).toBe(
    'request-not-understood',
  )
})

test('[CASE-6] one long gesture is listed by itself, and those behind it in the next list', async () => {
  const { lost, list } = await aLostTablet()
  const notFound = Array.from({ length: 900 }, (_, n) => toLineId(`line-${n}`.padEnd(60, 'x')))
  await lost.push([aPushed(anEnvelope(aHandOver({ notFound })))])
  for (let n = 0; n < 3; n++) await lost.push([aPushed(anEnvelope(aHandOver({ notFound })))])
  const { total, gestures } = await list()
  expect([total, gestures.length]).toEqual([4, 2])
  expect((await list({ skipped: 2 })).gestures.length).toBe(2)
})

test('[PRIV-5] only a manager’s pass reads what a tablet out of service brought, and that tablet does not', async () => {
  const { lost, own } = await aLostTablet()
  const { deviceId } = lost.identity
  const asked = { protocol: 4, nonce: 'm', librarianId: managerOfTests, deviceId, pass: '0'.repeat(64) }
  expect((await own.post('/management/v1/apart-list?protocol=4', asked)).body.problem).toBe('pass-over')
  expect((await own.manage('apart-list', { deviceId }, { librarianId: toLibrarianId('bruno') })).body.problem).toBe('not-a-manager')
  expect((await lost.post('/management/v1/apart-list?protocol=4', asked)).body.problem).toBe('revoked')
})
