/**
 * The counters of the year, from what tablets did: any order of arrival, closings between, everything sent twice, and a new epoch give the
 * same counters, which are those that one counts by hand from the facts (STAT-2). Then the upgrade of a base that counted nothing yet.
 * The real routes and closings over the real stores.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Count, loadMeasures, sumCounts } from '../../../src/domain/figures/figures.ts'
import { toCaseId, toItemBarcode, toLibrarianId, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import type { Envelope, Operation } from '../../../src/domain/operation/operation.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import {
  aLateDesk,
  beginToCount,
  first,
  givenItem,
  type LateDesk,
  lend,
  never,
  otherOrder,
  rows,
  second,
} from '../../builders/a-late-desk.ts'
import { aDate, aMoment, anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aStep, type Press, type Step, tellStory, toQueues, undoHandover, undoReturn } from '../../builders/a-story.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, outcomesOf } from '../../builders/an-endpoint.ts'
import { aLine, anOrder, aRecordWanted } from '../../builders/an-order.ts'

const base = [...rows, aPatron(), anOrder({ lines: [aLine('1', aRecordWanted('record-1'))] })]
const orders = [
  { id: toOrderId('order-1'), card: first },
  { id: otherOrder.id, card: second },
]
const barcodes = ['33331000000012', '33331000000020', '33331000000038'].map(toItemBarcode)
const typeOf = (barcode: string): string => (barcode === barcodes[2] ? 'DVD' : 'livre')
const days = ['2026-11-24 14:31', '2026-11-25 10:05'].map(aMoment)

const given: readonly Press[] = days.flatMap((happened): readonly Press[] => [
  ...orders.flatMap(({ id, card }): readonly Press[] => [
    ...barcodes.map(
      (barcode): Press =>
        () => ({
          kind: 'hand-over-order',
          orderId: id,
          card,
          items: [{ ...givenItem(barcode), documentType: typeOf(barcode) }],
          leftBehind: [],
          notFound: [],
          receipt: 'undecided',
          happened,
        }),
    ),
    () => ({
      kind: 'hand-over-order',
      orderId: undefined,
      card,
      items: barcodes.slice(1).map((barcode) => ({ ...givenItem(barcode), lineId: undefined, documentType: typeOf(barcode) })),
      leftBehind: [],
      notFound: [],
      receipt: 'undecided',
      happened,
    }),
    () => ({ kind: 'bag-order', orderId: id, bays: [1], happened }),
    () => ({ kind: 'give-up-line', orderId: id, lineId: toLineId('1'), reason: 'perdu', happened }),
    () => ({ kind: 'confirm-no-show', orderId: id, happened }),
  ]),
  ...barcodes.flatMap((barcode): readonly Press[] => [
    () => ({
      kind: 'return-item',
      barcode,
      recordId: undefined,
      documentType: typeOf(barcode),
      quarantineUntil: undefined,
      bin: undefined,
      happened,
    }),
  ]),
])
const undos: readonly Press[] = days.flatMap((happened) => [
  ...orders.map(({ id, card }) => undoHandover(id, card, happened)),
  ...barcodes.map((barcode) => undoReturn(barcode, happened)),
])
/** Often there is nothing to take back: so it is tried three times as often as anything else. */
const presses = [...given, ...undos, ...undos, ...undos]

const step = aStep(presses)
/** What three tablets pressed, hearing of each other or not, each one's in its order. */
const tell = (steps: readonly Step[]): readonly (readonly Envelope[])[] =>
  toQueues(tellStory({ base, happened: days[0] ?? aMoment('2026-11-24 14:31'), presses }, steps), anInstant('2026-11-25 13:31'))

/** The queues in one line, as `turns` mixes them. */
const mixed = (queues: readonly (readonly Envelope[])[], turns: readonly number[]): readonly Envelope[] => {
  const left = queues.map((queue) => [...queue])
  const rest = left.flatMap((queue, who) => Array<number>(queue.length).fill(who))
  return [...turns, ...rest].flatMap((who) => left[who]?.shift() ?? [])
}

const said = (counts: readonly Count[]): readonly string[] =>
  sumCounts(counts)
    .filter(({ measure }) => !['place', 'open-minutes', 'person', 'fewest', ...loadMeasures].includes(measure))
    .map(({ day, measure, value, amount }) => `${day} ${measure} ${value.replace('\t', '/')} ${amount}`)
    .sort()

const counted = async ({ store }: LateDesk): Promise<readonly string[]> =>
  store.read(libraryOfTests, async ({ figures }) => said(await figures.counts(aDate('2026-01-01'), aDate('2026-12-31'))))

const begin = async (desk: LateDesk): Promise<void> => beginToCount(desk, anInstant('2026-11-24 08:00'))

/** Documents and returns by hand: each fact of the story, without those that the story takes back. */
const byHand = (story: readonly Envelope[]): readonly string[] => {
  const gone = new Set<string>()
  for (const { payload } of story) {
    if (payload.kind === 'undo-handover') for (const barcode of payload.barcodes) gone.add(`${payload.handover} ${barcode}`)
    if (payload.kind === 'undo-return') gone.add(`${payload.returning} ${payload.barcode}`)
  }
  const tally = new Map<string, number>()
  const note = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1)
  for (const { payload, operationId } of story) {
    if (payload.kind === 'hand-over-order')
      for (const { barcode } of payload.items)
        if (!gone.has(`${operationId} ${barcode}`)) note(`${payload.happened.date} document adulte/${typeOf(barcode)}`)
    if (payload.kind === 'return-item' && !gone.has(`${operationId} ${payload.barcode}`)) note(`${payload.happened.date} returned `)
  }
  return [...tally].map(([what, n]) => `${what} ${n}`).sort()
}

const isOfDocuments = (line: string): boolean => / (document|returned) /.test(line)

describe('the counters of the year', () => {
  test('[STAT-2, STAT-10] any order of arrival, late or twice, over closings and a new epoch, gives the counters of the facts', {
    timeout: 240_000,
  }, async () => {
    let [withUndo, withCase] = [0, 0]
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 20 }),
        fc.array(fc.nat(2), { minLength: 20, maxLength: 20 }),
        async (steps, turns) => {
          const queues = tell(steps)
          const story = mixed(queues, [])
          const [inTime, late] = [await aLateDesk(), await aLateDesk()]
          for (const desk of [inTime, late]) await begin(desk)
          inTime.at('2026-11-25 14:00')
          await inTime.other.push(story.map(aPushed))
          const expected = await counted(inTime)
          expect(expected.filter(isOfDocuments)).toEqual(byHand(story))

          late.at('2026-11-27 10:00')
          const arrived = mixed(queues, turns)
          for (const [n, envelope] of arrived.entries()) {
            late.advance(3_600_000)
            expect(outcomesOf(await late.late.push([aPushed(envelope)]))[0]).toMatch('accepted')
            if (n % 3 === 0) await closeDays(late.store, late.instantBefore(0), never)
          }
          expect(await counted(late)).toEqual(expected)
          await late.late.push(arrived.map(aPushed))
          await late.store.transact(libraryOfTests, (transaction) => startNewEpoch(transaction, late.instantBefore(0)))
          await late.late.push(arrived.map(aPushed))
          expect(await counted(late)).toEqual(expected)

          if (story.some(({ payload }) => payload.kind.startsWith('undo'))) withUndo++
          if ((await inTime.cases()).length > 0) withCase++
        },
      ),
      { numRuns: 25 },
    )
    // Stories without either would prove little.
    expect(withUndo).toBeGreaterThan(2)
    expect(withCase).toBeGreaterThan(2)
  })

  test('[STAT-8] the same days worked by other hands give the same counters, which name nobody', async () => {
    let pressed = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 4, maxLength: 20 }),
        fc.array(fc.nat(2), { minLength: 20, maxLength: 20 }),
        async (steps, hands) => {
          const story = mixed(tell(steps), [])
          const others = story.map((envelope, n) => ({ ...envelope, librarianId: toLibrarianId(`librarian-${'ABC'[hands[n] ?? 0]}`) }))
          const [desk, other] = [await aLateDesk(), await aLateDesk()]
          for (const one of [desk, other]) await begin(one)
          await desk.other.push(story.map(aPushed))
          await other.other.push(others.map(aPushed))
          const lines = await counted(desk)
          expect(await counted(other)).toEqual(lines)
          expect(lines.filter((line) => line.includes('librarian'))).toEqual([])
          if (others.some(({ librarianId }, n) => librarianId !== story[n]?.librarianId)) pressed += lines.length
        },
      ),
      { numRuns: 15 },
    )
    expect(pressed).toBeGreaterThan(20)
  })

  test('[STAT-2, STAT-10] a decided case takes back on its own day what it declares untrue, and counts it again when decided anew', async () => {
    const desk = await aLateDesk()
    await begin(desk)
    const [a, b] = [lend(first, 'order-1'), lend(second, 'order-2')]
    await desk.other.push([a, b].map(aPushed))
    const documents = async () => (await counted(desk)).filter(isOfDocuments)
    expect(await documents()).toEqual(['2026-11-24 document adulte/livre 2'])
    const [found] = await desk.cases()
    const decide = (fact: Envelope, replaced?: Envelope): Envelope =>
      anEnvelope({
        kind: 'settle-case',
        caseId: found?.id ?? toCaseId(''),
        cites: found?.cites ?? [],
        decision: { kind: 'stands', fact: fact.operationId },
        note: '',
        anew: replaced && { replaces: replaced.operationId },
      })
    const settled = decide(a)
    expect(outcomesOf(await desk.other.push([aPushed(settled)]))).toEqual(['accepted'])
    expect(await documents()).toEqual(['2026-11-24 document adulte/livre 1'])
    await desk.other.push([aPushed(decide(b, settled))])
    expect(await documents()).toEqual(['2026-11-24 document adulte/livre 1'])
    expect((await counted(desk)).filter((line) => line.includes('not-found'))).toEqual(['2026-11-24 not-found  1'])
  })

  test('[STAT-2] an order that moves takes its figures to its new day, under the category that its patron had at first', async () => {
    const desk = await aLateDesk()
    await begin(desk)
    const change = aPatron({ category: 'senior' })
    await desk.store.transact(libraryOfTests, (transaction) => transaction.writeRow(change, anInstant('2026-11-24 09:00')))
    const { id: orderId, slot: from } = anOrder()
    const to = { ...from, date: aDate('2026-11-26') }
    await desk.other.push([aPushed(anEnvelope({ kind: 'reschedule-order', orderId, from, to }))])
    const lines = (await counted(desk)).filter((line) => / order-(audience|hour) /.test(line))
    expect(lines).toEqual([
      '2026-11-24 order-audience adulte 1',
      '2026-11-24 order-hour 14 1',
      '2026-11-26 order-audience adulte 1',
      '2026-11-26 order-hour 14 1',
    ])
  })

  test('[STAT-2, STAT-11] a type that neither the rights, the catalogue nor a record names counts as none, and no text of a tablet stays', async () => {
    const { store, enrol } = await anEndpoint({ rows: base })
    const tablet = await enrol()
    const lent = (barcode: string, documentType: string) => {
      const items = [{ ...givenItem(toItemBarcode(barcode)), lineId: undefined, recordId: undefined, documentType }]
      return anEnvelope({ ...aHandOver({ orderId: undefined }), items } as Operation)
    }
    const said = [lent('a', 'DVD'), lent('b', 'M. Durand, 06 12 34 56 78'), lent('c', '*'), lent('d', 'type 4')]
    expect(outcomesOf(await tablet.push(said.map(aPushed)))).toHaveLength(said.length)
    const counts = await store.read(libraryOfTests, (reader) => reader.figures.counts(aDate('2026-01-01'), aDate('2026-12-31')))
    const types = counts.filter(({ measure }) => measure === 'document').map(({ value, amount }) => [value.split('\t')[1], amount])
    expect(types.sort()).toEqual([
      ['', 3],
      ['DVD', 1],
    ])
  })

  test('[STAT-2] a fact out of quarantine counts late and once, on the day on which it happened', async () => {
    const desk = await aLateDesk()
    await begin(desk)
    await desk.other.setAside(desk.late)
    const lent = lend(first, 'order-1')
    await desk.late.push([aPushed(lent)])
    expect((await counted(desk)).filter(isOfDocuments)).toEqual([])
    desk.at('2026-11-27 10:00')
    await desk.other.manage('accept-quarantined', { deviceId: desk.late.identity.deviceId })
    await desk.other.push([aPushed(lent)])
    expect((await counted(desk)).filter(isOfDocuments)).toEqual(['2026-11-24 document adulte/livre 1'])
  })
})
