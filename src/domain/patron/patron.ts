/**
 * What the desk knows of a patron: the directory that every tablet holds (PRIV-1). No address, birth date or history: only whether
 * there is an address to write to.
 * Runs everywhere. The row's id is the card number.
 */
import type { CardNumber, ItemBarcode, OperationId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { LocalDate } from '../local-date.ts'

/** One document out with this patron that the ILS's last figure cannot know yet (LOAN-2). */
export interface CountedLoan {
  readonly handover: OperationId
  readonly barcode: ItemBarcode
  readonly documentType: string | undefined
  readonly isNewRelease: boolean
  /** When the ILS confirmed it (*réglé*); an import newer than this drops the loan from the count. */
  readonly settledAt: Instant | undefined
}

/** Without a loan for a year a patron has no name here, and is called by the end of the card (PRIV-3). */
export const hasName = ({ surname, firstName }: Pick<Patron, 'surname' | 'firstName'>): boolean => surname !== '' || firstName !== ''

/** Whether a message reaches the patron: an address is known, none is, or it refused what was sent (MSG-8). The address itself is the endpoint's. */
export type Reachable = 'yes' | 'no' | 'refused'

export interface Patron {
  readonly kind: 'patron'
  readonly id: CardNumber
  readonly surname: string
  readonly firstName: string
  readonly category: string
  /** Last valid day; undefined: never expires. */
  readonly expiresOn: LocalDate | undefined
  /** The ILS's reason when the patron is blocked. */
  readonly blocked: string | undefined
  /** Documents out at the ILS's last import, all types together. */
  readonly ilsLoans: number
  /** Returns since that import of loans the ILS counted (barcodes, so that one return counts once). */
  readonly returnedSince: readonly ItemBarcode[]
  /** When the ILS said so; undefined: never imported ("droits à jour à 9 h 12"). */
  readonly ilsAsOf: Instant | undefined
  /** Absent: the ILS never said who has an address, or an older endpoint wrote the row. */
  readonly reachable?: Reachable | undefined
  /** Ordered by barcode. */
  readonly loans: readonly CountedLoan[]
}
