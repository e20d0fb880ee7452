/**
 * An order whose lines change after it was placed: on one tablet, on two that do not hear each other, before its documents are fetched and after.
 * Pure rules: operations go through `decide` and `apply`, as on a tablet and on the endpoint.
 * What is asked of it: what both told a patron counts, and what is no longer wanted goes back to its shelf.
 */
import { describe, expect, it } from 'vitest'
import { decide } from '../../../src/domain/desk/decide.ts'
import { toItemBarcode, toLibrarianId, toLineId, toOrderId, toRecordId } from '../../../src/domain/ids.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { addedLineId, undoChange } from '../../../src/domain/order/ask-change.ts'
import type { ChangeLines } from '../../../src/domain/order/change-lines.ts'
import { orderState } from '../../../src/domain/order/order.ts'
import { matchScan } from '../../../src/domain/pull-list/match-scan.ts'
import { workLeft } from '../../../src/domain/pull-list/work-left.ts'
import { itemsToReshelve } from '../../../src/domain/return/items-to-reshelve.ts'
import { aMoment, tuesday } from '../../builders/a-moment.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aTablet, type TestTablet } from '../../builders/a-tablet.ts'
import { aLine, anOrder, aRecordWanted, aWish } from '../../builders/an-order.ts'

const now = aMoment('2026-11-24 11:00')
const orderId = toOrderId('order-1')
const rows = () => [aSettings(), anOrder({ lines: [aLine('1'), aLine('2')] })]
const tablet = (letter: string) => aTablet(letter, rows(), now)
const orderOn = ({ state }: TestTablet) => {
  const order = state.get('order', orderId)
  if (order === undefined) throw new Error('the order is gone')
  return order
}
const asks = (on: TestTablet) => orderOn(on).lines.map(({ wanted }) => (wanted.kind === 'wish' ? wanted.text : String(wanted.recordId)))
const casesOn = ({ state }: TestTablet) => [...state.all('case')].map(({ caseKind, cites }) => [caseKind, cites.join()])

const added = (draft: string, record: string) => ({ id: addedLineId(toOrderId(draft), 0), wanted: aRecordWanted(record) })
const change = (changes: Partial<ChangeLines>): ChangeLines => ({
  kind: 'change-lines',
  orderId,
  removes: [],
  adds: [],
  overrideReason: undefined,
  ...changes,
})
const pick = (line: string, barcode: string): Operation => ({
  kind: 'pick-item',
  happened: now,
  orderId,
  lineId: toLineId(line),
  barcode: toItemBarcode(barcode),
  recordId: toRecordId(`record-${line}`),
  documentType: undefined,
})
const bag: Operation = { kind: 'bag-order', happened: now, orderId, bays: [12] }
/** As the endpoint asks it. */
const onEndpoint = ({ state }: TestTablet, operation: Operation) => {
  const answer = decide(state, operation, { now, librarian: { id: toLibrarianId('claire') }, end: 'endpoint' })
  return answer.ok ? 'yes' : answer.refusal.kind
}
const why = (on: TestTablet, operation: Operation) => {
  const answer = on.ask(operation)
  return answer.ok ? 'yes' : answer.refusal.kind
}

describe('an order whose lines change', () => {
  it('[PHONE-15] a title is added, taken out or replaced, and each change is taken back the other way round', () => {
    const b = tablet('B')
    const replaced = change({
      removes: [aLine('2')],
      adds: [added('draft-1', 'record-9'), { id: toLineId('9'), wanted: aWish('un polar') }],
    })
    b.press(replaced)
    expect(asks(b)).toEqual(['record-1', 'record-9', 'un polar'])
    b.press(undoChange(replaced))
    expect(asks(b)).toEqual(['record-1', 'record-2'])
    b.press(undoChange(undoChange(replaced)))
    expect(asks(b)).toEqual(['record-1', 'record-9', 'un polar'])
    expect(casesOn(b)).toEqual([])
  })

  it('[PHONE-15] an order keeps a line, a closed one is left as it ended, and what was not seen is not taken out', () => {
    const b = tablet('B')
    expect(why(b, change({ removes: [aLine('1'), aLine('2')] }))).toBe('order-empty')
    expect(why(b, change({ removes: [aLine('2', aRecordWanted('other'))] }))).toBe('line-changed-meanwhile')
    expect(why(b, change({ removes: [aLine('7')] }))).toBe('line-changed-meanwhile')
    expect(why(b, change({ adds: [aLine('2')] }))).toBe('line-changed-meanwhile')
    expect(why(b, change({ removes: [aLine('2')] }))).toBe('yes')
    b.press({ kind: 'cancel-order', orderId, reason: 'malade' })
    expect(why(b, change({ removes: [aLine('2')] }))).toBe('order-cancelled')
  })

  it('[PHONE-15, PHONE-29] two tablets that put each another title in the place of one both count, and a case cites both', () => {
    const [a, b, endpoint] = [tablet('A'), tablet('B'), tablet('E')]
    const first = a.press(change({ removes: [aLine('2')], adds: [added('draft-a', 'record-8')] }))
    const second = b.press(change({ removes: [aLine('2')], adds: [added('draft-b', 'record-9')] }))
    endpoint.learn(first)
    expect(onEndpoint(endpoint, second.payload)).toBe('yes')
    endpoint.learn(second, second)
    expect(asks(endpoint)).toEqual(['record-1', 'record-8', 'record-9'])
    expect(casesOn(endpoint)).toEqual([['line-changed-twice', 'A1,B1']])
    // Whoever learns of the other's afterwards, as a tablet does, has the same rows.
    const other = tablet('C')
    other.learn(first, second)
    expect(other.rows()).toEqual(endpoint.rows())
  })

  it('[PHONE-15] a line that two took out is gone without a case, unless one of them put something in its place', () => {
    const removal = change({ removes: [aLine('2')] })
    const both = tablet('E')
    both.learn(tablet('A').press(removal), tablet('B').press(removal))
    expect([asks(both), casesOn(both)]).toEqual([['record-1'], []])
    const replaced = change({ removes: [aLine('2')], adds: [added('draft-b', 'record-9')] })
    for (const [one, other] of [
      [removal, replaced],
      [replaced, removal],
    ] as const) {
      const endpoint = tablet('E')
      endpoint.learn(tablet('A').press(one), tablet('B').press(other))
      expect([asks(endpoint), casesOn(endpoint)]).toEqual([['record-1', 'record-9'], [['line-changed-twice', 'A1,B1']]])
    }
  })

  it('[PHONE-15, PHONE-29] a line is taken out while a colleague proposes another title: it is out, and a case says so', () => {
    const [a, b, endpoint] = [tablet('A'), tablet('B'), tablet('E')]
    const proposed = a.press({
      kind: 'substitute-record',
      orderId,
      lineId: toLineId('2'),
      from: toRecordId('record-2'),
      to: toRecordId('record-5'),
    })
    endpoint.learn(proposed, b.press(change({ removes: [aLine('2')] })))
    expect([asks(endpoint), casesOn(endpoint)]).toEqual([['record-1'], [['line-changed-twice', 'B1']]])
  })

  it('[PHONE-15] two changes of a line contradict each other before it is heard of, and once it is there', () => {
    const [a, b, c, endpoint] = [tablet('A'), tablet('B'), tablet('C'), tablet('E')]
    const line = added('draft', 'record-4')
    const asked = c.press(change({ adds: [line] }))
    a.learn(asked)
    b.learn(asked)
    const picked = a.press(pick(line.id, 'copy-4'))
    const givenUp = b.press({ kind: 'give-up-line', happened: now, orderId, lineId: line.id, reason: 'introuvable' })
    endpoint.learn(picked, givenUp)
    expect(casesOn(endpoint)).toEqual([['picked-and-not-found', 'A1,B1']])
    endpoint.learn(asked)
    expect(casesOn(endpoint)).toEqual([['picked-and-not-found', 'A1,B1']])
  })

  it('[PHONE-15, PHONE-28] a document picked for a line that is taken out goes back to its shelf, whichever was heard of first', () => {
    const [a, b] = [tablet('A'), tablet('B')]
    const picked = a.press(pick('2', 'copy-2'))
    const out = b.press(change({ removes: [aLine('2')] }))
    const [one, other] = [tablet('E'), tablet('E')]
    one.learn(picked, out)
    other.learn(out, picked)
    expect(other.rows()).toEqual(one.rows())
    expect(itemsToReshelve(one.state, tuesday).map(({ barcode, reason }) => [barcode, reason.kind])).toEqual([['copy-2', 'removed']])
    expect(matchScan(one.state, toItemBarcode('copy-2'), toRecordId('record-2')).kind).toBe('unwanted')
    expect(why(one, { kind: 'reshelve-item', barcode: toItemBarcode('copy-2'), happened: now })).toBe('yes')
    // Wanted after all: it is on its pile as before.
    one.press(undoChange(change({ removes: [aLine('2')] })))
    expect(itemsToReshelve(one.state, tuesday)).toEqual([])
    expect(why(one, { kind: 'reshelve-item', barcode: toItemBarcode('copy-2'), happened: now })).toBe('item-already-picked')
  })

  it('[PHONE-15, PHONE-28] a pile in its bay is ready again only once what was added lies there too', () => {
    const b = tablet('B')
    for (const operation of [pick('1', 'copy-1'), pick('2', 'copy-2'), bag]) b.press(operation)
    expect(orderState(orderOn(b))).toBe('ready')
    const line = added('draft-1', 'record-3')
    b.press(change({ adds: [line] }))
    expect(orderState(orderOn(b))).toBe('in-preparation')
    b.press(pick(line.id, 'copy-3'))
    expect(orderState(orderOn(b))).toBe('in-preparation')
    expect(workLeft([orderOn(b)])).toMatchObject({ orders: 1, toTake: 0, toBag: 1 })
    expect(why(b, bag)).toBe('yes')
    b.press(bag)
    expect(orderState(orderOn(b))).toBe('ready')
    // Taking one out leaves the others where they are.
    b.press(change({ removes: [aLine('1')] }))
    expect(orderState(orderOn(b))).toBe('ready')
  })
})
