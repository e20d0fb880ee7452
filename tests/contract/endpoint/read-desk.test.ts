/**
 * The rules ask for rows at once, a database over the network answers later: what stands between them.
 */
import { expect, test } from 'vitest'
import { toCardNumber, toOrderId } from '../../../src/domain/ids.ts'
import type { RowId, RowKind } from '../../../src/domain/row/desk-state.ts'
import { readDesk, type StoreReader } from '../../../src/endpoint/storage/store.ts'
import { aStore } from '../../builders/a-store.ts'
import { libraryOfTests, seedLibrary } from '../../builders/an-endpoint.ts'

/** The same reader, as a database over the network would give it: later. */
const later = (reader: StoreReader, asked: string[]): StoreReader =>
  ({
    ...reader,
    row: async (kind: RowKind, id: RowId<RowKind>) => {
      asked.push(`${kind}/${id}`)
      return reader.row(kind, id)
    },
    rowsOf: async (kind: RowKind) => {
      asked.push(kind)
      return reader.rowsOf(kind)
    },
  }) as StoreReader // The generic members lose their link between kind and row in an object literal.

test('a rule over a store that answers later concludes the same, and each row is asked for once', async () => {
  const store = aStore()
  await seedLibrary(store)
  await store.read(libraryOfTests, async (reader) => {
    const rule: Parameters<typeof readDesk<unknown>>[1] = (state) => {
      const order = state.get('order', toOrderId('order-1'))
      const patron = order && state.get('patron', order.card)
      return [
        order?.number,
        patron?.surname,
        [...state.all('librarian')].length,
        state.get('order', toOrderId('nowhere')),
        state.get('order', toOrderId('order-1'))?.number,
      ]
    }
    const asked: string[] = []
    expect(await readDesk(later(reader, asked), rule)).toEqual(await readDesk(reader, rule))
    expect(asked).toEqual(['order/order-1', 'patron/23333000000172', 'librarian', 'order/nowhere'])
  })
})

test('a rule that asks for hundreds of rows of one kind has them in one question, and runs a few times, not hundreds', async () => {
  const store = aStore()
  await seedLibrary(store)
  await store.read(libraryOfTests, async (reader) => {
    let runs = 0
    const rule: Parameters<typeof readDesk<unknown>>[1] = (state) => {
      runs += 1
      const numbers = Array.from({ length: 300 }, (_, n) => state.get('order', toOrderId(`order-${n}`))?.number)
      return [numbers, state.get('patron', toCardNumber('23333000000172'))?.surname]
    }
    const asked: string[] = []
    const answered = await readDesk(later(reader, asked), rule)
    expect(runs).toBeLessThan(15)
    expect(answered).toEqual(await readDesk(reader, rule))
    expect(asked.filter((question) => question === 'order')).toHaveLength(1)
    expect(asked.length).toBeLessThan(15)
  })
})

test('an error that a rule throws is thrown on, not taken for a row that is missing', async () => {
  const store = aStore()
  await seedLibrary(store)
  const broken = (): never => {
    throw new Error('poison')
  }
  await expect(store.read(libraryOfTests, (reader) => readDesk(reader, broken))).rejects.toThrow('poison')
})
