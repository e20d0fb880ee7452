/**
 * `npm run certificate [-- --out FOLDER] [NAME OR ADDRESS…]`: a certificate authority of the library's own, and the endpoint's certificate
 * signed by it. Runs once, on the endpoint's machine; again, it keeps the authority that tablets already trust and renews the certificate.
 * A camera and an offline shell need a secure context, and no public authority signs for an address of the library's network.
 */

import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import forge from 'node-forge'
import { msPerDay } from '../../domain/instant.ts'

/** Ten years for what tablets install by hand. */
const authorityDays = 3650
/** Apple devices refuse a server certificate above 825 days (support.apple.com/103769); 397 is safe everywhere. */
const certificateDays = 397

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string', default: 'data/certificate' } } })
const pathOf = (name: string): string => join(values.out, name)

interface Party {
  readonly certificate: forge.pki.Certificate
  readonly privateKey: forge.pki.PrivateKey
}

const makeKeys = (): { readonly publicKey: forge.pki.PublicKey; readonly privateKey: forge.pki.rsa.PrivateKey } => {
  // Node makes RSA keys a hundred times faster than the library, which only signs.
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  return { publicKey: forge.pki.publicKeyFromPem(publicKey), privateKey: forge.pki.privateKeyFromPem(privateKey) }
}

const makeCertificate = (commonName: string, days: number, extensions: readonly object[], issuer: Party | undefined): Party => {
  const { publicKey, privateKey } = makeKeys()
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = publicKey
  // Positive by its leading 01 (RFC 5280, section 4.1.2.2).
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
  // A day of grace for tablets whose clock is behind.
  certificate.validity.notBefore = new Date(Date.now() - msPerDay)
  certificate.validity.notAfter = new Date(Date.now() + days * msPerDay)
  certificate.setSubject([{ name: 'commonName', value: commonName }])
  certificate.setIssuer(issuer === undefined ? certificate.subject.attributes : issuer.certificate.subject.attributes)
  certificate.setExtensions([...extensions])
  // What `makeKeys` and the file below hold are RSA keys.
  certificate.sign((issuer?.privateKey ?? privateKey) as forge.pki.rsa.PrivateKey, forge.md.sha256.create())
  return { certificate, privateKey }
}

const write = ({ certificate, privateKey }: Party, certName: string, keyName: string): void => {
  writeFileSync(pathOf(certName), forge.pki.certificateToPem(certificate))
  writeFileSync(pathOf(keyName), forge.pki.privateKeyToPem(privateKey as forge.pki.rsa.PrivateKey), { mode: 0o600 })
}

const openAuthority = (): Party => {
  if (existsSync(pathOf('authority.key'))) {
    return {
      certificate: forge.pki.certificateFromPem(readFileSync(pathOf('authority.crt'), 'utf8')),
      privateKey: forge.pki.privateKeyFromPem(readFileSync(pathOf('authority.key'), 'utf8')),
    }
  }
  const made = makeCertificate(
    `Prêt à emporter, ${hostname()}`,
    authorityDays,
    [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      { name: 'subjectKeyIdentifier' },
    ],
    undefined,
  )
  write(made, 'authority.crt', 'authority.key')
  return made
}

const ownAddresses = Object.values(networkInterfaces()).flatMap((addresses) =>
  (addresses ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
)
const names = [...new Set(['localhost', '127.0.0.1', '::1', hostname(), ...ownAddresses, ...positionals])]

mkdirSync(values.out, { recursive: true, mode: 0o700 })
const authority = openAuthority()
const server = makeCertificate(
  positionals[0] ?? hostname(),
  certificateDays,
  [
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    // Kinds of RFC 5280, section 4.2.1.6: 7 an address, 2 a name.
    { name: 'subjectAltName', altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })) },
  ],
  authority,
)
write(server, 'endpoint.crt', 'endpoint.key')

console.log(`Certificat pour · Certificate for: ${names.join(', ')}

1. Sur chaque tablette, installer l’autorité · On each tablet, install the authority: ${pathOf('authority.crt')}
2. npm start -- --tls-cert ${pathOf('endpoint.crt')} --tls-key ${pathOf('endpoint.key')}

Ne copiez jamais · Never copy: ${pathOf('authority.key')}`)
