/**
 * A tablet's disk as a model: what is in the page's hands, what a power cut would leave, and every way a browser fails. Runs in tests.
 * IndexedDB is not deterministic; this is, and passes the same contract suite (tests/contract/tablet-storage.test.ts).
 * A transaction makes a new image from the old one, so that half of it can never be seen and any image can be kept and put back.
 */
import { endPile } from '../../src/domain/handover/end-pile.ts'
import type { Visit } from '../../src/domain/handover/visit.ts'
import type { OperationId } from '../../src/domain/ids.ts'
import {
  type Acknowledged,
  type BaseMark,
  type BaseRow,
  type Identity,
  isReleased,
  type OutboxEntry,
  type PinErrors,
  type TabletStorage,
} from '../../src/tablet/storage/tablet-storage.ts'

/** All tables at one instant; never changed, only replaced. */
export interface DiskImage {
  readonly outbox: readonly OutboxEntry[]
  readonly lastSeq: number
  readonly base: ReadonlyMap<string, BaseRow>
  readonly outcomes: ReadonlyMap<OperationId, Acknowledged>
  readonly identity: Identity | undefined
  readonly lost: string | undefined
  readonly mark: BaseMark | undefined
  readonly clockOffset: number
  readonly term: number
  readonly visits: readonly Visit[]
  readonly orderCounter: number
  readonly pinErrors: ReadonlyMap<string, PinErrors>
}

export const emptyImage: DiskImage = {
  outbox: [],
  lastSeq: 0,
  base: new Map(),
  outcomes: new Map(),
  identity: undefined,
  lost: undefined,
  mark: undefined,
  clockOffset: 0,
  term: 0,
  visits: [],
  orderCounter: 0,
  pinErrors: new Map(),
}

/** What the next transactions meet: no room, a transaction that the browser aborts, a connection that does not come back. */
export type DiskFault = 'quota' | 'abort' | 'dead'

export interface ModelDisk {
  /** As the page sees it. */
  image: DiskImage
  /** As a power cut leaves it. */
  durable: DiskImage
  fault: DiskFault | undefined
  /** A connection that the browser dropped: the next transaction opens another one and goes on. */
  isConnectionLost: boolean
  /** Called when a transaction meets one of these. */
  onFault: (what: DiskFault | 'connection-lost') => void
  /** Called after each commit. */
  onCommit: (before: DiskImage, after: DiskImage) => void
  /** The battery died: what was not on the disk is gone. */
  cutPower(): void
}

export const createModelDisk = (image: DiskImage = emptyImage): ModelDisk => {
  const disk: ModelDisk = {
    image,
    durable: image,
    fault: undefined,
    isConnectionLost: false,
    onFault: () => {},
    onCommit: () => {},
    cutPower: () => {
      disk.image = disk.durable
    },
  }
  return disk
}

export interface ModelStorageOptions {
  /** 'relaxed': a commit is answered before it is on the disk; it gets there with the next strict one, or never. */
  readonly durability?: 'strict' | 'relaxed'
  /** Passes when the device comes to it: to a read, to a write, to telling the page that a write is done. */
  readonly turn?: (what: 'read' | 'write' | 'written') => Promise<void>
}

export const baseKey = ({ kind, id }: Pick<BaseRow, 'kind' | 'id'>): string => `${kind}\n${id}`

/** A tab's door to the disk. */
export const createModelStorage = (
  disk: ModelDisk,
  { durability = 'strict', turn = async () => {} }: ModelStorageOptions = {},
): TabletStorage => {
  const meet = (isWrite: boolean): void => {
    if (disk.isConnectionLost) {
      disk.isConnectionLost = false
      disk.onFault('connection-lost')
    }
    if (disk.fault !== undefined && (isWrite || disk.fault === 'dead')) disk.onFault(disk.fault)
    if (disk.fault === 'dead') throw new DOMException('the connection is gone', 'InvalidStateError')
    if (isWrite && disk.fault !== undefined) {
      const isFull = disk.fault === 'quota'
      throw new DOMException('the transaction did not commit', isFull ? 'QuotaExceededError' : 'AbortError')
    }
  }
  const read = async <T>(work: (image: DiskImage) => T): Promise<T> => {
    await turn('read')
    meet(false)
    return work(disk.image)
  }
  /** `work` answers the change to make and the value to give back; no change at all is a transaction that wrote nothing. */
  const write = async <T>(work: (image: DiskImage) => { readonly change: Partial<DiskImage>; readonly value: T }): Promise<T> => {
    await turn('write')
    meet(true)
    const before = disk.image
    const { change, value } = work(before)
    disk.image = { ...before, ...change }
    if (durability === 'strict') disk.durable = disk.image
    disk.onCommit(before, disk.image)
    // The commit is done; the page hears of it a little later, or dies before.
    await turn('written')
    return value
  }
  const inTerm = (term: number, work: (image: DiskImage) => Partial<DiskImage>): Promise<boolean> =>
    write((image) => (image.term === term ? { change: work(image), value: true } : { change: {}, value: false }))

  return {
    load: () =>
      read((image) => ({
        identity: image.identity,
        lost: image.lost,
        mark: image.mark,
        base: [...image.base.values()],
        outbox: image.outbox,
        unreached: [...image.outcomes.values()].filter(({ version }) => version > (image.mark?.version ?? -1)),
        visits: image.visits,
        clockOffset: image.clockOffset,
      })),
    probe: () => read(() => undefined),
    append: (entry, ends) =>
      write((image) => {
        const known = image.outbox.find(({ operationId }) => operationId === entry.operationId)
        if (known !== undefined) return { change: {}, value: known }
        const added = { ...entry, seq: image.lastSeq + 1 }
        const change = { outbox: [...image.outbox, added], lastSeq: added.seq, ...(ends ? { visits: endPile(image.visits, ends) } : {}) }
        return { change, value: added }
      }),
    pending: (limit) => read(({ outbox }) => outbox.slice(0, limit)),
    pendingCount: () => read(({ outbox }) => outbox.length),
    acknowledge: (term, results, { ticket, at, clockOffset }) =>
      inTerm(term, (image) => {
        const outcomes = new Map(image.outcomes)
        const gone = new Set<number>()
        for (const result of results) {
          const entry = image.outbox.find(({ operationId }) => operationId === result.operationId)
          const former = entry === undefined ? outcomes.get(result.operationId) : undefined
          const known = isReleased(former?.outcome, result.outcome) ? former : entry
          if (known?.hash !== result.hash) continue
          outcomes.set(known.operationId, { ...known, ...result, acknowledgedAt: at })
          if (entry !== undefined) gone.add(entry.seq)
        }
        return {
          outbox: gone.size === 0 ? image.outbox : image.outbox.filter(({ seq }) => !gone.has(seq)),
          outcomes,
          identity: image.identity && { ...image.identity, ticket },
          clockOffset,
        }
      }),
    keepReceived: (received, { deviceId, ticket, epoch, libraryName }) =>
      write((image) => {
        if (image.identity?.libraryName !== libraryName || image.lost === 'revoked') return { change: {}, value: undefined }
        const outcomes = new Map(image.outcomes)
        let { lastSeq } = image
        const isToTell = image.identity.epoch !== epoch
        const told: OutboxEntry[] = []
        for (const entry of received) {
          const known = image.outbox.find(({ operationId }) => operationId === entry.operationId)
          const seq = known?.seq ?? ++lastSeq
          const { operationId, hash, text, at } = entry
          if (isToTell) told.push({ seq, operationId, hash, text, at })
          else outcomes.set(entry.operationId, { ...entry, seq })
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
    commitPull: (term, { isWhole, rows, mark }) =>
      inTerm(term, (image) => {
        if (!isWhole && rows.length === 0) return { mark }
        const base = new Map(isWhole ? [] : image.base)
        for (const row of rows) {
          if (row.version <= (image.base.get(baseKey(row))?.version ?? -1) && !isWhole) continue
          if (row.row === null) base.delete(baseKey(row))
          else base.set(baseKey(row), row)
        }
        return { base, mark }
      }),
    returnToOutbox: (term, epoch, since) =>
      inTerm(term, (image) => {
        const returned = [...image.outcomes.values()].filter(
          ({ outcome, acknowledgedAt }) => outcome !== 'refused' && acknowledgedAt >= since,
        )
        const outcomes = new Map(image.outcomes)
        for (const { operationId } of returned) outcomes.delete(operationId)
        const entries = returned.map(({ seq, operationId, hash, text, at }) => ({ seq, operationId, hash, text, at }))
        return {
          outbox: [...image.outbox, ...entries].sort((a, b) => a.seq - b.seq),
          outcomes,
          identity: image.identity && { ...image.identity, epoch },
          mark: undefined,
        }
      }),
    acknowledged: () => read(({ outcomes }) => [...outcomes.values()].sort((a, b) => b.seq - a.seq)),
    forgetAcknowledgedBefore: (at) =>
      write(({ outcomes }) => ({
        change: { outcomes: new Map([...outcomes].filter(([, { acknowledgedAt }]) => acknowledgedAt >= at)) },
        value: undefined,
      })),
    takeTerm: () =>
      write((image) => ({
        change: { term: image.term + 1 },
        value: { term: image.term + 1, cursor: image.mark?.cursor, ticket: image.identity?.ticket },
      })),
    isLeading: (term) => read((image) => image.term === term),
    keepIdentity: (identity) => write(({ term }) => ({ change: { identity, lost: undefined, term: term + 1 }, value: undefined })),
    keepCredential: (term, credential) => inTerm(term, ({ identity }) => ({ identity: identity && { ...identity, ...credential } })),
    keepLost: (lost) => write(() => ({ change: { lost }, value: undefined })),
    keepVisits: (visits) => write(() => ({ change: { visits }, value: undefined })),
    nextOrderCounter: () => write((image) => ({ change: { orderCounter: image.orderCounter + 1 }, value: image.orderCounter + 1 })),
    pinErrors: (librarianId) => read(({ pinErrors }) => pinErrors.get(librarianId)),
    keepPinErrors: (librarianId, errors) =>
      write((image) => {
        const pinErrors = new Map(image.pinErrors)
        if (errors === undefined) pinErrors.delete(librarianId)
        else pinErrors.set(librarianId, errors)
        return { change: { pinErrors }, value: undefined }
      }),
    eraseBase: () =>
      write(({ term }) => ({
        change: { base: new Map(), outcomes: new Map(), visits: [], mark: undefined, term: term + 1 },
        value: undefined,
      })),
    // The next transaction opens it again.
    close: () => {},
  }
}
