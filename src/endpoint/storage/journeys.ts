/**
 * How far each loan and return has come on its way to an ILS that is told over a wire (ILS-1), and what the states mean. Runs on
 * the endpoint. What only waits has no journey: it is what the days have to tell, less what stands here.
 */
import { type IlsReason, isListReason } from '../../domain/case/case.ts'
import type { ItemBarcode, OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { tableOf } from './line-table.ts'
import { SqlLines } from './sql-lines.ts'

export type JourneyState =
  /** The intention, written before the first byte left. */
  | 'asked'
  /** No answer came that can be believed: it may have been done. */
  | 'unknown'
  /** In a list of the ILS that people go through: nothing stands there before they did. */
  | 'queued'
  | 'accepted'
  /** It stood so before we asked. */
  | 'already'
  | 'refused'
  /** Nothing more is asked before a person has looked. */
  | 'to-decide'

/** Why a person has to see to it before anything is written (ILS-3), or after. */
export type DecideReason = Exclude<IlsReason, 'refused' | 'no-answer'>

export interface IlsJourney {
  readonly operationId: OperationId
  readonly barcode: ItemBarcode
  readonly movement: 'loan' | 'return'
  /** On which it happened. */
  readonly day: LocalDate
  readonly state: JourneyState
  readonly since: Instant
  /** When it was asked, whatever came of it since. */
  readonly askedAt: Instant
  /** Of what is `to-decide`, and of what is `unknown` for good. */
  readonly reason: DecideReason | undefined
  /** The ILS's own words at a refusal, for people; empty otherwise. */
  readonly said: string
  /** As the ILS answered it. */
  readonly dueOn: LocalDate | undefined
  /** When the ILS was last read after an answer that did not come, or that put it in a list, and did not know of it (ILS-2). */
  readonly readAt: Instant | undefined
}

/** The ILS has it: its operation is *réglé*, and nothing goes out again. */
export const isSettledJourney = ({ state }: Pick<IlsJourney, 'state'>): boolean => state === 'accepted' || state === 'already'

/** Asked, and nobody knows whether the ILS did it, or will: a line that was overtaken may lie in its list still. */
export const mayBeDone = (journey: Pick<IlsJourney, 'state' | 'reason'>): boolean =>
  journey.state === 'asked' || journey.state === 'unknown' || journey.state === 'queued' || isListReason(journey.reason)

/** How long people of the ILS have to go through its list before theirs counts as lost: milliseconds, a day. */
export const listPatienceMs = 86_400_000

/**
 * A person may ask anew what was refused, decided, or not found by a reading (ILS-2). A line in a list of the ILS waits a day, for a
 * second one would renew it. What has moved there since, never.
 */
export const mayAskAnew = (journey: Pick<IlsJourney, 'state' | 'since' | 'readAt' | 'reason'>): boolean => {
  const { state, since, readAt } = journey
  if (isSettledJourney(journey) || isListReason(journey.reason)) return false
  if (!mayBeDone(journey)) return true
  return readAt !== undefined && (state !== 'queued' || readAt - since >= listPatienceMs)
}

/** A person may say that it is seen to there. */
export const mayBeSeenTo = (journey: IlsJourney): boolean => journey.state === 'to-decide' || mayAskAnew(journey)

const journeyTable = tableOf<IlsJourney>('ils_journey')

export class SqlJourneys extends SqlLines {
  of(operationIds: readonly OperationId[]): Promise<readonly IlsJourney[]> {
    const named = `operation_id IN ${this.connection.dialect.textsIn}`
    return this.linesWhere(journeyTable, `${named} ORDER BY operation_id, barcode, movement`, JSON.stringify(operationIds))
  }

  ofDay(day: LocalDate): Promise<readonly IlsJourney[]> {
    return this.linesWhere(journeyTable, 'day = ? ORDER BY since, operation_id, barcode', day)
  }

  count(): Promise<number> {
    return this.countWhere(journeyTable, 'TRUE')
  }

  /** Inserts or replaces. */
  keep(journey: IlsJourney): Promise<void> {
    return this.keepLines(journeyTable, [journey])
  }

  /** Nothing was written: it waits again. */
  async end({ operationId, barcode, movement }: Pick<IlsJourney, 'operationId' | 'barcode' | 'movement'>): Promise<void> {
    await this.dropWhere(journeyTable, 'operation_id = ? AND barcode = ? AND movement = ?', operationId, barcode, movement)
  }

  /** Forgets those that have not moved since. */
  async forget(before: Instant): Promise<void> {
    await this.dropWhere(journeyTable, 'since < ?', before)
  }
}
export type JourneyReader = Pick<SqlJourneys, 'of' | 'ofDay' | 'count'>
