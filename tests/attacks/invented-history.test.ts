/**
 * A tablet that claims that this database was put back: a new epoch makes every tablet hand over 14 days again, and fetch its base whole.
 * Runs against the built endpoint. Its true case, a database that was put back without a word, is beside it: it must still be found.
 */
import { copyFileSync, rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import { aPushed, aReturn, outcomesOf, TestTablet } from '../builders/an-endpoint.ts'
import {
  askManager,
  type Besieged,
  beside,
  besiege,
  command,
  enrol,
  foundLibrary,
  momentNow,
  pathHere,
  pressedNow,
  start,
} from './besieged-endpoint.ts'

besiege()

const epochNow = () => beside((store) => store.read(mainLibraryId, async (reading) => (await reading.library()).epoch))
const aPress = () => aPushed(pressedNow({ ...aReturn(), happened: momentNow() }))

/** A push as the attacker writes it. */
const claim = (tablet: TestTablet, changes: Readonly<Record<string, unknown>>) =>
  tablet.post('/sync/v1/push', { protocol: 4, nonce: 'a'.repeat(32), ticket: tablet.ticket, pendingCount: 1, operations: [], ...changes })

const setAside = (own: TestTablet, lost: TestTablet) =>
  askManager(own, 'set-tablet-aside', { deviceId: lost.identity.deviceId, reason: 'perdue' })

const laterTicket = (n: number): string => `7${n.toString(16).padStart(11, '0')}${'5'.repeat(20)}`

test.each([
  ['that is lost, and not yet known to be,', false],
  ['that was set aside', true],
])('a tablet %s invents tickets, and starts no epoch', async (_, isAside) => {
  await foundLibrary()
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  await lost.push([])
  if (isAside) expect((await setAside(own, lost)).status).toBe(200)
  const before = await epochNow()
  const brought = [aPress(), aPress()]
  for (let n = 0; n < 14; n++) await claim(lost, { ticket: laterTicket(n), epoch: before, operations: brought, pendingCount: 2 })
  expect(await epochNow()).toBe(before)
  // What it holds is received all the same.
  expect(outcomesOf(await lost.push(brought))).toEqual(
    isAside ? Array(2).fill(['quarantined', 'tablet-set-aside']) : ['already-known', 'already-known'],
  )
})

test('a tablet that names the epoch under which it was given no ticket starts no other one', async () => {
  await foundLibrary()
  const endpoint = await start()
  const lost = await enrol(endpoint)
  await lost.push([])
  await command('restore', ['--new-epoch'])
  const before = await epochNow()
  expect(before).not.toBe(lost.identity.epoch)
  for (let n = 0; n < 5; n++) await claim(lost, { ticket: laterTicket(n), epoch: before })
  expect(await epochNow()).toBe(before)
})

test('a tablet that counts its tickets far ahead cannot use them again after a change of epoch', async () => {
  await foundLibrary()
  const lost = await enrol(await start())
  await command('restore', ['--new-epoch'])
  const early = await epochNow()
  const { body } = await claim(lost, { ticket: laterTicket(1), epoch: early })
  await command('restore', ['--new-epoch'])
  const before = await epochNow()
  await claim(lost, { ticket: '0'.repeat(32), epoch: before })
  for (const epoch of [early, before]) await claim(lost, { ticket: body.ticket, epoch })
  expect(await epochNow()).toBe(before)
})

test('a tablet that invents cursors starts no epoch, and is given the base', async () => {
  await foundLibrary()
  const lost = await enrol(await start())
  await lost.push([])
  const { end } = await lost.pull()
  const before = await epochNow()
  const [epoch, version, chain, ...rest] = end.cursor.split('.')
  for (const cursor of [
    [epoch, Number(version) + 1000, chain, ...rest],
    [epoch, version, '0'.repeat(64), ...rest],
    [epoch, Number(version) + 1000, chain],
    [epoch, version, '0'.repeat(64)],
  ])
    expect(await lost.pull(cursor.join('.'))).toMatchObject({ isWhole: true, epoch: before })
  expect(await epochNow()).toBe(before)
})

/** Puts the database back to what it was when `work` began, without a word to anybody. */
const putBackAfter = async (endpoint: Besieged, work: () => Promise<unknown>): Promise<Besieged> => {
  expect((await command('backup', ['--out', pathHere('copy.db')])).code).toBe(0)
  await work()
  endpoint.process.kill('SIGTERM')
  await endpoint.ended
  for (const more of ['', '-wal', '-shm']) rmSync(`${pathHere('data', 'desk.db')}${more}`, { force: true })
  copyFileSync(pathHere('copy.db'), pathHere('data', 'desk.db'))
  return start()
}

const through = ({ origin }: Besieged, { identity, ticket }: TestTablet): TestTablet =>
  new TestTablet((path, init) => fetch(`${origin}${path}`, init), { ...identity, ticket })

test.each(['ticket', 'cursor'])('one tablet’s own %s proves that the database was put back: a new epoch, once', async (proof) => {
  await foundLibrary()
  const first = await start()
  const own = await enrol(first)
  await own.push([])
  let cursor = ''
  const again = await putBackAfter(first, async () => {
    await own.push([aPress()])
    cursor = (await own.pull()).end.cursor
  })
  const before = await epochNow()
  const same = through(again, own)
  if (proof === 'ticket') await claim(same, { epoch: before })
  else expect(await same.pull(cursor)).toMatchObject({ isWhole: true })
  const after = await epochNow()
  expect(after).not.toBe(before)
  if (proof === 'ticket') await claim(same, { epoch: before })
  else await same.pull(cursor)
  expect(await epochNow()).toBe(after)
})

test('a tablet that was set aside proves it for itself alone: it hands over again what was forgotten, and no other tablet does', async () => {
  await foundLibrary()
  const first = await start()
  const [lost, own] = [await enrol(first), await enrol(first)]
  for (const tablet of [lost, own]) await tablet.push([])
  await setAside(own, lost)
  const brought = aPress()
  const again = await putBackAfter(first, () => lost.push([brought]))
  const before = await epochNow()
  const [same, other] = [through(again, lost), through(again, own)]
  const hear = async (epoch: unknown, operations: readonly unknown[] = []): Promise<Readonly<Record<string, unknown>>> => {
    const { body } = await claim(same, { epoch, operations, pendingCount: operations.length })
    if (typeof body.ticket === 'string') same.ticket = body.ticket
    return body
  }
  // Another epoch, for it alone, is what makes a tablet push again what was acknowledged.
  const told = (await hear(before)).epoch
  expect(told).not.toBe(before)
  expect((await hear(told, [brought])).epoch).toBe(before)
  expect(await hear(before, [brought])).toMatchObject({ epoch: before, results: [{ outcome: 'quarantined' }] })
  expect(await hear(before)).toMatchObject({ problem: 'revoked' })
  expect(await epochNow()).toBe(before)
  expect((await claim(other, { epoch: before, pendingCount: 0 })).body).toMatchObject({ epoch: before })
})
