/**
 * The protocol's version and its bounds, known to both ends. A push is always accepted from any version of the support window.
 */
export const protocolVersion = 3
/** The version to answer in: the one that was asked in, or the newest that this build speaks. */
export const answeredVersion = (asked: number): number => (asked >= 1 ? Math.min(Math.floor(asked), protocolVersion) : 1)
/** The first in which a manager's acts are asked for with a pass; before it a PIN was enough, which any tablet gives away. */
export const firstVersionWithPass = 3
/** The oldest version whose tablets are still given the base: 12 months of builds. A pull names its version as `protocol`, 1 when it does not. */
export const oldestPulledVersion = 1

/** Operations in one push (PROTOCOL.md, Push). */
export const maximumOperationsPerPush = 100
/** Bytes of one push's body. */
export const maximumPushBytes = 64 * 1024
/** Bytes of one envelope's canonical JSON; checked on the tablet before the commit. */
export const maximumEnvelopeBytes = 16 * 1024
/** Rows in one page of a pull. */
export const maximumRowsPerPage = 1000
