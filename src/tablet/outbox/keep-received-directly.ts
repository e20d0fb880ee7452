/**
 * The way back from a full disk: what the endpoint answered while this disk took nothing is kept here as received. Runs in the page.
 * Done before anything else is written or read, so that the view never forgets a press and a restored endpoint can be told it again.
 */
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import type { TabletStorage } from '../storage/tablet-storage.ts'

/** Writes what was answered, if anything was; rejects while the disk takes nothing. */
export const keepReceivedDirectly = async (storage: TabletStorage, mirror: TabletMirror): Promise<void> => {
  const { unkept, identity } = mirror
  if (unkept.length === 0 || identity === undefined) return
  await storage.keepReceived(unkept, identity)
  // Another answer may have come meanwhile.
  mirror.unkept = mirror.unkept.filter((entry) => !unkept.includes(entry))
}
