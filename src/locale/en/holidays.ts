/**
 * What Today says of a bank holiday of this week that nobody has decided (SET-10). Runs everywhere.
 */
import { holidays as fr } from '../fr/holidays.ts'

export const holidays: typeof fr = {
  wouldBeOpen: (date) => `Bank holiday on ${date}, and the library would be open: nobody has decided yet.`,
  decide: 'That is decided in Management, Settings.',
}
export const holidaysWords = { fr, en: holidays }
