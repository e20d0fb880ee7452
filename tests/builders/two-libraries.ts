/**
 * Two libraries of one endpoint, with a mark in every text of the first: how they are made, what their tablets, managers, patrons and commands
 * do in a day, and everything that is answered to each of them, heard. For tests that search what one hears for the marks of the other.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toCardNumber, toItemBarcode, toLibrarianId, toLibraryId, toOrderId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { publishCatalogue } from '../../src/endpoint/catalogue/publish-catalogue.ts'
import { runExport } from '../../src/endpoint/connectors/file/run-export.ts'
import { runImport } from '../../src/endpoint/connectors/file/run-import.ts'
import { enrolDevice } from '../../src/endpoint/enrolment/enrol-device.ts'
import { offerEnrolmentCode } from '../../src/endpoint/enrolment/enrolment-code.ts'
import { orderToken, pageSecret } from '../../src/endpoint/messages/page-links.ts'
import { createSeals } from '../../src/endpoint/messages/seal.ts'
import { writeMessages } from '../../src/endpoint/messages/write-messages.ts'
import { createNetworkLook } from '../../src/endpoint/network/look-at-network.ts'
import { hashKeeperToken } from '../../src/endpoint/network/network-routes.ts'
import { runLibrary } from '../../src/endpoint/network/run-library.ts'
import { runPerson } from '../../src/endpoint/retention/run-person.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import type { Library } from '../../src/endpoint/storage/stored.ts'
import { withMembers } from '../../src/endpoint/storage/with-members.ts'
import { protocolVersion } from '../../src/protocol/version.ts'
import { mailAddress } from './a-mailing-library.ts'
import { aPublicPage, Visitor } from './a-page.ts'
import { aPatron } from './a-patron.ts'
import { aSettings } from './a-settings.ts'
import { aStore } from './a-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, aReturn, managerOfTests, managerVerifier, TestTablet } from './an-endpoint.ts'
import { aLine, anItemWanted, anOrder, aSlotKey } from './an-order.ts'
import { anEntry } from './in-a-store.ts'

/** In every text of A; `names`: what the keeper may read, and B may not. */
export const canary = 'CANARI'
export const names = 'NOMDEA'
/** Of a document, a card and an order that A alone has. */
export const [barcodeOfA, cardOfA, orderOfA] = ['33339999000017', '23339999000015', 'ca'.repeat(16)]
export const marksOfA = [canary, names, barcodeOfA, cardOfA, orderOfA]
/** What both libraries have. */
export const [sharedBarcode, sharedCard] = ['33331000000012', '23333000000172']
export const token = 'un jeton du réseau bien long'

/** The marks that occur in this text, ignoring case. */
export const found = (said: string, marks: readonly string[]): readonly string[] => {
  const text = said.toLowerCase()
  return marks.filter((mark) => text.includes(mark.toLowerCase()))
}

export const aNetwork = async (folder: string, store: Store = aStore()) => {
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
    view: { networkName: undefined, zone: 'Europe/Paris' },
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
  return { ...endpoint, store, a, b, now, folder }
}
export type Network = Awaited<ReturnType<typeof aNetwork>>

/** Enrols a tablet of one library; all that is answered to it is heard. */
export const aTablet = async (
  { store, ask, now }: Network,
  library: Library,
  name: string,
  hear: (said: string) => void,
): Promise<TestTablet> => {
  const { code } = await offerEnrolmentCode(store, library.id, now, managerOfTests)
  const enrolled = await enrolDevice(store, { protocol: 4, nonce: 'n', code, name }, now)
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

export const commandsOf = ({ store, now, folder }: Network, hear: (said: string) => void) => {
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
export const liveADay = async (
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
