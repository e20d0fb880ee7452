/**
 * The tablet's storage over an image of its tables in memory: what each transaction makes of one. Runs in the page, under a rehearsal, and
 * in the simulator, whose disk fails and loses power. Passes the contract suite of the real one (tests/contract/tablet/storage.test.ts).
 */
import { endPile } from '../../domain/handover/end-pile.ts'
import { withDraft } from '../../domain/order/note-draft.ts'
import { baseKey, type DiskImage, emptyImage, type ImageDisk, writeInTerm } from './disk-image.ts'
import {
  farewellOf,
  type IdentityStorage,
  isAnother,
  isReleased,
  isToReturn,
  type OperationStorage,
  type OutboxEntry,
  type TabletStorage,
  toAcknowledged,
  toReturn,
} from './tablet-storage.ts'

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

const withoutBase: Pick<DiskImage, 'base' | 'outcomes' | 'visits' | 'noteDrafts' | 'calls' | 'mark' | 'lostMark'> = {
  base: new Map(),
  outcomes: new Map(),
  visits: [],
  noteDrafts: [],
  calls: [],
  mark: undefined,
  lostMark: undefined,
}

/** The same transactions as in dexie-storage.ts, as one function of the image each; so are the operations. */
const createImageIdentity = (disk: ImageDisk): IdentityStorage => {
  const { read, write } = disk
  return {
    takeTerm: () =>
      write((image) => ({
        change: { term: image.term + 1 },
        value: { term: image.term + 1, cursor: image.mark?.cursor, ticket: image.identity?.ticket },
      })),
    isLeading: (term) => read((image) => image.term === term),
    keepIdentity: (identity, leaving) =>
      write((image) => {
        const left = leaving === undefined ? [] : image.outbox
        const former = image.identity?.library
        const apart = [
          ...image.elsewhere,
          ...left.map((entry) => ({ ...entry, library: entry.library ?? former, libraryName: leaving ?? '' })),
        ]
        const back = apart.filter((entry) => entry.library === identity.library).map(({ libraryName, ...entry }) => entry)
        const change = {
          ...(leaving === undefined ? {} : withoutBase),
          ...{ identity, lost: undefined, farewell: undefined, term: image.term + 1 },
          outbox: [...image.outbox.filter((entry) => !left.includes(entry)), ...back].sort((a, b) => a.seq - b.seq),
          elsewhere: apart.filter((entry) => entry.library !== identity.library),
        }
        return { change, value: undefined }
      }),
    keepCredential: (term, credential) =>
      writeInTerm(disk, term, ({ identity }) => ({ identity: identity && { ...identity, ...credential } })),
    keepLost: (lost, credential) =>
      write(({ identity }) => {
        const isKept = !isAnother(identity, credential)
        return { change: isKept ? { lost } : {}, value: isKept }
      }),
    eraseAll: () =>
      write(({ outbox, outcomes, elsewhere, lastSeq, term }) => {
        if (outbox.length > 0) return { change: {}, value: undefined }
        const farewell = farewellOf([...outcomes.values()])
        return { change: { ...emptyImage, elsewhere, lastSeq, term: term + 1, lost: 'revoked', farewell }, value: farewell }
      }),
    // An image has no other trace than its tables.
    removeDatabase: async () => {},
  }
}

const createImageOperations = (disk: ImageDisk): OperationStorage => {
  const { read, write } = disk
  return {
    append: (entry, ends) =>
      write((image) => {
        const known = image.outbox.find(({ operationId }) => operationId === entry.operationId)
        if (known !== undefined) return { change: {}, value: known }
        const library = image.identity?.library
        if ((entry.library ?? library) !== library) throw new Error('this tablet is in another library now')
        const added = { ...entry, seq: image.lastSeq + 1 }
        const change = { outbox: [...image.outbox, added], lastSeq: added.seq, ...(ends ? { visits: endPile(image.visits, ends) } : {}) }
        return { change, value: added }
      }),
    pending: (limit) => read(({ outbox }) => outbox.slice(0, limit)),
    pendingCount: () => read(({ outbox }) => outbox.length),
    acknowledge: (term, results, { at, clockOffset, ...learnt }) =>
      writeInTerm(disk, term, (image) => {
        const outcomes = new Map(image.outcomes)
        const gone = new Set<number>()
        for (const result of results) {
          const entry = image.outbox.find(({ operationId }) => operationId === result.operationId)
          const former = entry === undefined ? outcomes.get(result.operationId) : undefined
          const known = isReleased(former?.outcome, result.outcome) ? former : entry
          if (known?.hash !== result.hash) continue
          outcomes.set(known.operationId, toAcknowledged(known, result, at))
          if (entry !== undefined) gone.add(entry.seq)
        }
        return {
          outbox: gone.size === 0 ? image.outbox : image.outbox.filter(({ seq }) => !gone.has(seq)),
          outcomes,
          identity: image.identity && { ...image.identity, ...learnt },
          clockOffset,
        }
      }),
    keepReceived: (received, identity) =>
      write((image) => {
        if (image.identity?.library !== identity.library || image.lost === 'revoked') return { change: {}, value: undefined }
        const { deviceId, ticket, epoch } = identity
        const outcomes = new Map(image.outcomes)
        let { lastSeq } = image
        const isToTell = image.identity.epoch !== epoch || image.identity.deviceId !== deviceId
        const told: OutboxEntry[] = []
        for (const entry of received) {
          if (outcomes.has(entry.operationId)) continue
          const known = image.outbox.find(({ operationId }) => operationId === entry.operationId)
          const answer = { ...entry, accepted: known?.accepted ?? entry.accepted, seq: known?.seq ?? ++lastSeq }
          if (isToTell && isToReturn(answer)) told.push(toReturn(answer))
          else outcomes.set(entry.operationId, answer)
        }
        const isLater = image.identity?.deviceId === deviceId && image.identity.ticket < ticket
        const change = {
          outcomes,
          lastSeq,
          outbox: [...image.outbox.filter(({ operationId }) => !received.some((entry) => entry.operationId === operationId)), ...told].sort(
            (a, b) => a.seq - b.seq,
          ),
          identity: image.identity && { ...image.identity, ...(isLater ? { ticket } : {}) },
        }
        return { change, value: undefined }
      }),
    returnToOutbox: (term, epoch, since) =>
      writeInTerm(disk, term, (image) => {
        const returned = [...image.outcomes.values()].filter((entry) => isToReturn(entry) && entry.acknowledgedAt >= since)
        const outcomes = new Map(image.outcomes)
        for (const { operationId } of returned) outcomes.delete(operationId)
        const entries = returned.map(toReturn)
        return {
          outbox: [...image.outbox, ...entries].sort((a, b) => a.seq - b.seq),
          outcomes,
          identity: image.identity && { ...image.identity, epoch },
          mark: undefined,
          lostMark: image.mark ?? image.lostMark,
        }
      }),
    acknowledged: () => read(({ outcomes }) => [...outcomes.values()].sort((a, b) => b.seq - a.seq)),
    forgetAcknowledgedBefore: (at) =>
      write(({ outcomes }) => ({
        change: { outcomes: new Map([...outcomes].filter(([, { acknowledgedAt }]) => acknowledgedAt >= at)) },
        value: undefined,
      })),
  }
}
