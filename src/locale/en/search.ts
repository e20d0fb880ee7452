/**
 * Words of the catalogue's search over any screen, in English.
 */
import { search as fr } from '../fr/search.ts'

export const search: typeof fr = {
  title: 'Search for a title',
  hint: 'The arrow keys choose, Enter opens. A scanned item shows its record.',
  open: (title) => `See ${title}`,
  type: 'Type of item',
  everyType: 'All types',
  audience: 'Audience',
  everyone: 'All ages',
  audiences: { A: 'Adult', J: 'Junior' },
  location: 'Location',
  everywhere: 'All locations',
  onShelf: 'Hide items that are out',
  back: 'Results',
  copies: (n) => `${n} ${n === 1 ? 'copy' : 'copies'}`,
  noCopy: 'The library no longer has a copy.',
  askedBy: (number) => `Asked for by ${number}`,
  pickedFor: (number, bays) =>
    bays.length === 0 ? `picked for ${number}` : `for ${number}, ${bays.length === 1 ? 'bay' : 'bays'} ${bays.join(', ')}`,
  sheet: (number) => `Open ${number}`,
}
export const searchWords = { fr, en: search }
