/**
 * What memory holds of a library's rows is what the database has, whoever wrote there meanwhile and whatever became of it. Two processes on one
 * real SQLite file, and on one real PostgreSQL, write, roll back and erase at random; what each reads out of memory is compared with the tables.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type LibraryId, toCardNumber, toItemBarcode, toLibraryId, toOperationId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import type { Item } from '../../../src/domain/item/item.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import type { Asked } from '../../../src/endpoint/storage/line-table.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { HeldRows, RowMemory } from '../../../src/endpoint/storage/row-memory.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import type { Ahead, Store, StoreReader, StoreTransaction } from '../../../src/endpoint/storage/store.ts'
import { receiptTable, rowTable } from '../../../src/endpoint/storage/stored.ts'
import { aDate } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { anItem } from '../../builders/an-item.ts'
import { aReceipt, library, now } from '../../builders/in-a-store.ts'
import { type Chance, createChance } from '../../convergence/chance.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

const barcodes = Array.from({ length: 6 }, (_, n) => toItemBarcode(`3333100000000${n}`))
const cards = Array.from({ length: 3 }, (_, n) => toCardNumber(`2333300000000${n}`))

/** As a push does; every other transaction reads by itself. */
const ahead: Ahead = (reader) =>
  reader.readAhead(() => [
    ...cards.map((card): Asked => [rowTable, 'key', 'patron', card]),
    ...numbers.map((n): Asked => [receiptTable, 'group', `${n}`]),
  ])

/** Rows, receipts, memos and a counter, as they must be. */
type Model = Map<string, unknown>
const numbers = [0, 1, 2, 3, 4]
const day = aDate('2026-11-24')

/** All that a reader says of rows, asked in both ways. */
const readAll = async (reader: StoreReader): Promise<Model> => {
  const items = await reader.rowsOf('item')
  const each = [
    ...(await Promise.all(barcodes.map(async (one) => (await reader.row('item', one)) ?? []))),
    ...(await Promise.all(cards.map(async (one) => (await reader.row('patron', one)) ?? []))),
  ].flat()
  expect(items).toEqual(each.filter(({ kind }) => kind === 'item'))
  const model: Model = new Map(each.map((row) => [`${row.kind} ${row.id}`, row]))
  for (const n of numbers) {
    const [receipt] = await reader.receiptsOf(toOperationId(`${n}`))
    if (receipt !== undefined) model.set(`receipt ${n}`, receipt.reason)
    const memo = await reader.memo(`memo ${n}`)
    if (memo !== undefined) model.set(`memo ${n}`, memo)
  }
  for (const { amount } of await reader.figures.counts(day, day)) model.set('counter', amount)
  return model
}

const itemOf = (id: string, documentType: string): Item => ({ ...anItem(id), documentType })
const [barcode = toItemBarcode('')] = barcodes

class Undone extends Error {}
const unlessUndone = (error: unknown): void => {
  if (!(error instanceof Undone)) throw error
}

/** One row is written or erased, with a receipt, and counted. */
const change = async (transaction: StoreTransaction, model: Model, chance: Chance, n: number): Promise<void> => {
  const row: Row = chance.happens(0.7)
    ? itemOf(chance.pick(barcodes) ?? '', `type ${n}`)
    : aPatron({ id: chance.pick(cards) ?? toCardNumber(''), surname: `NOM ${n}` })
  if (chance.happens(0.25)) {
    await transaction.eraseRow(row.kind, row.id as never, toInstant(now + n))
    model.delete(`${row.kind} ${row.id}`)
  } else {
    await transaction.writeRow(row, toInstant(now + n))
    model.set(`${row.kind} ${row.id}`, row)
  }
  const of = chance.pick(numbers) ?? 0
  await transaction.keepReceipt(aReceipt(`${of}`, { reason: `${n}` }))
  model.set(`receipt ${of}`, `${n}`)
  await transaction.keepMemo(`memo ${of}`, `${n}`)
  model.set(`memo ${of}`, `${n}`)
  await transaction.figures.add([{ day, measure: 'cancelled', site: undefined, value: '', amount: 1 }])
  model.set('counter', Number(model.get('counter') ?? 0) + 1)
}

/** Some changes, perhaps within a savepoint that fails; answers what the rows are then. */
const changeMore = async (transaction: StoreTransaction, before: Model, chance: Chance, n: number): Promise<Model> => {
  let model = new Map(before)
  if (chance.happens(0.5)) await change(transaction, model, chance, n)
  else {
    const within = transaction.savepoint(async () => {
      const changed = new Map(before)
      await change(transaction, changed, chance, n)
      // It asks the table in which the line waits.
      if (chance.happens(0.4)) await transaction.quarantined()
      if (chance.happens(0.2)) await transaction.forgetTombstones(toInstant(now + n - 50))
      if (chance.happens(0.3)) model = await changeMore(transaction, changed, chance, n + 5)
      else model = changed
      if (chance.happens(0.6)) throw new Undone()
    })
    await within.catch((error: unknown) => {
      unlessUndone(error)
      model = new Map(before)
    })
  }
  expect(await readAll(transaction)).toEqual(model)
  return model
}

const aStep = async (store: Store, before: Model, chance: Chance, n: number): Promise<Model> => {
  let model = before
  const work = async (transaction: StoreTransaction): Promise<void> => {
    expect(await readAll(transaction)).toEqual(before)
    for (let times = chance.below(4); times > 0; times--) model = await changeMore(transaction, model, chance, n * 100 + times * 10)
    if (chance.happens(0.05)) await transaction.changeLibrary({ epoch: chance.hex(16) })
    if (chance.happens(0.25)) throw new Undone()
  }
  await store.transact(library, work, chance.happens(0.6) ? ahead : undefined).catch((error: unknown) => {
    unlessUndone(error)
    model = before
  })
  expect(await store.read(library, readAll)).toEqual(model)
  return model
}

const wander = async (stores: readonly Store[], seed: string, steps: number): Promise<void> => {
  const chance = createChance(seed)
  let model: Model = new Map()
  for (let n = 1; n <= steps; n++) {
    const store = chance.pick(stores)
    if (store !== undefined) model = await aStep(store, model, chance, n)
  }
  for (const store of stores) expect(await store.transact(library, readAll, ahead)).toEqual(model)
}

describe('two processes on one SQLite file', () => {
  let folder: string
  let stores: readonly Store[]
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'memory-'))
    stores = [new SqliteStore(join(folder, 'desk.db')), new SqliteStore(join(folder, 'desk.db'))]
    await stores[0]?.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
  })
  afterEach(async () => {
    for (const store of stores) await store.close()
    rmSync(folder, { recursive: true })
  })

  test.each(Array.from({ length: 20 }, (_, n) => `seed ${n}`))('memory says what the tables say: %s', async (seed) => {
    await wander(stores, seed, 40)
  })

  test('a database that was put back beneath it without a new epoch, and has gone on since, is read anew', async () => {
    const [store] = stores as [Store]
    const put = (documentType: string) =>
      store.transact(library, (transaction) => transaction.writeRow(itemOf(barcode, documentType), now), ahead)
    await put('before')
    const keeper = new Database(join(folder, 'desk.db'))
    const before = keeper.prepare('SELECT head, chain, digest FROM library').get() as Record<string, unknown>
    await put('lost')
    // As a restored copy has it: the same version numbers, over another row.
    keeper.exec("DELETE FROM chain_link WHERE version = 2; UPDATE row SET version = 1, json = replace(json, 'lost', 'before')")
    keeper.prepare('UPDATE library SET head = @head, chain = @chain, digest = @digest').run(before)
    keeper.close()
    const [, other] = stores as [Store, Store]
    await other.transact(library, (transaction) => transaction.writeRow(itemOf(barcode, 'since'), now))
    const held = await store.transact(library, readAll, ahead)
    expect(held).toEqual(await store.read(library, readAll))
    expect(held.get(`item ${barcode}`)).toMatchObject({ documentType: 'since' })
  })

  test('a row out of memory is frozen', async () => {
    const [store] = stores as [Store]
    await store.transact(library, (transaction) => transaction.writeRow(itemOf(barcode, 'livre'), now), ahead)
    const row = await store.transact(library, async (transaction) => transaction.row('item', barcode), ahead)
    expect(() => {
      Object.assign(row ?? {}, { documentType: 'made up' })
    }).toThrow(TypeError)
  })
})

describe('two processes on one PostgreSQL', () => {
  let postgres: RunningPostgres | undefined
  let stores: Store[] = []
  beforeAll(async () => {
    if (postgresReason === undefined) postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())
  beforeEach(async ({ skip }) => {
    skip(postgresReason !== undefined, postgresReason)
    const url = await emptied(postgres)
    stores = [new PostgresStore(url), new PostgresStore(url)]
    await stores[0]?.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
  })
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
  })

  test.each(['seed 20', 'seed 21', 'seed 22', 'seed 23'])('memory says what the tables say: %s', async (seed) => {
    await wander(stores, seed, 40)
  })
})

test('where there is no room for all, the library that was used least leaves first', () => {
  const memory = new RowMemory(250)
  const at = { epoch: 'e', head: 1, chain: 'c' }
  const hold = (id: LibraryId) => {
    const json = JSON.stringify('x'.repeat(98))
    return memory.keep(id, new HeldRows(at, [{ kind: 'item', id: '1', version: 1, json, hash: '' }]))
  }
  const [a, b, c] = ['a', 'b', 'c'].map((id) => toLibraryId(id)) as [LibraryId, LibraryId, LibraryId]
  const first = hold(a)
  hold(b)
  memory.keep(a, first)
  hold(c)
  expect([a, b, c].map((id) => memory.last(id) !== undefined)).toEqual([true, false, true])
})
