/**
 * The scenes of the stage, by name: a moment of the desk that a screen must show well. For tests of screens and for screenshots.
 * Each is told with the desk's own operations, so that no scene shows what could not happen.
 */

import { type LibrarianId, type OrderId, toLineId, toOrderId } from '../../src/domain/ids.ts'
import { fromMinutes, type LocalTime, toMinutes } from '../../src/domain/local-date.ts'
import type { Order } from '../../src/domain/order/order.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { aMoment, anInstant, aTime, tuesday } from '../builders/a-moment.ts'
import { centre } from '../builders/a-settings.ts'
import { anItem } from '../builders/an-item.ts'
import { anOrder, aRecordWanted, aWish } from '../builders/an-order.ts'
import { apartSceneByName } from './apart-scenes.ts'
import { callSceneByName } from './call-scenes.ts'
import { aTablet, deskSceneByName } from './desk-scenes.ts'
import { figureSceneByName } from './figure-scenes.ts'
import { ilsSceneByName, linked } from './ils-scenes.ts'
import { lostSceneByName } from './lost-scenes.ts'
import { messageSceneByName, someMessages } from './message-scenes.ts'
import { pileSceneByName } from './pile-scenes.ts'
import { rotaSceneByName } from './rota-scenes.ts'
import { settingSceneByName } from './setting-scenes.ts'
import { claire, ines, itemBarcode, librarians, mehdi, patrons, records, settings, tablets } from './stage-rows.ts'
import { type StagedDesk, type StageOptions, stagedDesk } from './staged-desk.ts'

/** A slot's orders, first done first: handed over, no-show, late, arrived, ready, in preparation, complete without a bay, to prepare. */
const day: Readonly<Record<string, string>> = {
  '10:00': 'hhh',
  '10:15': 'hhn',
  '10:30': 'hhhh',
  '10:45': 'hh',
  '11:00': 'hhh',
  '11:15': 'hhhh',
  '11:30': 'hh',
  '11:45': 'hn',
  '14:00': 'hhl',
  '14:15': 'hhh',
  '14:30': 'haar',
  '14:45': 'arr',
  '15:00': 'rrp',
  '15:15': 'ptt',
  '15:30': 'rptt',
  '15:45': 'tt',
  '16:00': 'rttt',
  '16:15': 'tttt',
  '16:30': 'ttttt',
  '16:45': 'ttt',
  '17:00': 'tttt',
  '17:15': 'tt',
  '17:30': 'tttt',
  '17:45': 't',
}

/** Arrivals of the scene, in the order of the day. */
const arrivals = ['14:36', '14:39', '14:41']

const text = (time: LocalTime): string => `2026-11-24 ${time}`

interface Planned {
  readonly order: Order
  readonly fate: string
}

const planDay = (slots: Readonly<Record<string, string>>): readonly Planned[] => {
  let n = 0
  return Object.entries(slots).flatMap(([time, fates]) =>
    [...fates].map((fate): Planned => {
      n += 1
      const lines = Array.from({ length: 1 + ((n * 7) % 4) }, (_, line) => ({
        id: toLineId(String(line + 1)),
        wanted: aRecordWanted(`work-${(n * 3 + line * 5) % records.length}`),
        substitutedFor: undefined,
        goneFromIls: false,
      }))
      return {
        fate,
        order: anOrder({
          id: toOrderId(`order-${String(n).padStart(3, '0')}`),
          number: `${n % 3 === 0 ? 'A' : 'B'}-${String(n + 100)}`,
          card: patrons[n % patrons.length]?.id ?? anOrder().card,
          slot: { siteId: centre, date: tuesday, time: aTime(time) },
          lines,
          callBackNumber: n % 2 === 0 ? '01 23 45 67 89' : undefined,
          placedAt: anInstant('2026-11-23 09:00'),
        }),
      }
    }),
  )
}

/** Half an hour before a slot, never before the desk opened. */
const before = (order: Order, minutes: number): LocalTime =>
  fromMinutes(Math.max(9 * 60, Math.min(toMinutes(order.slot.time) - minutes, 14 * 60 + 35)))

const pick = (desk: StagedDesk, order: Order, count: number, by: LibrarianId): void => {
  for (const line of order.lines.slice(0, count)) {
    if (line.wanted.kind === 'wish') continue
    const time = before(order, 90)
    desk.past(
      {
        kind: 'pick-item',
        orderId: order.id,
        lineId: line.id,
        barcode: undefined,
        recordId: line.wanted.recordId,
        documentType: 'livre',
        happened: aMoment(text(time)),
      },
      by,
      text(time),
    )
  }
}

const tell = (desk: StagedDesk, planned: readonly Planned[]): void => {
  let bay = 0
  let arrived = 0
  const happened = (time: string) => ({ happened: aMoment(`2026-11-24 ${time}`) })
  for (const { order, fate } of planned) {
    const by = toMinutes(order.slot.time) % 30 === 0 ? mehdi : ines
    if (fate === 't') continue
    if (fate === 'p') {
      desk.past({ kind: 'claim', scope: { kind: 'order', orderId: order.id } }, by, '2026-11-24 14:35')
      pick(desk, order, order.lines.length > 1 ? 1 : 0, by)
      continue
    }
    pick(desk, order, order.lines.length, by)
    if (fate === 'c') continue
    bay = (bay % 39) + 1
    desk.past({ kind: 'bag-order', orderId: order.id, bays: [bay], ...happened(before(order, 60)) }, by, text(before(order, 60)))
    if (fate === 'a') {
      const time = arrivals[arrived++] ?? '14:41'
      desk.past({ kind: 'record-arrival', orderId: order.id, ...happened(time) }, claire, `2026-11-24 ${time}`)
    }
    if (fate === 'h') {
      desk.past(
        {
          kind: 'hand-over-order',
          orderId: order.id,
          card: order.card,
          items: order.lines.map((line, n) => ({
            barcode: itemBarcode(800 + bay, n),
            recordId: line.wanted.kind === 'wish' ? undefined : line.wanted.recordId,
            documentType: 'livre',
            lineId: line.id,
            dueOn: tuesday,
            isNewRelease: false,
            overrideReason: undefined,
          })),
          leftBehind: [],
          notFound: [],
          receipt: 'refused',
          ...happened(order.slot.time),
        },
        claire,
        text(order.slot.time),
      )
    }
    if (fate === 'n') desk.past({ kind: 'confirm-no-show', orderId: order.id, ...happened('12:20') }, claire, '2026-11-24 12:20')
  }
}

const library: readonly Row[] = [settings, ...librarians, ...tablets, ...patrons, ...records]

const aDay = (slots: Readonly<Record<string, string>>, options: Partial<StageOptions> = {}, rows: readonly Row[] = library): StagedDesk => {
  const planned = planDay(slots)
  const desk = stagedDesk([...rows, ...planned.map(({ order }) => order)], { now: '2026-11-24 14:42', librarian: claire, ...options })
  tell(desk, planned)
  return desk
}

const idOf = (n: number): OrderId => toOrderId(`order-${String(n).padStart(3, '0')}`)

/** A short afternoon to prepare: eight orders, one complete, two lines looked for in vain. */
const preparing = (options: Partial<StageOptions> = {}, rows: readonly Row[] = library): StagedDesk => {
  const desk = aDay(
    { '15:00': 'rc', '15:15': 'ptt', '15:30': 'ttt', '15:45': 'tt' },
    { librarian: mehdi, now: '2026-11-24 14:44', ...options },
    rows,
  )
  desk.past({ kind: 'claim', scope: { kind: 'zone', name: 'Documentaires' } }, ines, '2026-11-24 14:35')
  return desk
}

/** What a patron asked for in words of her own; its order is `wish-1`. */
export const wish = 'Un roman policier qui se passe en Bretagne'
const wishOrder = anOrder({
  id: toOrderId('wish-1'),
  number: 'A-140',
  card: patrons[7]?.id ?? anOrder().card,
  slot: { siteId: centre, date: tuesday, time: aTime('15:30') },
  lines: [
    { id: toLineId('1'), wanted: aRecordWanted('work-7'), substitutedFor: undefined, goneFromIls: false },
    { id: toLineId('2'), wanted: aWish(wish), substitutedFor: undefined, goneFromIls: false },
  ],
  placedAt: anInstant('2026-11-23 09:00'),
})

/** What two of the orders' sheets say, one of them placed inside the lead time; and a wish for two. */
export const wishForTwo = 'Deux albums pour les petits'
const withNotes = (): StagedDesk => {
  const desk = preparing({ now: '2026-11-24 15:04' }, [
    ...library,
    {
      ...wishOrder,
      isUrgent: true,
      note: 'En grands caractères, s’il y en a',
      lines: [
        { id: toLineId('1'), wanted: aRecordWanted('work-3'), substitutedFor: undefined, goneFromIls: false },
        { id: toLineId('2'), wanted: aWish(wishForTwo), substitutedFor: undefined, goneFromIls: false },
      ],
    },
  ])
  const note = (n: number, text: string): void =>
    desk.past({ kind: 'write-note', orderId: idOf(n), note: text, replaces: '' }, claire, '2026-11-24 14:20')
  note(2, 'Le sac est à l’accueil')
  note(5, 'Sonnera au lieu d’entrer')
  // Inès prepared it, and was called to the desk.
  desk.past({ kind: 'claim', scope: { kind: 'order', orderId: idOf(6) } }, ines, '2026-11-24 14:30')
  return desk
}

export const sceneByName = {
  ...deskSceneByName,
  ...figureSceneByName,
  ...callSceneByName,
  ...ilsSceneByName,
  ...messageSceneByName,
  ...pileSceneByName,
  ...apartSceneByName,
  ...lostSceneByName,
  ...settingSceneByName,
  ...rotaSceneByName,
  today: () => aDay(day),
  'today-offline': () =>
    aDay(day, {
      snapshot: {
        link: { kind: 'offline', since: anInstant('2026-11-24 14:30') },
        pendingCount: 7,
        oldestPendingAt: anInstant('2026-11-24 14:30'),
      },
    }),
  'today-page-shut': () =>
    aDay(day, {
      snapshot: { link: { kind: 'online', lastExchangeAt: anInstant('2026-11-24 14:32'), pageShutUntil: anInstant('2026-11-24 15:20') } },
    }),
  'today-silent': () =>
    aDay(day, {
      ilsLink: { ...linked, fault: { kind: 'unreachable', since: anInstant('2026-11-24 14:02') } },
      messages: { ...someMessages, late: { count: 3, since: anInstant('2026-11-24 13:50'), said: 'ECONNREFUSED' } },
    }),
  // Put back at 14:20: A and B have handed over again, C has not spoken since.
  'today-put-back': () => aDay(day, {}, [...library, aTablet('c', { name: 'Rayons', awaitedSince: anInstant('2026-11-24 14:20') })]),
  // Claire goes on without it.
  'today-gone-on': () => {
    const goneOnWithout = { librarianId: claire, at: anInstant('2026-11-24 14:30'), since: anInstant('2026-11-24 14:20') }
    return aDay(day, {}, [...library, aTablet('c', { name: 'Rayons', goneOnWithout })])
  },
  'today-problem': () => aDay(day, { snapshot: { link: { kind: 'problem', problem: 'protocol-too-old' }, pendingCount: 7 } }),
  'today-behind': () => aDay({ ...day, '14:30': 'haat' }),
  'today-empty': () => aDay({}),
  // 11 November is in two days, a Wednesday, and nobody has said whether the library closes.
  'today-closed': () => aDay({}, { now: '2026-11-09 10:00' }),
  'today-closing': () => aDay({ '14:00': 'hhl', '14:15': 'll' }, { now: '2026-11-24 18:20' }),
  'today-not-saved': () => aDay(day, { failure: 'not-saved' }),
  'today-update': () => aDay(day, { snapshot: { update: 'offered' } }),
  /** A library that chose its own name and a colour too light for letters. */
  'today-own-colour': () => aDay(day, {}, [{ ...settings, serviceName: 'Drive du Valmont', accentColour: '#ffcc00' }, ...library.slice(1)]),
  starting: () => aDay({}, { snapshot: { phase: { kind: 'starting' } } }),
  unusable: () => aDay({}, { snapshot: { phase: { kind: 'unusable', reason: 'no-storage' } } }),
  downloading: () => aDay({}, { snapshot: { phase: { kind: 'downloading', done: 1200, total: 3260 } } }),
  preparation: () => preparing(),
  'preparation-offline': () =>
    preparing({
      snapshot: {
        link: { kind: 'offline', since: anInstant('2026-11-24 14:30') },
        pendingCount: 3,
        oldestPendingAt: anInstant('2026-11-24 14:30'),
      },
    }),
  'preparation-notes': withNotes,
  'preparation-wish': () => preparing({}, [...library, wishOrder]),
  /** The ordinary desk lent both copies of a title: the ILS says on which day, and not when. */
  'preparation-lent': () =>
    preparing({}, [
      ...library,
      wishOrder,
      ...[0, 1].map((copy) => anItem(itemBarcode(7, copy), { ilsLoanSince: anInstant('2026-11-20 00:00') })),
    ]),
  'preparation-not-saved': () => preparing({ failure: 'not-saved' }),
  'preparation-second-pass': () => {
    const desk = preparing()
    for (const order of [idOf(4), idOf(5)]) {
      const line = desk.snapshot.state.get('order', order)?.lines[0]
      if (line !== undefined) {
        desk.past(
          { kind: 'report-not-found', orderId: order, lineId: line.id, happened: aMoment('2026-11-24 14:21') },
          mehdi,
          '2026-11-24 14:21',
        )
      }
    }
    return desk
  },
  exercise: () => aDay(day),
  'exercise-wrong': () =>
    aDay(day, {
      snapshot: { link: { kind: 'offline', since: anInstant('2026-11-24 14:30') }, persistence: 'refused' },
      clockOffset: 4 * 60_000,
    }),
  /** The stage starts a rehearsal in scenes of this name. */
  rehearsal: () => aDay(day),
  'rehearsal-preparation': () => aDay(day),
  accessibility: () => aDay(day),
  'preparation-empty': () => aDay({ '15:00': 'rr' }, { librarian: mehdi }),
} satisfies Readonly<Record<string, () => StagedDesk>>
export type SceneName = keyof typeof sceneByName
