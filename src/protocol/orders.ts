/**
 * POST /sync/v1/orders: after the database was put back, a tablet hands over the orders of the base that it still has, before it fetches the
 * new one (PROTOCOL.md, Epoch). Order rows only. Each is read by itself: one that does not fit is left out, and keeps none of the others out.
 */
import * as v from 'valibot'
import { hexId } from './operation-schema.ts'

/** Orders in one request. */
export const maximumOrdersBrought = 100
/** Characters of one order's row: many times the longest of any desk. */
export const longestOrderBrought = 8192

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

export const ordersRequest = v.object({
  protocol: v.number(),
  nonce: hexId,
  /** The present one: of another nothing is taken. */
  epoch: hexId,
  /** Of the base that these come from, as the endpoint signed it: what nobody signed proves nothing. */
  cursor: v.pipe(v.string(), v.maxLength(200)),
  /** When that base was fetched, by the endpoint's clock. */
  at: count,
  orders: v.pipe(v.array(v.object({ version: count, row: v.unknown() })), v.maxLength(maximumOrdersBrought)),
})
export type OrdersRequest = v.InferOutput<typeof ordersRequest>

export const ordersAnswer = v.object({ protocol: v.number(), nonce: hexId, taken: count })
export type OrdersAnswer = v.InferOutput<typeof ordersAnswer>
