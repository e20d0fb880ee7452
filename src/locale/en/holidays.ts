/**
 * What Today says of a bank holiday of this week that nobody has decided (SET-10). Runs everywhere.
 */
import type { HolidayWords } from '../fr/holidays.ts'

export const holidays: HolidayWords = {
  wouldBeOpen: (date) => `Bank holiday on ${date}, and the library would be open: nobody has decided yet.`,
  decide: 'That is decided in Management, Settings.',
}
