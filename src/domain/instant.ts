/**
 * A moment of the world, as milliseconds since 1970-01-01T00:00:00Z. Runs everywhere.
 * The rules compare instants; they never ask what time it is: the tablet and the endpoint pass the moment in.
 */
declare const brand: unique symbol
export type Instant = number & { readonly [brand]: 'Instant' }

// The one place where a number becomes an Instant.
export const toInstant = (milliseconds: number): Instant => milliseconds as Instant

export const msPerMinute = 60_000
export const msPerHour = 60 * msPerMinute
export const msPerDay = 24 * msPerHour

/**
 * The nearest instant whose date has four digits in every zone; 1970 where there is no number. A clock that is years off, or an older
 * build's row, is still written and read as a date.
 */
export const onCalendar = (at: Instant): Instant => (Number.isNaN(at) ? toInstant(0) : toInstant(Math.min(Math.max(at, firstAt), lastAt)))
// 2 January 1000 and 30 December 9999: a day within, for the zones.
const firstAt = -354_284 * msPerDay
const lastAt = 2_932_895 * msPerDay

/** Whole minutes from one instant to a later one; negative when the second is earlier. Unit: minutes. */
export const minutesBetween = (from: Instant, to: Instant): number => Math.floor((to - from) / msPerMinute)
