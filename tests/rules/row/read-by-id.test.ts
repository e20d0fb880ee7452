/**
 * A row is read by the id of its own kind: a barcode finds no patron, and the compiler says so before anybody tries.
 * Each `@ts-expect-error` is a line that must not compile: where it does, `npx tsc --build` fails here.
 */
import { expect, it } from 'vitest'
import { toCardNumber, toItemBarcode, toOrderId } from '../../../src/domain/ids.ts'
import type { StoreTransaction } from '../../../src/endpoint/storage/store.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'

const number = '33331000000012'
const [barcode, card, orderId] = [toItemBarcode(number), toCardNumber(number), toOrderId(number)]

it('a barcode does not pass for a card number, even where both are the same text', () => {
  const desk = aDesk(aPatron({ id: card }))
  expect(desk.get('patron', card)?.id).toBe(number)
  expect(desk.get('item', barcode)).toBeUndefined()
  // @ts-expect-error a barcode is no card number
  desk.get('patron', barcode)
  // @ts-expect-error a card number is no barcode
  desk.get('item', card)
  // @ts-expect-error an order is no slot
  desk.get('slot', orderId)
  // @ts-expect-error an order is no claim
  desk.get('claim', orderId)
  // @ts-expect-error any text is no order
  desk.get('order', 'F DESE 25/0016')
})

it('a barcode passes for no card number in the endpoint’s store either', () => {
  const written: unknown[] = []
  const neverRun = (transaction: StoreTransaction): void => {
    // @ts-expect-error a barcode is no card number
    written.push(transaction.row('patron', barcode))
    // @ts-expect-error a card number is no barcode
    written.push(transaction.eraseRow('item', card, anInstant('2026-11-24 10:00')))
  }
  expect([typeof neverRun, written]).toEqual(['function', []])
})
