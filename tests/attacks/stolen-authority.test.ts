/**
 * The library's own certificate authority in the hands of a thief: its key's file alone, or the key itself. Whoever signs with it is
 * trusted by every tablet that installed it, for whatever it may sign. Runs the built command, and a TLS server of the thief's.
 */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import forge from 'node-forge'
import { expect, test } from 'vitest'
import { besiege, command, pathHere } from './besieged-endpoint.ts'

besiege()

const out = (...parts: readonly string[]): string => pathHere('certificate', ...parts)
const certify = (argv: readonly string[] = [], environment: Readonly<Record<string, string>> = {}) =>
  command('certificate', ['--out', out(), ...argv], environment)
const passphraseIn = (text: string): string => /^ {2}(\S{16,})$/m.exec(text)?.[1] ?? ''

/** A certificate for `name`, signed by whoever holds `issuerKey`. */
const forgeCertificate = (name: string, issuer: forge.pki.Certificate, issuerKey: forge.pki.rsa.PrivateKey, isAuthority = false) => {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(keys.publicKey)
  certificate.serialNumber = '0102'
  certificate.validity.notBefore = new Date(Date.now() - 3_600_000)
  certificate.validity.notAfter = new Date(Date.now() + 3_600_000)
  certificate.setSubject([{ name: 'commonName', value: name }])
  certificate.setIssuer(issuer.subject.attributes)
  certificate.setExtensions(
    isAuthority
      ? [
          { name: 'basicConstraints', cA: true, critical: true },
          { name: 'keyUsage', keyCertSign: true },
        ]
      : [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  )
  certificate.sign(issuerKey, forge.md.sha256.create())
  return { certificate, key: keys.privateKey, pem: forge.pki.certificateToPem(certificate) }
}

/** What a tablet that trusts the authority makes of a server that calls itself `name`. */
const visit = async (name: string, chain: string, key: string): Promise<string> => {
  const server = createServer({ cert: chain, key }, (_, response) => response.end())
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  // The cast: it listens on a port.
  const { port } = server.address() as AddressInfo
  const answer = await new Promise<string>((resolve) => {
    get(
      { host: '127.0.0.1', port, servername: name, headers: { host: name }, ca: readFileSync(out('authority.crt')), agent: false },
      (response) => {
        response.resume()
        resolve('trusted')
      },
    ).on('error', ({ message }) => resolve(message))
  })
  server.close()
  return answer
}

/** The authority as a thief has it who read the passphrase too. */
const steal = (passphrase: string) => {
  const key = createPrivateKey({ key: readFileSync(out('authority.key')), passphrase })
  return {
    issuer: forge.pki.certificateFromPem(readFileSync(out('authority.crt'), 'utf8')),
    issuerKey: forge.pki.privateKeyFromPem(key.export({ type: 'pkcs1', format: 'pem' }).toString()) as forge.pki.rsa.PrivateKey,
  }
}

test('the key file of the authority alone signs nothing: it is locked by a passphrase that is said once and kept nowhere', async () => {
  const { code, text } = await certify()
  expect(code).toBe(0)
  expect(() => createPrivateKey(readFileSync(out('authority.key')))).toThrow()
  expect(() => createPrivateKey({ key: readFileSync(out('authority.key')), passphrase: passphraseIn(text) })).not.toThrow()
  expect((await certify([], { AUTHORITY_PASSPHRASE: 'not-this-passphrase' })).code).toBe(1)
  const before = readFileSync(out('endpoint.crt'), 'utf8')
  expect(await certify()).toMatchObject({ code: 1, text: expect.stringContaining('AUTHORITY_PASSPHRASE') })
  expect(readFileSync(out('endpoint.crt'), 'utf8')).toBe(before)
  expect((await certify([], { AUTHORITY_PASSPHRASE: passphraseIn(text) })).code).toBe(0)
  expect(readFileSync(out('endpoint.crt'), 'utf8')).not.toBe(before)
})

test('who has the authority itself can pretend to be the endpoint, and no other site', async () => {
  const { text } = await certify(['drive.test'])
  const { issuer, issuerKey } = steal(passphraseIn(text))
  const own = forgeCertificate('drive.test', issuer, issuerKey)
  expect(await visit('drive.test', own.pem, own.key)).toBe('trusted')
  const bank = forgeCertificate('banque.test', issuer, issuerKey)
  expect(await visit('banque.test', bank.pem, bank.key)).toMatch(/permitted subtree violation/)
})

test('the authority makes no other authority', async () => {
  const { text } = await certify(['drive.test'])
  const { issuer, issuerKey } = steal(passphraseIn(text))
  const middle = forgeCertificate('Une autre autorité', issuer, issuerKey, true)
  const leaf = forgeCertificate('drive.test', middle.certificate, forge.pki.privateKeyFromPem(middle.key) as forge.pki.rsa.PrivateKey)
  expect(await visit('drive.test', `${leaf.pem}${middle.pem}`, leaf.key)).toMatch(/path length constraint exceeded/)
})

test('a name that the authority was not made for is refused at the renewal, and another authority is made only when asked for', async () => {
  const passphrase = 'une phrase de passe assez longue'
  expect((await certify(['drive.test'], { AUTHORITY_PASSPHRASE: passphrase })).code).toBe(0)
  const before = readFileSync(out('authority.crt'), 'utf8')
  const other = await certify(['autre.test'], { AUTHORITY_PASSPHRASE: passphrase })
  expect(other).toMatchObject({ code: 1, text: expect.stringContaining('autre.test') })
  expect(other.text).toContain('--new-authority')
  rmSync(out('authority.key'))
  expect(await certify(['drive.test'])).toMatchObject({ code: 1, text: expect.stringContaining('--new-authority') })
  expect(readFileSync(out('authority.crt'), 'utf8')).toBe(before)
  expect((await certify(['autre.test', '--new-authority'])).code).toBe(0)
  expect(readFileSync(out('authority.crt'), 'utf8')).not.toBe(before)
  expect(existsSync(out('authority.key'))).toBe(true)
})
