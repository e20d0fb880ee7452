/**
 * What may be asked of each state of an order, as one table; and that a new state, or a question left out, does not compile.
 * Each `@ts-expect-error` is a line that must not compile: where it does, `npx tsc --build` fails here.
 */
import { describe, expect, it } from 'vitest'
import { answersOf, type OpenState, type OrderState, type StateAnswers, stateAnswers } from '../../../src/domain/order/state-answers.ts'

const states = Object.keys(stateAnswers) as readonly OrderState[]
const statesWhere = (isSo: (answers: StateAnswers) => boolean): readonly OrderState[] => states.filter((state) => isSo(answersOf(state)))

describe('the states of an order', () => {
  it('[ORD-3] an order is closed when it was handed over or cancelled, or when nobody came for it', () => {
    expect(statesWhere(({ refusesChange }) => refusesChange !== undefined)).toEqual(['handed-over', 'no-show', 'cancelled'])
  })

  it('[ABS-2] the pile of a patron who did not come can still be handed over, that of a cancelled order cannot', () => {
    expect(answersOf('no-show')).toMatchObject({ pile: 'kept', refusesHandover: undefined })
    expect(answersOf('cancelled')).toMatchObject({ pile: 'to-reshelve', refusesHandover: 'order-cancelled' })
  })

  it('[SLOT-3] every order counts in its slot, save a cancelled or a missed one', () => {
    expect(statesWhere(({ countsInSlot }) => !countsInSlot)).toEqual(['no-show', 'cancelled'])
  })

  it('[PULL-2] an order asks something of the preparers or waits for its patron, never both, and nothing once it is closed', () => {
    for (const state of states) {
      const { isToPrepare, waitsFor, refusesChange } = answersOf(state)
      expect([isToPrepare, waitsFor !== undefined, refusesChange !== undefined].filter(Boolean), state).toHaveLength(1)
    }
  })

  it('[ORD-3] the compiler asks for every answer at a new state, and at each place that returns or lists states', () => {
    const { arrived, ...others } = stateAnswers
    // @ts-expect-error a state is missing
    const withoutState: Readonly<Record<OrderState, StateAnswers>> = others
    const { pile, ...rest } = arrived
    // @ts-expect-error an answer is missing
    const withoutAnswer: StateAnswers = rest
    // @ts-expect-error a closed state is not open
    const open: OpenState = 'no-show'
    expect([withoutState, withoutAnswer, open, pile]).toHaveLength(4)
  })
})
