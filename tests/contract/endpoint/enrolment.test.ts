/**
 * Who gets in, and who may act as a manager (PROTOCOL.md, Who is who).
 */
import { describe, expect, test } from 'vitest'
import { toLibrarianId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { offerEnrolmentCode } from '../../../src/endpoint/enrolment/enrolment-code.ts'
import { offerPassphraseCode } from '../../../src/endpoint/enrolment/manager-passphrase.ts'
import { oldestPulledVersion } from '../../../src/protocol/version.ts'
import {
  aHandOver,
  anEndpoint,
  anEnvelope,
  aPushed,
  libraryOfTests,
  managerOfTests,
  managerPassphrase,
  managerPin,
  type TestTablet,
} from '../../builders/an-endpoint.ts'

const minutes = (n: number): number => n * 60_000

describe('enrolling', () => {
  test('a code lets one tablet in, however it is typed, and is then used up', async () => {
    const endpoint = await anEndpoint()
    const code = await endpoint.offerCode()
    const answer = await endpoint.tryEnrol(` ${code.toLowerCase().replace('-', ' ')} `)
    expect(answer).toMatchObject({ status: 200, body: { nonce: 'n', letter: 'B', libraryName: 'Médiathèque de Valmont' } })
    expect(answer.body.credential).toMatch(/^[0-9a-f]{64}$/)
    expect(await endpoint.tryEnrol(code)).toMatchObject({ status: 403, body: { problem: 'code-used', nonce: 'n' } })
  })

  test('[ORD-2] each tablet gets the next letter, A being the endpoint’s own, and the base names it', async () => {
    const endpoint = await anEndpoint()
    const [b, c] = [await endpoint.enrol(), await endpoint.enrol()]
    expect([b.identity.letter, c.identity.letter]).toEqual(['B', 'C'])
    expect(await endpoint.row('device', c.identity.deviceId)).toEqual({
      kind: 'device',
      id: c.identity.deviceId,
      letter: 'C',
      name: 'Accueil',
      lastHeardOn: '2026-11-24',
      isHolding: false,
      isSetAside: false,
      admission: { at: endpoint.instantBefore(0) },
    })
  })

  test('a code ten minutes old no longer lets anybody in', async () => {
    const endpoint = await anEndpoint()
    const code = await endpoint.offerCode()
    endpoint.advance(minutes(10) + 1)
    expect((await endpoint.tryEnrol(code)).body.problem).toBe('code-expired')
  })

  test('guessing is slowed down after ten tries, and says for how long', async () => {
    const endpoint = await anEndpoint()
    for (let i = 0; i < 10; i++) expect((await endpoint.tryEnrol('AAAA-AAAA')).body.problem).toBe('code-unknown')
    const answer = await endpoint.tryEnrol('AAAA-AAAA')
    expect([answer.status, answer.body.problem]).toEqual([429, 'too-many-attempts'])
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
    endpoint.advance(minutes(1))
    expect((await endpoint.tryEnrol(await endpoint.offerCode())).status).toBe(200)
  })

  test('the code and the credential are kept otherwise than they were given', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const [device] = await endpoint.store.read(libraryOfTests, (reading) => reading.devices())
    expect(JSON.stringify(device)).not.toContain(tablet.identity.credential)
    expect(device?.credentialHash).toMatch(/^[0-9a-f]{64}$/)
    const code = await endpoint.offerCode()
    expect(await endpoint.store.enrolmentCode(code.replace('-', ''))).toBeUndefined()
  })
})

describe('changing a credential', () => {
  const renew = async (tablet: TestTablet) => {
    const { body } = await tablet.post('/enrolment/v1/credential', { protocol: 4, nonce: 'n' })
    expect(body).toMatchObject({ protocol: 4, nonce: 'n', credential: expect.stringMatching(/^[0-9a-f]{64}$/) })
    return String(body.credential)
  }
  const statusWith = async (endpoint: Awaited<ReturnType<typeof anEndpoint>>, { identity }: TestTablet, credential: string) =>
    (await endpoint.ask('/sync/v1/pull', { headers: { Authorization: `Bearer ${identity.deviceId}.${credential}` } })).status

  test('the old one stays valid until the new one is first used, and is unknown from then on', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const old = tablet.identity.credential
    const renewed = await renew(tablet)
    expect(await statusWith(endpoint, tablet, old)).toBe(200)
    expect(await statusWith(endpoint, tablet, renewed)).toBe(200)
    expect(await statusWith(endpoint, tablet, old)).toBe(401)
    expect(await statusWith(endpoint, tablet, renewed)).toBe(200)
  })

  test('an answer that was lost shuts nobody out: another is asked for, and the lost one opens nothing', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const lost = await renew(tablet)
    const renewed = await renew(tablet)
    expect(await statusWith(endpoint, tablet, lost)).toBe(401)
    expect(await statusWith(endpoint, tablet, renewed)).toBe(200)
  })
})

describe('acting as the manager', () => {
  const hour = 3_600_000
  const wrong = 'ce n’est pas celle-là'
  const anotherPassphrase = 'trois grues et un canal'
  /** A second manager of the library. */
  const denisManages = async ({ store, instantBefore }: Awaited<ReturnType<typeof anEndpoint>>) => {
    const pin = { salt: '', iterations: 1, hash: '' }
    const denis = { kind: 'librarian', id: toLibrarianId('denis'), name: 'Denis', isManager: true, pin } as const
    await store.transact(libraryOfTests, (writing) => writing.writeRow(denis, instantBefore(0)))
    return denis
  }
  const aManager = async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const enter = (passphrase: string, librarianId: string = managerOfTests) => tablet.enterPassphrase({ librarianId, passphrase })
    const choose = (proof: { code?: string; former?: string }, passphrase: string, librarianId: string = managerOfTests) =>
      tablet.post('/management/v1/passphrase?protocol=4', { protocol: 4, nonce: 'm', librarianId, ...proof, passphrase })
    const offerCode = async (librarianId = managerOfTests) =>
      (await offerPassphraseCode(endpoint.store, libraryOfTests, librarianId, endpoint.instantBefore(0))).code
    return { endpoint, tablet, enter, choose, offerCode }
  }

  test('[PRIV-5] the passphrase gives a pass, and the pass a code with its link, which a new tablet can use', async () => {
    const { endpoint, tablet } = await aManager()
    const { body } = await tablet.manage('enrolment-code')
    expect(body).toMatchObject({ nonce: 'm', link: `http://localhost:8080/#/enrol/${body.code}` })
    expect((await endpoint.tryEnrol(String(body.code))).status).toBe(200)
  })

  test('[PRIV-5, PRIV-13] every tablet’s base says who let each tablet in, and when, and goes on saying it', async () => {
    const { endpoint, tablet } = await aManager()
    const { body } = await tablet.manage('enrolment-code')
    const at = endpoint.instantBefore(0)
    const { deviceId } = (await endpoint.tryEnrol(String(body.code))).body
    const admission = async () => {
      const { rows } = await tablet.pull()
      return rows.find(({ id }) => id === deviceId)?.row
    }
    expect(await admission()).toMatchObject({ admission: { at, librarianId: managerOfTests } })
    endpoint.advance(minutes(60))
    await tablet.manage('set-tablet-aside', { deviceId, reason: 'code d’une autre' })
    expect(await admission()).toMatchObject({ admission: { at, librarianId: managerOfTests }, isSetAside: true })
  })

  test('[PRIV-5, PRIV-13] a manager sees the codes that nobody has used, whoever made them, and cancels one', async () => {
    const { endpoint, tablet } = await aManager()
    const now = endpoint.instantBefore(0)
    const seen = async () => (await tablet.manage('tablets')).body as { codes: { codeId: string }[]; tablets: unknown[] }
    const { code: mine } = (await tablet.manage('enrolment-code')).body
    const { code: theirs } = await offerEnrolmentCode(endpoint.store, libraryOfTests, toInstant(now - minutes(1)), toLibrarianId('denis'))
    const server = await endpoint.offerCode()
    const { codes } = await seen()
    expect(codes[0]).toEqual({ codeId: expect.stringMatching(/^[0-9a-f]{16}$/), expiresAt: now + minutes(9), madeBy: 'denis' })
    expect(codes.length).toBe(3)
    expect(codes).toContainEqual({ codeId: expect.any(String), expiresAt: now + minutes(10), madeBy: managerOfTests })
    expect(codes).toContainEqual({ codeId: expect.any(String), expiresAt: now + minutes(10) })
    await tablet.manage('cancel-code', { codeId: (await seen()).codes[0]?.codeId })
    expect((await endpoint.tryEnrol(theirs)).body.problem).toBe('code-expired')
    expect((await endpoint.tryEnrol(String(mine))).status).toBe(200)
    expect((await seen()).codes.length).toBe(1)
    // Used, it is no code any more: cancelling one that is not there changes nothing.
    expect((await tablet.manage('cancel-code', { codeId: '0'.repeat(16) })).status).toBe(200)
    expect((await endpoint.tryEnrol(server)).status).toBe(200)
    expect(await seen()).toMatchObject({ codes: [], tablets: [{ pendingCount: 0 }, { lastHeardAt: now }, { lastHeardAt: now }] })
  })

  test('[PRIV-5, PRIV-12] a PIN opens nothing, and a tablet of a version that is no longer spoken is told to upgrade', async () => {
    const { tablet } = await aManager()
    const asked = { protocol: 4, nonce: 'm', librarianId: managerOfTests, pin: managerPin }
    for (const [frame, refused] of [
      ['', { status: 400, body: { problem: 'request-not-understood', nonce: 'm' } }],
      [`?protocol=${oldestPulledVersion - 1}`, { status: 426, body: { problem: 'upgrade-required', nonce: 'm' } }],
    ] as const)
      expect(await tablet.post(`/management/v1/enrolment-code${frame}`, asked)).toMatchObject(refused)
  })

  test('[PRIV-5] who is no manager gets nothing, with a manager’s passphrase either', async () => {
    const { enter, offerCode, choose } = await aManager()
    for (const who of ['bruno', 'nobody'])
      expect((await enter(managerPassphrase, who)).body).toMatchObject({ problem: 'not-a-manager', nonce: 'm' })
    const code = await offerCode(toLibrarianId('bruno'))
    expect((await choose({ code }, anotherPassphrase, 'bruno')).body.problem).toBe('not-a-manager')
  })

  test('[PRIV-5] a passphrase told again on a tablet ends the pass before, there alone', async () => {
    const { endpoint, tablet } = await aManager()
    const other = await endpoint.enrol()
    const passOf = async (at: TestTablet) => (await at.enterPassphrase()).body.pass
    const look = async (at: TestTablet, pass: unknown) =>
      (await at.post('/management/v1/tablets?protocol=4', { protocol: 4, nonce: 'm', librarianId: managerOfTests, pass })).status
    const [before, elsewhere] = [await passOf(tablet), await passOf(other)]
    const after = await passOf(tablet)
    expect([await look(tablet, before), await look(tablet, after), await look(other, elsewhere)]).toEqual([403, 200, 200])
  })

  test('[PRIV-5] a manager’s pass ends with the role', async () => {
    const { endpoint, tablet, enter } = await aManager()
    const { pass } = (await enter(managerPassphrase)).body
    const librarian = await endpoint.store.read(libraryOfTests, async (reading) => reading.row('librarian', managerOfTests))
    if (librarian === undefined) throw new Error('no manager')
    await endpoint.store.transact(libraryOfTests, (writing) =>
      writing.writeRow({ ...librarian, isManager: false }, endpoint.instantBefore(0)),
    )
    const asked = { protocol: 4, nonce: 'm', librarianId: managerOfTests, pass }
    expect((await tablet.post('/management/v1/enrolment-code?protocol=4', asked)).body.problem).toBe('pass-over')
  })

  test('after five wrong passphrases even the right one must wait', async () => {
    const { endpoint, enter } = await aManager()
    for (let i = 0; i < 5; i++) expect((await enter(wrong)).body.problem).toBe('passphrase-wrong')
    expect((await enter(managerPassphrase)).body.problem).toBe('too-many-attempts')
    endpoint.advance(minutes(5))
    expect((await enter(managerPassphrase)).status).toBe(200)
  })

  test('wrong passphrases tried all at once are counted one by one', async () => {
    const { enter } = await aManager()
    const answers = await Promise.all([...Array.from({ length: 7 }, (_, i) => `${wrong} ${i}`), managerPassphrase].map((one) => enter(one)))
    expect(answers.map(({ body }) => body.problem)).toEqual([
      ...Array.from({ length: 5 }, () => 'passphrase-wrong'),
      ...Array.from({ length: 3 }, () => 'too-many-attempts'),
    ])
  })

  test('[PRIV-5] a code chooses a passphrase once, within the hour; the one before holds until then, and no longer', async () => {
    const { endpoint, enter, choose, offerCode } = await aManager()
    const late = await offerCode()
    endpoint.advance(hour + 1)
    expect((await choose({ code: late }, anotherPassphrase)).body.problem).toBe('code-expired')
    const code = await offerCode()
    expect((await choose({ code: late }, anotherPassphrase)).body.problem).toBe('code-unknown')
    expect((await enter(managerPassphrase)).status).toBe(200)
    expect((await choose({ code: ` ${code.toLowerCase().replace('-', ' ')} ` }, anotherPassphrase)).status).toBe(200)
    expect((await enter(managerPassphrase)).body.problem).toBe('passphrase-wrong')
    expect((await enter(anotherPassphrase)).status).toBe(200)
    expect((await choose({ code }, 'une autre encore plus longue')).body.problem).toBe('code-unknown')
  })

  test('[PRIV-5] a code of enrolment chooses no passphrase, nor another manager’s code', async () => {
    const { endpoint, choose, offerCode } = await aManager()
    const other = await denisManages(endpoint)
    for (const code of [await endpoint.offerCode(), await offerCode(other.id)])
      expect((await choose({ code }, anotherPassphrase)).body.problem).toBe('code-unknown')
  })

  test('[PRIV-5] a manager changes it by the one before, and all passes given for that one end', async () => {
    const { endpoint, tablet, enter, choose } = await aManager()
    const { pass } = (await enter(managerPassphrase)).body
    const other = await endpoint.enrol()
    const elsewhere = (await other.enterPassphrase()).body.pass
    expect((await choose({ former: wrong }, anotherPassphrase)).body.problem).toBe('passphrase-wrong')
    const changed = await choose({ former: managerPassphrase }, anotherPassphrase)
    const asked = { protocol: 4, nonce: 'm', librarianId: managerOfTests }
    expect((await tablet.post('/management/v1/enrolment-code?protocol=4', { ...asked, pass })).body.problem).toBe('pass-over')
    expect((await other.post('/management/v1/tablets?protocol=4', { ...asked, pass: elsewhere })).body.problem).toBe('pass-over')
    expect((await tablet.post('/management/v1/enrolment-code?protocol=4', { ...asked, pass: changed.body.pass })).status).toBe(200)
  })

  test('[PRIV-5] who never chose one is told so; what would be guessed first is refused, and the code stays good', async () => {
    const { endpoint, enter, choose, offerCode } = await aManager()
    await endpoint.store.transact(libraryOfTests, (writing) =>
      writing.keepPassphrase({ librarianId: managerOfTests, verifier: undefined, code: undefined }),
    )
    expect((await enter(managerPassphrase)).body.problem).toBe('passphrase-unset')
    const code = await offerCode()
    expect(await choose({ code }, 'court')).toMatchObject({ status: 422, body: { problem: 'passphrase-too-short' } })
    for (const common of ['Bibliothèque2026', 'Médiathèque de Valmont', 'claire bruno', 'motdepasse'])
      expect((await choose({ code }, common)).body.problem).toBe('passphrase-too-common')
    expect((await choose({ code }, anotherPassphrase)).status).toBe(200)
  })

  test('[PRIV-5] another manager gives a code by the passphrase itself; a pass left open gives none', async () => {
    const { endpoint, tablet, enter } = await aManager()
    await denisManages(endpoint)
    const { pass } = (await enter(managerPassphrase)).body
    const ask = (asked: object) =>
      tablet.post('/management/v1/passphrase-code?protocol=4', { protocol: 4, nonce: 'm', librarianId: managerOfTests, ...asked })
    expect((await ask({ pass, forLibrarianId: 'denis' })).status).toBe(400)
    expect((await ask({ passphrase: wrong, forLibrarianId: 'denis' })).body.problem).toBe('passphrase-wrong')
    expect((await ask({ passphrase: managerPassphrase, forLibrarianId: 'bruno' })).status).toBe(400)
    const { code } = (await ask({ passphrase: managerPassphrase, forLibrarianId: 'denis' })).body
    const body = { protocol: 4, nonce: 'm', librarianId: 'denis', code, passphrase: anotherPassphrase }
    expect((await tablet.post('/management/v1/passphrase?protocol=4', body)).status).toBe(200)
    expect((await enter(managerPassphrase)).status).toBe(200)
  })

  test('an export that was never made, of a day without loans, is not an error of the machine', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const asked = { day: '2026-11-20', format: 'koc' }
    expect(await tablet.manage('export', asked)).toMatchObject({
      status: 404,
      body: { problem: 'nothing-to-export', nonce: 'm' },
    })
    expect((await tablet.manage('export-list', asked)).body).toMatchObject({
      batches: [],
      waiting: { loans: 0, returns: 0, inCase: 0 },
    })
  })

  test('[RET-4] the list of a day names the other days that have something new, until it is in a file', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    await tablet.push([aPushed(anEnvelope(aHandOver()))])
    const others = async (day: string) => (await tablet.manage('export-list', { day })).body.otherDays
    expect(await others('2026-11-20')).toEqual([{ day: '2026-11-24', loans: 1, returns: 0, apart: 0 }])
    expect(await others('2026-11-24')).toBeUndefined()
    await tablet.manage('export', { day: '2026-11-24', format: 'koc' })
    expect(await others('2026-11-20')).toBeUndefined()
  })
})
