/**
 * Choosing an hour and placing the order, over the real routes and stores: who gets the last place, what is refused before the hours, what a form
 * that comes twice does, and what the desk sees of it. The visitors have no script and have shown whose card they hold.
 */
import { rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { toCardNumber, toDeviceId, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import { renewOrder } from '../../../src/domain/order/renew-order.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import type { Store } from '../../../src/endpoint/storage/store.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { aPageLibrary, pageOfTests, prove, type Shown, Visitor } from '../../builders/a-page.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { anOpeningRange, aSettings } from '../../builders/a-settings.ts'
import { aStore } from '../../builders/a-store.ts'
import { anEndpoint, anEnvelope, aPushed, libraryOfTests } from '../../builders/an-endpoint.ts'
import { anOrder, aSlotKey } from '../../builders/an-order.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

const card = '23333000000172'
const at = (text: string) => ({ slot: `centre/${text.replace(' ', '/')}` })
const wednesdayAtTen = at('2026-11-25 10:00')

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
/** One patron, whose only order of the tests' library is not theirs; a browser that holds their card, and a wish in its basket. */
const aReadyVisitor = async (options: Parameters<typeof aPageLibrary>[0] = {}, wishes: readonly string[] = ['un atlas']) => {
  const library = await aPageLibrary({ ...options, rows: [anOrder({ card: toCardNumber('23333000000999') }), ...(options.rows ?? [])] })
  folders.push(library.dataDir)
  const visitor = library.visitor()
  for (const wish of wishes) await visitor.post(`${pageOfTests}/souhait`, { wish })
  const shown = await prove(library.store, visitor, card, library.instantBefore(0))
  library.advance(3000)
  return { ...library, reader: visitor, shown }
}
const orders = async (store: Store) =>
  (await store.read(libraryOfTests, async (reader) => reader.rowsOf('order'))).filter(({ source }) => source === 'portal')

describe('the hours', () => {
  test('[PAGE-9] each day has its hours as radios; a full one stays in its place, a closed day says so, nothing is within the lead time', async () => {
    const full = Array.from({ length: 4 }, (_, n) =>
      anOrder({ id: toOrderId(`full-${n}`), card: toCardNumber(`9${n}`), slot: aSlotKey('2026-11-25 10:15') }),
    )
    const slot: Row = {
      kind: 'slot',
      id: 'centre/2026-11-25/10:15' as never,
      slot: aSlotKey('2026-11-25 10:15'),
      orderIds: full.map(({ id }) => id),
    }
    const { shown } = await aReadyVisitor({ rows: [...full, slot] })
    expect(shown.text).toContain('Quand viendrez-vous ? À la porte de la cour, 3 rue des Tilleuls.')
    expect(shown.text).toContain('Demain, mercredi 25 novembre 23 libres')
    expect(shown.html).toMatch(/<span class="time gone"><b>10\u00a0h\u00a015<\/b><small>complet<\/small><\/span>/)
    expect(shown.html).toMatch(/type="radio" name="slot" value="centre\/2026-11-25\/10:00" required/)
    expect(shown.html).not.toContain('checked')
    expect(shown.text).toMatch(/dimanche 29 novembre fermé/)
    // Tuesday afternoon, 14 h 32: until 18 h all of it is within four hours.
    expect(shown.html).not.toContain('centre/2026-11-24')
  })

  test('[PAGE-9] the page says that no hour is free, and gives the telephone', async () => {
    const { shown } = await aReadyVisitor({ settings: { openingRanges: [] } })
    expect(shown.text).toContain('Plus aucune heure libre')
    expect(shown.text).toContain('05 36 49 12 07')
    expect(shown.html).not.toContain('>Commander')
  })

  test('[PAGE-9] an hour that nobody chose is asked for, with the basket kept', async () => {
    const { reader, shown, store } = await aReadyVisitor()
    const answer = await reader.press(shown, 'Commander')
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('Choisissez une heure.')])
    expect(answer.text).toContain('un atlas')
    expect(await orders(store)).toEqual([])
  })

  test('[PAGE-8] who presses within two seconds presses again, and however often before, the form grows no younger', async () => {
    const { reader, store, advance } = await aReadyVisitor()
    let shown = await reader.get(`${pageOfTests}/quand`)
    for (let n = 0; n < 3; n++) {
      shown = await reader.press(shown, 'Commander', wednesdayAtTen)
      expect([shown.status, shown.text]).toEqual([422, expect.stringContaining('appuyez encore une fois')])
      expect(shown.html).toContain('value="centre/2026-11-25/10:00" required checked')
      advance(700)
    }
    shown = await reader.press(shown, 'Commander', wednesdayAtTen)
    expect(shown.text).toContain('C’est noté')
    expect(await orders(store)).toHaveLength(1)
  })
})

describe('what stands in the way is said before the hours', () => {
  test.each([
    ['a blocked card', { blocked: 'amende' }, 'ne permet pas d’emprunter'],
    ['an outdated one', { expiresOn: '2026-11-23' as never }, 'n’est plus valable depuis le 23 novembre'],
  ])('[PAGE-11] %s', async (_, changes, said) => {
    const { shown } = await aReadyVisitor({ rows: [aPatron(changes)] })
    expect(shown.text).toContain(said)
    expect(shown.html).not.toContain('type="radio"')
    // The ILS's words on a person are the staff's.
    expect(shown.text).not.toContain('amende')
  })

  test('[PAGE-11] as many open orders as can be', async () => {
    const own = [1, 2, 3].map((n) => anOrder({ id: toOrderId(`own-${n}`), number: `B-00${n}`, slot: aSlotKey(`2026-11-2${n + 4} 14:00`) }))
    const { shown } = await aReadyVisitor({ rows: own })
    expect(shown.text).toContain('Vous avez déjà 3 commandes en cours')
    expect(shown.text).toContain('B-001, mercredi 25 novembre à 14 h')
    expect(shown.html).not.toContain('type="radio"')
  })

  test('[PAGE-11] more than the rights: what to take out is named, and taking it out shows the hours', async () => {
    const { reader, shown } = await aReadyVisitor({ settings: { totalMaximums: { adulte: 1 } } }, ['un atlas', 'un roman'])
    expect(shown.text).toContain('Trop de documents pour votre carte')
    expect(shown.text).toContain('un roman : plus de 1 documents en tout')
    expect(shown.html).not.toContain('type="radio"')
    const after = await reader.press(shown, 'Enlever un roman')
    expect([after.path, after.html.includes('type="radio"')]).toEqual([`${pageOfTests}/quand`, true])
  })

  test('[PAGE-11] the rights are asked again when the order comes: the page never goes beyond', async () => {
    const { reader, shown, store, instantBefore } = await aReadyVisitor()
    await store.transact(libraryOfTests, (transaction) => transaction.writeRow(aPatron({ blocked: 'amende' }), instantBefore(0)))
    const answer = await reader.press(shown, 'Commander', wednesdayAtTen)
    expect(answer.text).toContain('ne permet pas d’emprunter')
    expect(await orders(store)).toEqual([])
  })
})

describe('the order', () => {
  test('[PAGE-8] an order sent within two seconds is asked for once more, with the hour as it was chosen', async () => {
    const { reader, store } = await aReadyVisitor()
    const answer = await reader.press(await reader.get(`${pageOfTests}/quand`), 'Commander', wednesdayAtTen)
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('appuyez encore une fois')])
    expect(answer.html).toMatch(/value="centre\/2026-11-25\/10:00" required checked/)
    expect(await orders(store)).toEqual([])
  })

  test('[PAGE-12, PAGE-10] placed as a request of the desk like any other: source, lines, slot, record, and a receipt', async () => {
    const { reader, store, advance, enrol } = await aReadyVisitor()
    await reader.press(await reader.get(`${pageOfTests}/?q=racine`), 'Ajouter')
    const shown = await reader.get(`${pageOfTests}/quand`)
    advance(3000)
    const noted = await reader.press(shown, 'Commander', wednesdayAtTen)
    expect(noted.text).toMatch(
      /Commande C’est noté mercredi 25 novembre 10 h À la porte de la cour, 3 rue des Tilleuls\. Apportez votre carte, et un sac\./,
    )
    expect(noted.text).toContain('un atlas Bérénice')
    expect(noted.text).toContain('A-001')
    expect(noted.html).toMatch(/role="img" aria-label="Code à montrer\u00a0: A-001"/)
    const [order] = await orders(store)
    expect(order).toMatchObject({
      number: 'A-001',
      source: 'portal',
      card,
      slot: aSlotKey('2026-11-25 10:00'),
      isUrgent: false,
      lines: [{ wanted: { kind: 'wish', text: 'un atlas' } }, { wanted: { kind: 'record', recordId: 'record-2' } }],
    })
    const { rows } = await (await enrol()).pull()
    expect(rows.filter(({ kind }) => kind === 'record').map(({ id }) => id)).toContain('record-2')
    const receipts = await store.read(libraryOfTests, (read) => read.receiptsHolding(order?.id ?? ''))
    expect(receipts.map(({ type, outcome, deviceId }) => [type, outcome, deviceId])).toEqual([['place-order', 'accepted', 'page']])
    // Nobody is told of a librarian that there is none.
    expect(rows.filter(({ kind }) => kind === 'case')).toEqual([])
    expect((await reader.get(`${pageOfTests}/panier`)).text).toContain('Il est vide.')
    // The next of the family, on the same telephone.
    const next = await reader.press(noted, 'Commander avec une autre carte')
    expect([next.path, [...reader.cookies.keys()]]).toEqual([`${pageOfTests}/`, ['connue']])
    expect((await reader.get(noted.path)).path).toBe(`${pageOfTests}/qui`)
  })

  test('[PAGE-10] pressed twice, sent again, reloaded: one order', async () => {
    const { reader, shown, store } = await aReadyVisitor()
    const cookies = new Map(reader.cookies)
    const [one, two] = await Promise.all([
      reader.press(shown, 'Commander', wednesdayAtTen),
      reader.press(shown, 'Commander', wednesdayAtTen),
    ])
    expect(two.path).toBe(one.path)
    // Back, and once more, with the basket as it was and another hour.
    for (const [name, value] of cookies) reader.cookies.set(name, value)
    const again = await reader.press(shown, 'Commander', at('2026-11-25 11:00'))
    expect(again.path).toBe(one.path)
    expect(await orders(store)).toHaveLength(1)
    expect((await reader.get(one.path)).text).toContain('C’est noté')
  })

  test('[PAGE-10] a form that was made for another card, or that is forged, orders nothing', async () => {
    const { shown, store, visitor, instantBefore, reader } = await aReadyVisitor({
      rows: [aPatron({ id: toCardNumber('23333000000180') })],
    })
    const thief = visitor()
    await thief.post(`${pageOfTests}/souhait`, { wish: 'un vélo' })
    const own = await prove(store, thief, '23333000000180', instantBefore(0))
    await thief.press(shown, 'Commander', wednesdayAtTen)
    await thief.press(own, 'Commander', { ...wednesdayAtTen, form: 'AAAA' })
    expect(await orders(store)).toEqual([])
    const noted = await reader.press(shown, 'Commander', wednesdayAtTen)
    // Nor does anybody see another card's order.
    expect((await thief.get(noted.path)).status).toBe(404)
    expect((await visitor().get(noted.path)).path).toBe(`${pageOfTests}/qui`)
  })

  test.each([
    ['within the lead time', '2026-11-24 17:45'],
    ['on a closed day', '2026-11-29 10:00'],
    ['beyond the horizon', '2026-12-23 10:00'],
    ['at no hour of ours', '2026-11-25 10:07'],
    ['over already', '2026-11-17 14:00'],
  ])('[PAGE-9] an hour %s is not sold, whatever a form says', async (_, hour) => {
    const { reader, shown, store } = await aReadyVisitor()
    const answer = await reader.press(shown, 'Commander', at(hour))
    expect(answer.path).toContain('/quand?pris=')
    expect(await orders(store)).toEqual([])
  })

  test('[PAGE-17, PAGE-40, MSG-7] the order keeps the language in which it was ordered, and so does the one that follows a cancelling', async () => {
    for (const [language, button] of [
      ['fr', 'Commander'],
      ['en', 'Order'],
    ] as const) {
      const { reader, store, advance } = await aReadyVisitor()
      const shown = await reader.get(pageOfTests.replace(/fr$/, `${language}/quand`))
      advance(3000)
      const noted = await reader.press(shown, button, wednesdayAtTen)
      expect(noted.path).toContain(`/${language}/commande/`)
      expect((await orders(store)).map((order) => order.language)).toEqual([language])
      const [order] = await orders(store)
      if (order === undefined) throw new Error('no order')
      const renewal = {
        orderId: toOrderId('2'),
        number: 'A-2',
        slot: order.slot,
        now: aMoment('2026-11-24 14:32'),
        overrideReason: undefined,
      }
      expect(renewOrder(order, aSettings(), renewal).language).toBe(language)
    }
  })

  test('[PAGE-12] a tablet that says it is a patron on the page is a tablet all the same', async () => {
    const { store, enrol } = await aReadyVisitor()
    const tablet = await enrol()
    const orderId = toOrderId('c'.repeat(32))
    const payload = {
      kind: 'place-order' as const,
      ...{ orderId, number: 'B-031', source: 'portal' as const, card: toCardNumber(card), slot: aSlotKey('2026-11-25 10:00') },
      ...{ lines: [{ id: toLineId('1'), wanted: { kind: 'wish' as const, text: 'un atlas' } }], note: '', callBackNumber: undefined },
      ...{ isUrgent: false, overrideReason: undefined },
    }
    await tablet.push([aPushed({ ...anEnvelope(payload, { deviceId: toDeviceId('page') }), author: 'patron' })])
    const receipts = await store.read(libraryOfTests, (read) => read.receiptsHolding(orderId))
    expect(receipts.map(({ deviceId }) => deviceId)).toEqual([tablet.identity.deviceId])
  })

  test('[PAGE-12] a tablet hears of it as of any fact', async () => {
    const { reader, shown, store } = await aReadyVisitor()
    const heard: string[] = []
    const stop = store.watch((id) => heard.push(id))
    await reader.press(shown, 'Commander', wednesdayAtTen)
    stop()
    expect(heard).toContain(libraryOfTests)
  })
})

describe('fifty want the last place at once', () => {
  let postgres: RunningPostgres | undefined
  beforeAll(async () => {
    if (postgresReason === undefined) postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())

  const race = async (stores: readonly Store[]) => {
    const [first = aStore(), ...others] = stores
    const range = { ...anOpeningRange(3, '10:00', '11:00'), capacity: 1 }
    const cards = Array.from({ length: 50 }, (_, n) => `233330000${String(1000 + n)}`)
    const library = await aPageLibrary({
      store: first,
      settings: { openingRanges: [range] },
      rows: cards.map((id) => aPatron({ id: toCardNumber(id) })),
    })
    folders.push(library.dataDir)
    // Their clocks are the same, as are their files: another process is another endpoint on the same database.
    const endpoints = [library, ...(await Promise.all(others.map((store) => anEndpoint({ store, ports: { dataDir: library.dataDir } }))))]
    for (const endpoint of endpoints.slice(1)) endpoint.advance(3000)
    const ready: { reader: Visitor; shown: Shown }[] = []
    for (const [n, id] of cards.entries()) {
      const { ask } = endpoints[n % endpoints.length] ?? library
      // Networks of their own: one alone is held back.
      const reader = new Visitor(ask)
      await reader.post(`${pageOfTests}/souhait`, { wish: `souhait ${n}` })
      ready.push({ reader, shown: await prove(first, reader, id, library.instantBefore(0)) })
      if (n % 10 === 9) for (const endpoint of endpoints) endpoint.advance(200_000)
    }
    for (const endpoint of endpoints) endpoint.advance(3000)
    const ends = await Promise.all(ready.map(({ reader, shown }) => reader.press(shown, 'Commander', wednesdayAtTen)))
    const noted = ends.filter(({ path }) => path.includes('/commande/'))
    const late = ends.filter(({ path }) => path.includes('/quand?pris='))
    return { noted: noted.length, late, placed: (await orders(first)).length }
  }
  const judge = ({ noted, late, placed }: Awaited<ReturnType<typeof race>>): void => {
    expect([noted, placed, late.length]).toEqual([1, 1, 49])
    for (const { text, html } of late) {
      expect(text).toContain(
        '10 h vient d’être pris par quelqu’un d’autre Votre panier est gardé. Il reste de la place : 10 h 15, 10 h 30 et 10 h 45.',
      )
      expect(html).not.toContain('checked')
      expect(text).toMatch(/souhait \d+/)
    }
  }

  test('[PAGE-10] one has it, forty-nine are back at the hours with their basket, in SQLite', async () => {
    judge(await race([aStore()]))
  })

  test.skipIf(postgresReason !== undefined)('[PAGE-10] the same where two processes share a PostgreSQL', async () => {
    const url = await emptied(postgres)
    const stores = [new PostgresStore(url), new PostgresStore(url)]
    try {
      judge(await race(stores))
    } finally {
      for (const store of stores) await store.close()
    }
  })
})

test('[PAGE-1] settings that say nothing of the page stay as they are', () => {
  expect(aSettings().publicPage).toBeUndefined()
})
