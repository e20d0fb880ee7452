/**
 * What an act that the endpoint does came to: done, or refused with one of the protocol's codes, 'passphrase-missing' or 'unreachable'.
 * Types alone; runs in the browser.
 */
import type { AnswerSchema } from '../../protocol/read-answer.ts'

export type ManagementResult<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'refused'; readonly problem: string }

export interface Head {
  readonly protocol: number
  readonly nonce: string
}

/** What an answer says, without its head, to be read alone. */
export type Said<T> = T extends string | number | boolean | undefined | null
  ? T
  : T extends readonly (infer One)[]
    ? readonly Said<One>[]
    : { readonly [Member in keyof T as Exclude<Member, keyof Head>]: Said<T[Member]> }

/** Of members that a screen takes as empty where they are left out. */
export type Whole<T> = { readonly [Member in keyof T]-?: NonNullable<T[Member]> }

/** The same of the values themselves. */
export type Body<T> = Omit<T, keyof Head>

export type Ask = <T extends Head>(path: string, asked: object, schema: AnswerSchema<T>) => Promise<ManagementResult<Body<T>>>
