/**
 * What may be asked of an order in each state: is it to prepare, does its patron wait, may it be collected. Runs everywhere.
 * Who asks reads this table, so that a new state does not compile until every question has its answer. What makes a state is
 * `order.ts`; nothing else compares a state with a word.
 */

export type OrderState = 'to-prepare' | 'in-preparation' | 'ready' | 'arrived' | 'handed-over' | 'no-show' | 'cancelled'

/** The refusals that say how an order ended. */
type EndRefusal = 'order-handed-over' | 'order-no-show' | 'order-cancelled'

export interface StateAnswers {
  /** Why nothing more can be done with it; undefined: it is open. */
  readonly refusesChange: EndRefusal | undefined
  /** Why it cannot be handed over; a no-show can: whoever comes after all takes the pile (ABS-2). */
  readonly refusesHandover: EndRefusal | undefined
  /** Why the desk cannot cancel it. What the ILS dropped may still be cancelled by a person. */
  readonly refusesCancelling: EndRefusal | undefined
  /** Somebody still has to fetch its documents or give them a bay. */
  readonly isToPrepare: boolean
  /** To prepare, and nobody has begun: counted apart from what is in preparation. */
  readonly isUntouched: boolean
  /** Whom its pile waits for: a patron to come (who may be late), or one who is here. Undefined: it waits for nobody. */
  readonly waitsFor: 'patron-to-come' | 'patron-here' | undefined
  /** Whether its place in the slot is taken (SLOT-3). */
  readonly countsInSlot: boolean
  /** Whether the line of the day shows it in its slot. */
  readonly isOnDayLine: boolean
  /** The documents picked for it: the order wants them, they are kept some days (ABS-2), they go back (ORD-3), or they have left the bay. */
  readonly pile: 'wanted' | 'kept' | 'to-reshelve' | 'gone'
  /** Whether the same documents can be ordered again (ORD-3, ABS-2), and in which slot. */
  readonly renewal: 'none' | 'another-slot' | 'its-own-slot-too'
}

const open = {
  refusesChange: undefined,
  refusesHandover: undefined,
  refusesCancelling: undefined,
  countsInSlot: true,
  isOnDayLine: true,
  pile: 'wanted',
  renewal: 'none',
} as const

export const stateAnswers = {
  'to-prepare': { ...open, isToPrepare: true, isUntouched: true, waitsFor: undefined },
  'in-preparation': { ...open, isToPrepare: true, isUntouched: false, waitsFor: undefined },
  ready: { ...open, isToPrepare: false, isUntouched: false, waitsFor: 'patron-to-come' },
  arrived: { ...open, isToPrepare: false, isUntouched: false, waitsFor: 'patron-here' },
  'handed-over': {
    refusesChange: 'order-handed-over',
    refusesHandover: 'order-handed-over',
    refusesCancelling: 'order-handed-over',
    isToPrepare: false,
    isUntouched: false,
    waitsFor: undefined,
    countsInSlot: true,
    isOnDayLine: true,
    pile: 'gone',
    renewal: 'none',
  },
  'no-show': {
    refusesChange: 'order-no-show',
    refusesHandover: undefined,
    refusesCancelling: undefined,
    isToPrepare: false,
    isUntouched: false,
    waitsFor: undefined,
    countsInSlot: false,
    isOnDayLine: true,
    pile: 'kept',
    renewal: 'another-slot',
  },
  cancelled: {
    refusesChange: 'order-cancelled',
    refusesHandover: 'order-cancelled',
    refusesCancelling: undefined,
    isToPrepare: false,
    isUntouched: false,
    waitsFor: undefined,
    countsInSlot: false,
    isOnDayLine: false,
    pile: 'to-reshelve',
    renewal: 'its-own-slot-too',
  },
} as const satisfies Readonly<Record<OrderState, StateAnswers>>

/** The states in which something is still expected of somebody. */
export type OpenState = { [S in OrderState]: (typeof stateAnswers)[S]['refusesChange'] extends undefined ? S : never }[OrderState]

export type ClosedState = Exclude<OrderState, OpenState>

export const answersOf = (state: OrderState): StateAnswers => stateAnswers[state]
