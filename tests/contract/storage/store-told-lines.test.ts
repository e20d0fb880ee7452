/**
 * The diary of what was said to the ILS, as each store keeps it: on a real SQLite file and on a real PostgreSQL server, which the test starts;
 * without PostgreSQL on the machine its part is skipped.
 */
import { expect, test } from 'vitest'
import { toCardNumber, toItemBarcode, toOperationId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import type { IlsJourney } from '../../../src/endpoint/storage/journeys.ts'
import { endJourney, moveJourney } from '../../../src/endpoint/storage/move-journey.ts'
import { overTheWire, type ToldLine } from '../../../src/endpoint/storage/told-lines.ts'
import { tuesday } from '../../builders/a-moment.ts'
import { library, now } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'

const [lent, back] = [toOperationId('lent'), toOperationId('back')]
const [card, nobody] = [toCardNumber('21'), toCardNumber('~5f')]
const barcode = toItemBarcode('31')
const line: Omit<ToldLine, 'number'> = {
  voice: 'ils',
  batch: overTheWire,
  operationId: lent,
  barcode,
  movement: 'loan',
  card,
  at: now,
  answer: 'accepted',
}
const returned = { ...line, operationId: back, movement: 'return', card: undefined, batch: 7, answer: undefined } as const
const journey: IlsJourney = {
  operationId: lent,
  barcode,
  movement: 'loan',
  day: tuesday,
  state: 'asked',
  since: now,
  askedAt: now,
  reason: undefined,
  said: '',
  dueOn: undefined,
  readAt: undefined,
}

onEachStore('told lines', (store) => {
  const said = () => store().read(library, ({ told }) => told.of([back, lent]))

  test('[RET-4] lines are numbered as they were said, and found by operation, by batch and by card', async () => {
    await store().transact(library, ({ told }) => told.add([line, returned]))
    await store().transact(library, ({ told }) => told.add([{ ...line, voice: 'table' }]))
    const all = [
      { ...line, number: 1 },
      { ...returned, number: 2 },
      { ...line, number: 3, voice: 'table' },
    ]
    expect(await said()).toEqual(all)
    await store().read(library, async ({ told }) => {
      expect(await told.of([])).toEqual([])
      expect(await told.ofBatch(7)).toEqual([all[1]])
      expect(await told.ofCard(card)).toEqual([all[0], all[2]])
    })
  })

  test('[PRIV-3, PRIV-7] a line outlives the card of its loan, which a person’s erasing takes away, or its age', async () => {
    await store().transact(library, ({ told }) => told.add([line, { ...line, at: toInstant(now + 1), card: toCardNumber('22') }, returned]))
    const cards = async () => (await said()).map((one) => one.card)
    await store().transact(library, ({ told }) => told.changeCard(card, nobody))
    expect(await cards()).toEqual([nobody, '22', undefined])
    await store().transact(library, ({ told }) => told.changeCard({ before: toInstant(now + 1) }, undefined))
    expect(await cards()).toEqual([undefined, '22', undefined])
  })

  test('[ILS-1, ILS-2] a wire’s line is written once the ILS has it; what stood there is ours only after an ask without answer', async () => {
    const move = (state: IlsJourney['state']) => store().transact(library, (transaction) => moveJourney(transaction, { ...journey, state }))
    const answers = async () => (await said()).map(({ answer }) => answer)
    for (const state of ['asked', 'refused', 'queued', 'unknown'] as const) await move(state)
    expect(await answers()).toEqual([])
    await move('already')
    expect(await answers()).toEqual(['already'])
    await store().transact(library, (transaction) => endJourney(transaction, { ...journey, state: 'refused' }))
    expect(await answers()).toEqual(['already'])
    await store().transact(library, (transaction) => endJourney(transaction, { ...journey, state: 'unknown', readAt: now }))
    await move('already')
    expect(await answers()).toEqual(['already', 'unknown', 'accepted'])
    expect(await store().read(library, ({ journeys }) => journeys.ofDay(tuesday))).toMatchObject([{ state: 'already' }])
  })
})
