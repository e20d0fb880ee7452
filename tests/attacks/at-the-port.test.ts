/**
 * What anybody who reaches the port can try: to count as many addresses, to hold connections, to ask for figures through another name, and
 * what one tablet can hold of streams. Runs against the built endpoint.
 */
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { asJson } from '../builders/an-endpoint.ts'
import { askManager, type Besieged, besiege, command, enrol, foundLibrary, start } from './besieged-endpoint.ts'

besiege()

const tryCodeFrom = async ({ origin }: Besieged, address: string): Promise<number> => {
  const body = JSON.stringify({ protocol: 4, nonce: 'n', code: 'AAAA-AAAA', name: '' })
  const headers = { ...asJson, 'X-Forwarded-For': address }
  return (await fetch(`${origin}/enrolment/v1/enrol`, { method: 'POST', headers, body })).status
}

test('the addresses of one IPv6 network are one stranger, and those of another are not', async () => {
  await foundLibrary()
  const endpoint = await start({ TRUST_PROXY: '1' })
  const tried: number[] = []
  for (let i = 1; i <= 30; i++) tried.push(await tryCodeFrom(endpoint, `2001:db8:1:2:${i.toString(16)}::${i}`))
  expect(tried.filter((status) => status === 403).length).toBeLessThan(14)
  expect(await tryCodeFrom(endpoint, '2001:db8:1:3::1')).toBe(403)
  expect(await tryCodeFrom(endpoint, '::ffff:192.0.2.7')).toBe(403)
})

test('an address that a stranger writes in front of his own counts for nothing, with a proxy or without', async () => {
  await foundLibrary()
  for (const [environment, own] of [
    [{}, ''],
    [{ TRUST_PROXY: '1' }, ', 192.0.2.8'],
  ] as const) {
    const endpoint = await start(environment)
    const tried: number[] = []
    for (let i = 1; i <= 30; i++) tried.push(await tryCodeFrom(endpoint, `198.51.100.${i}${own}`))
    expect(tried).toContain(429)
  }
})

test('a body that comes a letter at a time is closed', async () => {
  await foundLibrary()
  const endpoint = await start()
  const { headers } = await enrol(endpoint)
  const begun = performance.now()
  const socket = connect(endpoint.port, '127.0.0.1')
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => resolve())
  })
  socket.on('error', () => {})
  socket.resume()
  const { Authorization } = headers
  socket.write(
    `POST /sync/v1/push HTTP/1.1\r\nHost: x\r\nAuthorization: ${Authorization}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{`,
  )
  const drip = setInterval(() => socket.writable && socket.write(' '), 500)
  await closed
  clearInterval(drip)
  // Half a minute, and what a busy machine adds.
  expect(performance.now() - begun).toBeLessThan(120_000)
})

test('one address holds some hundreds of connections at most, and others still get in', async () => {
  await foundLibrary()
  const endpoint = await start()
  const sockets: Socket[] = []
  let closed = 0
  for (let i = 0; i < 400; i++) {
    const socket = connect({ port: endpoint.port, host: '127.0.0.1', localAddress: '127.0.0.2' })
    socket.on('error', () => {})
    socket.on('close', () => {
      closed += 1
    })
    socket.resume()
    sockets.push(socket)
    await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve))
  }
  expect((await fetch(`${endpoint.origin}/health`)).status).toBe(200)
  await expect.poll(() => closed).toBeGreaterThan(100)
  for (const socket of sockets) socket.destroy()
})

const metricsUnder = ({ port }: Besieged, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path: '/metrics', headers: { Host: host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asked.on('error', reject).end()
  })

test('figures are told to this machine under its own name, not to a page whose name was turned to it', async () => {
  await foundLibrary()
  const endpoint = await start()
  expect(await metricsUnder(endpoint, `evil.example:${endpoint.port}`)).toBe(403)
  expect(await metricsUnder(endpoint, `localhost:${endpoint.port}`)).toBe(200)
  expect(await metricsUnder(endpoint, `127.0.0.1:${endpoint.port}`)).toBe(200)
})

test('behind a proxy that speaks TLS, browsers are told to come by TLS alone, and so is the cookie', async () => {
  await foundLibrary()
  const endpoint = await start({ TRUST_PROXY: '1', PUBLIC_URL: 'https://drive.example.fr' })
  expect((await fetch(`${endpoint.origin}/health`)).headers.get('strict-transport-security')).toContain('max-age=')
  const offered = await askManager(await enrol(endpoint), 'enrolment-code')
  const body = JSON.stringify({ protocol: 4, nonce: 'n', code: offered.body.code, name: '' })
  const answer = await fetch(`${endpoint.origin}/enrolment/v1/enrol`, { method: 'POST', headers: asJson, body })
  expect(answer.headers.get('set-cookie')).toContain('Secure')
})

const openHints = async ({ origin }: Besieged, headers: Record<string, string>) => {
  const answer = await fetch(`${origin}/sync/v1/hints`, { headers })
  const ended = answer.text().then(
    () => true,
    () => true,
  )
  return { status: answer.status, ended }
}

test('a tablet holds some streams of hints at most, the oldest end, and none outlives its setting aside', async () => {
  await foundLibrary()
  const endpoint = await start()
  const [greedy, own] = [await enrol(endpoint), await enrol(endpoint)]
  const streams = []
  for (let i = 0; i < 40; i++) streams.push(await openHints(endpoint, greedy.headers))
  const figures = await (await fetch(`${endpoint.origin}/metrics`)).text()
  expect(Number(/^pte_hint_streams (\d+)/m.exec(figures)?.[1])).toBeLessThan(6)
  expect(await streams[0]?.ended).toBe(true)
  const aside = { deviceId: greedy.identity.deviceId, reason: 'perdue' }
  expect((await askManager(own, 'set-tablet-aside', aside)).status).toBe(200)
  expect(await Promise.all(streams.map(({ ended }) => ended))).toHaveLength(40)
})

test('the stream of a tablet that a command set aside ends with its next beat', async () => {
  await foundLibrary()
  const endpoint = await start()
  const lost = await enrol(endpoint)
  const stream = await openHints(endpoint, lost.headers)
  // A beat that finds nothing changed asks nothing; one after it has to.
  await new Promise((resolve) => setTimeout(resolve, 26_000))
  expect((await command('set-aside', ['--tablet', lost.identity.letter, '--reason', 'perdue'])).code).toBe(0)
  expect(await stream.ended).toBe(true)
})
