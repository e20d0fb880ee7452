/**
 * What the ILS did not take, as a person meets it in Anomalies: which case, what may be decided, and what comes of it in the ILS.
 * A real wire to an ILS on this machine, and the endpoint's own way of receiving a decision.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Case, CaseDecision } from '../../src/domain/case/case.ts'
import { decisionsFor } from '../../src/domain/case/case-decisions.ts'
import { type OperationId, toOperationId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { erasePayloads } from '../../src/endpoint/authority/close-day.ts'
import { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { lookAtWire } from '../../src/endpoint/ils/look-at-wire.ts'
import { askAnew, tellOverWire } from '../../src/endpoint/ils/tell-over-wire.ts'
import { noteDays } from '../../src/endpoint/storage/noted-days.ts'
import { type Sip2Ils, startSip2Ils } from '../fakes/sip2-ils.ts'
import { aDeskDay, type DeskDay, day, decideCase, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

let ils: Sip2Ils
let desk: DeskDay
beforeEach(async () => {
  ils = await startSip2Ils()
  for (const barcode of ['31', '32']) ils.items.set(barcode, { title: `Livre ${barcode}`, renewals: 0 })
  for (const card of ['21', '22']) ils.patrons.add(card)
  desk = await aDeskDay()
})
afterEach(() => ils.stop())

const evening = toInstant(inParis('2026-11-24 19:00:00'))
const pass = (at = evening) =>
  tellOverWire({
    store: desk.store,
    libraryId: library,
    wire: createSip2Wire({ ...ils.settings, patienceMs: 2000 }, () => at),
    now: () => at,
    isStopping: () => false,
  })
const cases = (): Promise<readonly Case[]> => desk.store.read(library, async (reader) => reader.rowsOf('case'))
const told = async () =>
  (await cases())
    .map(({ id, ils: said, settlement }) => [id, said?.reason, settlement?.decision.kind].filter((part) => part !== undefined))
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
const states = () => desk.store.read(library, async ({ journeys }) => (await journeys.ofDay(day)).map(({ state }) => state))
const asked = (code: string) => ils.heard.filter((text) => text.startsWith(code)).length

const receive = (about: Case, decision: CaseDecision, id: string, anew?: Parameters<typeof decideCase>[3]['anew']): Promise<void> =>
  decideCase(desk.store, about, decision, { id, at: evening, anew })
const decide = async (decision: CaseDecision, id = 'D1'): Promise<void> => {
  const open = (await cases()).find(({ settlement }) => settlement === undefined)
  if (open === undefined) throw new Error('no case is open')
  await receive(open, decision, id)
}

it.each([
  ['refused', 'refused-by-ils', (): unknown => ils.blocked.add('21')],
  ['held-for-another', 'refused-by-ils', (): unknown => ils.items.set('31', { title: 'Nana', heldFor: '22', renewals: 0 })],
  ['lent-to-another', 'refused-by-ils', (): unknown => ils.items.set('31', { title: 'Nana', lentTo: '22', renewals: 0 })],
  ['other-than-asked', 'refused-by-ils', () => ils.failNext('11', 'other-card')],
  ['no-answer', 'ils-answer-unknown', () => ils.failNext('11', 'cut-before')],
] as const)(
  '[ILS-11] a loan that the ILS did not take, %s, is one case for a person, whatever the passes',
  async (reason, kind, prepare) => {
    prepare()
    await desk.receive(desk.tablet('A').press(handOver('21', '31', '32'), '2026-11-24 10:00:00'))
    for (const _ of Array(3)) await pass()
    const [open, ...others] = (await cases()).filter(({ subject }) => subject === 'item/31')
    expect(others).toEqual([])
    expect(open).toMatchObject({ id: `${kind}:item/31:1`, cites: ['A1'], ils: { movement: 'loan', reason } })
    expect([open?.settlement, open?.ils?.said]).toEqual([undefined, reason === 'refused' ? 'Patron Blocked' : ''])
  },
)

it('[ILS-11, ILS-28] decided to be asked anew it is asked at the next pass, and what the ILS refuses again is the next case', async () => {
  ils.blocked.add('21')
  await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
  await pass()
  await decide({ kind: 'ask-anew' })
  expect(await states()).toEqual([])
  await pass()
  expect(asked('11')).toBe(2)
  expect(await told()).toEqual([
    ['refused-by-ils:item/31:1', 'refused', 'ask-anew'],
    ['refused-by-ils:item/31:2', 'refused'],
  ])
  ils.blocked.clear()
  await decide({ kind: 'ask-anew' }, 'D2')
  await pass()
  expect([await states(), ils.items.get('31')?.lentTo]).toEqual([['accepted'], '21'])
  expect((await told()).map(([, , decision]) => decision)).toEqual(['ask-anew', 'ask-anew'])
})

it('[ILS-11, ILS-28] decided to be dealt with in the ILS it is asked no more of it, by wire or file, and the operation is settled', async () => {
  ils.items.set('31', { title: 'Nana', lentTo: '22', renewals: 0 })
  await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
  await pass()
  await decide({ kind: 'acknowledged' })
  await pass()
  expect([await states(), asked('11'), ils.items.get('31')?.lentTo, await desk.lines()]).toEqual([['already'], 0, '22', []])
  const settled = await desk.store.read(library, async (reader) => reader.rowsOf('settled-batch'))
  expect(settled.flatMap(({ operationIds }) => operationIds)).toEqual(['A1'])
})

it('[ILS-11, ILS-31] closes by itself where the handover is undone, or where it is asked anew from the list', async () => {
  const a = desk.tablet('A')
  ils.blocked.add('21')
  const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
  await desk.receive(given, a.press(handOver('21', '32'), '2026-11-24 10:01:00'))
  await pass()
  await desk.receive(a.press(undo(given), '2026-11-24 10:05:00'))
  await pass()
  const [other] = (await desk.store.read(library, ({ journeys }) => journeys.ofDay(day))).filter(({ barcode }) => barcode === '32')
  if (other === undefined) throw new Error('no journey')
  expect(await askAnew(desk.store, library, other, evening)).toBe(true)
  expect(await told()).toEqual([
    ['refused-by-ils:item/31:1', 'refused', 'explained'],
    ['refused-by-ils:item/32:1', 'refused', 'explained'],
  ])
})

it('[ILS-11] holds what follows of its document alone, as its movement does', async () => {
  const a = desk.tablet('A')
  ils.blocked.add('21')
  await desk.receive(a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00'), a.press(takeBack('31'), '2026-11-24 10:10:00'))
  await pass()
  ils.blocked.clear()
  for (const id of ['D1', 'D2']) await decide({ kind: 'ask-anew' }, id)
  await pass()
  expect(await states()).toEqual(['accepted', 'accepted', 'accepted'])
  expect([ils.items.get('31')?.lentTo, ils.items.get('32')?.lentTo]).toEqual([undefined, '21'])
})

describe('[ILS-11] what the ILS refused and the desk still has to tell always has an open case', () => {
  const open = async () =>
    (await cases()).flatMap(({ id, ils: obstacle, cites, settlement }) =>
      settlement === undefined && obstacle !== undefined ? [[id, obstacle.said, [...cites]]] : [],
    )

  it('also where an older build left none', async () => {
    ils.blocked.add('21')
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await pass()
    const [made] = await cases()
    if (made === undefined) throw new Error('no case')
    await desk.store.transact(library, (transaction) => transaction.eraseRow('case', made.id, evening))
    for (const _ of Array(2)) await pass()
    expect(await open()).toEqual([['refused-by-ils:item/31:1', 'Patron Blocked', ['A1']]])
  })

  it('also where a decision that took it back is itself taken back', async () => {
    ils.blocked.add('21')
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await pass()
    await desk.receive(desk.tablet('B').press(handOver('22', '31'), '2026-11-24 10:05:00'))
    const stands = async (fact: string, id: string, anew?: { replaces: OperationId }) => {
      const twice = (await cases()).find(({ caseKind }) => caseKind === 'handed-over-twice')
      if (twice === undefined) throw new Error('no case')
      await receive(twice, { kind: 'stands', fact: toOperationId(fact) }, id, anew)
      await pass()
    }
    await stands('B1', 'D1')
    expect([await open(), ils.items.get('31')?.lentTo]).toEqual([[], '22'])
    ils.items.set('31', { title: 'Livre 31', renewals: 0 })
    await stands('A1', 'D2', { replaces: toOperationId('D1') })
    expect(await open()).toEqual([['refused-by-ils:item/31:2', 'Patron Blocked', ['A1']]])
  })

  it('also where another movement that it speaks of is dealt with', async () => {
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    for (const card of ['21', '22']) ils.blocked.add(card)
    const before = [b.press(handOver('22', '31'), '2026-11-24 09:00:00'), b.press(takeBack('31'), '2026-11-24 09:30:00')]
    a.learn(...before)
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:10:00'))
    await pass()
    await desk.receive(...before)
    await pass()
    expect(await open()).toEqual([['refused-by-ils:item/31:1', 'Patron Blocked', ['A1', 'B1']]])
    const ask = async (operationId: string) => {
      const [journey] = await desk.store.read(library, ({ journeys }) => journeys.of([toOperationId(operationId)]))
      expect(journey !== undefined && (await askAnew(desk.store, library, journey, evening))).toBe(true)
    }
    await ask('B1')
    expect(await open()).toEqual([['refused-by-ils:item/31:1', 'Patron Blocked', ['A1', 'B1']]])
    await ask('A1')
    expect(await open()).toEqual([])
  })
})

it.each([
  ['ask-anew', 'accepted'],
  ['acknowledged', 'already'],
] as const)(
  '[ILS-11] decided %s a month later it is told, or settled, as if it were today, and so is what followed',
  async (kind, state) => {
    const a = desk.tablet('A')
    const later = toInstant(evening + 30 * 86_400_000)
    ils.blocked.add('21')
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'), a.press(takeBack('31'), '2026-11-25 10:00:00'))
    await pass()
    ils.blocked.clear()
    await pass(later)
    await decide({ kind })
    const noted = () => desk.store.read(library, (reader) => reader.memo('ils-days'))
    expect([await noted(), (await lookAtWire(desk.store, library, later)).waiting]).toEqual([
      '2026-11-24 2026-11-25',
      kind === 'ask-anew' ? 2 : 1,
    ])
    await pass(later)
    expect(await states()).toEqual([state])
    const settled = await desk.store.read(library, async (reader) => reader.rowsOf('settled-batch'))
    expect(settled.flatMap(({ operationIds }) => operationIds)).toEqual(['A1', 'A2'])
    expect([ils.items.get('31')?.lentTo, await noted()]).toEqual([undefined, ''])
  },
)

it('[ILS-11, ILS-32] an emptied loan is asked anew from nowhere: its case says so, and so does the next one of a tablet that was off line', async () => {
  for (const card of ['21', '22']) ils.blocked.add(card)
  const a = desk.tablet('A')
  await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'), a.press(handOver('22', '32'), '2026-11-24 10:01:00'))
  await pass()
  const [journey, kept] = await desk.store.read(library, ({ journeys }) => journeys.ofDay(day))
  if (journey === undefined || kept === undefined) throw new Error('no journey')
  const later = toInstant(evening + 130 * 86_400_000)
  // As the closing of the days does before.
  await desk.store.transact(library, (transaction) => transaction.forgetTombstones(later))
  await erasePayloads(desk.store, library, later)
  const choices = async () => (await cases()).map((row) => [row.id, row.ils?.isErased, decisionsFor({ get: () => undefined }, row)])
  const seen = [{ kind: 'acknowledged' }]
  expect(await choices()).toEqual([
    ['refused-by-ils:item/31:1', true, seen],
    ['refused-by-ils:item/32:1', true, seen],
  ])
  // A journey that has moved since is remembered longer than what it was about.
  await desk.store.transact(library, async (transaction) => {
    await transaction.journeys.keep({ ...journey, since: later })
    await noteDays(transaction, [day])
  })
  expect(await askAnew(desk.store, library, journey, later)).toBe(false)
  await pass(later)
  expect((await cases()).map(({ settlement }) => settlement)).toEqual([undefined, undefined])
  await decide({ kind: 'ask-anew' })
  expect(await told()).toEqual([
    ['refused-by-ils:item/31:1', 'refused', 'ask-anew'],
    ['refused-by-ils:item/31:2', 'refused'],
    ['refused-by-ils:item/32:1', 'refused'],
  ])
  expect((await choices()).find(([id]) => id === 'refused-by-ils:item/31:2')).toEqual(['refused-by-ils:item/31:2', true, seen])
})

it('[ILS-11] asked anew from the list it is told, though the ILS answers a month later only', async () => {
  ils.blocked.add('21')
  await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
  await pass()
  ils.blocked.clear()
  const [journey] = await desk.store.read(library, ({ journeys }) => journeys.ofDay(day))
  expect(journey !== undefined && (await askAnew(desk.store, library, journey, evening))).toBe(true)
  await pass(toInstant(evening + 30 * 86_400_000))
  expect([await states(), ils.items.get('31')?.lentTo]).toEqual([['accepted'], '21'])
})

describe('a loan that the ILS wants back sooner than the patron was told', () => {
  const dues = async () => (await cases()).filter(({ caseKind }) => caseKind === 'due-sooner-in-ils')
  const lend = (...barcodes: readonly string[]) => {
    for (const barcode of barcodes) ils.items.set(barcode, { title: `Livre ${barcode}`, renewals: 0 })
    return handOver('21', ...barcodes)
  }
  beforeEach(() => {
    ils.dueOn = '20261212    235900'
  })

  it('[ILS-4, ILS-21] is one case for whoever tells the patron, whatever the passes: the loan itself is settled', async () => {
    await desk.receive(desk.tablet('A').press(lend('31', '32'), '2026-11-24 10:00:00'))
    for (const _ of Array(3)) await pass()
    expect((await dues()).map(({ id, cites, due, settlement }) => [id, cites, due, settlement])).toEqual(
      ['31', '32'].map((barcode) => [
        `due-sooner-in-ils:item/${barcode}:1`,
        ['A1'],
        { promised: '2026-12-15', dueOn: '2026-12-12' },
        undefined,
      ]),
    )
    expect(await states()).toEqual(['accepted', 'accepted'])
    const [first] = await dues()
    if (first === undefined) throw new Error('no case')
    expect(decisionsFor({ get: () => undefined }, first)).toEqual([{ kind: 'acknowledged' }])
    await receive(first, { kind: 'acknowledged' }, 'D1')
    await pass()
    expect((await dues()).map(({ settlement }) => settlement?.decision.kind)).toEqual(['acknowledged', undefined])
  })

  it('[ILS-4] is none where the day is the same or a later one, and where the ILS had the loan before it is one too', async () => {
    ils.dueOn = '20261215    235900'
    ils.items.set('32', { title: 'Nana', lentTo: '21', dueOn: '20261201    235900', renewals: 0 })
    await desk.receive(desk.tablet('A').press(handOver('21', '31', '32'), '2026-11-24 10:00:00'))
    await pass()
    expect((await dues()).map(({ subject, due }) => [subject, due?.dueOn])).toEqual([['item/32', '2026-12-01']])
  })

  it('[ILS-4] read after an answer that did not come it is one as well', async () => {
    ils.failNext('11', 'cut-after')
    await desk.receive(desk.tablet('A').press(lend('31'), '2026-11-24 10:00:00'))
    for (const n of [0, 1]) await pass(toInstant(evening + n * 180_000))
    expect([await states(), (await dues()).length]).toEqual([['accepted'], 1])
  })

  it('[ILS-4, ILS-21] holds nothing of its document, and closes by itself once that is back', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(lend('31'), '2026-11-24 10:00:00'))
    await pass()
    await desk.receive(a.press(takeBack('31'), '2026-11-24 11:00:00'))
    expect((await lookAtWire(desk.store, library, evening)).waiting).toBe(1)
    await pass()
    expect([await states(), ils.items.get('31')?.lentTo]).toEqual([['accepted', 'accepted'], undefined])
    expect((await dues()).map(({ settlement }) => [settlement?.decision.kind, settlement?.operationId])).toEqual([['explained', 'A2']])
    await desk.receive(a.press(lend('31'), '2026-11-24 12:00:00'))
    await pass()
    expect((await dues()).filter(({ settlement }) => settlement === undefined).map(({ cites }) => cites)).toEqual([['A3']])
  })

  it('[ILS-4, ILS-21] beyond twenty of them the rights differ, and no more is asked', async () => {
    const barcodes = Array.from({ length: 22 }, (_, n) => `${40 + n}`)
    await desk.receive(desk.tablet('A').press(lend(...barcodes), '2026-11-24 10:00:00'))
    await pass()
    expect([(await dues()).length, (await lookAtWire(desk.store, library, evening)).otherDue.length]).toEqual([20, 22])
  })
})
