/**
 * What the endpoint keeps of an operation once its content is four months old (PRIV-3): enough to know it again, and nobody's name.
 * The real routes and closings over SQLite; every store keeps the same promises (storage/store.test.ts). What erased bytes become is
 * looked at in SQLite's file.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toCardNumber, toDeviceId, toLibrarianId, toOperationId } from '../../../src/domain/ids.ts'
import type { Envelope } from '../../../src/domain/operation/operation.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { offerPassphraseCode } from '../../../src/endpoint/enrolment/manager-passphrase.ts'
import { writeSettings } from '../../../src/endpoint/settings/write-settings.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aSettings } from '../../builders/a-settings.ts'
import {
  aHandOver,
  anEndpoint,
  anEnvelope,
  aPushed,
  aReturn,
  libraryOfTests,
  managerOfTests,
  managerVerifier,
  outcomesOf,
} from '../../builders/an-endpoint.ts'

const dayMs = 86_400_000
const closing = ({ store, instantBefore }: Awaited<ReturnType<typeof anEndpoint>>) =>
  closeDays(store, instantBefore(0), (defect) => {
    throw defect
  })
const contentsOf = async ({ store }: Awaited<ReturnType<typeof anEndpoint>>, { operationId }: Pick<Envelope, 'operationId'>) =>
  (await store.read(libraryOfTests, (reading) => reading.receiptsOf(operationId))).map(({ envelope }) => envelope)

test('[PRIV-3] its content goes after 122 days; the same again is known, and another content under its id is found out', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const envelope = anEnvelope(aHandOver())
  await tablet.push([aPushed(envelope)])
  endpoint.advance(122 * dayMs)
  await closing(endpoint)
  expect((await contentsOf(endpoint, envelope))[0]).toContain('23333000000172')
  endpoint.advance(dayMs)
  await closing(endpoint)
  expect(await contentsOf(endpoint, envelope)).toEqual([''])
  const { head } = (await endpoint.store.libraries())[0] ?? {}
  expect(outcomesOf(await tablet.push([aPushed(envelope)]))).toEqual(['already-known'])
  expect((await endpoint.store.libraries())[0]?.head).toBeLessThanOrEqual((head ?? 0) + 1)
  expect(outcomesOf(await tablet.push([aPushed({ ...envelope, build: 'another' })]))).toEqual([
    ['quarantined', 'one-operation-two-contents'],
  ])
})

test('[PRIV-3] an operation that a manager accepted late keeps its content a month more for the ILS, and goes as the rest does', async () => {
  const endpoint = await anEndpoint()
  const [lost, other] = [await endpoint.enrol(), await endpoint.enrol()]
  const { deviceId } = lost.identity
  await other.setAside(lost)
  const envelope = anEnvelope(aHandOver())
  await lost.push([aPushed(envelope)])
  endpoint.advance(150 * dayMs)
  expect((await other.manage('accept-quarantined', { deviceId })).body).toMatchObject({ accepted: 1 })
  const waiting = async () => (await other.manage('export-list', { day: '2026-11-24' })).body.waiting
  await closing(endpoint)
  expect((await contentsOf(endpoint, envelope))[0]).not.toBe('')
  expect(await waiting()).toEqual({ loans: 0, returns: 0, inCase: 1 })
  endpoint.advance(31 * dayMs)
  await closing(endpoint)
  expect(await contentsOf(endpoint, envelope)).toEqual([''])
  // Nobody exported it meanwhile, and that is said.
  expect(await waiting()).toEqual({ loans: 0, returns: 0, inCase: 0, erased: 1 })
})

test('[PRIV-3] years of receipts are emptied in slices, and others write between two', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'retention-'))
  const endpoint = await anEndpoint({ store: new SqliteStore(join(folder, 'desk.db')) })
  const idOf = (n: number) => toOperationId(String(n).padStart(32, '0'))
  await endpoint.store.transact(libraryOfTests, async (transaction) => {
    for (let n = 0; n < 2500; n++) {
      const said = { type: 'return-item', happenedOn: undefined, outcome: 'accepted', caseId: undefined, reason: undefined } as const
      const from = { deviceId: toDeviceId('d'), receivedAt: anInstant('2026-11-24 13:32'), version: 1 }
      await transaction.keepReceipt({ operationId: idOf(n), hash: idOf(n).repeat(2), envelope: '{}', ...from, ...said })
    }
  })
  endpoint.advance(200 * dayMs)
  let isClosed = false
  const closed = closing(endpoint).then(() => {
    isClosed = true
  })
  const seen = new Set<string>()
  while (!isClosed) {
    // As a request does, which comes with a turn of the process.
    await new Promise(setImmediate)
    await endpoint.store.transact(libraryOfTests, async (transaction) => {
      const contents: string[] = []
      for (const n of [0, 1000, 2000]) contents.push((await transaction.receiptsOf(idOf(n)))[0]?.envelope ?? '?')
      seen.add(contents.join('|'))
    })
  }
  await closed
  expect([...seen]).toEqual(['|{}|{}', '||{}', '||'])
  await endpoint.store.close()
  rmSync(folder, { recursive: true })
})

test('[PRIV-3] who borrowed it stands nowhere in the file of SQLite, which each backup copies', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'retention-'))
  const path = join(folder, 'desk.db')
  const endpoint = await anEndpoint({ store: new SqliteStore(path) })
  const tablet = await endpoint.enrol()
  const card = toCardNumber('23333000099999')
  const lent = anEnvelope(aHandOver({ card, orderId: undefined }))
  const back = anEnvelope(aReturn(), { based: { 'item/33331000000012': [lent.operationId] } })
  await tablet.push([lent, back].map(aPushed))
  // The document first, a month later what was remembered of it, then the receipts, once their outcome has gone out.
  for (const days of [2, 31, 90, 31]) {
    endpoint.advance(days * dayMs)
    await closing(endpoint)
  }
  expect(await contentsOf(endpoint, lent)).toEqual([''])
  await endpoint.store.close()
  expect(readFileSync(path).includes(lent.operationId)).toBe(true)
  expect(readFileSync(path).includes(card)).toBe(false)
  rmSync(folder, { recursive: true })
})

test('[PRIV-5] a manager whom the settings no longer name leaves nothing: no passphrase, no code, no pass', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const now = endpoint.instantBefore(0)
  const { pass } = (await tablet.enterPassphrase()).body
  await offerPassphraseCode(endpoint.store, libraryOfTests, managerOfTests, now)
  const kept = () =>
    endpoint.store.read(libraryOfTests, async (reading) => [
      await reading.passphrase(managerOfTests),
      await reading.pass(createHash('sha256').update(String(pass)).digest('hex')),
    ])
  expect(await kept()).not.toContain(undefined)
  const write = (names: readonly string[]) =>
    writeSettings(
      endpoint.store,
      libraryOfTests,
      { settings: aSettings(), librarians: names.map((name) => ({ id: toLibrarianId(name), name, pin: '1234', isManager: true })) },
      aSettings(),
      { cardRule: undefined, itemRule: undefined },
      now,
    )
  // Who is left has to be able to act (SET-12).
  await write(['denis', 'claire'])
  const verifier = await managerVerifier()
  await endpoint.store.transact(libraryOfTests, (transaction) =>
    transaction.keepPassphrase({ librarianId: toLibrarianId('denis'), verifier, code: undefined }),
  )
  await write(['denis'])
  expect(await kept()).toEqual([undefined, undefined])
  // Named again, who left is a newcomer.
  await write(['denis', 'claire'])
  expect((await tablet.enterPassphrase()).body).toMatchObject({ problem: 'passphrase-unset' })
})
