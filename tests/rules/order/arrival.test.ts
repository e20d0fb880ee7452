/**
 * « Je suis là » and « Je suis reparti », told by the facts alone: who knew of which arrival decides what the desk sees.
 */
import { expect, it } from 'vitest'
import { pageDevice } from '../../../src/domain/ids.ts'
import { linesAwaited } from '../../../src/domain/order/arrival.ts'
import { arrivedAt, orderState, placeOfPatron, standingArrivals } from '../../../src/domain/order/order.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { aTablet } from '../../builders/a-tablet.ts'
import { aFactOnOrder, aLine, anOrder, anOrderWith, aPick } from '../../builders/an-order.ts'
import { at, base, orderOfNadia, twoTablets } from '../../builders/two-tablets.ts'

it('[ARR-2] an arrival that was taken back counts for nothing; another one, of which its author did not know, stands', () => {
  const first = aFactOnOrder('arrived', { place: 'place 3', deviceId: pageDevice, happened: aMoment('2026-11-24 13:40') })
  const undone = aFactOnOrder('arrival-undone', { arrivals: [first.operationId] })
  const again = aFactOnOrder('arrived', { happened: aMoment('2026-11-24 13:55') })
  expect(orderState(anOrderWith({}, first, undone))).toBe('to-prepare')
  const back = anOrderWith({}, first, undone, again)
  expect([orderState(back), arrivedAt(back), placeOfPatron(back)]).toEqual(['arrived', aMoment('2026-11-24 13:55'), undefined])
})

it('[ARR-2] the place that was said last is the place; the arrival before it says since when', () => {
  const order = anOrderWith(
    {},
    aFactOnOrder('arrived', { happened: aMoment('2026-11-24 13:40') }),
    aFactOnOrder('arrived', { place: 'place 3', deviceId: pageDevice, happened: aMoment('2026-11-24 13:41') }),
    aFactOnOrder('arrived', { place: 'devant la porte', deviceId: pageDevice, happened: aMoment('2026-11-24 13:50') }),
  )
  expect([placeOfPatron(order), arrivedAt(order)?.time]).toEqual(['devant la porte', '13:40'])
  // A tablet's words: nobody reads them.
  expect(placeOfPatron(anOrderWith({}, aFactOnOrder('arrived', { place: 'Appelez le 06' })))).toBeUndefined()
})

it('[ARR-2] two tablets hear an arrival, its taking back and another one in any order, and show the same', () => {
  const { a, b } = twoTablets()
  const happened = aMoment('2026-11-24 14:00')
  const arrival = a.press({ kind: 'record-arrival', orderId: orderOfNadia, happened, place: 'place 3' })
  const other = b.press({ kind: 'record-arrival', orderId: orderOfNadia, happened })
  const undone = a.press({ kind: 'undo-arrival', orderId: orderOfNadia, happened, arrivals: [arrival.operationId] })
  a.learn(other)
  const late = aTablet('L', base, at('14:00'))
  late.learn(undone, other, arrival)
  const order = late.state.get('order', orderOfNadia)
  expect(order).toEqual(a.state.get('order', orderOfNadia))
  expect(order && standingArrivals(order).map(({ operationId }) => operationId)).toEqual([other.operationId])
})

it('[ARR-6] a patron waits for what is still looked for until the pile is in its bay', () => {
  const lines = [aLine('1'), aLine('2')]
  expect(linesAwaited(anOrder({ lines }))).toBe(2)
  expect(linesAwaited(anOrderWith({ lines }, aPick('1', '33331000000012')))).toBe(1)
  const picked = [aPick('1', '33331000000012'), aPick('2', '33331000000020')]
  expect(linesAwaited(anOrderWith({ lines }, ...picked, aFactOnOrder('bagged', { bays: [4] })))).toBe(0)
})
