/**
 * The page for the register of processing says how long each thing is kept; here the clock is moved until each is gone. The durations are
 * read off the page (docs/registre-des-traitements.md), so that page and product cannot part: held until then, gone right after.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { toCardNumber } from '../../../src/domain/ids.ts'
import { addDays } from '../../../src/domain/local-date.ts'
import { retentionDefaults } from '../../../src/domain/settings/settings.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { CountedTries } from '../../../src/endpoint/enrolment/count-tries.ts'
import { countIn } from '../../../src/endpoint/enrolment/counting.ts'
import { takeOrders } from '../../../src/endpoint/ils/take-orders.ts'
import type { StoreReader } from '../../../src/endpoint/storage/store.ts'
import { aDate, anInstant, aTime } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, aReturn, libraryOfTests } from '../../builders/an-endpoint.ts'

const page = readFileSync(new URL('../../../docs/registre-des-traitements.md', import.meta.url), 'utf8')
const section = page.slice(page.indexOf('## Combien de temps'), page.indexOf('Le reste, sans délai compté'))
const units: Readonly<Record<string, number>> = { minutes: 60_000, heures: 3_600_000, jour: 86_400_000, jours: 86_400_000 }
const dayMs = 86_400_000

interface Stated {
  readonly key: string
  readonly ms: number
  readonly days: number
  readonly setting: string
}
const stated: readonly Stated[] = section
  .split('\n')
  .filter((line) => /^\| .*`[a-z-]+` \|$/.test(line))
  .map((line) => {
    const [, , duration = '', , setting = '', key = ''] = line.split('|').map((cell) => cell.trim())
    const [, count, unit = ''] = /^(\d+) (\S+)$/.exec(duration) ?? []
    const ms = Number(count) * (units[unit] ?? Number.NaN)
    return { key: key.slice(1, -1), ms, days: ms / dayMs, setting: setting.replaceAll('`', '') }
  })
const statedOf = (key: string): Stated => {
  const found = stated.find((one) => one.key === key)
  if (found === undefined || !(found.ms > 0)) throw new Error(`the page says nothing of ${key}`)
  return found
}

const aLibrary = async () => {
  const endpoint = await anEndpoint({ rows: [aPatron({ id: toCardNumber('23333000000347'), surname: 'MOREL' })] })
  const tablet = await endpoint.enrol()
  const close = () =>
    closeDays(endpoint.store, endpoint.instantBefore(0), (defect) => {
      throw defect
    })
  const lent = anEnvelope(aHandOver())
  const lendAndBack = () =>
    tablet.push([aPushed(lent), aPushed(anEnvelope(aReturn(), { based: { 'item/33331000000012': [lent.operationId] } }))])
  const wait = async (ms: number) => {
    endpoint.advance(ms)
    await close()
  }
  const read = <T>(work: (reading: StoreReader) => Promise<T>): Promise<T> => endpoint.store.read(libraryOfTests, work)
  return { ...endpoint, tablet, lent, lendAndBack, wait, read }
}

/** What is there at the end of its time, and not after one more of its steps. */
const trials: Readonly<Record<string, (stated: Stated) => Promise<void>>> = {
  window: async ({ days }) => {
    const { lendAndBack, wait, row, tablet } = await aLibrary()
    await lendAndBack()
    await wait(days * dayMs)
    expect([await row('order', 'order-1'), await row('item', '33331000000012')]).not.toContain(undefined)
    const { end } = await tablet.pull()
    await wait(dayMs)
    expect([await row('order', 'order-1'), await row('item', '33331000000012')]).toEqual([undefined, undefined])
    const gone = (await tablet.pull(end.cursor)).rows.filter((one) => one.row === null).map(({ kind }) => kind)
    expect(gone).toEqual(expect.arrayContaining(['order', 'item']))
  },
  memory: async ({ days }) => {
    const { lendAndBack, wait, read } = await aLibrary()
    const remembered = () => read((reading) => reading.erasedRowsHolding('23333000000172'))
    await lendAndBack()
    await wait(2 * dayMs)
    await wait(days * dayMs)
    expect(await remembered()).not.toEqual([])
    await wait(dayMs)
    expect(await remembered()).toEqual([])
  },
  apart: async ({ days }) => {
    const { enrol, tablet, lent, wait, read } = await aLibrary()
    const lost = await enrol()
    await tablet.setAside(lost)
    await lost.push([aPushed(lent)])
    const content = async () => (await read((reading) => reading.receiptsOf(lent.operationId)))[0]?.envelope
    await wait(days * dayMs)
    expect(await content()).toContain('23333000000172')
    await wait(1)
    expect(await content()).toBe('')
  },
  receipts: async ({ days }) => {
    const { lendAndBack, lent, wait, read } = await aLibrary()
    const content = async () => (await read((reading) => reading.receiptsOf(lent.operationId)))[0]?.envelope
    await lendAndBack()
    await wait(days * dayMs)
    expect(await content()).toContain('23333000000172')
    await wait(dayMs)
    expect(await content()).toBe('')
  },
  exports: async ({ days }) => {
    const { lendAndBack, tablet, wait, read } = await aLibrary()
    const size = async () => (await read((reading) => reading.batches(undefined)))[0]?.content.length
    await lendAndBack()
    await tablet.manage('export', { day: '2026-11-24', format: 'csv' })
    await wait(days * dayMs)
    expect(await size()).toBeGreaterThan(0)
    await wait(dayMs)
    expect(await size()).toBe(0)
  },
  told: async ({ days }) => {
    const { lendAndBack, tablet, lent, wait, read } = await aLibrary()
    const cards = async () => (await read(({ told }) => told.of([lent.operationId]))).map(({ card }) => card)
    await lendAndBack()
    await tablet.manage('export', { day: '2026-11-24', format: 'koc' })
    await wait(days * dayMs)
    expect(await cards()).toEqual(['23333000000172'])
    await wait(dayMs)
    expect(await cards()).toEqual([undefined])
  },
  names: async ({ days }) => {
    const { wait, row } = await aLibrary()
    await wait(0)
    await wait(days * dayMs)
    expect(await row('patron', '23333000000347')).toMatchObject({ surname: 'MOREL' })
    await wait(dayMs)
    expect(await row('patron', '23333000000347')).toMatchObject({ surname: '' })
  },
  'ils-orders': async ({ days }) => {
    const { store, read } = await aLibrary()
    const take = (date: string, ilsNumber: string, on: string) => {
      const listed = {
        ilsNumber,
        line: 2,
        card: '23333000000172',
        date: aDate(date),
        time: aTime('14:30'),
        site: '',
        source: 'ils',
      } as const
      const lines = [{ line: 2, record: 'record-1', barcode: '', title: '' }]
      const rows = [{ ...listed, note: '', orderedOn: undefined, lines }]
      return takeOrders(
        store,
        libraryOfTests,
        { rows, inRejected: new Set(), from: aDate(date), to: aDate(date) },
        anInstant(`${on} 09:00`),
      )
    }
    await take('2026-11-25', 'ILS-1', '2026-11-24')
    await closeDays(store, anInstant('2026-11-29 09:00'), () => undefined)
    const order = (await read(async (reading) => reading.rowsOf('order'))).find(({ ilsNumber }) => ilsNumber === 'ILS-1')
    await store.transact(libraryOfTests, (transaction) =>
      transaction.eraseRow('order', order?.id ?? ('' as never), anInstant('2026-11-29 09:00')),
    )
    const last = addDays(aDate('2026-11-25'), days)
    await take(last, 'ILS-2', last)
    expect(await read((reading) => reading.memo('ils-orders'))).toContain('ILS-1')
    const after = addDays(last, 1)
    await take(after, 'ILS-3', after)
    expect(await read((reading) => reading.memo('ils-orders'))).not.toContain('ILS-1')
  },
  claims: async ({ ms }) => {
    const { tablet, wait, read } = await aLibrary()
    const claims = () => read(async (reading) => reading.rowsOf('claim'))
    await tablet.push([aPushed(anEnvelope({ kind: 'claim', scope: { kind: 'zone', name: 'Romans' } }))])
    await wait(ms - 60_000)
    expect(await claims()).toHaveLength(1)
    await wait(120_000)
    expect(await claims()).toEqual([])
  },
  settled: async ({ days }) => {
    const { lendAndBack, tablet, wait, read } = await aLibrary()
    const settled = () => read(async (reading) => reading.rowsOf('settled-batch'))
    await lendAndBack()
    await tablet.manage('export', { day: '2026-11-24', format: 'koc' })
    await tablet.manage('export-settle', { number: 1 })
    await wait(days * dayMs)
    expect(await settled()).toHaveLength(1)
    await wait(1)
    expect(await settled()).toEqual([])
  },
  // On the tablet: tests/contract/tablet/storage.test.ts forgets it there.
  'own-operations': async ({ days }) => {
    const source = readFileSync(new URL('../../../src/tablet/sync/push-outbox.ts', import.meta.url), 'utf8')
    expect(source).toContain(`const keptAcknowledgedMs = ${days} * msPerDay`)
  },
  codes: async ({ ms }) => {
    const { offerCode, tryEnrol, advance } = await aLibrary()
    const [inTime, late] = [await offerCode(), await offerCode()]
    advance(ms)
    expect((await tryEnrol(inTime)).status).toBe(200)
    advance(1)
    expect((await tryEnrol(late)).body.problem).toBe('code-expired')
  },
  // The longest of them; the limits of the patrons' page are those of tests/contract/page/who.test.ts.
  tries: async ({ ms }) => {
    const { store, instantBefore, wait } = await aLibrary()
    const wrong = new CountedTries(store, 'pin')
    await wrong.take('who', instantBefore(0))
    const isHeld = () => countIn(store, async (tallies) => (await tallies.of('pin', 'who')) !== undefined)
    await wait(ms - 1)
    expect(await isHeld()).toBe(true)
    await wait(1)
    expect(await isHeld()).toBe(false)
  },
}

test('every delay that the page states has its trial here, and every trial its line', () => {
  expect(stated.map(({ key }) => key).sort()).toEqual(Object.keys(trials).sort())
  expect(stated.every(({ ms }) => ms > 0)).toBe(true)
})

test('a delay that is a setting has on the page the default of a new library', () => {
  const settings = stated.filter(({ setting }) => setting !== '')
  expect(settings.map(({ setting }) => setting)).toEqual([...Array(4).fill('keepLoanDays'), 'keepNameDays'])
  for (const { setting, days } of settings)
    expect([setting, days]).toEqual([setting, retentionDefaults[setting as keyof typeof retentionDefaults]])
})

test.each(Object.keys(trials))('[PRIV-3] the register is right about “%s”: held until then, gone after', async (key) => {
  await trials[key]?.(statedOf(key))
})
