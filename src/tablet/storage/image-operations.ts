/**
 * The tablet's operations over an image of its tables: those that wait in the outbox, and those that the endpoint has. Runs in the page,
 * under a rehearsal, and in the simulator. The same transactions as dexie-operations.ts, as one function of the image each.
 */
import { endPile } from '../../domain/handover/end-pile.ts'
import { type ImageDisk, writeInTerm } from './disk-image.ts'
import { isReleased, isToReturn, type OperationStorage, type OutboxEntry, toAcknowledged, toReturn } from './tablet-storage.ts'

export const createImageOperations = (disk: ImageDisk): OperationStorage => {
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
