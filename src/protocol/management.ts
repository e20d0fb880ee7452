/**
 * The manager's acts, done on line and verified by the endpoint (PROTOCOL.md, Who is who): each route of /management/v1 by its path, with
 * what it asks and answers. The passphrase gives a pass, for ten minutes on this tablet, and the manager's id and the pass stand in the body
 * of each act: a PIN proves nothing, each tablet gives it away (PRIV-5).
 */
import * as v from 'valibot'
import { longestSaid } from '../domain/case/case.ts'
import { pinIterations, teamFaults } from '../domain/librarian/librarian.ts'
import type { Operation } from '../domain/operation/operation.ts'
import { textLengths } from '../domain/text-lengths.ts'
import { at, barcode, byManager, byWhoever, card, day, deviceId, librarianId, named, operationId, written } from './shapes.ts'

const passphrase = v.pipe(v.string(), v.maxLength(textLengths.passphrase))
const oneTimeCode = v.pipe(v.string(), v.maxLength(textLengths.enrolmentCode))
const givenPass = { pass: v.string(), expiresAt: at }
const givenCode = { code: v.string(), expiresAt: at }

/**
 * What a gesture would make of the library: `agrees`; `to-decide`: a case opens; `too-late`: a request that loses by now, or whose slot is
 * over; `follows`: it names another one that waits; `unreadable`: not by this endpoint.
 */
export const gestureStandings = ['agrees', 'to-decide', 'too-late', 'follows', 'unreadable'] as const
export type GestureStanding = (typeof gestureStandings)[number]

/** Gestures that one act may name: as many as a list has. */
const mostNamed = 50
/** Facts of a case that a list names; the gesture itself is not among them. */
export const mostOthers = 10

export const exportFormat = v.picklist(['koc', 'csv'])
export type ExportFormat = v.InferOutput<typeof exportFormat>

/** One numbered batch of a day. `transactions` are loans and returns in it; `inCase` are facts kept apart because a case is open. */
export const exportBatch = v.object({
  number: v.number(),
  day,
  format: exportFormat,
  madeAt: at,
  loans: v.number(),
  returns: v.number(),
  settledAt: v.nullable(at),
  fileName: v.string(),
})
export type ExportBatch = v.InferOutput<typeof exportBatch>
/** How the `fileName` of a batch ends that a person types again into the ILS, after its dot (ILS-46). */
export const retypedEnd = 'ressaisie.csv'

const refusedLine = v.object({ line: v.number(), said: v.pipe(v.string(), v.maxLength(longestSaid)) })
const settledBatch = byManager({ number: v.number(), refused: v.optional(v.array(refusedLine)) }, { batch: exportBatch })

const version = v.pipe(v.number(), v.integer(), v.minValue(0))
/** One change of a section of the settings. A section is named as text: a later endpoint may have more of them. */
export const settingChange = v.object({
  number: v.number(),
  section: v.string(),
  at,
  /** null: a file, on the endpoint's own machine. */
  librarianId: v.nullable(librarianId),
  /** The section's members before and since. */
  was: v.record(v.string(), v.unknown()),
  became: v.record(v.string(), v.unknown()),
  /** Open orders that it concerned. */
  orders: v.number(),
})
export type SettingChangeText = v.InferOutput<typeof settingChange>
/** `stale` and `refused` wrote nothing: what somebody else wrote meanwhile, or what is wrong at which field. `version` is the section's. */
const endOfChange = {
  end: v.picklist(['changed', 'stale', 'refused']),
  version: v.number(),
  change: v.optional(settingChange),
  faults: v.optional(v.array(v.object({ at: v.string(), fault: v.string() }))),
}

/** What a manager says of somebody of the team: never a PIN (SET-12). */
const teamMember = v.object({
  name: v.pipe(v.string(), v.maxLength(textLengths.name)),
  isManager: v.boolean(),
  /** Absent: they stay. */
  lastDay: v.optional(v.string()),
})

/** More would hold up a tablet for a second at each signing in. */
const mostPinIterations = 1_000_000
/** What the tablet worked out of a PIN, as the base has it (PROTOCOL.md, Who is who). */
const pinVerifier = v.object({
  salt: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  iterations: v.pipe(v.number(), v.integer(), v.minValue(pinIterations), v.maxValue(mostPinIterations)),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
})

/** Days: far above any that the settings take. */
const mostDaysAsked = 10_000

export const managerRoutes = {
  /** The passphrase becomes a pass. */
  pass: byWhoever({ passphrase }, givenPass),
  /** A passphrase is chosen, and answered with a pass. One of `code` and `former` gives the right to choose; with both the code counts. */
  passphrase: byWhoever({ code: v.optional(oneTimeCode), former: v.optional(passphrase), passphrase }, givenPass),
  /** By the passphrase itself: a code with which another manager chooses one anew. */
  'passphrase-code': byWhoever({ passphrase, forLibrarianId: named }, givenCode),
  /** Whoever signs out leaves nothing behind. */
  'end-pass': byManager({}, {}),

  /** A code for one more tablet. */
  'enrolment-code': byManager({}, { ...givenCode, link: v.string() }),
  /** What only the endpoint knows of its tablets at this minute, and the codes that nobody has used yet and that are still good. */
  tablets: byManager(
    {},
    {
      tablets: v.array(
        v.object({
          deviceId,
          lastHeardAt: v.nullable(at),
          pendingCount: v.number(),
          /** Of the app that it spoke with last; absent while it has not said. */ build: v.optional(v.string()),
        }),
      ),
      /** `codeId` names a code and opens nothing; without `madeBy` it was made on the endpoint's own machine. */
      codes: v.array(v.object({ codeId: v.string(), expiresAt: at, madeBy: v.optional(librarianId) })),
    },
  ),
  /** A code that nobody has used lets nobody in any more, whoever made it. One that is used or over by then stays as it is. */
  'cancel-code': byManager({ codeId: named }, {}),
  /**
   * A lost tablet is waited for no more, and erases itself at its next contact. Why is asked each time, and kept in the tablet's row with who
   * and when. Said again it changes nothing: the first word stands.
   */
  'set-tablet-aside': byManager({ deviceId: named, reason: v.pipe(v.string(), v.minLength(1), v.maxLength(textLengths.reason)) }, {}),
  /** After a restore nobody waits for this tablet any more, or one waits again (CASE-25). */
  'go-on-without': byManager({ deviceId: named, isWithout: v.boolean() }, {}),
  'apart-list': byManager(
    {
      deviceId: named,
      /** How many of the first to leave out. */ skipped: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    },
    {
      /** All that waits, listed or not. */
      total: v.number(),
      gestures: v.array(
        v.object({
          operationId,
          receivedAt: at,
          standing: v.picklist(gestureStandings),
          /** Why it comes too late: a refusal's kind, or `slot-over`. */
          reason: v.optional(v.string()),
          /** Absent where it cannot be read. `operation` is its payload; `at` is corrected by what its tablet knew of our clock. */
          made: v.optional(v.object({ librarianId, at, operation: written<Operation>(v.unknown()) })),
          /** The case that it would open: its kind, its subject, and some of the other facts. */
          found: v.optional(v.object({ caseKind: v.string(), subject: v.string(), others: v.array(operationId) })),
        }),
      ),
    },
  ),
  /**
   * The tablet that was set aside, and which of its gestures are taken; none named (tablets before this list): all. `left`: what waits on of
   * those, because it is not understood or would be refused.
   */
  'accept-quarantined': byManager(
    { deviceId: named, operations: v.optional(v.pipe(v.array(named), v.maxLength(mostNamed))) },
    { accepted: v.number(), left: v.number() },
  ),

  /** Batches already made, and what waits for the next one. */
  'export-list': byManager(
    { day: v.string() },
    {
      batches: v.array(exportBatch),
      waiting: v.object({ loans: v.number(), returns: v.number(), inCase: v.number(), erased: v.optional(v.number()) }),
      /** Other days of which something is in no file for the ILS yet, the earliest first; `apart` waits for a person or an earlier day. */
      otherDays: v.optional(v.array(v.object({ day, loans: v.number(), returns: v.number(), apart: v.number() }))),
    },
  ),
  /** `number` undefined: make a new batch of what waits; a number: that batch again, same bytes. */
  export: byManager(
    { day: v.string(), format: exportFormat, number: v.optional(v.number()) },
    { batch: exportBatch, /** The file, base64. */ content: v.string() },
  ),
  /** The lines of a batch that waits, for whoever says which the ILS refused. */
  'export-lines': byManager(
    { number: v.number() },
    { lines: v.array(v.object({ line: v.number(), barcode, card: v.optional(card), movement: v.picklist(['loan', 'return']) })) },
  ),
  /** The ILS loaded a batch, but for what it `refused`: the rest is *réglé*. */
  'export-settle': settledBatch,
  /** The batch comes back still confirmed where a list of patrons that the ILS made since was counted with it. */
  'export-unsettle': settledBatch,

  /** A section replaced whole, where it is still of the version that its author saw (SET-3). */
  setting: byManager({ section: v.string(), expectedVersion: version, value: v.record(v.string(), v.unknown()) }, endOfChange),
  /** The journal, the last change first, below `before`. Read by everybody at the desk: no pass is asked for. */
  'setting-journal': byWhoever(
    { before: v.optional(v.number()) },
    {
      changes: v.array(settingChange),
      /** Nothing is older than these. */
      isWhole: v.boolean(),
      /** When each tablet that is waited for last spoke: after a change, it has it (SET-7). */
      tablets: v.array(v.object({ deviceId, heardAt: v.nullable(at) })),
    },
  ),
  /**
   * A week of the rota, named by its Monday, replaced whole, as a section is: by a manager or whoever a manager allowed, without a pass
   * (decision 23). `change.section` is « rota/ » and the Monday.
   */
  'rota-week': byWhoever({ monday: v.string(), expectedVersion: version, value: v.record(v.string(), v.unknown()) }, endOfChange),

  /**
   * Somebody joins (without `memberId`), is changed where they are still as `seen`, or is gone (without `wanted`). `stale` and `refused` wrote nothing; `fault` is of
   * `refused`, `memberId` of `changed`.
   */
  team: byManager(
    { memberId: v.optional(named), seen: v.optional(teamMember), wanted: v.optional(teamMember) },
    {
      end: v.picklist(['changed', 'stale', 'refused']),
      memberId: v.optional(librarianId),
      fault: v.optional(v.picklist(teamFaults)),
    },
  ),
  /** The PIN of somebody is void from now on, and a code of one use, good for a day, chooses another. */
  'pin-code': byManager({ memberId: named }, givenCode),
  /** Its owner chooses it. No pass: the code is the proof. */
  pin: byWhoever({ code: oneTimeCode, pin: pinVerifier }, {}),
  /** The first manager of a library that has nobody yet, named on its first tablet (SET-17); `librarianId` is empty: nobody is anybody yet. */
  found: byWhoever(
    { name: v.pipe(v.string(), v.maxLength(textLengths.name)), pin: pinVerifier, passphrase },
    { ...givenPass, memberId: librarianId },
  ),

  /** How many names the coming night would take, were they kept so many days: a number for whoever is about to say so. No pass is asked for. */
  'idle-names': byWhoever(
    { keepNameDays: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostDaysAsked)) },
    { names: v.number() },
  ),
  /** Of the documents that left with a reason in the last four whole weeks, for how many these rights would ask one; since when they are kept. */
  'weigh-rights': byWhoever(
    { /** The section of the rights, whole. */ value: v.unknown() },
    {
      of: v.number(),
      /** At least so many: few persons, and what is over a step, do not show (STAT-4). */
      asked: v.number(),
      since: v.optional(day),
    },
  ),
}
