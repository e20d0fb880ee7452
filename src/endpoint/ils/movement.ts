/**
 * A loan or a return as the ILS must learn it. Runs on the endpoint; every export format is written from these.
 */
import type { CardNumber, ItemBarcode, LibrarianId, OperationId, OrderId } from '../../domain/ids.ts'
import { type Instant, msPerMinute } from '../../domain/instant.ts'
import type { LocalDate, LocalMoment } from '../../domain/local-date.ts'
import type { ToldLine } from '../storage/told-lines.ts'

/** On the library's wall clock, to the millisecond where the tablet's clock can tell; what a person stated (HO-10) begins its minute. */
export interface TrueTime extends LocalMoment {
  /** Orders two of them also in the hour that summer time repeats, where the wall clock goes back. */
  readonly at: Instant
}

/** Every zone in use since 1972 is a whole number of minutes away from UTC, so what is within the minute is the instant's own. */
export const withinMinuteMs = ({ at }: TrueTime): number => at % msPerMinute

/** `yyyy-MM-dd hh-mm-ss zzz`, as the `.koc` format writes it. */
export const formatTrueTime = (time: TrueTime): string => {
  const seconds = String(Math.floor(withinMinuteMs(time) / 1000)).padStart(2, '0')
  const milliseconds = String(withinMinuteMs(time) % 1000).padStart(3, '0')
  return `${time.date} ${time.time.replace(':', '-')}-${seconds} ${milliseconds}`
}

export interface Movement {
  readonly operationId: OperationId
  readonly barcode: ItemBarcode
  /** The undo of a loan that already went out is a return. */
  readonly movement: ToldLine['movement']
  readonly happened: TrueTime
  /** Whose loan; undefined for a return, which the ILS closes by the barcode alone. */
  readonly card: CardNumber | undefined
  /** Of a return: whose loan it ends, as the story has it; undefined of a loan, or where nobody had it. */
  readonly lentTo: CardNumber | undefined
  /** A return of before a restore, received after it: the history that was lost may have told it. */
  readonly mayBeTold?: boolean
  readonly dueOn: LocalDate | undefined
  /** LOAN-3: why it was lent against the rights. */
  readonly overrideReason: string | undefined
  readonly orderId: OrderId | undefined
  readonly librarianId: LibrarianId
}

/** Why something is not in the file, and what a person should do instead. */
export type ApartReason =
  /** A case about it is open: it goes out, or not, once somebody has settled it. */
  | 'open-case'
  /** It arrived late, and a later loan or return of the same document has gone out: loading it now would undo that one in the ILS. */
  | 'overtaken'
  /** A loan or return of the same document on another day, which comes before it, has not gone out: that day is to be exported first. */
  | 'other-day-waits'
  /** It went out, and was declared untrue afterwards: the ILS is to be corrected by hand. */
  | 'declared-untrue'
  /** The ILS's words cannot hold its number (`Listener.canTell`): a person enters it there. */
  | 'unwritable'
  /** A return of before a restore that ends no loan of ours: told again by a file it would end whatever loan the ILS made since. */
  | 'may-be-told'
  /** It was asked of the ILS over the wire: the answer did not come, or a person has to see to it. */
  | 'asked'

export interface ApartMovement extends Movement {
  readonly reason: ApartReason
}

/** What a day still has to tell the ILS, in the order in which it happened. */
export interface DayMovements {
  readonly ready: readonly Movement[]
  readonly apart: readonly ApartMovement[]
  /** What went out before, and in which batch. */
  readonly known: readonly KnownMovement[]
  /** Of the day, and not to be told at all: it says nothing new, or was taken back before anybody heard. */
  readonly silent: readonly OperationId[]
  /** Documents whose plan could not be proved, though no person said anything of them: a fault of this program. */
  readonly defects: readonly ItemBarcode[]
}

export interface KnownMovement extends Movement {
  readonly batch: number
}

/** Whom and what a movement is about, for people; empty where nothing is known any more. */
export interface MovementNames {
  readonly surname: string
  readonly firstName: string
  readonly title: string
  readonly author: string
  readonly callNumber: string
  readonly orderNumber: string
  readonly librarian: string
}

/** Names one movement of one document: what has gone out is remembered under it. */
export const movementKey = (entry: Pick<Movement, 'operationId' | 'barcode' | 'movement'>): string =>
  `${entry.operationId} ${entry.barcode} ${entry.movement}`

/** Grouped once, by barcode, each group in the order in which its members came; `barcodesOf`: of which documents one member is. */
export const byDocument = <T>(
  members: Iterable<T>,
  barcodesOf: (member: T) => Iterable<ItemBarcode>,
): ReadonlyMap<ItemBarcode, readonly T[]> => {
  const groups = new Map<ItemBarcode, T[]>()
  for (const member of members)
    for (const barcode of new Set(barcodesOf(member))) {
      const group = groups.get(barcode)
      if (group === undefined) groups.set(barcode, [member])
      else group.push(member)
    }
  return groups
}
