/**
 * Why an ILS refuses, in the texts that servers were seen to write or whose source was read: Koha's codes, SIP2 servers, ours. Runs everywhere.
 * For people alone: a text that nobody knows is shown as it came, and no rule reads any (ILS-6).
 */

const signs = {
  blocked: /debarred|userblocked|patron[ _]blocked|patron is not allowed/i,
  expired: /expired|expiration/i,
  debt: /\bdebt\b|fines?\b/i,
  'too-many': /too[ _]?many|limit/i,
  'not-for-loan': /not[ _]for[ _]loan/i,
  lost: /item[ _]lost|withdrawn|wthdrawn/i,
  'lent-there': /issued[ _]to[ _]another|already checked out|checked out to another/i,
  held: /reserve(d|_waiting)/i,
  'unknown-item': /invalid item|unknown[ _]barcode|(barcode|item) not found/i,
  'unknown-card': /invalid patron|borrower not found/i,
  age: /age[ _]restriction/i,
  'lost-card': /card[ _]lost/i,
} as const

export type IlsRefusal = keyof typeof signs

/** All that a text says; none: nobody knows it. */
export const refusalsIn = (said: string): readonly IlsRefusal[] =>
  (Object.keys(signs) as IlsRefusal[]) // The keys of a record of signs.
    .filter((key) => signs[key].test(said))
