/**
 * What rights, limits and bays are weighed by, from what tablets did: kept as it happens or in the night, told as numbers, and the same
 * that the desk answers (SET-2). The real routes and closings over the real stores.
 */
import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/domain/desk/decide.ts'
import { toCardNumber, toItemBarcode, toLibrarianId, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { previewWeeks } from '../../../src/domain/preview/preview-weeks.ts'
import { type Settings, sectionOf } from '../../../src/domain/settings/settings.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { readFigures } from '../../../src/endpoint/figures/read-figures.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aLateDesk, beginToCount, givenItem, type LateDesk, never } from '../../builders/a-late-desk.ts'
import { aDate, aMoment, anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aLoanRight, aSettings, centre } from '../../builders/a-settings.ts'
import { anEnvelope, aPushed, libraryOfTests, outcomesOf } from '../../builders/an-endpoint.ts'
import { aSlotKey, aWish } from '../../builders/an-order.ts'
import { eachOpenedStore } from '../../fakes/each-store.ts'

const card = toCardNumber('23333000000172')
const barcodes = ['33331000000012', '33331000000020', '33331000000038', '33331000000046'].map(toItemBarcode)
/** `count` others, of whom nobody else has one. */
const othersOf = (n: number, count: number) =>
  Array.from({ length: count }, (_, at) => toItemBarcode(`33331000${String(100 * (n + 1) + at).padStart(6, '0')}`))
const happened = aMoment('2026-11-24 14:31')
/** As many as the library asks for before it tells of them. */
const cards = [card, ...[347, 511, 685, 859].map((n) => toCardNumber(`23333000000${n}`))]
const handover = (reason: string | undefined, to = card, given = barcodes): Extract<Operation, { kind: 'hand-over-order' }> => ({
  kind: 'hand-over-order',
  orderId: undefined,
  card: to,
  items: given.map((barcode) => ({ ...givenItem(barcode), documentType: 'DVD', lineId: undefined, overrideReason: reason })),
  leftBehind: [],
  notFound: [],
  receipt: 'undecided',
  happened,
})
const rightsOf = (maximum: number | undefined, total?: number): Settings =>
  aSettings({ loanRights: [aLoanRight('adulte', '*', { maximum })], totalMaximums: total === undefined ? {} : { adulte: total } })

/** The Monday after four weeks of which the last had the handover. */
const monday = '2026-11-30 09:00'

const weigh = async (desk: LateDesk, settings: Settings) => {
  const asked = { protocol: 4, nonce: 'n', librarianId: 'claire', value: sectionOf(settings, 'rights') }
  const { status, body } = await desk.other.post('/management/v1/weigh-rights?protocol=4', asked)
  return status === 200 ? [body.of, body.asked] : body.problem
}

/** Of documents that leave together, those for which the desk asks a reason, one after the other. */
const askedOfEach = (settings: Settings): number => {
  const state = aDesk(settings, aPatron({ id: card }))
  const by = { now: happened, librarian: { id: toLibrarianId('claire') }, end: 'tablet' } as const
  const { items } = handover(undefined)
  return items.filter((_, n) => {
    const given = items.slice(0, n + 1).map((item, at) => ({ ...item, overrideReason: at < n ? 'accord' : undefined }))
    return !decide(state, { ...handover(undefined), items: given }, by).ok
  }).length
}

describe.each(eachOpenedStore())('four weeks of $name', ({ open }) => {
  test('[SET-2, LOAN-3] a loan with a reason is weighed by any rights as the desk judges it, until the handover is taken back', async () => {
    const desk = await aLateDesk(await open())
    await desk.store.transact(libraryOfTests, async (transaction) => {
      for (const id of cards) await transaction.writeRow(aPatron({ id }), desk.instantBefore(0))
    })
    const lent = anEnvelope(handover('prêt de groupe'))
    const all = [lent, ...cards.slice(1).map((to, n) => anEnvelope(handover('prêt de groupe', to, othersOf(n, 4))))]
    for (const outcome of outcomesOf(await desk.other.push(all.map(aPushed)))) expect(outcome).toMatch('accepted')
    // Of a day that is in no whole week yet, nothing is told; what comes twice is kept once.
    expect(await weigh(desk, rightsOf(1))).toEqual([0, 0])
    await desk.other.push([aPushed(lent)])
    desk.at(monday)
    for (const settings of [rightsOf(0), rightsOf(1), rightsOf(3), rightsOf(4), rightsOf(undefined), rightsOf(undefined, 2)]) {
      expect(await weigh(desk, settings)).toEqual([20, 5 * askedOfEach(settings)])
    }
    expect([askedOfEach(rightsOf(1)), askedOfEach(rightsOf(4))]).toEqual([3, 0])
    expect(await weigh(desk, { ...rightsOf(1), totalMaximums: { adulte: -1 } })).toBe('request-not-understood')
    const undo: Operation = {
      kind: 'undo-handover',
      handover: lent.operationId,
      orderId: undefined,
      card,
      barcodes: barcodes.slice(1),
      happened,
    }
    await desk.other.push([aPushed(anEnvelope(undo))])
    // Of 17, in steps of five.
    expect(await weigh(desk, rightsOf(0))).toEqual([17, 15])
    await desk.store.close()
  })

  test('[STAT-4, STAT-15, SET-2] proposed rights never tell how many documents a few persons of a category had, alone or beside others', async () => {
    const desk = await aLateDesk(await open())
    const alone = toCardNumber('23333000001017')
    await desk.store.transact(libraryOfTests, async (transaction) => {
      for (const id of cards) await transaction.writeRow(aPatron({ id }), desk.instantBefore(0))
      await transaction.writeRow(aPatron({ id: alone, category: 'sœurs' }), desk.instantBefore(0))
    })
    const all = [
      ...[othersOf(10, 7), othersOf(11, 6)].map((given) => handover('accord', alone, given)),
      ...cards.map((to, n) => handover('accord', to, othersOf(n, n === 0 ? 3 : 1))),
    ]
    for (const outcome of outcomesOf(await desk.other.push(all.map((one) => aPushed(anEnvelope(one)))))) expect(outcome).toMatch('accepted')
    desk.at(monday)
    const asked = (maximum: number | undefined, ofOthers?: number) =>
      weigh(
        desk,
        aSettings({
          loanRights: [aLoanRight('sœurs', 'DVD', { maximum }), aLoanRight('adulte', 'DVD', { maximum: ofOthers })],
          totalMaximums: {},
        }),
      )
    for (const maximum of [0, 6, 7, 12, 13, undefined]) {
      expect([maximum, await asked(maximum)]).toEqual([maximum, [20, 0]])
      // Beside seven documents of five persons, told as five.
      expect([maximum, await asked(maximum, 0)]).toEqual([maximum, [20, 5]])
      // Of those, two of one person.
      expect([maximum, await asked(maximum, 1)]).toEqual([maximum, [20, 0]])
    }
    await desk.store.close()
  })

  test('[SET-2] the night counts what limits and bays would have asked of the day, and remembers it when the orders have left', async () => {
    const desk = await aLateDesk(await open())
    const place = (n: number): Operation => ({
      ...{
        kind: 'place-order',
        orderId: toOrderId(`new-${n}`),
        number: `B-${n}`,
        source: 'phone',
        card,
        slot: aSlotKey('2026-11-25 14:30'),
      },
      ...{ lines: [{ id: toLineId('1'), wanted: aWish('un policier') }], note: '', callBackNumber: undefined },
      ...{ isUrgent: false, overrideReason: 'accord' },
    })
    const orders = [1, 2, 3].map((n) => anEnvelope(place(n), { at: anInstant(`2026-11-24 09:0${n}`) }))
    expect(outcomesOf(await desk.other.push(orders.map(aPushed)))).toEqual(['accepted', 'accepted', 'accepted'])
    // Where they were moved to since does not say where they stood then.
    const [from, to] = [aSlotKey('2026-11-25 14:30'), aSlotKey('2026-11-25 15:00')]
    const move = [1, 2].map((n): Operation => ({ kind: 'reschedule-order', orderId: toOrderId(`new-${n}`), from, to }))
    expect(outcomesOf(await desk.other.push(move.map((one) => aPushed(anEnvelope(one)))))).toEqual(['accepted', 'accepted'])
    const bag = (orderId: string, bay: number): Operation => ({ kind: 'bag-order', orderId: toOrderId(orderId), bays: [bay], happened })
    await desk.other.push([bag('new-1', 1), bag('new-2', 7)].map((one) => aPushed(anEnvelope(one))))
    const cancel = (n: number): Operation => ({ kind: 'cancel-order', orderId: toOrderId(`new-${n}`), reason: 'plus besoin' })
    await desk.other.push([1, 2, 3].map((n) => aPushed(anEnvelope(cancel(n)))))
    for (const day of ['2026-11-25', '2026-11-28', '2026-12-03']) await closeDays(desk.store, anInstant(`${day} 03:00`), never)
    expect(await desk.row('order', toOrderId('new-1'))).toBeUndefined()

    const weeks = { from: aDate('2026-11-02'), to: aDate('2026-11-29') }
    const figures = await desk.store.read(libraryOfTests, (reader) => readFigures(reader, weeks, anInstant('2026-12-03 03:00')))
    const of = (proposed: Settings, name: 'limits' | 'bays') => previewWeeks(name, aSettings(), proposed, figures)
    // The patron had an order of the ILS already; the first is the second in all, and the only one of its slot.
    expect(of(aSettings({ openOrdersPerSlot: 2, openOrders: 3 }), 'limits')).toEqual([{ kind: 'over-limit', was: 2, becomes: 1, of: 3 }])
    expect(of(aSettings({ openOrdersPerSlot: 2, openOrders: 9 }), 'limits')).toMatchObject([{ becomes: 1, of: 3 }])
    expect(of(aSettings({ openOrdersPerSlot: 1, openOrders: 9 }), 'limits')).toMatchObject([{ becomes: 2, of: 3 }])
    const bays = (n: number) => aSettings({ sites: [{ id: centre, name: 'Médiathèque', bays: n }] })
    expect(of(bays(1), 'bays')).toEqual([{ kind: 'without-bay', was: 0, becomes: 1, of: 2 }])
    expect(of(bays(2), 'bays')).toEqual([{ kind: 'without-bay', was: 0, becomes: 0, of: 2 }])
    await desk.store.close()
  })

  test('[SET-2, STAT-6] since when each of these is counted is noted once, and told', async () => {
    const desk = await aLateDesk(await open())
    await beginToCount(desk, anInstant('2026-11-24 08:00'))
    const since = async () => {
      const figures = await desk.store.read(libraryOfTests, (reader) =>
        readFigures(reader, { from: aDate('2026-11-02'), to: aDate('2026-11-29') }, anInstant('2026-12-03 03:00')),
      )
      return figures.since
    }
    for (const day of ['2026-11-25', '2026-11-26']) await closeDays(desk.store, anInstant(`${day} 03:00`), never)
    expect(await since()).toEqual({ orders: '2026-11-24', documents: '2026-11-24' })
    desk.at(monday)
    const asked = { protocol: 4, nonce: 'n', librarianId: 'claire', value: sectionOf(rightsOf(1), 'rights') }
    expect((await desk.other.post('/management/v1/weigh-rights?protocol=4', asked)).body).toMatchObject({ since: '2026-11-24' })
    await desk.store.close()
  })
})
