/**
 * Libraries that are told beside each other: one whose ILS accepts every question and answers none holds back no other library, is asked by one
 * pass at a time, and keeps no process from ending. Over real ports of this machine.
 */
import { createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type LibraryId, toLibraryId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { createKohaWire } from '../../../src/endpoint/connectors/koha/koha-wire.ts'
import { createSip2Wire } from '../../../src/endpoint/connectors/sip2/sip2-wire.ts'
import type { WirePlan } from '../../../src/endpoint/ils/wire.ts'
import { createWireJobs } from '../../../src/endpoint/ils/wire-job.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aDeskDay, type DeskDay, handOver, inParis, library } from '../../export/a-desk-day.ts'
import { type Sip2Ils, startSip2Ils } from '../../fakes/sip2-ils.ts'

const hour = 3_600_000

let desk: DeskDay
let ils: Sip2Ils
let clock: number
let silent: Awaited<ReturnType<typeof startSilent>>

/** Takes every connection, and never says a word. `sockets`: those on which it was asked; a client may open others ahead. */
const startSilent = async () => {
  const sockets: Socket[] = []
  const opened: Socket[] = []
  const server = createServer((socket) => {
    opened.push(socket.on('error', () => undefined))
    socket.once('data', () => sockets.push(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}`, sockets, opened, stop: () => server.close() }
}

beforeEach(async () => {
  silent = await startSilent()
  ils = await startSip2Ils()
  ils.patrons.add('21')
  for (const barcode of ['31', '32']) ils.items.set(barcode, { title: barcode, renewals: 0 })
  desk = await aDeskDay()
  clock = inParis('2026-11-24 19:00:00')
})
afterEach(async () => {
  silent.stop()
  for (const socket of silent.opened) socket.destroy()
  await ils.stop()
  await desk.store.close()
})

const now = () => toInstant(clock)
/** A library whose Koha is silent as long as one waits. */
const aSilentOne = async (n: number): Promise<WirePlan> => {
  const id: LibraryId = toLibraryId(`silent-${n}`)
  await desk.store.createLibrary({ id, name: id, isDemo: false })
  await desk.store.transact(id, (transaction) => transaction.writeRow(aSettings(), toInstant(0)))
  const koha = { url: silent.url, branch: 'MPL', user: 'desk', password: 'secret', key: undefined, isDirect: true, zone: 'Europe/Paris' }
  const wire = createKohaWire({ ...koha, patienceMs: hour, takesHolds: true }, now)
  return { wire, everyMs: 60_000, library: id }
}
const ourPlan = (): WirePlan => {
  const wire = createSip2Wire(ils.settings, now)
  return { wire, everyMs: 60_000, library }
}
const lend = (tablet: string, barcode: string, at: string) => desk.receive(desk.tablet(tablet).press(handOver('21', barcode), at))
const isLent = (barcode: string) => expect.poll(() => ils.items.get(barcode)?.lentTo).toBe('21')
const jobsOf = (...wanted: readonly WirePlan[]) =>
  createWireJobs({ store: desk.store, plans: async () => wanted, now, report: () => undefined })

it('[ILS-9, ILS-26] an ILS that answers nothing holds back no other library, is asked by one pass at a time, and keeps nobody from ending', async () => {
  const jobs = jobsOf(await aSilentOne(1), ourPlan())
  await lend('A', '31', '2026-11-24 10:00:00')
  const first = jobs.pass()
  await isLent('31')
  await expect.poll(() => silent.sockets.length).toBe(1)
  await lend('B', '32', '2026-11-24 10:05:00')
  clock += hour
  // Looked at again and again, as the endpoint does: each look ends with what it began.
  const look = async () => {
    await jobs.pass()
    return ils.items.get('32')?.lentTo
  }
  await expect.poll(look).toBe('21')
  expect(silent.sockets).toHaveLength(1)
  await jobs.stop()
  await first
})

it('[ILS-9, ILS-26] a few libraries are told at one moment, and whoever waits longest comes first', async () => {
  const others = await Promise.all([1, 2, 3, 4, 5, 6].map(aSilentOne))
  const jobs = jobsOf(...others, ourPlan())
  await lend('A', '31', '2026-11-24 10:00:00')
  const first = jobs.pass()
  await expect.poll(() => silent.sockets.length).toBe(4)
  clock += hour
  await jobs.pass()
  expect([silent.sockets.length, ils.heard]).toEqual([4, []])
  for (const socket of silent.sockets) socket.destroy()
  await first
  const second = jobs.pass()
  await isLent('31')
  await jobs.stop()
  await second
})

it('[ILS-9] a way that was changed ends its reading, and the new one is begun once it has ended', async () => {
  const old = await aSilentOne(1)
  let wanted: readonly WirePlan[] = [old]
  const jobs = createWireJobs({ store: desk.store, plans: async () => wanted, now, report: () => undefined })
  const first = jobs.pass()
  await expect.poll(() => silent.sockets.length).toBe(1)
  wanted = [{ ...old }]
  await jobs.pass()
  await first
  expect(silent.sockets).toHaveLength(1)
  const second = jobs.pass()
  await expect.poll(() => silent.sockets.length).toBe(2)
  await jobs.stop()
  await second
})
