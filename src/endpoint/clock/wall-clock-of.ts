/**
 * The wall clock of a library that may have no settings yet. Runs on the endpoint.
 * A tablet asks `protocol/wall-clock.ts` by the zone of its own device until it has them.
 */
import { type WallClock, wallClockIn } from '../../protocol/wall-clock.ts'

/** `zone` is an IANA name, undefined for a library without settings, taken for Paris. */
export const wallClockOf = (zone: string | undefined): WallClock => wallClockIn(zone ?? 'Europe/Paris')
