/**
 * What is counted against whoever tries (PAGE-7, PRIV-5), on the store's disk: all processes count together, and a restart forgives nothing.
 * Runs on the endpoint. Neither an address, a card nor a name is written: what is counted stands under a keyed hash.
 */
import { createHmac } from 'node:crypto'
import type { Store } from '../storage/store.ts'
import type { Tallies } from '../storage/tallies.ts'

export type Counting = Pick<Store, 'tally' | 'secret'>

/** Of each store, the key of its hashes: read once. */
const secrets = new WeakMap<Counting, Promise<string>>()

const secretOf = (store: Counting): Promise<string> => {
  const known = secrets.get(store)
  if (known !== undefined) return known
  const secret = store.secret('tally')
  secrets.set(store, secret)
  // A store that does not answer now is asked again.
  secret.catch(() => secrets.delete(store))
  return secret
}

/** One stretch of counting, alone against every other process; a throw undoes it. */
export const countIn = async <T>(store: Counting, work: (tallies: Tallies) => Promise<T>): Promise<T> => {
  const secret = Buffer.from(await secretOf(store), 'hex')
  const hashed = (name: string, key: string): string => createHmac('sha256', secret).update(`${name}\n${key}`).digest('base64url')
  return store.tally((tallies) =>
    work({
      of: (name, key) => tallies.of(name, hashed(name, key)),
      keep: (name, key, ...held) => tallies.keep(name, hashed(name, key), ...held),
      drop: (name, key) => tallies.drop(name, hashed(name, key)),
      forget: (now) => tallies.forget(now),
    }),
  )
}
