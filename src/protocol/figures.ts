/**
 * POST /sync/v1/figures: the figures of some days, for everybody at the desk (STAT-1). What few persons stand behind is left out by the
 * endpoint (STAT-4), and is on no tablet. Read on line; nothing of it is in the base.
 */
import * as v from 'valibot'

export const figuresRequest = v.object({
  protocol: v.number(),
  nonce: v.string(),
  /** Local dates, both included: two years at most. */
  from: v.string(),
  to: v.string(),
})

const cell = v.union([v.number(), v.picklist(['nd', 'nc', 'closed'])])
const pair = v.tuple([cell, cell])
const days = v.object({ from: v.string(), to: v.string() })
const patronCount = v.object({ size: cell, since: v.optional(v.string()), destroyedOn: v.optional(v.string()) })

export const figuresAnswer = v.object({
  protocol: v.number(),
  nonce: v.string(),
  /** The endpoint's clock when it read them. */
  now: v.number(),
  figures: v.object({
    days,
    compared: days,
    isOver: v.boolean(),
    orders: pair,
    documents: pair,
    openDays: pair,
    openMinutes: cell,
    places: cell,
    placed: cell,
    ready: v.object({ half: cell, nineInTen: cell, halfBefore: cell }),
    patrons: patronCount,
    patronsBefore: patronCount,
    since: v.object({ orders: v.string(), documents: v.string() }),
    preparing: v.optional(v.object({ seconds: v.number(), documents: v.number() })),
    /** A table that this build does not know is left unread. */
    tables: v.array(
      v.object({ name: v.string(), columns: v.array(v.string()), rows: v.array(v.object({ key: v.string(), cells: v.array(cell) })) }),
    ),
    /** Of four whole weeks alone: what settings are weighed by. A measure that this build does not know is left unread. */
    hidden: v.optional(v.array(v.object({ fewest: v.number(), cells: v.number(), of: v.number() }))),
    peaks: v.optional(v.array(v.object({ weekday: v.number(), hour: v.number(), percent: v.number() }))),
    timings: v.optional(v.array(v.object({ measure: v.string(), value: v.string(), amount: v.number() }))),
  }),
})
export type FiguresAnswer = v.InferOutput<typeof figuresAnswer>
