/**
 * Puts a file where somebody asked for it, readable by its owner alone: it holds patrons' names. Runs in the endpoint's commands.
 * Nothing that is there is written over, and no link is followed: in a folder that others write to, a name may have been laid there
 * beforehand. What is replaced is replaced whole, by a new file under the old name.
 */
import { randomBytes } from 'node:crypto'
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A mode of POSIX: its owner reads and writes it, nobody else. */
const ownerAlone = 0o600

/** Something is there that may not be replaced. */
export class PlaceTaken extends Error {}

/** Undefined: nothing is there, or a link, a folder, anything but a file. */
const contentOf = async (path: string): Promise<Uint8Array | undefined> => {
  const found = await lstat(path).catch(() => undefined)
  return found?.isFile() === true ? readFile(path) : undefined
}

/** `mayReplace` judges the file that is there; throws `PlaceTaken` where it says no, and where what is there is no file. */
export const placeFile = async (
  path: string,
  content: Uint8Array,
  mayReplace: 'force' | ((there: Uint8Array) => boolean),
): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(path, content, { flush: true, flag: 'wx', mode: ownerAlone })
    return
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  if (mayReplace !== 'force') {
    const there = await contentOf(path)
    if (there === undefined || !mayReplace(there)) throw new PlaceTaken()
  }
  const partial = `${path}.${randomBytes(4).toString('hex')}`
  try {
    await writeFile(partial, content, { flush: true, flag: 'wx', mode: ownerAlone })
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

/** Takes a file away where it is one that `isOurs`, and answers whether it did; anything else stays. */
export const takeAway = async (path: string, isOurs: (there: Uint8Array) => boolean): Promise<boolean> => {
  const there = await contentOf(path)
  if (there === undefined || !isOurs(there)) return false
  await rm(path)
  return true
}
