/**
 * What is written to patrons, as a tablet asks about it: what became of it, what a person does with one message, and a trial of a template,
 * which asks for the pass. Routes of /management/v1. No answer here names an address that the library knows
 * (PROTOCOL.md, What is written to patrons).
 */
import * as v from 'valibot'
import { mailingActs, mailingEnds, mostColleagues } from '../domain/message/mailing.ts'
import { longestAddress, messageActs, messageKinds, messageStates, mostCardsAsked, sendAfterAll } from '../domain/message/message.ts'
import { messageLanguages } from '../domain/message/message-templates.ts'
import { samples, trialEnds } from '../domain/message/sample-messages.ts'
import { dmarcKinds, spfKinds } from '../domain/message/sender-check.ts'
import { at, byManager, byWhoever, card, deviceId, named, orderId } from './shapes.ts'

/** Characters of a message's key: an order, a kind, and what it says of each of its lines. */
const longestKey = 4000
const address = v.pipe(v.string(), v.maxLength(longestAddress))

export const messageRoutes = {
  /** The letter that the template makes of a sample, to `to`, which whoever asks has typed. */
  'message-trial': byManager(
    {
      to: address,
      kind: v.picklist(messageKinds),
      language: v.picklist(messageLanguages),
      sample: v.picklist(samples),
      subject: v.string(),
      text: v.string(),
    },
    { end: v.picklist(trialEnds) },
  ),
  /** What is found of the domain that mails are sent from. A trial goes beside it, by the route above. */
  'message-check': byManager(
    {},
    {
      /** Absent: a demo, or no relay is named. */
      check: v.optional(
        v.object({
          domain: v.string(),
          spf: v.object({ kind: v.picklist(spfKinds), record: v.string() }),
          dmarc: v.object({ kind: v.picklist(dmarcKinds), record: v.string() }),
        }),
      ),
    },
  ),
  /** What became of the messages: of one order, of some patrons, of a kind or a state; all of them without. Whoever is signed in may look. */
  'message-look': byWhoever(
    {
      orderId: v.optional(named),
      cards: v.optional(v.pipe(v.array(named), v.maxLength(mostCardsAsked))),
      kind: v.optional(v.picklist(messageKinds)),
      state: v.optional(v.picklist(messageStates)),
    },
    {
      /** Whether this endpoint can write to patrons. */
      sends: v.boolean(),
      /** Of the last seven days, and what waits. Kinds and states are text: a later endpoint may have more of them. */
      counts: v.array(v.object({ kind: v.string(), state: v.string(), count: v.number() })),
      /** Some wait longer than until the next pass: since when, and the relay's last words, or a code. */
      late: v.optional(v.object({ count: v.number(), since: at, said: v.string() })),
      /** What tablets caused and did not leave (MSG-16). Absent: nothing. */
      held: v.optional(v.array(v.object({ device: deviceId, waiting: v.number(), withdrawn: v.number(), until: at }))),
      /** Asked of one order: its patron wants no announcements (MSG-13). Absent: nobody said so. */
      isOpposed: v.optional(v.boolean()),
      /** Too many wrong codes were typed on the patrons' page: until then links alone prove whose card it is. */
      codesOverUntil: v.optional(at),
      /** Strangers used up the codes that are mailed in an hour: until then only browsers that showed their card are sent one. */
      mailsOverUntil: v.optional(at),
      /** The newest first, 50 at most. */
      lines: v.array(
        v.object({
          key: v.string(),
          kind: v.string(),
          state: v.string(),
          card,
          orderId: v.optional(orderId),
          since: at,
          /** Of one that waits. */ notBefore: at,
          said: v.string(),
          mayResend: v.boolean(),
          mayWithdraw: v.boolean(),
          mayTell: v.boolean(),
        }),
      ),
      isCut: v.boolean(),
    },
  ),
  /**
   * One is sent again, withdrawn, or said otherwise; of `sendAfterAll`, `key` is the tablet's id. `isDone` false: it is no longer as it was
   * seen. Nothing that a pass would guard: see MSG-9.
   */
  'message-act': byWhoever(
    { key: v.pipe(v.string(), v.maxLength(longestKey)), act: v.picklist([...messageActs, sendAfterAll]) },
    { isDone: v.boolean() },
  ),

  /** How the mailing of the guide stands. Whoever is signed in may look. */
  'mailing-look': byWhoever(
    {},
    {
      /** Text: a later endpoint may have more of them. */ state: v.string(),
      /** Different addresses that take mail and whose people did not oppose; and cards that share one. */
      addresses: v.number(),
      shared: v.number(),
      opposed: v.number(),
      /** Of the addresses that the mailing knows. `gone`: neither accepted nor refused yet. */
      waiting: v.number(),
      gone: v.number(),
      accepted: v.number(),
      refused: v.number(),
    },
  ),
  /** Tried on colleagues, begun, paused, gone on with, stopped; with the pass. `to`: the colleagues of a trial, as they were typed. */
  'mailing-act': byManager(
    {
      act: v.picklist(mailingActs),
      to: v.pipe(v.array(address), v.maxLength(mostColleagues)),
      language: v.picklist(messageLanguages),
    },
    { end: v.picklist(mailingEnds) },
  ),
}
