/**
 * Whether this card may order what is in the basket (PAGE-11): the desk's own rules, asked before the hours are shown and again when the order
 * is placed. Runs on the endpoint. Staff go beyond them by giving a reason; this page never does.
 */
import type { Catalogue } from '../../catalogue/open-catalogue.ts'
import type { Call, CallLine } from '../../domain/call/call.ts'
import { judgeCall } from '../../domain/call/judge-call.ts'
import { type CardNumber, type OrderId, toOrderId } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import type { LoanRefusal, Refusal } from '../../domain/operation/refusal.ts'
import type { DeskState } from '../../domain/row/desk-state.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { openOrdersOf } from '../../domain/slot/judge-placing.ts'
import type { Basket } from './basket.ts'

export interface BasketJudgement {
  /** Of the person, or of the number of open orders; undefined: none. */
  readonly refusal: Refusal | undefined
  /** By line; undefined: within the rights. */
  readonly byLine: readonly (LoanRefusal | undefined)[]
}

const toLine = (catalogue: Catalogue | undefined, { recordId, wish }: Basket[number]): CallLine => {
  const record = recordId === undefined || wish !== undefined ? undefined : catalogue?.recordById(recordId)
  if (record === undefined) return { kind: 'wish', text: wish ?? recordId ?? '' }
  const { id, title, author, documentType, copies } = record
  return { kind: 'record', recordId: id, title, author, documentType, copies }
}

const refusalOf = (state: DeskState, settings: Settings, card: CardNumber, today: LocalDate): Refusal | undefined => {
  const patron = state.get('patron', card)
  if (patron === undefined) return { kind: 'patron-unknown', card }
  if (patron.blocked !== undefined) return { kind: 'patron-blocked', reason: patron.blocked }
  if (patron.expiresOn !== undefined && patron.expiresOn < today) return { kind: 'card-expired', expiredOn: patron.expiresOn }
  const { openOrders: maximum } = settings
  return openOrdersOf(state, card).length >= maximum ? { kind: 'too-many-open-orders', maximum } : undefined
}

/** LOAN-1, SLOT-5, in the order in which they are told: of the person first. */
export const judgeBasket = (
  state: DeskState,
  settings: Settings,
  { card, basket, catalogue, orderId }: { card: CardNumber; basket: Basket; catalogue: Catalogue | undefined; orderId?: OrderId },
  today: LocalDate,
): BasketJudgement => {
  const refusal = refusalOf(state, settings, card, today)
  const patron = state.get('patron', card)
  if (refusal !== undefined || patron === undefined) return { refusal, byLine: basket.map(() => undefined) }
  const call: Call = {
    orderId: orderId ?? toOrderId(''),
    number: '',
    card,
    name: '',
    lines: basket.map((line) => toLine(catalogue, line)),
    slot: undefined,
    callBackNumber: '',
    startedAt: toInstant(0),
    asideAt: undefined,
  }
  return { refusal, byLine: judgeCall(state, settings, patron, call, today).byLine }
}

export const mayOrder = ({ refusal, byLine }: BasketJudgement): boolean => refusal === undefined && byLine.every((one) => one === undefined)
