/**
 * What the ILS refused, beside the cell of the rights that let it pass (SET-14); and a smaller matrix over handovers that were recorded
 * before it, as a tablet shows them. Runs in vitest.
 */
import { expect, test } from 'vitest'
import { apply } from '../../../src/domain/desk/apply.ts'
import { toCardNumber, toItemBarcode } from '../../../src/domain/ids.ts'
import { keyOfCell, refusedCells } from '../../../src/domain/loan-right/refused-cells.ts'
import { tryLoans } from '../../../src/domain/loan-right/try-loans.ts'
import { orderState } from '../../../src/domain/order/order.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { tuesday } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aLoanRight, aSettings } from '../../builders/a-settings.ts'
import { aHandOver, anEnvelope } from '../../builders/an-endpoint.ts'
import { anItem } from '../../builders/an-item.ts'
import { anOrder } from '../../builders/an-order.ts'

const adult = aPatron()
const senior = aPatron({ id: toCardNumber('23333000000347'), category: 'senior' })
const book = anItem('33331000000012', { documentType: 'livre' })
const film = anItem('33331000000020', { documentType: 'DVD' })
const loan = { movement: 'loan', state: 'refused' } as const

test('[SET-14, SET-29] a loan that the ILS refused counts at the cell that let it pass, its own or that of the others, and names nobody', () => {
  const settings = aSettings({ loanRights: [aLoanRight('adulte', 'livre'), aLoanRight('*', '*')] })
  const refused = refusedCells(aDesk(adult, senior, book, film, settings), settings, [
    { ...loan, card: adult.id, barcode: book.id },
    { ...loan, card: adult.id, barcode: film.id },
    { ...loan, card: senior.id, barcode: book.id },
    // What waits, comes back, or is of somebody who is not in the directory says nothing of the rights.
    { ...loan, state: 'unknown', card: adult.id, barcode: book.id },
    { ...loan, movement: 'return', card: adult.id, barcode: book.id },
    { ...loan, card: toCardNumber('23333000000999'), barcode: book.id },
    { ...loan, card: undefined, barcode: toItemBarcode('33331000000038') },
  ])
  const others = keyOfCell({ category: '*', documentType: '*' })
  expect([...refused]).toEqual([
    [keyOfCell({ category: 'adulte', documentType: 'livre' }), 1],
    [others, 2],
  ])
  expect([...refusedCells(aDesk(adult, book), aSettings({ loanRights: [] }), [{ ...loan, card: adult.id, barcode: book.id }])]).toEqual([
    [others, 1],
  ])
})

test('[SET-14] under a smaller matrix a tablet keeps the handovers that wait on it as facts, without a case, and counts them', () => {
  const nothing = aSettings({ loanRights: [aLoanRight('*', '*', { maximum: 1 })], totalMaximums: {} })
  const order = anOrder()
  const desk = aDesk(adult, order, nothing)
  const { rows } = apply(desk, anEnvelope(aHandOver()))
  for (const row of rows) desk.put(row)
  const after = desk.get('order', order.id)
  expect(after === undefined ? undefined : orderState(after)).toBe('handed-over')
  expect([...desk.all('case')]).toEqual([])
  const patron = desk.get('patron', adult.id)
  // What left is one of the one that is allowed: there is none more.
  expect(patron === undefined ? undefined : tryLoans(nothing, patron, ['livre'], tuesday)).toMatchObject([
    { documents: 0, refusal: { kind: 'too-many-of-type' } },
  ])
})
