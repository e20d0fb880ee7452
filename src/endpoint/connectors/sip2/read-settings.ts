/**
 * How to reach the ILS's SIP2 server, from the environment: `SIP2_URL` and what its keeper gave. Runs at the start of the endpoint.
 * Faults are readable lines, and none repeats the password.
 */
import { X509Certificate } from 'node:crypto'
import type { ReadText } from '../../ils/wire.ts'
import { type Encoding, encodings } from './answer.ts'
import type { Sip2Settings } from './sip2-wire.ts'

/** Milliseconds for an answer: an ILS under load was seen to take three seconds. */
const patienceMs = 10_000
/** SIP2 over TCP: the port of most servers' examples. */
const usualPort = 6001
const lastPort = 65_535

const readUrl = (text: string): { readonly host: string; readonly port: number; readonly isTls: boolean } | undefined => {
  const [, tls, host, port] = /^sip2(s?):\/\/(\[[0-9a-f:]+\]|[\w.-]+)(?::(\d{1,5}))?\/?$/i.exec(text) ?? []
  const numbered = Number(port ?? usualPort)
  return host === undefined || numbered < 1 || numbered > lastPort
    ? undefined
    : { host: host.replace(/^\[|\]$/g, ''), port: numbered, isTls: tls !== undefined && tls !== '' }
}

const isCertificate = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).subject !== ''
  } catch {
    return false
  }
}

/** undefined without `SIP2_URL`; `zone` is the library's, for an ILS whose clock shows the same. */
export const readSip2Settings = (text: ReadText, zone: string, faults: string[]): Sip2Settings | undefined => {
  const written = text('SIP2_URL')
  if (written === undefined) return undefined
  const url = readUrl(written)
  if (url === undefined)
    faults.push(
      'SIP2_URL is not understood: sip2://host:6001 is expected, or sip2s:// over TLS, without ? or #, and a port from 1 to 65535.',
    )
  for (const name of ['SIP2_LOGIN', 'SIP2_INSTITUTION', 'SIP2_BRANCH'])
    if (text(name) === undefined) faults.push(`${name} is missing: SIP2_URL needs it.`)
  const encoding = encodings.find((known) => known === (text('SIP2_ENCODING') ?? 'utf8'))
  if (encoding === undefined) faults.push(`SIP2_ENCODING is "${text('SIP2_ENCODING')}": one of ${encodings.join(', ')} is expected.`)
  const terminator = text('SIP2_TERMINATOR') ?? 'CR'
  if (!['CR', 'CRLF'].includes(terminator)) faults.push(`SIP2_TERMINATOR is "${terminator}": CR or CRLF is expected.`)
  const holds = text('SIP2_HOLDS') ?? 'off'
  if (!['off', 'calls'].includes(holds)) faults.push(`SIP2_HOLDS is "${holds}": off or calls is expected.`)
  const checksum = text('SIP2_CHECKSUM') ?? '1'
  if (!['0', '1'].includes(checksum)) faults.push(`SIP2_CHECKSUM is "${checksum}": 1 or 0 is expected.`)
  const authority = text('SIP2_CA')
  if (authority !== undefined && !isCertificate(authority)) faults.push('SIP2_CA_FILE names no certificate: a PEM file is expected.')
  return {
    ...(url ?? { host: '', port: 0, isTls: false }),
    authority,
    encoding: encoding ?? ('utf8' satisfies Encoding),
    terminator: terminator === 'CRLF' ? '\r\n' : '\r',
    sendsChecksum: checksum === '1',
    patienceMs,
    login: text('SIP2_LOGIN') ?? '',
    password: text('SIP2_PASSWORD') ?? '',
    location: text('SIP2_LOCATION') ?? '',
    institution: text('SIP2_INSTITUTION') ?? '',
    branch: text('SIP2_BRANCH') ?? '',
    placesHolds: holds === 'calls',
    zone: text('SIP2_ZONE') ?? zone,
  }
}
