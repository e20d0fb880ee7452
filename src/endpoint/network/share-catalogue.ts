/**
 * A library joins a record group, or leaves it (NET-7): its catalogue becomes the group's, or stays with it as it is then. Runs in
 * `npm run library`, whether the endpoint runs or not. Files are where tablets fetch them before any row names them there; those who have
 * them already fetch nothing.
 */
import { cp, rm } from 'node:fs/promises'
import type { Instant } from '../../domain/instant.ts'
import { catalogueFolder, groupFolder } from '../catalogue/catalogue-files.ts'
import { publishCatalogue } from '../catalogue/publish-catalogue.ts'
import { refreshRecords } from '../catalogue/refresh-records.ts'
import type { Sharing } from '../storage/sharing.ts'
import type { Library, Store } from '../storage/store.ts'

export interface SharePorts {
  readonly store: Store
  readonly dataDir: string
  readonly now: Instant
}

/** A library without a catalogue has no folder. */
const copyFiles = (from: string, to: string): Promise<void> => cp(from, to, { recursive: true }).catch(() => undefined)

const isNamed = (store: Store, { id }: Library): Promise<boolean> =>
  store.read(id, async (reader) => (await reader.row('catalogue', 'catalogue')) !== undefined)

export const membersOf = async (store: Store, group: string): Promise<readonly Library[]> =>
  (await store.libraries()).filter(({ recordGroup }) => recordGroup === group)

export const joinGroup = async (
  { store, dataDir, now }: SharePorts,
  library: Library,
  group: string,
  isReplacing: boolean,
): Promise<Sharing> => {
  const isFirst = (await membersOf(store, group)).length === 0
  if (isFirst) await copyFiles(catalogueFolder(dataDir, library.id), groupFolder(dataDir, group))
  const sharing = await store.transact(library.id, async (transaction) => {
    const end = await transaction.shareCatalogue(group, isReplacing)
    if (end.kind === 'done') await refreshRecords(transaction, now)
    return end
  })
  // Nobody has a catalogue yet: the first import makes the file.
  const hasFile = await Promise.all((await membersOf(store, group)).map((member) => isNamed(store, member)))
  if (sharing.kind === 'done' && hasFile.includes(true)) await (await publishCatalogue(store, library.id, dataDir, now)).compressed
  return sharing
}

export const leaveGroup = async ({ store, dataDir, now }: SharePorts, library: Library): Promise<void> => {
  const { recordGroup: group } = library
  if (group === undefined) return
  await copyFiles(groupFolder(dataDir, group), catalogueFolder(dataDir, library.id))
  await store.transact(library.id, (transaction) => transaction.shareCatalogue(undefined, false))
  if (await isNamed(store, library)) await (await publishCatalogue(store, library.id, dataDir, now)).compressed
  await forgetGroup(store, dataDir, group)
}

/** With its last member a group ends. */
export const forgetGroup = async (store: Store, dataDir: string, group: string | undefined): Promise<void> => {
  if (group === undefined || (await membersOf(store, group)).length > 0) return
  await rm(groupFolder(dataDir, group), { recursive: true, force: true })
}
