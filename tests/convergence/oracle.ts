/**
 * What truly happened in a simulated world, kept beside it: what was composed, shown as saved, received, answered, lost. Runs in the
 * simulator. It believes nothing that our code says of itself; invariants compare the two.
 */

import { createHash } from 'node:crypto'
import type { OperationId } from '../../src/domain/ids.ts'
import type { Envelope } from '../../src/domain/operation/operation.ts'
import { isFact } from '../../src/domain/operation/operation.ts'
import { parseSubject } from '../../src/domain/operation/subject.ts'
import type { Order } from '../../src/domain/order/order.ts'
import { formatClaimScope } from '../../src/domain/pull-list/claim.ts'
import type { SlotFilling } from '../../src/domain/slot/slot.ts'
import type { NewOutboxEntry } from '../../src/tablet/storage/tablet-storage.ts'
import { isOfNewerBuild, upcast } from './newer-build.ts'

export interface KnownOperation {
  readonly operationId: OperationId
  readonly hash: string
  readonly text: string
  /** undefined where the text is no envelope that this build reads. */
  readonly envelope: Envelope | undefined
  readonly isFact: boolean
  /** Only a newer build reads it: this one keeps it, and shows nothing of it before the base does. */
  readonly isNewer: boolean
  readonly tablet: string
  /** Grows with each operation composed anywhere. */
  readonly order: number
  /** "Enregistré" was said. */
  isSaved: boolean
  /** "PAS ENREGISTRÉ" or "état inconnu" was said. */
  failure: 'not-saved' | 'unknown' | undefined
  /** Every disk that held it was destroyed before the endpoint had it. */
  isLost: boolean
  /** A database that was put back had it before. */
  isForgotten: boolean
  /** The last outcome that any tablet was given. */
  outcome: string | undefined
  /** When it was first answered that it is accepted; true time. */
  acceptedAt: number | undefined
  /** Some disk was told so, whatever the line made of that answer. */
  isKnownAccepted: boolean
}

export interface Violation {
  /** Of PROTOCOL.md, Invariants. */
  readonly invariant: number
  readonly what: string
}

/** What the ILS's file changed, and the head that it left. */
export interface SeenImport {
  readonly head: number
  /** Orders and slots as the import left them. */
  readonly rows: readonly (Order | SlotFilling)[]
}

export interface Oracle {
  /** By id, the content that came first. */
  readonly operations: ReadonlyMap<OperationId, KnownOperation>
  /** Every content of every id, by its pair: a broken disk gives one id a second content. */
  readonly contents: ReadonlyMap<string, KnownOperation>
  /** Pairs "id hash" for which the endpoint sent an outcome, with all outcomes in order, since the last roll-back. */
  readonly outcomes: Map<string, string[]>
  /** Pairs that some answer said the endpoint has, at any time. */
  readonly answered: Set<string>
  /** By the pair of each, and when it was sent: what one answer said is accepted. Whoever kept a part of it heard all of it. */
  readonly acceptedTogether: Map<string, readonly KnownOperation[]>
  /** The digest of the endpoint's rows at each cursor that it gave. */
  readonly digests: Map<string, string>
  readonly violations: Violation[]
  readonly faults: Map<string, number>
  readonly trace: string[]
  /** Times at which the endpoint's history was put back to an older one. */
  rollBacks: number
  /** Of these, by a file that somebody copied: the endpoint knows once a tablet says so. */
  rollBacksUnsaid: number
  /** The last one of them. */
  putBack: PutBack | undefined
  /** True time at which a content was composed, by its pair, and at which an operation left an outbox. Milliseconds since 1970. */
  readonly composedAt: Map<string, number>
  readonly receivedAt: Map<OperationId, number>
  /** When each tablet asked something in the last minute. */
  readonly requestTimes: Map<string, readonly number[]>
  /** What the endpoint erased since the last roll-back, by kind and id, and its head after that. */
  readonly erased: Map<string, number>
  /** The same of the whole day, and what may come back: a row of that name may hold less than its operations say. */
  readonly erasedEver: Set<string>
  /** Each document and order that the endpoint erased: its subject, and the version of its tombstone in that epoch. */
  readonly leavings: Leaving[]
  /** What a newer endpoint wrote into an order, by the order's id, since the last roll-back. */
  readonly lockers: Map<string, number>
  /** Since the last roll-back, in order. */
  imports: readonly SeenImport[]
  /** Called after each violation. */
  onViolation: () => void
  compose(tablet: string, entry: NewOutboxEntry): KnownOperation
  violate(invariant: number, what: string): void
  fault(kind: string): void
  note(what: string): void
}

export interface PutBack {
  /** True time. Milliseconds since 1970. */
  readonly at: number
  /** Those that had begun before. */
  readonly epochs: ReadonlySet<string>
  /** Device ids of the tablets that the older history had heard from, and had not set aside: it knows whom to wait for. */
  readonly heard: ReadonlySet<string>
}

export interface Leaving {
  readonly subject: string
  readonly epoch: string
  readonly version: number
}

/** Whether the endpoint ever erased the row that a case of this subject is about, or an order that may have had its place in that slot. */
export const wasErased = ({ erasedEver }: Oracle, subject: string): boolean => {
  const about = parseSubject(subject)
  switch (about?.kind) {
    case 'item':
      return erasedEver.has(`item\n${about.barcode}`)
    case 'order':
    case 'line':
      return erasedEver.has(`order\n${about.orderId}`)
    case 'slot':
      return [...erasedEver].some((key) => key.startsWith('order\n'))
    case 'claim':
      return erasedEver.has(`claim\n${formatClaimScope(about.scope)}`)
    case 'device':
      return erasedEver.has(`device\n${about.deviceId}`)
    default:
      return false
  }
}

/** The pair of what an entry truly holds: a broken disk changes a text and leaves the hash beside it. */
export const contentOf = ({ operationId, text }: { readonly operationId: string; readonly text: string }): string =>
  pairOf({ operationId, hash: createHash('sha256').update(text).digest('hex') })

export const pairOf = ({ operationId, hash }: { readonly operationId: string; readonly hash: string }): string => `${operationId} ${hash}`

const readEnvelope = (text: string): Envelope | undefined => {
  try {
    return upcast(JSON.parse(text)) as Envelope // As the tablet wrote it; a foreign one is only compared by its text.
  } catch {
    return undefined
  }
}

/** `clock`: true time. */
export const createOracle = (clock: () => number, startAt: number): Oracle => {
  const operations = new Map<OperationId, KnownOperation>()
  const contents = new Map<string, KnownOperation>()
  const seen = new Set<string>()
  const oracle: Oracle = {
    operations,
    contents,
    outcomes: new Map(),
    answered: new Set(),
    acceptedTogether: new Map(),
    digests: new Map(),
    violations: [],
    faults: new Map(),
    trace: [],
    rollBacks: 0,
    rollBacksUnsaid: 0,
    putBack: undefined,
    composedAt: new Map(),
    receivedAt: new Map(),
    requestTimes: new Map(),
    erased: new Map(),
    erasedEver: new Set(),
    leavings: [],
    lockers: new Map(),
    imports: [],
    onViolation: () => {},
    compose: (tablet, entry) => {
      const known = contents.get(pairOf(entry))
      if (known !== undefined) return known
      const envelope = readEnvelope(entry.text)
      const operation: KnownOperation = {
        ...entry,
        envelope,
        isFact: envelope !== undefined && typeof envelope.payload?.kind === 'string' && isFact(envelope.payload),
        isNewer: isOfNewerBuild(entry.text),
        tablet,
        order: contents.size,
        isSaved: false,
        failure: undefined,
        isLost: false,
        isForgotten: false,
        outcome: undefined,
        acceptedAt: undefined,
        isKnownAccepted: false,
      }
      contents.set(pairOf(entry), operation)
      oracle.composedAt.set(pairOf(entry), clock())
      if (operations.has(entry.operationId)) return operation
      operations.set(entry.operationId, operation)
      return operation
    },
    violate: (invariant, what) => {
      // Said once: what is wrong at one step is mostly wrong at the next.
      if (seen.has(`${invariant} ${what}`)) return
      seen.add(`${invariant} ${what}`)
      oracle.violations.push({ invariant, what })
      oracle.note(`VIOLATION ${invariant}: ${what}`)
      oracle.onViolation()
    },
    fault: (kind) => void oracle.faults.set(kind, (oracle.faults.get(kind) ?? 0) + 1),
    note: (what) => void oracle.trace.push(`${String(clock() - startAt).padStart(9)} ${what}`),
  }
  return oracle
}
