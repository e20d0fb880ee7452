/**
 * The answer to "may this be done?": either what was asked, or a refusal, as plain data. Runs everywhere.
 * A refusal is a state of the world; exceptions are for defects.
 */
export type Result<T, R> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: R }

export const accept = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })
export const refuse = <R>(refusal: R): { readonly ok: false; readonly refusal: R } => ({ ok: false, refusal })
