/**
 * Bytes that a database may choke on, sent where each request takes text: NUL raw and escaped, half surrogate pairs, UTF-8 that is none.
 * A server that answered 500 would make the tablet send the same again, for ever. Runs against the built endpoint, on SQLite and, where
 * the machine has one, on a PostgreSQL server of its own.
 */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toOrderId } from '../../src/domain/ids.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import { aHandOver, aPushed, aReturn, asJson, outcomesOf, type TestTablet } from '../builders/an-endpoint.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../fakes/running-postgres.ts'
import { type Besieged, besiege, command, digestsOf, enrol, momentNow, pathHere, pressedNow, start } from './besieged-endpoint.ts'

besiege()

let server: RunningPostgres | undefined
beforeAll(async () => {
  if (postgresReason === undefined) server = await startPostgres()
})
afterAll(() => server?.stop())

const odd = {
  'a raw NUL': '\u0000',
  'half a pair': '\ud800',
  'the other half': '\udc00',
  'a mark of order': '\ufeff',
  'no character': '\uffff',
}
const oddText = Object.values(odd).join('x')
const isDefect = (endpoint: Besieged): boolean => /"msg":"defect"/.test(endpoint.output())

/** The same bytes as no JSON writer would send them. */
const sendRaw = (endpoint: Besieged, tablet: TestTablet, path: string, body: Uint8Array, headers: Record<string, string> = {}) =>
  fetch(`${endpoint.origin}${path}`, { method: 'POST', headers: { ...tablet.headers, ...asJson, ...headers }, body: Buffer.from(body) })

describe.each(['SQLite', 'PostgreSQL'])('on %s', (database) => {
  const environment = async (): Promise<Record<string, string>> => (database === 'SQLite' ? {} : { DATABASE_URL: await emptied(server) })
  const skipReason = database === 'SQLite' ? undefined : postgresReason

  test('odd characters in the texts of operations are kept, and the same again is known', async ({ skip }) => {
    skip(skipReason !== undefined, skipReason)
    const endpoint = await start(await environment())
    const tablet = await enrol(endpoint)
    const happened = momentNow()
    const [item] = (aHandOver() as Extract<Operation, { kind: 'hand-over-order' }>).items
    // The casts: what a tablet of ours would never compose.
    const envelopes = [
      pressedNow({ ...aReturn(), happened, bin: oddText } as unknown as Operation),
      pressedNow({ ...aReturn(), happened, documentType: oddText } as unknown as Operation),
      pressedNow({ ...aReturn(), happened, recordId: oddText } as unknown as Operation),
      pressedNow({ ...aHandOver({ orderId: undefined }), happened, items: [{ ...item, overrideReason: oddText }] } as Operation),
      pressedNow({ ...aHandOver({ orderId: undefined }), happened, collector: oddText } as unknown as Operation),
      pressedNow({ kind: 'write-note', orderId: toOrderId('order-1'), text: oddText } as unknown as Operation),
      pressedNow({ kind: 'claim', scope: { kind: 'zone', name: oddText } } as unknown as Operation),
      pressedNow({ ...aReturn(), happened }, { build: oddText }),
      pressedNow({ ...aReturn(), happened }, { bootId: oddText } as never),
      pressedNow({ ...aReturn(), happened }, { type: oddText } as never),
      ...Object.values(odd).map((text) => pressedNow({ ...aReturn(), happened, bin: text } as unknown as Operation)),
    ]
    const opaque = Object.values(odd).map((text) => {
      const envelope = `{"operationId":"${'a'.repeat(32)}","text":"${text}"`
      return { hash: createHash('sha256').update(envelope).digest('hex'), envelope }
    })
    for (const pushed of [...envelopes.map(aPushed), ...opaque]) {
      const first = await tablet.push([pushed])
      expect([first.status, JSON.stringify(pushed), endpoint.output().match(/.*defect.*/)?.[0]]).toEqual([
        200,
        JSON.stringify(pushed),
        undefined,
      ])
      const again = await tablet.push([pushed])
      expect(again.status).toBe(200)
      expect(outcomesOf(again)).toEqual(
        [outcomesOf(first)[0]].map((outcome) => (String(outcome).startsWith('accepted') ? 'already-known' : outcome)),
      )
    }
    const { received, told } = await digestsOf(tablet)
    expect(received).toBe(told)
    expect(isDefect(endpoint)).toBe(false)
  })

  test('odd bytes in a request’s own members, its address and its headers are answered, and never by a defect', async ({ skip }) => {
    skip(skipReason !== undefined, skipReason)
    const endpoint = await start(await environment())
    const tablet = await enrol(endpoint)
    const pushing = { protocol: 4, nonce: 'n', ticket: tablet.ticket, pendingCount: 0, operations: [] }
    const bodies = Object.values(odd).flatMap((text) => [
      { ...pushing, nonce: text },
      { ...pushing, ticket: text },
      { ...pushing, epoch: text },
      { ...pushing, operations: [{ hash: text, envelope: text }] },
      { ...pushing, operations: [{ hash: '0'.repeat(64), envelope: { [text]: text } }] },
    ])
    const statuses = new Set<number>()
    for (const body of bodies) statuses.add((await tablet.post('/sync/v1/push', body)).status)
    for (const text of Object.values(odd)) {
      for (const path of ['enrol', 'credential'])
        statuses.add((await tablet.post(`/enrolment/v1/${path}`, { protocol: 4, nonce: text, code: text, name: text })).status)
      statuses.add(
        (
          await tablet.post('/management/v1/set-tablet-aside', {
            protocol: 4,
            nonce: text,
            librarianId: text,
            pin: text,
            deviceId: text,
            reason: text,
          })
        ).status,
      )
    }
    for (const path of [
      '/sync/v1/pull?cursor=%00',
      '/sync/v1/pull?library=%00',
      '/sync/v1/pull?cursor=%ED%A0%80',
      '/catalogue/%00',
      '/%00',
      '/assets/%ff',
    ])
      statuses.add((await tablet.get(path)).status)
    for (const authorization of ['Bearer \u00ff.\u00ff', `Bearer ${tablet.identity.deviceId}\u00ff.x`])
      statuses.add((await fetch(`${endpoint.origin}/sync/v1/pull`, { headers: { authorization } })).status)
    const whole = Buffer.from(JSON.stringify({ ...pushing, nonce: 'NONCE' }))
    for (const bytes of [[0], [0xff, 0xfe], [0xed, 0xa0, 0x80], [0xc0, 0x80]]) {
      const at = whole.indexOf('NONCE')
      statuses.add(
        (await sendRaw(endpoint, tablet, '/sync/v1/push', Buffer.concat([whole.subarray(0, at), Buffer.from(bytes), whole.subarray(at)])))
          .status,
      )
      statuses.add((await sendRaw(endpoint, tablet, '/sync/v1/push', Buffer.concat([Buffer.from(bytes), whole]))).status)
    }
    statuses.add((await sendRaw(endpoint, tablet, '/sync/v1/push', gzipSync(whole), { 'Content-Encoding': 'gzip' })).status)
    expect([[...statuses].filter((status) => status >= 500), endpoint.output().match(/.*defect.*/)?.[0]]).toEqual([[], undefined])
    expect((await tablet.push([])).status).toBe(200)
  })

  test('a name with a NUL at the enrolment lets its tablet in under a name that every base can hold', async ({ skip }) => {
    skip(skipReason !== undefined, skipReason)
    const endpoint = await start(await environment())
    const code = /Code (\S+)/.exec((await command('enrol', [], endpoint.environment)).text)?.[1]
    const body = JSON.stringify({ protocol: 4, nonce: 'n', code, name: `Accueil${oddText}` })
    const answer = await fetch(`${endpoint.origin}/enrolment/v1/enrol`, { method: 'POST', headers: asJson, body })
    expect([200, 400]).toContain(answer.status)
    expect((await (await enrol(endpoint)).pull()).rows.map(({ kind }) => kind)).toContain('device')
    expect(isDefect(endpoint)).toBe(false)
  })

  test('odd characters in the files of an import neither break it nor what tablets are given', async ({ skip }) => {
    skip(skipReason !== undefined, skipReason)
    const endpoint = await start(await environment())
    const rows = ['\u0000', '\ufeff', '\uffff', '\u0085'].map((text, i) => `333300${i}${text};Titre ${text};Auteur ${text}`)
    writeFileSync(pathHere('catalogue.csv'), `code-barres;titre;auteur\n${rows.join('\n')}\n33339999;Bon;Auteur\n`)
    const patrons = ['\u0000', '\ufeff', '\uffff'].map((text, i) => `2333000${i}${text};Nom ${text}`)
    writeFileSync(pathHere('patrons.csv'), `carte;nom\n${patrons.join('\n')}\n23339999;Bon\n`)
    const done = await command(
      'import',
      ['--catalogue', pathHere('catalogue.csv'), '--patrons', pathHere('patrons.csv')],
      endpoint.environment,
    )
    expect([done.code === 1, done.text]).toEqual([false, done.text])
    const tablet = await enrol(endpoint)
    const { received, told } = await digestsOf(tablet)
    expect(received).toBe(told)
    expect(isDefect(endpoint)).toBe(false)
  })
})
