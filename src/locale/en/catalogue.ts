/**
 * Words for a catalogue that this tablet cannot search, in English.
 */
import { catalogue as fr } from '../fr/catalogue.ts'

export const catalogue: typeof fr = {
  absent: 'The catalogue is not on this tablet yet',
  coming: (percent) => `The catalogue is on its way to this tablet: ${percent}%`,
  cut: 'The catalogue did not arrive whole: this tablet asks for it again by itself',
  'no-room': 'This tablet has no room left for the catalogue: free some, then open the app again',
  failed: 'The catalogue did not answer',
}
export const catalogueWords = { fr, en: catalogue }
