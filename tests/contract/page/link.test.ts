/**
 * The signed link of an order: see, move, cancel, take the cancelling back, and the event for a calendar. The real routes over a real store; the
 * visitors have no script, and machines visit every link.
 */
import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { type CardNumber, toCardNumber, toItemBarcode, toOrderId } from '../../../src/domain/ids.ts'
import type { MailAddress } from '../../../src/domain/message/message.ts'
import type { Order } from '../../../src/domain/order/order.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import { buildMessage } from '../../../src/endpoint/messages/build-message.ts'
import { createPageLinks, orderToken, pageSecret } from '../../../src/endpoint/messages/page-links.ts'
import { createSeals } from '../../../src/endpoint/messages/seal.ts'
import { messageContext } from '../../../src/endpoint/messages/write-messages.ts'
import { aPageLibrary, aPublicPage, pageOfTests, prove } from '../../builders/a-page.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { libraryOfTests } from '../../builders/an-endpoint.ts'
import { aFactOnOrder, aLine, anOrder, aSlotKey, aWish } from '../../builders/an-order.ts'

const card = '23333000000172'
const id = toOrderId('ab'.repeat(16))
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const slotRow = (order: Order): Row => ({
  kind: 'slot',
  id: `centre/${order.slot.date}/${order.slot.time}` as never,
  slot: order.slot,
  orderIds: [order.id],
})

/** An order of two lines for Wednesday at 14 h, and its link. */
const anOrderedLibrary = async (changes: Partial<Order> = {}, options: Parameters<typeof aPageLibrary>[0] = {}) => {
  const order = anOrder({
    id,
    number: 'A-007',
    source: 'portal',
    card: card as CardNumber,
    slot: aSlotKey('2026-11-25 14:00'),
    lines: [aLine('1', { kind: 'record', recordId: 'record-2' as never }), aLine('2', aWish('un atlas'))],
    ...changes,
  })
  const none = anOrder({ card: toCardNumber('99'), slot: aSlotKey('2026-11-24 10:00') })
  const library = await aPageLibrary({ ...options, rows: [none, order, slotRow(order), ...(options.rows ?? [])] })
  folders.push(library.dataDir)
  const seals = createSeals(await library.store.secret(pageSecret))
  const linkOf = (orderId: Order['id']): string => `${pageOfTests}/c/${orderToken(seals, libraryOfTests, orderId)}`
  const orders = async () =>
    (await library.store.read(libraryOfTests, async (reader) => reader.rowsOf('order'))).filter((one) => one.card === card)
  return { ...library, order, seals, link: linkOf(order.id), linkOf, orders }
}

describe('what a link shows', () => {
  test('[PAGE-14] day, hour, place, number and count to whoever has it; titles to whoever presses, or has shown the card', async () => {
    const { visitor, link, store, instantBefore, orders } = await anOrderedLibrary()
    const before = await orders()
    const reader = visitor()
    const shown = await reader.get(link)
    for (const said of ['mercredi 25 novembre 14 h', 'À la porte de la cour', 'A-007', '2 documents']) expect(shown.text).toContain(said)
    expect(shown.text).not.toMatch(/Bérénice|atlas|LEFÈVRE|0172/)
    expect([shown.headers.get('Cache-Control'), shown.headers.get('Referrer-Policy')]).toEqual(['no-store', 'no-referrer'])
    expect((await reader.press(shown, 'Voir les titres')).text).toContain('Bérénice un atlas')
    const proven = visitor()
    await prove(store, proven, card, instantBefore(0))
    expect((await proven.get(link)).text).toContain('Bérénice')
    // Whoever visits all that can be visited changes nothing.
    for (const path of ['', '/heure', '/annuler', '/reprendre', '/titres', '/agenda.ics']) await visitor().get(`${link}${path}`)
    expect(await orders()).toEqual(before)
  })

  test('[PAGE-14] the link is in no line of the log', async () => {
    const { visitor, link, lines } = await anOrderedLibrary()
    await visitor().get(link)
    expect(lines.join()).not.toContain('abab')
  })

  test('[PAGE-14, PAGE-38] a forged link, that of another order, or one that is over, is dead, and offers a code', async () => {
    const { visitor, link, linkOf, advance } = await anOrderedLibrary()
    const other = linkOf(toOrderId('cd'.repeat(16)))
    const forged = [`${pageOfTests}/c/${id}-${'0'.repeat(32)}`, `${pageOfTests}/c/${id}`, `${link}0`, other, link.replace('/c/ab', '/c/cd')]
    for (const path of forged) {
      for (const act of ['', '/heure', '/agenda.ics']) expect((await visitor().get(`${path}${act}`)).status).toBe(410)
      for (const act of ['/annuler', '/heure', '/reprendre', '/titres'])
        expect((await visitor().post(`${path}${act}`, {})).status).toBe(410)
    }
    advance(2.5 * 24 * 3_600_000)
    const shown = await visitor().get(link)
    expect([shown.status, shown.text]).toEqual([410, expect.stringContaining('A-007, mercredi 25 novembre à 14 h, est finie')])
    expect(shown.html).toContain(`${pageOfTests}/qui`)
  })
})

describe('what a link shows of a pile', () => {
  const taken = (line: string, barcode: string, of?: number) =>
    aFactOnOrder('picked', { lineId: aLine(line).id, barcode: toItemBarcode(barcode), of })
  const facts = [
    taken('1', '33331000000011'),
    taken('2', '33331000000012', 2),
    aFactOnOrder('given-up', { lineId: aLine('2').id, reason: 'un seul' }),
  ]

  test('[PAGE-42, MSG-44] noted before its pile is in its bay, then ready, with what lies there and what is missing', async () => {
    const lines = [
      aLine('1', { kind: 'record', recordId: 'record-2' as never }),
      aLine('2', { kind: 'wish', text: 'deux atlas', count: 2 }),
    ]
    const waiting = await anOrderedLibrary({ lines })
    expect((await waiting.visitor().get(waiting.link)).text).toMatch(/Commande C’est noté .* 3 documents .* Un courriel vous dira/)
    const ready = await anOrderedLibrary({ lines, facts: [...facts, aFactOnOrder('bagged', { bays: [4] })] })
    const shown = await ready.visitor().get(ready.link)
    expect(shown.text).toMatch(/Commande Elle est prête .* 2 documents .* Il manque 1 document, que nous n’avons pas trouvé\./)
    expect(shown.text).not.toMatch(/Commande C’est noté|Un courriel vous dira/)
  })

  test('[PAGE-42] the other language shows the same order', async () => {
    const { visitor, link } = await anOrderedLibrary()
    expect((await visitor().get(link)).html).toContain(`href="${link.replace('/fr/', '/en/')}"`)
    expect((await visitor().get(link.replace('/fr/', '/en/'))).text).toContain('A-007')
  })

  test.each([
    ['paused', { closed: { fr: 'Nous déménageons.' } }],
    ['shut for good', { isOn: false }],
  ] as const)('[PAGE-41] is there while the page is %s: seen and cancelled, not moved, not taken back', async (_, page) => {
    const { visitor, link, orders } = await anOrderedLibrary({}, { page })
    const reader = visitor()
    const shown = await reader.get(link)
    expect([shown.status, shown.text]).toEqual([200, expect.stringMatching(/On ne commande pas sur cette page.*A-007/)])
    expect(shown.html).toContain('tel:')
    expect(shown.text).not.toContain('Choisir une autre heure')
    expect((await reader.get(`${link}/heure`)).path).toBe(link)
    await reader.post(`${link}/heure`, { slot: 'centre/2026-11-26/14:15' })
    const cancelled = await reader.press(shown, 'Annuler la commande')
    expect(cancelled.text).toContain('Cette commande est annulée')
    expect(cancelled.text).not.toContain('Reprendre')
    await reader.post(`${link}/reprendre`, {})
    expect((await orders()).map(({ slot, cancelledBy }) => [slot, cancelledBy !== undefined])).toEqual([
      [aSlotKey('2026-11-25 14:00'), true],
    ])
    // Nothing else of the page is.
    expect([404, 503]).toContain((await reader.get(`${pageOfTests}/`)).status)
  })
})

describe('what may be done by it', () => {
  test('[PAGE-15] the order moves to a free hour, and to no other', async () => {
    const full = Array.from({ length: 4 }, (_, n) =>
      anOrder({ id: toOrderId(`full-${n}`), card: toCardNumber(`9${n}`), slot: aSlotKey('2026-11-26 14:00') }),
    )
    const row: Row = {
      kind: 'slot',
      id: 'centre/2026-11-26/14:00' as never,
      slot: aSlotKey('2026-11-26 14:00'),
      orderIds: full.map((one) => one.id),
    }
    const { visitor, link, orders } = await anOrderedLibrary({}, { rows: [...full, row] })
    const reader = visitor()
    let shown = await reader.get(`${link}/heure`)
    for (const [hour, said] of [
      ['2026-11-26/14:00', '14 h vient d’être pris'],
      ['2026-11-24/17:45', '17 h 45 vient d’être pris'],
      ['2026-11-29/14:00', 'vient d’être pris'],
      ['2026-12-23/14:00', 'vient d’être pris'],
    ] as const) {
      shown = await reader.press(shown, 'Changer l’heure', { slot: `centre/${hour}` })
      expect(shown.text).toContain(said)
    }
    expect((await reader.press(shown, 'Changer l’heure')).text).toContain('Choisissez une heure.')
    shown = await reader.press(shown, 'Changer l’heure', { slot: 'centre/2026-11-26/14:15' })
    expect([shown.path, shown.text]).toEqual([link, expect.stringContaining('jeudi 26 novembre 14 h 15')])
    expect((await orders()).map(({ slot }) => slot)).toEqual([aSlotKey('2026-11-26 14:15')])
  })

  test('[PAGE-15] once its hour has begun it moves no more', async () => {
    const { visitor, link, orders, advance } = await anOrderedLibrary()
    advance(23.5 * 3_600_000)
    expect((await visitor().get(`${link}/heure`)).status).toBe(410)
    expect((await visitor().post(`${link}/heure`, { slot: 'centre/2026-11-26/14:15' })).status).toBe(410)
    expect((await orders()).map(({ slot }) => slot)).toEqual([aSlotKey('2026-11-25 14:00')])
  })

  test('[PAGE-14, PAGE-37, PAGE-15, MSG-43] cancelled, and taken back while its hour has room; pressed twice it is one', async () => {
    const { visitor, link, orders, store } = await anOrderedLibrary()
    await store.transact(libraryOfTests, ({ addresses }) =>
      addresses.keep({ card: toCardNumber(card), email: 'a@b.example' as MailAddress, language: undefined, refusals: 0 }),
    )
    const reader = visitor()
    let shown = await reader.press(await reader.get(link), 'Annuler la commande')
    expect([shown.path, shown.text]).toEqual([link, expect.stringContaining('Cette commande est annulée')])
    await reader.post(`${link}/annuler`, {})
    expect((await orders()).filter(({ cancelledBy }) => cancelledBy !== undefined)).toHaveLength(1)
    const cancelled = shown
    shown = await reader.press(cancelled, 'Reprendre cette commande')
    expect(shown.text).toMatch(/C’est noté mercredi 25 novembre 14 h/)
    expect((await reader.press(cancelled, 'Reprendre cette commande')).path).toBe(shown.path)
    const [fresh] = (await orders()).filter(({ cancelledBy }) => cancelledBy === undefined)
    expect(await orders()).toHaveLength(2)
    // Nobody hears in the morning that what stands again is cancelled (MSG-43).
    const told = await store.read(libraryOfTests, ({ messages }) => messages.of(id))
    expect(told.map(({ kind, state }) => `${kind} ${state}`)).toContain('cancelled withdrawn')
    // The old link leads to the new number, from every browser.
    expect((await visitor().get(link)).text).toContain('A-008')
    expect(fresh).toMatchObject({
      renews: id,
      source: 'portal',
      number: 'A-008',
      lines: [{ wanted: { recordId: 'record-2' } }, { wanted: { text: 'un atlas' } }],
    })
  })

  test('[PAGE-14, PAGE-37] where its place has gone, it is not taken back', async () => {
    const { visitor, link, store, orders, instantBefore } = await anOrderedLibrary()
    const reader = visitor()
    const shown = await reader.press(await reader.get(link), 'Annuler la commande')
    await store.transact(libraryOfTests, (transaction) =>
      transaction.writeRow(aSettings({ publicPage: aPublicPage(), sendsMail: true, leadTimeHours: 48 }), instantBefore(0)),
    )
    expect((await reader.press(shown, 'Reprendre cette commande')).text).toContain('Elle ne peut plus être reprise ici')
    expect(await orders()).toHaveLength(1)
  })
})

test('[PAGE-13] the event of a calendar: same name, a number that grows, the state, the zone, an alarm, and no title', async () => {
  const { ask, link, visitor, advance } = await anOrderedLibrary(
    {},
    { page: { place: { fr: 'Porte de la cour, 3 rue; à gauche \\ du tilleul, tout au fond, derrière la fontaine' } } },
  )
  const read = async (): Promise<string> => (await ask(`${link}/agenda.ics`)).text()
  const answer = await ask(`${link}/agenda.ics`)
  expect(answer.headers.get('Content-Type')).toContain('text/calendar')
  const event = await answer.text()
  for (const line of event.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  const plain = event.replaceAll('\r\n ', '')
  for (const line of [
    `UID:${id}@localhost:8080`,
    'DTSTART;TZID=Europe/Paris:20261125T140000',
    'DTEND;TZID=Europe/Paris:20261125T141500',
    'TZOFFSETTO:+0100',
    'STATUS:CONFIRMED',
    'TRIGGER:-PT2H',
    'SUMMARY:Clic et collecte A-007',
    'LOCATION:Médiathèque de Valmont\\, Porte de la cour\\, 3 rue\\; à gauche \\\\ du tilleul\\, tout au fond\\, derrière la fontaine',
  ]) {
    expect(plain.split('\r\n')).toContain(line)
  }
  expect(plain).not.toMatch(/Bérénice|atlas/)
  expect(plain).toContain(`URL:http://localhost:8080${link}`)
  const sequence = (text: string): number => Number(/SEQUENCE:(\d+)/.exec(text)?.[1])
  advance(120_000)
  await visitor().post(`${link}/annuler`, {})
  const after = await read()
  expect(after).toContain('STATUS:CANCELLED')
  expect(sequence(after)).toBeGreaterThan(sequence(event))
})

test('[PAGE-14, PAGE-38] the mail of an order ends with its link while the page is open, and never offers what is closed', async () => {
  const { store, seals, order, instantBefore } = await anOrderedLibrary()
  const links = createPageLinks(seals, 'https://drive.example', { id: libraryOfTests, slug: 'mediatheque-de-valmont' })
  const build = (changes: Parameters<typeof aPublicPage>[0]) => {
    const settings = aSettings({ publicPage: aPublicPage(changes) })
    const now = instantBefore(0)
    const about = {
      handover: undefined,
      slot: order.slot,
      missing: [],
      notBefore: now,
      usefulUntil: now,
      state: 'waiting',
      since: now,
    } as const
    const message = { key: 'k', kind: 'received', card: order.card, orderId: order.id, ...about } as const
    return store.transact(libraryOfTests, (transaction) =>
      buildMessage(transaction, message, settings, messageContext(settings, now), 'fr', links),
    )
  }
  const open = await build({})
  expect(open?.text).toContain(`https://drive.example${pageOfTests}/c/${id}-`)
  expect(open?.html).toContain(`href="https://drive.example${pageOfTests}/c/${id}-`)
  expect((await build({ closed: { fr: 'Fermé.' } }))?.text).not.toContain('https://')
  expect((await build({ isOn: false }))?.text).not.toContain('https://')
})
