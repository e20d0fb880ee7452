/**
 * What an order's sheet and the pull list say of a document that left by the ordinary desk, in English. Runs everywhere.
 */
import { lentElsewhere as fr } from '../fr/lent-elsewhere.ts'

export const lentElsewhere: typeof fr = {
  since: (when) => `out at the lending desk according to the ILS, since ${when}`,
  onDay: (day) => day,
  onDayAt: (day, time) => `${day} at ${time}`,
}
export const lentElsewhereWords = { fr, en: lentElsewhere }
