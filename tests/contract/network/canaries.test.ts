/**
 * Nothing of a library reaches another (NET-4): a whole day in library A with a mark in every text, over the routes of one endpoint that serves
 * B too. Every byte answered to B's tablets, managers, patrons, mails, exports and commands is searched for A's marks, and so are the log, the
 * figures and the keeper's page. Cards and barcodes of B are A's own where both may have them.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { toCardNumber, toItemBarcode, toOrderId } from '../../../src/domain/ids.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { noteSilence } from '../../../src/endpoint/authority/silence-job.ts'
import type { OutgoingMessage } from '../../../src/endpoint/messages/message-channel.ts'
import { createMessageJob } from '../../../src/endpoint/messages/message-job.ts'
import { orderToken } from '../../../src/endpoint/messages/page-links.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import type { Store } from '../../../src/endpoint/storage/store.ts'
import type { Library } from '../../../src/endpoint/storage/stored.ts'
import { protocolVersion } from '../../../src/protocol/version.ts'
import { posted } from '../../builders/a-page.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aStore } from '../../builders/a-store.ts'
import { anEnvelope, aPushed, aReturn } from '../../builders/an-endpoint.ts'
import { listenToHints } from '../../builders/hint-stream.ts'
import {
  aNetwork,
  aTablet,
  barcodeOfA,
  canary,
  cardOfA,
  commandsOf,
  found,
  liveADay,
  marksOfA,
  names,
  orderOfA,
  sharedBarcode,
  sharedCard,
  token,
} from '../../builders/two-libraries.ts'
import { memoryFolder } from '../../fakes/memory-folder.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(memoryFolder, 'two-'))
  return undefined
})
afterEach(() => rmSync(folder, { recursive: true }))

let postgres: RunningPostgres | undefined
beforeAll(async () => {
  if (postgresReason === undefined) postgres = await startPostgres()
})
afterAll(() => postgres?.stop())
const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})
const stores = [
  { name: 'SQLite', open: async (): Promise<Store> => aStore() },
  ...(postgresReason === undefined
    ? [
        {
          name: 'PostgreSQL',
          open: async (): Promise<Store> => {
            const store = new PostgresStore(await emptied(postgres))
            ends.push(() => store.close())
            return store
          },
        },
      ]
    : []),
]

const title =
  '[NET-4] a whole day in one library leaves no mark in a byte answered to another, in the log, the figures or the keeper’s page'
test.each(stores)(`${title}, over $name`, async ({ open }) => {
  const opened = await open()
  const network = await aNetwork(folder, opened)
  const { store, a, b, now, ask, lines } = network
  const heardByA: string[] = []
  const heardByB: string[] = []
  const [hearA, hearB] = [(said: string) => void heardByA.push(said), (said: string) => void heardByB.push(said)]
  // What both write to their patrons.
  const mails: { readonly library: string; readonly mail: OutgoingMessage }[] = []
  const job = createMessageJob({
    store,
    channelOf: (library) => ({
      send: async (mail) => {
        mails.push({ library: library.id, mail })
        return { kind: 'accepted', said: 'queued' }
      },
    }),
    now: () => now,
    publicUrl: 'https://drive.example',
    report: (pass, library) => lines.push(JSON.stringify({ library, ...pass, messages: true })),
    reportDefect: (defect) => lines.push(String(defect)),
  })
  await job.pass()
  for (const { library, mail } of mails) (library === b.id ? hearB : hearA)(JSON.stringify(mail))
  expect(new Set(mails.map(({ library }) => library))).toEqual(new Set([a.id, b.id]))
  // A tablet of B listens from before A's day to its end: neither a mark nor when something happened there.
  const listener = await listenToHints(ask, await aTablet(network, b, 'À l’écoute', hearB))
  await store.transact(b.id, (transaction) => transaction.writeRow(aPatron({ id: toCardNumber('23333000000347'), surname: 'B' }), now))
  await expect.poll(listener.hints).toBeGreaterThan(0)
  const before = listener.hints()
  const ofA = await liveADay(network, a, canary, barcodeOfA, cardOfA, orderOfA, hearA)
  expect(listener.hints()).toBe(before)
  // A list of A's with a row that cannot be taken, and what waits for nobody.
  const patrons = join(folder, 'usagers.csv')
  writeFileSync(
    patrons,
    `carte;nom;prénom;catégorie;expiration;prêts en cours\r\n${sharedCard};${canary};${canary};adulte;pas une date ${canary};2\r\n${cardOfA};${canary};X;adulte;31/12/2027;1\r\n`,
  )
  expect(await commandsOf(network, hearA).import('--patrons', patrons, '--library', a.slug, '--whole')).toBe(0)
  const ofB = await liveADay(network, b, 'bellerive', '33331000000020', '23333000000347', 'be'.repeat(16), hearB)

  // B asks for what is A's: tablets, orders, cards, files, links, cookies.
  const { tablet, manage, reader, root, seals } = ofB
  for (const [path, asked] of [
    ['set-tablet-aside', { deviceId: ofA.tablet.identity.deviceId, reason: 'la nôtre' }],
    ['apart-list', { deviceId: ofA.lost.identity.deviceId }],
    ['accept-quarantined', { deviceId: ofA.lost.identity.deviceId }],
    ['export-settle', { number: 1 }],
    ['cancel-code', { codeId: '0'.repeat(16) }],
  ] as const)
    await manage(path, asked)
  const catalogueOfA = await store.read(a.id, async (reading) => reading.row('catalogue', 'catalogue'))
  const catalogueOfB = await store.read(b.id, async (reading) => reading.row('catalogue', 'catalogue'))
  expect((await tablet.get(`/catalogue/v1/${catalogueOfA?.hash}`)).status).not.toBe(200)
  expect((await tablet.get(`/catalogue/v1/${catalogueOfB?.hash}`)).status).toBe(200)
  expect((await tablet.get(`/sync/v1/pull?library=${a.identity}&protocol=${protocolVersion}`)).body).toMatchObject({
    problem: 'other-library',
  })
  await reader.get(`${root}/c/${orderToken(seals, a.id, toOrderId(orderOfA))}`)
  await reader.get(`${root}/c/${orderToken(seals, b.id, toOrderId(orderOfA))}`)
  for (const sealed of ['link', 'opposition'] as const) {
    await reader.get(
      `${root}/${sealed === 'link' ? 'lien' : 'opposition'}/${seals.seal(sealed, a.id, sealed === 'link' ? { card: cardOfA, until: now + 60_000 } : cardOfA)}`,
    )
  }
  const cookie = `carte=${seals.seal('proven', a.id, { card: cardOfA, until: now + 60_000 })}; panier=${seals.seal('basket', a.id, [[canary]])}`
  for (const path of ['/', '/quand', '/panier']) hearB(await (await ask(`${root}${path}`, { headers: { Cookie: cookie } })).text())
  await reader.send(`${root}/qui`, posted({ card: cardOfA }))
  for (const path of ['/', '/manifest.webmanifest', '/icons/mark.svg']) {
    hearB(await (await ask(path, { headers: { Cookie: `library=${b.id}` } })).text())
    expect(found(await (await ask(path, { headers: { Cookie: `library=${a.id}` } })).text(), [canary]).length, path).toBeLessThan(2)
  }
  expect(found(await (await ask('/manifest.webmanifest')).text(), marksOfA)).toEqual([])

  // The jobs of the night, and B's commands.
  await closeDays(store, now, (defect) => lines.push(String(defect)))
  await noteSilence(store, now, (defect) => lines.push(String(defect)))
  await tablet.pull()
  const commands = commandsOf(network, hearB)
  const out = (name: string) => join(folder, 'of-b', name)
  for (const format of ['koc', 'csv'])
    await commands.export('--format', format, '--day', '2026-11-24', '--out', out(`jour.${format}`), '--library', b.slug)
  await commands.export('--list', '--library', b.slug)
  for (const card of [sharedCard, cardOfA]) await commands.person(card, '--library', b.slug)
  await commands.person('--name', canary, '--library', b.slug)
  expect(await commands.library('export', b.slug, '--out', out('b.db'))).toBe(0)
  for (const name of readdirSync(out(''))) hearB(readFileSync(out(name), 'latin1'))

  hearB(listener.said())
  await listener.end()

  // The trap catches: A's own answers are full of them.
  for (const mark of marksOfA) expect([mark, heardByA.some((said) => found(said, [mark]).length > 0)]).toEqual([mark, true])
  for (const said of heardByB) {
    // Without B's own question: the path, and the field that says again what was typed.
    const answered = said.replace(/^\/\S+ /, '').replaceAll(` value="${cardOfA}"`, '')
    const marks = found(answered, marksOfA)
    expect({ marks, in: marks.length > 0 ? said : '' }).toEqual({ marks: [], in: '' })
  }
  expect(heardByB.length).toBeGreaterThan(60)
  // Each line of a library's begins with whose it is, by its slug (KEEP-6), and says nothing else of it.
  const log = lines.join('\n')
  for (const { slug } of [a, b])
    for (const line of ['"route":"push"', '"route":"page"', '"messages":true'])
      expect(
        lines.some((one) => one.includes(`"library":"${slug}"`) && one.includes(line)),
        `${slug} ${line}`,
      ).toBe(true)
  expect(found(log.replaceAll(`"library":"${a.slug}"`, ''), marksOfA)).toEqual([])

  // The keeper reads A's name and nothing else of it.
  const bearer = { Authorization: `Bearer ${token}` }
  const marksOfKeeper = marksOfA.filter((mark) => mark !== names)
  for (const path of ['/reseau/fr/', '/reseau/en/?tout']) {
    const page = await (await ask(path, { headers: bearer })).text()
    expect(found(page, [...marksOfKeeper, 'bellerive.', 'Claire', 'bois'])).toEqual([])
    expect(page).toContain(names)
  }
  const figures = await (await ask('/metrics', { headers: { Authorization: 'Bearer a token of sixteen' } })).text()
  expect(found(figures, marksOfKeeper)).toEqual([])
})

test('[NET-4] rows that an import of one library rejected are given to no person of another, and another import takes nothing of them away', async () => {
  const network = await aNetwork(folder)
  const { a, b } = network
  const said: string[] = []
  const commands = commandsOf(network, (text) => void said.push(text))
  const patrons = join(folder, 'usagers.csv')
  const listed = (library: Library, twice: string) => {
    const rows = [twice, twice, '23333000000511'].map((card) => `${card};X;Y;adulte;31/12/2027;1`)
    writeFileSync(patrons, ['carte;nom;prénom;catégorie;expiration;prêts en cours', ...rows].join('\r\n'))
    return commands.import('--patrons', patrons, '--library', library.slug, '--whole')
  }
  expect(await listed(a, sharedCard)).toBe(0)
  expect(await listed(b, '23333000000347')).toBe(0)
  said.length = 0
  // B's whole list leaves this card out: nothing is held of it there, whatever A's rejected rows say.
  expect(await commands.person(sharedCard, '--library', b.slug)).toBe(1)
  said.length = 0
  expect(await commands.person(sharedCard, '--library', a.slug)).toBe(0)
  expect((JSON.parse(said.join('')) as { rejectedRows: readonly unknown[] }).rejectedRows).toHaveLength(1)
})

test('[NET-3, NET-4] a tablet that moves to another library of the endpoint is another tablet there, and its old name opens nothing', async () => {
  const network = await aNetwork(folder)
  const { a, b } = network
  const heard: string[] = []
  const before = await aTablet(network, a, 'Accueil', () => undefined)
  const after = await aTablet(network, b, 'Accueil', (said) => void heard.push(said))
  expect(after.identity).toMatchObject({ library: b.identity, letter: 'B' })
  expect(after.identity.deviceId).not.toBe(before.identity.deviceId)
  // B refuses by A's identity what the tablet still holds for A; A accepts it.
  const late = [aPushed(anEnvelope({ ...aReturn(), barcode: toItemBarcode(sharedBarcode) }))]
  const sent = { protocol: protocolVersion, nonce: 'n', ticket: after.ticket, pendingCount: 1, operations: late }
  const refused = await after.post(`/sync/v1/push?library=${a.identity}`, sent)
  expect([refused.status, refused.body.problem]).toEqual([409, 'other-library'])
  expect((await before.push(late)).status).toBe(200)
  expect(heard.flatMap((said) => found(said, marksOfA))).toEqual([])
})
