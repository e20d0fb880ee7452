/**
 * The patrons' page attacked from the street: broken requests, a text cut in the middle of a sign, somebody with a card who orders and cancels
 * without end, a link pressed without end, and what a lost tablet wrote where the page reads. Runs against the built endpoint, which has a
 * relay that never answers.
 */
import { expect, test } from 'vitest'
import { toCardNumber, toOrderId } from '../../src/domain/ids.ts'
import type { Weekday } from '../../src/domain/local-date.ts'
import { addDays } from '../../src/domain/local-date.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { orderToken, pageSecret } from '../../src/endpoint/messages/page-links.ts'
import { createSeals } from '../../src/endpoint/messages/seal.ts'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import { aPublicPage, posted, Visitor } from '../builders/a-page.ts'
import { aPatron } from '../builders/a-patron.ts'
import { anOpeningRange, aSettings } from '../builders/a-settings.ts'
import { aPushed, outcomesOf } from '../builders/an-endpoint.ts'
import { type Besieged, beside, besiege, digestsOf, enrol, foundLibrary, momentNow, pressedNow, start } from './besieged-endpoint.ts'

besiege()

const card = '23333000000172'
const page = `/retrait/${mainLibraryId}/fr`
const relay = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'clic@mediatheque.example' }

/** Open every day, with room for whoever wants: no attack may depend on the day on which it is tried. */
const openSettings = aSettings({
  publicPage: aPublicPage(),
  sendsMail: true,
  openingRanges: ([1, 2, 3, 4, 5, 6, 7] as Weekday[]).map((day) => anOpeningRange(day, '00:00', '23:45', { capacity: 50 })),
})
const openPage = async (rows: readonly Row[] = []): Promise<Besieged> => {
  await foundLibrary([openSettings, aPatron({ id: toCardNumber(card) }), ...rows])
  return start(relay)
}
const visit = ({ origin }: Besieged): Visitor => new Visitor((path, init) => fetch(`${origin}${path}`, init))
const sealsOf = () => beside(async (store) => createSeals(await store.secret(pageSecret)))
const expectNoDefect = (endpoint: Besieged, tried: unknown): void =>
  expect([tried, endpoint.output().match(/.*"msg":"defect".*/)?.[0]]).toEqual([tried, undefined])

/** A browser that holds this card, as if it had pressed the link of a mail. */
const proven = async (endpoint: Besieged): Promise<Visitor> => {
  const visitor = visit(endpoint)
  const token = (await sealsOf()).seal('link', mainLibraryId, { card, until: Date.now() + 600_000 })
  await visitor.send(`${page}/lien/${token}`, posted({}))
  return visitor
}
const tomorrow = () => `centre/${addDays(momentNow().date, 2)}`

/** One order of one wish, as fast as the form lets; what the page answered. */
const order = async (visitor: Visitor, wish: string, time = '10:00'): Promise<Response> => {
  await visitor.send(`${page}/souhait`, posted({ wish }))
  const seals = await sealsOf()
  const made = { orderId: crypto.randomUUID().replaceAll('-', ''), card, at: Date.now() - 60_000 }
  return visitor.send(`${page}/commander`, posted({ form: seals.seal('form', mainLibraryId, made), slot: `${tomorrow()}/${time}` }))
}

test('a broken form, cookie, address or query is answered on the patrons’ page, and never by a defect', async () => {
  const endpoint = await openPage()
  const { origin } = endpoint
  const bodies: readonly (readonly [string, string])[] = [
    ['multipart/form-data', 'x'],
    ['multipart/form-data; boundary=', '--\r\n\r\n'],
    ['multipart/form-data; boundary=a', '--a\r\nContent-Disposition: form-data; name="card"\r\n\r\n1'],
    ['application/x-www-form-urlencoded', 'card=%ff%fe&form=%&website[]=1&__proto__=x&card=2'],
    ['application/x-www-form-urlencoded; charset=utf-16', '\u0000\ud800'],
    ['application/json', '{"card":{}}'],
    ['', 'card'],
    ['text/plain', 'card=1'],
  ]
  for (const path of [
    '/qui',
    '/code',
    '/code/autre',
    '/panier',
    '/souhait',
    '/commander',
    '/lien/x',
    '/c/x/heure',
    '/c/x/annuler',
    '/terminer',
  ])
    for (const [type, body] of bodies) {
      const answer = await fetch(`${origin}${page}${path}`, { method: 'POST', redirect: 'manual', headers: { 'Content-Type': type }, body })
      expect([path, type, answer.status < 500]).toEqual([path, type, true])
    }
  const odd = ['%', '%ff', '%00', '%ed%a0%80', '..%2f..', '%2e%2e/', 'a'.repeat(4000), '%f0%9f%98']
  for (const sign of odd)
    for (const path of [
      `/?q=${sign}`,
      `/c/${sign}`,
      `/c/${sign}/agenda.ics`,
      `/lien/${sign}`,
      `/commande/${sign}`,
      `/quand?pris=${sign}&lieu=${sign}`,
      `/${sign}`,
    ]) {
      const headers = { Cookie: `panier=${sign}; demande=${sign}; carte=${sign}`, 'Accept-Language': sign }
      const answer = await fetch(`${origin}${page}${path}`, { redirect: 'manual', headers })
      expect([path, answer.status < 500]).toEqual([path, true])
    }
  expectNoDefect(endpoint, 'all of it')
})

test('a wish cut in the middle of a sign by its longest length harms no tablet’s base', async () => {
  const endpoint = await openPage()
  const visitor = await proven(endpoint)
  expect((await order(visitor, `${'a'.repeat(199)}😀${'b'.repeat(50)}`)).headers.get('Location')).toContain('/commande/')
  const tablet = await enrol(endpoint)
  const { received, told } = await digestsOf(tablet)
  expect(received).toBe(told)
  const [placed] = await beside((store) => store.read(mainLibraryId, async (reader) => reader.rowsOf('order')))
  expect(JSON.stringify(placed)).toContain(`"text":"${'a'.repeat(199)}"`)
})

test('[PAGE-8, PAGE-35] who has a card and orders and cancels without end is held back, and writes to the base no further', async () => {
  const endpoint = await openPage()
  const visitor = await proven(endpoint)
  const seals = await sealsOf()
  for (let n = 0; n < 60; n++) {
    const id = /commande\/([0-9a-f]{32})/.exec((await order(visitor, `souhait ${n}`)).headers.get('Location') ?? '')?.[1]
    if (id === undefined) break
    await visitor.send(`${page}/c/${orderToken(seals, mainLibraryId, toOrderId(id))}/annuler`, posted({}))
  }
  const orders = await beside((store) => store.read(mainLibraryId, async (reader) => reader.rowsOf('order')))
  expect(orders.length).toBeLessThan(30)
})

test('[PAGE-8, PAGE-35] a link that is pressed without end moves its order no further after some tens of times', async () => {
  const endpoint = await openPage()
  const visitor = await proven(endpoint)
  const id = /commande\/([0-9a-f]{32})/.exec((await order(visitor, 'un atlas')).headers.get('Location') ?? '')?.[1] ?? ''
  const link = `${page}/c/${orderToken(await sealsOf(), mainLibraryId, toOrderId(id))}`
  const stranger = visit(endpoint)
  const head = () => beside((store) => store.read(mainLibraryId, async (reader) => (await reader.library()).head))
  const before = await head()
  for (let n = 0; n < 80; n++) await stranger.send(`${link}/heure`, posted({ slot: `${tomorrow()}/${n % 2 === 0 ? '11:00' : '12:00'}` }))
  expect((await head()) - before).toBeLessThan(200)
})

test('an order that a lost tablet numbered oddly is still answered by its link and its calendar', async () => {
  const endpoint = await openPage()
  const tablet = await enrol(endpoint)
  const [date = ''] = [addDays(momentNow().date, 2)]
  const odd = pressedNow({
    kind: 'place-order',
    orderId: toOrderId('0'.repeat(32)),
    number: 'A-“1”; filename=x.exe',
    source: 'phone',
    card: toCardNumber(card),
    slot: { siteId: 'centre', date, time: '10:00' },
    lines: [{ id: '1', wanted: { kind: 'wish', text: '<script>alert(1)</script>' } }],
    note: '',
    callBackNumber: undefined,
    isUrgent: false,
    overrideReason: undefined,
  } as never)
  expect(outcomesOf(await tablet.push([aPushed(odd)]))).toEqual(['accepted'])
  const link = `${page}/c/${orderToken(await sealsOf(), mainLibraryId, toOrderId('0'.repeat(32)))}`
  const calendar = await fetch(`${endpoint.origin}${link}/agenda.ics`)
  expect([calendar.status, calendar.headers.get('Content-Disposition')]).toEqual([200, expect.not.stringContaining('.exe')])
  const seen = await fetch(`${endpoint.origin}${link}/titres`, posted({}))
  expect([seen.status, (await seen.text()).includes('<script')]).toEqual([200, false])
  expectNoDefect(endpoint, 'calendar')
})
