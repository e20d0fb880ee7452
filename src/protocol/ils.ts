/**
 * What an ILS that is told over a wire has not yet, what is asked of it anew, and how it is reached: routes of /management/v1 for whoever is
 * signed in on an enrolled tablet; a pass is asked to change the way to it, or to try it. To ask anew forces nothing: the endpoint looks
 * before it writes (PROTOCOL.md, The ILS over a wire).
 */
import * as v from 'valibot'
import { listReasons } from '../domain/case/case.ts'
import { ilsAccessFields, ilsKinds, longestAccessText, passMinutes } from '../domain/settings/ils-access.ts'
import { at, barcode, byManager, byWhoever, card, day, librarianId, named, operationId, time } from './shapes.ts'

const moved = { operationId, barcode, movement: v.picklist(['loan', 'return']) }
/** With who did it, for whom and when. */
const told = { ...moved, librarianId, card: v.optional(card), day }

/** Why it could not be asked, or read, and since when. */
const fault = v.optional(v.object({ kind: v.string(), since: at }))
/** What is amiss with the holds that become orders: the ILS gives no appointment, though it takes them; why they cannot be read. */
const holds = v.optional(v.object({ pickups: v.optional(v.string()), fault }))

/** Asked and not settled. */
const openLine = v.object({
  ...told,
  time,
  since: at,
  state: v.picklist(['asked', 'unknown', 'queued', 'refused', 'to-decide']),
  /** One that only a newer endpoint knows is said as the general one. */
  reason: v.optional(
    v.fallback(
      v.picklist([
        'held-for-another',
        'lent-to-another',
        'unknown-there',
        'breaks-link',
        'cannot-travel',
        ...listReasons,
        'other-than-asked',
      ]),
      'other-than-asked',
    ),
  ),
  said: v.optional(v.string()),
  /** Whether a person may ask anew (ILS-2). */
  mayAsk: v.boolean(),
})

/** `not-read`: what the desk knew stands. */
const readAnew = { end: v.picklist(['read', 'unknown', 'not-read']) }
const accessText = v.pipe(v.string(), v.maxLength(longestAccessText))

export const ilsRoutes = {
  'ils-look': byWhoever(
    {},
    {
      /** Absent: this library's ILS is told by files. */
      wire: v.optional(
        v.object({
          /** Loans and returns that wait for their turn. */
          waiting: v.number(),
          /** Of today, settled; `already` of them stood so before. */
          settled: v.number(),
          already: v.number(),
          /** The oldest first, 100 at most; `total` counts them all. */
          total: v.number(),
          open: v.array(openLine),
          /** Loans whose due date the ILS reckons otherwise than the patron was told (ILS-4), 100 at most, sooner ones first. */
          otherDue: v.optional(v.array(v.object({ ...told, promised: day, dueOn: day }))),
          /** Of an earlier day, and neither settled nor asked nor in a case, 100 at most (ILS-40). */
          left: v.optional(
            v.array(
              v.object({ ...told, reason: v.fallback(v.picklist(['overtaken', 'declared-untrue', 'other-day-waits']), 'overtaken') }),
            ),
          ),
          holds,
        }),
      ),
    },
  ),
  /** `isAsked`: it waits for the next pass; false where there is nothing to ask anew any more. */
  'ils-ask': byWhoever({ operationId: named, barcode: named, movement: moved.movement }, { isAsked: v.boolean() }),
  /** A patron at the desk, read anew: the row comes by the next pull, as any row does. */
  'ils-patron': byWhoever({ card: named }, readAnew),
  /** A document that no list has named yet: its row comes by the next pull. */
  'ils-item': byWhoever({ barcode: named }, readAnew),
  /** A hold of a title whose copies are lent, for whoever called; without `hold` it asks whether the ILS takes any from here, and writes nothing. */
  'ils-hold': byWhoever(
    { hold: v.optional(v.object({ card: named, barcode: named })) },
    {
      /** `offered`, `not-taken`: whether it takes any, or this one; `not-asked`: nothing was written; `unknown`: it may have been placed. */
      end: v.picklist(['offered', 'not-taken', 'placed', 'refused', 'not-asked', 'unknown']),
      /** The ILS's own words at a refusal. */
      said: v.optional(v.string()),
    },
  ),
  /** How the ILS is reached, and how it went: no secret is in the answer. */
  'ils-link': byWhoever(
    {},
    {
      /** `environment`: whoever installed the endpoint names it, and it is not changed here; `locked`: sealed by a key that is not there. */
      from: v.picklist(['nothing', 'environment', 'typed', 'locked']),
      /** As people call the ILS; a kind that a later endpoint knows stands here by its name. */
      name: v.optional(v.string()),
      /** Whether loans and returns are done at once; otherwise the ILS's people go through a list. Absent: the ILS knows no such list. */
      isDirect: v.optional(v.boolean()),
      /** Of a typed one: its kind, what was typed without its secrets, when they were set, minutes between two passes. */
      kind: v.optional(v.string()),
      fields: v.optional(v.record(v.string(), v.string())),
      secretAt: v.optional(at),
      everyMinutes: v.optional(v.number()),
      /** When it answered last. */
      answeredAt: v.optional(at),
      fault,
      /** Of today, told over the wire; absent where it is not. */
      told: v.optional(v.object({ waiting: v.number(), settled: v.number(), refused: v.number(), otherDue: v.number() })),
      /** The moment of which the lists that came last speak. */
      heard: v.object({ patronsAsOf: v.optional(at), loansAsOf: v.optional(at), holdsAsOf: v.optional(at) }),
      holds,
      /** Copies of its catalogue that nobody can be handed: read in the library alone, or not there. Absent: it has none such. */
      immobile: v.optional(v.object({ here: v.number(), gone: v.number() })),
      /** The last files that the ILS dropped, the last first; absent: no folder is watched, or it cannot be read. */
      dropped: v.optional(v.array(v.object({ kind: v.optional(v.string()), at, isIn: v.boolean() }))),
    },
  ),
  /** What a manager types; `nothing` ends the link. A secret that is left out stays, where account and address stay. */
  'ils-access': byManager(
    {
      kind: v.picklist(['nothing', ...ilsKinds]),
      fields: v.record(v.picklist(ilsAccessFields), v.optional(accessText)),
      everyMinutes: v.pipe(v.number(), v.integer(), v.minValue(passMinutes.from), v.maxValue(passMinutes.to)),
    },
    {
      /** `no-answer`: nothing was kept, for the ILS did not answer to it. */
      end: v.picklist(['kept', 'ended', 'refused', 'no-answer']),
      /** Of `refused`: which ones are missing or not understood. */
      fields: v.optional(v.array(v.string())),
      fault: v.optional(v.string()),
    },
  ),
  /** « Essayer le lien »: reads one thing, a card where one is given, and writes nothing. */
  'ils-try': byManager(
    { card: v.optional(accessText) },
    {
      end: v.picklist(['answered', 'no-answer', 'nothing']),
      ms: v.optional(v.number()),
      knows: v.optional(v.boolean()),
      /** Of a document: this link's code of its site, and the ILS's; empty where it says none. */
      site: v.optional(v.object({ here: v.string(), there: v.string() })),
      fault: v.optional(v.string()),
    },
  ),
}
