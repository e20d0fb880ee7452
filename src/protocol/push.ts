/**
 * POST /sync/v1/push: a tablet hands over what happened; the endpoint answers one outcome for each operation, once it is on its disk.
 * The content of an operation never makes the whole request fail: what cannot be read is kept, as text, in quarantine.
 */
import * as v from 'valibot'
import { textLengths } from '../domain/text-lengths.ts'
import { maximumOperationsPerPush } from './version.ts'

const hex = (length: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${length}}$`)))

/** One operation on the wire: its envelope (any JSON; parsed one by one) and SHA-256 of the envelope's canonical JSON, hexadecimal. */
export const pushedOperation = v.object({
  hash: hex(64),
  envelope: v.unknown(),
  /** When the endpoint first answered that it is accepted, by its clock in milliseconds, in a history that was lost. Absent before that. */
  accepted: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
})

export const pushRequest = v.object({
  protocol: v.number(),
  /** 128 random bits, echoed: an answer without it is not ours (a captive portal's). */
  nonce: hex(32),
  ticket: hex(32),
  /** The epoch that the tablet last spoke to; in another one nothing is received before the tablet has heard of it. */
  epoch: v.optional(hex(32)),
  /**
   * The tab that exchanges: the term that it took on the tablet's disk, which only grows, and a random name of its own. Absent from a
   * push past a disk that takes nothing.
   */
  session: v.optional(v.object({ term: v.pipe(v.number(), v.safeInteger(), v.minValue(0)), id: hex(16) })),
  /** The build of the app that speaks, for whoever keeps the tablets. */
  build: v.optional(v.pipe(v.string(), v.maxLength(textLengths.build))),
  /** How many operations the tablet holds, these included. */
  pendingCount: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** True after the base came whole and its digest still was not the endpoint's: for whoever keeps it, in its log and figures. */
  isBaseDoubtful: v.optional(v.boolean()),
  operations: v.pipe(v.array(pushedOperation), v.maxLength(maximumOperationsPerPush)),
})
export type PushRequest = v.InferOutput<typeof pushRequest>

export const outcomeKind = v.picklist(['accepted', 'accepted-with-case', 'already-known', 'refused', 'quarantined'])
export type OutcomeKind = v.InferOutput<typeof outcomeKind>

export const operationResult = v.object({
  operationId: v.string(),
  hash: hex(64),
  outcome: outcomeKind,
  /** The head after this operation's rows: the tablet keeps showing it as pending until its base has reached it. */
  version: v.number(),
  caseId: v.optional(v.string()),
  /** The refusal's kind, or why it is in quarantine; a code, never personal data. */
  reason: v.optional(v.string()),
  /** For `already-known`: when it was first received, in milliseconds. That answer may be lost, and other operations accepted since. */
  accepted: v.optional(v.number()),
})
export type OperationResult = v.InferOutput<typeof operationResult>

export const pushAnswer = v.object({
  protocol: v.number(),
  epoch: v.string(),
  nonce: hex(32),
  /** The next exchange's ticket. */
  ticket: hex(32),
  results: v.array(operationResult),
  head: v.number(),
  /** Whose endpoint this is, by its name of today. */
  library: v.object({ identity: v.string(), name: v.string() }),
  /** The endpoint's clock, in milliseconds since 1970. */
  now: v.number(),
})
export type PushAnswer = v.InferOutput<typeof pushAnswer>
