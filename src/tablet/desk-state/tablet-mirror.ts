/**
 * What is on this tablet's disk, mirrored in memory for the screens: identity, base, outbox, what was received but not yet reached.
 * Runs in the page. It changes only after the disk did, and any tab can throw it away and read the disk again.
 */
import type { OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import { upcastEnvelope } from '../../protocol/upcast-envelope.ts'
import type { WaitingElsewhere } from '../desk.ts'
import { readEnvelope } from '../outbox/compose-entry.ts'
import {
  type Acknowledged,
  type Acknowledgement,
  type BaseMark,
  type BaseRow,
  type EntryElsewhere,
  type Identity,
  type OutboxEntry,
  type StoredTablet,
  toAcknowledged,
  type UnkeptAnswer,
} from '../storage/tablet-storage.ts'
import type { DeskView, ShownOperation } from './desk-view.ts'

/**
 * Whose operations wait on this tablet, besides its own library's: one line for each, in the order they came. Libraries are told apart as
 * everywhere: two of one name are two lines.
 */
const countByLibrary = (entries: readonly EntryElsewhere[]): readonly WaitingElsewhere[] => {
  const firsts = entries.filter((entry, i) => entries.findIndex((other) => other.library === entry.library) === i)
  return firsts.map((first) => ({
    library: first.library,
    libraryName: first.libraryName,
    count: entries.filter((entry) => entry.library === first.library).length,
  }))
}

export interface TabletMirror {
  identity: Identity | undefined
  mark: BaseMark | undefined
  /** Of a base of a history that was lost, until that of the present one comes. */
  lostMark: BaseMark | undefined
  /** Milliseconds to add to this tablet's clock. */
  clockOffset: number
  /** In order; not acknowledged. */
  readonly outbox: readonly OutboxEntry[]
  /** What waits for libraries that this tablet is not in. */
  readonly elsewhere: readonly WaitingElsewhere[]
  /** The base as the disk had it, until a pull changes it: what the leading tab sums at its start. */
  readonly loadedBase: readonly BaseRow[] | undefined
  /** What the endpoint answered while the disk took nothing: to be kept there before the disk is read again. */
  unkept: readonly UnkeptAnswer[]
  load(stored: StoredTablet): void
  committed(entry: OutboxEntry, envelope: Envelope): void
  acknowledged(results: readonly Acknowledgement[], at: Instant): void
  /** The same, of an answer that the disk did not take. */
  answeredUnkept(results: readonly Acknowledgement[], at: Instant): void
  pulled(rows: readonly BaseRow[], isWhole: boolean, mark: BaseMark): void
}

/** Shown over the base until the base has reached it; a refusal shows nothing. */
const isShown = (entry: Acknowledged, mark: BaseMark | undefined): boolean =>
  entry.outcome !== 'refused' && entry.version > (mark?.version ?? -1)

export const createTabletMirror = (view: DeskView): TabletMirror => {
  let outbox: readonly OutboxEntry[] = []
  let elsewhere: readonly WaitingElsewhere[] = []
  let unreached: readonly Acknowledged[] = []
  let loadedBase: readonly BaseRow[] | undefined
  /** As this build reads them; undefined: written by a newer one. */
  const envelopes = new Map<OperationId, Envelope | undefined>()

  const shown = (): readonly ShownOperation[] => {
    unreached = unreached.filter((entry) => isShown(entry, mirror.mark))
    const entries = [...unreached, ...outbox]
    const ids = new Set(entries.map(({ operationId }) => operationId))
    for (const id of envelopes.keys()) if (!ids.has(id)) envelopes.delete(id)
    // A browser may go back to an older build: what the newer one wrote waits for the endpoint, and is not guessed at.
    return entries.flatMap(({ seq, operationId, text }) => {
      const envelope = envelopes.has(operationId) ? envelopes.get(operationId) : upcastEnvelope(readEnvelope(text))
      envelopes.set(operationId, envelope)
      return envelope === undefined ? [] : { seq, envelope }
    })
  }

  /** What of `results` answers something that waits here. */
  const take = (results: readonly Acknowledgement[], at: Instant): readonly Acknowledged[] => {
    const resultById = new Map(results.map((result) => [result.operationId, result]))
    const received = outbox.flatMap((entry) => {
      const result = resultById.get(entry.operationId)
      return result !== undefined && result.hash === entry.hash ? [toAcknowledged(entry, result, at)] : []
    })
    const ids = new Set(received.map(({ operationId }) => operationId))
    outbox = outbox.filter(({ operationId }) => !ids.has(operationId))
    unreached = [...unreached, ...received]
    // What was accepted stays where it is; only a refusal changes what is shown.
    if (received.some(({ outcome }) => outcome === 'refused')) view.setShown(shown())
    return received
  }

  const mirror: TabletMirror = {
    identity: undefined,
    mark: undefined,
    lostMark: undefined,
    clockOffset: 0,
    unkept: [],
    get outbox() {
      return outbox
    },
    get elsewhere() {
      return elsewhere
    },
    get loadedBase() {
      return loadedBase
    },
    load: (stored) => {
      mirror.identity = stored.identity
      mirror.mark = stored.mark
      mirror.lostMark = stored.lostMark
      mirror.clockOffset = stored.clockOffset
      outbox = stored.outbox
      elsewhere = countByLibrary(stored.elsewhere)
      loadedBase = stored.base
      unreached = stored.unreached
      view.setBase(stored.base, shown())
    },
    committed: (entry, envelope) => {
      outbox = [...outbox, entry]
      envelopes.set(entry.operationId, envelope)
      view.add(envelope)
    },
    acknowledged: (results, at) => void take(results, at),
    answeredUnkept: (results, at) => {
      // Its place is the disk's to say: a press that is on no disk has none.
      mirror.unkept = [...mirror.unkept, ...take(results, at).map(({ seq, ...answer }) => answer)]
    },
    pulled: (rows, isWhole, mark) => {
      mirror.mark = mark
      mirror.lostMark = undefined
      loadedBase = undefined
      if (isWhole) view.setBase(rows, shown())
      else view.mergeBase(rows, shown())
    },
  }
  return mirror
}
