/**
 * The sender killed at each step of a real sending, over SQLite's file and over PostgreSQL, and two of them at once (MSG-2, MSG-3). Each is a
 * process of its own; what the next one finds is what the disk has. After a kill the next sends once the lease has run out, ten minutes later.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import forge from 'node-forge'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PostgresStore } from '../../src/endpoint/storage/postgres-store.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { aPhonedOrder, change, librarySender, mailingLibrary, mondayMorning, statesOf } from '../builders/a-mailing-library.ts'
import { library } from '../builders/in-a-store.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../fakes/running-postgres.ts'
import { type Cut, cuts, startSmtpRelay } from '../fakes/smtp-relay.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Under node_modules, so that the bundle finds the packages it leaves outside.
const built = join(root, 'node_modules', '.cache', `sending-${process.pid}`)

// Each test starts processes, and the machine may have others to run.
vi.setConfig({ testTimeout: 120_000 })

let postgres: RunningPostgres | undefined
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sending-'))
  const ssr = join(root, 'tests', 'fakes', 'sending-process.ts')
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { ssr, outDir: built, rollupOptions: { output: { entryFileNames: 'send.js' } } },
  })
  if (postgresReason === undefined) postgres = await startPostgres()
}, 120_000)
afterAll(async () => {
  await postgres?.stop()
  rmSync(built, { recursive: true, force: true })
  rmSync(folder, { recursive: true })
})

const startWith = (database: string, environment: Record<string, string>, minutes = 0) => {
  const env = { PATH: process.env.PATH, MAIL_FROM: librarySender, ...environment }
  const child = spawn(process.execPath, [join(built, 'send.js'), database, String(minutes)], { stdio: ['ignore', 'pipe', 'inherit'], env })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const ended = new Promise<string>((resolve) => {
    child.on('close', () => resolve(said))
  })
  return { kill: () => child.kill('SIGKILL'), ended }
}
const start = (database: string, port: number, minutes = 0) => startWith(database, { SMTP_URL: `smtp://127.0.0.1:${port}` }, minutes)

let opened = 0
const databases: readonly { name: string; make: () => Promise<{ database: string; open: () => Store }> }[] = [
  {
    name: 'SQLite',
    make: async () => {
      const database = join(folder, `${++opened}.db`)
      return { database, open: () => new SqliteStore(database) }
    },
  },
  ...(postgresReason === undefined
    ? [
        {
          name: 'PostgreSQL',
          make: async () => {
            const database = await emptied(postgres)
            return { database, open: () => new PostgresStore(database) }
          },
        },
      ]
    : []),
]

describe.each(databases)('the sender on $name', ({ make }) => {
  const aQueue = async (messages: number) => {
    const { database, open } = await make()
    const store = open()
    await mailingLibrary(store, messages, false)
    for (let n = 1; n <= messages; n++) await change(store, aPhonedOrder(n))
    return { database, store, relay: await startSmtpRelay() }
  }

  test.each(cuts.filter((cut): cut is Exclude<Cut, 'open'> => cut !== 'open'))(
    '[MSG-3] killed at « %s », its message goes from the next one',
    async (at) => {
      const { database, store, relay } = await aQueue(1)
      const first = start(database, relay.port)
      relay.cutNext(at, first.kill)
      await first.ended
      expect(await statesOf(store)).toMatchObject({ received: 'leaving' })
      await start(database, relay.port, 9).ended
      expect(relay.visits()).toBe(1)
      await start(database, relay.port, 11).ended
      expect(await statesOf(store)).toMatchObject({ received: 'accepted' })
      expect(relay.mails).toHaveLength(at === 'answer' ? 2 : 1)
      expect(new Set(relay.mails.map(({ raw }) => /^Message-ID: (.+)\r$/im.exec(raw)?.[1])).size).toBe(1)
      await relay.stop()
      await store.close()
    },
  )

  test('[MSG-2] two at once send each message once', async () => {
    const { database, store, relay } = await aQueue(30)
    await Promise.all([start(database, relay.port).ended, start(database, relay.port).ended])
    expect(relay.mails.map(({ to }) => to).sort()).toEqual(Array.from({ length: 30 }, (_, n) => `usager${n + 1}@courrier.example`).sort())
    await relay.stop()
    await store.close()
  })
})

/** A certificate for this machine's loopback that nobody has signed but itself. */
const selfSigned = () => {
  const keys = forge.pki.rsa.generateKeyPair(2048)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = keys.publicKey
  certificate.serialNumber = '01'
  certificate.validity.notBefore = new Date(Date.now() - 86_400_000)
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000)
  const name = [{ name: 'commonName', value: '127.0.0.1' }]
  certificate.setSubject(name)
  certificate.setIssuer(name)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ])
  certificate.sign(keys.privateKey, forge.md.sha256.create())
  return { cert: forge.pki.certificateToPem(certificate), key: forge.pki.privateKeyToPem(keys.privateKey) }
}

describe('a relay that wants TLS and a password', () => {
  const { cert, key } = selfSigned()
  const aRelay = async (options: Parameters<typeof startSmtpRelay>[0]) => {
    const logins: string[] = []
    const relay = await startSmtpRelay({
      cert,
      key,
      authOptional: false,
      onAuth: ({ username = '', password = '' }, _, done) => {
        logins.push(`${username}:${password}`)
        if (password === 'p@ss:mot') done(null, { user: username })
        else done(Object.assign(new Error('535 5.7.8 no'), { responseCode: 535 }))
      },
      ...options,
    })
    const database = join(folder, `${++opened}.db`)
    const authority = join(folder, 'authority.pem')
    writeFileSync(authority, cert)
    const store = new SqliteStore(database)
    await mailingLibrary(store, 1, false)
    await change(store, aPhonedOrder(1))
    const send = (url: string, environment: Record<string, string> = { NODE_EXTRA_CA_CERTS: authority }) =>
      startWith(database, { SMTP_URL: url.replace('PORT', String(relay.port)), ...environment }).ended
    const end = async () => {
      await relay.stop()
      await store.close()
    }
    return { relay, store, send, logins, end }
  }

  test.each([
    ['smtps://clic:p%40ss%3Amot@127.0.0.1:PORT', { secure: true }],
    ['smtp://clic:p%40ss%3Amot@127.0.0.1:PORT', { hideSTARTTLS: false }],
  ])('[MSG-15] %s: the message goes', async (url, options) => {
    const { relay, store, send, end } = await aRelay(options)
    await send(url)
    expect(await statesOf(store)).toMatchObject({ received: 'accepted' })
    expect(relay.mails).toHaveLength(1)
    await end()
  })

  test('[MSG-15] an unknown certificate, and a wrong password, lose nothing', async () => {
    const { relay, store, send, logins, end } = await aRelay({ secure: true })
    expect(await send('smtps://clic:p%40ss%3Amot@127.0.0.1:PORT', {})).toContain('"fault":"ESOCKET"')
    expect(logins).toEqual([])
    expect(await statesOf(store)).toMatchObject({ received: 'waiting' })
    await store.transact(library, async ({ messages }) => {
      const due = await messages.byKey('order-1/received/')
      if (due !== undefined) await messages.keep({ ...due, notBefore: mondayMorning })
    })
    expect(await send('smtps://clic:autre@127.0.0.1:PORT')).toContain('"fault":"EAUTH"')
    expect(logins).toEqual(['clic:autre'])
    expect(await statesOf(store)).toMatchObject({ received: 'waiting' })
    expect(relay.mails).toEqual([])
    await end()
  })

  test('[MSG-15] no password goes in clear to another machine', async () => {
    const { relay, store, send, logins, end } = await aRelay({ allowInsecureAuth: true, hideSTARTTLS: true })
    // The loopback under a name that is not known to be one.
    await send('smtp://clic:p%40ss%3Amot@0.0.0.0:PORT')
    expect(relay.visits()).toBe(1)
    expect(logins).toEqual([])
    expect(await statesOf(store)).toMatchObject({ received: 'waiting' })
    await end()
  })
})
