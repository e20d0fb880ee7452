/**
 * The order by telephone, at each turn of a call: nobody yet, titles, another day, one that waits. For tests of screens.
 */
import type { Call } from '../../src/domain/call/call.ts'
import { toggleRecord } from '../../src/domain/call/place-call.ts'
import { toOrderId } from '../../src/domain/ids.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { moveInSlots } from '../../src/domain/slot/move-in-slots.ts'
import type { IlsHoldEnd } from '../../src/tablet/desk.ts'
import { aDate, aMoment, anInstant, aTime } from '../builders/a-moment.ts'
import { aPatron } from '../builders/a-patron.ts'
import { anOpeningRange, centre } from '../builders/a-settings.ts'
import { aFactOnItem, aLoanOf, anItem, anItemWith } from '../builders/an-item.ts'
import { aFactOnOrder, aLine, anOrder, anOrderWith, aRecordWanted, aSlotKey } from '../builders/an-order.ts'
import { desk, lucie, paul } from './desk-scenes.ts'
import { cardNumber, itemBarcode, records, settings } from './stage-rows.ts'
import type { StagedDesk, StageOptions } from './staged-desk.ts'

const jeanne = aPatron({ id: cardNumber(2207), surname: 'Corbel', firstName: 'Jeanne', reachable: 'yes' })
const otherLucie = aPatron({ id: cardNumber(9051), surname: 'Marchand', firstName: 'Lucie', category: 'jeunesse' })
const blocked = aPatron({
  id: cardNumber(6040),
  surname: 'Aubry',
  reachable: 'refused',
  firstName: 'Noé',
  blocked: 'carte perdue',
  expiresOn: aDate('2026-10-31'),
})

const open = {
  ...settings,
  callWords: { fr: 'Votre nom suffit, à la porte de la cour.', en: 'Your name is enough, at the courtyard door.' },
  loanRights: settings.loanRights.map((right) => (right.documentType === 'DVD' ? { ...right, maximum: 0 } : right)),
  dayExceptions: [{ siteId: centre, date: aDate('2026-11-30'), ranges: [] }],
  openingRanges: [
    ...settings.openingRanges.filter(({ weekday }) => weekday === 2),
    anOpeningRange(3, '10:15', '12:00'),
    anOpeningRange(4, '10:00', '18:00', { intervalMinutes: 30, capacity: 1 }),
    anOpeningRange(6, '10:00', '12:30'),
  ],
}

const aCall = (changes: Partial<Call> = {}): Call => ({
  orderId: toOrderId('called'),
  number: 'B-018',
  card: jeanne.id,
  name: '',
  lines: [],
  slot: aSlotKey('2026-11-25 10:15'),
  callBackNumber: '',
  startedAt: anInstant('2026-11-24 15:02'),
  asideAt: undefined,
  ...changes,
})

/** With these works of the stage, and a wish. */
const asking = (call: Call, ...works: readonly number[]): Call =>
  works.reduce((grown, work) => {
    const record = records[work]
    return record === undefined ? grown : toggleRecord(grown, record)
  }, call)

const called = (calls: readonly Call[], options: Partial<StageOptions> = {}, rows: readonly Row[] = []): StagedDesk => {
  // A slot is full on Thursday, a title is lent, another has come back.
  const full = anOrder({ id: toOrderId('full'), number: 'A-130', card: paul.id, slot: aSlotKey('2026-11-26 16:00') })
  const staged = desk(options, [
    open,
    jeanne,
    otherLucie,
    blocked,
    { kind: 'catalogue', id: 'catalogue', hash: undefined, items: 40, records: 20, bytes: 0, loansAsOf: anInstant('2026-11-24 06:00') },
    ...rows,
    full,
    ...moveInSlots(() => undefined, full.id, undefined, full.slot),
    anItemWith(itemBarcode(0), {}, aLoanOf(paul.id, { dueOn: aDate('2026-12-02') })),
    anItem(itemBarcode(0, 1), { ilsLoanSince: anInstant('2026-11-20 10:00') }),
    anItemWith(itemBarcode(1), {}, aFactOnItem('returned', { quarantineUntil: undefined, happened: aMoment('2026-11-24 14:32') })),
    anItem(itemBarcode(1, 1), { ilsLoanSince: anInstant('2026-11-20 10:00') }),
  ])
  staged.change({ calls })
  return staged
}

const offline: Partial<StageOptions> = {
  snapshot: {
    link: { kind: 'offline', since: anInstant('2026-11-24 14:52') },
    baseAt: anInstant('2026-11-24 14:52'),
    pendingCount: 7,
    oldestPendingAt: anInstant('2026-11-24 14:52'),
  },
}

const waiting = asking(
  aCall({
    orderId: toOrderId('waiting'),
    number: 'B-017',
    card: paul.id,
    asideAt: anInstant('2026-11-24 15:01'),
    callBackNumber: '06 00 00 00 00',
  }),
  4,
  9,
)
const inHand = ((): Call => {
  const call = asking(aCall(), 2, 4)
  return { ...call, lines: [...call.lines, { kind: 'wish', text: 'un roman policier récent' }] }
})()

export const callSceneByName = {
  call: () => called([]),
  'call-in-hand': () => called([waiting, inHand], offline),
  /** Lucie has an order already, for today. */
  'call-second-order': () => called([asking(aCall({ card: lucie.id, slot: { ...aSlotKey(), time: aTime('15:00') } }), 4)]),
  /** Paul did not come yesterday, and his pile waits. */
  'call-missed': () =>
    called([asking(aCall({ card: paul.id }))], {}, [
      anOrderWith(
        {
          id: toOrderId('missed'),
          number: 'B-009',
          card: paul.id,
          slot: aSlotKey('2026-11-23 16:00'),
          lines: [aLine('1', aRecordWanted('work-4'))],
        },
        aFactOnOrder('no-show', { happened: aMoment('2026-11-23 18:15') }),
      ),
      // The ILS said nothing since Sunday.
      { kind: 'catalogue', id: 'catalogue', hash: undefined, items: 40, records: 20, bytes: 0, loansAsOf: anInstant('2026-11-22 06:00') },
    ]),
  /** One of the titles is lent, and the library system takes holds: the first press is refused. */
  'call-unknown-card': () => {
    let presses = 0
    const onHold = (): IlsHoldEnd => ({ end: presses++ === 0 ? 'refused' : 'placed', said: presses === 1 ? 'Hold limit' : '' })
    return called([asking(aCall({ card: cardNumber(1), slot: aSlotKey('2026-11-26 16:00') }), 4, 0)], { onHold })
  },
} satisfies Readonly<Record<string, () => StagedDesk>>
