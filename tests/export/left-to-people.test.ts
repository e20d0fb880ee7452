/**
 * What an ILS over a wire is not told, and who hears of it: what came too late, and what says nothing new. A real connection to a small ILS on
 * this machine; what is asked is what the screens and the command read.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { toInstant } from '../../src/domain/instant.ts'
import { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { lookAtWire } from '../../src/endpoint/ils/look-at-wire.ts'
import { runWire } from '../../src/endpoint/ils/run-wire.ts'
import { createWireJob } from '../../src/endpoint/ils/wire-job.ts'
import { type Sip2Ils, startSip2Ils } from '../fakes/sip2-ils.ts'
import { aDeskDay, type DeskDay, day, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

let ils: Sip2Ils
let desk: DeskDay
let now = inParis('2026-11-24 19:00:00')
beforeEach(async () => {
  now = inParis('2026-11-24 19:00:00')
  ils = await startSip2Ils()
  for (const barcode of ['31', '32']) ils.items.set(barcode, { title: `Livre ${barcode}`, renewals: 0 })
  for (const card of ['21', '22']) ils.patrons.add(card)
  desk = await aDeskDay()
})
afterEach(() => ils.stop())

const wire = () => createSip2Wire({ ...ils.settings, patienceMs: 1000 }, () => now)
const pass = async () => {
  const job = createWireJob({ store: desk.store, library: undefined, wire: wire(), now: () => toInstant(now), report: () => undefined })
  await job.pass()
  await job.stop()
}
const list = async (): Promise<string> => {
  const said: string[] = []
  const writer = { write: (text: string) => said.push(text) }
  // It closes its store at the end.
  const store = new Proxy(desk.store, {
    get: (target, name) => {
      const member = Reflect.get(target, name)
      if (name === 'close') return async () => undefined
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  await runWire(['--list'], {
    openStore: async () => store,
    plan: { wire: wire(), everyMs: 60_000, library: undefined },
    typedPlans: async () => [],
    now: () => toInstant(now),
    output: writer,
    errors: writer,
  })
  return said.join('')
}
const look = () => lookAtWire(desk.store, library, toInstant(now))

const settled = () =>
  desk.store.read(library, async (reader) => (await reader.rowsOf('settled-batch')).flatMap(({ operationIds }) => operationIds))

it('[ILS-40] a return that came too late to be told is named the next day, with its reason', async () => {
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const lent = a.press(handOver('21', '31'), '2026-11-24 08:00:00')
  await desk.receive(lent)
  b.learn(lent)
  await desk.receive(a.press(takeBack('31'), '2026-11-24 12:00:00'))
  await pass()
  // Told of in between by nobody: the ILS has had it back since noon.
  const [back, again] = [b.press(takeBack('31'), '2026-11-24 08:20:00'), b.press(handOver('22', '31'), '2026-11-24 09:00:00')]
  await desk.receive(back, again, b.press(takeBack('31'), '2026-11-24 10:00:00'))
  await pass()
  expect((await look()).left).toEqual([])
  now = inParis('2026-11-25 09:00:00')
  await pass()
  const { left } = await look()
  expect(left.map(({ movement, reason, happened }) => [movement, reason, happened.date])).toEqual([['return', 'overtaken', day]])
  expect(await list()).toMatch(/^– {2}2026-11-24 {2}retour · return {2}31 {2}Le SIGB sait déjà un mouvement plus récent de ce document/)
})

it('[ILS-40] an act that says nothing new, or was taken back unheard, is settled once its day is over', async () => {
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const lent = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
  await desk.receive(lent)
  b.learn(lent)
  const undone = a.press(handOver('22', '32'), '2026-11-24 10:30:00')
  await desk.receive(undone, a.press(undo(undone), '2026-11-24 10:31:00'))
  // Both scan it at the return, and neither knows of the other.
  const [one, other] = [a.press(takeBack('31'), '2026-11-24 11:00:00'), b.press(takeBack('31'), '2026-11-24 11:01:00')]
  await desk.receive(one, other)
  await pass()
  expect(await settled()).toEqual([lent.operationId, one.operationId])
  now = inParis('2026-11-25 09:00:00')
  await pass()
  await pass()
  expect([...(await settled())].sort()).toEqual(['A1', 'A2', 'A3', 'A4', 'B1'])
  expect(await look()).toMatchObject({ left: [], open: [], waiting: 0 })
})
