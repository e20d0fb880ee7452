/**
 * Who stands at a tablet that a manager left open, with the pass of ten minutes: whether the ILS's password can be had by it, and how many
 * cards and documents a lost tablet may ask the ILS about. Runs against the built endpoint, a small ILS, and a listener of the thief's own.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { protocolVersion } from '../../src/protocol/version.ts'
import { type Sip2Ils, startSip2Ils } from '../fakes/sip2-ils.ts'
import {
  actWith,
  besiege,
  command,
  enrol,
  foundLibrary,
  manager,
  managerPassphrase,
  pathHere,
  start,
  tryPassphrase,
} from './besieged-endpoint.ts'

besiege()

const password = 'la-clef-des-champs'
let ils: Sip2Ils
let thief: Server
let heardByThief = ''
beforeEach(async () => {
  ils = await startSip2Ils({ password })
  heardByThief = ''
  thief = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      heardByThief += bytes.toString('latin1')
      // As one that takes every login.
      socket.write('941\r')
    })
  })
  await new Promise<void>((resolve) => {
    thief.listen(0, '127.0.0.1', resolve)
  })
})
afterEach(async () => {
  await ils.stop()
  thief.close()
})

const linked = async () => {
  await foundLibrary()
  const endpoint = await start()
  const tablet = await enrol(endpoint)
  const { pass } = (await tryPassphrase(tablet, managerPassphrase)).body
  const address = `127.0.0.1:${ils.port}`
  const fields = { address, account: 'comptoir', secret: password, institution: 'M', branch: 'M' }
  const change = async (changes: Readonly<Record<string, unknown>>, kind = 'sip2') =>
    (await actWith(tablet, pass, 'ils-access', { kind, everyMinutes: 1, fields: { ...fields, ...changes } })).body
  expect(await change({})).toMatchObject({ end: 'kept' })
  return { endpoint, tablet, pass, address, change }
}
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())

test('a pass that was left open makes the endpoint send the ILS’s password to nobody else, however his address is written', async () => {
  const { address, change } = await linked()
  const { port } = thief.address() as AddressInfo
  const here = `127.0.0.1:${port}`
  const addresses = [
    here,
    `sip2://${here}`,
    `sip2://comptoir@${here}`,
    ` ${here}`,
    `${address}@${here}`,
    `${address}#@${here}`,
    `${here}/${address}`,
  ]
  for (const other of addresses)
    expect([other, await change({ address: other, secret: undefined })]).toMatchObject([other, { end: 'refused' }])
  expect(await change({ address: here, secret: '' })).toMatchObject({ end: 'refused', fields: ['secret'] })
  for (const other of [here, `https://${here}`])
    expect([other, await change({ address: other, secret: undefined }, 'koha')]).toMatchObject([other, { end: 'refused' }])
  expect(await change({ account: 'another', secret: undefined })).toMatchObject({ end: 'refused', fields: ['secret'] })
  expect(heardByThief).not.toContain(password)
  // The way that was there stands.
  expect(await change({ secret: undefined })).toMatchObject({ end: 'kept' })
})

test('the ILS’s password stands in no answer, row, line of the log or file of the endpoint', async () => {
  const { endpoint, tablet, pass } = await linked()
  const told: string[] = []
  for (const path of ['ils-link', 'ils-look', 'ils-try', 'setting-journal', 'tablets', 'team'])
    told.push(JSON.stringify((await actWith(tablet, pass, path)).body))
  told.push(JSON.stringify(await tablet.pull()), endpoint.output())
  told.push(
    (await command('export', ['--settings', '--out', pathHere('settings.json')])).text,
    readFileSync(pathHere('settings.json'), 'utf8'),
  )
  told.push((await command('backup', ['--out', pathHere('copy.db')])).text)
  for (const path of [pathHere('copy.db'), ...filesIn(endpoint.dataDir)]) told.push(readFileSync(path, 'latin1'))
  expect(told.some((text) => text.includes('comptoir'))).toBe(true)
  expect(told.filter((text) => text.includes(password))).toEqual([])
})

test('a lost tablet asks the ILS about some tens of cards and documents that the desk does not know, and no further', async () => {
  const { endpoint, tablet } = await linked()
  const asked = async (path: string, named: Readonly<Record<string, string>>) =>
    tablet.post(`/management/v1/${path}?protocol=${protocolVersion}`, {
      protocol: protocolVersion,
      nonce: 'm',
      librarianId: manager,
      ...named,
    })
  // Within its bounds of asking at all, or beyond: each answer is one, or says to wait.
  for (let n = 0; n < 60; n++) {
    const answers = [await asked('ils-patron', { card: `2333300009${n}` }), await asked('ils-item', { barcode: `3333100009${n}` })]
    for (const { status } of answers) expect([200, 429]).toContain(status)
  }
  for (const unknown of ['2333300009', '3333100009']) {
    const named = ils.heard.filter((message) => message.includes(unknown)).length
    expect(named).toBeGreaterThan(0)
    expect(named).toBeLessThanOrEqual(30)
  }
  expect((await command('set-aside', ['--tablet', tablet.identity.letter, '--reason', 'perdue'], endpoint.environment)).code).toBe(0)
  const after = ils.heard.length
  expect((await asked('ils-patron', { card: '23333000000172' })).body).toMatchObject({ problem: expect.stringMatching(/revoked|too-many/) })
  expect(ils.heard).toHaveLength(after)
})
