/**
 * Words of the catalogue's search over any screen, in English.
 */
import type { SearchWords } from '../fr/search.ts'

export const search: SearchWords = {
  title: 'Search for a title',
  hint: 'Arrows choose, Enter opens. A scanned item shows its record.',
  open: (title) => `See ${title}`,
  type: 'Type of item',
  everyType: 'Every type',
  audience: 'Audience',
  everyone: 'Every audience',
  audiences: { A: 'Adult', J: 'Young' },
  location: 'Location',
  everywhere: 'Every location',
  onShelf: 'Leave out what is out',
  back: 'Results',
  copies: (n) => `${n} ${n === 1 ? 'copy' : 'copies'}`,
  noCopy: 'The library has no copy of it any more.',
  askedBy: (number) => `Asked for by ${number}`,
  pickedFor: (number, bays) => (bays.length === 0 ? `picked for ${number}` : `for ${number}, bay ${bays.join(', ')}`),
  sheet: (number) => `Sheet of ${number}`,
}
