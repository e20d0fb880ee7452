/**
 * What a category of patrons may borrow of a type of documents (LOAN-1). Runs everywhere.
 */
export interface LoanRight {
  /** Patron category as the ILS spells it; '*' for every category that has no row of its own. */
  readonly category: string
  /** Document type as the ILS spells it; '*' for every type that has no row of its own. */
  readonly documentType: string
  /** Documents of this type at once; undefined: no limit by type. */
  readonly maximum: number | undefined
  /** Of which new releases. */
  readonly newReleaseMaximum: number | undefined
  /** Documents of this type in one order. */
  readonly maximumPerOrder: number | undefined
  readonly durationDays: number
}
