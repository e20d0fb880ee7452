/**
 * What an act that the endpoint does came to: done, or refused with one of the protocol's codes, 'passphrase-missing' or 'unreachable'.
 * A type alone; runs in the browser.
 */
export type ManagementResult<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'refused'; readonly problem: string }
