/**
 * The hours of the day in which an ILS may be told: as they are written, on the library's clock, over midnight, and kept by the passes.
 */
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../../src/domain/instant.ts'
import { readConfiguration } from '../../../src/endpoint/configuration.ts'
import { createWireJobs } from '../../../src/endpoint/ils/wire-job.ts'
import { aDeskDay, handOver, inParis, library } from '../../export/a-desk-day.ts'
import { startSip2Ils } from '../../fakes/sip2-ils.ts'

const read = (hours: string, port = 6001) =>
  readConfiguration(
    {
      SIP2_URL: `sip2://127.0.0.1:${port}`,
      SIP2_LOGIN: 'desk',
      SIP2_PASSWORD: 'secret',
      SIP2_INSTITUTION: 'MPL',
      SIP2_BRANCH: 'MPL',
      ILS_LIBRARY: library,
      ILS_EVERY: '10',
      ILS_HOURS: hours,
    },
    [],
  )
const planOf = (hours: string, port?: number) => {
  const configuration = read(hours, port)
  if (!configuration.ok || configuration.value.wire === undefined) throw new Error('no plan')
  return configuration.value.wire
}
const at = (time: string) => toInstant(inParis(`2026-11-24 ${time}:00`))

describe('[ILS-9, ILS-25] the hours of the passes', () => {
  it.each([
    ['7:00-22:00', ['07:00', '21:59'], ['06:59', '22:00', '00:00']],
    ['7 h - 22 h 30', ['07:00', '22:29'], ['22:30']],
    ['7h30–24h', ['07:30', '23:59'], ['00:00', '07:29']],
    ['22:30-5', ['22:30', '23:59', '00:00', '04:59'], ['05:00', '22:29']],
    ['', ['00:00', '12:00'], []],
  ])('« %s » are those of the library’s clock', (hours, within, outside) => {
    const { mayPass = () => true } = planOf(hours)
    expect([within.map((time) => mayPass(at(time))), outside.map((time) => mayPass(at(time)))]).toEqual([
      within.map(() => true),
      outside.map(() => false),
    ])
  })

  it.each(['25:00-26:00', 'la nuit', '7:00', '7:60-8:00'])('« %s » are refused in a readable line', (hours) => {
    const { ok, ...rest } = read(hours)
    expect([ok, JSON.stringify(rest)]).toEqual([false, expect.stringContaining('ILS_HOURS is')])
  })

  it('hold back what is to be told until they come', async () => {
    const ils = await startSip2Ils()
    ils.patrons.add('21')
    ils.items.set('31', { title: 'Nana', renewals: 0 })
    const desk = await aDeskDay()
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    let now = at('22:00')
    const plan = planOf('7:00-22:00', ils.port)
    const jobs = createWireJobs({ store: desk.store, plans: async () => [plan], now: () => now, report: () => undefined })
    await jobs.pass()
    expect(ils.heard).toEqual([])
    now = toInstant(inParis('2026-11-25 07:00:00'))
    await jobs.pass()
    expect(ils.items.get('31')?.lentTo).toBe('21')
    await jobs.stop()
    await ils.stop()
    await desk.store.close()
  })
})
