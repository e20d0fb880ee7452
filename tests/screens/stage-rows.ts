/**
 * The library of the stage: eight colleagues, its zones, and thirty works of the public domain with their copies. For tests of screens.
 * Card and item numbers are made up and pass the library's own check digit; nobody here is real.
 */

import {
  type LibrarianId,
  toCardNumber,
  toDeviceId,
  toDeviceLetter,
  toItemBarcode,
  toLibrarianId,
  toRecordId,
} from '../../src/domain/ids.ts'
import type { BibliographicRecord } from '../../src/domain/item/record.ts'
import type { Device, Librarian } from '../../src/domain/librarian/librarian.ts'
import type { Patron } from '../../src/domain/patron/patron.ts'
import type { Settings } from '../../src/domain/settings/settings.ts'
import { aTime, tuesday } from '../builders/a-moment.ts'
import { aPatron } from '../builders/a-patron.ts'
import { anOpeningRange, aSettings } from '../builders/a-settings.ts'

export const mehdi = toLibrarianId('mehdi')
export const ines = toLibrarianId('ines')
export const claire = toLibrarianId('claire')
/** What opens a manager's acts on the stage. */
export const stagedPassphrase = 'un héron dort debout'

export const aLibrarian = (id: LibrarianId, name: string, isManager = false): Librarian => ({
  kind: 'librarian',
  id,
  name,
  isManager,
  pin: { salt: '', iterations: 1, hash: '' },
})

/** What the endpoint knows of a tablet that spoke today. */
export const heard = { lastHeardOn: tuesday, isHolding: false, isSetAside: false }
export const tablets: readonly Device[] = [
  { kind: 'device', id: toDeviceId('tablet-a'), letter: toDeviceLetter('A'), name: 'Tablette A', ...heard },
  { kind: 'device', id: toDeviceId('tablet-b'), letter: toDeviceLetter('B'), name: 'Tablette B', ...heard },
]
export const librarians: readonly Librarian[] = [
  aLibrarian(claire, 'Claire', true),
  aLibrarian(mehdi, 'Mehdi'),
  aLibrarian(ines, 'Inès'),
  aLibrarian(toLibrarianId('solene'), 'Solène'),
  aLibrarian(toLibrarianId('yann'), 'Yann'),
]

const shift = (from: string, to: string, task: 'preparation' | 'handover' | 'telephone', id: string) => ({
  weekday: 2 as const,
  from: aTime(from),
  to: aTime(to),
  task,
  librarianId: toLibrarianId(id),
})

export const settings: Settings = aSettings({
  sendsMail: true,
  openingRanges: [anOpeningRange(2, '10:00', '12:00'), anOpeningRange(2, '14:00', '18:00'), anOpeningRange(3, '14:00', '18:00')],
  zones: [
    { name: 'Romans policiers', locations: ['Adultes policiers'] },
    { name: 'Romans', locations: ['Adultes romans'] },
    { name: 'Documentaires', locations: ['Adultes documentaires'] },
    { name: 'BD', locations: ['Adultes BD'] },
    { name: 'Jeunesse', locations: ['Jeunesse'] },
    { name: 'Musique, films', locations: ['Musique', 'Cinéma'] },
  ],
  rota: [
    shift('14:00', '18:00', 'preparation', 'mehdi'),
    shift('14:00', '18:00', 'preparation', 'ines'),
    shift('14:00', '16:00', 'handover', 'claire'),
    shift('14:00', '17:00', 'telephone', 'solene'),
    shift('16:00', '18:00', 'handover', 'yann'),
  ],
})

/** The check digit that makes a number pass Luhn (ISO/IEC 7812-1, annex B). */
const withLuhn = (digits: string): string => {
  let sum = 0
  for (const [n, digit] of [...digits].reverse().entries()) {
    const doubled = n % 2 === 0 ? Number(digit) * 2 : Number(digit)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return digits + String((10 - (sum % 10)) % 10)
}

export const itemBarcode = (work: number, copy = 0) =>
  toItemBarcode(withLuhn(`3000${String(work).padStart(6, '0')}${String(copy).padStart(3, '0')}`))
export const cardNumber = (n: number) => toCardNumber(withLuhn(`2000000${String(n).padStart(6, '0')}`))

const works: readonly (readonly [title: string, author: string, callNumber: string, location: string, type?: string])[] = [
  ['Le Mystère de la chambre jaune', 'Leroux, Gaston', 'R LER 2', 'Adultes policiers'],
  ['Le Parfum de la dame en noir', 'Leroux, Gaston', 'R LER 3', 'Adultes policiers'],
  ['Arsène Lupin, gentleman cambrioleur', 'Leblanc, Maurice', 'R LEB 1', 'Adultes policiers'],
  ['L’Affaire Lerouge', 'Gaboriau, Émile', 'R GAB', 'Adultes policiers'],
  ['Jane Eyre', 'Brontë, Charlotte', 'R BRO', 'Adultes romans'],
  ['Le Blé en herbe', 'Colette', 'R COL', 'Adultes romans'],
  ['Le Comte de Monte-Cristo', 'Dumas, Alexandre', 'R DUM 1', 'Adultes romans'],
  ['L’Île mystérieuse', 'Verne, Jules', 'R VER 12', 'Adultes romans'],
  ['Au Bonheur des Dames', 'Zola, Émile', 'R ZOL 11', 'Adultes romans'],
  ['Notre-Dame de Paris', 'Hugo, Victor', 'R HUG', 'Adultes romans'],
  ['Souvenirs entomologiques', 'Fabre, Jean-Henri', '595.7 FAB', 'Adultes documentaires'],
  ['Physiologie du goût', 'Brillat-Savarin, Jean Anthelme', '641.01 BRI', 'Adultes documentaires'],
  ['Voyage avec un âne dans les Cévennes', 'Stevenson, Robert Louis', '914.4 STE', 'Adultes documentaires'],
  ['La Famille Fenouillard', 'Christophe', 'BD CHR', 'Adultes BD', 'BD'],
  ['Gédéon', 'Rabier, Benjamin', 'BD RAB', 'Adultes BD', 'BD'],
  ['Les Malheurs de Sophie', 'Ségur, comtesse de', 'J SEG', 'Jeunesse'],
  ['Les Petites Filles modèles', 'Ségur, comtesse de', 'J SEG', 'Jeunesse'],
  ['Contes', 'Perrault, Charles', 'J PER', 'Jeunesse'],
  ['Les Gymnopédies', 'Satie, Erik', '3 SAT', 'Musique', 'CD'],
  ['Le Voyage dans la Lune', 'Méliès, Georges', 'F MEL', 'Cinéma', 'DVD'],
]

export const records: readonly BibliographicRecord[] = works.map(([title, author, callNumber, location, documentType = 'livre'], work) => ({
  kind: 'record',
  id: toRecordId(`work-${work}`),
  title,
  author,
  documentType,
  audience: location === 'Jeunesse' ? 'J' : 'A',
  copies: [0, 1].map((copy) => ({ barcode: itemBarcode(work, copy), callNumber, location, arrivedOn: undefined })),
}))

const names = 'RD HB SK LM AC ÉP MT JR YL CF DN OG BV NL PF GT EI UA QR TS'.split(' ')

export const patrons: readonly Patron[] = Array.from({ length: 80 }, (_, n) => {
  const [first = 'A', last = 'B'] = names[n % names.length] ?? ''
  return aPatron({ id: cardNumber(3306 + n * 137), firstName: `${first}…`, surname: `${last}…` })
})
