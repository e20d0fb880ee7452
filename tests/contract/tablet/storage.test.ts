/**
 * What the tablet's disk promises. Runs in Node, on a stand-in for the browser's IndexedDB; the rehearsal's memory and the simulator's model
 * of a disk are held to the same. What only a database promises: database.test.ts.
 */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyPile, type Visit } from '../../../src/domain/handover/visit.ts'
import { toCardNumber, toDeviceId, toLibrarianId, toLibraryIdentity, toOrderId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import type { TabletStorage } from '../../../src/tablet/storage/tablet-storage.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { anEntry, aRow, exchange, identity, mark, received } from '../../builders/on-a-disk.ts'
import { tabletDisks } from '../../fakes/each-tablet-disk.ts'

describe.each(Object.entries(tabletDisks))('the tablet’s disk on %s', (_, open) => {
  let name: string
  let disk: TabletStorage
  beforeEach(() => {
    name = crypto.randomUUID()
    disk = open(name)
  })
  afterEach(() => disk.close())
  /** What the next page finds. */
  const reopened = (): TabletStorage => {
    disk.close()
    disk = open(name)
    return disk
  }
  const ids = (entries: readonly { readonly operationId: string }[]): readonly string[] => entries.map(({ operationId }) => operationId)

  test('a new tablet has nothing', async () => {
    expect(await disk.load()).toEqual({
      identity: undefined,
      lost: undefined,
      mark: undefined,
      base: [],
      outbox: [],
      elsewhere: [],
      unreached: [],
      ...{ visits: [], noteDrafts: [], calls: [] },
      clockOffset: 0,
    })
  })

  test('a committed press is there after a reload, in the order of the presses', async () => {
    for (const id of ['c', 'a', 'b']) await disk.append(anEntry(id))
    expect(ids((await reopened().load()).outbox)).toEqual(['c', 'a', 'b'])
  })

  test('an operation whose commit is tried twice is there once', async () => {
    const first = await disk.append(anEntry('a'))
    expect(await disk.append(anEntry('a'))).toEqual(first)
    expect(await disk.pendingCount()).toBe(1)
  })

  test('a connection that the browser dropped is opened again', async () => {
    await disk.append(anEntry('a'))
    disk.close()
    await disk.append(anEntry('b'))
    expect(ids(await disk.pending(10))).toEqual(['a', 'b'])
  })

  test('an identity that somebody gave meanwhile is not lost by the answer to the one before', async () => {
    await disk.keepIdentity(identity)
    expect(await disk.keepLost('credential-unknown', `${identity.credential} of before`)).toBe(false)
    expect((await reopened().load()).lost).toBeUndefined()
    expect(await disk.keepLost('credential-unknown', identity.credential)).toBe(true)
    expect((await reopened().load()).lost).toBe('credential-unknown')
  })

  test('a received press leaves the outbox together with the ticket, and is kept beside until the base has it', async () => {
    await disk.keepIdentity(identity)
    const { term } = await disk.takeTerm()
    for (const id of ['a', 'b']) await disk.append(anEntry(id))
    expect(await disk.acknowledge(term, [received('a')], exchange)).toBe(true)
    const stored = await reopened().load()
    expect(ids(stored.outbox)).toEqual(['b'])
    expect(ids(stored.unreached)).toEqual(['a'])
    expect(stored).toMatchObject({ identity: { ticket: 't2' }, clockOffset: 7 })
  })

  test('a press that the endpoint received while this disk took nothing is kept once, with the later ticket of the same tablet', async () => {
    await disk.keepIdentity(identity)
    await disk.append(anEntry('a'))
    const direct = ['a', 'b'].map((id) => ({ ...anEntry(id), ...received(id), acknowledgedAt: toInstant(5000) }))
    await disk.keepReceived(direct, { ...identity, ticket: 't3' })
    await disk.keepReceived(direct.slice(1), { ...identity, ticket: 't2' })
    await disk.keepReceived([], { ...identity, deviceId: toDeviceId('another'), ticket: 't9' })
    await disk.append(anEntry('c'))
    const stored = await reopened().load()
    expect(ids(stored.outbox)).toEqual(['c'])
    expect(ids(stored.unreached).toSorted()).toEqual(['a', 'b'])
    expect(stored.identity?.ticket).toBe('t3')
    const late = [{ ...anEntry('d'), ...received('d'), acknowledgedAt: toInstant(5000) }]
    await disk.keepReceived(late, { ...identity, library: toLibraryIdentity('2'.repeat(32)) })
    expect(ids(await disk.pending(10))).toEqual(['c'])
    await disk.keepReceived(late, { ...identity, epoch: 'e0' })
    expect(ids(await disk.pending(10))).toEqual(['c', 'd'])
    // Another tab has enrolled again since: an endpoint that forgot the tablet may have forgotten this too.
    const forgotten = [{ ...anEntry('e'), ...received('e'), acknowledgedAt: toInstant(5000) }]
    await disk.keepReceived(forgotten, { ...identity, deviceId: toDeviceId('before') })
    expect(ids(await disk.pending(10))).toEqual(['c', 'd', 'e'])
    // Asked again as what was accepted once: a request that nobody had accepted could lose (I-34).
    expect((await disk.pending(10)).map(({ accepted }) => accepted)).toEqual([undefined, 5000, 5000])
    // Each at a place of its own: all fit when they go back to the outbox.
    const { term } = await disk.takeTerm()
    await disk.returnToOutbox(term, 'e2', toInstant(0))
    expect(ids(await disk.pending(10)).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('whoever takes the lead is told where the disk stands, cursor and ticket', async () => {
    await disk.keepIdentity(identity)
    const { term } = await disk.takeTerm()
    await disk.acknowledge(term, [], exchange)
    await disk.commitPull(term, { isWhole: true, rows: [], mark })
    expect(await disk.takeTerm()).toEqual({ term: term + 1, cursor: 'k', ticket: 't2' })
  })

  test('a received press leaves from where it stands, whatever waits before it, and beside it what leaves quarantine', async () => {
    const { term } = await disk.takeTerm()
    await disk.append(anEntry('apart'))
    await disk.acknowledge(term, [received('apart', { outcome: 'quarantined' })], exchange)
    for (const id of ['a', 'b', 'c', 'd']) await disk.append(anEntry(id))
    await disk.acknowledge(term, [received('apart')], exchange)
    await disk.acknowledge(term, [received('d'), received('b')], exchange)
    expect(ids(await disk.pending(10))).toEqual(['a', 'c'])
    expect((await disk.acknowledged()).map(({ operationId, outcome }) => `${operationId} ${outcome}`)).toEqual([
      'd accepted',
      'b accepted',
      'apart accepted',
    ])
  })

  test('an outcome for another content of the same id acknowledges nothing', async () => {
    const { term } = await disk.takeTerm()
    await disk.append(anEntry('a'))
    await disk.acknowledge(term, [received('a', { hash: 'f'.repeat(64) })], exchange)
    expect(ids(await disk.pending(10))).toEqual(['a'])
  })

  test('a press that leaves quarantine keeps its place and gets its new outcome; any other outcome never moves', async () => {
    const { term } = await disk.takeTerm()
    for (const id of ['a', 'b']) await disk.append(anEntry(id))
    await disk.acknowledge(term, [received('a', { outcome: 'quarantined', reason: 'not-applied' }), received('b')], exchange)
    const outcomes = async () => (await disk.acknowledged()).map(({ operationId, outcome }) => `${operationId} ${outcome}`)
    await disk.acknowledge(term, [received('a', { outcome: 'quarantined' }), received('b', { outcome: 'refused' })], exchange)
    expect(await outcomes()).toEqual(['b accepted', 'a quarantined'])
    await disk.acknowledge(term, [received('a', { outcome: 'already-known', version: 20, hash: 'f'.repeat(64) })], exchange)
    expect(await outcomes()).toEqual(['b accepted', 'a quarantined'])
    await disk.acknowledge(term, [received('a', { outcome: 'already-known', version: 20 })], exchange)
    expect(await outcomes()).toEqual(['b accepted', 'a already-known'])
    expect((await disk.acknowledged())[1]).toMatchObject({ version: 20, reason: undefined })
    expect(await disk.pendingCount()).toBe(0)
  })

  test('a renewed credential is there for the next page, and only the tab that leads keeps one', async () => {
    await disk.keepIdentity(identity)
    const { term } = await disk.takeTerm()
    const renewed = { credential: 'd', formerCredential: 'c', credentialAt: toInstant(9) }
    expect(await disk.keepCredential(term - 1, renewed)).toBe(false)
    expect((await reopened().load()).identity).toEqual(identity)
    expect(await disk.keepCredential(term, renewed)).toBe(true)
    expect((await reopened().load()).identity).toEqual({ ...identity, ...renewed })
  })

  test('a tab that lost the lead acknowledges and pulls nothing', async () => {
    const { term: old } = await disk.takeTerm()
    await disk.takeTerm()
    await disk.append(anEntry('a'))
    expect(await disk.acknowledge(old, [received('a')], exchange)).toBe(false)
    expect(await disk.commitPull(old, { isWhole: true, rows: [aRow('1', 1)], mark })).toBe(false)
    expect(await disk.returnToOutbox(old, 'e2', toInstant(0))).toBe(false)
    expect(await disk.isLeading(old)).toBe(false)
    expect(await disk.isLeading(old + 1)).toBe(true)
    const stored = await disk.load()
    expect(ids(stored.outbox)).toEqual(['a'])
    expect(stored.base).toEqual([])
  })

  test('another identity, and an erasure, end every term: a tab that still hears from the endpoint writes nothing of it', async () => {
    await disk.keepIdentity(identity)
    for (const end of [() => disk.keepIdentity({ ...identity, deviceId: toDeviceId('other'), ticket: '1' }), () => disk.eraseAll()]) {
      const { term } = await disk.takeTerm()
      await end()
      expect(await disk.acknowledge(term, [], exchange)).toBe(false)
      expect(await disk.commitPull(term, { isWhole: true, rows: [aRow('1', 1)], mark })).toBe(false)
      const stored = await reopened().load()
      expect([undefined, '1']).toContain(stored.identity?.ticket)
      expect(stored.base).toEqual([])
    }
  })

  describe('between two libraries of one name', () => {
    const valmont = identity
    const other = { ...identity, library: toLibraryIdentity('2'.repeat(32)), deviceId: toDeviceId('e') }

    test('waiting presses are put apart with their library’s name, take the base with them, and come back to their place', async () => {
      await disk.keepIdentity(valmont)
      const { term } = await disk.takeTerm()
      await disk.append({ ...anEntry('a'), library: valmont.library })
      await disk.append(anEntry('older'))
      await disk.commitPull(term, { isWhole: true, rows: [aRow('1', 1)], mark })
      await disk.keepIdentity(other, 'Valmont')
      await disk.append({ ...anEntry('b'), library: other.library })
      const away = await reopened().load()
      expect([ids(away.outbox), away.base, away.mark]).toEqual([['b'], [], undefined])
      expect(away.elsewhere.map(({ operationId, library, libraryName }) => [operationId, library, libraryName])).toEqual([
        ['a', valmont.library, 'Valmont'],
        ['older', valmont.library, 'Valmont'],
      ])
      await disk.keepIdentity({ ...other, ticket: 't9' })
      expect(ids((await disk.load()).elsewhere)).toEqual(['a', 'older'])
      await disk.keepIdentity(valmont, 'Valmont')
      const back = await reopened().load()
      expect([ids(back.outbox), ids(back.elsewhere)]).toEqual([['a', 'older'], ['b']])
      expect(back.outbox.map(({ hash, text }) => [hash, text])).toEqual(['a', 'older'].map((id) => [anEntry(id).hash, anEntry(id).text]))
    })

    test('a tab that still shows the one that was left writes nothing into the other', async () => {
      await disk.keepIdentity(valmont)
      await disk.keepIdentity(other, 'Valmont')
      await expect(disk.append({ ...anEntry('a'), library: valmont.library })).rejects.toThrow('another library')
      expect(await disk.pendingCount()).toBe(0)
    })

    test('presses that a disk that took nothing left in memory are not kept for the other', async () => {
      await disk.keepIdentity(other)
      await disk.keepReceived([{ ...anEntry('a'), ...received('a'), acknowledgedAt: toInstant(1) }], valmont)
      expect(await disk.acknowledged()).toEqual([])
    })
  })

  test('the library is learnt with the ticket of the answer that names it', async () => {
    await disk.keepIdentity(identity)
    const { term } = await disk.takeTerm()
    const library = toLibraryIdentity('1'.repeat(32))
    await disk.acknowledge(term, [], { ...exchange, library, libraryName: 'Valmont-Centre' })
    expect((await reopened().load()).identity).toMatchObject({ ticket: 't2', library, libraryName: 'Valmont-Centre' })
  })

  test('a pull keeps rows and cursor together, a higher version wins, a tombstone removes', async () => {
    const { term } = await disk.takeTerm()
    await disk.commitPull(term, { isWhole: true, rows: [aRow('1', 3), aRow('2', 4)], mark })
    const stale = aRow('1', 2, aPatron({ id: toCardNumber('1'), surname: 'Ancien' }))
    await disk.commitPull(term, { isWhole: false, rows: [stale, aRow('2', 6, null), aRow('3', 7)], mark: { ...mark, version: 7 } })
    const stored = await reopened().load()
    expect(stored.mark?.version).toBe(7)
    expect(stored.base.map(({ id, version }) => [id, version])).toEqual([
      ['1', 3],
      ['3', 7],
    ])
  })

  test('a whole base replaces the one before and leaves the outbox alone', async () => {
    const { term } = await disk.takeTerm()
    await disk.append(anEntry('a'))
    await disk.commitPull(term, { isWhole: true, rows: [aRow('1', 9)], mark })
    await disk.commitPull(term, { isWhole: true, rows: [aRow('2', 1)], mark })
    const stored = await disk.load()
    expect(stored.base.map(({ id }) => id)).toEqual(['2'])
    expect(ids(stored.outbox)).toEqual(['a'])
  })

  test('after a change of epoch what was received since goes back to its place, except what was refused', async () => {
    await disk.keepIdentity(identity)
    const { term } = await disk.takeTerm()
    for (const id of ['a', 'b', 'c', 'd']) await disk.append(anEntry(id))
    await disk.acknowledge(term, [received('a')], { ...exchange, at: toInstant(100) })
    await disk.acknowledge(term, [received('b'), received('c', { outcome: 'refused' })], exchange)
    await disk.returnToOutbox(term, 'e2', toInstant(1000))
    const stored = await disk.load()
    expect(ids(stored.outbox)).toEqual(['b', 'd'])
    expect(stored.identity?.epoch).toBe('e2')
    expect(stored.mark).toBeUndefined()
  })

  test('and what was accepted before and refused meanwhile goes back as accepted at that time', async () => {
    await disk.keepIdentity(identity)
    const { term } = await disk.takeTerm()
    for (const id of ['a', 'b']) await disk.append(anEntry(id))
    await disk.acknowledge(term, [received('a'), received('b', { outcome: 'refused' })], { ...exchange, at: toInstant(2000) })
    await disk.returnToOutbox(term, 'e2', toInstant(1000))
    expect(ids(await disk.pending(10))).toEqual(['a'])
    await disk.acknowledge(term, [received('a', { outcome: 'refused', reason: 'overtaken' })], { ...exchange, at: toInstant(3000) })
    expect(await disk.pendingCount()).toBe(0)
    await disk.returnToOutbox(term, 'e3', toInstant(1000))
    expect((await reopened().load()).outbox).toMatchObject([{ operationId: 'a', seq: 1, accepted: 2000 }])
    expect((await disk.acknowledged()).map(({ operationId }) => operationId)).toEqual(['b'])
    // The same of an answer that the disk did not take, under an epoch that is over.
    const refused = (id: string) => ({ ...anEntry(id), ...received(id, { outcome: 'refused' }), acknowledgedAt: toInstant(4000) })
    await disk.keepReceived([{ ...refused('c'), accepted: toInstant(500) }, refused('d')], identity)
    expect((await disk.pending(10)).map(({ operationId, accepted }) => [operationId, accepted])).toEqual([
      ['a', 2000],
      ['c', 500],
    ])
    expect(ids(await disk.acknowledged())).toEqual(['d', 'b'])
  })

  test('[PRIV-2] a tablet set aside erases all that it holds, and knows how much was sent; not before nothing waits', async () => {
    await disk.keepIdentity(identity)
    const { term } = await disk.takeTerm()
    for (const id of ['received', 'apart', 'a']) await disk.append(anEntry(id))
    await disk.acknowledge(term, [received('received'), received('apart', { outcome: 'quarantined' })], exchange)
    await disk.commitPull(term, { isWhole: true, rows: [aRow('1', 1)], mark })
    await disk.keepPinErrors(toLibrarianId('jeanne'), { count: 2, waitUntil: toInstant(1) })
    expect(await disk.eraseAll()).toBeUndefined()
    expect((await reopened().load()).base).toHaveLength(1)
    await disk.acknowledge(term, [received('a')], exchange)
    const farewell = { sent: 3, apart: 1 }
    expect(await disk.eraseAll()).toEqual(farewell)
    for (const removed of [async () => {}, () => disk.removeDatabase()]) {
      await removed()
      const { clockOffset, ...stored } = await reopened().load()
      const nothing = {
        identity: undefined,
        mark: undefined,
        base: [],
        outbox: [],
        elsewhere: [],
        unreached: [],
        visits: [],
        noteDrafts: [],
        calls: [],
      }
      expect(stored).toEqual({ ...nothing, lost: 'revoked', farewell })
      expect([clockOffset, await disk.acknowledged(), await disk.pinErrors(toLibrarianId('jeanne'))]).toEqual([0, [], undefined])
    }
    await disk.keepIdentity({ ...identity, ticket: '9' })
    await disk.removeDatabase()
    expect(await reopened().load()).toMatchObject({ identity: { ticket: '9' }, lost: undefined, farewell: undefined })
  })

  test('[PRIV-2] presses for another library stay on a tablet that was set aside', async () => {
    const [first, second] = ['1', '2'].map((digit) => ({ ...identity, library: toLibraryIdentity(digit.repeat(32)) }))
    if (first === undefined || second === undefined) throw new Error('two libraries')
    await disk.keepIdentity(first)
    await disk.append({ ...anEntry('a'), library: first.library })
    await disk.keepIdentity(second, 'Valmont')
    expect(await disk.eraseAll()).toEqual({ sent: 0, apart: 0 })
    await disk.removeDatabase()
    expect((await reopened().load()).elsewhere.map(({ operationId }) => operationId)).toEqual(['a'])
    await disk.keepIdentity(first)
    expect(ids((await reopened().load()).outbox)).toEqual(['a'])
  })

  test('a press received 14 days ago is forgotten, one that is pending never', async () => {
    const { term } = await disk.takeTerm()
    for (const id of ['a', 'b']) await disk.append(anEntry(id))
    await disk.acknowledge(term, [received('a')], exchange)
    await disk.forgetAcknowledgedBefore(toInstant(6000))
    expect(await disk.acknowledged()).toEqual([])
    expect(ids(await disk.pending(10))).toEqual(['b'])
  })

  test('[ORD-2] order numbers go on counting after a reload', async () => {
    expect([await disk.nextOrderCounter(), await disk.nextOrderCounter()]).toEqual([1, 2])
    expect(await reopened().nextOrderCounter()).toBe(3)
  })

  test('[HO-6] a half-scanned handover and those put aside survive a reload, and each pile ends with its own handover, in one commit', async () => {
    const card = toCardNumber('1')
    const other = emptyPile(card, toOrderId('order'), undefined)
    const inHand: Visit = {
      startedAt: toInstant(1),
      piles: [emptyPile(card, undefined, undefined), other],
      activeCard: card,
      isAside: false,
    }
    const visits = [inHand, { ...inHand, isAside: true }]
    await disk.keepVisits(visits)
    expect((await reopened().load()).visits).toEqual(visits)
    await disk.append(anEntry('a'))
    expect((await reopened().load()).visits).toEqual(visits)
    await disk.append(anEntry('b'), { card, orderId: undefined })
    expect((await reopened().load()).visits).toEqual([
      { ...inHand, piles: [other] },
      { ...inHand, isAside: true },
    ])
    await disk.append(anEntry('c'), other)
    expect((await reopened().load()).visits).toEqual([{ ...inHand, isAside: true }])
    await disk.keepVisits([])
    expect((await reopened().load()).visits).toEqual([])
  })

  test('errors at a PIN are remembered after a reload', async () => {
    const who = toLibrarianId('jeanne')
    await disk.keepPinErrors(who, { count: 5, waitUntil: toInstant(9) })
    expect(await reopened().pinErrors(who)).toEqual({ count: 5, waitUntil: 9 })
  })
})
