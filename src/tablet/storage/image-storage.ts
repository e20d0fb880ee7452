/**
 * The tablet's storage over an image of its tables in memory: what each transaction makes of one. Runs in the page, under a rehearsal, and
 * in the simulator, whose disk fails and loses power. Passes the contract suite of the real one (tests/contract/tablet-storage.test.ts).
 * A transaction makes a new image from the old one, so that half of it can never be seen and any image can be kept and put back.
 */
import { endPile } from '../../domain/handover/end-pile.ts'
import type { Visit } from '../../domain/handover/visit.ts'
import type { OperationId } from '../../domain/ids.ts'
import {
  type Acknowledged,
  type BaseMark,
  type BaseRow,
  type EntryElsewhere,
  type Identity,
  isReleased,
  isSameLibrary,
  type OutboxEntry,
  type PinErrors,
  type TabletStorage,
} from './tablet-storage.ts'

/** All tables at one instant; never changed, only replaced. */
export interface DiskImage {
  readonly outbox: readonly OutboxEntry[]
  readonly elsewhere: readonly EntryElsewhere[]
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
  elsewhere: [],
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

export const baseKey = ({ kind, id }: Pick<BaseRow, 'kind' | 'id'>): string => `${kind}\n${id}`

/** One transaction that reads, and one that writes: `work` answers the change to make and the value to give back. */
export interface ImageDisk {
  read<T>(work: (image: DiskImage) => T): Promise<T>
  write<T>(work: (image: DiskImage) => { readonly change: Partial<DiskImage>; readonly value: T }): Promise<T>
}

/** A disk that never fails, and forgets with the page. */
export const createImageDisk = (first: DiskImage): ImageDisk => {
  let image = first
  return {
    read: async (work) => work(image),
    write: async (work) => {
      const { change, value } = work(image)
      image = { ...image, ...change }
      return value
    },
  }
}

const withoutBase: Pick<DiskImage, 'base' | 'outcomes' | 'visits' | 'mark'> = {
  base: new Map(),
  outcomes: new Map(),
  visits: [],
  mark: undefined,
}

const toEntry = ({ outcome, version, caseId, reason, acknowledgedAt, ...entry }: Acknowledged): OutboxEntry => entry

export const createImageStorage = ({ read, write }: ImageDisk): TabletStorage => {
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
        elsewhere: image.elsewhere,
        unreached: [...image.outcomes.values()].filter(({ version }) => version > (image.mark?.version ?? -1)),
        visits: image.visits,
        clockOffset: image.clockOffset,
      })),
    probe: () => read(() => undefined),
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
          identity: image.identity && { ...image.identity, ...learnt },
          clockOffset,
        }
      }),
    keepReceived: (received, identity) =>
      write((image) => {
        const isOfThis = image.identity !== undefined && isSameLibrary(image.identity, identity)
        if (image.identity === undefined || !isOfThis || image.lost === 'revoked') return { change: {}, value: undefined }
        const { deviceId, ticket, epoch } = identity
        const outcomes = new Map(image.outcomes)
        let { lastSeq } = image
        const isToTell = image.identity.epoch !== epoch
        const told: OutboxEntry[] = []
        for (const entry of received) {
          const known = image.outbox.find(({ operationId }) => operationId === entry.operationId)
          const seq = known?.seq ?? ++lastSeq
          if (isToTell) told.push(toEntry({ ...entry, seq }))
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
        const entries = returned.map(toEntry)
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
    keepIdentity: (identity, leaving) =>
      write((image) => {
        const left = leaving === undefined ? [] : image.outbox
        const former = image.identity?.library
        const apart = [
          ...image.elsewhere,
          ...left.map((entry) => ({ ...entry, library: entry.library ?? former, libraryName: leaving ?? '' })),
        ]
        const back = apart.filter((entry) => isSameLibrary(entry, identity)).map(({ libraryName, ...entry }) => entry)
        const change = {
          ...(leaving === undefined ? {} : withoutBase),
          ...{ identity, lost: undefined, term: image.term + 1 },
          outbox: [...image.outbox.filter((entry) => !left.includes(entry)), ...back].sort((a, b) => a.seq - b.seq),
          elsewhere: apart.filter((entry) => !isSameLibrary(entry, identity)),
        }
        return { change, value: undefined }
      }),
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
        change: { ...withoutBase, term: term + 1 },
        value: undefined,
      })),
    // The next transaction opens it again.
    close: () => {},
  }
}
