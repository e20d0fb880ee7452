/**
 * What holds codes by mail back, and what is said then: of one card from one place, and a flood that would make the library's domain a spammer's,
 * codes asked for every card there is from as many networks. The real store and routes.
 */
import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type CardNumber, toCardNumber } from '../../../src/domain/ids.ts'
import type { MailAddress } from '../../../src/domain/message/message.ts'
import { pageSecret } from '../../../src/endpoint/messages/page-links.ts'
import { createSeals } from '../../../src/endpoint/messages/seal.ts'
import { createNetworkLook } from '../../../src/endpoint/network/look-at-network.ts'
import { keeperLanguage, networkPage } from '../../../src/endpoint/network/network-page.ts'
import { createMailProof } from '../../../src/endpoint/page/mail-proof.ts'
import { beatMs } from '../../../src/endpoint/page/ticks.ts'
import { aMailingPageOf, mailedCard as card, isProven } from '../../builders/a-mailing-page.ts'
import { aPageLibrary, pageOfTests, rootOfTests } from '../../builders/a-page.ts'
import { libraryOfTests, managerOfTests } from '../../builders/an-endpoint.ts'

const most = 300
const cardOf = (n: number): CardNumber => toCardNumber(`23333000010${String(n).padStart(3, '0')}`)

/** The proof by mail of the library of tests; `ask` waits for what is done after the answer. */
const aMailProof = async ({ store, instantBefore }: Pick<Awaited<ReturnType<typeof aPageLibrary>>, 'store' | 'instantBefore'>) => {
  const due: (() => Promise<void>)[] = []
  const seals = createSeals(await store.secret(pageSecret))
  const ticks = { add: (work: () => Promise<void>) => void due.push(work) }
  const proof = createMailProof({ store, now: () => instantBefore(0) }, ticks, seals, { id: libraryOfTests })
  const ask = async (card: CardNumber, network: string): Promise<void> => {
    proof.ask({ card, language: 'fr', network, isMachine: false, isKnown: false })
    for (const work of due.splice(0)) await work()
  }
  return { ...proof, ask }
}

test('[PAGE-7, PAGE-8] whoever asks for codes of all cards, from everywhere, makes the library write 300 an hour and no more', async () => {
  const { store, instantBefore, advance, enrol, dataDir } = await aPageLibrary()
  await store.transact(libraryOfTests, async ({ addresses }) => {
    for (let n = 0; n < most + 10; n++)
      await addresses.keep({ card: cardOf(n), email: `u${n}@courrier.example` as MailAddress, language: undefined, refusals: 0 })
  })
  const proof = await aMailProof({ store, instantBefore })
  const ask = async (n: number): Promise<boolean> => {
    await proof.ask(cardOf(n), `network ${n}`)
    return (await store.read(libraryOfTests, ({ messages }) => messages.ofCard(cardOf(n)))).length > 0
  }
  const written: boolean[] = []
  for (let n = 0; n < most + 5; n++) written.push(await ask(n))
  expect(written.lastIndexOf(true)).toBe(most - 1)
  expect(written.filter(Boolean)).toHaveLength(most)
  // While it lasts, every tablet is told with its pull, whoever looks at the messages, and the keeper.
  const tablet = await enrol()
  const look = () => tablet.post('/management/v1/message-look?protocol=4', { protocol: 4, nonce: 'm', librarianId: managerOfTests })
  const inAnHour = instantBefore(0) + 3_600_000
  expect([(await tablet.pull()).end.pageShutUntil, (await look()).body.mailsOverUntil]).toEqual([inAnHour, inAnHour])
  const lookAtAll = createNetworkLook(
    store,
    () => instantBefore(0),
    { name: undefined, since: undefined },
    () => {},
    0,
  )
  expect((await lookAtAll()).libraries[0]?.trouble).toEqual({ kind: 'page-shut' })
  const view = { ...keeperLanguage('fr'), networkName: undefined, zone: 'Europe/Paris' }
  expect(String(await networkPage(view, await lookAtAll(), false))).toContain(
    'La page de Médiathèque de Valmont n’ouvre plus aux nouveaux venus.',
  )
  // What a place is told of its own asking does not say that the library's mails of the hour are gone.
  const mine = { card: cardOf(most + 7), network: 'mine', isKnown: false }
  for (let n = 0; n < 3; n++) await proof.ask(mine.card, mine.network)
  expect(await proof.heldUntil(mine)).toBeDefined()
  // Of a card that nobody has nothing is written, and nothing is counted.
  advance(3_600_000)
  expect(await ask(most + 6)).toBe(true)
  expect([(await tablet.pull()).end.pageShutUntil, (await look()).body.mailsOverUntil]).toEqual([undefined, undefined])
  rmSync(dataDir, { recursive: true })
})

test('[PAGE-7, PAGE-34] where three codes were asked for from one place, the visitor reads until when, the way out, and the code they have still works', async () => {
  const { askFor, visitor, nextMail, advance, dataDir } = await aMailingPageOf('23333000000180')
  const reader = visitor()
  const beat = () => new Promise((resolve) => setTimeout(resolve, beatMs + 50))
  const asked: string[] = []
  for (let n = 0; n < 4; n++) {
    const shown = await askFor(reader, card)
    asked.push(/Plus de code pour l’instant/.test(shown.text) ? 'held' : 'sent')
    await beat()
  }
  expect(asked).toEqual(['sent', 'sent', 'sent', 'held'])
  let shown = await reader.get(`${pageOfTests}/code`)
  // Asked first on Tuesday, at 14 h 32; the day after at that time it is free again.
  expect(shown.text).toMatch(
    /pas d’autre pour cette carte avant mercredi 25 novembre à 14 h 3\d\. .*réessayez à cette heure-là, ou appelez-nous/,
  )
  expect(shown.text).toContain('05 36 49 12 07')
  shown = await reader.get(`${rootOfTests}/en/code`)
  expect(shown.text).toMatch(/no other code for this card before Wednesday 25 November .*or call us: we can order for you/)
  // What is said of a card that nobody has is the same.
  const stranger = visitor()
  for (let n = 0; n < 4; n++) {
    await askFor(stranger, '23333000009999')
    await beat()
  }
  expect((await stranger.get(`${pageOfTests}/code`)).text).toContain('Plus de code pour l’instant')
  // The third code, which was sent, is this browser's yet: the fourth press took it from nobody.
  const { code } = await nextMail()
  expect(isProven(await reader.post(`${pageOfTests}/code`, { code }))).toBe(true)
  advance(24 * 3_600_000)
  expect((await askFor(visitor(), card)).text).not.toContain('Plus de code')
  rmSync(dataDir, { recursive: true })
})

test('[PAGE-7] whether a place is told « no more codes » depends on nothing that others asked for the card', async () => {
  const { store, instantBefore, dataDir } = await aPageLibrary()
  const proof = await aMailProof({ store, instantBefore })
  const heldAfterEach = async (card: CardNumber): Promise<readonly boolean[]> => {
    const held: boolean[] = []
    for (let n = 0; n < 4; n++) {
      held.push((await proof.heldUntil({ card, network: 'curious', isKnown: false })) !== undefined)
      await proof.ask(card, 'curious')
    }
    return held
  }
  // Somebody uses up all that this card is sent in an hour; of the other nobody asked anything.
  const [asked, left] = [cardOf(1), cardOf(2)]
  for (let n = 0; n < 3; n++) await proof.ask(asked, 'of its owner')
  expect(await heldAfterEach(asked)).toEqual([false, false, false, true])
  expect(await heldAfterEach(left)).toEqual([false, false, false, true])
  rmSync(dataDir, { recursive: true })
})

test('[PAGE-7, PAGE-30] strangers of two networks use up a card’s codes of the day; a browser that showed the card has three of its own, any other the ways out', async () => {
  const { askFor, visitor, nextMail, waiting, store, instantBefore, advance, dataDir } = await aMailingPageOf('23333000000180')
  const beat = () => new Promise((resolve) => setTimeout(resolve, beatMs + 50))
  const home = visitor()
  await askFor(home, card)
  expect(isProven(await home.post(`${pageOfTests}/code`, { code: (await nextMail()).code }))).toBe(true)
  advance(24 * 3_600_000)

  const [proof, seals] = [await aMailProof({ store, instantBefore }), createSeals(await store.secret(pageSecret))]
  for (const network of ['one', 'one', 'one', 'other', 'other', 'other']) {
    await proof.ask(toCardNumber(card), network)
    advance(3_600_000)
  }
  const [before, ofTheDay] = [1, 5]
  expect(await waiting()).toBe(before + ofTheDay)

  // Another browser, that of another card, one that was told to forget, and one that forged the mark, are strangers.
  const forgotten = visitor()
  forgotten.cookies.set('connue', home.cookies.get('connue') ?? '')
  await forgotten.post(`${pageOfTests}/terminer`, {})
  const [forger, neighbour] = [visitor(), visitor()]
  forger.cookies.set('connue', seals.seal('proven', libraryOfTests, [card]))
  neighbour.cookies.set('connue', seals.seal('known', libraryOfTests, ['23333000000180']))
  for (const stranger of [visitor(), forgotten, forger, neighbour]) {
    expect((await askFor(stranger, card)).text).toContain('l’appareil qui vous a servi la dernière fois, une autre heure, ou le téléphone.')
    await beat()
  }
  expect(await waiting()).toBe(before + ofTheDay)

  const asked: string[] = []
  for (let n = 0; n < 4; n++) {
    asked.push(/Plus de code pour l’instant/.test((await askFor(home, card)).text) ? 'held' : 'sent')
    await beat()
  }
  expect([asked, await waiting()]).toEqual([['sent', 'sent', 'sent', 'held'], before + ofTheDay + 3])
  // The third is this browser's yet.
  expect(isProven(await home.post(`${pageOfTests}/code`, { code: (await nextMail()).code }))).toBe(true)
  rmSync(dataDir, { recursive: true })
})

test('[PAGE-7, PAGE-31] after strangers used up a card’s codes, any mail that they made brings its owner one on a new browser, three a day; no other link does', async () => {
  const { askFor, visitor, nextMail, waiting, store, instantBefore, advance, dataDir } = await aMailingPageOf('23333000000180')
  const beat = () => new Promise((resolve) => setTimeout(resolve, beatMs + 50))
  const proof = await aMailProof({ store, instantBefore })
  for (const network of ['one', 'one', 'one', 'other', 'other']) {
    advance(3_600_000)
    await proof.ask(toCardNumber(card), network)
  }
  const ofTheDay = 5
  const path = new URL((await nextMail()).link).pathname
  advance(2 * 3_600_000)
  const owner = visitor()
  await owner.post(`${pageOfTests}/souhait`, { wish: 'un atlas' })
  expect((await askFor(owner, card)).text).toContain('un courriel des dernières 24 heures, même si un autre l’a demandé')
  await beat()
  // A visit, a machine's too, brings nothing.
  for (let n = 0; n < 3; n++) expect((await visitor().get(path)).status).toBe(410)
  await beat()
  expect(await waiting()).toBe(ofTheDay)

  const shown = await owner.press(await owner.get(path), 'Recevoir un autre code')
  expect(shown.path).toBe(`${pageOfTests}/code`)
  await beat()
  expect(await waiting()).toBe(ofTheDay + 1)
  const proven = await owner.post(shown.path, { code: (await nextMail()).code })
  expect([isProven(proven), proven.text]).toEqual([true, expect.stringContaining('un atlas')])
  for (let n = 0; n < 3; n++) {
    await visitor().post(`${path}/autre`, {})
    await beat()
  }
  expect(await waiting()).toBe(ofTheDay + 3)

  advance(24 * 3_600_000)
  const late = await visitor().get(path)
  expect([late.status, late.forms]).toEqual([410, []])
  const seals = createSeals(await store.secret(pageSecret))
  const forged = seals.seal('asked', libraryOfTests, { card, until: instantBefore(0) })
  for (const dead of [path, `${pageOfTests}/lien/${forged}`]) expect((await visitor().post(`${dead}/autre`, {})).status).toBe(410)
  await beat()
  expect(await waiting()).toBe(ofTheDay + 3)
  rmSync(dataDir, { recursive: true })
})
