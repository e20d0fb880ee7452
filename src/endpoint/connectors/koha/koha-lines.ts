/**
 * What a Koha's REST interface writes of patrons, documents, loans and holds, as far as it is read here. Schemas alone; runs on the endpoint.
 * Members that are not named are dropped, other people's names among them.
 */
import * as v from 'valibot'

/** Numbers were seen written as texts. */
const number = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer())
/** Absent or null: empty. */
const text = v.nullish(v.string(), '')
export const patronLine = v.object({ patron_id: number, cardnumber: v.nullable(v.string()) })
const flag = v.nullish(v.union([v.boolean(), v.number()]))
export const isSet = (said: boolean | number | null | undefined): boolean => said === true || said === 1
/** A Koha of 2019 writes `restricted`, a newer one too. */
export const wholePatron = v.object({
  ...patronLine.entries,
  surname: v.nullish(v.string()),
  firstname: v.nullish(v.string()),
  category_id: v.nullish(v.string()),
  expiry_date: v.nullish(v.string()),
  restricted: flag,
  patron_card_lost: flag,
})
export const itemLine = v.object({
  item_id: number,
  external_id: v.nullable(v.string()),
  checked_out_date: v.nullish(v.string()),
  biblio_id: v.nullish(number),
})
export const wholeItem = v.object({
  ...itemLine.entries,
  biblio_id: number,
  item_type_id: text,
  callnumber: text,
  location: text,
  acquisition_date: text,
})
export const biblio = v.object({ title: text, author: text })
export const loanLine = v.object({
  item_id: number,
  due_date: v.nullish(v.string()),
  checkout_date: v.nullish(v.string()),
  checkin_date: v.nullish(v.string()),
})
export const holdLine = v.object({
  hold_id: number,
  patron_id: number,
  item_id: v.nullish(number),
  biblio_id: v.nullish(number),
  pickup_library_id: v.nullish(v.string()),
  status: v.nullish(v.string()),
  priority: v.nullish(number, 0),
  suspended: flag,
})
/** An appointment, and whether a site takes any: as a plugin writes them. */
export const policyLine = v.object({ branchcode: v.string(), enabled: number })
export const pickupLine = v.object({ branchcode: v.string(), scheduled_pickup_datetime: v.string(), delivered_datetime: text })
export type Item = v.InferOutput<typeof itemLine>
export type Loan = v.InferOutput<typeof loanLine>
/** Only which questions there are: what stands beside them names other patrons. */
export const availability = v.object({ blockers: v.record(v.string(), v.unknown()), confirms: v.record(v.string(), v.unknown()) })
