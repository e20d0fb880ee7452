/**
 * The scenes of the desk's screens: a pile to hand over, returns, anomalies, operations, the day's closing. For tests of screens.
 * Told with the desk's own operations; a contradiction is two presses that did not know each other.
 */

import { type Case, formatCaseId } from '../../src/domain/case/case.ts'
import { apply } from '../../src/domain/desk/apply.ts'
import { emptyPile } from '../../src/domain/handover/visit.ts'
import {
  type LibrarianId,
  toBootId,
  toCardNumber,
  toDeviceId,
  toDeviceLetter,
  toLibraryIdentity,
  toLineId,
  toOperationId,
  toOrderId,
  toRecordId,
} from '../../src/domain/ids.ts'
import type { Device } from '../../src/domain/librarian/librarian.ts'
import type { Based, Envelope, Operation } from '../../src/domain/operation/operation.ts'
import type { Order } from '../../src/domain/order/order.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import type { Journey } from '../../src/tablet/desk.ts'
import { aDesk } from '../builders/a-desk.ts'
import { aDate, aMoment, anInstant, aTime, tuesday } from '../builders/a-moment.ts'
import { aPatron } from '../builders/a-patron.ts'
import { centre } from '../builders/a-settings.ts'
import { anItem } from '../builders/an-item.ts'
import { anOrder, aRecordWanted } from '../builders/an-order.ts'
import { aLibrarian, cardNumber, claire, heard, ines, itemBarcode, librarians, mehdi, records, settings, tablets } from './stage-rows.ts'
import { type StagedDesk, type StageOptions, stagedDesk } from './staged-desk.ts'
import { messagesOfOrder } from './staged-messages.ts'

export const lucie = aPatron({ id: cardNumber(4812), surname: 'Marchand', firstName: 'Lucie', reachable: 'yes' })
export const odile = aPatron({ id: cardNumber(2290), surname: 'Martel', firstName: 'Odile' })
const jean = aPatron({ id: cardNumber(3306), surname: 'Roux', firstName: 'Jean' })
/** A patron with nothing to pick up. */
export const paul = aPatron({ id: cardNumber(7741), surname: 'Lefort', firstName: 'Paul' })

/** A DVD beyond Lucie's rights: two are at home, and the library of this scene allows two. */
const strictSettings = {
  ...settings,
  loanRights: settings.loanRights.map((right) => (right.documentType === 'DVD' ? { ...right, maximum: 0 } : right)),
}

const orderOf = (id: string, number: string, card: Order['card'], time: string, works: readonly number[]): Order =>
  anOrder({
    id: toOrderId(id),
    number,
    card,
    slot: { siteId: centre, date: tuesday, time: aTime(time) },
    lines: works.map((work, n) => ({
      id: toLineId(String(n + 1)),
      wanted: aRecordWanted(`work-${work}`),
      substitutedFor: undefined,
      goneFromIls: false,
    })),
    placedAt: anInstant('2026-11-23 09:00'),
  })

/** Le Comte de Monte-Cristo, Au Bonheur des Dames, Le Voyage dans la Lune, Les Gymnopédies. */
export const pile = [6, 8, 19, 18]
const orders = [
  orderOf('lucie-1', 'B-014', lucie.id, '15:00', pile),
  orderOf('odile-1', 'A-118', odile.id, '16:15', [9, 11]),
  orderOf('jean-1', 'B-012', jean.id, '14:30', [4, 5, 7, 13]),
]

const happened = (time: string) => ({ happened: aMoment(`2026-11-24 ${time}`) })

const prepare = (desk: StagedDesk, order: Order, bays: readonly number[], copyOf = (work: number) => itemBarcode(work)): void => {
  for (const line of order.lines) {
    if (line.wanted.kind === 'wish') continue
    const work = Number(line.wanted.recordId.slice('work-'.length))
    desk.past(
      {
        kind: 'pick-item',
        orderId: order.id,
        lineId: line.id,
        barcode: copyOf(work),
        recordId: line.wanted.recordId,
        documentType: records[work]?.documentType,
        ...happened('13:00'),
      },
      mehdi,
      '2026-11-24 13:00',
    )
  }
  desk.past({ kind: 'bag-order', orderId: order.id, bays, ...happened('13:20') }, mehdi, '2026-11-24 13:20')
}

const apart = { count: 2, until: aDate('2026-12-24') }
export const setAside = { librarianId: claire, reason: 'oubliée dans le bus', at: anInstant('2026-11-24 14:20') }
export const aTablet = (letter: string, changes: Partial<Device> = {}): Row => ({
  kind: 'device',
  id: toDeviceId(`tablet-${letter}`),
  letter: toDeviceLetter(letter.toUpperCase()),
  name: `Tablette ${letter.toUpperCase()}`,
  ...heard,
  ...changes,
})

const waitingCodes = [
  { id: 'code-1', expiresAt: anInstant('2026-11-24 15:10'), madeBy: ines },
  { id: 'code-2', expiresAt: anInstant('2026-11-24 15:12'), madeBy: undefined },
]

export const desk = (options: Partial<StageOptions> = {}, rows: readonly Row[] = []): StagedDesk => {
  const staged = stagedDesk([strictSettings, ...librarians, ...tablets, lucie, odile, jean, paul, ...records, ...orders, ...rows], {
    now: '2026-11-24 15:04',
    librarian: claire,
    ...options,
  })
  const [first, , third] = orders
  if (first !== undefined) prepare(staged, first, [12, 13])
  if (third !== undefined) prepare(staged, third, [2])
  if (first !== undefined) staged.past({ kind: 'record-arrival', orderId: first.id, ...happened('15:01') }, claire, '2026-11-24 15:01')
  if (third !== undefined) staged.past({ kind: 'record-arrival', orderId: third.id, ...happened('14:36') }, claire, '2026-11-24 14:36')
  return staged
}

const alike = { pattern: '^\\d{6,14}$', check: 'none' } as const

const offline: Partial<StageOptions> = {
  snapshot: {
    link: { kind: 'offline', since: anInstant('2026-11-24 14:52') },
    pendingCount: 7,
    oldestPendingAt: anInstant('2026-11-24 14:52'),
  },
}

/** One item handed over on two tablets that did not know each other, and a slot that two tablets filled. */
const contradicted = (): readonly Row[] => {
  const germinal = itemBarcode(8, 1)
  const [a, b] = [orderOf('case-a', 'A-104', toCardNumber(odile.id), '14:00', [8]), orderOf('case-b', 'B-011', paul.id, '14:15', [8])]
  const state = aDesk(strictSettings, ...librarians, ...tablets, odile, paul, ...records, a, b)
  const press = (id: string, tablet: string, librarianId: LibrarianId, time: string, payload: Operation, based: Based): void => {
    const envelope: Envelope = {
      operationId: toOperationId(id),
      bootId: toBootId(`boot-${tablet}`),
      n: 1,
      deviceId: toDeviceId(tablet),
      librarianId,
      type: payload.kind,
      typeVersion: 1,
      payload,
      based,
      at: anInstant(`2026-11-24 ${time}`),
      clockOffset: 0,
      build: 'stage',
    }
    state.put(...apply(state, envelope).rows)
  }
  const handOver = (order: Order, time: string): Operation => ({
    kind: 'hand-over-order',
    orderId: order.id,
    card: order.card,
    items: [
      {
        barcode: germinal,
        recordId: toRecordId('work-8'),
        documentType: 'livre',
        lineId: toLineId('1'),
        dueOn: tuesday,
        isNewRelease: false,
        overrideReason: undefined,
      },
    ],
    leftBehind: [],
    notFound: [],
    receipt: 'undecided',
    ...happened(time),
  })
  press('case-fact-1', 'tablet-a', claire, '14:12', handOver(a, '14:12'), {})
  press('case-fact-2', 'tablet-b', mehdi, '14:31', handOver(b, '14:31'), {})
  const claim: Operation = { kind: 'claim', scope: { kind: 'zone', name: 'Jeunesse' } }
  press('case-claim-1', 'tablet-a', claire, '11:00', claim, {})
  press('case-claim-2', 'tablet-b', mehdi, '11:01', claim, {})
  return [...(['order', 'item', 'case', 'claim', 'slot'] as const).flatMap((kind) => [...state.all(kind)])]
}

export const lossSuspected = (tablet: string, cites: readonly string[]): Case => ({
  kind: 'case',
  id: formatCaseId('loss-suspected', `device/${tablet}`, 1),
  caseKind: 'loss-suspected',
  subject: `device/${tablet}`,
  cites: cites.map(toOperationId),
  follows: undefined,
  settlement: undefined,
})

const scanned = (count: number): StagedDesk => {
  const staged = desk(offline)
  staged.change({
    visits: [
      {
        startedAt: anInstant('2026-11-24 15:02'),
        piles: [
          {
            ...emptyPile(lucie.id, toOrderId('lucie-1'), undefined),
            scanned: pile.slice(0, count).map((work) => ({ barcode: itemBarcode(work), overrideReason: undefined })),
          },
        ],
        activeCard: lucie.id,
        isAside: false,
      },
    ],
  })
  return staged
}

const returned = (): StagedDesk => {
  const staged = desk()
  staged.past(
    {
      kind: 'return-item',
      barcode: itemBarcode(15),
      recordId: toRecordId('work-15'),
      documentType: 'livre',
      quarantineUntil: undefined,
      bin: undefined,
      ...happened('10:20'),
    },
    claire,
    '2026-11-24 10:20',
  )
  staged.past(
    {
      kind: 'return-item',
      barcode: itemBarcode(16),
      recordId: toRecordId('work-16'),
      documentType: 'livre',
      quarantineUntil: aMoment('2026-11-26 10:00').date,
      bin: 'Bac 2',
      ...happened('10:21'),
    },
    claire,
    '2026-11-24 10:21',
  )
  return staged
}

/** Lucie has a second order ready, and her daughter Zoé, who has a card of her own, one; a third of hers is for another day. */
export const zoe = aPatron({ id: cardNumber(5127), surname: 'Marchand', firstName: 'Zoé' })
const familyOrders = [
  orderOf('lucie-2', 'B-021', lucie.id, '15:30', [10]),
  orderOf('zoe-1', 'A-120', zoe.id, '15:00', [12, 14]),
  {
    ...orderOf('lucie-3', 'B-030', lucie.id, '15:00', [3]),
    slot: { siteId: centre, date: aMoment('2026-11-27 15:00').date, time: aTime('15:00') },
  },
]
const family = (): StagedDesk => {
  const staged = desk({}, [zoe, ...familyOrders])
  familyOrders.slice(0, 2).forEach((order, n) => {
    prepare(staged, order, [20 + n])
  })
  return staged
}

/** An order of ten documents that nobody else of this scene awaits, where a library counts none by the order. */
export const tenWorks = [0, 1, 2, 3, 10, 12, 14, 15, 16, 17]
const ten = (): StagedDesk => {
  const order = orderOf('paul-1', 'B-031', paul.id, '15:00', tenWorks)
  const loanRights = settings.loanRights.map((right) => ({ ...right, maximumPerOrder: undefined }))
  const staged = desk({}, [{ ...settings, loanRights }, order])
  prepare(staged, order, [31, 32, 33])
  return staged
}

/** Ten documents, and the film among them, scanned first, is one more than the rights of this library. */
export const tenWithFilm = [19, ...tenWorks.slice(0, 9)]
/** Lucie has the other copy of the film. */
export const copyOfTen = (work: number) => itemBarcode(work, work === 19 ? 1 : 0)
const toDecide = (): StagedDesk => {
  const order = orderOf('paul-1', 'B-031', paul.id, '15:00', tenWithFilm)
  const loanRights = strictSettings.loanRights.map((right) => ({ ...right, maximumPerOrder: undefined }))
  const staged = desk({}, [{ ...strictSettings, loanRights }, order])
  prepare(staged, order, [31, 32], copyOfTen)
  return staged
}

/** The ILS says that two documents of Lucie's pile left by the ordinary desk: one this morning, one the day before. */
const lentElsewhere = (): StagedDesk => {
  const staged = desk()
  for (const [work, at] of [
    [19, '2026-11-24 09:12'],
    [18, '2026-11-23 17:40'],
  ] as const) {
    const item = staged.snapshot.state.get('item', itemBarcode(work))
    if (item !== undefined) staged.put({ ...item, ilsLoanSince: anInstant(at) })
  }
  return staged
}

export const deskSceneByName = {
  handover: () => desk(),
  'handover-offline': () => desk(offline),
  /** A library whose cards and documents look alike. */
  'handover-alike': () => desk({}, [{ ...strictSettings, cardRule: alike, itemRule: alike }]),
  'handover-begun': () => scanned(3),
  'handover-family': family,
  'handover-ten': ten,
  'handover-lent': lentElsewhere,
  'handover-to-decide': toDecide,
  'handover-not-saved': () => desk({ failure: 'not-saved' }),
  'handover-unknown': () => desk({ failure: 'unknown' }),
  order: () => desk(),
  /** Between the bay and the patron, the ordinary desk lent one document of the pile. */
  'order-lent': () => desk({}, [anItem(itemBarcode(8), { ilsLoanSince: anInstant('2026-11-24 13:40') })]),
  'order-no-show': () => {
    const staged = desk({ now: '2026-11-24 18:20', messages: messagesOfOrder('jean-1') }, [{ ...jean, reachable: 'refused' }])
    staged.past({ kind: 'confirm-no-show', orderId: toOrderId('jean-1'), ...happened('18:15') }, claire, '2026-11-24 18:15')
    return staged
  },
  'order-cancelled': () => {
    const staged = desk()
    staged.past({ kind: 'cancel-order', orderId: toOrderId('lucie-1'), reason: 'Commande en double' }, claire, '2026-11-24 15:03')
    return staged
  },
  returns: returned,
  cases: () => desk({}, contradicted()),
  'cases-empty': () => desk(),
  operations: () => desk(),
  /** Enrolled elsewhere twice with a full outbox, once in a library of the same name. */
  'operations-elsewhere': () =>
    desk({
      snapshot: {
        elsewhere: [
          { library: toLibraryIdentity('1'.repeat(32)), libraryName: 'Médiathèque de Valmont', count: 1 },
          { library: toLibraryIdentity('2'.repeat(32)), libraryName: 'Médiathèque de Salins', count: 7 },
        ],
      },
    }),
  /** Each place where an operation may stand. */
  'operations-stopped': () => {
    const moment = anInstant('2026-11-24 15:02')
    const staged = desk({ snapshot: { pendingCount: 1, oldestPendingAt: moment, lastStuckAt: moment } })
    const takeBack = (work: number): Operation => ({
      kind: 'return-item',
      barcode: itemBarcode(work),
      recordId: toRecordId(`work-${work}`),
      documentType: 'livre',
      quarantineUntil: undefined,
      bin: undefined,
      ...happened('14:50'),
    })
    const at = anInstant('2026-11-24 14:51')
    const journeys: readonly Journey[] = [
      { kind: 'settled', at },
      { kind: 'transmitted', at, caseId: undefined },
      { kind: 'quarantined', at, reason: 'operation-not-understood' },
      { kind: 'quarantined', at, reason: 'a-reason-of-tomorrow' },
      { kind: 'recorded-here' },
    ]
    for (const [n, journey] of journeys.entries()) staged.past(takeBack(15 + n), claire, '2026-11-24 14:50', journey)
    const claim: Operation = { kind: 'claim', scope: { kind: 'zone', name: 'Jeunesse' } }
    staged.past(claim, mehdi, '2026-11-24 14:40')
    staged.past(claim, claire, '2026-11-24 14:52', { kind: 'refused', at, reason: 'claim-held' })
    return staged
  },
  closing: () => desk({}, contradicted()),
  /** Each has let a tablet in; one more came by a code of the server's own. */
  'closing-two-managers': () =>
    desk({ codes: waitingCodes }, [
      aLibrarian(ines, 'Inès', true),
      aTablet('c', { isHolding: true, admission: { at: anInstant('2026-11-20 09:10'), librarianId: ines } }),
      aTablet('d', { admission: { at: anInstant('2026-11-23 17:05') } }),
    ]),
  /** A tablet that was set aside came back and handed over what it held; another one lost its storage. */
  'closing-held-back': () =>
    desk({}, [
      aTablet('c', { isSetAside: true, setAside, apart }),
      aTablet('d', { name: 'Tablette de l’accueil' }),
      lossSuspected('tablet-c', ['held-1', 'held-2']),
      lossSuspected('tablet-d', []),
    ]),
  /** One tablet said nothing since after lunch, another one since the day before. */
  'closing-silent': () =>
    desk({}, [
      aTablet('c', { lastHeardOn: tuesday, silentSince: anInstant('2026-11-24 14:05') }),
      aTablet('d', { name: 'Bibliobus', lastHeardOn: aDate('2026-11-23'), silentSince: anInstant('2026-11-23 18:40') }),
    ]),
  'closing-librarian': () => desk({ librarian: mehdi }),
  'sign-in': () => desk({ librarian: undefined }),
  'not-enrolled': () => desk({ snapshot: { phase: { kind: 'not-enrolled' } } }),
  'enrolment-erased': () => desk({ snapshot: { phase: { kind: 'enrolment-lost', reason: 'storage-erased' } } }),
  'enrolment-lost': () => desk({ snapshot: { phase: { kind: 'enrolment-lost', reason: 'credential-unknown' }, pendingCount: 3 } }),
  'enrolment-elsewhere': () =>
    desk({
      snapshot: {
        phase: { kind: 'enrolment-lost', reason: 'other-library' },
        pendingCount: 3,
        elsewhere: [{ library: toLibraryIdentity('2'.repeat(32)), libraryName: 'Médiathèque de Salins', count: 1 }],
      },
    }),
} satisfies Readonly<Record<string, () => StagedDesk>>
