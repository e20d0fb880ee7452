/**
 * The sender killed at each step of a real sending, over SQLite's file and over PostgreSQL, and two of them at once (MSG-2, MSG-3). Each is a
 * process of its own; what the next one finds is what the disk has. After a kill the next sends once the lease has run out, ten minutes later.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import forge from 'node-forge'
import { describe, expect, test } from 'vitest'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { aPhonedOrder, change, librarySender, mailingLibrary, mondayMorning, statesOf } from '../../builders/a-mailing-library.ts'
import { library } from '../../builders/in-a-store.ts'
import { programOnStores } from '../../fakes/program-on-stores.ts'
import { type Cut, cuts, startSmtpRelay } from '../../fakes/smtp-relay.ts'

const { folder, databases, start: startProgram } = programOnStores('sending-process')
const startWith = (database: string, environment: Record<string, string>, minutes = 0) =>
  startProgram([database, String(minutes)], { MAIL_FROM: librarySender, ...environment })
const start = (database: string, port: number, minutes = 0) => startWith(database, { SMTP_URL: `smtp://127.0.0.1:${port}` }, minutes)

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
    const database = join(folder, `relay-${relay.port}.db`)
    const authority = join(folder, 'authority.pem')
    writeFileSync(authority, cert)
    const store = new SqliteStore(database)
    await mailingLibrary(store, 1, false)
    await change(store, aPhonedOrder(1))
    const send = async (url: string, environment: Record<string, string> = { NODE_EXTRA_CA_CERTS: authority }) => {
      const sending = startWith(database, { SMTP_URL: url.replace('PORT', String(relay.port)), ...environment })
      await sending.ended
      return sending.said()
    }
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

  test('[MSG-15] a password never goes in clear to another machine', async () => {
    const { relay, store, send, logins, end } = await aRelay({ allowInsecureAuth: true, hideSTARTTLS: true })
    // The loopback under a name that is not known to be one.
    await send('smtp://clic:p%40ss%3Amot@0.0.0.0:PORT')
    expect(relay.visits()).toBe(1)
    expect(logins).toEqual([])
    expect(await statesOf(store)).toMatchObject({ received: 'waiting' })
    await end()
  })
})
