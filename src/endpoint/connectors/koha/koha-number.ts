/**
 * Which numbers Koha takes as they are, in a file of its offline circulation and over its wire. Pure; runs on the endpoint.
 * What it would cut or compare otherwise is not sent: it would stand for another card or document.
 */

/** The columns of its list of offline operations hold no more. Characters. */
const longestNumber = 20

/** Printed ASCII, with no blank at either end: what Koha stores and compares as it stands. */
export const isKohaNumber = (number: string): boolean => number.length <= longestNumber && /^[!-~](?:[ -~]*[!-~])?$/.test(number)
