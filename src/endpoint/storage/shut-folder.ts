/**
 * Keeps the data folder and the base in it from the other accounts of the machine: patrons' names are in them. Runs at each opening.
 * A folder that was there may be somebody else's too: only one that holds nothing but ours is shut, of another the start says what to do.
 */
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs'

/** Modes of POSIX: of a folder and a file that nobody else opens, and what others may do with either. */
const ofOwnerAlone = 0o700
const fileOfOwnerAlone = 0o600
const others = 0o077
/** What the endpoint and its commands put there. */
const ours =
  /^(?:(?:desk|endpoint)\.db.*|server\.before-.*|builds|catalogue|rejected|watched|brought|mails|tried-backup.*|certificate|period-keys|ils\.key|library\.txt)$/

export const isOurs = (name: string): boolean => ours.test(name)

/** Makes the folder, or shuts it; false where others can still read it. Windows has no such modes. */
export const shutFolder = (folder: string): boolean => {
  mkdirSync(folder, { recursive: true, mode: ofOwnerAlone })
  if (process.platform === 'win32' || (statSync(folder).mode & others) === 0) return true
  if (!readdirSync(folder).every(isOurs)) return false
  try {
    chmodSync(folder, ofOwnerAlone)
    return true
  } catch {
    return false
  }
}

/** Shuts a file, and what SQLite keeps beside it; one that belongs to another account is left to it. */
export const shutFile = (path: string): void => {
  for (const end of ['', '-wal', '-shm']) {
    try {
      chmodSync(`${path}${end}`, fileOfOwnerAlone)
    } catch {
      // Not there, or not ours.
    }
  }
}
