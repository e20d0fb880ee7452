/**
 * SIP2 over TLS, against a server whose certificate a private authority has signed; and card numbers that it writes in other letters than
 * the desk. Runs over a real socket of this machine.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { toCardNumber, toItemBarcode, toLibrarianId, toOperationId } from '../../../src/domain/ids.ts'
import { readConfiguration } from '../../../src/endpoint/configuration.ts'
import type { Movement } from '../../../src/endpoint/ils/movement.ts'
import { aSignedCertificate, type SignedCertificate } from '../../builders/a-certificate.ts'
import { aDate, anInstant, aTime } from '../../builders/a-moment.ts'
import { type Sip2Ils, startSip2Ils } from '../../fakes/sip2-ils.ts'

let certificate: SignedCertificate
let folder: string
let ils: Sip2Ils
beforeAll(() => {
  certificate = aSignedCertificate()
  folder = mkdtempSync(join(tmpdir(), 'sip2-tls-'))
  writeFileSync(join(folder, 'authority.pem'), certificate.authority)
  writeFileSync(join(folder, 'other.pem'), aSignedCertificate().authority)
  writeFileSync(join(folder, 'note.txt'), 'no certificate')
})
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(async () => {
  ils = await startSip2Ils({ tls: certificate, isInCapitals: true })
  ils.patrons.add('AB-21')
  ils.items.set('C000031', { title: 'Nana', renewals: 0 })
})
afterEach(() => ils.stop())

const read = (authority: string | undefined) =>
  readConfiguration(
    {
      SIP2_URL: `sip2s://127.0.0.1:${ils.port}`,
      SIP2_LOGIN: 'desk',
      SIP2_PASSWORD: 'secret',
      SIP2_INSTITUTION: 'MPL',
      SIP2_BRANCH: 'MPL',
      ...(authority === undefined ? {} : { SIP2_CA_FILE: join(folder, authority) }),
    },
    [],
  )
const wireOf = (authority: string | undefined) => {
  const configuration = read(authority)
  if (!configuration.ok || configuration.value.wire === undefined) throw new Error('no wire')
  return configuration.value.wire.wire
}

it('[ILS-10] a link over TLS holds with the authority that signed it, and with no other', async () => {
  expect(await wireOf('authority.pem').tryOut('AB-21')).toEqual({ ok: true, value: { knows: true } })
  expect(ils.heard.map((text) => text.slice(0, 2))).toEqual(['93', '99', '63'])
  expect(await wireOf('other.pem').tryOut(undefined)).toEqual({ ok: false, refusal: 'untrusted' })
  expect(await wireOf(undefined).tryOut(undefined)).toEqual({ ok: false, refusal: 'untrusted' })
  // Not a byte of the account left to whom nobody knows.
  expect(ils.heard).toHaveLength(3)
})

it('a file that is no certificate is refused in a readable line', () => {
  for (const name of ['note.txt', 'nowhere.pem']) {
    const { ok, ...rest } = read(name)
    expect([ok, JSON.stringify(rest)]).toEqual([false, expect.stringContaining('SIP2_CA_FILE names')])
  }
})

it('[ILS-3] a card that the ILS writes in other letters is the same card', async () => {
  const loan: Movement = {
    operationId: toOperationId('A1'),
    barcode: toItemBarcode('c000031'),
    movement: 'loan',
    card: toCardNumber('ab-21'),
    happened: { date: aDate('2026-11-24'), time: aTime('10:00'), at: anInstant('2026-11-24 10:00') },
    librarianId: toLibrarianId('nadia'),
    dueOn: undefined,
    overrideReason: undefined,
    orderId: undefined,
    lentTo: undefined,
  }
  const session = await wireOf('authority.pem').open()
  if (!session.ok) throw new Error(session.refusal)
  expect(await session.value.post(loan)).toMatchObject({ kind: 'accepted' })
  expect(await session.value.read(loan)).toMatchObject({ kind: 'done' })
  expect(await session.value.post(loan)).toMatchObject({ kind: 'already' })
  session.value.close()
  expect(ils.items.get('C000031')).toMatchObject({ lentTo: 'AB-21', renewals: 0 })
})
