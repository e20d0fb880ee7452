/**
 * The protocol's version and its bounds, known to both ends. A push is accepted from whatever version.
 */

/** Rises with what an older end would misread; the page says what each version changed. */
export const protocolVersion = 4
/** The oldest version that is still given the base and does a manager's acts, 12 months of builds. A path names its version as `protocol`. */
export const oldestPulledVersion = 4

/** Operations in one push (PROTOCOL.md, Push). */
export const maximumOperationsPerPush = 100
/** Bytes of one push's body. */
export const maximumPushBytes = 64 * 1024
/** Bytes of one envelope's canonical JSON; checked on the tablet before the commit. */
export const maximumEnvelopeBytes = 16 * 1024
/** Rows in one page of a pull. */
export const maximumRowsPerPage = 1000
