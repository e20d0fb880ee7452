/**
 * Of a document's loans and returns of which neither author knew: what people decided, and in which order the ILS heard of them. Runs on the
 * endpoint, inside one read of the store.
 */
import { type Case, isOfLoanAndReturn } from '../../domain/case/case.ts'
import type { CardNumber, ItemBarcode, OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Item } from '../../domain/item/item.ts'
import { namesBefore } from '../../domain/operation/causality.ts'
import type { Envelope, Operation } from '../../domain/operation/operation.ts'
import { parseSubject } from '../../domain/operation/subject.ts'
import { upcastEnvelope } from '../../protocol/upcast-envelope.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { Receipt, StoredBatch, StoreReader } from '../storage/store.ts'
import { byDocument } from './by-document.ts'
import type { Teller } from './connector.ts'
import type { DecidedOrder } from './decided-order.ts'
import { type Movement, movementKey, type ToldLine } from './movement.ts'
import type { CirculationFact } from './select-movements.ts'
import { toTrueTime } from './true-time.ts'

/** A movement that the ILS was told, and when. */
export interface Gone {
  readonly movement: Pick<Movement, 'operationId' | 'barcode' | 'movement'>
  readonly at: Instant
  /** undefined: over the wire. */
  readonly batch: StoredBatch | undefined
}

interface DecidedInput {
  readonly cases: readonly Case[]
  readonly items: ReadonlyMap<ItemBarcode, Item | undefined>
  /** By `movementKey`. */
  readonly gone: ReadonlyMap<string, Gone>
  readonly facts: readonly CirculationFact[]
  readonly readLines: Teller['readLines']
}

/** No person decides one case more often; what was heard before is taken from the order in which it went out. */
const mostDecisions = 20

/** That of these the one came last; the newest decision of its case stands. */
interface Decision {
  readonly cites: readonly OperationId[]
  readonly last: OperationId
  readonly receivedAt: Instant
  readonly stands: boolean
}

/** What was decided of a case: what each decision replaced is in its envelope, as long as that is kept. */
const readDecisions = async (reader: StoreReader, { cites, settlement }: Case): Promise<readonly Decision[]> => {
  const decisions: Decision[] = []
  for (let id = settlement?.operationId; id !== undefined && decisions.length < mostDecisions; ) {
    const receipt: Receipt | undefined = (await reader.receiptsOf(id)).find(({ envelope }) => envelope !== '')
    const payload: Operation | undefined = receipt && upcastEnvelope(JSON.parse(receipt.envelope) as Envelope)?.payload
    if (receipt === undefined || payload?.kind !== 'settle-case' || payload.decision.kind !== 'stands') break
    decisions.push({ cites, last: payload.decision.fact, receivedAt: receipt.receivedAt, stands: decisions.length === 0 })
    id = payload.anew?.replaces
  }
  return decisions
}

/**
 * The place of each of a document's movements on the lines of one file, which are of this document. A line does not say by which press it is:
 * of several loans to one card, and of several returns, `sorted` does. undefined: these lines are not of these movements, or were not kept.
 */
const placesOn = (
  lines: readonly ToldLine[],
  sorted: readonly Gone['movement'][],
  cardOf: (loan: OperationId) => CardNumber | undefined,
): ReadonlyMap<string, number> | undefined => {
  if (lines.length !== sorted.length) return undefined
  const left = [...sorted]
  const places = new Map<string, number>()
  for (const [place, { movement, card }] of lines.entries()) {
    const at = left.findIndex((one) => one.movement === movement && [undefined, card].includes(cardOf(one.operationId)))
    for (const one of at < 0 ? [] : left.splice(at, 1)) places.set(movementKey(one), place)
  }
  return left.length === 0 ? places : undefined
}

/** Above 0: the ILS heard of the first after the second. undefined: of both in one file, whose lines say no more. */
type HeardApart = (one: Gone, other: Gone) => number | undefined

/** Of one document: what of it has gone out, and its lines in the file of a batch. */
interface OfDocument {
  readonly gone: readonly Gone[]
  readonly lines: (batch: StoredBatch) => readonly ToldLine[]
  /** undefined: no loan, or one that its row has no more. */
  readonly cardOf: (loan: OperationId) => CardNumber | undefined
}

const toHeardApart = ({ gone, lines, cardOf }: OfDocument, lineAt: (operationId: OperationId, madeAt: Instant) => number): HeardApart => {
  const placesByBatch = new Map<number, ReadonlyMap<string, number> | undefined>()
  const placesIn = (batch: StoredBatch): ReadonlyMap<string, number> | undefined => {
    if (placesByBatch.has(batch.number)) return placesByBatch.get(batch.number)
    const movements = gone.flatMap((one) => (one.batch?.number === batch.number ? [one.movement] : []))
    const places = placesOn(
      lines(batch),
      movements.sort((a, b) => lineAt(a.operationId, batch.madeAt) - lineAt(b.operationId, batch.madeAt)),
      cardOf,
    )
    placesByBatch.set(batch.number, places)
    return places
  }
  return (one, other) => {
    if (one.batch === undefined || other.batch === undefined) return one.at === other.at ? undefined : one.at - other.at
    if (one.batch.number !== other.batch.number) return one.batch.number - other.batch.number
    const places = placesIn(one.batch)
    const [a, b] = [one, other].map(({ movement }) => places?.get(movementKey(movement)))
    return a === undefined || b === undefined ? undefined : a - b
  }
}

const toDecidedOrder = (
  barcode: ItemBarcode,
  decisions: readonly Decision[],
  gone: ReadonlyMap<string, Gone>,
  heardApart: HeardApart,
): DecidedOrder => {
  const between = (loan: OperationId, back: OperationId): readonly Decision[] =>
    decisions.filter(({ cites }) => cites.includes(loan) && cites.includes(back))
  return {
    last: (loan, back) => between(loan, back).findLast(({ stands }) => stands)?.last,
    heardLast: (loan, back) => {
      const lent = gone.get(movementKey({ operationId: loan, barcode, movement: 'loan' }))
      const returned = gone.get(movementKey({ operationId: back, barcode, movement: 'return' }))
      if (lent === undefined || returned === undefined) return undefined
      const apart = heardApart(lent, returned)
      if (apart !== undefined) return apart > 0 ? loan : back
      // By what was decided when they went out, they went out.
      return between(loan, back).findLast(({ receivedAt }) => receivedAt <= Math.max(lent.at, returned.at))?.last
    },
  }
}

/** Documents of which the ILS was told a loan and a return. */
const heardBoth = (gone: ReadonlyMap<string, Gone>): readonly ItemBarcode[] => {
  const lent = new Set<ItemBarcode>()
  const returned = new Set<ItemBarcode>()
  for (const { movement } of gone.values()) (movement.movement === 'loan' ? lent : returned).add(movement.barcode)
  return [...lent].filter((barcode) => returned.has(barcode))
}

/** While nobody has decided, and the ILS has not heard of both, none of the two goes out. */
export const readDecided = async (
  reader: StoreReader,
  { cases, items, gone, facts, readLines }: DecidedInput,
): Promise<ReadonlyMap<ItemBarcode, DecidedOrder>> => {
  const byBarcode = new Map(heardBoth(gone).map((barcode): [ItemBarcode, Decision[]] => [barcode, []]))
  for (const row of cases) {
    const about = isOfLoanAndReturn(row.id) ? parseSubject(row.subject) : undefined
    if (about?.kind !== 'item' || !items.has(about.barcode)) continue
    byBarcode.set(about.barcode, [...(byBarcode.get(about.barcode) ?? []), ...(await readDecisions(reader, row))])
  }
  if (byBarcode.size === 0) return new Map()
  const toLocal = wallClockOf((await reader.row('settings', 'settings'))?.zone)
  const trueAt = new Map(facts.map(({ envelope, happened }) => [envelope.operationId, happened.at]))
  const goneByBarcode = byDocument(gone.values(), ({ movement }) => [movement.barcode])
  const linesByBatch = new Map<number, ReadonlyMap<ItemBarcode, readonly ToldLine[]>>()
  const readOnce = (batch: StoredBatch) => {
    const lines = linesByBatch.get(batch.number) ?? byDocument(readLines?.(batch) ?? [], (line) => [line.barcode])
    linesByBatch.set(batch.number, lines)
    return lines
  }
  return new Map(
    [...byBarcode].map(([barcode, decisions]) => {
      const ofItem = items.get(barcode)?.facts ?? []
      const known = once(() => namesBefore(ofItem))
      // Of another day the row alone says when, by a clock that was not corrected.
      const byRow = once(() => new Map(ofItem.map(({ operationId, happened, at }) => [operationId, toTrueTime(happened, at, toLocal).at])))
      const cards = new Map(ofItem.flatMap((fact) => (fact.what === 'handed-over' ? [[fact.operationId, fact.card] as const] : [])))
      const byReception = decisions.sort((a, b) => a.receivedAt - b.receivedAt)
      const decidedBefore = (id: OperationId, madeAt: Instant): readonly OperationId[] =>
        byReception.flatMap(({ cites, last, receivedAt }) => {
          if (receivedAt > madeAt || !cites.includes(id)) return []
          if (!cards.has(id)) return cites.filter((other) => cards.has(other) && other !== last)
          return id === last ? cites : []
        })
      // As a file's lines are sorted: nothing before what its author knew, or what a person had decided to come before it.
      const lineAt = (operationId: OperationId, madeAt: Instant): number =>
        Math.max(
          ...[operationId, ...(known().get(operationId) ?? [])]
            .flatMap((id) => [id, ...decidedBefore(id, madeAt)])
            .map((id) => trueAt.get(id) ?? byRow().get(id) ?? 0),
        )
      const ofDocument: OfDocument = {
        gone: goneByBarcode.get(barcode) ?? [],
        lines: (batch) => readOnce(batch).get(barcode) ?? [],
        cardOf: (loan) => cards.get(loan),
      }
      return [barcode, toDecidedOrder(barcode, byReception, gone, toHeardApart(ofDocument, lineAt))]
    }),
  )
}

/** Worked out when it is first asked for: of most documents nobody asks. */
const once = <T>(work: () => T): (() => T) => {
  let done: { readonly of: T } | undefined
  return () => {
    done ??= { of: work() }
    return done.of
  }
}
