/**
 * Who may push: which tablet, of which library, under which ticket and from which history, and what the base then says of it.
 * The real routes over the real stores; the cases are those of PROTOCOL.md, Push and Epoch.
 */
import { describe, expect, test } from 'vitest'
import { type CaseId, toLibraryIdentity } from '../../../src/domain/ids.ts'
import { msPerDay } from '../../../src/domain/instant.ts'
import { closeDay } from '../../../src/endpoint/authority/close-day.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import { canonicalJson } from '../../../src/protocol/canonical-json.ts'
import { protocolVersion } from '../../../src/protocol/version.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { aSettings } from '../../builders/a-settings.ts'
import {
  aHandOver,
  anEndpoint,
  anEnvelope,
  aPushed,
  aReturn,
  asJson,
  libraryOfTests,
  managerOfTests,
  outcomesOf,
} from '../../builders/an-endpoint.ts'

const receipts = (store: Awaited<ReturnType<typeof anEndpoint>>['store'], id: ReturnType<typeof anEnvelope>['operationId']) =>
  store.read(libraryOfTests, (reading) => reading.receiptsOf(id))

describe('who pushes', () => {
  test('a wrong credential is told so, and nothing is received', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const envelope = anEnvelope(aReturn())
    for (const authorization of [undefined, 'Bearer x', `Bearer ${tablet.identity.deviceId}.${'0'.repeat(64)}`]) {
      const response = await endpoint.ask('/sync/v1/push', {
        method: 'POST',
        headers: { ...asJson, ...(authorization && { Authorization: authorization }) },
        body: JSON.stringify({ operations: [aPushed(envelope)] }),
      })
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ problem: 'credential-unknown' })
    }
    expect(await receipts(endpoint.store, envelope.operationId)).toEqual([])
  })

  test('an envelope of another library refuses the whole push: nothing is received, no case opens, the ticket stays good', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const { identity } = await endpoint.store.read(libraryOfTests, (reading) => reading.library())
    const ours = anEnvelope(aHandOver(), { library: identity })
    const older = anEnvelope(aReturn())
    const others = toLibraryIdentity('f'.repeat(32))
    const theirs = anEnvelope(aReturn(), { library: others })
    const newer = { ...anEnvelope(aReturn(), { library: others }), type: 'scan-moon', typeVersion: 9 }
    const before = await endpoint.store.libraries()
    for (const foreign of [aPushed(theirs), aPushed(newer), { ...aPushed(theirs), envelope: canonicalJson(theirs) }]) {
      const answer = await tablet.push([aPushed(ours), foreign, aPushed(older)])
      expect([answer.status, answer.body.problem]).toEqual([409, 'other-library'])
      expect(answer.body.nonce).toMatch(/^[0-9a-f]{32}$/)
    }
    for (const { operationId } of [ours, older, theirs]) expect(await receipts(endpoint.store, operationId)).toEqual([])
    expect(await endpoint.store.libraries()).toEqual(before)
    expect(outcomesOf(await tablet.push([aPushed(ours), aPushed(older)]))).toEqual(['accepted', 'accepted'])
  })

  test('the library that a damaged envelope seems to name refuses nothing', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const damaged = { ...aPushed(anEnvelope(aReturn())), envelope: anEnvelope(aReturn(), { library: toLibraryIdentity('f'.repeat(32)) }) }
    expect(outcomesOf(await tablet.push([damaged]))).toEqual([['quarantined', 'hash-mismatch']])
  })

  test('a request that names another library is refused on every route of a tablet', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const named = `?protocol=4&library=${'f'.repeat(32)}`
    for (const path of ['/sync/v1/pull', '/sync/v1/hints']) expect((await tablet.get(`${path}${named}`)).body.problem).toBe('other-library')
    for (const path of ['/sync/v1/push', '/enrolment/v1/credential', '/management/v1/export-list'])
      expect((await tablet.post(`${path}${named}`, {})).body.problem).toBe('other-library')
    const { identity } = await endpoint.store.read(libraryOfTests, (reading) => reading.library())
    expect((await tablet.get(`/sync/v1/pull?protocol=4&library=${identity}`)).status).toBe(200)
  })

  test('each exchange gives a new ticket; a request that came twice is given the same one', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const first = tablet.ticket
    const answer = await tablet.push([], { isAnswerLost: true })
    const repeated = await tablet.push([])
    expect(answer.body.ticket).not.toBe(first)
    expect(repeated.body.ticket).toBe(answer.body.ticket)
    expect((await tablet.push([])).status).toBe(200)
  })

  test('[CASE-3] an older ticket means two tablets under one identity: a case, and the operations are received all the same', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const old = tablet.ticket
    await tablet.push([])
    await tablet.push([])
    const current = tablet.ticket
    tablet.ticket = old
    const envelope = anEnvelope(aHandOver())
    const answer = await tablet.push([aPushed(envelope)])
    expect([answer.status, answer.body.problem]).toEqual([409, 'two-tablets-one-identity'])
    expect(answer.body.nonce).toMatch(/^[0-9a-f]{32}$/)
    expect(await receipts(endpoint.store, envelope.operationId)).toMatchObject([{ outcome: 'accepted-with-case' }])
    expect(await endpoint.row('case', `two-tablets-one-identity:device/${tablet.identity.deviceId}:1`)).toMatchObject({
      cites: [envelope.operationId],
    })
    tablet.ticket = current
    expect((await tablet.push([])).status).toBe(200)
  })

  const sessionOf = (term: number, letter: string) => ({ term, id: letter.repeat(16) })
  const copiedCase = (tablet: { identity: { deviceId: string } }): string => `two-tablets-one-identity:device/${tablet.identity.deviceId}:1`

  test('[CASE-3] a copied profile that speaks strictly by turns with its original is found by its sessions', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const original = sessionOf(1, 'a')
    await tablet.push([], { session: original })
    // Each presents the current ticket, or the one before, for ever: tickets alone see a tablet that loses every second answer.
    const copy = sessionOf(2, 'b')
    const statuses: number[] = []
    for (let round = 0; round < 6; round++) {
      const before = tablet.ticket
      statuses.push((await tablet.push([], { session: copy })).status)
      tablet.ticket = before
      statuses.push((await tablet.push([], { session: original })).status)
    }
    expect(statuses.slice(0, 7)).toEqual([200, 200, 200, 200, 200, 200, 200])
    expect(statuses).toContain(409)
    expect(await endpoint.row('case', copiedCase(tablet))).toBeDefined()
  })

  test('[CASE-3] so is a copy that lay in a drawer until the database was put back, though counts of tickets go back with it', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const [first, copy, later] = [sessionOf(1, 'a'), sessionOf(2, 'b'), sessionOf(3, 'c')]
    await tablet.push([], { session: first })
    const old = tablet.ticket
    for (let n = 0; n < 40; n++) await tablet.push([], { session: first })
    await tablet.push([], { session: later })
    await endpoint.store.transact(libraryOfTests, (transaction) => startNewEpoch(transaction, endpoint.instantBefore(0)))
    tablet.ticket = old
    const statuses: number[] = []
    for (let round = 0; round < 10; round++) {
      const before = tablet.ticket
      statuses.push((await tablet.push([], { session: copy })).status)
      tablet.ticket = before
      statuses.push((await tablet.push([], { session: later })).status)
    }
    expect(statuses.slice(0, 4)).toEqual([200, 200, 200, 200])
    expect(statuses).toContain(409)
    expect(await endpoint.row('case', copiedCase(tablet))).toBeDefined()
  })

  /** A tablet whose copies speak under old tickets. */
  const aCopiedTablet = async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const caseAt = (n: number) => `${copiedCase(tablet).slice(0, -1)}${n}`
    const caseOf = (n: number) => endpoint.row('case', caseAt(n))
    const push = async (ticket: string, session?: ReturnType<typeof sessionOf>) => {
      const before = tablet.ticket
      tablet.ticket = ticket
      const { status } = await tablet.push([], { isAnswerLost: true, ...(session && { session }) })
      tablet.ticket = before
      return status
    }
    const decide = async (n: number) => {
      const settle = { kind: 'settle-case', caseId: caseAt(n) as CaseId, cites: [], decision: { kind: 'acknowledged' }, note: '' } as const
      expect(outcomesOf(await tablet.push([aPushed(anEnvelope(settle))]))).toEqual(['accepted'])
    }
    const goOn = async () => {
      for (let n = 0; n < 3; n++) await tablet.push([])
    }
    return { endpoint, tablet, caseAt, caseOf, push, decide, goOn }
  }

  test('[CASE-2] a copy found after the case of the one before was decided opens the next case; going on to speak it opens none', async () => {
    const { endpoint, tablet, caseAt, caseOf, push, decide, goOn } = await aCopiedTablet()
    const first = tablet.ticket
    await goOn()
    expect([await push(first), await push(first)]).toEqual([409, 409])
    await decide(1)
    // Nobody put an end to that copy, and that was known.
    expect([await push(first), await push(first)]).toEqual([409, 409])
    expect(await caseOf(2)).toBeUndefined()
    const second = tablet.ticket
    await goOn()
    expect([await push(second), await push(second), await push(first)]).toEqual([409, 409, 409])
    expect(await caseOf(2)).toMatchObject({ follows: caseAt(1), cites: [] })
    expect(await caseOf(3)).toBeUndefined()
    await decide(2)
    expect([await push(second), await push(first)]).toEqual([409, 409])
    expect(await caseOf(3)).toBeUndefined()
    // The same copy of the disk, put back once more: its tab is a new one.
    expect(await push(first, sessionOf(1, 'a'))).toBe(409)
    expect(await caseOf(3)).toMatchObject({ follows: caseAt(2) })
    // A copy that is set aside is the lost tablet's case.
    await decide(3)
    await (await endpoint.enrol()).setAside(tablet)
    expect(await push(second, sessionOf(1, 'b'))).toBe(403)
    expect(await caseOf(4)).toBeUndefined()
  })

  test('[CASE-2] a copy that is known and brings nothing opens no case again when the decided one has left with its day', async () => {
    const { endpoint, tablet, caseOf, push, decide, goOn } = await aCopiedTablet()
    const first = tablet.ticket
    await goOn()
    await push(first)
    await decide(1)
    endpoint.advance(3 * msPerDay)
    await endpoint.store.transact(libraryOfTests, (transaction) =>
      closeDay(transaction, aMoment('2026-11-27 13:32').date, endpoint.instantBefore(0)),
    )
    expect(await caseOf(1)).toBeUndefined()
    expect(await push(first)).toBe(409)
    expect(await caseOf(1)).toBeUndefined()
    // What it brings is for people to see.
    tablet.ticket = first
    expect((await tablet.push([aPushed(anEnvelope(aReturn()))])).status).toBe(409)
    expect(await caseOf(1)).toMatchObject({ cites: [expect.any(String)] })
  })

  test('[CASE-2] sixteen copies of a tablet are remembered, those heard last', async () => {
    const { endpoint, tablet, push, goOn } = await aCopiedTablet()
    const old: string[] = []
    for (let n = 0; n < 20; n++) {
      old.push(tablet.ticket)
      await tablet.push([])
    }
    await goOn()
    const [sixth = ''] = old.splice(5, 1)
    for (const ticket of [sixth, ...old, sixth]) expect(await push(ticket)).toBe(409)
    const memo = await endpoint.store.read(libraryOfTests, (reader) => reader.memo(`copies/${tablet.identity.deviceId}`))
    expect(memo?.split(' ')).toEqual([...old.slice(-15), sixth])
  })

  test('[CASE-3] two that took the same term are two disks, at once', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    expect((await tablet.push([], { session: sessionOf(2, 'a') })).status).toBe(200)
    expect((await tablet.push([], { session: sessionOf(2, 'b') })).status).toBe(409)
  })

  test('a push that arrives late for the first time is of its tablet, from a session that goes on or that just ended', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const [first, second] = [sessionOf(1, 'a'), sessionOf(2, 'b')]
    const old = tablet.ticket
    for (const session of [first, first, second, second]) await tablet.push([], { session })
    const current = tablet.ticket
    const envelope = anEnvelope(aHandOver())
    for (const session of [second, first]) {
      tablet.ticket = old
      const late = await tablet.push([aPushed(envelope)], { session })
      expect(late.status).toBe(200)
    }
    tablet.ticket = current
    expect((await tablet.push([], { session: second })).status).toBe(200)
    expect(await endpoint.row('case', copiedCase(tablet))).toBeUndefined()
    // A profile that nobody has heard of yet, with an old ticket, is another one.
    tablet.ticket = old
    expect((await tablet.push([], { session: sessionOf(1, 'c') })).status).toBe(409)
  })

  test('[CASE-3] a push past a full disk names no session and comes late: it is of its tablet, and a copy of it is found all the same', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const old = tablet.ticket
    for (let n = 0; n < 3; n++) await tablet.push([], { session: sessionOf(1, 'a') })
    const current = tablet.ticket
    tablet.ticket = old
    const late = await tablet.push([aPushed(anEnvelope(aHandOver()))], { isAnswerLost: true })
    expect([late.status, outcomesOf(late)]).toEqual([200, ['accepted']])
    expect(late.body.ticket).toBe(current)
    expect(await endpoint.row('case', copiedCase(tablet))).toBeUndefined()
    expect((await tablet.push([], { session: sessionOf(1, 'b') })).status).toBe(409)
    expect(await endpoint.row('case', copiedCase(tablet))).toBeDefined()
  })

  test('[CASE-3] however many pushes of a session that is over arrive late, they are of its tablet; with tickets given since, the fourth is not', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const old = tablet.ticket
    const [first, killed, third] = [sessionOf(1, 'a'), sessionOf(2, 'b'), sessionOf(3, 'c')]
    for (const session of [first, first, third, third]) await tablet.push([], { session })
    const current = tablet.ticket
    tablet.ticket = old
    expect((await tablet.push([aPushed(anEnvelope(aHandOver()))], { session: killed, isAnswerLost: true })).status).toBe(200)
    expect(await endpoint.row('case', copiedCase(tablet))).toBeUndefined()
    const pushKilled = async () => (await tablet.push([], { session: killed, isAnswerLost: true })).status
    for (let n = 0; n < 6; n++) expect(await pushKilled()).toBe(200)
    expect(await endpoint.row('case', copiedCase(tablet))).toBeUndefined()
    tablet.ticket = current
    expect([await pushKilled(), await pushKilled(), await pushKilled()]).toEqual([200, 200, 200])
    expect(await pushKilled()).toBe(409)
    expect((await tablet.push([], { session: third })).status).toBe(200)
  })

  test('a copy of a push that arrives exchanges late is answered again, and is no second tablet; the same ticket in another push is one', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const envelope = anEnvelope(aHandOver())
    const request = { protocol: 4, nonce: 'c'.repeat(32), ticket: tablet.ticket, pendingCount: 1, operations: [aPushed(envelope)] }
    const first = await tablet.post('/sync/v1/push', request)
    tablet.ticket = `${first.body.ticket}`
    for (let n = 0; n < 5; n++) await tablet.push([])
    const late = await tablet.post('/sync/v1/push', request)
    expect([late.status, outcomesOf(late)]).toEqual([200, ['already-known']])
    const caseId = `two-tablets-one-identity:device/${tablet.identity.deviceId}:1`
    expect(await endpoint.row('case', caseId)).toBeUndefined()
    // The tablet itself goes on.
    expect((await tablet.push([])).status).toBe(200)
    expect((await tablet.post('/sync/v1/push', { ...request, nonce: 'd'.repeat(32) })).status).toBe(409)
    expect(await endpoint.row('case', caseId)).toBeDefined()
  })

  test('[PRIV-2] a tablet set aside is served nothing, its facts are kept in quarantine, and it is told only once it has none left', async () => {
    const endpoint = await anEndpoint()
    const [lost, other] = [await endpoint.enrol(), await endpoint.enrol()]
    expect((await other.setAside(lost)).status).toBe(200)
    expect((await lost.get('/sync/v1/pull')).body.problem).toBe('revoked')
    const answer = await lost.push([aPushed(anEnvelope(aHandOver()))])
    expect(outcomesOf(answer)).toEqual([['quarantined', 'tablet-set-aside']])
    const last = await lost.push([])
    expect([last.status, last.body.problem, last.body.nonce !== undefined]).toEqual([403, 'revoked', true])
  })

  test('[CASE-4] only a manager sets a tablet aside, with a pass and with a reason; who, when and why is in every tablet’s base', async () => {
    const endpoint = await anEndpoint()
    const [lost, other] = [await endpoint.enrol(), await endpoint.enrol()]
    const row = () => endpoint.row('device', lost.identity.deviceId)
    const problems: unknown[] = []
    for (const changes of [
      { pass: '0'.repeat(64) },
      { librarianId: 'bruno' },
      { pass: undefined, pin: '4071' },
      { reason: '' },
      { deviceId: '0'.repeat(32) },
    ])
      problems.push((await other.setAside(lost, changes)).body.problem)
    expect(problems).toEqual(['pass-over', 'pass-over', 'request-not-understood', 'request-not-understood', 'request-not-understood'])
    expect(await row()).toMatchObject({ isSetAside: false })
    const at = endpoint.instantBefore(0)
    expect(await other.setAside(lost)).toMatchObject({ status: 200, body: { protocol: protocolVersion, nonce: 'm' } })
    const setAside = { librarianId: managerOfTests, reason: 'perdue', at }
    expect(await row()).toMatchObject({ isSetAside: true, setAside })
    endpoint.advance(60_000)
    expect((await other.setAside(lost, { reason: 'volée' })).status).toBe(200)
    await lost.push([])
    expect(await row()).toMatchObject({ isSetAside: true, setAside })
    expect((await other.pull()).rows).toContainEqual(expect.objectContaining({ row: await row() }))
  })

  test('[CASE-4] a manager’s name in an envelope sets no tablet aside and changes nothing', async () => {
    const endpoint = await anEndpoint()
    const [lost, other] = [await endpoint.enrol(), await endpoint.enrol()]
    const forged = ['set-tablet-aside', 'change-settings'].map((kind) => {
      const payload = { kind, deviceId: lost.identity.deviceId, reason: 'perdue', replaces: '', settings: aSettings() }
      return aPushed({ ...anEnvelope(aReturn()), type: kind, payload })
    })
    const outcome = ['quarantined', 'operation-not-understood']
    expect(outcomesOf(await other.push(forged))).toEqual([outcome, outcome])
    expect((await lost.push([])).status).toBe(200)
  })
})

describe('[CASE-4] what the base says of a tablet', () => {
  test('[CASE-4] whether it still holds operations, and the day it was last heard from, by a push or by a pull', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const row = () => endpoint.row('device', tablet.identity.deviceId)
    await tablet.push([aPushed(anEnvelope(aReturn()))], { pendingCount: 3 })
    expect(await row()).toMatchObject({ isHolding: true, lastHeardOn: '2026-11-24' })
    await tablet.push([])
    expect(await row()).toMatchObject({ isHolding: false })
    endpoint.advance(86_400_000)
    await tablet.pull()
    expect(await row()).toMatchObject({ isHolding: false, lastHeardOn: '2026-11-25' })
  })
})
