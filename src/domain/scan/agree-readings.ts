/**
 * When a code held before the camera counts as one scan. Pure: times come with the readings; runs on the tablet.
 * A wrong reading lends the wrong document. So a text counts once enough frames read it within 1.5 s. Each frame that reads something else
 * meanwhile asks for one more. A frame that reads one label in two ways lets neither text count for 1.5 s.
 * That a text which has counted stays one scan is HO-8, for each text apart.
 */
import type { Instant } from '../instant.ts'

/** Out of sight for longer than this, the same barcode is a new scan. Milliseconds (HO-8). */
const outOfSightMs = 1500

export interface Sighting {
  readonly text: string
  readonly lastSeenAt: Instant
}

/** HO-8: what is now in sight, and whether seeing it is a new scan. `held` is what was last in sight. */
export const noteSighting = (
  held: Sighting | undefined,
  text: string,
  at: Instant,
): { readonly held: Sighting; readonly isNew: boolean } => ({
  held: { text, lastSeenAt: at },
  isNew: held === undefined || held.text !== text || at - held.lastSeenAt >= outOfSightMs,
})

/** Equal readings further apart than this are two glances. Milliseconds. */
const agreementMs = 1500

interface Seen {
  readonly held: Sighting
  readonly isCounted: boolean
  /** Times of its readings within the agreement's time, oldest first. */
  readonly readAt: readonly Instant[]
  /** Times of the frames that read something else since. */
  readonly deniedAt: readonly Instant[]
  /** The last frame that read this and something else from the same label. */
  readonly contradictedAt: Instant | undefined
}

/** Texts seen lately, the last one first. */
export type InSight = readonly Seen[]
export const nothingInSight: InSight = []

/** More labels than this are never passed before a camera in the agreement's time. */
const remembered = 8

/** What is in sight after a frame that showed several codes, none of them meant: it speaks against each, and more against the `contradicted`. */
export const denyReadings = (inSight: InSight, at: Instant, contradicted: readonly string[] = []): InSight => {
  const unseen = contradicted
    .filter((text) => !inSight.some((seen) => seen.held.text === text))
    .map((text): Seen => ({ held: { text, lastSeenAt: at }, isCounted: false, readAt: [], deniedAt: [], contradictedAt: at }))
  return [...unseen, ...inSight].slice(0, remembered).map((seen) => ({
    ...seen,
    deniedAt: [...seen.deniedAt.filter((time) => at - time < agreementMs), at],
    contradictedAt: contradicted.includes(seen.held.text) ? at : seen.contradictedAt,
  }))
}

/**
 * HO-8: what is in sight after one frame that read `text`, and that text when it now counts as a scan. `wanted`: frames that must agree
 * (`framesWanted`). Called once for a frame.
 */
export const agreeReadings = (inSight: InSight, text: string, wanted: number, at: Instant): readonly [InSight, string | undefined] => {
  const lately = (time: Instant): boolean => at - time < agreementMs
  const known = inSight.find((seen) => seen.held.text === text)
  const { held, isNew } = noteSighting(known?.held, text, at)
  const readAt = [...(isNew ? [] : (known?.readAt ?? []).filter(lately)), at]
  const since = readAt[0] ?? at
  const deniedAt = (known?.deniedAt ?? []).filter((time) => time > since)
  const wasCounted = !isNew && known?.isCounted === true
  const contradictedAt = known?.contradictedAt
  const isContradicted = contradictedAt !== undefined && lately(contradictedAt)
  const isCounted = wasCounted || (!isContradicted && readAt.length >= wanted + deniedAt.length)
  const others = denyReadings(
    inSight.filter((seen) => seen !== known),
    at,
  )
  return [
    [{ held, isCounted, readAt, deniedAt, contradictedAt }, ...others].slice(0, remembered),
    isCounted && !wasCounted ? text : undefined,
  ]
}
