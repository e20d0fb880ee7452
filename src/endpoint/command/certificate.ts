/**
 * `npm run certificate [-- --out FOLDER] [--new-authority] [NAME OR ADDRESS…]`: into DATA_DIR/certificate, a certificate authority of the library's own, good for
 * these names alone, and the endpoint's certificate signed by it. Runs on the endpoint's machine; again, it keeps the authority that
 * tablets already trust and renews the certificate. A camera and an offline shell need a secure context, and no public authority signs
 * for an address of the library's network. Exit codes: 0 done; 1 nothing was written, the reason is printed.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { isIP, isIPv4 } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import forge from 'node-forge'
import { msPerDay } from '../../domain/instant.ts'
import { placeFile } from '../connectors/file/place-file.ts'

/** Ten years for what tablets install by hand. */
const authorityDays = 3650
/** Apple devices refuse a server certificate above 825 days (support.apple.com/103769); 397 is safe everywhere. */
const certificateDays = 397
/** Characters: the key lies on a disk that may be copied, and is tried there without anybody who counts. */
const minimumPassphrase = 16
const nameConstraintsId = '2.5.29.30'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, 'new-authority': { type: 'boolean', default: false } },
})
const out = values.out ?? join(process.env.DATA_DIR || 'data', 'certificate')
const pathOf = (name: string): string => join(out, name)

interface Party {
  readonly certificate: forge.pki.Certificate
  readonly privateKey: KeyObject
}

const fail = (fr: string, en: string): never => {
  console.error(`${fr}\n${en}`)
  process.exit(1)
}

/** The key as the library that signs reads it. */
const toForgeKey = (key: KeyObject): forge.pki.rsa.PrivateKey =>
  // The cast: all keys made here are RSA keys.
  forge.pki.privateKeyFromPem(key.export({ type: 'pkcs1', format: 'pem' }).toString()) as forge.pki.rsa.PrivateKey

const makeCertificate = (commonName: string, days: number, extensions: readonly object[], issuer: Party | undefined): Party => {
  // Node makes RSA keys a hundred times faster than the library, which only signs.
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  // Positive by its leading 01 (RFC 5280, section 4.1.2.2).
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
  // A day of grace for tablets whose clock is behind.
  certificate.validity.notBefore = new Date(Date.now() - msPerDay)
  certificate.validity.notAfter = new Date(Date.now() + days * msPerDay)
  certificate.setSubject([{ name: 'commonName', value: commonName }])
  certificate.setIssuer(issuer === undefined ? certificate.subject.attributes : issuer.certificate.subject.attributes)
  certificate.setExtensions([...extensions])
  certificate.sign(toForgeKey(issuer?.privateKey ?? privateKey), forge.md.sha256.create())
  return { certificate, privateKey }
}

/** Kinds of RFC 5280, section 4.2.1.6: 7 an address, 2 a name. */
const kindOf = (name: string): 2 | 7 => (isIP(name) === 0 ? 2 : 7)

/** An address and a mask of ones, as name constraints write one address (RFC 5280, section 4.2.1.10). */
const toOneAddress = (address: string): string => {
  // The cast: its types leave this function out.
  const { bytesFromIP } = forge.util as unknown as { bytesFromIP(ip: string): string }
  const bytes = bytesFromIP(address)
  return bytes + '\xff'.repeat(bytes.length)
}

const { Class, Type, create, toDer } = forge.asn1
const sequenceOf = (part: forge.asn1.Asn1): forge.asn1.Asn1 => create(Class.UNIVERSAL, Type.SEQUENCE, true, [part])
/** One name, as name constraints write it. */
const subtreeOf = (name: string): forge.asn1.Asn1 =>
  sequenceOf(create(Class.CONTEXT_SPECIFIC, kindOf(name), false, kindOf(name) === 7 ? toOneAddress(name) : name))

/** Whoever steals the authority signs for these names, and for nothing else in the world. */
const permitOnly = (names: readonly string[]): object => {
  const permitted = create(Class.CONTEXT_SPECIFIC, 0, true, names.map(subtreeOf))
  return { id: nameConstraintsId, critical: true, value: toDer(sequenceOf(permitted)).getBytes() }
}

/** Whether an authority may sign for `name`. */
const maySignFor = ({ certificate }: Party, name: string): boolean => {
  // Made with it (`makeAuthority`).
  const constraints: { readonly value: string } = certificate.extensions.find(({ id }) => id === nameConstraintsId)
  return constraints.value.includes(toDer(subtreeOf(name)).getBytes())
}

const givenPassphrase = process.env.AUTHORITY_PASSPHRASE
if (givenPassphrase !== undefined && givenPassphrase.length < minimumPassphrase)
  fail(`AUTHORITY_PASSPHRASE : ${minimumPassphrase} caractères au moins.`, `AUTHORITY_PASSPHRASE: ${minimumPassphrase} characters or more.`)

/** Asked at a terminal, unseen; undefined where nobody sits at one. */
const askPassphrase = async (): Promise<string | undefined> => {
  if (!process.stdin.isTTY) return undefined
  process.stdout.write('Phrase de passe de l’autorité · Passphrase of the authority: ')
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true })
  const answer = await lines.question('')
  lines.close()
  process.stdout.write('\n')
  return answer
}

const unlock = (pem: string, passphrase: string): KeyObject | undefined => {
  try {
    return createPrivateKey({ key: pem, passphrase })
  } catch {
    return undefined
  }
}

const lock = (key: KeyObject, passphrase: string): string =>
  key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString()

const openAuthority = async (): Promise<Party> => {
  if (!existsSync(pathOf('authority.key')))
    return fail(
      `${pathOf('authority.key')} manque : remettez ce fichier, ou faites une autre autorité avec --new-authority, à installer sur chaque tablette.`,
      'It is missing: put that file back, or make another authority with --new-authority, to be installed on each tablet.',
    )
  const pem = readFileSync(pathOf('authority.key'), 'utf8')
  const certificate = forge.pki.certificateFromPem(readFileSync(pathOf('authority.crt'), 'utf8'))
  const passphrase = givenPassphrase ?? (await askPassphrase())
  const privateKey = passphrase === undefined ? undefined : unlock(pem, passphrase)
  return privateKey === undefined
    ? fail(
        'La clé de l’autorité est verrouillée, et cette phrase de passe ne l’ouvre pas : donnez-la dans AUTHORITY_PASSPHRASE. Perdue : --new-authority.',
        'The key of the authority is locked, and this passphrase does not open it: give it in AUTHORITY_PASSPHRASE. Lost: --new-authority.',
      )
    : { certificate, privateKey }
}

const makeAuthority = (names: readonly string[]): Party =>
  makeCertificate(
    `Prêt à emporter, ${hostname()}`,
    authorityDays,
    [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      { name: 'subjectKeyIdentifier' },
      permitOnly(names),
    ],
    undefined,
  )

const ownAddresses = Object.values(networkInterfaces()).flatMap((addresses) =>
  (addresses ?? []).filter(({ address, internal }) => isIPv4(address) && !internal).map(({ address }) => address),
)
const wanted = [...new Set(['localhost', '127.0.0.1', '::1', hostname(), ...ownAddresses, ...positionals])]
const isNew = values['new-authority'] || !existsSync(pathOf('authority.crt'))
const authority = isNew ? makeAuthority(wanted) : await openAuthority()

const refused = wanted.filter((name) => !maySignFor(authority, name))
const asked = refused.filter((name) => positionals.includes(name))
if (asked.length > 0)
  fail(
    `L’autorité n’a pas été faite pour ${asked.join(', ')}. Faites-en une autre avec --new-authority, à installer sur chaque tablette.`,
    'The authority was not made for that. Make another with --new-authority, to be installed on each tablet.',
  )
const names = wanted.filter((name) => !refused.includes(name))

const server = makeCertificate(
  positionals[0] ?? hostname(),
  certificateDays,
  [
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: names.map((name) => (kindOf(name) === 7 ? { type: 7, ip: name } : { type: 2, value: name })) },
  ],
  authority,
)

mkdirSync(out, { recursive: true, mode: 0o700 })
const madePassphrase = isNew && givenPassphrase === undefined ? randomBytes(15).toString('base64url') : undefined
const passphrase = givenPassphrase ?? madePassphrase
/** No link is followed, in a folder that others may write to. */
const put = (name: string, content: string | Buffer): Promise<void> => placeFile(pathOf(name), Buffer.from(content), 'force')
// Tablets may trust the former one still: it stays under another name.
const formerName = (name: string): string => pathOf(`${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}-${name}`)
if (isNew) for (const name of ['authority.crt', 'authority.key']) if (existsSync(pathOf(name))) renameSync(pathOf(name), formerName(name))
if (isNew) await put('authority.crt', forge.pki.certificateToPem(authority.certificate))
if (passphrase !== undefined) await put('authority.key', lock(authority.privateKey, passphrase))
await put('endpoint.crt', forge.pki.certificateToPem(server.certificate))
await put('endpoint.key', server.privateKey.export({ type: 'pkcs1', format: 'pem' }))

console.log(`Certificat pour · Certificate for: ${names.join(', ')}
${refused.length === 0 ? '' : `Pas pour · Not for: ${refused.join(', ')} (--new-authority)\n`}
1. Sur chaque tablette, installer l’autorité · On each tablet, install the authority: ${pathOf('authority.crt')}
2. npm start -- --tls-cert ${pathOf('endpoint.crt')} --tls-key ${pathOf('endpoint.key')}

Ne copiez jamais · Never copy: ${pathOf('authority.key')}`)
if (madePassphrase !== undefined)
  console.log(`
Sa phrase de passe, dite cette fois seulement ; notez-la, le renouvellement la demande :
Its passphrase, said this once; write it down, the renewal asks for it:

  ${madePassphrase}`)
