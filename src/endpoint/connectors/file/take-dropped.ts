/**
 * Takes one file out of a folder that other accounts write to, into a folder of our own. Runs on the endpoint, for the watched folder.
 * A name there may be a link to our database a moment after we looked at it, or its sender may still hold the file open. So the file is
 * opened once, without following a link; the handle says what it is; its bytes are copied, and only the copy is read from then on.
 */
import { constants, createWriteStream, type Stats } from 'node:fs'
import { lstat, open, rename, rm, statfs, unlink, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** A pipe that nobody writes to does not hold us up. Windows has neither flag. */
const reading = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** `foreign`: a link, a second name of another file, a pipe…; `changing`: its sender has not finished; `stuck`: we may not, or no room. */
export type TakenAs = 'taken' | 'foreign' | 'changing' | 'stuck'

const isPlain = (found: Stats): boolean => found.isFile() && found.nlink === 1

/** `seen`: the file as it was looked at; `to`: a name of our own. The file leaves its folder once its copy is on the disk. */
export const takeDropped = async (path: Buffer | string, seen: Stats, to: string): Promise<TakenAs> => {
  if (!isPlain(seen)) return 'foreign'
  const isSame = (found: Stats | undefined): boolean =>
    found?.ino === seen.ino && found.dev === seen.dev && found.size === seen.size && found.mtimeMs === seen.mtimeMs
  const partial = `${to}.part`
  const file = await open(path, reading).catch(() => undefined)
  try {
    if (file === undefined) return (await lstat(path)).isFile() ? 'stuck' : 'foreign'
    if (!isPlain(await file.stat())) return 'foreign'
    const { bavail, bsize } = await statfs(dirname(to))
    // The copy, and what an import writes of it.
    if (bavail * bsize < 2 * seen.size) return 'stuck'
    const bytes = file.createReadStream({ autoClose: false, start: 0, end: Math.max(0, seen.size - 1) })
    await pipeline(bytes, createWriteStream(partial, { mode: 0o600, flush: true }))
    if (!isSame(await file.stat())) return 'changing'
    // A list speaks of the moment of its file (LOAN-2).
    await utimes(partial, seen.atime, seen.mtime)
    await rename(partial, to)
    // A newer file under that name stays for the next pass.
    if (isSame(await lstat(path).catch(() => undefined))) await unlink(path)
    return 'taken'
  } catch {
    // What cannot leave its folder is not read: it would be read again at each pass.
    await rm(to, { force: true })
    return 'stuck'
  } finally {
    await rm(partial, { force: true })
    await file?.close()
  }
}
