/**
 * Loans and returns told to an ILS over SIP2: a real connection to a small ILS on this machine, which renews what it is told twice, as
 * the servers that were recorded do. What is counted is what that ILS holds in the end, and how often it was asked.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toCardNumber, toItemBarcode } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { wantedByIls } from '../../src/domain/item/item-state.ts'
import { settleExport } from '../../src/endpoint/connectors/file/export-day.ts'
import { createSip2Wire, type Sip2Settings } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { readExchange } from '../../src/endpoint/ils/ils-exchange.ts'
import { askAnew, tellOverWire } from '../../src/endpoint/ils/tell-over-wire.ts'
import { createWireJob, createWireJobs } from '../../src/endpoint/ils/wire-job.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { type Sip2Ils, startSip2Ils } from '../fakes/sip2-ils.ts'
import { aDeskDay, type DeskDay, day, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

let ils: Sip2Ils
let desk: DeskDay
beforeEach(async () => {
  ils = await startSip2Ils()
  for (const barcode of ['31', '32', '33']) ils.items.set(barcode, { title: `Livre ${barcode}`, renewals: 0 })
  for (const card of ['21', '22']) ils.patrons.add(card)
  desk = await aDeskDay()
})
afterEach(() => ils.stop())

const evening = inParis('2026-11-24 19:00:00')

const settings = (changes: Partial<Sip2Settings> = {}): Sip2Settings => ({ ...ils.settings, ...changes })

const pass = (now = evening, changes: Partial<Sip2Settings> = {}) =>
  tellOverWire({
    store: desk.store,
    libraryId: library,
    wire: createSip2Wire(settings(changes), () => now),
    now: () => toInstant(now),
    isStopping: () => false,
  })
const journeys = () => desk.store.read(library, (reader) => reader.journeys.ofDay(day))
const states = async () => (await journeys()).map(({ barcode, movement, state }) => `${movement} ${barcode} ${state}`)
const settledOperations = () =>
  desk.store.read(library, async (reader) => (await reader.rowsOf('settled-batch')).flatMap(({ operationIds }) => operationIds))
const asked = (code: string) => ils.heard.filter((text) => text.startsWith(code)).length

describe('a loan or a return on its way to the ILS', () => {
  it('[ILS-1] is told once, and its operation is settled on every tablet', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31', '32'), '2026-11-24 14:30:05'), a.press(takeBack('31'), '2026-11-24 15:00:00'))
    expect(await pass()).toEqual({ answers: { accepted: 3 }, fault: undefined, isQuiet: false, wasReached: true, cameOn: true })
    expect(await pass()).toEqual({ answers: {}, fault: undefined, isQuiet: true, wasReached: false, cameOn: false })
    expect([ils.items.get('31')?.lentTo, ils.items.get('32')?.lentTo]).toEqual([undefined, '21'])
    expect([asked('11'), asked('09')]).toEqual([2, 1])
    expect(await settledOperations()).toEqual(['A1', 'A2'])
    const patron = await desk.store.read(library, async (reader) => reader.row('patron', toCardNumber('21')))
    expect(patron?.loans.map(({ settledAt }) => settledAt)).toEqual([evening])
  })

  it('[RET-9] answered by a hold, says so on the document’s row until it moves, and names nobody', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00'))
    await pass()
    const held = ils.items.get('31')
    if (held !== undefined) held.heldFor = '22'
    const wanted = async () => {
      const item = await desk.store.read(library, async (reader) => reader.row('item', toItemBarcode('31')))
      return [wantedByIls(item)?.next, JSON.stringify(item?.ilsWants ?? {}).includes('22')]
    }
    await desk.receive(a.press(takeBack('31'), '2026-11-24 15:00:00'), a.press(takeBack('32'), '2026-11-24 15:00:30'))
    expect(await wanted()).toEqual([undefined, false])
    await pass()
    expect(await wanted()).toEqual(['held', false])
    const other = await desk.store.read(library, async (reader) => reader.row('item', toItemBarcode('32')))
    expect(other?.ilsWants).toBeUndefined()
    await desk.receive(a.press(handOver('22', '31'), '2026-11-24 16:00:00'))
    expect(await wanted()).toEqual([undefined, false])
  })

  it('[ILS-1, ILS-16] goes out by no file once it was told over the wire, nor over the wire once a file carries it', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
    expect(await desk.lines()).toHaveLength(1)
    expect(await pass()).toEqual({ answers: {}, fault: undefined, isQuiet: true, wasReached: false, cameOn: false })
    await desk.receive(a.press(handOver('22', '32'), '2026-11-24 11:00:00'))
    await pass()
    expect((await desk.lines()).map((line) => line.split('\t').slice(1))).toEqual([['issue', '21', '31']])
    await settleExport(desk.store, library, 1, evening)
    expect([...(await settledOperations())].sort()).toEqual(['A1', 'A2'])
  })

  it('[ILS-2] whose answer was cut off is read, not asked again: the ILS lent it once', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'), a.press(handOver('22', '32'), '2026-11-24 10:05:00'))
    ils.failNext('11', 'cut-after')
    expect(await pass()).toEqual({ answers: { unknown: 1 }, fault: 'cut', isQuiet: false, wasReached: true, cameOn: false })
    expect(await states()).toEqual(['loan 31 unknown'])
    expect(await desk.lines()).toEqual(['2026-11-24 10-05-00 000\tissue\t22\t32'])
    expect((await pass()).fault).toBeUndefined()
    expect(await states()).toEqual(['loan 31 accepted'])
    expect([asked('11'), ils.items.get('31')?.renewals]).toEqual([1, 0])
  })

  it('[ILS-2, ILS-17] that cannot be read any more waits for a person, and holds up nothing else', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'), a.press(handOver('22', '32'), '2026-11-24 10:05:00'))
    ils.failNext('11', 'cut-after')
    await pass()
    // Taken out of its catalogue meanwhile.
    ils.items.delete('31')
    expect((await pass()).answers).toEqual({ accepted: 1 })
    expect((await journeys()).map(({ barcode, state, readAt }) => [barcode, state, readAt])).toEqual([
      ['31', 'unknown', evening],
      ['32', 'accepted', undefined],
    ])
  })

  it.each(['cut-before', 'silent', 'garbled', 'half'] as const)('[ILS-2] is not known after an answer that is %s', async (fault) => {
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    ils.failNext('11', fault)
    await pass(evening, { patienceMs: 1500 })
    expect(await states()).toEqual(['loan 31 unknown'])
    await pass()
    expect(asked('11')).toBe(1)
    expect((await journeys())[0]).toMatchObject(
      fault === 'cut-before' ? { state: 'unknown', readAt: evening } : { state: 'accepted', dueOn: '2026-12-15' },
    )
  })

  it('[ILS-2, ILS-17] that the ILS does not know of, once read, waits until a person asks anew', async () => {
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    ils.failNext('11', 'cut-before')
    await pass()
    const [journey] = await journeys()
    if (journey === undefined) throw new Error('no journey')
    expect(await askAnew(desk.store, library, journey, toInstant(evening))).toBe(false)
    await pass()
    await pass()
    expect(asked('11')).toBe(1)
    expect(await askAnew(desk.store, library, journey, toInstant(evening))).toBe(true)
    expect((await pass()).answers).toEqual({ accepted: 1 })
    expect(await askAnew(desk.store, library, journey, toInstant(evening))).toBe(false)
  })

  it('[ILS-2] a return is read as done where somebody else has the document by now', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await pass()
    await desk.receive(a.press(takeBack('31'), '2026-11-24 11:00:00'))
    ils.failNext('09', 'cut-after')
    await pass()
    const item = ils.items.get('31')
    if (item !== undefined) item.lentTo = '22'
    await pass()
    expect([await states(), asked('09'), item?.lentTo]).toEqual([['loan 31 accepted', 'return 31 accepted'], 1, '22'])
  })

  it('[ILS-2] asked by a process that died is not known, and is read first', async () => {
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    ils.failNext('11', 'cut-after')
    await pass()
    // As a process that was killed between the answer and its writing leaves it.
    const [journey] = await journeys()
    if (journey === undefined) throw new Error('no journey')
    await desk.store.transact(library, ({ journeys: kept }) => kept.keep({ ...journey, state: 'asked' }))
    await pass()
    expect(await states()).toEqual(['loan 31 asked'])
    await pass(toInstant(evening + 180_000))
    await pass(toInstant(evening + 181_000))
    expect([await states(), asked('11')]).toEqual([['loan 31 accepted'], 1])
  })

  it('[ILS-3] with a document that waits for somebody else is decided by a person, and nothing is written', async () => {
    ils.items.set('31', { title: 'Nana', heldFor: '22', renewals: 0 })
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    expect((await pass()).answers).toEqual({ 'to-decide': 1 })
    expect((await journeys())[0]).toMatchObject({ state: 'to-decide', reason: 'held-for-another' })
    expect([asked('11'), ils.items.get('31')?.heldFor]).toEqual([0, '22'])
  })

  it('[ILS-3] with a document that waits for this very patron is told', async () => {
    ils.items.set('31', { title: 'Nana', heldFor: '21', renewals: 0 })
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    expect((await pass()).answers).toEqual({ accepted: 1 })
  })

  it('[ILS-3] with a document that is out to somebody else ends nobody’s loan, as a loan or as a return', async () => {
    const a = desk.tablet('A')
    ils.items.set('31', { title: 'Nana', lentTo: '22', renewals: 0 })
    ils.items.set('32', { title: 'Germinal', renewals: 0 })
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'), a.press(handOver('21', '32'), '2026-11-24 10:01:00'))
    await pass()
    const lent = ils.items.get('32')
    if (lent !== undefined) lent.lentTo = '22'
    await desk.receive(a.press(takeBack('32'), '2026-11-24 11:00:00'))
    await pass()
    expect(await states()).toEqual(['loan 31 to-decide', 'loan 32 accepted', 'return 32 to-decide'])
    expect([ils.items.get('31')?.lentTo, ils.items.get('32')?.lentTo, asked('09')]).toEqual(['22', '22', 0])
  })

  it('[ILS-3, ILS-19] answered for another card than asked is looked at by a person', async () => {
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    ils.failNext('11', 'other-card')
    await pass()
    expect((await journeys())[0]).toMatchObject({ state: 'to-decide', reason: 'other-than-asked' })
    expect(await settledOperations()).toEqual([])
  })

  it('[ILS-1, ILS-15] that stood so before is settled, and nothing is written', async () => {
    ils.items.set('31', { title: 'Nana', lentTo: '21', dueOn: '20261201    235900', renewals: 0 })
    await desk.receive(
      desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'),
      desk.tablet('B').press(takeBack('33'), '2026-11-24 10:05:00'),
    )
    expect((await pass()).answers).toEqual({ already: 2 })
    expect([asked('11'), asked('09'), ils.items.get('31')?.renewals]).toEqual([0, 0, 0])
    expect((await journeys()).find(({ barcode }) => barcode === '31')?.dueOn).toBe('2026-12-01')
    expect(await settledOperations()).toEqual(['A1', 'B1'])
  })

  it('[ILS-6] refused keeps the ILS’s words, holds what followed of that document alone, and is asked anew by a person', async () => {
    const a = desk.tablet('A')
    ils.blocked.add('21')
    await desk.receive(
      a.press(handOver('21', '31'), '2026-11-24 10:00:00'),
      a.press(takeBack('31'), '2026-11-24 10:10:00'),
      a.press(handOver('22', '32'), '2026-11-24 10:20:00'),
    )
    await pass()
    expect(await states()).toEqual(['loan 31 refused', 'loan 32 accepted'])
    expect((await journeys())[0]?.said).toBe('Patron Blocked')
    expect(await desk.lines()).toEqual([])
    ils.blocked.clear()
    const [journey] = await journeys()
    if (journey === undefined) throw new Error('no journey')
    expect(await askAnew(desk.store, library, journey, toInstant(evening))).toBe(true)
    await pass()
    expect(await states()).toEqual(expect.arrayContaining(['loan 31 accepted', 'return 31 accepted']))
  })

  it('[ILS-7] undone goes out as a return where it was told, and never where it was not', async () => {
    const a = desk.tablet('A')
    const [told, untold] = [a.press(handOver('21', '31'), '2026-11-24 10:00:00'), a.press(handOver('21', '32'), '2026-11-24 10:01:00')]
    await desk.receive(told)
    await pass()
    await desk.receive(a.press(undo(told), '2026-11-24 10:05:00'), untold, a.press(undo(untold), '2026-11-24 10:06:00'))
    await pass()
    expect(await states()).toEqual(['loan 31 accepted', 'return 31 accepted'])
    expect([ils.items.get('31')?.lentTo, ils.items.get('32')?.lentTo, asked('11')]).toEqual([undefined, undefined, 1])
  })

  it('[ILS-9] is not asked where the link fails before, and waits without a mark', async () => {
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    ils.failNext('17', 'cut-before')
    expect((await pass()).answers).toEqual({ 'not-asked': 1 })
    expect(await states()).toEqual([])
    expect((await pass(evening, { password: 'wrong' })).fault).toBe('login-refused')
    expect((await pass(evening, { port: 1 })).fault).toBe('unreachable')
    expect((await pass()).answers).toEqual({ accepted: 1 })
  })

  it('[ILS-9] is not tried for a minute after five failures in a row, then once', async () => {
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    let clock: number = evening
    const now = () => toInstant(clock)
    const faults: unknown[] = []
    const wire = createSip2Wire(settings(), now)
    const job = createWireJob({ store: desk.store, wire, library, now, report: ({ fault }) => faults.push(fault) })
    for (const _ of Array(8)) {
      ils.failNext('93', 'cut-before')
      await job.pass()
    }
    expect(faults).toEqual(Array(5).fill('closed'))
    const exchange = () => desk.store.read(library, readExchange)
    expect((await exchange()).openUntil).toBe(clock + 60_000)
    clock += 60_000
    await job.pass()
    expect(faults).toHaveLength(6)
    clock += 60_000
    await job.pass()
    expect([faults.at(-1), await states()]).toEqual([undefined, ['loan 31 accepted']])
    expect(await exchange()).toEqual({ at: clock, fault: undefined })
    await job.stop()
  })

  it('[ILS-9, ILS-25] is taken up again at once where the line is cut after an answer, and not before its turn otherwise', async () => {
    ils.items.set('31', { title: 'Nana', lentTo: '21', renewals: 0 })
    await desk.receive(desk.tablet('A').press(handOver('21', '31', '32'), '2026-11-24 10:00:00'))
    const wire = createSip2Wire(settings(), () => evening)
    const plan = { wire, everyMs: 60_000, library }
    const jobs = createWireJobs({ store: desk.store, plans: async () => [plan], now: () => evening, report: () => undefined })
    ils.failNext('11', 'cut-before')
    await jobs.pass()
    expect(await states()).toEqual(['loan 31 already', 'loan 32 unknown'])
    await jobs.pass()
    expect((await journeys()).map(({ readAt }) => readAt)).toEqual([undefined, evening])
    await desk.receive(desk.tablet('B').press(handOver('22', '33'), '2026-11-24 10:30:00'))
    await jobs.pass()
    expect(asked('11')).toBe(1)
    await jobs.stop()
  })

  it('[ILS-1] by a process that dies at any of its writes is lent once, and settled by those that come after', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00'), a.press(takeBack('31'), '2026-11-24 11:00:00'))
    let writesLeft = 0
    let isDead = false
    const dying: Store = new Proxy(desk.store, {
      get: (store, name) => {
        if (name !== 'transact') {
          const member = Reflect.get(store, name)
          return typeof member === 'function' ? member.bind(store) : member
        }
        return async (...given: Parameters<Store['transact']>) => {
          if (isDead) throw new Error('dead')
          if (writesLeft > 0) {
            writesLeft -= 1
            return store.transact(...given)
          }
          isDead = true
          throw new Error('dead')
        }
      },
    })
    let now: number = evening
    const alive = () =>
      tellOverWire({
        store: dying,
        libraryId: library,
        wire: createSip2Wire(settings(), () => now),
        now: () => toInstant(now),
        isStopping: () => false,
      })
    for (let writes = 0; writes < 12; writes += 1) {
      writesLeft = writes
      isDead = false
      await alive().catch(() => undefined)
      now += 180_000
    }
    writesLeft = Number.POSITIVE_INFINITY
    isDead = false
    await alive()
    expect(await states()).toEqual(expect.arrayContaining(['loan 31 accepted', 'loan 32 accepted']))
    expect([asked('11'), ils.items.get('31')?.renewals, ils.items.get('32')?.lentTo]).toEqual([2, 0, '21'])
    expect([ils.items.get('31')?.lentTo, (await settledOperations()).sort()]).toEqual([undefined, ['A1', 'A2']])
  })

  it('looks at no day while nothing was written since all was told', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
    let reads = 0
    const counted: Store = new Proxy(desk.store, {
      get: (store, name) => {
        if (name === 'read') reads += 1
        const member = Reflect.get(store, name)
        return typeof member === 'function' ? member.bind(store) : member
      },
    })
    const wire = createSip2Wire(settings(), () => evening)
    const job = createWireJob({ store: counted, wire, library, now: () => evening, report: () => undefined })
    for (const _ of Array(3)) await job.pass()
    reads = 0
    await job.pass()
    expect(reads).toBe(1)
    await desk.receive(a.press(takeBack('31'), '2026-11-24 11:00:00'))
    await job.pass()
    expect(await states()).toEqual(['loan 31 accepted', 'return 31 accepted'])
  })

  it('a number that cannot travel whole is set apart for a person', async () => {
    await desk.receive(desk.tablet('A').press(handOver('21', 'a|ABb'), '2026-11-24 10:00:00'))
    expect(await pass()).toEqual({ answers: {}, fault: undefined, isQuiet: true, wasReached: false, cameOn: false })
    expect(ils.heard).toEqual([])
  })

  it('is told at the time at which it happened, on the ILS’s own clock', async () => {
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 14:30:05'))
    await pass(evening, { zone: 'America/Cayenne' })
    expect(ils.heard.find((text) => text.startsWith('11'))).toContain('11NN20261124    103005')
    expect(ils.items.get('31')?.lentTo).toBe(toItemBarcode('21'))
  })

  it.each([{ isSplit: true }, { encoding: 'cp850' as const }, { encoding: 'iso-8859-1' as const }])(
    'reads answers as %j',
    async (options) => {
      await ils.stop()
      ils = await startSip2Ils(options)
      ils.items.set('31', { title: 'L’Été | à Œuvres', renewals: 0 })
      ils.patrons.add('21')
      await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
      expect((await pass(evening, { encoding: options.encoding ?? 'utf8' })).answers).toEqual({ accepted: 1 })
    },
  )
})
