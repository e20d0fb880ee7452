/**
 * Where the rows that an import could not take are listed, beside the database: in one folder where there is one library, in a folder for each
 * where there are several, so that nobody is given another library's rows (NET-4). Runs in the endpoint's commands.
 */
import { mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Library } from './stored.ts'

const rootOf = (dataDir: string): string => join(dataDir, 'rejected')

/** Where the lists of a library are written, beside so many libraries. */
export const rejectedFolder = (dataDir: string, libraries: number, { slug }: Pick<Library, 'slug'>): string =>
  libraries > 1 ? join(rootOf(dataDir), slug) : rootOf(dataDir)

/** Where they may lie: a library that is alone again has those of both times. */
export const rejectedFolders = (dataDir: string, libraries: number, { slug }: Pick<Library, 'slug'>): readonly string[] => [
  join(rootOf(dataDir), slug),
  ...(libraries > 1 ? [] : [rootOf(dataDir)]),
]

/** Another library is made beside the only one: the lists that lie there are that one's. */
export const partRejected = async (dataDir: string, { slug }: Pick<Library, 'slug'>): Promise<void> => {
  const files = await readdir(rootOf(dataDir), { withFileTypes: true }).catch(() => [])
  if (!files.some((file) => file.isFile())) return
  const own = join(rootOf(dataDir), slug)
  await mkdir(own, { recursive: true })
  for (const file of files) if (file.isFile()) await rename(join(rootOf(dataDir), file.name), join(own, file.name))
}
