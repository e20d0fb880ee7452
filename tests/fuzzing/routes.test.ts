/**
 * Every route of the endpoint, given what its schema takes, nearly takes and never should, over a real SQLite file. Whatever comes: no
 * answer of 500 and no defect in the log, the base stays as small as what was sent, a tablet pulls to the end and holds what its digest
 * says, and a good request that comes after is answered. Inputs that once did otherwise: found-inputs.test.ts.
 */
import { createHash, randomBytes, scryptSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addToDigest, formatDigest } from '../../src/domain/hash64.ts'
import { toDeviceId } from '../../src/domain/ids.ts'
import { normalisePassphrase } from '../../src/domain/librarian/judge-passphrase.ts'
import { type Settings, sectionNames, sectionOf, sectionVersion } from '../../src/domain/settings/settings.ts'
import { givePass } from '../../src/endpoint/enrolment/manager-pass.ts'
import { sectionSchema } from '../../src/endpoint/settings/settings-schema.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import { rowHash } from '../../src/protocol/digest.ts'
import { credentialRequest, enrolRequest } from '../../src/protocol/enrolment.ts'
import { figuresRequest } from '../../src/protocol/figures.ts'
import { envelopeSchema, operationSchemas } from '../../src/protocol/operation-schema.ts'
import { ordersRequest } from '../../src/protocol/orders.ts'
import { pushRequest } from '../../src/protocol/push.ts'
import { routes } from '../../src/protocol/routes.ts'
import { protocolVersion } from '../../src/protocol/version.ts'
import { anInstant } from '../builders/a-moment.ts'
import { aPublicPage } from '../builders/a-page.ts'
import { aSettings } from '../builders/a-settings.ts'
import {
  aHandOver,
  anEndpoint,
  anEnvelope,
  aPushed,
  asJson,
  libraryOfTests,
  managerOfTests,
  managerPassphrase,
  outcomesOf,
  type TestTablet,
} from '../builders/an-endpoint.ts'
import { memoryFolder } from '../fakes/memory-folder.ts'
import { fromSchema, hostileText, inputsOf, manyInputs, nearly, patienceMs, runs } from './from-schema.ts'

const folder = mkdtempSync(join(memoryFolder, 'fuzzing-'))
/** In a file beside the app's, which no address leads to. */
const beside = 'nobody asked for this'
/** The manager's, judged by the same function at a thousandth of the cost, which stands in it: it is asked for at every second input. */
const quickVerifier = (): string => {
  const [salt, cost] = [randomBytes(16), { N: 32, r: 8, p: 1 }]
  const hash = scryptSync(normalisePassphrase(managerPassphrase), salt, 32, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('hex'), hash.toString('hex')].join('$')
}
let endpoint: Awaited<ReturnType<typeof anEndpoint>>
let tablet: TestTablet
let sentBytes = 0
beforeAll(async () => {
  const build = join(folder, 'build')
  mkdirSync(join(build, 'assets'), { recursive: true })
  writeFileSync(join(build, 'index.html'), '<title>Prêt à emporter</title>')
  writeFileSync(join(folder, 'beside.txt'), beside)
  endpoint = await anEndpoint({ store: new SqliteStore(join(folder, 'desk.db')), ports: { buildDirs: [build] } })
  const kept = { librarianId: managerOfTests, verifier: quickVerifier(), code: undefined }
  await endpoint.store.transact(libraryOfTests, (transaction) => transaction.keepPassphrase(kept))
  tablet = await endpoint.enrol()
})
afterAll(async () => {
  await endpoint.store.close()
  rmSync(folder, { recursive: true })
})
const sizeOf = (): number => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)

/** Of what was logged since `before`. */
const expectNoDefect = (before: number, sent: unknown): void => {
  const defects = endpoint.lines.splice(before).filter((line) => /"level":(?:50|60)/.test(line))
  expect(defects, typeof sent === 'string' ? sent : JSON.stringify(sent)).toEqual([])
}

/** Sends a text to a route, as the tablet; the clock goes on, so that no limit of tries answers in its place. */
const send = async (path: string, body: string | undefined, headers: Record<string, string> = tablet.headers): Promise<Response> => {
  endpoint.advance(20_000)
  sentBytes += 500 + (body?.length ?? 0) * 2
  const before = endpoint.lines.length
  const answer = await endpoint.ask(path, body === undefined ? { headers } : { method: 'POST', headers: { ...headers, ...asJson }, body })
  expectNoDefect(before, body ?? path)
  expect(answer.status, body ?? path).toBeLessThan(500)
  return answer
}

/** A tablet that was found to be two, or set aside, is one no more: another takes its place. It follows the base as it goes. */
let cursor = ''
const renewTablet = async (): Promise<void> => {
  const { status, body } = await tablet.get(`/sync/v1/pull?cursor=${cursor}`)
  cursor = String((body.end as { cursor?: string } | undefined)?.cursor ?? body.next ?? '')
  expect(status).toBeLessThan(500)
  if (status === 200) return
  tablet = await endpoint.enrol()
}

/** What every trial ends with. */
const expectAllWell = async (): Promise<void> => {
  endpoint.advance(3_600_000)
  tablet = await endpoint.enrol()
  const { rows, end } = await tablet.pull()
  const digest = rows.reduce((sum, row) => addToDigest(sum, rowHash(row as never)), 0n)
  expect(formatDigest(digest)).toBe(end.digest)
  const again = await tablet.pull(end.cursor)
  expect([again.isWhole, again.rows.length]).toEqual([false, expect.any(Number)])
  expect(again.rows.length).toBeLessThan(5)
  expect(Math.max(...rows.map((row) => JSON.stringify(row).length))).toBeLessThan(300_000)
  expect(outcomesOf(await tablet.push([aPushed(anEnvelope(aHandOver({ orderId: undefined })))]))[0]).toMatch(/^accepted/)
  expect(sizeOf()).toBeLessThan(8_000_000 + 12 * sentBytes)
}

const pressedAt = anInstant('2026-11-24 13:31')
const fittingEnvelope = fromSchema(envelopeSchema)
/** Of this library: what names another one is told so, and nothing of it is read. Made once: it takes longer than an input. */
const anOperation = fc.oneof(
  ...Object.entries(operationSchemas).map(([type, schema]) =>
    fc.tuple(fittingEnvelope, fromSchema(schema), fc.boolean()).map(([envelope, payload, isTimely]) => {
      const own = { type, typeVersion: 1, library: undefined, ...(isTimely ? { at: pressedAt, clockOffset: 0 } : {}) }
      return { ...(envelope as object), ...own, payload }
    }),
  ),
)
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
/** What has no canonical text has no hash. */
const hashOf = (text: string): string => {
  try {
    return sha256(canonicalJson(JSON.parse(text)))
  } catch {
    return '0'.repeat(64)
  }
}
const deep = fc.constantFrom(1000, 20_000, 100_000).map((depth) => '['.repeat(depth) + ']'.repeat(depth))

/** A manager who has just given the passphrase on this tablet. */
const signIn = async () => {
  const at = { libraryId: libraryOfTests, deviceId: toDeviceId(tablet.identity.deviceId), librarianId: managerOfTests }
  const { pass } = await endpoint.store.transact(libraryOfTests, (transaction) => givePass(transaction, at, endpoint.instantBefore(0)))
  return { librarianId: managerOfTests, pass }
}
const settingsNow = async (): Promise<Settings> => {
  const settings = await endpoint.row('settings', 'settings')
  if (settings?.kind !== 'settings') throw new Error('the library has settings')
  return settings
}

const ofTablets = [
  ['/enrolment/v1/enrol', enrolRequest],
  ['/enrolment/v1/credential', credentialRequest],
  ['/sync/v1/figures', figuresRequest],
  ['/sync/v1/orders', ordersRequest],
] as const

describe('whatever is sent to the endpoint', () => {
  test('goes to every route that a tablet posts to', () => {
    const posted = endpoint.routes.filter((route) => /^POST \/(?:sync|enrolment|management)\//.test(route))
    const tried = ['/sync/v1/push', ...ofTablets.map(([path]) => path), ...Object.keys(routes).map((path) => `/management/v1/${path}`)]
    expect([...new Set(posted)].sort()).toEqual(tried.map((path) => `POST ${path}`).sort())
  })

  test('as operations of a push', { timeout: patienceMs }, async () => {
    const operations = fc.array(inputsOf(anOperation), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(operations, fc.boolean(), async (envelopes, isText) => {
        await renewTablet()
        const given = envelopes.map((envelope) => {
          const text = JSON.stringify(envelope)
          return isText ? { hash: sha256(text), envelope: text } : { hash: hashOf(text), envelope }
        })
        const before = endpoint.lines.length
        const answer = await tablet.push(given)
        expectNoDefect(before, given)
        expect(answer.status).toBeLessThan(500)
        sentBytes += 2 * JSON.stringify(given).length
      }),
      runs(),
    )
    await expectAllWell()
  })

  test('as a push', { timeout: patienceMs }, async () => {
    await fc.assert(
      fc.asyncProperty(inputsOf(fromSchema(pushRequest)), fc.boolean(), async (request, isOwn) => {
        await renewTablet()
        const body = isOwn && typeof request === 'object' ? { ...request, ticket: tablet.ticket } : request
        await send('/sync/v1/push', JSON.stringify(body) ?? '')
      }),
      runs(),
    )
    await expectAllWell()
  })

  test('as a text nested without end, in any place of a push', { timeout: patienceMs }, async () => {
    await fc.assert(
      fc.asyncProperty(deep, fc.constantFrom('body', 'envelope', 'payload', 'text'), async (text, place) => {
        await renewTablet()
        const { ticket } = tablet
        const payload = place === 'payload' ? text : JSON.stringify(aHandOver())
        const whole = JSON.stringify({ ...anEnvelope(aHandOver()), payload: 0 }).replace('"payload":0', `"payload":${payload}`)
        const envelope = place === 'envelope' ? text : place === 'text' ? JSON.stringify(text) : whole
        const body = `{"protocol":1,"nonce":"${'0'.repeat(32)}","ticket":"${ticket}","pendingCount":1,"operations":[{"hash":"${'0'.repeat(64)}","envelope":${envelope}}]}`
        await send('/sync/v1/push', place === 'body' ? text : body)
      }),
      runs(0.1),
    )
    await expectAllWell()
  })

  test.each(Object.entries(routes))('as a request of %s', { timeout: patienceMs }, async (path, { asks }) => {
    await fc.assert(
      fc.asyncProperty(inputsOf(fromSchema(asks)), fc.boolean(), async (request, isManager) => {
        await renewTablet()
        const isActed = isManager && typeof request === 'object'
        const body = isActed ? { ...request, ...(await signIn()), passphrase: managerPassphrase } : request
        await send(`/management/v1/${path}?protocol=${protocolVersion}`, JSON.stringify(body) ?? '')
      }),
      runs(),
    )
    await expectAllWell()
  })

  test('as a section of the settings, of the version that is there', { timeout: patienceMs }, async () => {
    const wished = fc.oneof(
      ...sectionNames.map((section) => {
        const values = fc.oneof(
          inputsOf(fromSchema(sectionSchema(section))),
          nearly(fc.constant(sectionOf(aSettings({ publicPage: aPublicPage() }), section))),
        )
        return values.map((value) => ({ section, value }))
      }),
    )
    let changed = 0
    await fc.assert(
      fc.asyncProperty(wished, async ({ section, value }) => {
        await renewTablet()
        const expectedVersion = sectionVersion(await settingsNow(), section)
        const request = { protocol: protocolVersion, nonce: 'm', ...(await signIn()), section, expectedVersion, value }
        const ask = (path: string) => send(`/management/v1/${path}?protocol=${protocolVersion}`, JSON.stringify(request))
        const { end } = (await (await ask('setting')).json()) as { end?: string }
        if (end === 'changed') changed += 1
        if (section === 'rights') await ask('weigh-rights')
      }),
      runs(),
    )
    expect(changed).toBeGreaterThan(manyInputs / 20)
    const { versions } = await settingsNow()
    await endpoint.store.transact(libraryOfTests, (transaction) => transaction.writeRow({ ...aSettings(), versions }, pressedAt))
    await expectAllWell()
  })

  test.each(ofTablets)('as a request of %s', { timeout: patienceMs }, async (path, schema) => {
    await fc.assert(
      fc.asyncProperty(inputsOf(fromSchema(schema)), fc.boolean(), async (request, isOffered) => {
        await renewTablet()
        const code = isOffered ? { code: await endpoint.offerCode() } : {}
        await send(path, JSON.stringify(typeof request === 'object' ? { ...request, ...code } : request) ?? '')
      }),
      runs(),
    )
    await expectAllWell()
  })

  test('as a cursor, a query, a path or a credential', { timeout: patienceMs }, async () => {
    const encoded = fc.oneof(hostileText, fc.string()).map((text) => encodeURIComponent(Buffer.from(text).toString()))
    const cursorOf = fc.tuple(
      fc.constantFrom('0'.repeat(32), 'x'),
      fc.oneof(fc.nat(), fc.constantFrom(-1, 2 ** 53, 1e21, 0.5)),
      fc.constantFrom('whole', 'changes', '0'.repeat(64)),
      fc.nat(),
    )
    const paths = fc.oneof(
      cursorOf.map((parts) => `/sync/v1/pull?cursor=${parts.join('.')}`),
      encoded.map((text) => `/sync/v1/pull?cursor=${text}`),
      encoded.map((text) => `/sync/v1/pull?protocol=${text}&library=${text}`),
      encoded.map((text) => `/catalogue/v1/${text}`),
      encoded.map((text) => `/${text}`),
      encoded.map((text) => `/assets/..%2f${text}`),
      fc.array(fc.constantFrom('..', '%2e%2e', '..%2f', '..%5c', 'assets', '')).map((parts) => `/assets/${parts.join('/')}/beside.txt`),
      fc.constantFrom(
        '/sync/v1/hints',
        '/health',
        '/ready',
        '/metrics',
        '/manifest.webmanifest',
        '/sync/v1/push',
        '/sync/v1/',
        '/management/v1/x',
        '/',
        '/demo/mails',
        '/assets/../../beside.txt',
        '/%2e%2e/beside.txt',
        `/catalogue/v1/${'0'.repeat(64)}`,
        `/catalogue/v1/${'0'.repeat(64)}/packed`,
      ),
    )
    const bearers = fc.oneof(
      fc.constant(undefined),
      fc.stringMatching(/^[\x21-\x7e]{0,90}$/),
      fc.stringMatching(/^[0-9a-f]{32}\.[0-9a-f]{64}$/),
    )
    await fc.assert(
      fc.asyncProperty(paths, bearers, async (path, bearer) => {
        await renewTablet()
        const answer = await send(path, undefined, bearer === undefined ? tablet.headers : { Authorization: `Bearer ${bearer}` })
        // A stream of hints never ends by itself.
        if (path.startsWith('/sync/v1/hints')) await answer.body?.cancel()
        else expect(await answer.text(), path).not.toContain(beside)
      }),
      runs(),
    )
    await expectAllWell()
  })
})
