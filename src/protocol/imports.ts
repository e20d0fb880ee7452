/**
 * Files that a manager brings in from a tablet: sent in parts, tried, then taken (IMP-1). Routes of /management/v1, each with a pass. A part
 * names its file by 32 random digits; what a file is called on the manager's disk stays there.
 */
import * as v from 'valibot'
import { longestFile } from '../domain/text-lengths.ts'
import { byManager, day, time } from './shapes.ts'

/** Bytes of a part, of which base64 makes a third more; of a part's request; of a part that becomes text at once. */
export const [partBytes, partRequestBytes, spreadBytes] = [524_288, 1_048_576, 8192]
/** Lines of one file that an answer names. */
export const mostLines = 2000

/** In the order in which they are written. */
export const fileKinds = ['catalogue', 'patrons', 'orders'] as const
export type BroughtKind = (typeof fileKinds)[number]
const fileKind = v.picklist(fileKinds)
const fileId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const bytes = v.pipe(count, v.maxValue(longestFile))

/** `from` is where the part begins, `of` how long the file is; `changedAt`: of which moment it speaks (LOAN-2); `data`: base64. */
const part = { fileId, from: bytes, of: bytes, changedAt: count, data: v.pipe(v.string(), v.maxLength(partRequestBytes)) }

const guarded = { why: v.picklist(['strange', 'part', 'cut']), type: v.number(), of: v.number() }
/** What one file would bring, or brought. Sentences are in the language that was asked for. */
const fileReport = v.object({
  rows: v.number(),
  added: v.number(),
  updated: v.number(),
  removed: v.number(),
  /** Patrons of the file that could take nothing. */ blocked: v.optional(v.number()),
  notes: v.array(v.string()),
  /** Some rows as the desk shows them. */
  shown: v.array(v.object({ name: v.string(), say: v.string(), day: v.optional(day), time: v.optional(time) })),
  /** Lines that were not taken, then those that were mended: how many, and of some the text and what is said of it. */
  rejected: v.number(),
  mended: v.number(),
  lines: v.array(v.object({ line: v.number(), text: v.string(), say: v.string() })),
  /** It goes on only where `type` is typed (IMP-4); side by side, numbers of before and of the file. */
  guard: v.optional(v.object({ ...guarded, before: v.array(v.string()), now: v.array(v.string()) })),
})
export type BroughtReport = v.InferOutput<typeof fileReport>
/** What `npm run import -- --json` prints. */
export const importSaid = v.object({
  refusal: v.optional(v.object({ file: v.optional(v.string()), say: v.string() })),
  files: v.optional(v.object(v.entriesFromList(fileKinds, v.optional(fileReport)))),
})

/** The one file is taken, as its trial said; `removes`: the number that was typed. */
const take = v.object({ added: count, updated: count, removed: count, removes: v.optional(count) })
const files = v.pipe(v.array(v.object({ fileId, kind: fileKind })), v.maxLength(fileKinds.length))
const asked = { files, lang: v.picklist(['fr', 'en']), take: v.optional(take) }
/** `changed`: the trial is another one by now, and is here; `gone`: a file is not there any more. `step`: how far it is. */
const ends = v.picklist(['working', 'tried', 'taken', 'changed', 'refused', 'gone', 'failed'])

export const importRoutes = {
  /** `bytes`: what is there of the file, from its beginning; `kind`: of a whole one, what its columns say. */
  'import-part': byManager(part, { bytes: v.number(), kind: v.optional(fileKind) }),
  /** Asked again until it is no longer `working`: whoever asks the same twice begins nothing twice. Without files, all that was sent goes. */
  import: byManager(asked, { end: ends, step: v.optional(v.string()), ...importSaid.entries }),
}
export type ImportAsked = Pick<v.InferOutput<typeof importRoutes.import.asks>, keyof typeof asked>
