/**
 * What a lost tablet gives away opens nothing of the manager's: every PIN is worked out from a pulled base, a pass is stolen, a code is used
 * twice, easy passphrases are tried. Runs against the built endpoint.
 */
import { createHash, pbkdf2Sync } from 'node:crypto'
import { expect, test } from 'vitest'
import { toLibrarianId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { PinVerifier } from '../../src/domain/librarian/librarian.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import { routes } from '../../src/protocol/routes.ts'
import type { TestTablet } from '../builders/an-endpoint.ts'
import {
  actWith,
  beside,
  besiege,
  command,
  enrol,
  foundLibrary,
  manager,
  managerPassphrase,
  otherManager,
  start,
  tryPassphrase,
} from './besieged-endpoint.ts'

besiege()

/** Tries every number of four digits, as whoever holds a tablet can, with the rounds that the base says. */
const crack = ({ salt, iterations, hash }: PinVerifier): string | undefined => {
  const [salted, length] = [Buffer.from(salt, 'hex'), hash.length / 2]
  for (let n = 0; n < 10_000; n++) {
    const pin = String(n).padStart(4, '0')
    if (pbkdf2Sync(pin, salted, iterations, length, 'sha256').toString('hex') === hash) return pin
  }
  return undefined
}

/** Who is no manager, and stands in the base like the others. */
const bruno: Row = {
  kind: 'librarian',
  id: toLibrarianId('bruno'),
  name: 'bruno',
  isManager: false,
  pin: {
    salt: 'b2'.repeat(16),
    iterations: 1,
    hash: pbkdf2Sync('0007', Buffer.from('b2'.repeat(16), 'hex'), 1, 32, 'sha256').toString('hex'),
  },
}

const everyRoute: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'enrolment-code': {},
  'export-list': { day: '2026-11-24' },
  export: { day: '2026-11-24', format: 'csv' },
  'export-lines': { number: 1 },
  'export-settle': { number: 1 },
  'set-tablet-aside': { deviceId: '0'.repeat(32), reason: 'perdue' },
  'go-on-without': { deviceId: '0'.repeat(32), isWithout: true },
  'accept-quarantined': { deviceId: '0'.repeat(32) },
  'apart-list': { deviceId: '0'.repeat(32) },
  tablets: {},
  'cancel-code': { codeId: '0'.repeat(16) },
  'export-unsettle': { number: 1 },
  pass: {},
  passphrase: { former: '0000' },
  'passphrase-code': { forLibrarianId: manager },
  'end-pass': {},
  'ils-access': { kind: 'nothing', fields: {}, everyMinutes: 1 },
  'ils-try': {},
  'mailing-act': { act: 'stop', to: [] },
  'message-check': {},
  'message-trial': { to: 'voleur@example.org', kind: 'ready', language: 'fr', sample: {}, subject: '', text: '' },
  setting: { section: 'rights', value: '{}' },
  team: {},
  'pin-code': { memberId: manager },
  'import-part': {},
  import: {},
  found: { name: 'Voleur', passphrase: 'un héron dort debout', pin: bruno.pin },
}

test('every act behind the passphrase is among those that a PIN is tried on', () => {
  const acts = Object.entries(routes).flatMap(([path, { asks }]) => ('pass' in asks.entries ? [path] : []))
  expect(acts.length).toBeGreaterThan(15)
  expect(acts.filter((path) => !(path in everyRoute))).toEqual([])
})

test('the PINs of a pulled base, all worked out, open no act of the manager’s, as an older tablet or a newer one asks', async () => {
  await foundLibrary([bruno])
  const endpoint = await start()
  const rows = (await (await enrol(endpoint)).pull()).rows.map(({ row }) => row as Row)
  const librarians = rows.flatMap((row) => (row?.kind === 'librarian' ? [row] : []))
  expect(librarians.map(({ id }) => id).sort()).toEqual(['bruno', manager, otherManager])
  for (const { id, pin } of librarians) {
    const cracked = crack(pin)
    expect(cracked).toMatch(/^\d{4}$/)
    for (const protocol of [2, 3]) {
      // A tablet for each: what is refused because too much was asked proves nothing.
      const lost = await enrol(endpoint)
      for (const [path, asked] of Object.entries(everyRoute)) {
        const body = { protocol, nonce: 'm', librarianId: id, pin: cracked, passphrase: cracked, pass: cracked, ...asked }
        const { status } = await lost.post(`/management/v1/${path}?protocol=${protocol}`, body)
        expect([path, protocol, [400, 403, 422, 426].includes(status) ? 'refused' : status]).toEqual([path, protocol, 'refused'])
      }
    }
  }
})

const codeOf = ({ text }: { readonly text: string }): string => /code (\S+)/.exec(text)?.[1] ?? ''
const choose = (tablet: TestTablet, code: string, passphrase: string, librarianId: string = manager) =>
  tablet.post('/management/v1/passphrase?protocol=4', { protocol: 4, nonce: 'm', librarianId, code, passphrase })

test('a tablet is given no byte of a passphrase, its hash, its salt, a pass or a one-time code', async () => {
  await foundLibrary()
  const endpoint = await start()
  const [own, lost] = [await enrol(endpoint), await enrol(endpoint)]
  const { pass } = (await tryPassphrase(own, managerPassphrase)).body
  const code = codeOf(await command('passphrase', [manager]))
  const kept = await beside((store) => store.read(mainLibraryId, async (reader) => reader.passphrase(manager)))
  const [, , , , salt, hash] = kept?.verifier?.split('$') ?? []
  const secrets = [managerPassphrase, salt, hash, kept?.code?.hash, String(pass), code, code.replace('-', '')]
  let given = ''
  for (let cursor = ''; ; ) {
    const answer = await fetch(`${endpoint.origin}/sync/v1/pull?protocol=4${cursor}`, { headers: lost.headers })
    const text = await answer.text()
    given += text
    const { next, end } = JSON.parse(text) as { next?: string; end?: unknown }
    if (end !== undefined) break
    cursor = `&cursor=${next}`
  }
  given += JSON.stringify(await lost.push([]))
  expect(given).toContain(manager)
  for (const secret of secrets) {
    expect(secret?.length).toBeGreaterThan(7)
    expect(given).not.toContain(secret)
    expect(endpoint.output()).not.toContain(secret)
  }
})

test('a stolen pass opens nothing on another tablet, under another name, after its time, nor once its owner has signed out', async () => {
  await foundLibrary([bruno])
  const endpoint = await start()
  const [own, lost] = [await enrol(endpoint), await enrol(endpoint)]
  const { pass, expiresAt } = (await tryPassphrase(own, managerPassphrase)).body
  expect((await actWith(own, pass, 'enrolment-code')).status).toBe(200)
  expect((await actWith(lost, pass, 'enrolment-code')).body).toMatchObject({ problem: 'pass-over' })
  for (const librarianId of [otherManager, 'bruno'])
    expect((await actWith(own, pass, 'enrolment-code', { librarianId })).body).toMatchObject({ problem: 'pass-over' })
  expect(Number(expiresAt) - Date.now()).toBeLessThanOrEqual(600_000)
  expect((await actWith(own, pass, 'end-pass')).status).toBe(200)
  expect((await actWith(own, pass, 'enrolment-code')).body).toMatchObject({ problem: 'pass-over' })
})

test('a pass that ran out opens no act, on its own tablet and for its owner either', async () => {
  await foundLibrary()
  const tablet = await enrol(await start())
  const { pass } = (await tryPassphrase(tablet, managerPassphrase)).body
  expect((await actWith(tablet, pass, 'tablets')).status).toBe(200)
  // Ten minutes later, as the endpoint will read it: its clock is not ours to move.
  await beside((store) =>
    store.transact(mainLibraryId, async (transaction) => {
      const given = await transaction.pass(createHash('sha256').update(String(pass)).digest('hex'))
      if (given === undefined) throw new Error('no such pass')
      await transaction.endPasses(given.librarianId, given.deviceId, toInstant(Date.now()))
      await transaction.keepPass({ ...given, expiresAt: toInstant(Date.now() - 1) })
    }),
  )
  for (const [path, asked] of [
    ['tablets', {}],
    ['enrolment-code', {}],
    ['set-tablet-aside', { deviceId: tablet.identity.deviceId, reason: 'perdue' }],
  ] as const)
    expect((await actWith(tablet, pass, path, asked)).body).toMatchObject({ problem: 'pass-over' })
  expect((await tryPassphrase(tablet, managerPassphrase)).status).toBe(200)
})

test('a pass is good in each process on the database, and ends in each', async () => {
  await foundLibrary()
  const [one, two] = [await start(), await start()]
  const tablet = await enrol(one)
  const there = tablet.at(two.origin)
  const { pass } = (await tryPassphrase(tablet, managerPassphrase)).body
  expect((await actWith(there, pass, 'enrolment-code')).status).toBe(200)
  expect((await actWith(there, pass, 'end-pass')).status).toBe(200)
  expect((await actWith(tablet, pass, 'enrolment-code')).body).toMatchObject({ problem: 'pass-over' })
})

test('the code of the command chooses a passphrase once, for its manager alone, and none that is guessed first', async () => {
  await foundLibrary([bruno])
  const tablet = await enrol(await start())
  expect(await command('passphrase', [])).toMatchObject({ code: 2 })
  expect(await command('passphrase', ['bruno'])).toMatchObject({ code: 1 })
  const code = codeOf(await command('passphrase', [manager.toUpperCase()]))
  expect((await choose(tablet, code, 'un héron dort debout', otherManager)).body).toMatchObject({ problem: 'code-unknown' })
  // Of the last four, our own words know nothing: they stand in the list of the commonest.
  for (const common of [
    '12345678',
    'bibliothèque',
    'Mediatheque2026',
    'Claire et Denis',
    'motdepasse!',
    'corvette',
    '1qaz2wsx',
    'Bretagne35',
    'M3tallica!',
  ])
    expect([common, (await choose(tablet, code, common)).body]).toMatchObject([common, { problem: 'passphrase-too-common' }])
  const both = await Promise.all([choose(tablet, code, 'un héron dort debout'), choose(tablet, code, 'trois grues et un canal')])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 403])
  expect((await choose(tablet, code, 'une oie sur le toit')).body).toMatchObject({ problem: 'code-unknown' })
  expect((await tryPassphrase(tablet, managerPassphrase)).body).toMatchObject({ problem: 'passphrase-wrong' })
})

test('a flood of passphrases from many tablets takes neither the memory nor the turn of those that exchange', async () => {
  await foundLibrary()
  const endpoint = await start()
  const lost = await Promise.all(Array.from({ length: 6 }, () => enrol(endpoint)))
  const own = await enrol(endpoint)
  const tries = lost.flatMap((tablet) => Array.from({ length: 5 }, () => tryPassphrase(tablet, 'ce n’est pas elle')))
  expect((await own.push([])).status).toBe(200)
  const statuses = (await Promise.all(tries)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(15)
  expect(statuses.filter((status) => status !== 403 && status !== 429)).toEqual([])
  expect((await tryPassphrase(own, managerPassphrase)).status).toBe(200)
})
