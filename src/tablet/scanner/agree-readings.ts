/**
 * When a barcode held before the camera counts as one scan. Pure: times come with the readings.
 * A wrong reading lends the wrong document, so a text counts once two distinct frames agree on it within 1.5 s; what keeps it one scan
 * after that is the domain's rule (HO-8), kept for each text apart because several labels may be in sight.
 */
import type { Instant } from '../../domain/instant.ts'
import { noteSighting, type Sighting } from '../../domain/scan/note-sighting.ts'

interface Seen {
  readonly held: Sighting
  readonly isConfirmed: boolean
}

/** Texts seen lately, the last one first. */
export type InSight = readonly Seen[]
export const nothingInSight: InSight = []

/** More labels than this are never in one frame. */
const remembered = 8

/** What is in sight after a frame that read `text`, and that text when it now counts as a scan. */
export const agreeReadings = (inSight: InSight, text: string, at: Instant): readonly [InSight, string | undefined] => {
  const known = inSight.find((seen) => seen.held.text === text)
  const { held, isNew } = noteSighting(known?.held, text, at)
  const next = [{ held, isConfirmed: !isNew }, ...inSight.filter((seen) => seen !== known)].slice(0, remembered)
  return [next, !isNew && known?.isConfirmed === false ? text : undefined]
}
