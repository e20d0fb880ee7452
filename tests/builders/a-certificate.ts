/**
 * A certificate for this machine's loopback, signed by an authority of the test's own that no machine knows. Runs in tests.
 */
import forge from 'node-forge'

export interface SignedCertificate {
  readonly cert: string
  readonly key: string
  /** PEM of who signed it. */
  readonly authority: string
}

const daysMs = 86_400_000

const certify = (
  name: string,
  serial: string,
  extensions: object[],
  signer?: { readonly subject: string; readonly key: forge.pki.PrivateKey },
) => {
  const keys = forge.pki.rsa.generateKeyPair(2048)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = keys.publicKey
  certificate.serialNumber = serial
  certificate.validity.notBefore = new Date(Date.now() - daysMs)
  certificate.validity.notAfter = new Date(Date.now() + daysMs)
  certificate.setSubject([{ name: 'commonName', value: name }])
  certificate.setIssuer([{ name: 'commonName', value: signer?.subject ?? name }])
  certificate.setExtensions(extensions)
  certificate.sign((signer?.key ?? keys.privateKey) as forge.pki.rsa.PrivateKey, forge.md.sha256.create())
  return { pem: forge.pki.certificateToPem(certificate), keys }
}

export const aSignedCertificate = (): SignedCertificate => {
  const authority = certify('Authority of the test', '01', [
    { name: 'basicConstraints', cA: true },
    { name: 'keyUsage', keyCertSign: true },
  ])
  const server = certify('127.0.0.1', '02', [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }], {
    subject: 'Authority of the test',
    key: authority.keys.privateKey,
  })
  return { cert: server.pem, key: forge.pki.privateKeyToPem(server.keys.privateKey), authority: authority.pem }
}
