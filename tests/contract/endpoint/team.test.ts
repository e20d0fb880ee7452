/**
 * The team over the wire (SET-12): a manager says who belongs to it, and each owner chooses a PIN with a code. The routes are the real ones,
 * and so is the tablet that works out the verifier.
 */
import { expect, test } from 'vitest'
import { toLibrarianId } from '../../../src/domain/ids.ts'
import { addDays } from '../../../src/domain/local-date.ts'
import { buildDefaultSettings } from '../../../src/domain/settings/settings.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { writeSettings } from '../../../src/endpoint/settings/write-settings.ts'
import { hashPin, isPin } from '../../../src/tablet/enrolment/check-pin.ts'
import { aDate } from '../../builders/a-moment.ts'
import { anEndpoint, libraryOfTests, managerOfTests, managerPassphrase, managerPin, managerVerifier } from '../../builders/an-endpoint.ts'

const nadia = { name: 'Nadia', isManager: false }
const day = 24 * 60 * 60_000
const fail = (defect: unknown): void => {
  throw defect
}

const aTeam = async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const row = (id: string) => endpoint.store.read(libraryOfTests, async (reader) => reader.row('librarian', toLibrarianId(id)))
  const choose = async (id: string, code: unknown, pin: string) => {
    const body = { protocol: 4, nonce: 'p', librarianId: id, code, pin: await hashPin(pin, '0'.repeat(32)) }
    return tablet.post('/management/v1/pin?protocol=4', body)
  }
  return { endpoint, tablet, row, choose }
}

test('[SET-12] who joins has no PIN until they choose it, once, with the code of a day; the endpoint never sees it', async () => {
  const { endpoint, tablet, row, choose } = await aTeam()
  expect((await tablet.manage('team', { wanted: nadia })).body).toMatchObject({ end: 'changed', memberId: 'nadia' })
  expect(await isPin((await row('nadia'))?.pin ?? { salt: '', iterations: 1, hash: 'x' }, '')).toBe(false)
  const { body } = await tablet.manage('pin-code', { memberId: 'nadia' })
  expect(body).toMatchObject({ code: expect.stringMatching(/^\w{4}-\w{4}$/), expiresAt: endpoint.instantBefore(-day) })
  expect((await choose('bruno', body.code, '2580')).body).toMatchObject({ problem: 'code-unknown' })
  expect((await choose('nadia', 'AAAA-AAAA', '2580')).body).toMatchObject({ problem: 'code-unknown' })
  expect((await choose('nadia', body.code, '2580')).status).toBe(200)
  const chosen = await row('nadia')
  expect(chosen).toMatchObject({ ownPin: 'chosen', isManager: false })
  expect([await isPin(chosen?.pin ?? { salt: '', iterations: 1, hash: '' }, '2580'), JSON.stringify(chosen).includes('2580')]).toEqual([
    true,
    false,
  ])
  // Once.
  expect((await choose('nadia', body.code, '1111')).body).toMatchObject({ problem: 'code-unknown' })
})

test('[SET-12] a code that is a day old chooses nothing, and the next one ends the one before', async () => {
  const { endpoint, tablet, choose } = await aTeam()
  const first = (await tablet.manage('pin-code', { memberId: 'bruno' })).body.code
  const second = (await tablet.manage('pin-code', { memberId: 'bruno' })).body.code
  expect((await choose('bruno', first, '2580')).body).toMatchObject({ problem: 'code-unknown' })
  endpoint.advance(day + 1000)
  expect((await choose('bruno', second, '2580')).body).toMatchObject({ problem: 'code-expired' })
})

test('[SET-12] guesses at a code have to wait', async () => {
  const { tablet, choose } = await aTeam()
  const { code } = (await tablet.manage('pin-code', { memberId: 'bruno' })).body
  const said: unknown[] = []
  for (let n = 0; n < 6; n++) said.push((await choose('bruno', 'AAAA-AAAA', '2580')).body.problem)
  expect(said).toEqual([...Array.from({ length: 5 }, () => 'code-unknown'), 'too-many-attempts'])
  expect((await choose('bruno', code, '2580')).body).toMatchObject({ problem: 'too-many-attempts' })
})

test('[SET-12] a manager voids a PIN and reads none: nothing answered, kept in the journal or pulled opens a tablet', async () => {
  const { tablet, row } = await aTeam()
  const { hash } = (await row('bruno'))?.pin ?? {}
  const offered = await tablet.manage('pin-code', { memberId: 'bruno' })
  const journal = await tablet.manage('setting-journal')
  expect(JSON.stringify([offered.body, journal.body])).not.toContain(hash)
  expect(journal.body.changes).toMatchObject([
    { section: 'team', librarianId: managerOfTests, was: { librarianId: 'bruno' }, became: { ownPin: 'awaited' } },
  ])
  expect(await isPin((await row('bruno'))?.pin ?? { salt: '', iterations: 1, hash: '' }, managerPin)).toBe(false)
  expect(await tablet.manage('pin-code', { memberId: 'personne' })).toMatchObject({ body: { problem: 'request-not-understood' } })
  // Whoever is no manager does neither.
  const forged = { protocol: 4, nonce: 'f', librarianId: 'bruno', pass: '0'.repeat(64), memberId: managerOfTests }
  expect((await tablet.post('/management/v1/pin-code?protocol=4', forged)).body).toMatchObject({ problem: 'pass-over' })
  expect((await row(managerOfTests))?.ownPin).toBeUndefined()
})

test('[SET-12] two managers at one person: the second writes nothing, and two persons never meet', async () => {
  const { tablet, row } = await aTeam()
  const seen = { name: 'Bruno', isManager: false }
  expect((await tablet.manage('team', { memberId: 'bruno', seen, wanted: { ...seen, isManager: true } })).body).toMatchObject({
    end: 'changed',
  })
  const late = { memberId: 'bruno', seen, wanted: { ...seen, lastDay: '2026-12-31' } }
  expect((await tablet.manage('team', late)).body).toMatchObject({ end: 'stale' })
  expect(await row('bruno')).toMatchObject({ isManager: true })
  expect((await tablet.manage('team', { wanted: nadia })).body).toMatchObject({ end: 'changed' })
  // The same again, after an answer that was lost.
  expect((await tablet.manage('team', { memberId: 'bruno', seen, wanted: { ...seen, isManager: true } })).body).toMatchObject({
    end: 'changed',
  })
})

test('[SET-12, SET-26] the last manager stays, as the field says it; the journal keeps no name', async () => {
  const { tablet } = await aTeam()
  const seen = { name: 'Claire', isManager: true }
  const asked = { memberId: managerOfTests, seen, wanted: { ...seen, lastDay: '2026-12-31' } }
  expect((await tablet.manage('team', asked)).body).toMatchObject({ end: 'refused', fault: 'last-manager' })
  await tablet.manage('team', { wanted: { name: 'Étienne Oudin', isManager: true } })
  expect(JSON.stringify((await tablet.manage('setting-journal')).body)).not.toContain('Oudin')
})

test('[SET-12] a manager neither leaves nor loses the role before another one has both a PIN and a passphrase', async () => {
  const { endpoint, tablet, choose } = await aTeam()
  const joined = (await tablet.manage('team', { wanted: { ...nadia, isManager: true } })).body
  const id = toLibrarianId(String(joined.memberId))
  const seen = { name: 'Claire', isManager: true }
  const change = async (wanted: object) =>
    (await tablet.manage('team', { memberId: managerOfTests, seen, wanted: { ...seen, ...wanted } })).body
  const expectHeld = async () => {
    for (const wanted of [{ isManager: false }, { lastDay: '2026-12-31' }])
      expect(await change(wanted)).toMatchObject({ end: 'refused', fault: 'others-unable' })
  }
  await expectHeld()
  const { code } = (await tablet.manage('pin-code', { memberId: id })).body
  await choose(id, code, '2580')
  await expectHeld()
  const verifier = await managerVerifier()
  await endpoint.store.transact(libraryOfTests, (transaction) => transaction.keepPassphrase({ librarianId: id, verifier, code: undefined }))
  // Whose PIN is void again cannot act either.
  const anew = (await tablet.manage('pin-code', { memberId: id })).body
  await expectHeld()
  await choose(id, anew.code, '3690')
  expect(await change({ isManager: false })).toMatchObject({ end: 'changed' })
})

test('[SET-12, SET-27] after the last day nothing opens any more, the name stays with the facts, and goes when their content does', async () => {
  const { endpoint, tablet, row, choose } = await aTeam()
  const bruno = toLibrarianId('bruno')
  const [seen, wanted] = [
    { name: 'Bruno', isManager: false },
    { name: 'Bruno', isManager: true },
  ]
  await tablet.manage('team', { memberId: bruno, seen, wanted })
  const verifier = await managerVerifier()
  await endpoint.store.transact(libraryOfTests, (transaction) =>
    transaction.keepPassphrase({ librarianId: bruno, verifier, code: undefined }),
  )
  await tablet.manage('team', { memberId: bruno, seen: wanted, wanted: { ...wanted, lastDay: '2026-11-24' } })
  const entered = { librarianId: bruno, passphrase: managerPassphrase }
  expect((await tablet.manage('tablets', {}, entered)).status).toBe(200)
  const { code } = (await tablet.manage('pin-code', { memberId: bruno })).body
  endpoint.advance(day - 3_600_000)
  expect((await tablet.manage('tablets', {}, entered)).body).toMatchObject({ problem: 'not-a-manager' })
  expect((await choose('bruno', code, '2580')).body).toMatchObject({ problem: 'code-unknown' })
  await closeDays(endpoint.store, endpoint.instantBefore(0), fail)
  expect(await row('bruno')).toMatchObject({ name: 'Bruno' })
  expect(await endpoint.store.read(libraryOfTests, async (reader) => reader.passphrase(bruno))).toBeUndefined()
  endpoint.advance(122 * day)
  await closeDays(endpoint.store, endpoint.instantBefore(0), fail)
  expect(await row('bruno')).toBeUndefined()
})

test('[SET-12] a settings file changes neither a PIN that its owner chose nor a last day', async () => {
  const { endpoint, tablet, row, choose } = await aTeam()
  const seen = { name: 'Bruno', isManager: false }
  const lastDay = addDays(aDate('2026-11-24'), 30)
  await tablet.manage('team', { memberId: 'bruno', seen, wanted: { ...seen, lastDay } })
  const { code } = (await tablet.manage('pin-code', { memberId: 'bruno' })).body
  await choose('bruno', code, '2580')
  const settings = buildDefaultSettings('Médiathèque de Valmont', 'Europe/Paris')
  const librarians = [
    { id: toLibrarianId('bruno'), name: 'Bruno L.', isManager: false, pin: '9999' },
    { id: managerOfTests, name: 'Claire', isManager: true, pin: managerPin },
  ]
  const learned = { cardRule: undefined, itemRule: undefined }
  await writeSettings(endpoint.store, libraryOfTests, { settings, librarians }, settings, learned, endpoint.instantBefore(0))
  const bruno = await row('bruno')
  expect(bruno).toMatchObject({ name: 'Bruno L.', ownPin: 'chosen', lastDay })
  expect(await isPin(bruno?.pin ?? { salt: '', iterations: 1, hash: '' }, '2580')).toBe(true)
})

test('[SET-17] a library that has nobody takes its first manager from its first tablet, once, and by nothing that can be guessed', async () => {
  const { endpoint, tablet, row } = await aTeam()
  const found = async (name: string, passphrase: string) =>
    tablet.post('/management/v1/found?protocol=4', {
      ...{ protocol: 4, nonce: 'f', librarianId: '', name, passphrase },
      pin: await hashPin('2580', '0'.repeat(32)),
    })
  expect((await found('Nadia', 'un héron dort debout')).body).toMatchObject({ problem: 'not-a-manager' })

  await endpoint.store.transact(libraryOfTests, async (transaction) => {
    for (const { id } of await transaction.rowsOf('librarian')) await transaction.eraseRow('librarian', id, endpoint.instantBefore(0))
  })
  expect((await found('Nadia', 'court')).body).toMatchObject({ problem: 'passphrase-too-short' })
  expect((await found('Nadia', 'nadianadia')).body).toMatchObject({ problem: 'passphrase-too-common' })
  expect((await found('  ', 'un héron dort debout')).body).toMatchObject({ problem: 'request-not-understood' })
  const { body } = await found(' Nadia ', 'un héron dort debout')
  expect(body).toMatchObject({ memberId: 'nadia', pass: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(await row('nadia')).toMatchObject({ name: 'Nadia', isManager: true, ownPin: 'chosen' })

  // The pass opens what a manager may do, the journal says who began, and nobody begins a second time.
  const add = { protocol: 4, nonce: 'a', librarianId: 'nadia', pass: body.pass, wanted: { name: 'Oscar', isManager: false } }
  expect((await tablet.post('/management/v1/team?protocol=4', add)).body).toMatchObject({ end: 'changed', memberId: 'oscar' })
  const changes = await endpoint.store.read(libraryOfTests, async (reader) => reader.settingChanges(undefined, 9))
  expect(changes.at(-1)).toMatchObject({ section: 'team', by: 'nadia', was: '{}' })
  expect((await found('Oscar', 'trois tasses ébréchées')).body).toMatchObject({ problem: 'not-a-manager' })
})

test('[SET-37] whoever was added by mistake is removed, until a PIN is chosen or a shift is theirs; asked again it is done', async () => {
  const { endpoint, tablet, row, choose } = await aTeam()
  const odile = { name: 'Odile', isManager: false }
  const twin = await tablet.manage('team', { wanted: { ...odile, name: 'BRUNO' } })
  expect(twin.body).toMatchObject({ end: 'refused', fault: 'name-taken' })
  expect((await tablet.manage('team', { wanted: odile })).body).toMatchObject({ end: 'changed', memberId: 'odile' })
  const remove = (seen = odile, memberId = 'odile') => tablet.manage('team', { memberId, seen })
  expect((await remove({ ...odile, name: 'Odette' })).body).toMatchObject({ end: 'stale' })
  // Whoever a settings file named may have been here for years.
  expect((await remove({ name: 'Bruno', isManager: false }, 'bruno')).body).toMatchObject({ end: 'refused', fault: 'has-entered' })
  expect((await remove()).body).toMatchObject({ end: 'changed' })
  expect(await row('odile')).toBeUndefined()
  expect((await remove()).body).toMatchObject({ end: 'changed' })
  const [last] = (await tablet.manage('setting-journal')).body.changes as readonly unknown[]
  expect(last).toMatchObject({ section: 'team', was: { librarianId: 'odile' }, became: {} })
  expect(JSON.stringify(last)).not.toContain('Odile')

  await tablet.manage('team', { wanted: odile })
  const settings = buildDefaultSettings('Médiathèque de la Gare', 'Europe/Paris')
  const shift = { weekday: 2, from: '09:00', to: '12:00', task: 'handover', librarianId: toLibrarianId('odile') } as never
  await endpoint.store.transact(libraryOfTests, (transaction) =>
    transaction.writeRow({ ...settings, rota: [shift] }, endpoint.instantBefore(0)),
  )
  expect((await remove()).body).toMatchObject({ end: 'refused', fault: 'on-rota' })
  await endpoint.store.transact(libraryOfTests, (transaction) => transaction.writeRow(settings, endpoint.instantBefore(0)))
  const { code } = (await tablet.manage('pin-code', { memberId: 'odile' })).body
  expect((await choose('odile', code, '2580')).status).toBe(200)
  expect((await remove()).body).toMatchObject({ end: 'refused', fault: 'has-entered' })
})
