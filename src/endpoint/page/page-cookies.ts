/**
 * The cookies of the public page: of its own path, so that no other route ever sees them, read by no script, gone when the browser closes
 * (PAGE-1, PAGE-6), but for the mark of a browser that showed a card (PAGE-7). Runs on the endpoint. Each holds a seal and nothing else.
 */
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { SealedFor, Seals } from '../messages/seal.ts'
import { type Basket, packBasket, unpackBasket } from './basket.ts'
import type { PageEnv, Visit } from './layout.ts'

const names = { basket: 'panier', trial: 'essai', asked: 'demande', proven: 'carte', known: 'connue' } as const satisfies Partial<
  Record<SealedFor, string>
>
type Cookie = keyof typeof names
/** For which a browser keeps the mark of a card that it showed: 180 days. Seconds. */
const knownLifeSeconds = 180 * 24 * 3600

/** undefined: the browser holds none of ours. */
export const readCookie = (context: Context<PageEnv>, what: Cookie, seals: Seals, library: string): unknown =>
  seals.open(what, library, getCookie(context, names[what]))

/** `undefined`: the browser drops it. */
export const keepCookie = (context: Context<PageEnv>, { seals, library, root, isTls }: Visit, what: Cookie, value: unknown): void =>
  setCookie(context, names[what], value === undefined ? '' : seals.seal(what, library.id, value), {
    path: root,
    httpOnly: true,
    sameSite: 'Lax',
    secure: isTls,
    ...(value === undefined ? { maxAge: 0 } : what === 'known' ? { maxAge: knownLifeSeconds } : {}),
  })

/** A trial has a basket of its own: what was tried is never ordered by mistake. */
const basketOf = (isTrial: boolean): Cookie => (isTrial ? 'trial' : 'basket')

export const readBasket = (context: Context<PageEnv>, seals: Seals, library: string, isTrial: boolean): Basket =>
  unpackBasket(readCookie(context, basketOf(isTrial), seals, library))

export const keepBasket = (context: Context<PageEnv>, basket: Basket): void => {
  const visit = context.get('visit')
  keepCookie(context, visit, basketOf(visit.isTrial), basket.length === 0 ? undefined : packBasket(basket))
}
