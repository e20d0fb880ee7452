/**
 * What an order's sheet and the pull list say of a document that left by the ordinary desk, in English. Runs everywhere.
 */
import type { LentElsewhereWords } from '../fr/lent-elsewhere.ts'

export const lentElsewhere: LentElsewhereWords = {
  since: (when) => `out at the lending desk according to the ILS, since ${when}`,
  onDay: (day) => day,
  onDayAt: (day, time) => `${day} at ${time}`,
}
