/**
 * Numbers that no message can hold whole, and what people read of what waits: a real connection to a small ILS on this machine, and the
 * command over the same store.
 */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { isOfIls } from '../../src/domain/case/ils-case.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { noteExchange } from '../../src/endpoint/ils/ils-exchange.ts'
import { lookAtWire } from '../../src/endpoint/ils/look-at-wire.ts'
import { runWire } from '../../src/endpoint/ils/run-wire.ts'
import { tellOverWire } from '../../src/endpoint/ils/tell-over-wire.ts'
import type { Wire } from '../../src/endpoint/ils/wire.ts'
import { type Sip2Ils, startSip2Ils } from '../fakes/sip2-ils.ts'
import { aDeskDay, type DeskDay, handOver, inParis, library } from './a-desk-day.ts'

const evening = inParis('2026-11-24 19:00:00')

let ils: Sip2Ils
let desk: DeskDay
let wire: Wire
beforeEach(async () => {
  ils = await startSip2Ils()
  for (const barcode of ['31', '32', '33']) ils.items.set(barcode, { title: `Livre ${barcode}`, renewals: 0 })
  ils.patrons.add('21')
  desk = await aDeskDay()
  wire = createSip2Wire(ils.settings, () => evening)
})
afterEach(async () => {
  wire.end?.()
  await ils.stop()
})

const pass = () => tellOverWire({ store: desk.store, libraryId: library, wire, now: () => toInstant(evening), isStopping: () => false })
const openCases = () =>
  desk.store.read(library, async (reader) =>
    (await reader.rowsOf('case'))
      .filter((row) => isOfIls(row) && row.settlement === undefined)
      .map(({ subject, ils: said }) => [subject, said?.movement, said?.reason]),
  )
/** What the command lists. It would close its store, which these tests go on with. */
const list = async (): Promise<string> => {
  const said: string[] = []
  const output = { write: (text: string) => said.push(text) }
  vi.spyOn(desk.store, 'close').mockResolvedValue()
  const openStore = async () => desk.store
  const plan = { wire, everyMs: 1000, library: undefined }
  const now = () => toInstant(evening)
  expect(await runWire(['--list'], { openStore, plan, typedPlans: async () => [], now, output, errors: output })).toBe(0)
  return said.join('')
}

it('[ILS-39] a number that cannot travel has its case at the first pass, while the rest is told', async () => {
  const a = desk.tablet('A')
  await desk.receive(
    a.press(handOver('21', '3|1'), '2026-11-24 10:00:00'),
    a.press(handOver('21', '32'), '2026-11-24 10:05:00'),
    a.press(handOver('2œ1', '33'), '2026-11-24 10:10:00'),
  )
  // What this ILS's encoding has no sign for would arrive as another number.
  wire = createSip2Wire({ ...ils.settings, encoding: 'iso-8859-1' }, () => evening)
  await pass()
  expect(ils.items.get('32')?.lentTo).toBe('21')
  expect((await openCases()).sort()).toEqual([
    ['item/33', 'loan', 'cannot-travel'],
    ['item/3|1', 'loan', 'cannot-travel'],
  ])
  const { waiting, open } = await lookAtWire(desk.store, library, toInstant(evening))
  expect([waiting, open.map(({ journey }) => journey.barcode)]).toEqual([0, ['3|1', '33']])
  expect(await pass()).toMatchObject({ isQuiet: true })
  expect(await list()).toMatch(/prêt · loan {2}3\|1 {2}.*à la main/)
  expect(ils.heard.some((text) => text.includes('AB31|') || text.includes('AA2?1'))).toBe(false)
})

it('[ILS-9] the list says what waits, and that the link is down; that the ILS has everything, only where nothing waits', async () => {
  expect(await list()).toContain('Le SIGB a tout')
  const a = desk.tablet('A')
  await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
  await ils.stop()
  const made = await pass()
  await noteExchange(desk.store, library, made, toInstant(evening))
  const said = await list()
  expect(said).not.toContain('Le SIGB a tout')
  expect(said).toContain('1 attend · 1 waits')
  expect(said).toContain('Le SIGB ne se laisse pas joindre')
})
