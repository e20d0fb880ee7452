/**
 * A list that is imported again after a copy of before it was put back (PROTOCOL.md, Epoch): its orders and lines are those of before,
 * wherever they stand in it, so that what the tablets did for them finds them. The real routes over the real store.
 */
import { describe, expect, test } from 'vitest'
import { toItemBarcode, toRecordId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { formatOrderSubject } from '../../../src/domain/operation/subject.ts'
import { type Order, standingLinePicks } from '../../../src/domain/order/order.ts'
import type { IlsOrder } from '../../../src/endpoint/ils/ils-says.ts'
import { takeHolds } from '../../../src/endpoint/ils/take-holds.ts'
import { takeOrdersIn } from '../../../src/endpoint/ils/take-orders.ts'
import type { StoreTransaction } from '../../../src/endpoint/storage/store.ts'
import { aDate, aMoment, anInstant, aTime } from '../../builders/a-moment.ts'
import { anEndpoint, anEnvelope, aPushed, libraryOfTests, outcomesOf } from '../../builders/an-endpoint.ts'

const [zola, otherZola, hugo] = ['33331000000012', '33331000000020', '33331000000038']
const documents = [
  [zola, 'record-1'],
  [otherZola, 'record-1'],
  [hugo, 'record-2'],
] as const

/** What a line of the list asks for: a barcode, a record, or a wish. */
const aLineOf = (asked: string): IlsOrder['lines'][number] => ({
  line: 2,
  record: asked.startsWith('record-') ? asked : '',
  barcode: /^\d+$/.test(asked) ? asked : '',
  title: asked,
})

/** An endpoint where lists can be imported, and imported in vain: the copy that is put back is older. */
const aDesk = async () => {
  const endpoint = await anEndpoint()
  const { store, instantBefore } = endpoint
  const now = () => toInstant(instantBefore(0))
  await store.transact(libraryOfTests, (transaction) =>
    transaction.upsertCatalogue(
      documents.map(([barcode, record]) => ({
        barcode: toItemBarcode(barcode),
        recordId: toRecordId(record),
        title: record,
        author: '',
        documentType: 'livre',
        audience: 'A',
        callNumber: 'R',
        location: '',
        arrivedOn: undefined,
        isbn: '',
        year: '',
        publisher: '',
      })),
    ),
  )
  const take = async (transaction: StoreTransaction, asked: readonly string[], changes: Partial<IlsOrder> = {}) => {
    const day = changes.date ?? aDate('2026-11-24')
    const rows = [
      {
        ilsNumber: 'ILS-7',
        line: 2,
        card: '23333000000172',
        date: day,
        time: aTime('16:30'),
        site: '',
        source: 'ils',
        note: '',
        orderedOn: undefined,
        lines: asked.map(aLineOf),
        ...changes,
      } as const,
    ]
    await takeOrdersIn(transaction, { rows, inRejected: new Set<string>(), from: day, to: day }, now())
    const order = (await transaction.rowsOf('order')).find(({ ilsNumber }) => ilsNumber === 'ILS-7')
    if (order === undefined) throw new Error('the list has that order')
    return order
  }
  return {
    ...endpoint,
    now,
    list: (...asked: readonly string[]): Promise<Order> => store.transact(libraryOfTests, (transaction) => take(transaction, asked)),
    listBeforeTheCopy: async (...lists: readonly (readonly string[])[]): Promise<Order> => {
      const taken: Order[] = []
      await store
        .transact(libraryOfTests, async (transaction) => {
          for (const asked of lists) taken.push(await take(transaction, asked))
          throw new Error('the copy is older')
        })
        .catch(() => undefined)
      const order = taken.at(-1)
      if (order === undefined) throw new Error('a list was taken')
      return order
    },
  }
}

/** What each line asks for, and what was picked for it. */
const picksOf = (order: Order | undefined) =>
  order?.lines.map((line) => [
    line.wanted.kind === 'item' ? line.wanted.barcode : line.wanted.kind === 'record' ? line.wanted.recordId : line.wanted.text,
    standingLinePicks(order, line.id).length,
  ])

/** `picked` was picked for the last of `lists`; then a copy of before is put back, and the list comes as `again`. */
const pickedThenPutBack = async (lists: readonly (readonly string[])[], picked: number, again: readonly string[]) => {
  const desk = await aDesk()
  const before = await desk.listBeforeTheCopy(...lists)
  const line = before.lines[picked]
  if (line === undefined) throw new Error('that line was picked')
  const tablet = await desk.enrol()
  const told = anEnvelope({
    kind: 'pick-item',
    happened: aMoment('2026-11-24 14:31'),
    orderId: before.id,
    lineId: line.id,
    barcode: line.wanted.kind === 'item' ? line.wanted.barcode : undefined,
    recordId: line.wanted.kind === 'wish' ? undefined : line.wanted.recordId,
    documentType: 'livre',
  })
  expect(outcomesOf(await tablet.push([{ ...aPushed(told), accepted: 12 }]))).toEqual(['accepted'])
  const { id } = await desk.list(...again)
  await tablet.push([])
  return picksOf(await desk.store.read(libraryOfTests, async (reader) => reader.row('order', id)))
}

describe('a line of a list that is imported again', () => {
  test('[CASE-7] has its pick though another one was put before it', async () => {
    expect(await pickedThenPutBack([['record-1']], 0, ['record-2', 'record-1'])).toEqual([
      ['record-2', 0],
      ['record-1', 1],
    ])
    expect(await pickedThenPutBack([['un polar', 'un atlas']], 0, ['un atlas', 'un polar'])).toEqual([
      ['un atlas', 0],
      ['un polar', 1],
    ])
  })

  test('[CASE-7] has its pick though it joined the order at a later list', async () => {
    expect(await pickedThenPutBack([['record-2'], ['record-2', zola]], 1, [zola, 'record-2'])).toEqual([
      [zola, 1],
      ['record-2', 0],
    ])
  })

  test('[CASE-7] one of two copies of a record has the pick of that copy', async () => {
    const both = [zola, otherZola]
    expect(await pickedThenPutBack([both], 1, [...both].reverse())).toEqual([
      [otherZola, 1],
      [zola, 0],
    ])
    // Of one that was alone nobody can say which it is: its pick is on none, and no other copy passes for picked.
    expect(await pickedThenPutBack([[otherZola]], 0, both)).toEqual([
      [zola, 0],
      [otherZola, 0],
    ])
  })

  test('[CASE-7] a record that is wanted twice has two lines, and one pick', async () => {
    expect(await pickedThenPutBack([['record-1', 'record-1']], 1, ['record-2', 'record-1', 'record-1'])).toEqual([
      ['record-2', 0],
      ['record-1', 0],
      ['record-1', 1],
    ])
    const { list } = await aDesk()
    await list('record-1')
    const { lines } = await list('record-1', 'record-1', hugo)
    expect(new Set(lines.map(({ id }) => id)).size).toBe(3)
  })
})

describe('an order that is imported again', () => {
  test('[ILS-13] a hold makes the same order, though another day has room when it is read again', async () => {
    const { store } = await aDesk()
    const read = async (transaction: StoreTransaction, at: string, hold: string): Promise<Order> => {
      const asOf = anInstant(at)
      const holds = [{ id: hold, card: '23333000000172', barcode: hugo, record: '' }]
      await takeHolds({ transact: (_, work) => work(transaction) }, libraryOfTests, { holds, asOf }, asOf)
      const order = (await transaction.rowsOf('order')).find(({ ilsNumber }) => ilsNumber === `hold/${hold}`)
      if (order === undefined) throw new Error('a hold makes an order')
      return order
    }
    const inVain: Order[] = []
    await store
      .transact(libraryOfTests, async (transaction) => {
        inVain.push(await read(transaction, '2026-11-24 09:00', '31'))
        throw new Error('the copy is older')
      })
      .catch(() => undefined)
    const [before] = inVain
    const again = await store.transact(libraryOfTests, (transaction) => read(transaction, '2026-11-25 17:00', '31'))
    expect(again.slot.date).not.toBe(before?.slot.date)
    expect(again.id).toBe(before?.id)
    expect(again.lines.map(({ id }) => id)).toEqual(before?.lines.map(({ id }) => id))
  })

  test('[PRIV-2] is another one where it left the base after its day: nothing of the erased one is said of it', async () => {
    const { store, list, now } = await aDesk()
    const before = await list('record-1')
    await store.transact(libraryOfTests, async (transaction) => {
      await transaction.eraseRow('order', before.id, now(), formatOrderSubject(before.id))
      await transaction.keepMemo('ils-orders', '{}')
    })
    const again = await list('record-1')
    expect(again.id).toMatch(/^[0-9a-f]{32}$/)
    expect(again.id).not.toBe(before.id)
    // Listed once more, the order keeps its id.
    expect((await list('record-1', hugo)).id).toBe(again.id)
  })
})
