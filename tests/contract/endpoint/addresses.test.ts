/**
 * Where messages go is known to the endpoint alone (MSG-7): every answer that a tablet can ask for, every export, the catalogue's file and
 * every line of the log, searched for an address. The real routes over a real disk; the list comes through the import's own reader.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toCardNumber } from '../../../src/domain/ids.ts'
import { republishCatalogues } from '../../../src/endpoint/catalogue/publish-catalogue.ts'
import { readPatrons } from '../../../src/endpoint/connectors/file/read-rows.ts'
import { takePatrons } from '../../../src/endpoint/ils/take-patrons.ts'
import { gatherPerson } from '../../../src/endpoint/retention/gather-person.ts'
import { aStore } from '../../builders/a-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, aReturn, libraryOfTests, seedLibrary } from '../../builders/an-endpoint.ts'
import { memoryFolder } from '../../fakes/memory-folder.ts'

const file = `carte;nom;prénom;catégorie;expiration;prêts en cours;courriel;langue
23333000000172;LEFÈVRE;Aline;adulte;30/06/2027;0;aline.lefevre@courrier.example;en
23333000000347;MOREL;Jean;adulte;30/06/2027;0;pas d’adresse;fr`

/** A text as it stands, and as base64 writes it from each of the three bytes where it may begin. */
const asSent = (text: string): readonly string[] => [
  text,
  ...[0, 1, 2].map((shift) =>
    Buffer.from(`${'x'.repeat(shift)}${text}`)
      .toString('base64')
      .slice(4, -4),
  ),
]

test('[MSG-7] an address is in no byte that a tablet receives, in no export and in no log', async () => {
  const dataDir = mkdtempSync(join(memoryFolder, 'addresses-'))
  const store = aStore()
  await seedLibrary(store)
  const read = readPatrons({ bytes: Buffer.from(file), compressed: false })
  if (!read.ok) throw new Error('the list was not read')
  const { store: _, ...endpoint } = await anEndpoint({ store, ports: { dataDir } })
  const now = endpoint.instantBefore(0)
  await takePatrons(store, libraryOfTests, read.value, { asOf: now, now, isWhole: true })
  await republishCatalogues(store, dataDir, now, (defect) => {
    throw defect
  })
  const kept = await store.read(libraryOfTests, ({ addresses }) => addresses.all())
  expect(kept).toEqual([{ card: '23333000000172', email: 'aline.lefevre@courrier.example', language: 'en', refusals: 0 }])

  const tablet = await endpoint.enrol()
  const heard: unknown[] = [await tablet.push([aPushed(anEnvelope(aHandOver())), aPushed(anEnvelope(aReturn()))])]
  heard.push(await tablet.pull())
  const asks: readonly [string, Record<string, unknown>][] = [
    ['export', { day: '2026-11-24', format: 'koc' }],
    ['export', { day: '2026-11-24', format: 'csv' }],
    ['export-list', { day: '2026-11-24' }],
    ['tablets', {}],
    ['setting-journal', {}],
    ['message-look', {}],
    ['mailing-look', {}],
    ['apart-list', { deviceId: tablet.identity.deviceId }],
  ]
  for (const [route, asked] of asks) {
    const answered = await tablet.manage(route, asked)
    expect(answered.status, route).toBe(200)
    heard.push(answered.body)
  }
  const asksFigures = { protocol: 4, nonce: 'f', from: '2026-11-01', to: '2026-11-30' }
  const figures = await tablet.post('/sync/v1/figures?protocol=4', asksFigures)
  expect(figures.status).toBe(200)
  heard.push(figures.body)
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) heard.push(readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
  heard.push(endpoint.lines)

  const text = JSON.stringify(heard)
  expect(text).toContain('"reachable":"yes"')
  for (const form of [...asSent('aline.lefevre@'), ...asSent('courrier.example')]) expect(text, form).not.toContain(form)
  rmSync(dataDir, { recursive: true })
})

test('[MSG-7] whoever asks what is held of a card is given its address', async () => {
  const { store, instantBefore } = await anEndpoint()
  const read = readPatrons({ bytes: Buffer.from(file), compressed: false })
  if (!read.ok) throw new Error('the list was not read')
  expect(read.value.notes).toContainEqual({ kind: 'addresses-read', header: 'courriel', addresses: 1, unread: 1 })
  const now = instantBefore(0)
  await takePatrons(store, libraryOfTests, read.value, { asOf: now, now, isWhole: true })
  const held = await store.read(libraryOfTests, (reader) => gatherPerson(reader, toCardNumber('23333000000172'), '00'))
  expect(held.address).toMatchObject({ email: 'aline.lefevre@courrier.example', language: 'en' })
})
