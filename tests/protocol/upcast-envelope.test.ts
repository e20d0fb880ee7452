/**
 * A tablet several builds old hands over what it kept: read in this build's words (PROTOCOL.md, Versions). There is one version yet, so
 * these tests bring along the two steps of a build that has three: its newest payload is today's.
 */
import { hash as hashOf } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readOperation } from '../../src/endpoint/authority/read-operation.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import { type Upcast, upcastEnvelope } from '../../src/protocol/upcast-envelope.ts'
import { anEnvelope, aReturn } from '../builders/an-endpoint.ts'

// Two changes that lie behind: what was called `shelve` is `reshelve-item`, then `code` is `barcode`.
const renamesTheKind: Upcast = ({ type, payload }) =>
  type === 'shelve' ? { type: 'reshelve-item', payload: { ...Object(payload), kind: 'reshelve-item' } } : { type, payload }
const renamesTheMember: Upcast = ({ type, payload }) => {
  if (type !== 'reshelve-item') return { type, payload }
  const { code, ...others } = Object(payload)
  return { type, payload: { ...others, barcode: code } }
}
const steps = [renamesTheKind, renamesTheMember]

const theEnvelope = anEnvelope(aReturn())
const happened = { date: '2026-11-24', time: '14:05' }
const written = {
  1: { type: 'shelve', payload: { kind: 'shelve', happened, code: '33333100000012' } },
  2: { type: 'reshelve-item', payload: { kind: 'reshelve-item', happened, code: '33333100000012' } },
  3: { type: 'reshelve-item', payload: { kind: 'reshelve-item', happened, barcode: '33333100000012' } },
}
const today = { type: 'reshelve-item', typeVersion: 3, payload: written[3].payload }

const receive = (envelope: object, upcasts?: readonly Upcast[]) => {
  const text = canonicalJson(envelope)
  return { text, received: readOperation({ hash: hashOf('sha256', text), envelope }, upcasts) }
}

describe('an envelope', () => {
  test.each([1, 2, 3] as const)('is read in version %i as this build would have written it, and kept as it came', (typeVersion) => {
    const envelope = { ...theEnvelope, ...written[typeVersion], typeVersion }
    const { text, received } = receive(envelope, steps)
    expect(received.read).toMatchObject({ ok: true, envelope: today })
    expect(received.text).toBe(text)
    expect(received.text).toContain(`"typeVersion":${typeVersion}`)
  })

  test('is not guessed at in a version to come, though its payload would pass', () => {
    const { received } = receive({ ...theEnvelope, ...written[3], typeVersion: 4 }, steps)
    expect(received.read).toEqual({ ok: false, reason: 'operation-not-understood' })
    expect(received.operationId).toBe(theEnvelope.operationId)
  })

  test('whose step leads to nothing that this build knows is not understood either', () => {
    expect(receive({ ...theEnvelope, ...written[1], type: 'scan-moon', typeVersion: 1 }, steps).received.read.ok).toBe(false)
    expect(receive({ ...theEnvelope, type: 'reshelve-item', payload: 'torn', typeVersion: 1 }, steps).received.read.ok).toBe(false)
  })

  test('is itself in this build’s version, by the steps that are shipped', () => {
    expect(upcastEnvelope(theEnvelope)).toEqual(theEnvelope)
    expect(upcastEnvelope({ ...theEnvelope, typeVersion: theEnvelope.typeVersion + 1 })).toBeUndefined()
    expect(upcastEnvelope({ ...theEnvelope, type: 'toString' })).toBeUndefined()
  })
})
