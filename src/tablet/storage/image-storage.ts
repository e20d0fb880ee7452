/**
 * The tablet's storage over an image of its tables in memory: what each transaction makes of one. Runs in the page, under a rehearsal, and
 * in the simulator, whose disk fails and loses power. Passes the contract suite of the real one (tests/contract/tablet/storage.test.ts).
 */
import { withDraft } from '../../domain/order/note-draft.ts'
import { baseKey, type ImageDisk, writeInTerm } from './disk-image.ts'
import { createImageIdentity } from './image-identity.ts'
import { createImageOperations } from './image-operations.ts'
import type { TabletStorage } from './tablet-storage.ts'

export const createImageStorage = (disk: ImageDisk): TabletStorage => {
  const { read, write } = disk
  return {
    ...createImageOperations(disk),
    ...createImageIdentity(disk),
    load: () =>
      read((image) => ({
        identity: image.identity,
        lost: image.lost,
        farewell: image.farewell,
        mark: image.mark,
        lostMark: image.lostMark,
        base: [...image.base.values()],
        outbox: image.outbox,
        elsewhere: image.elsewhere,
        unreached: [...image.outcomes.values()].filter(({ version }) => version > (image.mark?.version ?? -1)),
        visits: image.visits,
        noteDrafts: image.noteDrafts,
        calls: image.calls,
        clockOffset: image.clockOffset,
      })),
    probe: () => read(() => undefined),
    commitPull: (term, { isWhole, rows, mark }) =>
      writeInTerm(disk, term, (image) => {
        if (!isWhole && rows.length === 0) return { mark, lostMark: undefined }
        const base = new Map(isWhole ? [] : image.base)
        for (const row of rows) {
          if (row.version <= (image.base.get(baseKey(row))?.version ?? -1) && !isWhole) continue
          if (row.row === null) base.delete(baseKey(row))
          else base.set(baseKey(row), row)
        }
        return { base, mark, lostMark: undefined }
      }),
    keepVisits: (visits) => write(() => ({ change: { visits }, value: undefined })),
    keepNoteDraft: (orderId, draft) =>
      write((image) => ({ change: { noteDrafts: withDraft(image.noteDrafts, orderId, draft) }, value: undefined })),
    keepCall: (orderId, call) => write((image) => ({ change: { calls: withDraft(image.calls, orderId, call) }, value: undefined })),
    nextOrderCounter: () => write((image) => ({ change: { orderCounter: image.orderCounter + 1 }, value: image.orderCounter + 1 })),
    pinErrors: (librarianId) => read(({ pinErrors }) => pinErrors.get(librarianId)),
    keepPinErrors: (librarianId, errors) =>
      write((image) => {
        const pinErrors = new Map(image.pinErrors)
        if (errors === undefined) pinErrors.delete(librarianId)
        else pinErrors.set(librarianId, errors)
        return { change: { pinErrors }, value: undefined }
      }),
    // The next transaction opens it again.
    close: () => {},
  }
}
