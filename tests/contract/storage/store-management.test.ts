/**
 * What each store keeps of a manager's acts: passphrases (PRIV-5) and changes of the settings (SET-5), on a real SQLite file and on a real PostgreSQL server, which the test starts;
 * without PostgreSQL on the machine its part is skipped.
 */
import { expect, test } from 'vitest'
import { toDeviceId, toLibrarianId, toLibraryId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import type { StoreReader } from '../../../src/endpoint/storage/store.ts'
import type { SettingChange } from '../../../src/endpoint/storage/stored.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { library, now } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'

onEachStore('what managers leave', (store) => {
  test('[PRIV-5] a passphrase and its passes stand outside the rows; a pass ends with its tablet, its manager or its time', async () => {
    const [claire, d1, d2] = [toLibrarianId('claire'), toDeviceId('d1'), toDeviceId('d2')]
    const kept = { librarianId: claire, verifier: undefined, code: { hash: 'h', expiresAt: now } }
    const left = () =>
      store().read(library, async (reading) => [await reading.pass('1'), await reading.pass('2')].map((pass) => pass?.hash))
    await store().transact(library, async (writing) => {
      await writing.keepPassphrase(kept)
      for (const [hash, deviceId] of [
        ['1', d1],
        ['2', d2],
      ] as const)
        await writing.keepPass({ hash, librarianId: claire, deviceId, expiresAt: now })
    })
    expect(await store().read(library, (reading) => reading.passphrase(claire))).toEqual(kept)
    await store().transact(library, (writing) => writing.endPasses(claire, d1, toInstant(now - 1)))
    expect(await left()).toEqual([undefined, '2'])
    await store().transact(library, (writing) => writing.endPasses(toLibrarianId('denis'), undefined, now))
    expect(await left()).toEqual([undefined, undefined])
  })

  test('[PRIV-5] a code keeps which manager made it, so that the tablet says whose word let it in', async () => {
    const code = { libraryId: library, hash: 'h', expiresAt: now, usedAt: undefined, madeBy: toLibrarianId('claire') }
    await store().transact(library, (writing) => writing.keepEnrolmentCode(code))
    expect(await store().enrolmentCode('h')).toEqual(code)
  })

  test('[SET-5] changes of the settings are numbered as they come, read from the last, and kept by library', async () => {
    const change = { section: 'lead', at: now, by: toLibrarianId('claire'), was: '{"a":1}', became: '{"a":2}', orders: 3 }
    const add = (...changes: readonly Omit<SettingChange, 'number'>[]) =>
      store().transact(library, async (transaction) => {
        const numbers: number[] = []
        for (const one of changes) numbers.push(await transaction.addSettingChange(one))
        return numbers
      })
    expect(await add(change, { ...change, by: undefined })).toEqual([1, 2])
    expect(await add(change)).toEqual([3])
    const read = (before: number | undefined, limit: number) => store().read(library, (reader) => reader.settingChanges(before, limit))
    expect(await read(undefined, 2)).toEqual([
      { ...change, number: 3 },
      { ...change, number: 2, by: undefined },
    ])
    expect(await read(2, 9)).toEqual([{ ...change, number: 1 }])
    await store().removeLibrary(library)
    await store().createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
    expect(await read(undefined, 9)).toEqual([])
  })

  test('[ILS-10] values that all libraries keep under one name are asked at once: the way to an ILS is looked for every few seconds', async () => {
    const elsewhere = toLibraryId('elsewhere')
    await store().createLibrary({ id: elsewhere, name: 'Ailleurs', isDemo: false })
    const keep = (id: typeof library, name: string, value: string) => store().transact(id, (writing) => writing.keepMemo(name, value))
    await keep(library, 'ils-link', 'one')
    await keep(elsewhere, 'other', 'two')
    expect([...(await store().memosNamed('ils-link'))]).toEqual([[library, 'one']])
    await keep(elsewhere, 'ils-link', 'three')
    expect(new Map(await store().memosNamed('ils-link'))).toEqual(new Map([[library, 'one']]).set(elsewhere, 'three'))
    expect([...(await store().memosNamed('none'))]).toEqual([])
  })

  test('values kept under names that begin alike are forgotten once their time is past, elsewhere they stay', async () => {
    const elsewhere = toLibraryId('elsewhere')
    await store().createLibrary({ id: elsewhere, name: 'Ailleurs', isDemo: false })
    const [before, now] = [anInstant('2026-11-24 13:00'), anInstant('2026-11-24 14:00')]
    for (const id of [library, elsewhere]) {
      await store().transact(id, async (writing) => {
        for (const [name, at] of [
          ['since one', before],
          ['since two', now],
          ['sincere', 7],
        ] as const)
          await writing.keepMemo(name, `${at}`)
      })
    }
    const kept = (reader: StoreReader) => Promise.all(['since one', 'since two', 'sincere'].map(async (name) => reader.memo(name)))
    await store().transact(library, async (writing) => {
      await writing.forgetMemos('since ', now)
      expect(await kept(writing)).toEqual([undefined, `${now}`, '7'])
    })
    expect(await store().read(library, kept)).toEqual([undefined, `${now}`, '7'])
    expect(await store().read(elsewhere, kept)).toEqual([`${before}`, `${now}`, '7'])
  })
})
