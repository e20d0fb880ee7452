/**
 * Who gets in, and who may act as a manager (PROTOCOL.md, Who is who).
 */
import { describe, expect, test } from 'vitest'
import {
  aHandOver,
  anEndpoint,
  anEnvelope,
  aPushed,
  libraryOfTests,
  managerOfTests,
  managerPin,
  type TestTablet,
} from '../builders/an-endpoint.ts'

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

  test('neither the code nor the credential is kept as it was given', async () => {
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
    const { body } = await tablet.post('/enrolment/v1/credential', { protocol: 1, nonce: 'n' })
    expect(body).toMatchObject({ protocol: 1, nonce: 'n', credential: expect.stringMatching(/^[0-9a-f]{64}$/) })
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
  const act = async (pin: string, librarianId: string = managerOfTests) => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const ask = (tried: string, who = librarianId) =>
      tablet.post('/management/v1/enrolment-code', { protocol: 1, nonce: 'm', librarianId: who, pin: tried })
    return { endpoint, ask, answer: await ask(pin) }
  }

  test('the right PIN gives a code and its link, which a new tablet can use', async () => {
    const { endpoint, answer } = await act(managerPin)
    expect(answer.body).toMatchObject({ nonce: 'm', link: `http://localhost:8080/#/enrol/${answer.body.code}` })
    expect((await endpoint.tryEnrol(String(answer.body.code))).status).toBe(200)
  })

  test('a librarian with the right PIN is no manager; a stranger is a wrong PIN', async () => {
    expect((await act(managerPin, 'bruno')).answer.body).toMatchObject({ problem: 'not-a-manager', nonce: 'm' })
    expect((await act(managerPin, 'nobody')).answer.body.problem).toBe('pin-wrong')
  })

  test('after five wrong PINs even the right one must wait', async () => {
    const { endpoint, ask } = await act('0000')
    for (let i = 0; i < 4; i++) expect((await ask('0000')).body.problem).toBe('pin-wrong')
    expect((await ask(managerPin)).body.problem).toBe('too-many-attempts')
    endpoint.advance(minutes(5))
    expect((await ask(managerPin)).status).toBe(200)
  })

  test('wrong PINs tried all at once are counted one by one', async () => {
    const { ask } = await act('0000')
    const answers = await Promise.all(['0001', '0002', '0003', '0004', '0005', '0006', '0007', managerPin].map((pin) => ask(pin)))
    expect(answers.map(({ body }) => body.problem)).toEqual([
      ...Array.from({ length: 4 }, () => 'pin-wrong'),
      ...Array.from({ length: 4 }, () => 'too-many-attempts'),
    ])
  })

  test('an export that was never made, of a day without loans, is not an error of the machine', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    const body = { protocol: 1, nonce: 'm', librarianId: managerOfTests, pin: managerPin, day: '2026-11-20', format: 'koc' }
    expect(await tablet.post('/management/v1/export', body)).toMatchObject({
      status: 404,
      body: { problem: 'nothing-to-export', nonce: 'm' },
    })
    expect((await tablet.post('/management/v1/export-list', body)).body).toMatchObject({
      batches: [],
      waiting: { loans: 0, returns: 0, inCase: 0 },
    })
  })

  test('[RET-4] the list of a day names the other days that have something new, until it is in a file', async () => {
    const endpoint = await anEndpoint()
    const tablet = await endpoint.enrol()
    await tablet.push([aPushed(anEnvelope(aHandOver()))])
    const body = { protocol: 1, nonce: 'm', librarianId: managerOfTests, pin: managerPin, format: 'koc' }
    const others = async (day: string) => (await tablet.post('/management/v1/export-list', { ...body, day })).body.otherDays
    expect(await others('2026-11-20')).toEqual([{ day: '2026-11-24', loans: 1, returns: 0, apart: 0 }])
    expect(await others('2026-11-24')).toBeUndefined()
    await tablet.post('/management/v1/export', { ...body, day: '2026-11-24' })
    expect(await others('2026-11-20')).toBeUndefined()
  })
})
