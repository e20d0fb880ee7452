/**
 * What every store of the endpoint promises, run on a real SQLite file and on a real PostgreSQL server, which the tests start themselves;
 * without PostgreSQL on the machine its part is skipped. What only one of the two promises: store-sqlite.test.ts, store-postgres.test.ts.
 */
import { beforeEach, expect, test } from 'vitest'
import { addToDigest, formatDigest } from '../../../src/domain/hash64.ts'
import { toCardNumber, toDeviceId, toItemBarcode, toOperationId, toRecordId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import type { Store } from '../../../src/endpoint/storage/store.ts'
import type { CatalogueEntry } from '../../../src/endpoint/storage/stored.ts'
import { rowHash } from '../../../src/protocol/digest.ts'
import { aDate } from '../../builders/a-moment.ts'
import { anItem } from '../../builders/an-item.ts'
import { aDevice, anEntry, aPatronOf, aReceipt, library, now } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'
import { rowsAfter } from '../../fakes/rows-after.ts'

let store: Store

onEachStore('the store', (opened) => {
  beforeEach(() => {
    store = opened()
  })
  const write = (...rows: readonly Row[]) =>
    store.transact(library, async (transaction) => {
      for (const row of rows) await transaction.writeRow(row, now)
    })
  const head = async () => (await store.libraries())[0]

  test('each row written takes the next version, and the digest is the sum of the rows that stand', async () => {
    await write(aPatronOf('1'), aPatronOf('2'))
    await write(aPatronOf('1', 'DURAND'))
    const expected = [aPatronOf('1', 'DURAND'), aPatronOf('2')].map((row) => rowHash({ kind: row.kind, id: row.id, row }))
    expect(await head()).toMatchObject({ head: 3, digest: formatDigest(expected.reduce(addToDigest, 0n)) })
    const rows = await store.read(library, (reading) => rowsAfter(reading, 0, 10))
    expect(rows.map(({ id, version }) => `${id} as ${version}`)).toEqual(['2 as 2', '1 as 3'])
  })

  test('the same content written again changes nothing', async () => {
    await write(aPatronOf('1'))
    const before = await head()
    expect(await store.transact(library, (transaction) => transaction.writeRow(aPatronOf('1'), now))).toBe(false)
    expect(await head()).toEqual(before)
  })

  test('an erased row leaves a tombstone, reads as absent, and weighs nothing in the digest', async () => {
    await write(aPatronOf('1'))
    expect(await store.transact(library, (transaction) => transaction.eraseRow('patron', toCardNumber('1'), now))).toBe(true)
    expect(await store.transact(library, (transaction) => transaction.eraseRow('patron', toCardNumber('1'), now))).toBe(false)
    expect(await store.read(library, async (reading) => reading.row('patron', toCardNumber('1')))).toBeUndefined()
    expect(await store.read(library, (reading) => rowsAfter(reading, 1, 10))).toEqual([{ kind: 'patron', id: '1', version: 2, row: null }])
    expect(await head()).toMatchObject({ head: 2, digest: formatDigest(0n) })
  })

  test('a failed transaction leaves no trace', async () => {
    await write(aPatronOf('1'))
    const before = await head()
    const failed = store.transact(library, async (transaction) => {
      await transaction.writeRow(aPatronOf('2'), now)
      await transaction.keepReceipt(aReceipt('1'))
      await transaction.upsertCatalogue([anEntry('7')])
      throw new Error('power')
    })
    await expect(failed).rejects.toThrow('power')
    expect(await head()).toEqual(before)
    await store.read(library, async (reading) => {
      expect(await reading.rowsOf('patron')).toHaveLength(1)
      expect(await reading.receiptsOf(toOperationId('1'))).toEqual([])
      expect(await reading.catalogueCounts()).toEqual({ items: 0, records: 0 })
    })
  })

  test('a failed savepoint undoes its own writes and no others', async () => {
    await store.transact(library, async (transaction) => {
      await transaction.writeRow(aPatronOf('1'), now)
      const failed = transaction.savepoint(async () => {
        await transaction.writeRow(aPatronOf('2'), now)
        throw new Error('poison')
      })
      await expect(failed).rejects.toThrow('poison')
      await transaction.writeRow(aPatronOf('3'), now)
    })
    const rows = await store.read(library, (reading) => rowsAfter(reading, 0, 10))
    expect(rows.map(({ id, version }) => [id, version])).toEqual([
      ['1', 1],
      ['3', 2],
    ])
    const expected = [aPatronOf('1'), aPatronOf('3')].map((row) => rowHash({ kind: row.kind, id: row.id, row }))
    expect((await head())?.digest).toBe(formatDigest(expected.reduce(addToDigest, 0n)))
  })

  test('within a transaction a row reads as it was last written, and as before where that was undone', async () => {
    await write(aPatronOf('1'))
    await store.transact(library, async (transaction) => {
      const surname = async () => (await transaction.row('patron', toCardNumber('1')))?.surname
      await transaction.writeRow(aPatronOf('1', 'DURAND'), now)
      expect(await surname()).toBe('DURAND')
      const failed = transaction.savepoint(async () => {
        await transaction.eraseRow('patron', toCardNumber('1'), now)
        expect(await surname()).toBeUndefined()
        throw new Error('poison')
      })
      await expect(failed).rejects.toThrow('poison')
      expect(await surname()).toBe('DURAND')
      expect(await transaction.writeRow(aPatronOf('1', 'DURAND'), now)).toBe(false)
    })
    expect(await head()).toMatchObject({ head: 2 })
  })

  test('so do the library and what is kept under a name', async () => {
    const before = await head()
    await store.transact(library, async (transaction) => {
      const seen = async () => [(await transaction.library()).name, await transaction.memo('last'), await transaction.memo('other')]
      await transaction.keepMemo('last', 'one')
      expect(await seen()).toEqual([before?.name, 'one', undefined])
      const failed = transaction.savepoint(async () => {
        await transaction.changeLibrary({ name: 'Autre' })
        await transaction.keepMemo('last', 'two')
        await transaction.keepMemo('other', 'three')
        expect(await seen()).toEqual(['Autre', 'two', 'three'])
        throw new Error('poison')
      })
      await expect(failed).rejects.toThrow('poison')
      expect(await seen()).toEqual([before?.name, 'one', undefined])
      await transaction.changeLibrary({ isDemo: true })
    })
    expect(await head()).toMatchObject({ name: before?.name, isDemo: true })
  })

  test('transactions asked for at once run one after the other', async () => {
    const bump = (n: number) =>
      store.transact(library, async (transaction) => {
        const before = await transaction.row('patron', toCardNumber('1'))
        await Promise.resolve()
        await transaction.writeRow({ ...aPatronOf('1'), ilsLoans: (before?.ilsLoans ?? 0) + 1 }, now)
        return n
      })
    expect(await Promise.all([1, 2, 3, 4, 5].map(bump))).toEqual([1, 2, 3, 4, 5])
    expect(await store.read(library, async (reading) => reading.row('patron', toCardNumber('1')))).toMatchObject({ ilsLoans: 5 })
  })

  test('each committed head has its chain, which depends on all that was written before', async () => {
    await write(aPatronOf('1'))
    await write(aPatronOf('2'))
    const library1 = await head()
    await store.read(library, async (reading) => {
      expect(await reading.chainAt(2)).toBe(library1?.chain)
      expect(await reading.chainAt(1)).not.toBe(library1?.chain)
      expect(await reading.chainAt(0)).toBeDefined()
      expect(await reading.chainAt(3)).toBeUndefined()
    })
  })

  test('old tombstones are forgotten, and the oldest cursor that may continue says so', async () => {
    await write(aPatronOf('1'))
    await store.transact(library, (transaction) => transaction.eraseRow('patron', toCardNumber('1'), now))
    await store.transact(library, (transaction) => transaction.writeRow(aPatronOf('2'), toInstant(now + 10_000)))
    expect(await store.transact(library, (transaction) => transaction.forgetTombstones(toInstant(now + 5_000)))).toBe(1)
    await store.read(library, async (reading) => {
      expect(await reading.oldestCursor()).toBe(2)
      expect((await rowsAfter(reading, 0, 10)).map((row) => row.id)).toEqual(['2'])
      expect(await reading.chainAt(1)).toBeUndefined()
      expect(await reading.chainAt(2)).toBeDefined()
    })
  })

  test('[PRIV-2, PRIV-8] an erased row is remembered under its subject, outside the base, for a time of its own', async () => {
    const later = toInstant(now + 10_000)
    const erase = (id: string, at = now) =>
      store.transact(library, (transaction) => transaction.eraseRow('item', toItemBarcode(id), at, `item/${id}`))
    const remembered = () => store.read(library, (reading) => reading.erasedRows(['item/1', 'item/2', 'item/3']))
    await write(anItem('1'), anItem('2'), aPatronOf('3'))
    await store.transact(library, (transaction) => transaction.eraseRow('patron', toCardNumber('3'), now))
    expect([await erase('1'), await erase('1')]).toEqual([true, false])
    await write(anItem('1', { documentType: 'DVD' }))
    await erase('1', later)
    await expect(
      store.transact(library, async (transaction) => {
        await transaction.eraseRow('item', toItemBarcode('2'), later, 'item/2')
        throw new Error('stop')
      }),
    ).rejects.toThrow('stop')
    const [last, first] = [
      { subject: 'item/1', row: anItem('1', { documentType: 'DVD' }), version: expect.any(Number), erasedAt: later },
      { subject: 'item/1', row: anItem('1'), version: expect.any(Number), erasedAt: now },
    ]
    expect(await remembered()).toEqual([last, first])
    expect(await store.read(library, (reading) => reading.erasedRows([]))).toEqual([])
    expect((await store.read(library, (reading) => rowsAfter(reading, 0, 10))).map(({ id, row }) => [id, row?.kind])).toEqual([
      ['2', 'item'],
      ['3', undefined],
      ['1', undefined],
    ])
    expect((await head())?.digest).toBe(formatDigest(rowHash({ kind: 'item', id: '2', row: anItem('2') })))
    await store.transact(library, (transaction) => transaction.forgetTombstones(later, now))
    expect(await remembered()).toEqual([last, first])
    await store.transact(library, (transaction) => transaction.forgetTombstones(later))
    expect(await remembered()).toEqual([last])
    await store.removeLibrary(library)
    await store.createLibrary({ id: library, name: 'Autre', isDemo: false })
    expect(await remembered()).toEqual([])
  })

  test('a receipt keeps its envelope to the byte, and its outcome may move', async () => {
    await store.transact(library, (transaction) => transaction.keepReceipt(aReceipt('1', { outcome: 'quarantined', reason: 'x' })))
    await store.transact(library, (transaction) => transaction.keepReceipt(aReceipt('1', { envelope: 'other', version: 9 })))
    const receipt = await store.read(library, (reading) => reading.receipt(toOperationId('1'), 'f'.repeat(64)))
    expect(receipt).toEqual(aReceipt('1', { version: 9 }))
  })

  test('[PRIV-3] old receipts are emptied, the oldest first, and stay known; not what waits in quarantine, nor what has just left it', async () => {
    const later = toInstant(now + 10_000)
    await write(aPatronOf('1'))
    await store.transact(library, async (transaction) => {
      await transaction.forgetTombstones(later)
      await transaction.keepReceipt(aReceipt('1', { receivedAt: toInstant(now + 1), version: 1 }))
      await transaction.keepReceipt(aReceipt('2', { version: 1, outcome: 'refused' }))
      await transaction.keepReceipt(aReceipt('3', { version: 1, outcome: 'quarantined' }))
      await transaction.keepReceipt(aReceipt('4', { version: 2 }))
      await transaction.keepReceipt(aReceipt('5', { receivedAt: later, version: 1 }))
    })
    const empty = (limit: number) => store.transact(library, (transaction) => transaction.emptyReceipts(later, limit))
    const emptied = () =>
      store.read(library, async (reading) => {
        const found: string[] = []
        for (const id of ['1', '2', '3', '4', '5']) {
          const [receipt] = await reading.receiptsOf(toOperationId(id))
          if (receipt?.envelope === '') found.push(id)
        }
        return found
      })
    expect([await empty(1), await emptied()]).toEqual([1, ['2']])
    expect([await empty(9), await emptied()]).toEqual([1, ['1', '2']])
    expect(await empty(9)).toBe(0)
    const receipt = await store.read(library, (reading) => reading.receipt(toOperationId('2'), 'f'.repeat(64)))
    expect(receipt).toEqual(aReceipt('2', { version: 1, outcome: 'refused', envelope: '' }))
  })

  const aside = (name: string, changes: Parameters<typeof aReceipt>[1] = {}) =>
    store.transact(library, (it) => it.keepReceipt(aReceipt(name, { outcome: 'quarantined', reason: 'tablet-set-aside', ...changes })))

  test('operations in quarantine come in the order received, until they are accepted', async () => {
    for (const name of ['2', '1']) await aside(name)
    const waiting = () => store.read(library, async (reading) => (await reading.quarantined()).map(({ operationId }) => operationId))
    expect(await waiting()).toEqual(['2', '1'])
    await aside('2', { outcome: 'accepted' })
    expect(await waiting()).toEqual(['1'])
  })

  test('[PRIV-2] how much of one tablet waits in quarantine is counted, and emptied by its age', async () => {
    const later = toInstant(now + 10_000)
    await aside('1', { envelope: '12345', receivedAt: later })
    await aside('2', { envelope: '123', receivedAt: now })
    await aside('3', { reason: 'hash-mismatch', envelope: '12', receivedAt: now })
    await aside('4', { deviceId: toDeviceId('other') })
    const { deviceId } = aReceipt('1')
    const size = () => store.read(library, (reading) => reading.quarantineOf(deviceId))
    expect(await size()).toEqual({ operations: 3, characters: 10, acceptable: 2, acceptableSince: now })
    const emptied = await store.transact(library, (transaction) => transaction.emptyQuarantine(deviceId, later, true))
    expect([emptied, await size()]).toEqual([2, { operations: 1, characters: 5, acceptable: 1, acceptableSince: later }])
  })

  test('the receipts of a day are those accepted of the kinds asked for, in the order received', async () => {
    await store.transact(library, async (transaction) => {
      await transaction.keepReceipt(aReceipt('2'))
      await transaction.keepReceipt(aReceipt('1', { outcome: 'accepted-with-case' }))
      await transaction.keepReceipt(aReceipt('3', { outcome: 'quarantined' }))
      await transaction.keepReceipt(aReceipt('4', { type: 'bag-order' }))
      await transaction.keepReceipt(aReceipt('5', { happenedOn: aDate('2026-11-23') }))
    })
    const receipts = await store.read(library, (reading) => reading.receiptsOfDay(aDate('2026-11-24'), ['return-item', 'hand-over-order']))
    expect(receipts.map((receipt) => receipt.operationId)).toEqual(['2', '1'])
  })

  test('a device and an enrolment code are found without naming their library', async () => {
    await store.transact(library, async (transaction) => {
      await transaction.keepDevice(aDevice())
      await transaction.keepDevice(
        aDevice({ ticket: '2', previousTicket: '1', lastHeardAt: now, pendingCount: 4, nextCredentialHash: 'e' }),
      )
      await transaction.keepEnrolmentCode({ libraryId: library, hash: 'h', expiresAt: now, usedAt: undefined, madeBy: undefined })
    })
    expect(await store.device(toDeviceId('d1'))).toEqual({
      ...aDevice({ ticket: '2', previousTicket: '1', lastHeardAt: now, pendingCount: 4, nextCredentialHash: 'e' }),
      libraryIdentity: (await head())?.identity,
    })
    expect(await store.device(toDeviceId('d2'))).toBeUndefined()
    expect(await store.enrolmentCode('h')).toEqual({ libraryId: library, hash: 'h', expiresAt: now, usedAt: undefined, madeBy: undefined })
  })

  test('the catalogue tells added from updated from unchanged, and gives a record with its copies', async () => {
    const upsert = (...entries: CatalogueEntry[]) => store.transact(library, (transaction) => transaction.upsertCatalogue(entries))
    expect(await upsert(anEntry('2'), anEntry('1'), anEntry('3', 'r2'))).toEqual({ added: 3, updated: 0, unchanged: 0 })
    const moved = { ...anEntry('2'), location: 'Réserve', arrivedOn: aDate('2026-01-02'), immobility: 'reference-only' as const }
    const english = { ...anEntry('3', 'r2'), language: 'en' }
    expect(await upsert(moved, { ...anEntry('1'), publisher: 'POL' }, english)).toEqual({ added: 0, updated: 3, unchanged: 0 })
    await store.read(library, async (reading) => {
      expect(await reading.catalogueEntry(toItemBarcode('2'))).toEqual({ ...moved, language: '' })
      const record = await reading.catalogueRecord(toRecordId('r1'))
      expect(record?.copies.map((copy) => [copy.barcode, copy.location, record.publisher, copy.immobility])).toEqual([
        ['1', 'Théâtre', 'POL', undefined],
        ['2', 'Réserve', 'POL', 'reference-only'],
      ])
      expect([...(await reading.catalogue())].map((entry) => entry.barcode)).toEqual(['1', '2', '3'])
      expect(await reading.catalogueCounts()).toEqual({ items: 3, records: 2 })
      expect(await reading.immobileCounts()).toEqual({ 'reference-only': 1, 'not-there': 0 })
      expect(await reading.titleLanguages(['r1', 'r2', 'r3'].map(toRecordId))).toEqual(new Map([['r2', 'en']]))
    })
    expect(await store.transact(library, (transaction) => transaction.removeFromCatalogue([toItemBarcode('3')]))).toBe(1)
    expect(await store.read(library, (reading) => reading.catalogueRecord(toRecordId('r2')))).toBeUndefined()
  })

  test('an export batch is numbered, keeps its bytes, and remembers what went out in it', async () => {
    const batch = {
      day: aDate('2026-11-24'),
      format: 'koc' as const,
      madeAt: now,
      loans: 1,
      returns: 0,
      settledAt: undefined,
      fileName: 'a.koc',
      content: new Uint8Array([0, 255, 10]),
    }
    const line = { operationId: toOperationId('1'), barcode: toItemBarcode('9'), movement: 'loan' as const, card: toCardNumber('21') }
    const made = await store.transact(library, async (transaction) => {
      await transaction.addBatch({ ...batch, day: aDate('2026-11-23') }, [])
      return transaction.addBatch(batch, [line])
    })
    expect(made.number).toBe(2)
    await store.transact(library, (transaction) => transaction.settleBatch(2, now))
    await store.read(library, async (reading) => {
      const [kept, ...others] = await reading.batches(aDate('2026-11-24'))
      expect(others).toEqual([])
      expect(kept).toMatchObject({ number: 2, settledAt: now, fileName: 'a.koc' })
      expect([...(kept?.content ?? [])]).toEqual([0, 255, 10])
      expect(await reading.batches(undefined)).toHaveLength(2)
      expect(await reading.told.ofBatch(2)).toEqual([{ ...line, number: 1, voice: 'ils', batch: 2, at: now, answer: undefined }])
    })
    const sizes = async () => (await store.read(library, (reading) => reading.batches(undefined))).map(({ content }) => content.length)
    await store.transact(library, (transaction) => transaction.emptyBatches(now))
    expect(await sizes()).toEqual([3, 3])
    await store.transact(library, (transaction) => transaction.emptyBatches(toInstant(now + 1)))
    expect(await sizes()).toEqual([0, 0])
  })

  test('a listener hears of a head that moved, and of nothing else', async () => {
    const heard: string[] = []
    const stop = store.watch((id) => heard.push(id))
    await write(aPatronOf('1'))
    await write(aPatronOf('1'))
    stop()
    await write(aPatronOf('2'))
    expect(heard).toEqual([library])
  })

  test('a memo is kept with its transaction, replaced by the next one, and outside the base', async () => {
    await store.transact(library, (transaction) => transaction.keepMemo('last', 'one'))
    await store.transact(library, (transaction) => transaction.keepMemo('last', 'two'))
    await expect(
      store.transact(library, async (transaction) => {
        await transaction.keepMemo('last', 'three')
        throw new Error('stop')
      }),
    ).rejects.toThrow('stop')
    expect(await store.read(library, (reading) => reading.memo('last'))).toBe('two')
    expect(await store.read(library, (reading) => reading.memo('other'))).toBeUndefined()
    expect((await store.read(library, (reading) => reading.library())).head).toBe(0)
  })

  test('a library removed takes all it held with it', async () => {
    await write(aPatronOf('1'))
    await store.transact(library, (transaction) => transaction.keepDevice(aDevice()))
    await store.removeLibrary(library)
    expect(await store.libraries()).toEqual([])
    expect(await store.device(toDeviceId('d1'))).toBeUndefined()
    await store.createLibrary({ id: library, name: 'Autre', isDemo: true })
    expect(await store.read(library, (reading) => rowsAfter(reading, 0, 10))).toEqual([])
  })

  test('a library has an identity of its own for good, whatever its id and its name; one made in its place has another', async () => {
    const first = (await head())?.identity
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    await store.transact(library, (transaction) => transaction.changeLibrary({ epoch: '0'.repeat(32), name: 'Autre', isDemo: true }))
    expect((await head())?.identity).toBe(first)
    await store.removeLibrary(library)
    await store.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
    expect((await head())?.identity).toMatch(/^[0-9a-f]{32}$/)
    expect((await head())?.identity).not.toBe(first)
  })

  test('a secret is made once', async () => {
    const secret = await store.secret('code')
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(await store.secret('code')).toBe(secret)
    expect(await store.secret('other')).not.toBe(secret)
  })
})
