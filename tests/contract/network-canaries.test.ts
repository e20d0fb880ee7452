/**
 * Nothing of a library reaches another (NET-4): a whole day in library A with a mark in every text, over the routes of one endpoint that serves
 * B too. Every byte answered to B's tablets, managers, patrons, mails, exports and commands is searched for A's marks, and so are the log, the
 * figures and the keeper's page. Cards and barcodes of B are A's own where both may have them.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toCardNumber, toItemBarcode, toLibrarianId, toLibraryId, toOrderId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { noteSilence } from '../../src/endpoint/authority/note-silence.ts'
import { publishCatalogue } from '../../src/endpoint/catalogue/publish-catalogue.ts'
import { runExport } from '../../src/endpoint/connectors/file/run-export.ts'
import { runImport } from '../../src/endpoint/connectors/file/run-import.ts'
import { enrolDevice } from '../../src/endpoint/enrolment/enrol-device.ts'
import { offerEnrolmentCode } from '../../src/endpoint/enrolment/enrolment-code.ts'
import type { OutgoingMessage } from '../../src/endpoint/messages/message-channel.ts'
import { createMessageJob } from '../../src/endpoint/messages/message-job.ts'
import { orderToken, pageSecret } from '../../src/endpoint/messages/page-links.ts'
import { createSeals } from '../../src/endpoint/messages/seal.ts'
import { writeMessages } from '../../src/endpoint/messages/write-messages.ts'
import { createNetworkLook } from '../../src/endpoint/network/look-at-network.ts'
import { hashKeeperToken } from '../../src/endpoint/network/network-routes.ts'
import { runLibrary } from '../../src/endpoint/network/run-library.ts'
import { runPerson } from '../../src/endpoint/retention/run-person.ts'
import type { Library } from '../../src/endpoint/storage/store.ts'
import { protocolVersion } from '../../src/protocol/version.ts'
import { mailAddress } from '../builders/a-mailing-library.ts'
import { aPublicPage, posted, Visitor } from '../builders/a-page.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aSettings } from '../builders/a-settings.ts'
import { aStore } from '../builders/a-store.ts'
import {
  aHandOver,
  anEndpoint,
  anEnvelope,
  aPushed,
  aReturn,
  managerOfTests,
  managerVerifier,
  TestTablet,
} from '../builders/an-endpoint.ts'
import { aLine, anItemWanted, anOrder, aSlotKey } from '../builders/an-order.ts'
import { anEntry } from '../builders/in-a-store.ts'
import { withMembers } from '../convergence/with-members.ts'
import { memoryFolder } from '../fakes/memory-folder.ts'

/** In every text of A; `names`: what the keeper may read, and B may not. */
const canary = 'CANARI'
const names = 'NOMDEA'
/** Of a document, a card and an order that A alone has. */
const [barcodeOfA, cardOfA, orderOfA] = ['33339999000017', '23339999000015', 'ca'.repeat(16)]
const marksOfA = [canary, names, barcodeOfA, cardOfA, orderOfA]
/** What both libraries have. */
const [sharedBarcode, sharedCard] = ['33331000000012', '23333000000172']
const token = 'un jeton du réseau bien long'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(memoryFolder, 'two-'))
  return undefined
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Marks that stand in what was said, whatever the case they are written in. */
const found = (said: string, marks: readonly string[]): readonly string[] => {
  const text = said.toLowerCase()
  return marks.filter((mark) => text.includes(mark.toLowerCase()))
}

const aNetwork = async () => {
  const store = aStore()
  const clock = { at: 0 }
  const look = createNetworkLook(
    store,
    () => toInstant(clock.at),
    { name: undefined, since: undefined },
    () => {},
    0,
  )
  const network = {
    keeperTokenHash: hashKeeperToken(token),
    look,
    view: { networkName: undefined, zone: 'Europe/Paris', build: undefined },
  }
  const build = join(folder, 'build')
  mkdirSync(join(build, 'icons'), { recursive: true })
  writeFileSync(join(build, 'index.html'), '<title>Prêt à emporter</title>')
  writeFileSync(join(build, 'manifest.webmanifest'), JSON.stringify({ name: 'Prêt à emporter' }))
  writeFileSync(join(build, 'icons', 'mark.svg'), '<svg/>')
  const [a, b] = [
    await store.createLibrary({ id: toLibraryId('a'), name: `${names} de la Gare`, isDemo: false }),
    await store.createLibrary({ id: toLibraryId('b'), name: 'Médiathèque de Bellerive', isDemo: false }),
  ]
  const endpoint = await anEndpoint({ store, ports: { network, dataDir: folder, buildDirs: [build], metricsToken: 'a token of sixteen' } })
  const now = endpoint.instantBefore(0)
  clock.at = now
  const make = async ({ id, name }: Library, mark: string, barcode: string, card: string, orderId: string): Promise<void> => {
    const verifier = await managerVerifier()
    const page = aPublicPage({ telephone: '05 36 49 12 07', notice: { fr: `${mark} fermé lundi` }, place: { fr: `${mark} à la porte` } })
    const order = anOrder({
      id: toOrderId(orderId),
      card: toCardNumber(card),
      slot: aSlotKey('2026-11-25 14:00'),
      lines: [aLine('1', anItemWanted(barcode, `record-${mark}`))],
      source: 'phone',
      note: `${mark} sonner deux fois`,
      callBackNumber: `06 ${mark}`,
    })
    await store.transact(id, async (transaction) => {
      await transaction.writeRow(aSettings({ libraryName: name, serviceName: `Clic ${mark}`, sendsMail: true, publicPage: page }), now)
      const pin = { salt: '0'.repeat(32), iterations: 1000, hash: '' }
      await transaction.writeRow({ kind: 'librarian', id: managerOfTests, name: `Claire ${mark}`, isManager: true, pin }, now)
      await transaction.writeRow({ kind: 'librarian', id: toLibrarianId('bruno'), name: `Bruno ${mark}`, isManager: false, pin }, now)
      for (const one of [card, sharedCard]) {
        await transaction.writeRow(aPatron({ id: toCardNumber(one), surname: `${mark}-${one}`, firstName: mark, reachable: 'yes' }), now)
        const email = mailAddress(`${mark}.${one}@courrier.example`)
        await transaction.addresses.keep({ card: toCardNumber(one), email, language: undefined, refusals: 0 })
      }
      await transaction.keepPassphrase({ librarianId: managerOfTests, verifier, code: undefined })
      await transaction.upsertCatalogue([
        {
          ...anEntry(barcode, `record-${mark}`, `${mark} au bois${mark === canary ? ' zéphyr' : ''}`),
          author: mark,
          location: mark,
          callNumber: mark,
        },
        { ...anEntry(sharedBarcode, 'record-1', `${mark} partagé`), author: mark },
      ])
      await writeMessages(transaction, [order], now)
      await transaction.writeRow(order, now)
    })
    await (await publishCatalogue(store, id, folder, now)).compressed
  }
  await make(a, canary, barcodeOfA, cardOfA, orderOfA)
  await make(b, 'bellerive', '33331000000020', '23333000000347', 'be'.repeat(16))
  return { ...endpoint, store, a, b, now }
}
type Network = Awaited<ReturnType<typeof aNetwork>>

/** Enrols a tablet of one library; all that is answered to it is heard. */
const aTablet = async ({ store, ask, now }: Network, library: Library, name: string, hear: (said: string) => void): Promise<TestTablet> => {
  const { code } = await offerEnrolmentCode(store, library.id, now, managerOfTests)
  const enrolled = await enrolDevice(store, { protocol: 2, nonce: 'n', code, name }, now)
  if ('problem' in enrolled) throw new Error(enrolled.problem)
  hear(JSON.stringify(enrolled))
  return new TestTablet(async (path, init) => {
    const answer = await ask(path, init)
    hear(`${path} ${JSON.stringify(Object.fromEntries(answer.headers))} ${await answer.clone().text()}`)
    return answer
  }, enrolled)
}

/** The passphrase is entered once, and its pass held: each entering costs a second. */
const aManager = async (tablet: TestTablet) => {
  const { pass } = (await tablet.enterPassphrase()).body
  return (path: string, asked: Readonly<Record<string, unknown>> = {}) =>
    tablet.post(`/management/v1/${path}?protocol=${protocolVersion}`, {
      protocol: protocolVersion,
      nonce: 'm',
      librarianId: managerOfTests,
      pass,
      ...asked,
    })
}

const handOver = (mark: string, barcode: string, card: string, orderId: string) =>
  aHandOver({
    orderId: toOrderId(orderId),
    card: toCardNumber(card),
    items: [
      {
        barcode: toItemBarcode(barcode),
        recordId: 'record' as never,
        documentType: 'livre',
        lineId: aLine('1').id,
        dueOn: '2026-12-15' as never,
        isNewRelease: false,
        overrideReason: `${mark} la carte attend`,
      },
    ],
  })

const commandsOf = ({ store, now }: Network, hear: (said: string) => void) => {
  const open = () => withMembers(store, { close: async () => {} })
  const streams = { output: { write: hear }, errors: { write: hear } }
  const ports = { openStore: open, dataDir: folder, now: () => now, ...streams }
  return {
    export: (...args: readonly string[]) => runExport(args, ports),
    person: (...args: readonly string[]) => runPerson(args, { ...ports, place: async () => {} }),
    import: (...args: readonly string[]) => runImport(args, { ...ports, libraryName: undefined, zone: 'Europe/Paris' }),
    library: (...args: readonly string[]) =>
      runLibrary(args, { ...ports, zone: 'Europe/Paris', formatOffer: ({ code }) => code, unmark: () => undefined }),
  }
}

/** All that a manager, a desk and their tablets do in a day, and what goes wrong in it. */
const liveADay = async (
  network: Network,
  library: Library,
  mark: string,
  barcode: string,
  card: string,
  orderId: string,
  hear: (said: string) => void,
) => {
  const { store, now, ask } = network
  const tablet = await aTablet(network, library, `Tablette ${mark}`, hear)
  const lost = await aTablet(network, library, `Perdue ${mark}`, hear)
  await tablet.push([
    aPushed(anEnvelope(handOver(mark, barcode, card, orderId), { deviceId: tablet.identity.deviceId as never })),
    aPushed({ ...anEnvelope({ ...aReturn(), barcode: toItemBarcode(barcode) }), typeVersion: 99, note: mark }),
    aPushed(`${mark} n’est pas une enveloppe`),
  ])
  await tablet.push([aPushed(anEnvelope({ ...aReturn(), barcode: toItemBarcode(sharedBarcode) }))], { pendingCount: 3 })
  await tablet.pull()
  const manage = await aManager(tablet)
  await manage('set-tablet-aside', { deviceId: lost.identity.deviceId, reason: `${mark} perdue dans le parc` })
  for (const format of ['koc', 'csv']) await manage('export', { day: '2026-11-24', format })
  await manage('setting', { section: 'name', expectedVersion: 0, value: { serviceName: `Clic nouveau ${mark}` } })
  for (const path of ['tablets', 'enrolment-code']) await manage(path)
  await manage('export-list', { day: '2026-11-24' })
  await manage('apart-list', { deviceId: lost.identity.deviceId })
  const asker = { protocol: protocolVersion, nonce: 'm', librarianId: managerOfTests }
  for (const path of ['setting-journal', 'message-look', 'mailing-look', 'ils-look', 'ils-link', 'figures', 'idle-names']) {
    await tablet.post(`/management/v1/${path}?protocol=${protocolVersion}`, { ...asker, keepNameDays: 31, cards: [sharedCard, cardOfA] })
  }
  await tablet.post(`/management/v1/message-look?protocol=${protocolVersion}`, { ...asker, orderId: orderOfA })
  await tablet.post(`/sync/v1/figures?protocol=${protocolVersion}`, {
    protocol: protocolVersion,
    nonce: 'f',
    from: '2026-11-01',
    to: '2026-11-30',
  })
  const reader = new Visitor(async (path, init) => {
    const answer = await ask(path, init)
    hear(`${path} ${JSON.stringify(Object.fromEntries(answer.headers))} ${await answer.clone().text()}`)
    return answer
  })
  const root = `/b/${library.slug}/fr`
  for (const path of ['/', '/?q=zephyr', '/?q=bois', '/qui', '/quand', '/a-propos', '/mode-d-emploi', '/nulle-part'])
    await reader.get(`${root}${path}`)
  await reader.post(`${root}/souhait`, { wish: `${mark} en gros caractères` })
  const seals = createSeals(await store.secret(pageSecret))
  await reader.post(`${root}/lien/${seals.seal('link', library.id, { card, until: now + 60_000 })}`, {})
  await reader.get(`${root}/c/${orderToken(seals, library.id, toOrderId(orderId))}`)
  return { tablet, manage, lost, reader, root, seals }
}

test('[NET-4] a whole day in one library leaves no mark in a byte answered to another, in the log, the figures or the keeper’s page', {
  timeout: 60_000,
}, async () => {
  const network = await aNetwork()
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
    report: (pass) => lines.push(JSON.stringify(pass)),
    reportDefect: (defect) => lines.push(String(defect)),
  })
  await job.pass()
  for (const { library, mail } of mails) (library === b.id ? hearB : hearA)(JSON.stringify(mail))
  expect(new Set(mails.map(({ library }) => library))).toEqual(new Set([a.id, b.id]))
  const ofA = await liveADay(network, a, canary, barcodeOfA, cardOfA, orderOfA, hearA)
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

  // The trap catches: A's own answers are full of them.
  for (const mark of marksOfA) expect([mark, heardByA.some((said) => found(said, [mark]).length > 0)]).toEqual([mark, true])
  for (const said of heardByB) {
    // Without B's own question: the path, and the field that says again what was typed.
    const answered = said.replace(/^\/\S+ /, '').replaceAll(` value="${cardOfA}"`, '')
    const marks = found(answered, marksOfA)
    expect({ marks, in: marks.length > 0 ? said : '' }).toEqual({ marks: [], in: '' })
  }
  expect(heardByB.length).toBeGreaterThan(60)
  expect(found(lines.join('\n'), marksOfA)).toEqual([])

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

test('[NET-4] what an import of one library rejected is given to no person of another, and another import takes nothing of it away', async () => {
  const network = await aNetwork()
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
  const network = await aNetwork()
  const { a, b } = network
  const heard: string[] = []
  const before = await aTablet(network, a, 'Accueil', () => undefined)
  const after = await aTablet(network, b, 'Accueil', (said) => void heard.push(said))
  expect(after.identity).toMatchObject({ library: b.identity, letter: 'B' })
  expect(after.identity.deviceId).not.toBe(before.identity.deviceId)
  // What it still holds for A is refused by B by A's identity, and A takes it.
  const late = [aPushed(anEnvelope({ ...aReturn(), barcode: toItemBarcode(sharedBarcode) }))]
  const sent = { protocol: protocolVersion, nonce: 'n', ticket: after.ticket, pendingCount: 1, operations: late }
  const refused = await after.post(`/sync/v1/push?library=${a.identity}`, sent)
  expect([refused.status, refused.body.problem]).toEqual([409, 'other-library'])
  expect((await before.push(late)).status).toBe(200)
  expect(heard.flatMap((said) => found(said, marksOfA))).toEqual([])
})
