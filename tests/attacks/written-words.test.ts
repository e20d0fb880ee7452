/**
 * What a lost tablet would have the library write from its own address: words of its own in a mail, hundreds of mails, all to one card, and the
 * rest after it was set aside, while a patron waits for a code. Runs against the built endpoint and a relay that takes all it is given.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CardNumber, toCardNumber, toItemBarcode, toLineId, toOperationId, toOrderId } from '../../src/domain/ids.ts'
import { addDays, type Weekday } from '../../src/domain/local-date.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import { mailAddress } from '../builders/a-mailing-library.ts'
import { aPublicPage, posted, Visitor } from '../builders/a-page.ts'
import { aPatron } from '../builders/a-patron.ts'
import { anOpeningRange, aSettings } from '../builders/a-settings.ts'
import { aHandOver, aPushed, outcomesOf, type TestTablet } from '../builders/an-endpoint.ts'
import { aSlotKey } from '../builders/an-order.ts'
import { readMail } from '../fakes/read-mail.ts'
import { type SmtpRelay, startSmtpRelay } from '../fakes/smtp-relay.ts'
import { askManager, type Besieged, beside, besiege, enrol, foundLibrary, momentNow, pressedNow, start } from './besieged-endpoint.ts'

besiege()

let relay: SmtpRelay
beforeEach(async () => {
  relay = await startSmtpRelay()
})
afterEach(() => relay.stop())

const evil = 'Payez vos 95 € sur amende-mediatheque.example'
const cardOf = (n: number): CardNumber => toCardNumber(`23333000${String(n).padStart(6, '0')}`)

/** Open every day, and so many patrons with an address each. */
const openLibrary = async (patrons: number): Promise<Besieged> => {
  const settings = aSettings({
    publicPage: aPublicPage(),
    sendsMail: true,
    titlesInMail: true,
    openingRanges: ([1, 2, 3, 4, 5, 6, 7] as Weekday[]).map((day) => anOpeningRange(day, '00:00', '23:45', { capacity: 50 })),
  })
  const cards = Array.from({ length: patrons }, (_, n) => cardOf(n))
  await foundLibrary([settings, ...cards.map((id): Row => aPatron({ id, reachable: 'yes' }))])
  await beside((store) =>
    store.transact(mainLibraryId, async ({ addresses }) => {
      for (const card of cards)
        await addresses.keep({ card, email: mailAddress(`u${card}@courrier.example`), language: undefined, refusals: 0 })
    }),
  )
  return start({ SMTP_URL: `smtp://127.0.0.1:${relay.port}`, MAIL_FROM: 'clic@mediatheque.example' })
}

const press = (n: number, payload: Operation) =>
  aPushed(pressedNow(payload, { operationId: toOperationId(n.toString(16).padStart(32, '0')) }))

/** A loan to this card of a document that nobody knows, with the receipt that makes a mail. */
const receipt = (n: number, card: CardNumber, barcode = `9${String(n).padStart(12, '0')}`) => {
  const given = aHandOver({ happened: momentNow(), orderId: undefined, card, receipt: 'mailed' })
  if (given.kind !== 'hand-over-order') throw new Error('not a handover')
  const items = given.items.map((item) => ({ ...item, barcode: toItemBarcode(barcode), recordId: undefined, lineId: undefined }))
  return press(n, { ...given, items })
}

/** All in one go, a hundred a push. */
const receipts = async (tablet: TestTablet, from: number, count: number, cardBy: (n: number) => CardNumber): Promise<void> => {
  for (let n = from; n < from + count; n += 100) {
    const some = Array.from({ length: Math.min(100, from + count - n) }, (_, i) => receipt(n + i, cardBy(n + i)))
    expect(outcomesOf(await tablet.push(some)).every((outcome) => String(outcome).startsWith('accepted'))).toBe(true)
  }
}

/** Ends once nothing is due any more, as it stands now: whatever waits for a later hour goes on waiting. */
const untilSent = async (): Promise<void> => {
  const at = Date.now()
  const isDone = () =>
    beside((store) =>
      store.read(mainLibraryId, async ({ messages }) => {
        const all = await messages.list({}, 10_000)
        return !all.some(({ state, notBefore }) => state === 'leaving' || (state === 'waiting' && notBefore <= at))
      }),
    )
  await expect.poll(isDone, { timeout: 200_000, interval: 500 }).toBe(true)
}

/** How the messages of the library stand, and what was said of them. */
const statesNow = () =>
  beside((store) =>
    store.read(mainLibraryId, async ({ messages }) => {
      const counts = new Map<string, number>()
      for (const { state, said } of await messages.list({}, 10_000)) {
        const name = state === 'accepted' ? state : `${state} ${said}`
        counts.set(name, (counts.get(name) ?? 0) + 1)
      }
      return Object.fromEntries(counts)
    }),
  )

const isTo =
  (card: CardNumber) =>
  ({ to }: { readonly to: string }): boolean =>
    to === `u${card}@courrier.example`
const textsOf = () => relay.mails.map(({ raw }) => readMail(raw)).map(({ subject, text, html }) => [subject, text, html].join('\n'))

test('a document that nobody knows puts none of the tablet’s words into a receipt', async () => {
  const lost = await enrol(await openLibrary(1))
  await lost.push([receipt(1, cardOf(0), evil), receipt(2, cardOf(0), '33331000000018')])
  await untilSent()
  const texts = textsOf().join('\n')
  expect(relay.mails).toHaveLength(2)
  expect(texts).not.toContain('amende')
  expect(texts).toMatch(/1\s+document qui n’est pas au catalogue/)
  // One that may be read on the document itself is said.
  expect(texts).toContain('33331000000018')
})

test('an order’s number and its wish put no words of the tablet into a mail or on the page', async () => {
  const endpoint = await openLibrary(4)
  const lost = await enrol(endpoint)
  const { date } = momentNow()
  const order = (n: number, number: string): Operation => ({
    kind: 'place-order',
    orderId: toOrderId(n.toString(16).padStart(32, '0')),
    number,
    source: n % 2 === 0 ? 'portal' : 'phone',
    card: cardOf(n - 1),
    slot: aSlotKey(`${addDays(date, 2)} 10:00`),
    lines: [{ id: toLineId('1'), wanted: { kind: 'wish', text: evil } }],
    note: evil,
    callBackNumber: evil,
    isUrgent: false,
    overrideReason: evil,
  })
  const numbers = [evil, 'B-017 Bcc: tous', 'A-001', `${'9'.repeat(90)}`]
  const pushed = await lost.push(numbers.map((number, n) => press(n + 1, order(n + 1, number))))
  expect(outcomesOf(pushed).every((outcome) => String(outcome).startsWith('accepted'))).toBe(true)
  await untilSent()
  expect(relay.mails).toHaveLength(numbers.length)
  for (const text of textsOf()) expect(text).not.toMatch(/amende|Bcc|9999/)
  // Each order stands, under a number of the endpoint's own, and no two share one.
  const kept = await beside((store) => store.read(mainLibraryId, async (reader) => reader.rowsOf('order')))
  expect(kept.map(({ number }) => number).every((number) => /^A-\d{3}$/.test(number))).toBe(true)
  expect(new Set(kept.map(({ number }) => number)).size).toBe(numbers.length)
  // The page, by the link that the mail bears.
  const link = /https?:\/\/\S+\/c\/\S+/.exec(textsOf()[0] ?? '')?.[0] ?? ''
  const visitor = new Visitor((path, init) => fetch(`${endpoint.origin}${path}`, init))
  const seen = await visitor.get(new URL(link).pathname)
  const pages = [
    seen.text,
    ...(await Promise.all(seen.forms.map(({ action, fields }) => visitor.post(action, fields)))).map(({ text }) => text),
  ]
  for (const text of pages) expect(text).not.toContain('amende')
  expect(pages.join(' ')).toContain('Ce que vous avez demandé de vive voix')
})

test('three hundred mails of one tablet in a second do not leave in that hour', async () => {
  const lost = await enrol(await openLibrary(300))
  await receipts(lost, 0, 300, cardOf)
  await untilSent()
  expect(relay.mails.length).toBeGreaterThan(0)
  expect(relay.mails.length).toBeLessThan(130)
})

test('two hundred and forty mails to one card do not leave', async () => {
  const lost = await enrol(await openLibrary(1))
  await receipts(lost, 0, 240, () => cardOf(0))
  await untilSent()
  expect(relay.mails.length).toBeGreaterThan(0)
  expect(relay.mails.length).toBeLessThan(25)
})

test('mails that wait of a tablet stay once it is set aside, and a press sends them', async () => {
  const endpoint = await openLibrary(150)
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  // Slow, so that most of them wait.
  relay.delay(300)
  await receipts(lost, 0, 100, cardOf)
  await own.push([receipt(5000, cardOf(120))])
  expect((await askManager(own, 'set-tablet-aside', { deviceId: lost.identity.deviceId, reason: 'perdue' })).status).toBe(200)
  const gone = relay.mails.length
  expect(gone).toBeLessThan(90)
  await untilSent()
  // One was in hand; and the mail of the tablet in service leaves.
  expect(relay.mails.filter(isTo(cardOf(120)))).toHaveLength(1)
  expect(relay.mails.length).toBeLessThanOrEqual(gone + 3)
  const states = await statesNow()
  expect(states['withdrawn tablet-set-aside']).toBeGreaterThan(5)
})

test('a patron’s code goes before twelve hundred mails of tablets', async () => {
  const endpoint = await openLibrary(1201)
  relay.delay(200)
  const tablets: TestTablet[] = []
  for (let n = 0; n < 8; n++) tablets.push(await enrol(endpoint))
  for (const [n, tablet] of tablets.entries()) await receipts(tablet, n * 150, 150, cardOf)
  const visitor = new Visitor((path, init) => fetch(`${endpoint.origin}${path}`, init))
  const shown = await visitor.get('/b/mediatheque/fr/qui')
  const [form] = shown.forms
  // As fast as a person types.
  await new Promise((resolve) => setTimeout(resolve, 3000))
  await visitor.send('/b/mediatheque/fr/qui', posted({ ...form?.fields, card: cardOf(1200), website: '' }))
  const asked = relay.mails.length
  await expect.poll(() => relay.mails.filter(isTo(cardOf(1200))).length, { timeout: 60_000, interval: 200 }).toBe(1)
  expect(relay.mails.findIndex(isTo(cardOf(1200))) - asked).toBeLessThan(60)
  expect(relay.mails.length).toBeLessThan(600)
})
