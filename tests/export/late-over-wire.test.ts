/**
 * What comes to be told more than two weeks late leaves over the wire all the same (ILS-11), as it does in the files. An endpoint that takes
 * pushes, and a small ILS on a real port of this machine.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Case, formatCaseId } from '../../src/domain/case/case.ts'
import { toItemBarcode } from '../../src/domain/ids.ts'
import { msPerDay } from '../../src/domain/instant.ts'
import type { LocalDate } from '../../src/domain/local-date.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import { waitingDays } from '../../src/endpoint/connectors/file/export-day.ts'
import { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { lookAtWire } from '../../src/endpoint/ils/look-at-wire.ts'
import { tellOverWire } from '../../src/endpoint/ils/tell-over-wire.ts'
import { createWireJob, createWireJobs } from '../../src/endpoint/ils/wire-job.ts'
import { noteDays, readNotedDays } from '../../src/endpoint/storage/noted-days.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { aMoment, anInstant } from '../builders/a-moment.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, aReturn, libraryOfTests as library } from '../builders/an-endpoint.ts'
import { type Sip2Ils, startSip2Ils } from '../fakes/sip2-ils.ts'

const barcode = '33331000000012'
let ils: Sip2Ils
beforeEach(async () => {
  ils = await startSip2Ils()
  ils.items.set(barcode, { title: 'Au Bonheur des Dames', renewals: 0 })
  ils.patrons.add('23333000000172')
})
afterEach(() => ils.stop())

/** Linked from the first day on, unless it is not yet. */
const aDesk = async (isLinked = true) => {
  const endpoint = await anEndpoint()
  const [a, b] = [await endpoint.enrol(), await endpoint.enrol()]
  const now = () => endpoint.instantBefore(0)
  const pass = (password = ils.settings.password) => {
    const wire = createSip2Wire({ ...ils.settings, password }, now)
    return tellOverWire({ store: endpoint.store, libraryId: library, wire, now, isStopping: () => false })
  }
  /** Days on which the files' list, and the ILS's link, have something to tell; what is remembered of days. */
  const waits = async () => ({
    files: (await waitingDays(endpoint.store, library, 'koc')).map(({ day }) => day as string),
    link: (await lookAtWire(endpoint.store, library, now())).waiting,
    noted: (await endpoint.store.read(library, readNotedDays)) as readonly string[],
  })
  if (isLinked) await pass()
  return { endpoint, a, b, pass, waits, later: (days: number) => endpoint.advance(days * msPerDay) }
}

const lent = aHandOver({ orderId: undefined, leftBehind: [] })
const nothing = { files: [], link: 0, noted: [] }
const wasLent = () => ils.items.get(barcode)?.lentTo

it('[ILS-11, ILS-29] a loan that comes twenty days late is told, then its day is forgotten', async () => {
  const { a, pass, waits, later } = await aDesk()
  later(20)
  await pass()
  await a.push([aPushed(anEnvelope(lent))])
  expect(await waits()).toEqual({ files: ['2026-11-24'], link: 1, noted: ['2026-11-24'] })
  expect((await pass()).answers).toEqual({ accepted: 1 })
  expect([wasLent(), await waits()]).toEqual(['23333000000172', nothing])
})

it('[ILS-11] an act of a tablet that was set aside is told when a manager accepts it twenty days later', async () => {
  const { endpoint, a, b, pass, waits, later } = await aDesk()
  await a.setAside(b)
  await b.push([aPushed(anEnvelope(lent))])
  await pass()
  later(20)
  expect((await a.manage('accept-quarantined', { deviceId: b.identity.deviceId })).body).toMatchObject({ accepted: 1 })
  expect((await waits()).noted).toEqual(['2026-11-24'])
  await pass()
  const caseId = formatCaseId('loss-suspected', `device/${b.identity.deviceId}`, 1)
  const { cites } = (await endpoint.row('case', caseId)) as Case
  const settled = await a.push([aPushed(anEnvelope({ kind: 'settle-case', caseId, cites, decision: { kind: 'acknowledged' }, note: '' }))])
  expect(settled.body.results).toMatchObject([{ outcome: 'accepted' }])
  await pass()
  expect([wasLent(), await waits()]).toEqual(['23333000000172', nothing])
})

it.each(['while passes go on', 'though no pass had looked at its day'])(
  '[ILS-11, CASE-2] lent and returned without one knowing of the other, decided twenty days later: both are told, %s',
  async (how) => {
    const { a, b, pass, waits, later } = await aDesk()
    const [loan, back] = [anEnvelope(lent), anEnvelope(aReturn())]
    await a.push([aPushed(loan)])
    await b.push([aPushed(back)])
    if (how === 'while passes go on') await pass()
    later(20)
    const caseId = formatCaseId('lent-and-returned', `item/${barcode}`, 1)
    const cites = [loan, back].map(({ operationId }) => operationId).sort()
    const decision = { kind: 'stands', fact: loan.operationId } as const
    const settled = await a.push([aPushed(anEnvelope({ kind: 'settle-case', caseId, cites, decision, note: '' }))])
    expect(settled.body.results).toMatchObject([{ outcome: 'accepted' }])
    await pass()
    expect([wasLent(), await waits()]).toEqual(['23333000000172', nothing])
  },
)

it('[ILS-11] more than a year old, days that are accepted together are all noted, and wait until they are told', async () => {
  const { a, b, pass, waits, later } = await aDesk()
  await a.setAside(b)
  const on = (date: string) => aPushed(anEnvelope({ ...lent, happened: aMoment(`${date} 10:00`) } as Operation))
  await b.push(['2026-11-22', '2026-11-23', '2026-11-24'].map(on))
  later(400)
  expect((await a.manage('accept-quarantined', { deviceId: b.identity.deviceId })).body).toMatchObject({ accepted: 3 })
  expect((await waits()).noted).toEqual(['2026-11-22', '2026-11-23', '2026-11-24'])
  await pass()
  expect((await waits()).noted).toEqual(['2026-11-22', '2026-11-23', '2026-11-24'])
})

it('[ILS-11] a day is noted a week before the link would leave it behind, and no sooner', async () => {
  const { a, waits } = await aDesk()
  const on = (date: string) => aPushed(anEnvelope({ ...lent, happened: aMoment(`${date} 10:00`) } as Operation))
  await a.push(['2026-11-16', '2026-11-17'].map(on))
  expect((await waits()).noted).toEqual(['2026-11-16'])
})

it('[ILS-11] a fact that came late before there was a link is not told by the link that is made since', async () => {
  const { a, pass, waits, later } = await aDesk(false)
  later(20)
  await a.push([aPushed(anEnvelope(lent))])
  await a.push([aPushed(anEnvelope({ ...aReturn(), happened: aMoment('2026-12-14 10:00') } as Operation))])
  later(60)
  expect((await pass()).answers).toEqual({})
  expect([wasLent(), (await waits()).noted]).toEqual([undefined, []])
})

it('[ILS-11, ILS-29] a loan that waited while the ILS was out of reach for twenty days is told', async () => {
  const { a, pass, waits, later } = await aDesk()
  await a.push([aPushed(anEnvelope(lent))])
  expect((await pass('wrong')).fault).toBeDefined()
  later(20)
  await pass()
  expect([wasLent(), await waits()]).toEqual(['23333000000172', nothing])
})

it('[ILS-11] a fact that a wrong clock dated is filed under the day on which it came, and told however late it is accepted', async () => {
  const { a, b, waits, later } = await aDesk()
  await a.setAside(b)
  const wrong = { ...lent, happened: aMoment('2031-01-01 10:00') } as Operation
  await b.push([aPushed(anEnvelope(wrong, { at: anInstant('2031-01-01 09:00') }))])
  later(20)
  await a.manage('accept-quarantined', { deviceId: b.identity.deviceId })
  expect((await waits()).noted).toEqual(['2026-11-24'])
})

it('[ILS-11] a library that was linked before the link had a date keeps the days that were noted', async () => {
  const { endpoint, a, pass, waits, later } = await aDesk(false)
  await a.push([aPushed(anEnvelope(lent))])
  later(20)
  await endpoint.store.transact(library, (transaction) => noteDays(transaction, ['2026-11-24' as LocalDate]))
  expect((await pass()).answers).toEqual({ accepted: 1 })
  expect([wasLent(), await waits()]).toEqual(['23333000000172', nothing])
})

it('[ILS-11, ILS-29] after weeks without a pass, what the tablets hand over before the first one is told, and what came after the last one', async () => {
  const { a, pass, waits, later } = await aDesk()
  await a.push([aPushed(anEnvelope(lent))])
  later(33)
  const other = '33331000000020'
  ils.items.set(other, { title: 'Nana', renewals: 0 })
  const { items: given } = lent as Extract<Operation, { kind: 'hand-over-order' }>
  const items = given.map((item) => ({ ...item, barcode: toItemBarcode(other) }))
  await a.push([aPushed(anEnvelope({ ...lent, items, happened: aMoment('2026-11-10 10:00') } as Operation))])
  expect((await waits()).noted).toEqual(['2026-11-10'])
  expect((await pass()).answers).toEqual({ accepted: 2 })
  expect([wasLent(), ils.items.get(other)?.lentTo, await waits()]).toEqual(['23333000000172', '23333000000172', nothing])
})

const linkOf = (store: Store) => store.read(library, (reader) => reader.memo('ils-days-link'))

it.each([
  { days: 14, noted: ['2026-11-01', '2026-11-02'], kept: ['2026-11-01', '2026-11-02'] },
  { days: 15, noted: ['2026-11-01'], kept: [] },
])('[ILS-11] $days days after a process without a way to the ILS ended it, a link notes $noted, and the next keeps $kept', async (of) => {
  const { days, noted, kept } = of
  const { endpoint, a, pass, waits, later } = await aDesk()
  const lateOn = (date: string) => a.push([aPushed(anEnvelope({ ...lent, happened: aMoment(`${date} 10:00`) } as Operation))])
  await lateOn('2026-11-01')
  const now = () => endpoint.instantBefore(0)
  const jobs = createWireJobs({ store: endpoint.store, plans: async () => [], now, report: () => undefined })
  const ends: (string | undefined)[] = []
  for (const _ of [0, 1, 2]) {
    await jobs.pass()
    ends.push(await linkOf(endpoint.store))
    later(1)
  }
  await jobs.stop()
  // One process more may pass beside it, once a day.
  expect(ends).toEqual(['2026-11-24', '2026-11-24', '2026-11-26 ended'])
  later(days - 1)
  await lateOn('2026-11-02')
  // What came just before the end, and was too young to be noted, may lie on these two.
  expect((await waits()).noted).toEqual([...noted, '2026-11-17', '2026-11-18'])
  await pass('wrong')
  expect((await waits()).noted).toEqual(kept)
})

it('[ILS-11, ILS-30] a process that tells a library ends no link of it, however long no pass came', async () => {
  const { endpoint, later } = await aDesk()
  later(33)
  const now = () => endpoint.instantBefore(0)
  const wire = createSip2Wire(ils.settings, now)
  // Outside the hours of its ILS: nothing is passed yet.
  const plans = async () => [{ wire, everyMs: 60_000, library: undefined, mayPass: () => false }]
  const jobs = createWireJobs({ store: endpoint.store, plans, now, report: () => undefined })
  await jobs.pass()
  await jobs.stop()
  expect(await linkOf(endpoint.store)).toBe('2026-11-24')
})

it('[ILS-11] a library of which nothing is told for weeks is seen to be told, for a quiet pass says so once in 24 hours', async () => {
  const { endpoint, a, waits, later } = await aDesk(false)
  const kept: string[] = []
  const now = () => endpoint.instantBefore(0)
  const wire = createSip2Wire(ils.settings, now)
  const job = createWireJob({ store: endpoint.store, wire, library, now, report: () => undefined })
  for (const _ of [1, 2, 3]) {
    for (const _ of [1, 2]) {
      await job.pass()
      kept.push((await linkOf(endpoint.store)) ?? '')
    }
    later(10)
  }
  await job.stop()
  expect(kept).toEqual(['2026-11-24', '2026-11-24', '2026-12-04', '2026-12-04', '2026-12-14', '2026-12-14'])
  await a.push([aPushed(anEnvelope(lent))])
  expect((await waits()).noted).toEqual(['2026-11-24'])
})
