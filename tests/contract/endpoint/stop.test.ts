/**
 * How the endpoint stops when it is asked to, on a real port: what is under way ends, streams of hints end in order, and nothing new is
 * taken, so that a proxy asks another endpoint. That the process then leaves with code 0: process.test.ts.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { requireConfiguration } from '../../../src/endpoint/configuration.ts'
import { startEndpoint } from '../../../src/endpoint/endpoint-process.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aStore } from '../../builders/a-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, asJson } from '../../builders/an-endpoint.ts'

/** A running endpoint, and a tablet of its library. */
const start = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stop-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const store = aStore()
  const tablet = await (await anEndpoint({ store })).enrol()
  const configuration = requireConfiguration({ PORT: '0', DATA_DIR: folder, APP_DIR: folder }, [])
  const running = await startEndpoint(configuration, store, pino({ level: 'silent' }), () => anInstant('2026-11-24 13:32'))
  return { running, tablet, origin: `http://127.0.0.1:${running.port}` }
}

const answerTo = (
  asked: ClientRequest,
): Promise<{ readonly status: number | undefined; readonly headers: IncomingMessage['headers']; readonly text: string }> =>
  new Promise((resolve, reject) => {
    asked.once('error', reject)
    asked.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk))
      response.once('end', () => resolve({ status: response.statusCode, headers: response.headers, text }))
    })
  })

test('a push of which half has come is received whole and answered, while nobody new is let in', async () => {
  const { running, tablet, origin } = await start()
  const operations = [aPushed(anEnvelope(aHandOver()))]
  const body = JSON.stringify({ protocol: 4, nonce: 'a'.repeat(32), ticket: tablet.ticket, pendingCount: 1, operations })
  const headers = { ...tablet.headers, ...asJson, 'Content-Length': Buffer.byteLength(body), Expect: '100-continue' }
  const asked = request(`${origin}/sync/v1/push`, { method: 'POST', headers })
  const answered = answerTo(asked)
  // The endpoint says that it has the headers and waits for the rest.
  await new Promise((resolve) => asked.once('continue', resolve))
  asked.write(body.slice(0, 100))
  let hasStopped = false
  const stopped = running.stop().then(() => {
    hasStopped = true
  })
  await expect(fetch(`${origin}/health`)).rejects.toThrow()
  expect(hasStopped).toBe(false)
  asked.end(body.slice(100))
  const { status, text } = await answered
  expect([status, JSON.parse(text).results.map(({ outcome }: { outcome: string }) => outcome)]).toEqual([200, ['accepted']])
  await stopped
})

test('a stream of hints ends as an answer that is whole, so that its tablet asks for another', async () => {
  const { running, tablet, origin } = await start()
  const hints = await fetch(`${origin}/sync/v1/hints`, { headers: tablet.headers })
  const stopped = running.stop()
  // A cut would be an error here.
  expect(await hints.text()).toContain(': open')
  await stopped
})
