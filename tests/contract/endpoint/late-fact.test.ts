/**
 * A fact that reaches the endpoint after the closing of a day erased what it is about: the same cases open, over the same rows, as if it
 * had come in time, and nothing of what was erased comes back for anything else (I-7 and I-8; PRIV-2).
 * The real routes and closings over the real stores; any story of three tablets: late-tablets.test.ts.
 */
import { describe, expect, test } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import type { Envelope, Operation } from '../../../src/domain/operation/operation.ts'
import {
  aLateDesk,
  barcode,
  basedOn,
  first,
  giveBack,
  givenItem,
  type LateDesk,
  lend,
  otherOrder,
  second,
  third,
} from '../../builders/a-late-desk.ts'
import { aMoment, anInstant } from '../../builders/a-moment.ts'
import { aHandOver, anEnvelope, aPushed, aReturn, libraryOfTests, managerOfTests, outcomesOf } from '../../builders/an-endpoint.ts'

/** Lent to the second patron and back on Tuesday, erased on Thursday. */
const erasedOnThursday = async (desk: LateDesk) => {
  const lent = lend(second, 'order-2')
  const back = giveBack(basedOn(lent))
  await desk.other.push([aPushed(lent), aPushed(back)])
  await desk.close('2026-11-26 03:00')
  expect(await desk.item()).toBeUndefined()
  desk.at('2026-11-27 10:00')
  return { lent, back }
}

describe('a fact that comes after its document was erased', () => {
  test('[CASE-1] a handover that contradicts an erased one opens the case that it would have opened in time', async () => {
    const story = { late: lend(first, 'order-1'), lent: lend(second, 'order-2') }
    const back = giveBack(basedOn(story.lent))
    const [desk, inTime] = [await aLateDesk(), await aLateDesk()]
    await desk.other.push([aPushed(story.lent), aPushed(back)])
    await desk.close('2026-11-26 03:00')
    desk.at('2026-11-27 10:00')
    expect(outcomesOf(await desk.late.push([aPushed(story.late)]))).toEqual(['accepted-with-case'])
    await inTime.other.push([aPushed(story.lent), aPushed(back)])
    await inTime.late.push([aPushed(story.late)])
    expect(await desk.cases()).toMatchObject([
      { id: `handed-over-twice:item/${barcode}:1`, cites: [story.late, story.lent].map(({ operationId }) => operationId).sort() },
    ])
    for (const one of [desk, inTime]) await one.close('2026-11-28 03:00')
    const seen = await Promise.all([desk, inTime].map((one) => one.rowsOf('item', 'order', 'case', 'patron', 'record')))
    // A device is an endpoint's own.
    const [here, there] = seen.map((all) => JSON.parse(JSON.stringify(all).replaceAll(/"deviceId":"[0-9a-f]+"/g, '"deviceId":""')))
    expect(here).toEqual(there)
  })

  test('[PRIV-2] a row that was put back leaves again with the next closing, where nothing contradicts', async () => {
    const desk = await aLateDesk()
    const { lent, back } = await erasedOnThursday(desk)
    const again = giveBack(basedOn(lent))
    expect(outcomesOf(await desk.late.push([aPushed(again)]))).toEqual(['accepted'])
    expect((await desk.item())?.facts.map(({ operationId }) => operationId)).toEqual(
      [lent, back, again].map(({ operationId }) => operationId).sort(),
    )
    await desk.close('2026-11-27 11:00')
    expect([await desk.item(), await desk.row('order', 'order-2')]).toEqual([undefined, undefined])
    // And what it held by then is remembered in its turn.
    await desk.late.push([aPushed(lend(first, 'order-1'))])
    expect((await desk.item())?.facts).toHaveLength(4)
    expect(await desk.cases()).toHaveLength(1)
  })

  test('[CASE-1] so does one from a tablet whose clock nobody believes, or that still holds what was erased', async () => {
    const desk = await aLateDesk()
    await erasedOnThursday(desk)
    const doubtful = lend(first, 'order-1', { at: anInstant('2031-01-01 10:00') })
    await desk.late.push([aPushed(doubtful)])
    expect((await desk.cases()).map(({ caseKind }) => caseKind)).toEqual(['clock-doubtful', 'handed-over-twice'])

    const another = await aLateDesk()
    const [{ epoch, head } = { epoch: '', head: 0 }] = await another.store.libraries()
    const erased = await erasedOnThursday(another)
    // Of after the loan, and of before the closing.
    const base = { epoch, version: head + 3 }
    await another.late.push([aPushed(giveBack({ ...basedOn(erased.lent), base, at: anInstant('2026-11-27 09:00') }))])
    expect((await another.item())?.facts).toHaveLength(3)
  })

  test('[CASE-2] a person’s decision about it stays', async () => {
    const desk = await aLateDesk()
    const [lent, twice] = [lend(second, 'order-2'), lend(first, 'order-1')]
    await desk.other.push([lent, twice, giveBack(basedOn(lent, twice))].map(aPushed))
    const [open] = await desk.cases()
    if (open === undefined) throw new Error('no case')
    const settle: Operation = { kind: 'settle-case', caseId: open.id, cites: open.cites, decision: { kind: 'both-true' }, note: '' }
    expect(outcomesOf(await desk.other.push([aPushed(anEnvelope(settle, { librarianId: managerOfTests }))]))).toEqual(['accepted'])
    const [settled] = await desk.cases()
    await desk.close('2026-11-26 03:00')
    expect(await desk.cases()).toEqual([])
    desk.at('2026-11-27 10:00')
    expect(outcomesOf(await desk.late.push([aPushed(giveBack(basedOn(lent, twice)))]))).toEqual(['accepted'])
    expect(await desk.cases()).toEqual([settled])
  })

  test('[CASE-3] a handover of an order that was cancelled and erased meanwhile opens its case', async () => {
    const desk = await aLateDesk()
    const cancel = anEnvelope({ kind: 'cancel-order', orderId: otherOrder.id, reason: '' })
    await desk.other.push([aPushed(cancel)])
    await desk.close('2026-11-26 03:00')
    expect(await desk.row('order', 'order-2')).toBeUndefined()
    desk.at('2026-11-27 10:00')
    const lent = lend(second, 'order-2')
    expect(outcomesOf(await desk.late.push([aPushed(lent)]))).toEqual(['accepted-with-case'])
    expect(await desk.cases()).toMatchObject([{ caseKind: 'handed-over-though-cancelled', subject: 'order/order-2' }])
    expect(await desk.row('order', 'order-2')).toMatchObject({ facts: [{ operationId: lent.operationId }] })
  })

  test('a request about an erased order is refused, and says so', async () => {
    const desk = await aLateDesk()
    await erasedOnThursday(desk)
    const cancel = anEnvelope({ kind: 'cancel-order', orderId: otherOrder.id, reason: '' })
    expect(outcomesOf(await desk.late.push([aPushed(cancel)]))).toEqual([['refused', 'order-unknown']])
    expect(await desk.row('order', 'order-2')).toBeUndefined()
  })
})

describe('a fact composed after its document was erased', () => {
  test.each([
    ['by a tablet that has been off line since before contradicts what it did not see', 'before', [`handed-over-twice:item/${barcode}:1`]],
    ['by one that saw it leave contradicts nothing', 'after', []],
    ['by one whose base is of another history goes by its clock', 'elsewhere', []],
  ] as const)('[CASE-1] %s', async (_, where, expected) => {
    const desk = await aLateDesk()
    const standing = async () => (await desk.store.libraries())[0] ?? { epoch: '', head: 0 }
    const before = await standing()
    await erasedOnThursday(desk)
    const { epoch, head } = where === 'before' ? before : await standing()
    const base = { epoch: where === 'elsewhere' ? 'e'.repeat(32) : epoch, version: head }
    await desk.late.push([aPushed(lend(third, undefined, { at: anInstant('2026-11-27 09:59'), base }))])
    expect((await desk.cases()).map(({ id }) => id)).toEqual(expected)
  })
})

describe('a document lent anew after it was erased', () => {
  const nextWeek = { at: anInstant('2026-12-01 13:31') }
  const happened = aMoment('2026-12-01 14:31')
  const lendAnew = (changes: Partial<Envelope> = {}) =>
    anEnvelope(aHandOver({ card: third, orderId: undefined, happened }), { ...nextWeek, ...changes })

  test('[PRIV-2] brings nothing back: neither the card of who had it last week, nor a case', async () => {
    const desk = await aLateDesk()
    const { end } = await desk.other.pull()
    await erasedOnThursday(desk)
    desk.at('2026-12-01 13:32')
    const anew = lendAnew()
    expect(outcomesOf(await desk.other.push([aPushed(anew)]))).toEqual(['accepted'])
    expect((await desk.item())?.facts.map(({ operationId }) => operationId)).toEqual([anew.operationId])
    const pulled = await desk.other.pull(end.cursor)
    const shown = pulled.rows.filter(({ kind }) => kind !== 'patron')
    expect(JSON.stringify(shown)).toContain(third)
    expect(JSON.stringify(shown)).not.toContain(second)
    expect(JSON.stringify((await desk.other.pull()).rows.filter(({ kind }) => kind !== 'patron'))).not.toContain(second)
  })

  test('[CASE-1] contradicts nothing of last week once a late fact puts that back, and the late one contradicts what it did not know', async () => {
    const desk = await aLateDesk()
    const { lent } = await erasedOnThursday(desk)
    desk.at('2026-12-01 13:32')
    const anew = lendAnew()
    await desk.other.push([aPushed(anew)])
    const late = giveBack(basedOn(lent))
    expect(outcomesOf(await desk.late.push([aPushed(late)]))).toEqual(['accepted'])
    expect((await desk.item())?.facts).toHaveLength(4)
    expect(await desk.cases()).toEqual([])
    const twice = lend(first, 'order-1')
    expect(outcomesOf(await desk.late.push([aPushed(twice)]))).toEqual(['accepted-with-case'])
    expect(await desk.cases()).toMatchObject([{ cites: [lent, twice].map(({ operationId }) => operationId).sort() }])
    // One that left after the erasure and came behind the late fact knew as much.
    const next = anEnvelope(aHandOver({ card: second, orderId: undefined, happened }), { ...nextWeek, ...basedOn(anew, late, twice) })
    await desk.other.push([aPushed(next)])
    expect(await desk.cases()).toHaveLength(1)
  })

  test.each([
    ['still there', false],
    ['erased again since', true],
  ])('[PRIV-2] beside one that a late fact put back, %s, it brings nothing of its own back', async (_, isErasedAgain) => {
    const desk = await aLateDesk()
    const [one, next] = [barcode, '33331000000020'].map(toItemBarcode)
    if (one === undefined || next === undefined) throw new Error('two documents')
    const items = [one, next].map(givenItem)
    const lent = anEnvelope(aHandOver({ card: second, orderId: undefined, items }))
    const based = { [`item/${one}`]: [lent.operationId], [`item/${next}`]: [lent.operationId] }
    const [back, backToo] = [one, next].map((given) => anEnvelope({ ...aReturn(), barcode: given }, { based }))
    if (back === undefined || backToo === undefined) throw new Error('two returns')
    await desk.other.push([lent, back, backToo].map(aPushed))
    await desk.close('2026-11-26 03:00')
    desk.at('2026-11-27 10:00')
    const late = giveBack(basedOn(lent))
    expect(outcomesOf(await desk.late.push([aPushed(late)]))).toEqual(['accepted'])
    desk.at('2026-12-01 13:33')
    // Shown to whoever lends both: the one with all its facts, the other with none.
    const anew = anEnvelope(aHandOver({ card: third, orderId: undefined, items, happened }), { ...nextWeek, ...basedOn(back, late) })
    if (isErasedAgain) await desk.close('2026-12-01 13:32')
    expect(outcomesOf(await desk.other.push([aPushed(anew)]))).toEqual(['accepted'])
    expect(await desk.row('item', next)).toMatchObject({ facts: [{ operationId: anew.operationId }] })
    expect((await desk.item())?.facts).toHaveLength(4)
    expect(await desk.cases()).toEqual([])
  })

  test('[CASE-1] erased a second time, each late fact finds what it did not see leave', async () => {
    const desk = await aLateDesk()
    const { lent } = await erasedOnThursday(desk)
    desk.at('2026-12-01 13:32')
    const anew = lendAnew()
    await desk.other.push([aPushed(anew), aPushed(anEnvelope({ ...aReturn(), happened }, { ...nextWeek, ...basedOn(anew) }))])
    await desk.close('2026-12-04 03:00')
    expect(await desk.item()).toBeUndefined()
    desk.at('2026-12-05 10:00')
    const sawTheFirst = anEnvelope(aHandOver({ card: first, orderId: undefined, happened }), nextWeek)
    expect(outcomesOf(await desk.late.push([aPushed(sawTheFirst)]))).toEqual(['accepted-with-case'])
    expect((await desk.item())?.facts).toHaveLength(3)
    expect(await desk.cases()).toMatchObject([{ cites: [anew, sawTheFirst].map(({ operationId }) => operationId).sort() }])
    const sawNeither = lend(first, 'order-1')
    await desk.late.push([aPushed(sawNeither)])
    expect((await desk.item())?.facts).toHaveLength(6)
    expect((await desk.cases())[0]?.cites).toContain(lent.operationId)
  })

  test('[CASE-2] decisions of last week and of this week, under one number, both stay', async () => {
    const desk = await aLateDesk()
    const settleAll = async () => {
      const open = (await desk.cases()).filter(({ settlement }) => settlement === undefined)
      const settlings = open.map(({ id, cites }) =>
        anEnvelope({ kind: 'settle-case', caseId: id, cites, decision: { kind: 'both-true' }, note: '' }, { librarianId: managerOfTests }),
      )
      expect(outcomesOf(await desk.other.push(settlings.map(aPushed)))).toEqual(['accepted'])
    }
    const [lent, twice] = [lend(second, undefined), lend(first, undefined)]
    await desk.other.push([lent, twice].map(aPushed))
    await settleAll()
    await desk.other.push([aPushed(giveBack(basedOn(lent, twice)))])
    await desk.close('2026-11-26 03:00')
    desk.at('2026-12-01 13:32')
    const [anew, anewTwice] = [lendAnew(), anEnvelope(aHandOver({ card: second, orderId: undefined, happened }), nextWeek)]
    await desk.other.push([anew, anewTwice].map(aPushed))
    await settleAll()
    expect(outcomesOf(await desk.late.push([aPushed(giveBack(basedOn(lent)))]))).toEqual(['accepted'])
    expect((await desk.item())?.facts).toHaveLength(6)
    expect((await desk.cases()).map(({ id, settlement }) => [id, settlement?.decision.kind])).toEqual([
      [`handed-over-twice:item/${barcode}:1`, 'both-true'],
    ])
  })

  test('[PRIV-2, PRIV-8] an erased row is forgotten as its receipts are, after 122 days', async () => {
    const desk = await aLateDesk()
    const { lent } = await erasedOnThursday(desk)
    const remembered = () => desk.store.read(libraryOfTests, (reading) => reading.erasedRows([`item/${barcode}`, 'order/order-2']))
    await desk.close('2027-03-28 01:00')
    expect((await remembered()).map(({ subject }) => subject).sort()).toEqual([`item/${barcode}`, 'order/order-2'])
    await desk.close('2027-03-30 04:00')
    expect(await remembered()).toEqual([])
    desk.at('2027-03-30 10:00')
    await desk.late.push([aPushed(giveBack(basedOn(lent)))])
    expect((await desk.item())?.facts).toHaveLength(1)
  })
})
