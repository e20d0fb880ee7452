/**
 * A library joins a record group, or leaves it (NET-7): its catalogue becomes the group's, or stays with it as it is then. Runs in
 * `npm run library`, whether the endpoint runs or not, and never in the middle of an import of theirs. Files are where tablets fetch them
 * before any row names them there; those who have them already fetch nothing.
 */
import { mkdir, rm } from 'node:fs/promises'
import type { Instant } from '../../domain/instant.ts'
import { catalogueFolder, filePath, groupFolder, packedPath, readIfThere, writeWhole } from '../catalogue/catalogue-files.ts'
import { forgetOwn, keepOwn } from '../catalogue/own-documents.ts'
import { isPublished, publishCatalogue } from '../catalogue/publish-catalogue.ts'
import { refreshRecords } from '../catalogue/refresh-records.ts'
import { inGroupTurn } from '../storage/in-turn.ts'
import type { Sharing } from '../storage/record-group.ts'
import type { Store } from '../storage/store.ts'
import type { Library } from '../storage/stored.ts'

export interface SharePorts {
  readonly store: Store
  readonly dataDir: string
  readonly now: Instant
}

/** The catalogue that the library names, and what changed since: what is lent of it stays in its own folder. */
const copyFiles = async (store: Store, { id }: Library, from: string, to: string): Promise<void> => {
  const row = await store.read(id, async (reader) => reader.row('catalogue', 'catalogue'))
  const hashes = [row?.hash, row?.changes?.hash].filter((hash) => hash !== undefined)
  for (const path of hashes.flatMap((hash) => [filePath, packedPath].map((of) => (folder: string) => of(folder, hash)))) {
    const bytes = await readIfThere(path(from))
    if (bytes === undefined) continue
    await mkdir(to, { recursive: true })
    await writeWhole(path(to), bytes)
  }
}

const isNamed = (store: Store, { id }: Library): Promise<boolean> =>
  store.read(id, async (reader) => (await reader.row('catalogue', 'catalogue')) !== undefined)

export const membersOf = async (store: Store, group: string): Promise<readonly Library[]> =>
  (await store.libraries()).filter(({ recordGroup }) => recordGroup === group)

/**
 * In the turns of whoever imports into the library, or into its group, or the one that it joins; throws `TurnNotGiven` where another job has one
 * of them.
 */
export const inTheirTurns = <T>(store: Store, { id }: Library, work: (store: Store) => Promise<T>, joining?: string): Promise<T> =>
  inGroupTurn(store, id, { now: () => store.now(), patienceMs: 0 }, work, joining)

const publish = async ({ store, dataDir, now }: SharePorts, { id }: Library): Promise<void> =>
  (await publishCatalogue(store, id, dataDir, now)).compressed

export const joinGroup = (ports: SharePorts, library: Library, group: string, isReplacing: boolean): Promise<Sharing> => {
  const join = async (store: Store): Promise<Sharing> => {
    const { dataDir, now } = ports
    const isFirst = (await membersOf(store, group)).length === 0
    if (isFirst) await copyFiles(store, library, catalogueFolder(dataDir, library.id), groupFolder(dataDir, group))
    const sharing = await store.transact(library.id, async (transaction) => {
      const own = Array.from(await transaction.catalogue(), ({ barcode }) => barcode)
      const end = await transaction.shareCatalogue(group, isReplacing)
      if (end.kind !== 'done') return end
      await refreshRecords(transaction, now)
      // Asked again, it is a member already, and all of the catalogue is not its own.
      if (library.recordGroup !== group) await keepOwn(transaction, own)
      return end
    })
    // Nobody has a catalogue yet: the first import makes the file.
    const hasFile = await Promise.all((await membersOf(store, group)).map((member) => isNamed(store, member)))
    if (sharing.kind === 'done' && hasFile.includes(true)) await publish({ ...ports, store }, library)
    return sharing
  }
  return inTheirTurns(ports.store, library, join, group)
}

export const leaveGroup = async (ports: SharePorts, library: Library): Promise<void> => {
  const { recordGroup: group } = library
  if (group === undefined) return
  await inTheirTurns(ports.store, library, async (store) => {
    const { dataDir } = ports
    const hasFile = await isNamed(store, library)
    // An import of its own that was killed changed what the others keep, and it alone would know.
    if (hasFile && !(await isPublished(store, library.id, dataDir))) await publish({ ...ports, store }, library)
    await copyFiles(store, library, groupFolder(dataDir, group), catalogueFolder(dataDir, library.id))
    await store.transact(library.id, async (transaction) => {
      await transaction.shareCatalogue(undefined, false)
      await forgetOwn(transaction)
    })
    if (hasFile) await publish({ ...ports, store }, library)
    await forgetGroup(store, dataDir, group)
  })
}

/** With its last member a group ends. */
export const forgetGroup = async (store: Store, dataDir: string, group: string | undefined): Promise<void> => {
  if (group === undefined || (await membersOf(store, group)).length > 0) return
  await rm(groupFolder(dataDir, group), { recursive: true, force: true })
}
