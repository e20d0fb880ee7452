/**
 * One stranger with a whole prefix of IPv6 who wants the patrons' page shut for everybody: all mails of an hour, all wrong codes of a day, all
 * connections. What is left to whoever was here before, to whoever has a link, and to a stranger from elsewhere. Runs against the built endpoint.
 */
import { expect, test } from 'vitest'
import { type CardNumber, toCardNumber } from '../../src/domain/ids.ts'
import type { Weekday } from '../../src/domain/local-date.ts'
import type { MailAddress } from '../../src/domain/message/message.ts'
import { codeFor, pageSecret } from '../../src/endpoint/messages/page-links.ts'
import { createSeals } from '../../src/endpoint/messages/seal.ts'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import { aPublicPage, posted, Visitor } from '../builders/a-page.ts'
import { aPatron } from '../builders/a-patron.ts'
import { anOpeningRange, aSettings } from '../builders/a-settings.ts'
import { type Besieged, beside, besiege, foundLibrary, start } from './besieged-endpoint.ts'

besiege()

const page = `/retrait/${mainLibraryId}/fr`
const cardOf = (n: number): CardNumber => toCardNumber(`23333000010${String(n).padStart(3, '0')}`)
/** Cards that the attacker knows to be somebody's, and one that is nobody's business. */
const [most, own] = [320, cardOf(900)]

const openPage = async (): Promise<Besieged> => {
  const openingRanges = ([1, 2, 3, 4, 5, 6, 7] as Weekday[]).map((day) => anOpeningRange(day, '00:00', '23:45', { capacity: 50 }))
  const cards = [...Array.from({ length: most }, (_, n) => cardOf(n)), own]
  await foundLibrary([aSettings({ publicPage: aPublicPage(), sendsMail: true, openingRanges }), ...cards.map((id) => aPatron({ id }))])
  await beside((store) =>
    store.transact(mainLibraryId, async ({ addresses }) => {
      for (const card of cards)
        await addresses.keep({ card, email: `u${card}@courrier.example` as MailAddress, language: undefined, refusals: 0 })
    }),
  )
  return start({ SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'clic@mediatheque.example', TRUST_PROXY: '1' })
}
const sealsOf = () => beside(async (store) => createSeals(await store.secret(pageSecret)))
const from = ({ origin }: Besieged, address: string): Visitor =>
  new Visitor((path, init) => fetch(`${origin}${path}`, init), { 'X-Forwarded-For': address })
/** Written to this card: codes alone. */
const codesOf = (card: CardNumber) =>
  beside((store) => store.read(mainLibraryId, async ({ messages }) => (await messages.ofCard(card)).length))
const inThePrefix = (n: number): string => `2001:db8:77:${n.toString(16)}::1`
/** Requests of one network before it waits. */
const burst = 30

type Typed = Awaited<ReturnType<typeof sealsOf>>
/** Types a card, as slowly as a person. */
const askFor = (visitor: Visitor, seals: Typed, card: string): Promise<Response> =>
  visitor.send(`${page}/qui`, posted({ card, website: '', form: seals.seal('form', mainLibraryId, { at: Date.now() - 60_000 }) }))
const known = (visitor: Visitor, seals: Typed): Visitor => {
  visitor.cookies.set('connue', seals.seal('known', mainLibraryId, [own]))
  return visitor
}

test('[PAGE-7, PAGE-33] who has a prefix uses up no hour of mails: a stranger, a browser that showed its card and a pressed link have a code', async () => {
  const endpoint = await openPage()
  const seals = await sealsOf()
  for (let n = 0; n < most; n++) await askFor(from(endpoint, inThePrefix(Math.floor(n / burst))), seals, cardOf(n))
  await askFor(from(endpoint, '192.0.2.1'), seals, own)
  await expect.poll(() => codesOf(own)).toBe(1)
  await askFor(known(from(endpoint, '192.0.2.2'), seals), seals, own)
  await expect.poll(() => codesOf(own)).toBe(2)
})

test('[PAGE-7] with the library’s mails of the hour gone, from many networks, who showed the card and who presses a link are sent theirs', async () => {
  const endpoint = await openPage()
  const seals = await sealsOf()
  for (let n = 0; n < most; n++) await askFor(from(endpoint, `198.51.${Math.floor(n / 200)}.${n % 200}`), seals, cardOf(n))
  await askFor(from(endpoint, '192.0.2.1'), seals, own)
  await askFor(known(from(endpoint, '192.0.2.2'), seals), seals, own)
  const link = seals.seal('link', mainLibraryId, { card: own, until: Date.now() - 60_000 })
  await expect.poll(() => codesOf(own)).toBe(1)
  await from(endpoint, '192.0.2.3').send(`${page}/lien/${link}/autre`, posted({}))
  await expect.poll(() => codesOf(own)).toBe(2)
})

test('[PAGE-7] who has a prefix ends no codes with wrong ones, and none at all for a browser that showed its card', async () => {
  const endpoint = await openPage()
  const seals = await sealsOf()
  const guess = async (address: string, tries: number) => {
    for (let n = 0; n < tries; n++) {
      const visitor = from(endpoint, address)
      const asked = { id: crypto.randomUUID().replaceAll('-', ''), card: cardOf(n), until: Date.now() + 600_000 }
      visitor.cookies.set('demande', seals.seal('asked', mainLibraryId, asked))
      await visitor.send(`${page}/code`, posted({ code: '000000' }))
    }
  }
  const proves = async (visitor: Visitor): Promise<boolean> => {
    await askFor(visitor, seals, own)
    const { id } = seals.open('asked', mainLibraryId, visitor.cookies.get('demande')) as { id: string }
    return (await visitor.send(`${page}/code`, posted({ code: codeFor(seals, mainLibraryId, { id, card: own }) }))).status === 303
  }
  for (let n = 0; n < 8; n++) await guess(inThePrefix(n), burst)
  expect(await proves(from(endpoint, '192.0.2.1'))).toBe(true)
  for (let n = 0; n < 12; n++) await guess(`198.51.100.${n}`, burst)
  expect(await proves(from(endpoint, '192.0.2.2'))).toBe(false)
  expect(await proves(known(from(endpoint, '192.0.2.3'), seals))).toBe(true)
})

test('[PAGE-8, PAGE-36] a neighbour behind the same address who floods the page shuts out neither a pressed link nor a browser that showed its card', async () => {
  const endpoint = await openPage()
  const seals = await sealsOf()
  const [flooder, mine] = [from(endpoint, '192.0.2.9'), known(from(endpoint, '192.0.2.9'), seals)]
  const flood = Promise.all(Array.from({ length: 400 }, () => flooder.send(`${page}/code`, posted({ code: '1' }))))
  expect((await mine.send(`${page}/qui`)).status).toBe(200)
  expect((await flood).map(({ status }) => status)).toContain(429)
  expect((await askFor(mine, seals, own)).status).toBe(303)
  const link = seals.seal('link', mainLibraryId, { card: own, until: Date.now() + 600_000 })
  expect((await known(from(endpoint, '192.0.2.9'), seals).send(`${page}/lien/${link}`, posted({}))).status).toBe(303)
})
