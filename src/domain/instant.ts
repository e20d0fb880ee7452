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

/** Whole minutes from one instant to a later one; negative when the second is earlier. Unit: minutes. */
export const minutesBetween = (from: Instant, to: Instant): number => Math.floor((to - from) / msPerMinute)
