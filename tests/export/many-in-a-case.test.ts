/**
 * The case about a tablet lists forty facts and counts the others (CASE-1): those are kept from the ILS too, for as long as it is open, by
 * the case that each one's receipt names. The real routes over the real stores.
 */
import { describe, expect, test } from 'vitest'
import { whatIsSeen } from '../../src/domain/case/seen-cites.ts'
import { type CaseId, toCardNumber, toItemBarcode, toLibrarianId, toOperationId } from '../../src/domain/ids.ts'
import { fileConnector } from '../../src/endpoint/connectors/file/file-connector.ts'
import { collectDay } from '../../src/endpoint/ils/collect-day.ts'
import { aMoment, anInstant } from '../builders/a-moment.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, type PushedJson, type TestTablet } from '../builders/an-endpoint.ts'
import { eachOpenedStore } from '../fakes/each-store.ts'

type Endpoint = Awaited<ReturnType<typeof anEndpoint>>

const many = 60
const { date } = aMoment('2026-11-24 14:31')

/** A loan of a document of its own, to this card. */
const loan = (n: number, card = '23333000000172', changes: Parameters<typeof anEnvelope>[1] = {}): PushedJson => {
  const barcode = toItemBarcode(`3333100001${String(n).padStart(4, '0')}`)
  const handover = aHandOver({ orderId: undefined, card: toCardNumber(card) })
  if (handover.kind !== 'hand-over-order') throw new Error('no handover')
  return aPushed(anEnvelope({ ...handover, items: handover.items.map((item) => ({ ...item, barcode, lineId: undefined })) }, changes))
}
const loans = (...of: Parameters<typeof loan> extends [number, ...infer Rest] ? Rest : never): PushedJson[] =>
  Array.from({ length: many }, (_, n) => loan(n, ...of))

const idOf = ({ envelope }: PushedJson) => toOperationId((envelope as { readonly operationId: string }).operationId)

const toTell = (endpoint: Endpoint) =>
  endpoint.store.read(libraryOfTests, async (reader) => {
    const { ready, apart } = await collectDay(reader, date, fileConnector('koc'))
    return { ready: ready.length, kept: apart.filter(({ reason }) => reason === 'open-case').length }
  })

const settle = async (endpoint: Endpoint, tablet: TestTablet, caseId: string, decision: object = { kind: 'acknowledged' }) => {
  const row = await endpoint.store.read(libraryOfTests, async (reader) => reader.row('case', caseId as CaseId))
  if (row === undefined) throw new Error(`no case ${caseId}`)
  const word = anEnvelope({ kind: 'settle-case', caseId: row.id, ...whatIsSeen(row), decision, note: '' } as never)
  return (await tablet.push([aPushed(word)])).body.results
}

/** What a tablet set aside brought, which the manager takes. */
const takeFromLost = async (lost: TestTablet, other: TestTablet, brought: readonly PushedJson[]) => {
  await other.setAside(lost)
  await lost.push(brought.slice(0, 30))
  await lost.push(brought.slice(30))
  expect((await other.manage('accept-quarantined', { deviceId: lost.identity.deviceId })).body).toMatchObject({ accepted: brought.length })
}

describe.each(eachOpenedStore())('a case about a tablet, in $name', ({ open }) => {
  test('[RET-4] the ILS is told none of a lost tablet’s sixty loans while the case is open, and all once it is decided', async () => {
    const endpoint = await anEndpoint({ store: await open() })
    const [lost, other] = [await endpoint.enrol(), await endpoint.enrol()]
    const brought = loans()
    await takeFromLost(lost, other, brought)
    expect(await toTell(endpoint)).toEqual({ ready: 0, kept: many })
    const caseId = `loss-suspected:device/${lost.identity.deviceId}:1`
    // What the tablet is answered is what its receipt says.
    expect((await lost.push([brought[59] as PushedJson])).body.results).toMatchObject([{ outcome: 'already-known', caseId }])
    const [receipt] = await endpoint.store.read(libraryOfTests, (reader) => reader.receiptsOf(idOf(brought[59] as PushedJson)))
    expect(receipt).toMatchObject({ outcome: 'accepted-with-case', caseId })
    expect(await settle(endpoint, other, caseId)).toMatchObject([{ outcome: 'accepted' }])
    expect(await toTell(endpoint)).toEqual({ ready: many, kept: 0 })
  })

  test('[RET-4] decided before the manager takes them, the case keeps nothing back and is named by no receipt', async () => {
    const endpoint = await anEndpoint({ store: await open() })
    const [lost, other] = [await endpoint.enrol(), await endpoint.enrol()]
    const brought = loans()
    await other.setAside(lost)
    await lost.push(brought)
    await settle(endpoint, other, `loss-suspected:device/${lost.identity.deviceId}:1`)
    await other.manage('accept-quarantined', { deviceId: lost.identity.deviceId })
    expect(await toTell(endpoint)).toEqual({ ready: many, kept: 0 })
    const [receipt] = await endpoint.store.read(libraryOfTests, (reader) => reader.receiptsOf(idOf(brought[59] as PushedJson)))
    expect(receipt).toMatchObject({ outcome: 'accepted', caseId: undefined })
  })

  test('[RET-4] a loan in another case too stays kept for the lost tablet’s, once that other one is decided', async () => {
    const endpoint = await anEndpoint({ store: await open() })
    const [lost, other] = [await endpoint.enrol(), await endpoint.enrol()]
    const brought = loans()
    // The last two documents, lent to somebody else by another tablet.
    await other.push([loan(58, '23333000000999'), loan(59, '23333000000999')])
    await takeFromLost(lost, other, brought)
    expect(await toTell(endpoint)).toEqual({ ready: 0, kept: many + 2 })
    for (const n of [58, 59]) {
      const caseId = `handed-over-twice:item/3333100001${String(n).padStart(4, '0')}:1`
      expect(await settle(endpoint, other, caseId, { kind: 'both-true' })).toMatchObject([{ outcome: 'accepted' }])
    }
    // Of these two documents what the other tablet said may come before, and goes.
    const { ready, kept } = await toTell(endpoint)
    expect(ready + kept).toBe(many + 2)
    expect(kept).toBeGreaterThanOrEqual(many)
  })

  test('[RET-4] a tablet whose names nobody knows is kept back whole, whatever other case its loans are in', async () => {
    const endpoint = await anEndpoint({ store: await open() })
    const [tablet, other] = [await endpoint.enrol(), await endpoint.enrol()]
    await other.push([loan(59, '23333000000999')])
    await tablet.push(loans('23333000000172', { librarianId: toLibrarianId('nobody') }))
    await settle(endpoint, other, 'handed-over-twice:item/33331000010059:1', { kind: 'both-true' })
    expect(await toTell(endpoint)).toEqual({ ready: 0, kept: many + 1 })
  })

  test.each(['clock-doubtful', 'librarian-unknown'])(
    '[RET-4] a loan that two cases of one tablet count stays kept while one is open: %s',
    async (left) => {
      const endpoint = await anEndpoint({ store: await open() })
      const [tablet, other] = [await endpoint.enrol(), await endpoint.enrol()]
      await tablet.push(loans('23333000000172', { librarianId: toLibrarianId('nobody'), at: anInstant('2031-01-01 09:00') }))
      // Of the one case alone: it is told with that one.
      await tablet.push([loan(many, '23333000000172', { librarianId: toLibrarianId('nobody') })])
      const caseOf = (kind: string) => `${kind}:device/${tablet.identity.deviceId}:1`
      expect(await toTell(endpoint)).toEqual({ ready: 0, kept: many + 1 })
      const [first, last] = left === 'clock-doubtful' ? ['librarian-unknown', left] : ['clock-doubtful', left]
      expect(await settle(endpoint, other, caseOf(first))).toMatchObject([{ outcome: 'accepted' }])
      const alone = left === 'clock-doubtful' ? 1 : 0
      expect(await toTell(endpoint)).toEqual({ ready: alone, kept: many + 1 - alone })
      expect(await settle(endpoint, other, caseOf(last))).toMatchObject([{ outcome: 'accepted' }])
      expect(await toTell(endpoint)).toEqual({ ready: many + 1, kept: 0 })
    },
  )

  test('[RET-4] a batch under a ticket of a copied profile is kept back whole, and its answer names the case', async () => {
    const endpoint = await anEndpoint({ store: await open() })
    const [tablet, other] = [await endpoint.enrol(), await endpoint.enrol()]
    const old = tablet.ticket
    for (let n = 0; n < 3; n++) await tablet.push([])
    const current = tablet.ticket
    tablet.ticket = old
    const caseId = `two-tablets-one-identity:device/${tablet.identity.deviceId}:1`
    const brought = loans()
    expect((await tablet.push(brought)).status).toBe(409)
    expect(await toTell(endpoint)).toEqual({ ready: 0, kept: many })
    tablet.ticket = current
    expect((await tablet.push(brought)).body.results).toEqual(
      brought.map(() => expect.objectContaining({ outcome: 'already-known', caseId })),
    )
    await settle(endpoint, other, caseId)
    expect(await toTell(endpoint)).toEqual({ ready: many, kept: 0 })
  })
})
