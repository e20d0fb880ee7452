/**
 * What a tablet can make the endpoint work, remember or believe: hundreds of facts about one document, days that no calendar of a library
 * has. Runs against the built endpoint.
 */
import { expect, test } from 'vitest'
import { toCardNumber, toItemBarcode, toLineId, toOperationId, toOrderId } from '../../src/domain/ids.ts'
import { parseLocalDate } from '../../src/domain/local-date.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import { aHandOver, aPushed, aReturn, outcomesOf, type TestTablet } from '../builders/an-endpoint.ts'
import { anOrder } from '../builders/an-order.ts'
import { type Besieged, beside, besiege, enrol, foundLibrary, momentNow, pressedNow, start } from './besieged-endpoint.ts'

besiege()

const barcode = toItemBarcode('33331000000012')
const idOf = (n: number) => toOperationId(n.toString(16).padStart(32, '0'))

/** How many answers others had from the endpoint while `work` went on. */
const answersDuring = async ({ origin }: Besieged, work: () => Promise<unknown>): Promise<number> => {
  let isOver = false
  let answers = 0
  const watch = (async () => {
    while (!isOver) {
      await fetch(`${origin}/health`)
      answers += 1
    }
  })()
  await work()
  isOver = true
  const during = answers
  await watch
  return during
}

/** Over several pushes: during one of them a busy machine may have given the one who asks no turn. */
const meanOf = (answers: readonly number[]): number => answers.reduce((sum, one) => sum + one, 0) / answers.length

/** Handovers and returns of one document, by turns, to somebody else each time. */
const factNumber = (n: number): Operation =>
  n % 2 === 0
    ? { ...aReturn(), happened: momentNow() }
    : ({ ...aHandOver({ orderId: undefined, card: toCardNumber(`card-${n}`) }), happened: momentNow() } as Operation)

type Knows = 'the one before' | 'nothing' | 'something lost'

const basedOf = (n: number, knows: Knows): Record<string, ReturnType<typeof idOf>[]> => {
  if (knows === 'something lost') return { [`item/${barcode}`]: [idOf(1_000_000 + n)] }
  return knows === 'the one before' && n > 0 ? { [`item/${barcode}`]: [idOf(n - 1)] } : {}
}

const pushFacts = async (tablet: TestTablet, from: number, count: number, knows: Knows) => {
  const envelopes = Array.from({ length: count }, (_, i) => {
    const n = from + i
    return aPushed(pressedNow(factNumber(n), { operationId: idOf(n), based: basedOf(n, knows) }))
  })
  return outcomesOf(await tablet.push(envelopes))
}

test.each<[string, Knows]>([
  ['of which each knew the one before', 'the one before'],
  ['of which none knew another', 'nothing'],
  ['of which each knew something that nobody has', 'something lost'],
])('a thousand facts about one document, %s, keep no other tablet waiting', async (_, knows) => {
  await foundLibrary()
  const endpoint = await start()
  const tablet = await enrol(endpoint)
  let outcomes: unknown[] = []
  const answers: number[] = []
  for (let from = 0; from < 1000; from += 40) {
    const during = await answersDuring(endpoint, async () => {
      outcomes = await pushFacts(tablet, from, 40, knows)
    })
    if (from >= 100 && from < 400) answers.push(during)
  }
  expect(meanOf(answers)).toBeGreaterThan(10)
  // Beyond some hundreds they are kept apart: no document of a library has as many.
  expect(outcomes).toEqual(outcomes.map(() => ['quarantined', 'not-applied']))
})

test('returns that each end a chain of loans, beside loans that nobody there knew of, keep no other tablet waiting', async () => {
  await foundLibrary()
  const endpoint = await start()
  const tablet = await enrol(endpoint)
  const [chained, apart, last] = [40, 40, 1039]
  const lent = (card: string) => ({ ...aHandOver({ orderId: undefined, card: toCardNumber(card) }), happened: momentNow() }) as Operation
  const made = (id: number, payload: Operation, ...based: number[]) =>
    aPushed(pressedNow(payload, { operationId: idOf(id), based: { [`item/${barcode}`]: based.map(idOf) } }))
  // Only the last of the chain went to somebody else than the loans apart: whoever looks for that one looks at all others first.
  await tablet.push(
    Array.from({ length: chained }, (_, n) => made(1000 + n, lent(1000 + n === last ? 'other' : 'same'), ...(n === 0 ? [] : [999 + n]))),
  )
  await tablet.push(Array.from({ length: apart }, (_, n) => made(500 + n, lent('same'))))
  const answers: number[] = []
  for (let from = 0; from < 160; from += 40) {
    const returns = Array.from({ length: 40 }, (_, n) =>
      made(3000 + from + n, { ...aReturn(), happened: momentNow() }, last, 90_000 + from + n),
    )
    answers.push(await answersDuring(endpoint, () => tablet.push(returns)))
  }
  expect(meanOf(answers)).toBeGreaterThan(10)
})

test('a tablet that asks for the whole base two hundred times at once keeps no other tablet waiting for its own', async () => {
  await foundLibrary()
  await beside((store) =>
    store.transact(mainLibraryId, async (transaction) => {
      for (let n = 0; n < 1000; n++) await transaction.writeRow(anOrder({ id: toOrderId(`order-${n}`) }), pressedNow(aReturn()).at)
    }),
  )
  const endpoint = await start()
  const [greedy, own] = [await enrol(endpoint), await enrol(endpoint)]
  // All in one turn; the one that waits for its own asks last.
  const answers = await Promise.all([...Array.from({ length: 200 }, () => greedy), own].map(async (tablet) => tablet.get('/sync/v1/pull')))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  // By the endpoint's own lines: when an answer is read here says how busy this process is.
  const order = [...endpoint.output().matchAll(/"route":"pull".*?"letter":"(\w+)"/g)].map(([, letter]) => letter)
  expect(order).toHaveLength(201)
  expect(order.indexOf(own.identity.letter)).toBeLessThan(100)
})

test('facts about one order and its lines keep no other tablet waiting', async () => {
  await foundLibrary()
  const endpoint = await start()
  const tablet = await enrol(endpoint)
  const orderId = toOrderId('a'.repeat(32))
  const pick = (n: number): Operation => ({
    kind: 'pick-item',
    happened: momentNow(),
    orderId,
    lineId: toLineId('1'),
    barcode: toItemBarcode(`3333${n}`),
    recordId: undefined,
    documentType: undefined,
  })
  await beside((store) =>
    store.transact(mainLibraryId, async (transaction) => {
      await transaction.writeRow(anOrder({ id: orderId }), pressedNow(pick(0)).at)
    }),
  )
  const answers: number[] = []
  for (let from = 0; from < 600; from += 60) {
    const during = await answersDuring(endpoint, () =>
      tablet.push(Array.from({ length: 60 }, (_, i) => aPushed(pressedNow(pick(from + i), { operationId: idOf(from + i) })))),
    )
    if (from >= 100 && from < 400) answers.push(during)
  }
  expect(meanOf(answers)).toBeGreaterThan(10)
})

const dated = (text: string) => parseLocalDate(text) ?? momentNow().date

test.each([
  ['in 1900', { ...aHandOver({ orderId: undefined }), happened: { date: dated('1900-01-01'), time: momentNow().time } }],
  ['in 9999', { ...aHandOver({ orderId: undefined }), happened: { date: dated('9999-12-31'), time: momentNow().time } }],
  ['due in 9999', { ...aHandOver({ orderId: undefined, items: [{ ...itemOf(), dueOn: dated('9999-12-31') }] }), happened: momentNow() }],
  ['due in 1900', { ...aHandOver({ orderId: undefined, items: [{ ...itemOf(), dueOn: dated('1900-01-01') }] }), happened: momentNow() }],
  ['given back into a quarantine until 9999', { ...aReturn(), happened: momentNow(), quarantineUntil: dated('9999-12-31') }],
])('a document %s is received, a case says that its date is doubtful, and it is of the day on which it came', async (_, payload) => {
  await foundLibrary()
  const tablet = await enrol(await start())
  const envelope = pressedNow(payload as Operation)
  const answer = await tablet.push([aPushed(envelope)])
  expect(answer.body.results).toMatchObject([
    { outcome: 'accepted-with-case', caseId: `clock-doubtful:device/${tablet.identity.deviceId}:1` },
  ])
  const [receipt] = await beside((store) => store.read(mainLibraryId, (reading) => reading.receiptsOf(envelope.operationId)))
  expect(receipt?.happenedOn).toBe(momentNow().date)
})

function itemOf() {
  const operation = aHandOver()
  const [item] = operation.kind === 'hand-over-order' ? operation.items : []
  if (item === undefined) throw new Error('a handover has a document')
  return item
}
