/**
 * What an act that the endpoint does came to: done, or refused with one of the protocol's codes, 'passphrase-missing' or 'unreachable'.
 * Runs in the browser.
 */
import type { Answered, Route } from '../../protocol/routes.ts'

export type ManagementResult<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'refused'; readonly problem: string }

export interface Head {
  readonly protocol: number
  readonly nonce: string
}

/** What a value says, without an answer's head, to be read alone. */
export type Read<T> = T extends string | number | boolean | undefined | null
  ? T
  : T extends readonly (infer One)[]
    ? readonly Read<One>[]
    : { readonly [Member in keyof T as Exclude<Member, keyof Head>]: Read<T[Member]> }

/** What a route answers. */
export type Said<R extends Route> = Read<Answered<R>>

/** Of members that a screen takes as empty where they are left out. */
export type Whole<T> = { readonly [Member in keyof T]-?: NonNullable<T[Member]> }

/** The same of the values themselves. */
export type Body<R extends Route> = Omit<Answered<R>, keyof Head>

/** One request of whoever is signed in; with the pass where its route is a manager's. */
export type Ask = <R extends Route>(path: R, asked: object) => Promise<ManagementResult<Body<R>>>

export const mapResult = <A, B>(result: ManagementResult<A>, convert: (value: A) => B): ManagementResult<B> =>
  result.kind === 'done' ? { kind: 'done', value: convert(result.value) } : result
