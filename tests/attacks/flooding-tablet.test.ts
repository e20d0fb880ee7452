/**
 * A tablet that is held by a stranger, and not yet known to be lost, writes as much as it can: documents that nobody has, contradictions,
 * orders, claims and notes. All other tablets would pull it, and people would decide it case by case. Runs against the built endpoint.
 */
import { expect, test } from 'vitest'
import { whatIsSeen } from '../../src/domain/case/seen-cites.ts'
import { toCardNumber, toItemBarcode, toOperationId, toOrderId, toRecordId, toSiteId } from '../../src/domain/ids.ts'
import { msPerDay, toInstant } from '../../src/domain/instant.ts'
import type { Device } from '../../src/domain/librarian/librarian.ts'
import type { Envelope, Operation } from '../../src/domain/operation/operation.ts'
import { startNewEpoch } from '../../src/endpoint/storage/start-new-epoch.ts'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import { aHandOver, aPushed, aReturn, outcomesOf, type TestTablet } from '../builders/an-endpoint.ts'
import { askManager, beside, besiege, enrol, foundLibrary, momentNow, pressedNow, start } from './besieged-endpoint.ts'

besiege()

const idOf = (n: number) => toOperationId(n.toString(16).padStart(32, '0'))
const known = (n: number) => toItemBarcode(`k${n}`)

/** A library whose catalogue has `documents`. */
const foundWithCatalogue = async (documents: number): Promise<void> => {
  await foundLibrary()
  const blank = { author: '', documentType: 'livre', audience: 'A', callNumber: '', location: '', arrivedOn: undefined }
  const entries = Array.from({ length: documents }, (_, n) => ({
    ...blank,
    ...{ barcode: known(n), recordId: toRecordId(`r${n}`), title: `T ${n}`, isbn: '', year: '', publisher: '' },
  }))
  await beside((store) => store.transact(mainLibraryId, (transaction) => transaction.upsertCatalogue(entries)))
}

/** Pushes these a hundred at a time; answers the outcomes and reasons, counted. */
const pour = async (tablet: TestTablet, count: number, make: (n: number) => Envelope): Promise<Readonly<Record<string, number>>> => {
  const counts: Record<string, number> = {}
  for (let from = 0; from < count; from += 100) {
    const length = Math.min(100, count - from)
    // What an envelope of several kB makes too long for one push goes in halves.
    for (const [at, half] of [[from, Math.ceil(length / 2)] as const, [from + Math.ceil(length / 2), Math.floor(length / 2)] as const]) {
      const pushed = Array.from({ length: half }, (_, i) => aPushed(make(at + i)))
      for (const said of outcomesOf(await tablet.push(pushed))) counts[String(said)] = (counts[String(said)] ?? 0) + 1
    }
  }
  return counts
}

const made = (n: number, payload: Operation): Envelope => pressedNow(payload, { operationId: idOf(n) })
const invented = (n: number): Envelope => made(n, { ...aReturn(), happened: momentNow(), barcode: toItemBarcode(`x${n}`) } as Operation)
/** Handovers 2k and 2k + 1 give the same document to two different cards. */
const contradiction = (n: number): Envelope => {
  const items = [{ ...lent, barcode: known(Math.floor(n / 2)) }]
  return made(10_000 + n, { ...handOver, happened: momentNow(), orderId: undefined, card: toCardNumber(`c${n}`), items })
}
const handOver = aHandOver() as Extract<Operation, { kind: 'hand-over-order' }>
const lent = handOver.items[0] as (typeof handOver.items)[number]

const anOrderPlaced = (n: number): Operation => ({
  kind: 'place-order',
  orderId: toOrderId(n.toString(16).padStart(32, 'f')),
  number: `B-${n}`,
  source: 'desk',
  card: toCardNumber(`c${n}`),
  slot: { siteId: toSiteId('central'), ...momentNow() },
  lines: [],
  note: '',
  callBackNumber: undefined,
  isUrgent: false,
  overrideReason: undefined,
})

const openCases = () =>
  beside((store) =>
    store.read(mainLibraryId, async (reading) => (await reading.rowsOf('case')).filter((row) => row.settlement === undefined)),
  )

test('3,000 invented documents and 450 contradictions in seconds: some hundreds reach the others, the rest is one case', async () => {
  await foundWithCatalogue(1000)
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  const cursor = (await own.pull()).end.cursor
  await pour(lost, 900, contradiction)
  await pour(lost, 3000, invented)
  const pulled = await own.pull(cursor)
  const open = await openCases()
  expect(
    open.filter(({ caseKind }) => caseKind === 'too-much-brought').map(({ cites, unlisted }) => cites.length + (unlisted?.count ?? 0)),
  ).toHaveLength(1)
  expect(open.length).toBeLessThan(140)
  // Before the ceiling: 3,900 rows of 1.5 MB, and 450 cases.
  expect(pulled.rows.length).toBeLessThan(1000)
  expect(JSON.stringify(pulled.rows).length).toBeLessThan(300_000)
})

test('operations above the day are held to the byte; one press takes it all, and the case is decided once', async () => {
  await foundWithCatalogue(1)
  const endpoint = await start()
  const [busy, own] = [await enrol(endpoint), await enrol(endpoint)]
  const counts = await pour(busy, 600, invented)
  expect(counts).toEqual({ accepted: 384, 'quarantined,too-much-brought': 216 })
  const [open, ...others] = await openCases()
  if (open === undefined) throw new Error('no case')
  expect([open.caseKind, open.subject, open.cites.length + (open.unlisted?.count ?? 0), others]).toEqual([
    'too-much-brought',
    `device/${busy.identity.deviceId}`,
    216,
    [],
  ])
  const deviceId = busy.identity.deviceId
  const row = async () => (await own.pull()).rows.find(({ kind, id }) => kind === 'device' && id === deviceId)?.row as Partial<Device>
  expect(await row()).toMatchObject({ isSetAside: false, apart: { count: 216 } })
  // Left apart: nothing of it counts, and it may be decided otherwise later.
  const settle = { kind: 'settle-case', caseId: open.id, ...whatIsSeen(open), decision: { kind: 'acknowledged' }, note: '' } as const
  expect(outcomesOf(await own.push([aPushed(pressedNow(settle))]))).toEqual(['accepted'])
  expect((await askManager(own, 'apart-list', { deviceId })).body).toMatchObject({ total: 216 })
  expect((await askManager(own, 'accept-quarantined', { deviceId })).body).toMatchObject({ accepted: 216, left: 0 })
  expect((await row())?.apart).toBeUndefined()
  expect((await own.pull()).rows.filter(({ kind }) => kind === 'item')).toHaveLength(600)
  // Taken whole, it was a day of the desk: what comes after it counts.
  expect(outcomesOf(await busy.push([aPushed(invented(700))]))).toEqual(['accepted'])
})

test.each<[string, (n: number) => Operation, number]>([
  ['claims of zones that nobody walks', (n) => ({ kind: 'claim', scope: { kind: 'zone', name: `z${n}` } }), 1000],
  ['orders', (n) => anOrderPlaced(n), 1000],
  ['notes', (n) => ({ kind: 'write-note', orderId: toOrderId('none'), note: 'x'.repeat(500), replaces: `${n}` }), 1000],
])('%s: as many as a day has, then none', async (_, make, most) => {
  await foundWithCatalogue(1)
  const endpoint = await start()
  const lost = await enrol(endpoint)
  const counts = await pour(lost, most + 100, (n) => made(n, make(n)))
  expect(counts['quarantined,too-much-brought']).toBeGreaterThanOrEqual(100)
  expect((await openCases()).filter(({ caseKind }) => caseKind === 'too-much-brought')).toHaveLength(1)
})

test('days pass one by one: a tablet that says it is of many days has those since it was heard last, and no other one', async () => {
  await foundWithCatalogue(1)
  const endpoint = await start()
  const lost = await enrol(endpoint)
  const now = Date.now()
  await pour(lost, 100, invented)
  // Of the 30 days before today, as its own clock says.
  const ofDay = (n: number): Envelope =>
    pressedNow(
      { ...aReturn(), happened: momentNow(), barcode: toItemBarcode(`y${n}`) },
      {
        operationId: idOf(50_000 + n),
        at: toInstant(now - (1 + (n % 30)) * msPerDay),
      },
    )
  const counts = await pour(lost, 600, ofDay)
  expect(counts['quarantined,too-much-brought']).toBe(316)
})

test('an outage of twelve days comes in at once, each day with its work', async () => {
  await foundWithCatalogue(1)
  const endpoint = await start()
  const tablet = await enrol(endpoint)
  const now = Date.now()
  const ofDay = (n: number): Envelope =>
    pressedNow(
      { ...aReturn(), happened: momentNow(), barcode: toItemBarcode(`y${n}`) },
      {
        operationId: idOf(n),
        at: toInstant(now - (12 - Math.floor(n / 100)) * msPerDay),
      },
    )
  expect(Object.keys(await pour(tablet, 1300, ofDay)).filter((said) => said.startsWith('quarantined'))).toEqual([])
})

test('600 made-up wishes of a history that was lost are some hundred cases, and the rest is one', async () => {
  await foundWithCatalogue(1)
  const endpoint = await start()
  const lost = await enrol(endpoint)
  await beside((store) => store.transact(mainLibraryId, (transaction) => startNewEpoch(transaction, toInstant(Date.now()))))
  const { epoch } = await lost.pull()
  await lost.push([], { epoch })
  for (let from = 0; from < 600; from += 100) {
    const wishes = Array.from({ length: 100 }, (_, i): Envelope => {
      const orderId = toOrderId((from + i).toString(16).padStart(32, 'e'))
      return made(80_000 + from + i, { kind: 'cancel-order', orderId, reason: '' })
    })
    await lost.push(
      wishes.map((wish) => ({ ...aPushed(wish), accepted: 1 })),
      { epoch },
    )
  }
  const open = await openCases()
  expect(open.filter(({ caseKind }) => caseKind === 'too-much-brought')).toHaveLength(1)
  expect(open.length).toBeLessThan(140)
})
