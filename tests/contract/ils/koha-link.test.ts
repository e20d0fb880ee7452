/**
 * Loans and returns told to a Koha: real requests to a small one on this machine, which forces, renews and answers errors with status 200, as
 * the servers that were recorded do. What is counted is what it was sent, what it holds in the end, and what is said of it.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { wantedByIls } from '../../../src/domain/item/item-state.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { createKohaWire } from '../../../src/endpoint/connectors/koha/koha-wire.ts'
import type { KohaSettings } from '../../../src/endpoint/connectors/koha/read-settings.ts'
import { collectDay } from '../../../src/endpoint/ils/collect-day.ts'
import { askAnew, tellOverWire } from '../../../src/endpoint/ils/tell-over-wire.ts'
import { mayAskAnew } from '../../../src/endpoint/storage/journeys.ts'
import { aDeskDay, cameLast, type DeskDay, day, decideCase, handOver, inParis, library, takeBack, undo } from '../../export/a-desk-day.ts'
import { type KohaIls, startKoha } from '../../fakes/koha-ils.ts'

let koha: KohaIls
let desk: DeskDay
beforeEach(async () => {
  koha = await startKoha()
  for (const barcode of ['31', '32', 'AbC-77']) koha.items.set(barcode, { title: `Livre ${barcode}`, renewals: 0 })
  for (const card of ['21', '22']) koha.patrons.add(card)
  desk = await aDeskDay()
})
afterEach(() => koha.stop())

const evening = inParis('2026-11-24 19:00:00')
const pass = (now: number = evening, changes: Partial<KohaSettings> = {}) =>
  tellOverWire({
    store: desk.store,
    libraryId: library,
    wire: createKohaWire({ ...koha.settings, patienceMs: 1500, ...changes }, () => now),
    now: () => toInstant(now),
    isStopping: () => false,
  })
const journeys = () => desk.store.read(library, (reader) => reader.journeys.ofDay(day))
const states = async () => (await journeys()).map(({ barcode, movement, state, reason }) => [movement, barcode, reason ?? state].join(' '))
const lend = (card: string, barcode: string, at = '2026-11-24 14:30:05') =>
  desk.receive(desk.tablet('A').press(handOver(card, barcode), at))

describe('a loan or a return told to Koha', () => {
  it('goes to its service once, with its true time in UTC, and its due date is kept', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31', '32'), '2026-11-24 14:30:05'), a.press(takeBack('31'), '2026-11-24 15:00:00'))
    expect((await pass()).answers).toEqual({ accepted: 3 })
    expect((await pass()).answers).toEqual({})
    expect(
      koha.lines.map((line) => ['action', 'timestamp', 'barcode', 'cardnumber', 'branchcode', 'pending'].map((name) => line.get(name))),
    ).toEqual([
      ['issue', '2026-11-24 13:30:05', '31', '21', 'MPL', 'false'],
      ['issue', '2026-11-24 13:30:05', '32', '21', 'MPL', 'false'],
      ['return', '2026-11-24 14:00:00', '31', null, 'MPL', 'false'],
    ])
    expect([koha.items.get('31')?.lentTo, koha.items.get('32')?.lentTo]).toEqual([undefined, '21'])
    expect((await journeys()).find(({ barcode }) => barcode === '32')?.dueOn).toBe('2026-12-15')
  })

  it('[ILS-5] only goes into its list unless the settings say otherwise, and is settled when the list was gone through', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 14:30:05'), a.press(takeBack('31'), '2026-11-24 15:00:00'))
    const review = { isDirect: false }
    expect((await pass(evening, review)).answers).toEqual({ queued: 1 })
    expect([koha.list.length, await states()]).toEqual([1, ['loan 31 queued']])
    // The return waits: Koha would say that the document is not out.
    expect((await pass(evening + 400_000, review)).answers).toEqual({})
    koha.goThroughList()
    await pass(evening + 800_000, review)
    expect((await pass(evening + 860_000, review)).answers).toEqual({ queued: 1 })
    koha.goThroughList()
    await pass(evening + 1_200_000, review)
    expect([koha.lines.length, koha.items.get('31'), await states()]).toEqual([
      2,
      expect.objectContaining({ lentTo: undefined, renewals: 0 }),
      ['loan 31 accepted', 'return 31 accepted'],
    ])
  })

  it('[ILS-2, ILS-18] in its list is read again after some minutes, and asked anew by a person after a day at the earliest', async () => {
    await lend('21', '31')
    const review = { isDirect: false }
    await pass(evening, review)
    const before = koha.heard.length
    await pass(evening + 60_000, review)
    expect(koha.heard).toHaveLength(before)
    await pass(evening + 360_000, review)
    expect((await journeys()).map(mayAskAnew)).toEqual([false])
    await pass(evening + 90_000_000, review)
    expect((await journeys()).map(mayAskAnew)).toEqual([true])
    expect(koha.lines).toHaveLength(1)
  })

  it.each([
    ['that came back there too', 'return', 'line-left', [['14:40', undefined]], false],
    [
      'that is lent there again',
      'return',
      'line-left',
      [
        ['14:40', undefined],
        ['14:50', '22'],
      ],
      false,
    ],
    [
      'whose line ended that loan',
      'return',
      'done-late',
      [
        ['14:40', undefined],
        ['14:50', '22'],
      ],
      true,
    ],
    ['that its patron has borrowed there', 'loan', 'line-left', [['14:40', '21']], false],
    [
      'that came back there since',
      'loan',
      'line-left',
      [
        ['14:40', '22'],
        ['14:50', undefined],
      ],
      false,
    ],
    [
      'whose line lends it after that',
      'loan',
      'done-late',
      [
        ['14:40', '22'],
        ['14:50', undefined],
      ],
      true,
    ],
  ] as const)(
    '[ILS-14, ILS-37] in its list, of a document %s, is a case for a person: the %s is %s',
    async (_, movement, list, moves, isGoneThrough) => {
      const review = { isDirect: false }
      const moveThere = (at: string, card: string | undefined) => {
        const timestamp = new Date(inParis(`2026-11-24 ${at}:00`)).toISOString().slice(0, 19).replace('T', ' ')
        const line = card === undefined ? { action: 'return' } : { action: 'issue', cardnumber: card }
        koha.perform(new URLSearchParams({ ...line, barcode: '31', timestamp }))
      }
      const a = desk.tablet('A')
      await desk.receive(a.press(handOver('21', '31'), '2026-11-24 14:10:05'))
      let now: number = evening
      const passLater = (ms = 400_000) => {
        now += ms
        return pass(now, review)
      }
      if (movement === 'return') {
        await pass(now, review)
        koha.goThroughList()
        await passLater()
        await desk.receive(a.press(takeBack('31'), '2026-11-24 14:30:00'))
      }
      expect((await passLater()).answers).toEqual({ queued: 1 })
      for (const [at, card] of moves) moveThere(at, card)
      if (isGoneThrough) koha.goThroughList()
      await passLater()
      const stands = async () => (await states()).filter((one) => one.startsWith(movement))
      expect(await stands()).toEqual([`${movement} 31 ${list}`])
      const cases = () => desk.store.read(library, async (reader) => reader.rowsOf('case'))
      expect((await cases()).map(({ id, ils }) => [id, ils])).toEqual([['refused-by-ils:item/31:1', { movement, reason: list, said: '' }]])
      const [journey, said] = [(await journeys()).find((one) => one.movement === movement), (await cases())[0]]
      if (journey === undefined || said === undefined) throw new Error('no case')
      // Asked anew it would stand in the list twice; a person rejects the line there, and says so.
      expect(await askAnew(desk.store, library, journey, toInstant(now))).toBe(false)
      await decideCase(desk.store, said, { kind: 'ask-anew' }, { id: 'D0', at: toInstant(now) })
      expect([(await stands())[0], (await cases()).map(({ id, settlement }) => [id, settlement?.decision.kind])]).toEqual([
        `${movement} 31 ${list}`,
        [
          ['refused-by-ils:item/31:1', 'ask-anew'],
          ['refused-by-ils:item/31:2', undefined],
        ],
      ])
      const next = (await cases())[1] ?? said
      koha.rejectLines('31')
      const [heard, lentTo] = [koha.lines.length, koha.items.get('31')?.lentTo]
      await decideCase(desk.store, next, { kind: 'acknowledged' }, { id: 'D1', at: toInstant(now) })
      await passLater()
      expect(await stands()).toEqual([`${movement} 31 already`])
      expect([koha.list, koha.lines.length, koha.items.get('31')?.lentTo]).toEqual([[], heard, lentTo])
    },
  )

  it('[ILS-14] in its list, undone here and overtaken there, is a person’s still, and what follows of its document waits', async () => {
    const review = { isDirect: false }
    const a = desk.tablet('A')
    const lent = a.press(handOver('21', '31'), '2026-11-24 14:10:05')
    await desk.receive(lent)
    await pass(evening, review)
    await desk.receive(a.press(undo(lent), '2026-11-24 14:20:00'), a.press(handOver('21', '31'), '2026-11-24 14:30:00'))
    for (const line of [
      { action: 'issue', cardnumber: '22', timestamp: '2026-11-24 13:40:00' },
      { action: 'return', timestamp: '2026-11-24 13:50:00' },
    ])
      koha.perform(new URLSearchParams({ ...line, barcode: '31' }))
    for (const ms of [400_000, 800_000]) await pass(evening + ms, review)
    // Told now, the second loan would lie in the list beside the first one, and renew it.
    expect([await states(), koha.list.length]).toEqual([['loan 31 line-left'], 1])
    const [said] = await desk.store.read(library, async (reader) => reader.rowsOf('case'))
    if (said === undefined) throw new Error('no case')
    expect(said.settlement).toBeUndefined()
    koha.rejectLines('31')
    await decideCase(desk.store, said, { kind: 'acknowledged' }, { id: 'D0', at: toInstant(evening + 900_000) })
    await pass(evening + 1_200_000, review)
    koha.goThroughList()
    await pass(evening + 1_600_000, review)
    expect([koha.items.get('31')?.lentTo, koha.items.get('31')?.renewals]).toEqual(['21', 0])
  })

  it('[ILS-2] whose answer did not come may lie in that list: it is not asked again', async () => {
    await lend('21', '31')
    koha.failNext('service.pl', 'cut-after')
    await pass(evening, { isDirect: false })
    expect(await states()).toEqual(['loan 31 unknown'])
    await pass(evening + 1000, { isDirect: false })
    expect([await states(), koha.list.length]).toEqual([['loan 31 queued'], 1])
  })

  it.each(['cut-after', 'silent', 'broken', 'garbled', 'empty'] as const)(
    '[ILS-2] is not known after an answer that is %s, and read before anything else',
    async (fault) => {
      await lend('21', '31')
      koha.failNext('service.pl', fault)
      expect((await pass()).answers).toEqual({ unknown: 1 })
      await pass(evening + 1000)
      expect([await states(), koha.lines.length, koha.items.get('31')?.renewals]).toEqual([['loan 31 accepted'], 1, 0])
    },
  )

  it.each([true, false])('[ILS-2] that cannot be read any more holds up nothing else (done at once: %s)', async (isDirect) => {
    await lend('21', '31')
    koha.failNext('service.pl', 'cut-after')
    await pass(evening, { isDirect })
    // Taken out of its catalogue meanwhile.
    koha.items.delete('31')
    await desk.receive(desk.tablet('B').press(handOver('22', '32'), '2026-11-24 15:00:00'))
    expect((await pass(evening + 1000, { isDirect })).answers).toEqual(isDirect ? { accepted: 1 } : { queued: 1 })
    expect((await states())[0]).toBe(isDirect ? 'loan 31 unknown' : 'loan 31 queued')
  })

  it('[CASE-2] decided anew while its line lies in that list: the ILS hears by what stood decided when it was asked', async () => {
    const review = { isDirect: false }
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
    const back = b.press(takeBack('31'), '2026-11-24 10:20:00')
    const decided = a.request(cameLast(back, given), '2026-11-24 11:00:00')
    await desk.receive(given, back, decided)
    const untrue = () => desk.store.read(library, (reader) => collectDay(reader, day))
    await pass(evening, review)
    koha.goThroughList()
    await pass(evening + 400_000, review)
    await pass(evening + 460_000, review)
    expect(await states()).toEqual(['loan 31 accepted', 'return 31 queued'])
    const anew = { replaces: decided.operationId, restores: [given.operationId] }
    await desk.receive(a.request({ ...cameLast(given, back), anew } as Operation, '2026-11-24 19:09:00'))
    koha.goThroughList()
    await pass(evening + 900_000, review)
    expect(await states()).toEqual(['loan 31 accepted', 'return 31 accepted'])
    // Out by the desk, back by the ILS: somebody has to put it right there.
    expect([koha.items.get('31')?.lentTo, (await untrue()).apart]).toEqual([
      undefined,
      [expect.objectContaining({ movement: 'return', reason: 'declared-untrue' })],
    ])
  })

  it('[ILS-2] is found among the loans that have ended, where it came back at the ordinary desk meanwhile', async () => {
    await lend('21', '31')
    koha.failNext('service.pl', 'cut-after')
    await pass()
    koha.goThroughList()
    const item = koha.items.get('31')
    if (item === undefined) throw new Error('no item')
    // By Koha itself, so that its ended loans have it.
    await fetch(`${koha.settings.url}/cgi-bin/koha/offline_circ/service.pl`, {
      method: 'POST',
      body: new URLSearchParams({ userid: 'desk', password: 'secret', pending: 'false', action: 'return', barcode: '31' }),
    })
    expect(item.lentTo).toBeUndefined()
    await pass(evening + 1000)
    expect(await states()).toEqual(['loan 31 accepted'])
  })

  it('[ILS-3] that would end somebody else’s loan or cancel their hold is decided by a person, and nothing is written', async () => {
    Object.assign(koha.items.get('31') ?? {}, { lentTo: '22' })
    Object.assign(koha.items.get('32') ?? {}, { heldFor: '22' })
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31', '32'), '2026-11-24 14:30:05'))
    await pass()
    expect([await states(), koha.lines]).toEqual([['loan 31 lent-to-another', 'loan 32 held-for-another'], []])
  })

  it.each([
    { how: 'done at once', isDirect: true, heldAt: 'MPL', wants: { next: 'held', words: '' } },
    { how: 'done at once, for another site', isDirect: true, heldAt: 'ANX', wants: { next: 'elsewhere', words: 'ANX' } },
    { how: 'by the list of its librarians', isDirect: false, heldAt: 'MPL', wants: { next: 'held', words: '' } },
    { how: 'to an account that may not read holds', isDirect: true, heldAt: 'MPL', wants: undefined },
  ])('[RET-9] is asked for holds of the title after a return: $how', async ({ isDirect, heldAt, wants }) => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 14:30:05'))
    await pass()
    Object.assign(koha.items.get('31') ?? {}, { heldFor: '22', heldAt })
    const back = a.press(takeBack('31'), '2026-11-24 15:00:00')
    await desk.receive(back)
    if (wants === undefined) koha.failNext('/holds', 'forbidden')
    for (const minutes of [10, 20, 30, 40]) {
      koha.goThroughList()
      await pass(evening + minutes * 60_000, { isDirect })
    }
    const item = await desk.store.read(library, async (reader) => reader.row('item', toItemBarcode('31')))
    expect(wantedByIls(item)).toEqual(wants && { ...wants, returning: back.operationId })
  })

  it('[ILS-3] with a card or a document that Koha does not know is decided by a person: its list would take it', async () => {
    await lend('29', '31')
    await desk.receive(desk.tablet('B').press(handOver('21', '39'), '2026-11-24 15:00:00'))
    await pass(evening, { isDirect: false })
    expect([await states(), koha.lines]).toEqual([['loan 31 unknown-there', 'loan 39 unknown-there'], []])
  })

  it('[ILS-5] that Koha would refuse is not forced, and what it calls the reason is kept', async () => {
    koha.blocked.add('21')
    await lend('21', '31')
    await pass()
    expect((await journeys()).map(({ state, said }) => [state, said])).toEqual([['refused', 'DEBARRED']])
    expect(koha.lines).toEqual([])
  })

  it('[ILS-5] that Koha would first ask its people about is not forced either, and its list takes it', async () => {
    koha.questions.set('21', 'TOO_MANY')
    await lend('21', '31')
    await pass()
    expect((await journeys()).map(({ state, said }) => [state, said])).toEqual([['refused', 'TOO_MANY']])
    expect([koha.lines, koha.items.get('31')?.lentTo]).toEqual([[], undefined])
    koha.questions.set('22', 'PREVISSUE')
    await desk.receive(desk.tablet('B').press(handOver('22', '32'), '2026-11-24 15:00:00'))
    expect((await pass(evening + 1000, { isDirect: false })).answers).toEqual({ queued: 1 })
  })

  it('finds a number that Koha writes with other letters', async () => {
    await lend('21', 'aBc-77')
    await pass()
    expect(await states()).toEqual(['loan aBc-77 accepted'])
  })

  it.each(['moved', 'maintenance', 'garbled', 'cut-before'] as const)(
    'is not asked where a reading is %s, and nothing is lost',
    async (fault) => {
      await lend('21', '31')
      koha.failNext('items', fault)
      expect((await pass()).fault).toBe('cut')
      expect(koha.lines).toEqual([])
      await pass(evening + 1000)
      expect(await states()).toEqual(['loan 31 accepted'])
    },
  )

  it('reads every page of a patron’s loans', async () => {
    for (let n = 0; n < 130; n += 1) koha.items.set(`4${n}`, { title: '', renewals: 0, lentTo: '21', dueOn: '2026-12-15T23:59:00+01:00' })
    await lend('21', '4129')
    await pass()
    expect([await states(), koha.lines]).toEqual([['loan 4129 already'], []])
  })
})
