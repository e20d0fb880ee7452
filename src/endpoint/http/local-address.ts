/**
 * Which names and addresses lead to this machine alone, and which to the house it stands in. Runs on the endpoint, where it decides what may be shown
 * without a token, and under which names a demo, whose PINs are known, is there. By what is written: nothing is looked up.
 */

export const isOfThisMachine = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)

/** Private addresses (RFC 1918, 3927, 4193, 4291), names without a dot, and those that no public DNS gives; « every address » names none. */
export const isOfTheHouse = (host: string): boolean =>
  isOfThisMachine(host) ||
  /^(?:0\.0\.0\.0|\[?::\]?|10(?:\.\d{1,3}){3}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|(?:192\.168|169\.254)(?:\.\d{1,3}){2})$/.test(
    host,
  ) ||
  /^\[?f(?:[cd][0-9a-f]{2}|e[89ab][0-9a-f]):[0-9a-f:]+\]?$/i.test(host) ||
  /^[a-z0-9-]+$/i.test(host) ||
  /\.(?:localhost|local|lan|home|internal|test|home\.arpa)$/i.test(host)
