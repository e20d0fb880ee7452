/**
 * What a fresh data directory becomes: the library that LIBRARY_NAME names, or a demo dated today. Runs at the start of the endpoint.
 * A demo never mixes with real data: the name of a real library over a demo's database is a fault, not a wish.
 */
import { type LibraryId, toLibraryId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Configuration } from './configuration.ts'
import { buildDefaultSettings } from './default-settings.ts'
import type { Library, Store } from './storage/store.ts'

/** The library that the endpoint serves when it has one alone. */
export const mainLibraryId: LibraryId = toLibraryId('main')

export type Start =
  | { readonly kind: 'opened' | 'made'; readonly library: Library }
  | { readonly kind: 'demo-wanted' }
  | { readonly kind: 'fault'; readonly fault: string }

/** Opens the library that is there, or makes the one that is named; 'demo-wanted' when there is neither. */
export const startLibrary = async (store: Store, { libraryName, zone }: Configuration, now: Instant): Promise<Start> => {
  const [library] = await store.libraries()
  if (library !== undefined) {
    return library.isDemo && libraryName !== undefined
      ? {
          kind: 'fault',
          fault: `LIBRARY_NAME is "${libraryName}", but DATA_DIR holds a demo: name another DATA_DIR, or import with --replace-demo.`,
        }
      : { kind: 'opened', library }
  }
  if (libraryName === undefined) return { kind: 'demo-wanted' }
  const made = await store.createLibrary({ id: mainLibraryId, name: libraryName, isDemo: false })
  await store.transact(made.id, (transaction) => transaction.writeRow(buildDefaultSettings(libraryName, zone), now))
  return { kind: 'made', library: made }
}
