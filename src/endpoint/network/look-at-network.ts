/**
 * All libraries of this endpoint at one look (NET-6), the worst first, kept for half a minute: the page and the figures ask for the same, and
 * three hundred libraries are not read anew at each scrape. Runs on the endpoint.
 */
import type { Instant } from '../../domain/instant.ts'
import type { Store } from '../storage/store.ts'
import { type CurrentBuild, type LibraryLook, lookAtLibrary, troubleOrder, unreadableLook } from './look-at-library.ts'
import { lookAtServers, type Servers } from './note-servers.ts'
import { lastTriedBackup } from './note-tried-backup.ts'

/** Milliseconds. */
const usuallyKeptMs = 30_000

export interface NetworkLook {
  readonly at: Instant
  readonly libraries: readonly LibraryLook[]
  /** undefined: one process has the database for itself. */
  readonly servers: Servers | undefined
  /** When a backup was last tried, as it was read last; undefined: none was; `unread`: that could not be read since the start. */
  readonly triedAt: Instant | 'unread' | undefined
}

const ageOf = ({ trouble }: LibraryLook): number => (trouble !== undefined && 'since' in trouble ? trouble.since : 0)
const rankOf = ({ trouble }: LibraryLook): number => (trouble === undefined ? troubleOrder.length : troubleOrder.indexOf(trouble.kind))
/** Names in French order would ask for a locale: the slug has neither case nor accents. */
const byName = (a: LibraryLook, b: LibraryLook): number => (a.slug < b.slug ? -1 : 1)

export const sortLooks = (looks: readonly LibraryLook[]): readonly LibraryLook[] =>
  [...looks].sort((a, b) => rankOf(a) - rankOf(b) || ageOf(a) - ageOf(b) || byName(a, b))

export type LookAtNetwork = () => Promise<NetworkLook>

export const createNetworkLook = (
  store: Pick<Store, 'libraries' | 'read' | 'tally' | 'secret'>,
  now: () => Instant,
  build: CurrentBuild,
  reportDefect: (defect: unknown) => void,
  keptMs = usuallyKeptMs,
): LookAtNetwork => {
  let kept: { readonly at: Instant; readonly look: Promise<NetworkLook> } | undefined
  let triedAt: NetworkLook['triedAt'] = 'unread'
  const orElse =
    <T>(value: T) =>
    (defect: unknown): T => {
      reportDefect(defect)
      return value
    }
  const look = async (at: Instant): Promise<NetworkLook> => {
    const looks: LibraryLook[] = []
    // One after the other: the desks' own questions come between.
    for (const library of (await store.libraries()).filter(({ head }) => head > 0))
      looks.push(await lookAtLibrary(store, library, at, build).catch(orElse(unreadableLook(library))))
    const servers = await lookAtServers(store, at).catch(orElse(undefined))
    // What was read once still holds where it cannot be read for a while: a copy that was tried stays tried.
    triedAt = await lastTriedBackup(store).catch(orElse(triedAt))
    return { at, libraries: sortLooks(looks), servers, triedAt }
  }
  return () => {
    const at = now()
    if (kept === undefined || at - kept.at >= keptMs || at < kept.at) {
      const begun = { at, look: look(at) }
      kept = begun
      begun.look.catch(() => {
        if (kept === begun) kept = undefined
      })
    }
    return kept.look
  }
}
