/**
 * How long to wait after an exchange that failed: full jitter, so that forty tablets that lost the network together do not come back
 * together (PROTOCOL.md, The tablet). Pure: chance is passed in.
 */

/** Milliseconds. After a short cut nobody waits, and an endpoint that is down hears each tablet once or twice a minute. */
const firstMs = 500
export const capMs = 60_000

/** Milliseconds before try number `failures` + 1: any moment up to 0.5 s doubled at each failure, 60 s at most; never before `retryAfterMs`. */
export const backOff = (failures: number, random: number, retryAfterMs: number | undefined): number =>
  Math.max(random * Math.min(capMs, firstMs * 2 ** Math.min(failures, 16)), retryAfterMs ?? 0)
