/**
 * The second client among the recordings of the wire: it asks what was recorded, word for word, and understands what was answered. Runs in
 * Node. The answers are those that the real endpoint gives as the recordings are replayed, with the client's own nonce.
 */
import { beforeAll, expect, test } from 'vitest'
import { envelopeSchema } from '../../src/protocol/operation-schema.ts'
import { parse } from '../../src/protocol/parse.ts'
import { protocolVersion } from '../../src/protocol/version.ts'
import { type GoldenExchange, type Json, type Replayed, readGolden, replay } from './golden-exchange.ts'
import { type Entry, SecondClient } from './second-client/client.ts'
import { canonicalJson, digestOf, hashOf, type Payload } from './second-client/wire-text.ts'

type Members = { readonly [name: string]: Json }
const routes = ['/enrolment/v1/enrol', '/enrolment/v1/credential', '/sync/v1/push', '/sync/v1/pull']
const routeOf = ({ request }: GoldenExchange): string => request.path.replace(/\?.*/, '')
const exchanges = readGolden(protocolVersion)
/** Wrong on purpose, of a stranger, or of a tablet whose ticket is old: how this client asks is not compared, what it makes of the answer is. */
const asksOtherwise = ['credential-unknown', 'request-not-understood', 'too-large', 'two-tablets-one-identity', 'other-library']

let current: (url: string, init: RequestInit) => Promise<Response>
let replayed: ReadonlyMap<string, Replayed>
beforeAll(async () => {
  replayed = await replay(exchanges)
})

/** The operations of a recorded push as this client would have kept them. */
const entriesOf = (operations: Json | undefined): Entry[] =>
  ((operations ?? []) as readonly Members[]).map(({ hash, envelope }) => {
    const text = typeof envelope === 'string' ? envelope : canonicalJson(envelope)
    const { operationId } = JSON.parse(text) as { operationId: string }
    const reason = typeof envelope === 'string' ? 'asked about again' : undefined
    return { operationId, hash: String(hash), text, based: {}, leavesFacts: [], reason }
  })

test('the second client asks what was recorded, and understands each answer', async () => {
  const clients = new Map<string, SecondClient>()
  let heard = 0
  for (const exchange of exchanges.filter((one) => routes.includes(routeOf(one)))) {
    const { file, as = '', request } = exchange
    const { sent, status, body } = replayed.get(file) ?? {}
    const [asked, answer] = [(sent ?? {}) as Members, body as Members]
    const problem = answer.problem as string | undefined
    const fetch = async (url: string, init: RequestInit): Promise<Response> => {
      heard++
      const ours = JSON.parse(String(init.body ?? '{}')) as Members
      const { pathname, searchParams } = new URL(url)
      expect([pathname, init.method ?? 'GET'], file).toEqual([routeOf(exchange), request.method])
      if (!asksOtherwise.includes(problem ?? '')) {
        const recorded = new URL(request.path, url).searchParams
        expect([...searchParams.keys()].sort(), file).toEqual([...recorded.keys()].sort())
        const { nonce, session, epoch, ...rest } = ours
        if (init.method === 'POST') expect(nonce, file).toMatch(/^[0-9a-f]{32}$/)
        expect({ ...asked, ...(JSON.parse(JSON.stringify(rest)) as Members) }, file).toEqual(asked)
        expect(
          Object.keys(asked).filter((name) => !(name in ours)),
          file,
        ).toEqual([])
      }
      return new Response(JSON.stringify({ ...answer, ...(ours.nonce !== undefined && { nonce: ours.nonce }) }), { status: status ?? 0 })
    }
    const around = { now: () => Number(answer.now ?? 0), fetch: (url: string, init: RequestInit) => current(url, init) }
    const known = clients.get(as) ?? new SecondClient('http://localhost', around)
    current = fetch
    // One that asks for the whole base has forgotten its cursor.
    if (routeOf(exchange) === '/sync/v1/pull' && !request.path.includes('cursor=')) known.disk.cursor = undefined
    const { outbox, rows } = known.disk
    switch (routeOf(exchange)) {
      case '/enrolment/v1/enrol': {
        const client = problem === undefined && as !== '' ? new SecondClient('http://localhost', around) : known
        if (problem === undefined) clients.set(as, client)
        expect(await client.enrol(String(asked.code), String(asked.name)), file).toBe(problem)
        if (problem === undefined)
          expect(client.disk).toMatchObject({ letter: answer.letter, deviceId: answer.deviceId, ticket: answer.ticket })
        break
      }
      case '/enrolment/v1/credential':
        expect(await known.renew(), file).toBe(problem)
        expect(known.disk).toMatchObject({ credential: answer.credential })
        break
      case '/sync/v1/push': {
        const entries = entriesOf(asked.operations)
        for (const { hash, text } of entries) if (!/^0+$/.test(hash)) expect(hashOf(text), file).toBe(hash)
        known.disk.outbox = entries
        if (asked.epoch !== undefined) known.disk.epoch = String(asked.epoch)
        const isHalved = entries.length > 0 && (problem === 'request-not-understood' || problem === 'too-large')
        expect(await known.push(), file).toBe(isHalved ? undefined : problem)
        const results = (answer.results ?? []) as readonly Members[]
        expect(
          known.disk.outbox.flatMap(({ outcome, reason, version, caseId }) => (outcome ? [{ outcome, reason, version, caseId }] : [])),
          file,
        ).toEqual(results.map(({ outcome, reason, version, caseId }) => ({ outcome, reason, version, caseId })))
        // Whatever it was told, what was not received is kept; one word alone erases.
        expect(known.disk.outbox, file).toHaveLength(problem === 'revoked' ? 0 : entries.length)
        if (problem === undefined) expect(known.disk).toMatchObject({ ticket: answer.ticket, epoch: answer.epoch })
        break
      }
      default:
        expect(await known.pull(), file).toBe(problem)
        if (problem !== undefined) expect(known.disk, file).toMatchObject({ rows, outbox })
        else
          expect([known.disk.isBaseDoubtful, digestOf(Object.values(known.disk.rows))], file).toEqual([
            false,
            (answer.end as Members).digest,
          ])
    }
  }
  expect(heard).toBeGreaterThan(30)
})

test('an envelope of the second client has the members of a recorded one, and fits the schemas', () => {
  const recorded = exchanges.flatMap(({ request }) => entriesOf(request.body?.operations)).map(({ text }) => JSON.parse(text) as Members)
  const pressed = recorded.filter(({ library }) => library !== undefined)
  expect(pressed.length).toBeGreaterThan(8)
  const fetch = () => Promise.reject(new TypeError('off line'))
  const client = new SecondClient('', { now: () => 1_795_527_060_000, fetch })
  Object.assign(client.disk, { deviceId: '0'.repeat(32), library: '1'.repeat(32), epoch: '2'.repeat(32), version: 7 })
  for (const envelope of pressed) {
    const own: Members = { ...envelope, library: '1'.repeat(32), deviceId: '0'.repeat(32) }
    client.press(own.payload as Payload, String(own.librarianId))
    const { operationId, bootId, n, base, based, build, at, clockOffset, ...rest } = JSON.parse(
      client.disk.outbox.at(-1)?.text ?? '',
    ) as Members
    expect({ ...own, ...rest }).toEqual(own)
    expect(Object.keys(own).filter((name) => !(name in { operationId, bootId, n, based, build, at, clockOffset, ...rest }))).toEqual([])
    expect(parse(envelopeSchema, { operationId, bootId, n, base, based, build, at, clockOffset, ...rest })).toBeDefined()
  }
})
