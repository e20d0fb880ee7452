/**
 * What an ILS that is told over a wire has not yet, and what is asked of it anew: two routes of /management/v1 for whoever is signed in on
 * an enrolled tablet, without a pass. To ask anew forces nothing: the endpoint looks before it writes (PROTOCOL.md, The ILS over a wire).
 */
import * as v from 'valibot'
import { identifierSigns } from '../domain/ids.ts'

const named = v.pipe(v.string(), v.regex(identifierSigns))
const asker = { protocol: v.number(), nonce: v.string(), librarianId: named }
const moved = { operationId: v.string(), barcode: v.string(), movement: v.picklist(['loan', 'return']) }

export const ilsLookRequest = v.object(asker)
export const ilsLookAnswer = v.object({
  protocol: v.number(),
  nonce: v.string(),
  /** Absent: this library's ILS is told by files. */
  wire: v.optional(
    v.object({
      /** Loans and returns that wait for their turn. */
      waiting: v.number(),
      /** Of today, settled; `already` of them stood so before. */
      settled: v.number(),
      already: v.number(),
      /** Asked and not settled, the oldest first, 100 at most; `total` counts them all. */
      total: v.number(),
      open: v.array(
        v.object({
          ...moved,
          librarianId: v.string(),
          card: v.optional(v.string()),
          day: v.string(),
          time: v.string(),
          since: v.number(),
          state: v.picklist(['asked', 'unknown', 'queued', 'refused', 'to-decide']),
          reason: v.optional(v.picklist(['held-for-another', 'lent-to-another', 'other-than-asked', 'unknown-there'])),
          said: v.optional(v.string()),
          /** Whether a person may ask anew (ILS-2). */
          mayAsk: v.boolean(),
        }),
      ),
      /** Loans whose due date the ILS reckons otherwise than the patron was told (ILS-4), 100 at most, sooner ones first. */
      otherDue: v.optional(
        v.array(
          v.object({
            ...moved,
            librarianId: v.string(),
            card: v.optional(v.string()),
            day: v.string(),
            promised: v.string(),
            dueOn: v.string(),
          }),
        ),
      ),
    }),
  ),
})
export type IlsLookAnswer = v.InferOutput<typeof ilsLookAnswer>

export const ilsAskRequest = v.object({ ...asker, operationId: named, barcode: named, movement: moved.movement })
/** `isAsked`: it waits for the next pass; false where there is nothing to ask anew any more. */
export const ilsAskAnswer = v.object({ protocol: v.number(), nonce: v.string(), isAsked: v.boolean() })
export type IlsAskAnswer = v.InferOutput<typeof ilsAskAnswer>
