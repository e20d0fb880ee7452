/**
 * English words of the fields for a day and for a time, typed by the French.
 */
import { momentField as fr } from '../fr/moment-field.ts'

export const momentField: typeof fr = {
  dayHint: 'Day, month, year: 24/11/2026',
  dayWrong: 'There is no such day. Write it like this: 24/11/2026.',
  timeHint: 'For example 14:30',
  timeWrong: 'There is no such time. Write it like this: 14:30.',
}
export const momentFieldWords = { fr, en: momentField }
