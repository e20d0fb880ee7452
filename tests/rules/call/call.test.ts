/**
 * An order in the making on the telephone. Runs in Node, on the rules alone.
 */
import { expect, it } from 'vitest'
import type { Call } from '../../../src/domain/call/call.ts'
import { isCallOver } from '../../../src/domain/call/call-over.ts'
import { callInHand, callsAside, placeCall, toggleRecord } from '../../../src/domain/call/place-call.ts'
import { decide } from '../../../src/domain/desk/decide.ts'
import { toCardNumber, toLibrarianId, toOrderId } from '../../../src/domain/ids.ts'
import { withDraft } from '../../../src/domain/order/note-draft.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment, anInstant } from '../../builders/a-moment.ts'
import { aRecord } from '../../builders/a-record.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aSlotKey } from '../../builders/an-order.ts'

const now = aMoment('2026-11-24 15:04')
const aCall = (changes: Partial<Call> = {}): Call => ({
  orderId: toOrderId('called'),
  number: 'B-018',
  card: toCardNumber('20000000002207'),
  name: '',
  lines: [],
  slot: aSlotKey('2026-11-25 10:15'),
  callBackNumber: '',
  startedAt: anInstant('2026-11-24 15:00'),
  asideAt: undefined,
  ...changes,
})
const asked = (call: Call) => placeCall(call, aSettings(), { now, note: '', overrideReason: undefined })

it('[PHONE-6, PHONE-9] a call becomes one order under the number that was read aloud: titles, wishes, hour', () => {
  const call = toggleRecord(aCall({ callBackNumber: ' 06 12 ', lines: [{ kind: 'wish', text: 'un policier récent' }] }), aRecord('N7'))
  const request = asked(call)
  expect(request).toMatchObject({ source: 'phone', number: 'B-018', callBackNumber: '06 12', isUrgent: false })
  expect(request?.lines).toEqual([
    { id: '1', wanted: { kind: 'wish', text: 'un policier récent' } },
    { id: '2', wanted: { kind: 'record', recordId: 'N7' } },
  ])
  expect(request && decide(aDesk(aSettings()), request, { now, librarian: { id: toLibrarianId('nadia') }, end: 'tablet' })).toEqual({
    ok: true,
    value: undefined,
  })
  expect(asked(aCall({ slot: aSlotKey('2026-11-24 17:00') }))?.isUrgent).toBe(true)
})

it('[PHONE-10, PHONE-24] an order keeps the language in which it was read back, and none where nobody said one', () => {
  expect([asked(aCall({ language: 'en' }))?.language, asked(aCall())?.language]).toEqual(['en', undefined])
})

it('[PULL-8] a wish is ordered with the number of documents that the caller said', () => {
  const lines = [{ kind: 'wish', text: 'des policiers', count: 3 } as const]
  expect(asked(aCall({ lines }))?.lines).toEqual([{ id: '1', wanted: { kind: 'wish', text: 'des policiers', count: 3 } }])
})

it('[PHONE-14, PHONE-27] a call without a card leaves no order, nor does one without an hour', () => {
  expect([asked(aCall({ card: undefined })), asked(aCall({ slot: undefined }))]).toEqual([undefined, undefined])
})

it('[PHONE-4] a title is in the order once, and a second press takes it out', () => {
  const record = aRecord('N7')
  const once = toggleRecord(aCall(), record)
  expect(once.lines).toHaveLength(1)
  expect(toggleRecord(once, record).lines).toEqual([])
})

it('[PHONE-12] one call is in hand, and the others wait in the order in which they were put aside', () => {
  const later = aCall({ orderId: toOrderId('later'), asideAt: anInstant('2026-11-24 15:03') })
  const earlier = aCall({ orderId: toOrderId('earlier'), asideAt: anInstant('2026-11-24 15:01') })
  const calls = [later, aCall(), earlier]
  expect(callInHand(calls)?.orderId).toBe('called')
  expect(callsAside(calls).map(({ orderId }) => orderId)).toEqual(['earlier', 'later'])
  expect(withDraft(calls, toOrderId('later'), undefined)).toEqual([aCall(), earlier])
})

it('[PHONE-12, PHONE-26] a draft is erased with its day, and two days later where there is a number to call', () => {
  const [tuesday, wednesday, thursday, friday] = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'].map(aDate)
  if (!tuesday || !wednesday || !thursday || !friday) throw new Error('four days')
  expect([tuesday, wednesday].map((today) => isCallOver(aCall(), tuesday, today))).toEqual([false, true])
  const toCall = aCall({ callBackNumber: '06 12 34 56 78' })
  expect([thursday, friday].map((today) => isCallOver(toCall, tuesday, today))).toEqual([false, true])
})
