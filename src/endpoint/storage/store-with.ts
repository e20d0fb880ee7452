/**
 * A store that does some of what it does in another way: in a library's turn, for the patrons' page. Runs on the endpoint and in its
 * commands. All else is the store's own.
 */
import type { Store } from './store.ts'

export const storeWith = (store: Store, own: Partial<Store>): Store =>
  new Proxy(store, {
    get: (_, name) => {
      const other: unknown = Reflect.get(own, name)
      if (other !== undefined) return other
      const member: unknown = Reflect.get(store, name)
      return typeof member === 'function' ? member.bind(store) : member
    },
  })
