/**
 * Files that a manager brings in from a tablet: sent in parts, tried, taken, and what a stranger, a large file and a wrong pass come to. The
 * routes, the import and its database on a disk are the real ones; only the process apart is this one.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toCardNumber } from '../../../src/domain/ids.ts'
import { runImport } from '../../../src/endpoint/connectors/file/run-import.ts'
import { sweepBrought } from '../../../src/endpoint/http/import-routes.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import type { BroughtReport } from '../../../src/protocol/imports.ts'
import { protocolVersion } from '../../../src/protocol/version.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { anEndpoint, libraryOfTests, managerOfTests, secretsIn, type TestTablet } from '../../builders/an-endpoint.ts'

const now = anInstant('2026-11-24 13:32')
let folder: string
let store: SqliteStore
let tablet: TestTablet
let pass: unknown
let endpoint: Awaited<ReturnType<typeof anEndpoint>>
let ran: string[][] = []

const cards = Array.from({ length: 30 }, (_, n) => `0333312045${String(n).padStart(4, '0')}`)
const listOf = (numbers: readonly string[]): string =>
  ['Carte;Nom;Prénom;Catégorie;Expiration', ...numbers.map((card, n) => `${card};NOM${n};Prénom;adulte;31/12/2027`), ''].join('\r\n')
const idOf = (n: number): string => n.toString(16).padStart(32, '0')

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pte-brought-'))
  const path = join(folder, 'endpoint.db')
  store = new SqliteStore(path)
  ran = []
  const patrons = cards.map((card, n) => aPatron({ id: toCardNumber(card), surname: `NOM${n}`, firstName: 'Prénom', category: 'adulte' }))
  endpoint = await anEndpoint({
    store,
    rows: patrons,
    ports: {
      dataDir: folder,
      runImport: async (words, onStep) => {
        ran.push([...words])
        let report = ''
        const code = await runImport(words, {
          openStore: () => new SqliteStore(path),
          dataDir: folder,
          libraryName: undefined,
          zone: 'Europe/Paris',
          now: () => now,
          output: { write: (text) => (report += text) },
          errors: { write: (text) => onStep(text.trim()) },
        })
        return { code, report }
      },
    },
  })
  tablet = await endpoint.enrol()
  pass = (await tablet.enterPassphrase()).body.pass
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const act = (path: string, asked: object) =>
  tablet.post(`/management/v1/${path}?protocol=${protocolVersion}`, {
    protocol: protocolVersion,
    nonce: 'm',
    librarianId: managerOfTests,
    pass,
    ...asked,
  })
const send = (content: string | Uint8Array, n = 1, changes: object = {}) => {
  const bytes = Buffer.from(content)
  const part = { fileId: idOf(n), from: 0, of: bytes.length, changedAt: now - 60_000, data: bytes.toString('base64') }
  return act('import-part', { ...part, ...changes })
}
interface Asked {
  readonly end: string
  readonly files: Readonly<Record<string, BroughtReport & { readonly guard: NonNullable<BroughtReport['guard']> }>> & {
    readonly patrons: BroughtReport & { readonly guard: NonNullable<BroughtReport['guard']> }
  }
  readonly refusal: { readonly say: string }
}
const ask = async (asked: object) => {
  for (;;) {
    const { status, body } = await act('import', { lang: 'fr', ...asked })
    if (status !== 200 || body.end !== 'working') return { status, ...body } as unknown as Asked
    await wait(20)
  }
}
const filesOf = (kind: string, n = 1) => ({ files: [{ fileId: idOf(n), kind }] })
const known = async (): Promise<readonly string[]> =>
  (await store.read(libraryOfTests, async (reader) => reader.rowsOf('patron'))).map(({ id }) => id as string)
const headNow = async () => (await store.libraries())[0]?.head

describe('[IMP-1] a file from a tablet', () => {
  test('is recognised, tried without a word written, and taken; what it holds stays nowhere', async () => {
    const text =
      listOf([...cards.slice(2), '03333120459999']).replace('NOM3;', '"NOM3') +
      '0333312045X77;LEROUX;Anna;adulte;\r\n;SANS;Carte;adulte;\r\n'
    expect((await send(gzipSync(text))).body).toMatchObject({ kind: 'patrons' })
    const before = await headNow()
    const { end, files } = await ask(filesOf('patrons'))
    expect(end).toBe('tried')
    expect(files.patrons).toMatchObject({ added: 2, removed: 2 })
    expect(files.patrons.shown[0]).toMatchObject({ name: 'NOM0, Prénom', day: '2027-12-31' })
    expect(files.patrons.lines).toContainEqual({
      line: expect.any(Number),
      text: ';SANS;Carte;adulte;',
      say: expect.stringContaining('manque'),
    })
    expect(await headNow()).toBe(before)
    expect(existsSync(join(folder, 'rejected'))).toBe(false)

    const { added, updated, removed } = files.patrons
    const taken = await ask({ ...filesOf('patrons'), take: { added, updated, removed } })
    expect(taken.end).toBe('taken')
    expect(await known()).toContain('03333120459999')
    expect(readdirSync(join(folder, 'brought', libraryOfTests))).toEqual([])
    expect(endpoint.lines.filter((line) => secretsIn(line).length > 0 || line.includes('NOM'))).toEqual([])
  })

  test('in parts: one that was lost is sent again, and the file speaks of when it changed', async () => {
    const bytes = Buffer.from(listOf(cards))
    const half = Math.floor(bytes.length / 2)
    const part = (from: number, to: number) => send('', 1, { from, of: bytes.length, data: bytes.subarray(from, to).toString('base64') })
    expect((await part(half, bytes.length)).body).toMatchObject({ bytes: 0 })
    expect((await part(0, half)).body).toMatchObject({ bytes: half })
    expect((await part(0, half)).body).toMatchObject({ bytes: half })
    expect((await part(half, bytes.length)).body).toMatchObject({ bytes: bytes.length, kind: 'patrons' })
    expect(statSync(join(folder, 'brought', libraryOfTests, idOf(1))).mtimeMs).toBe(now - 60_000)
  })

  test('whose trial is another one by now is not written, and is shown anew', async () => {
    await send(listOf(cards))
    const { files } = await ask(filesOf('patrons'))
    const { updated, removed } = files.patrons
    const end = await ask({ ...filesOf('patrons'), take: { added: 12, updated, removed } })
    expect(end).toMatchObject({ end: 'changed', files: { patrons: { added: 0 } } })
    expect(ran.every((words) => words.includes('--dry-run'))).toBe(true)
  })

  test('that is a page, no gzip, or of nothing we know is refused in words without a command’s options', async () => {
    expect((await send('<!doctype html><html><title>Connexion</title>')).body).not.toHaveProperty('kind')
    expect(await ask(filesOf('patrons'))).toMatchObject({
      end: 'refused',
      refusal: { file: 'patrons', say: expect.stringContaining('Connexion') },
    })
    await send(Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.from('pas du gzip')]), 2)
    expect(await ask(filesOf('patrons', 2))).toMatchObject({ end: 'refused', refusal: { say: expect.stringContaining('compressé') } })
    await send('A;B\n1;2\n', 3)
    const { refusal } = await ask(filesOf('patrons', 3))
    expect(refusal.say).toContain('il manque')
    expect(refusal.say).not.toContain('--')
    expect(await ask(filesOf('patrons', 9))).toMatchObject({ end: 'gone' })
  })

  test('is one of orders though it names cards and titles, and a catalogue is one', async () => {
    expect((await send('Carte;Date de retrait;Heure de retrait;Code-barres;Titre\n1;24/11/2026;10:30;2;\n')).body.kind).toBe('orders')
    expect((await send('Code-barres;Titre;Auteur\n1;Un;Deux\n', 2)).body.kind).toBe('catalogue')
    expect((await send('Code-barres;Titre;Auteur', 3)).body.kind).toBe('catalogue')
  })

  test('goes when the manager stops, and when nobody took it within the hour', async () => {
    await send(listOf(cards))
    expect(await ask({ files: [] })).toMatchObject({ end: 'gone' })
    expect(await ask(filesOf('patrons'))).toMatchObject({ end: 'gone' })
    await send(listOf(cards))
    await sweepBrought(folder, anInstant('2026-11-24 13:33'))
    expect(readdirSync(join(folder, 'brought', libraryOfTests))).toHaveLength(1)
    await sweepBrought(folder, anInstant('2050-11-24 13:33'))
    expect(readdirSync(join(folder, 'brought', libraryOfTests))).toHaveLength(0)
  })
})

describe('[IMP-4] a list that would take much away', () => {
  test('is written only with the number of what goes, its numbers side by side', async () => {
    await send(listOf(cards.map((card) => card.slice(1))))
    const { files } = await ask(filesOf('patrons'))
    const { added, updated, removed, guard } = files.patrons
    expect(guard).toMatchObject({
      why: 'strange',
      type: 31,
      of: 31,
      before: cards.slice(0, 3),
      now: cards.slice(0, 3).map((card) => card.slice(1)),
    })
    const before = await headNow()
    expect(await ask({ ...filesOf('patrons'), take: { added, updated, removed } })).toMatchObject({ end: 'changed' })
    expect(await ask({ ...filesOf('patrons'), take: { added, updated, removed, removes: 30 } })).toMatchObject({ end: 'changed' })
    expect(await headNow()).toBe(before)
    expect(await ask({ ...filesOf('patrons'), take: { added, updated, removed, removes: 31 } })).toMatchObject({ end: 'taken' })
    expect(await known()).not.toContain(cards[0])
  })

  test('and one that leaves out more than half, by the same number', async () => {
    await send(listOf(cards.slice(0, 10)))
    const { files } = await ask(filesOf('patrons'))
    const { added, updated, removed, guard } = files.patrons
    expect(guard).toMatchObject({ why: 'part', type: 21, of: 31 })
    expect(await ask({ ...filesOf('patrons'), take: { added, updated, removed, removes: 21 } })).toMatchObject({ end: 'taken' })
    expect((await known()).length).toBeLessThan(12)
  })

  test('while one that is cut takes nothing away, and asks for the number of its rows', async () => {
    await send(`${listOf(cards.slice(0, 20))}03333120457777;COUP`)
    const { files } = await ask(filesOf('patrons'))
    const { added, updated, removed, guard } = files.patrons
    expect(guard).toMatchObject({ why: 'cut' })
    expect(await ask({ ...filesOf('patrons'), take: { added, updated, removed } })).toMatchObject({ end: 'changed' })
    expect(await ask({ ...filesOf('patrons'), take: { added, updated, removed, removes: guard.type } })).toMatchObject({ end: 'taken' })
    expect((await known()).length).toBeGreaterThanOrEqual(31)
  })
})

describe('[PRIV-5] nobody else brings a file in', () => {
  const there = (): boolean => existsSync(join(folder, 'brought'))

  test('the endpoint takes nothing without a pass, by a wrong one, or from a stranger', async () => {
    const part = { protocol: 4, nonce: 'n', librarianId: 'claire', fileId: idOf(1), from: 0, of: 1, changedAt: 0, data: 'QQ==' }
    expect((await tablet.post('/management/v1/import-part?protocol=4', part)).status).toBe(400)
    expect((await tablet.post('/management/v1/import-part?protocol=4', { ...part, pass: '0'.repeat(64) })).body.problem).toBe('pass-over')
    const stranger = await endpoint.ask('/management/v1/import-part?protocol=4', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${'0'.repeat(32)}.${'0'.repeat(64)}` },
      body: JSON.stringify({ ...part, pass: '0'.repeat(64) }),
    })
    expect(stranger.status).toBe(401)
    expect(there()).toBe(false)
  })

  test('the endpoint refuses a name that is a path, a file that is too large or goes beyond itself, one file too many', async () => {
    for (const fileId of ['../../endpoint.db', `${idOf(1)}/..`, idOf(1).slice(1), `${idOf(1)}\n`])
      expect((await send('x', 1, { fileId })).status).toBe(400)
    expect((await send('x', 1, { of: 64 * 1024 * 1024 + 1 })).status).toBe(400)
    expect((await send('xx', 1, { of: 1 })).body.problem).toBe('too-large')
    expect((await send('x', 1, { data: 'A'.repeat(1_100_000) })).status).toBe(413)
    for (let n = 1; n <= 6; n++) expect((await send('x', n)).status).toBe(200)
    expect((await send('x', 7)).body.problem).toBe('too-large')
    expect(readdirSync(join(folder, 'brought'))).toEqual([libraryOfTests])
  })
})
