/**
 * A tablet knows its library by an identity, never by a name: what waits for one is kept from another. Runs in Node, on two real
 * endpoints with a database each. Both libraries of these tests have the same name, which is all that told them apart before.
 */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toCardNumber, toLibraryIdentity } from '../../../src/domain/ids.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aLoan, jeanne, libraryId, openTabletWorld, pin, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline, type TestTablet } from '../../fakes/test-tablet.ts'

let own: TabletWorld
let other: TabletWorld
beforeEach(async () => {
  own = await openTabletWorld()
  other = await openTabletWorld()
})
afterEach(() => {
  own.close()
  other.close()
})

const received = (world: TabletWorld): Promise<number> =>
  world.store.read(libraryId, async (reading) => {
    const { head } = await reading.library()
    const rows = await reading.rowsAfter(0, head)
    return rows.filter(({ kind }) => kind === 'item').length
  })

/** From now on this tablet's address leads to the other library's endpoint. */
const moveTo = (tablet: TestTablet, world: TabletWorld): void => tablet.spoil((request) => world.send(request))

const enrolIn = async (tablet: TestTablet, world: TabletWorld): Promise<void> => {
  moveTo(tablet, world)
  expect(await tablet.desk.enrol(await world.code(), 'Accueil')).toEqual({ kind: 'enrolled' })
  tablet.desk.tryNow()
  await until(() => tablet.desk.snapshot.link.kind === 'online' && tablet.desk.snapshot.baseAt !== undefined, 'an exchange')
}

describe('a tablet with a full outbox, enrolled in another library of the same name', () => {
  test('[NET-3, NET-10] gives it none of what waits, keeps its base no longer, and hands all over once it is enrolled back', async () => {
    const stranger = toCardNumber('2000000999')
    await own.writeRows(aPatron({ id: stranger }))
    const tablet = await own.tabletOfJeanne()
    expect(await aLoan(tablet.desk, '33331000000005')).toMatchObject({ kind: 'saved' })
    await until(() => tablet.desk.snapshot.pendingCount === 0, 'the push')
    tablet.spoil(offline)
    expect(await aLoan(tablet.desk, '33331000000012')).toMatchObject({ kind: 'saved' })
    expect(await aLoan(tablet.desk, '33331000000029')).toMatchObject({ kind: 'saved' })

    await enrolIn(tablet, other)
    expect(await received(other)).toBe(0)
    const { state, pendingCount, openCaseCount } = tablet.desk.snapshot
    expect([pendingCount, openCaseCount]).toEqual([0, 0])
    expect([...state.all('item')]).toEqual([])
    expect(await tablet.desk.ownOperations()).toEqual([])
    expect(state.get('patron', stranger)).toBeUndefined()

    await enrolIn(tablet, own)
    await until(() => tablet.desk.snapshot.pendingCount === 0, 'the push')
    expect(await received(own)).toBe(3)
  })

  test('[NET-3, NET-10] says whose operations wait, and keeps them through another enrolment there', async () => {
    const tablet = await own.tabletOfJeanne()
    const library = (await own.store.libraries())[0]?.identity
    tablet.spoil(offline)
    for (const barcode of ['33331000000012', '33331000000029']) await aLoan(tablet.desk, barcode)
    await enrolIn(tablet, other)
    const waiting = [{ library, libraryName: 'Médiathèque de Valmont', count: 2 }]
    expect(tablet.desk.snapshot.elsewhere).toEqual(waiting)
    expect(await tablet.desk.ownOperations()).toEqual([])

    await enrolIn(tablet, other)
    await tablet.desk.signIn(jeanne, pin)
    expect((await aLoan(tablet.desk, '33331000000036')).kind).toBe('saved')
    await until(() => tablet.desk.snapshot.pendingCount === 0, 'the push')
    expect(await received(other)).toBe(1)
    const again = tablet.reload()
    await until(() => again.desk.snapshot.phase.kind === 'signed-in', 'the reload')
    expect(again.desk.snapshot.elsewhere).toEqual(waiting)
  })

  test('is known again by its own library under a new name', async () => {
    const tablet = await own.tabletOfJeanne()
    tablet.spoil(offline)
    await aLoan(tablet.desk, '33331000000012')
    await own.store.transact(libraryId, (transaction) => transaction.changeLibrary({ name: 'Médiathèque de Beaulieu' }))
    await enrolIn(tablet, own)
    await until(() => tablet.desk.snapshot.pendingCount === 0, 'the push')
    expect([await received(own), tablet.desk.snapshot.elsewhere]).toEqual([1, []])
  })

  test('is refused whole by an endpoint that it names another library to, keeps all, and asks to be enrolled', async () => {
    const tablet = await own.tabletOfJeanne()
    tablet.spoil(offline)
    await aLoan(tablet.desk, '33331000000012')
    const { identity } = await tablet.storage.load()
    if (identity === undefined) throw new Error('no identity')
    await tablet.storage.keepIdentity({ ...identity, library: toLibraryIdentity('f'.repeat(32)) })
    const again = tablet.reload()
    again.spoil(undefined)
    again.desk.tryNow()
    await until(() => again.desk.snapshot.phase.kind === 'enrolment-lost', 'the loss')
    expect(again.desk.snapshot.phase).toMatchObject({ reason: 'other-library' })
    expect(again.desk.snapshot.pendingCount).toBe(1)
    expect(await received(own)).toBe(0)
  })
})
