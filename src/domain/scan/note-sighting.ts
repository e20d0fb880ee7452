/**
 * Whether a barcode in sight is a new scan or still the last one: before the camera it is read many times a second (HO-8).
 * Runs on the tablet.
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
