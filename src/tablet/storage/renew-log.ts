/**
 * Keeps a killed Chromium from throwing away everything at its second next start (decision 0012). Runs in the page, in a chunk of its own.
 * Source of the sizes: LevelDB begins a new log once it has kept 4 MB of the last one in memory; Chromium puts values over 64 KiB elsewhere.
 */
import Dexie from 'dexie'

const name = 'pret-a-emporter/ballast'
/** Bytes. */
const pieceSize = 60_000
const pieces = 80

/** Writes 4.8 MB and deletes them, which makes Chromium go on in a new log; elsewhere nothing. Rejects where there is no room. */
export const renewLog = async (): Promise<void> => {
  if (!('userAgentData' in navigator)) return
  const ballast = new Dexie(name)
  ballast.version(1).stores({ pieces: '++' })
  try {
    await ballast.table('pieces').bulkAdd(Array(pieces).fill(new Uint8Array(pieceSize)))
  } finally {
    await ballast.delete()
  }
}
