/**
 * A tablet that was taken out of service came back and spoke: what it brought, as the endpoint lists it (CASE-6). For tests of screens.
 * Six gestures as in the drawing: four that agree, one that a colleague's handover contradicts, one whose slot is over.
 */
import { formatCaseId } from '../../src/domain/case/case.ts'
import { type LibrarianId, toDeviceId, toLineId, toOperationId, toOrderId, toRecordId } from '../../src/domain/ids.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import type { ApartGesture } from '../../src/tablet/desk.ts'
import { aDate, aMoment, anInstant, aTime } from '../builders/a-moment.ts'
import { centre } from '../builders/a-settings.ts'
import { aLine } from '../builders/an-order.ts'
import { aTablet, desk, lossSuspected, lucie, odile, paul, setAside } from './desk-scenes.ts'
import { claire, ines, itemBarcode, mehdi } from './stage-rows.ts'
import type { StagedDesk, StageOptions } from './staged-desk.ts'

const seenOn = '2026-11-18'
const lent = itemBarcode(19)

const loanOf = (work: number, card: typeof lucie.id, time: string, on = seenOn): Operation => ({
  kind: 'hand-over-order',
  happened: aMoment(`${on} ${time}`),
  orderId: undefined,
  card,
  items: [
    {
      barcode: itemBarcode(work),
      recordId: toRecordId(`work-${work}`),
      documentType: 'livre',
      lineId: undefined,
      dueOn: aDate('2026-12-09'),
      isNewRelease: false,
      overrideReason: undefined,
    },
  ],
  leftBehind: [],
  notFound: [],
  receipt: 'refused',
})

const gesture = (
  n: number,
  standing: ApartGesture['standing'],
  operation: Operation | undefined,
  more: Partial<ApartGesture> & { readonly by?: LibrarianId } = {},
): ApartGesture => {
  const { by = mehdi, ...changes } = more
  const done = operation !== undefined && 'happened' in operation ? operation.happened : { date: seenOn, time: '16:40' }
  const at = anInstant(`${done.date} ${done.time}`)
  return {
    operationId: toOperationId(`apart-${n}`),
    receivedAt: anInstant('2026-11-24 14:50'),
    standing,
    reason: undefined,
    made: operation === undefined ? undefined : { librarianId: by, at, operation },
    found: undefined,
    ...changes,
  }
}

const happened = (time: string) => ({ happened: aMoment(`${seenOn} ${time}`) })
const returned = (work: number, time: string): Operation => ({
  kind: 'return-item',
  ...happened(time),
  barcode: itemBarcode(work),
  recordId: toRecordId(`work-${work}`),
  documentType: 'livre',
  quarantineUntil: undefined,
  bin: undefined,
})
const placed: Operation = {
  kind: 'place-order',
  orderId: toOrderId('apart-order'),
  number: 'C-004',
  source: 'phone',
  card: paul.id,
  slot: { siteId: centre, date: aDate(seenOn), time: aTime('17:30') },
  lines: [{ ...aLine('1'), id: toLineId('1') }],
  note: '',
  callBackNumber: '',
  isUrgent: false,
  overrideReason: undefined,
}

const agreeing = [
  gesture(1, 'agrees', loanOf(7, lucie.id, '16:40')),
  gesture(2, 'agrees', loanOf(9, odile.id, '16:52')),
  gesture(3, 'agrees', returned(10, '17:04')),
  gesture(6, 'agrees', { kind: 'record-arrival', ...happened('17:25'), orderId: toOrderId('lucie-1') }),
]
const contradicting = gesture(4, 'to-decide', loanOf(19, paul.id, '17:10'), {
  found: { caseKind: 'handed-over-twice', subject: `item/${lent}`, others: [toOperationId('staged-operation-of-nobody')] },
})

const rowsOf = (count: number): readonly Row[] => [
  aTablet('c', { isSetAside: true, setAside, ...(count === 0 ? {} : { apart: { count, until: aDate('2026-12-24') } }) }),
  lossSuspected(
    'tablet-c',
    Array.from({ length: count }, (_, n) => `apart-${n + 1}`),
  ),
]

const six = (): StagedDesk => {
  // The colleague's handover comes first, so that the list can name it.
  const before = desk()
  before.past(loanOf(19, odile.id, '10:12', '2026-11-20'), claire, '2026-11-20 10:12')
  const others = before.snapshot.state.get('item', lent)?.facts.map(({ operationId }) => operationId) ?? []
  const [first, second, third, last] = agreeing
  if (contradicting.found === undefined || first === undefined || second === undefined || third === undefined || last === undefined)
    throw new Error('six of them')
  const late = gesture(5, 'too-late', placed, { reason: 'slot-over' })
  const apart = [first, second, third, { ...contradicting, found: { ...contradicting.found, others } }, late, last]
  const staged = desk({ apart }, rowsOf(6))
  staged.past(loanOf(19, odile.id, '10:12', '2026-11-20'), claire, '2026-11-20 10:12')
  return staged
}

/** Nothing of it can count: each for a reason of its own. */
const nothingCounts: readonly ApartGesture[] = [
  gesture(1, 'unreadable', undefined),
  gesture(
    2,
    'too-late',
    { kind: 'write-note', orderId: toOrderId('lucie-1'), note: 'rappeler', replaces: '' },
    { reason: 'order-unknown' },
  ),
  gesture(3, 'follows', { kind: 'undo-return', ...happened('17:05'), barcode: itemBarcode(10), returning: toOperationId('apart-9') }),
]

const manyReturned = (count: number): readonly ApartGesture[] =>
  Array.from({ length: count }, (_, n) => gesture(n + 1, 'agrees', returned(n % 20, '16:40')))

/** In service, and above any real day (CASE-10): the case lists forty operations, and counts the others. */
const aboveDay = (): StagedDesk =>
  desk({ apart: manyReturned(412) }, [
    aTablet('c', { apart: { count: 412, until: aDate('2026-12-24') } }),
    {
      ...lossSuspected(
        'tablet-c',
        Array.from({ length: 40 }, (_, n) => `apart-${n + 1}`),
      ),
      id: formatCaseId('too-much-brought', 'device/tablet-c', 1),
      caseKind: 'too-much-brought',
      unlisted: { count: 372, sum: '0' },
    },
  ])

/** As in the drawing: four in service, one of another version with two gestures to send, and C, out of service, that came back. */
const admittedBy = (librarianId: LibrarianId, at: string) => ({ admission: { at: anInstant(`${at} 09:10`), librarianId } })
const fiveTablets: readonly Row[] = [
  ...rowsOf(4),
  aTablet('a', { name: 'Accueil', ...admittedBy(claire, '2025-09-03') }),
  aTablet('b', { name: 'Drive', ...admittedBy(claire, '2025-09-03') }),
  aTablet('c', { isSetAside: true, setAside, apart: { count: 4, until: aDate('2026-12-24') }, ...admittedBy(ines, '2026-01-09') }),
  aTablet('d', { name: 'Rayons', isHolding: true, ...admittedBy(ines, '2026-01-09') }),
  aTablet('e', { name: 'Téléphone', admission: { at: anInstant('2026-11-13 17:05') } }),
]
const heardAt = new Map([
  [toDeviceId('tablet-a'), anInstant('2026-11-24 15:03')],
  [toDeviceId('tablet-b'), anInstant('2026-11-24 15:04')],
  [toDeviceId('tablet-d'), anInstant('2026-11-24 14:52')],
  [toDeviceId('tablet-e'), anInstant('2026-11-24 15:02')],
])
const fourApart = (options: Partial<StageOptions> = {}): StagedDesk =>
  desk({ journal: { changes: [], isWhole: true, heardAt }, apart: agreeing, ...options }, fiveTablets)

export const apartSceneByName = {
  'cases-apart': six,
  'cases-apart-all-agree': () => desk({ apart: agreeing }, rowsOf(4)),
  'cases-apart-none-counts': () => desk({ apart: nothingCounts }, rowsOf(3)),
  'cases-apart-many': () => desk({ apart: manyReturned(73) }, rowsOf(73)),
  'cases-apart-above': aboveDay,
  'cases-above-day': aboveDay,
  'cases-apart-over': () => desk({}, rowsOf(0)),
  'cases-apart-librarian': () => desk({ librarian: mehdi, apart: agreeing }, rowsOf(4)),
  'cases-apart-offline': () =>
    desk({ apart: agreeing, snapshot: { link: { kind: 'offline', since: anInstant('2026-11-24 14:52') } } }, rowsOf(4)),
  'settings-tablets': () => fourApart(),
  'settings-tablets-librarian': () => fourApart({ librarian: mehdi }),
  'settings-tablets-offline': () => fourApart({ snapshot: { link: { kind: 'offline', since: anInstant('2026-11-24 14:52') } } }),
} satisfies Readonly<Record<string, () => StagedDesk>>
