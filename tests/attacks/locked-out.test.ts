/**
 * Keeping the manager out: wrong passphrases from a stolen tablet, the tries of an address spent by anybody, a foreign page that posts in the
 * library's name. And the way in that is left on the endpoint's own machine. Runs against the built endpoint.
 */
import { expect, test } from 'vitest'
import { aPushed, aReturn, asJson } from '../builders/an-endpoint.ts'
import {
  besiege,
  command,
  enrol,
  foundLibrary,
  manager,
  managerPassphrase,
  momentNow,
  otherManager,
  pressedNow,
  start,
  tryPassphrase,
} from './besieged-endpoint.ts'

besiege()

test('wrong passphrases from a lost tablet make the manager wait on no other one', async () => {
  await foundLibrary()
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  // On a slow machine a short wait is over before the next try.
  for (let seconds = 0; seconds < 5; ) seconds = Number((await tryPassphrase(lost, 'ce n’est pas elle')).headers.get('Retry-After') ?? 0)
  expect((await tryPassphrase(lost, managerPassphrase)).body).toMatchObject({ problem: 'too-many-attempts' })
  expect((await tryPassphrase(own, managerPassphrase)).status).toBe(200)
})

test('a lost tablet that names one manager after the other waits for each', async () => {
  await foundLibrary()
  const lost = await enrol(await start())
  for (let i = 0; i < 8; i++) for (const librarianId of [manager, otherManager]) await tryPassphrase(lost, 'ce n’est pas elle', librarianId)
  for (const librarianId of [manager, otherManager]) expect((await tryPassphrase(lost, managerPassphrase, librarianId)).status).toBe(429)
})

test('a stranger without a credential spends nothing of what the manager may ask', async () => {
  await foundLibrary()
  const endpoint = await start()
  const own = await enrol(endpoint)
  const body = JSON.stringify({ protocol: 4, nonce: 'n', librarianId: manager, passphrase: 'ce n’est pas elle' })
  for (let i = 0; i < 60; i++) await fetch(`${endpoint.origin}/management/v1/pass?protocol=4`, { method: 'POST', headers: asJson, body })
  expect((await tryPassphrase(own, managerPassphrase)).status).toBe(200)
})

test('one lost tablet that asks without end spends its own tries alone', async () => {
  await foundLibrary()
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  const asked = Array.from({ length: 60 }, (_, i) => tryPassphrase(lost, managerPassphrase, `nobody-${i}`))
  expect((await Promise.all(asked)).filter(({ status }) => status === 429).length).toBeGreaterThan(30)
  expect((await tryPassphrase(own, managerPassphrase)).status).toBe(200)
})

test('a page of somebody else’s posts nothing: by its Origin, by what the browser says, by a form', async () => {
  await foundLibrary()
  const endpoint = await start({ PUBLIC_URL: 'https://drive.example.fr' })
  const tablet = await enrol(endpoint)
  const ask = async (headers: Readonly<Record<string, string>>): Promise<number> => {
    const body = JSON.stringify({ protocol: 4, nonce: 'm', librarianId: manager, passphrase: managerPassphrase })
    const sent = { ...tablet.headers, ...asJson, ...headers }
    return (await fetch(`${endpoint.origin}/management/v1/pass?protocol=4`, { method: 'POST', headers: sent, body })).status
  }
  expect(await ask({ Origin: 'https://evil.example' })).toBe(403)
  expect(await ask({ Origin: 'null' })).toBe(403)
  expect(await ask({ 'Sec-Fetch-Site': 'cross-site' })).toBe(403)
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
    expect(await ask({ 'Content-Type': type })).toBe(415)
  expect(await ask({ Origin: endpoint.origin })).toBe(200)
  expect(await ask({ Origin: 'https://drive.example.fr', 'Content-Type': 'application/json; charset=utf-8' })).toBe(200)
})

test('a foreign page spends no try of enrolment of the address that it is read from', async () => {
  await foundLibrary()
  const endpoint = await start()
  const body = JSON.stringify({ protocol: 4, nonce: 'n', code: 'AAAA-AAAA', name: '' })
  const headers = { 'Content-Type': 'text/plain', Origin: 'https://evil.example' }
  for (let i = 0; i < 40; i++) await fetch(`${endpoint.origin}/enrolment/v1/enrol`, { method: 'POST', headers, body })
  expect((await (await enrol(endpoint)).push([])).status).toBe(200)
})

test('npm run set-aside shuts a lost tablet out while the endpoint runs, by its letter, whoever is locked out', async () => {
  await foundLibrary()
  const endpoint = await start()
  const lost = await enrol(endpoint)
  const { letter } = lost.identity
  expect(await command('set-aside', [])).toMatchObject({ code: 2 })
  expect(await command('set-aside', ['--tablet', 'ZZ', '--reason', 'perdue'])).toMatchObject({ code: 1 })
  expect((await lost.get('/sync/v1/pull')).status).toBe(200)
  expect(await command('set-aside', ['--tablet', letter.toLowerCase(), '--reason', 'perdue dans le tram'])).toMatchObject({ code: 0 })
  expect((await lost.get('/sync/v1/pull')).body).toMatchObject({ problem: 'revoked' })
  // What it still held is received all the same, and waits.
  const held = pressedNow({ ...aReturn(), happened: momentNow() })
  expect((await lost.push([aPushed(held)])).body).toMatchObject({ results: [{ outcome: 'quarantined', reason: 'tablet-set-aside' }] })
  const { rows } = await (await enrol(endpoint)).pull()
  expect(rows.find(({ id }) => id === lost.identity.deviceId)).toMatchObject({
    row: { isSetAside: true, setAside: { reason: 'perdue dans le tram' } },
  })
})
