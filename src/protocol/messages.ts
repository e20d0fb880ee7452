/**
 * What is written to patrons, as a tablet asks about it: a trial of a template, sent to the manager's own address. A route of /management/v1,
 * with the pass. No answer here names an address that the library knows (PROTOCOL.md, What is written to patrons).
 */
import * as v from 'valibot'
import { identifierSigns } from '../domain/ids.ts'
import { messageKinds } from '../domain/message/message.ts'
import { messageLanguages } from '../domain/message/message-templates.ts'
import { samples, trialEnds } from '../domain/message/sample-messages.ts'
import { textLengths } from '../domain/text-lengths.ts'

const named = v.pipe(v.string(), v.regex(identifierSigns))
const asker = { protocol: v.number(), nonce: v.string(), librarianId: named }
const manager = { ...asker, /** 64 hexadecimal digits. */ pass: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }

/** The letter that the template makes of a sample, to `to`, which whoever asks has typed. */
export const messageTrialRequest = v.object({
  ...manager,
  to: v.pipe(v.string(), v.maxLength(textLengths.mailAddress)),
  kind: v.picklist(messageKinds),
  language: v.picklist(messageLanguages),
  sample: v.picklist(samples),
  subject: v.string(),
  text: v.string(),
})

export const messageTrialAnswer = v.object({ protocol: v.number(), nonce: v.string(), end: v.picklist(trialEnds) })
export type MessageTrialAnswer = v.InferOutput<typeof messageTrialAnswer>
