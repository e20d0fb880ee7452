/**
 * The demo's 58,000 documents: each real work in its editions, volumes, formats and adaptations, as a town library would have gathered
 * them over the years. Runs on the endpoint. Barcodes, years and days of arrival are invented; the works are not (`works.txt`).
 */
import { type ItemBarcode, toItemBarcode, toRecordId } from '../../domain/ids.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import type { CatalogueEntry } from '../storage/stored.ts'
import type { Random } from './random.ts'
import text from './works.txt?raw'

type Genre =
  | 'novel'
  | 'crime'
  | 'science-fiction'
  | 'theatre'
  | 'poetry'
  | 'non-fiction'
  | 'young-novel'
  | 'tale'
  | 'comic'
  | 'young-comic'
  | 'music'
  | 'film'
  | 'magazine'

/** Real, and of the public domain. */
interface Work {
  readonly genre: Genre
  readonly title: string
  readonly author: string
  /** "ZOL", or "641.5 ESC" for what is shelved by class. */
  readonly shelf: string
  readonly volumes: number
}

/** « author | letters or class and letters | title; title »; a number after « × » says volumes. */
const readLine = (genre: Genre, line: string): readonly Work[] => {
  const [author = '', shelf = '', titles = ''] = line.split('|')
  return titles.split('; ').map((written) => {
    const [title = '', volumes = '1'] = written.split(' ×')
    return { genre, title, author: genre === 'magazine' ? '' : author, shelf, volumes: Number(volumes) }
  })
}

/** A part for each genre, under its name. */
const works: readonly Work[] = text.split(/^# /m).flatMap((part) => {
  const [genre, ...lines] = part.trim().split('\n')
  // A genre's name, as the file has it.
  return lines.flatMap((line) => readLine(genre as Genre, line))
})

/** What one form of a work is on the shelves. */
interface Form {
  readonly documentType: string
  readonly location: string
  /** Before the letters of the spine. */
  readonly prefix: string
  /** Follows the title. */
  readonly suffix: string
  readonly audience: 'A' | 'J'
  /** Has the volumes of the work, or stands alone. */
  readonly isInVolumes: boolean
}

const aForm = (documentType: string, location: string, prefix: string, form: Partial<Form> = {}): Form => ({
  documentType,
  location,
  prefix,
  suffix: '',
  audience: 'A',
  isInVolumes: true,
  ...form,
})

const alone = { isInVolumes: false }
const young = { audience: 'J' } as const
const largePrint = aForm('livre', 'Gros caractères', 'GC ', { suffix: ' (gros caractères)' })
const audioBook = aForm('livre audio', 'Livres audio', 'LA ', { suffix: ' (livre audio)' })
const film = aForm('DVD', 'Cinéma', 'F ', { suffix: ' (film)', ...alone })
const comicOf = aForm('BD', 'Adultes BD', 'BD ', { suffix: ' (bande dessinée)' })
const abridged = aForm('livre', 'Jeunesse romans', 'JR ', { suffix: ' (texte abrégé)', ...young, ...alone })
const fiction = (prefix: string): readonly Form[] => {
  const print = aForm('livre', 'Adultes romans', prefix)
  return [print, print, largePrint, audioBook, print, comicOf, film, print, abridged]
}
const classics = aForm('livre', 'Adultes documentaires', '')
const youngNovel = aForm('livre', 'Jeunesse romans', 'JR ', young)
const picture = aForm('livre', 'Albums', 'A ', { ...young, ...alone })

/** Forms of each genre, the commonest first; they come again and again, as new editions do. */
const formsByGenre: Readonly<Record<Genre, readonly Form[]>> = {
  novel: fiction('R '),
  crime: fiction('RP '),
  'science-fiction': fiction('SF '),
  theatre: [classics, classics, audioBook, classics, aForm('DVD', 'Cinéma', '', { suffix: ' (captation)', ...alone })],
  poetry: [classics, classics, audioBook, classics, { ...picture, suffix: ' (album illustré)' }],
  'non-fiction': [classics, classics, classics, audioBook],
  'young-novel': [
    youngNovel,
    youngNovel,
    aForm('BD', 'Jeunesse BD', 'JBD ', { ...young, suffix: ' (bande dessinée)' }),
    aForm('livre audio', 'Jeunesse romans', 'JLA ', { ...young, suffix: ' (livre audio)' }),
    aForm('DVD', 'Cinéma', 'JF ', { ...young, ...alone, suffix: ' (film)' }),
    youngNovel,
    { ...picture, suffix: ' (album)' },
  ],
  tale: [
    aForm('livre', 'Contes', 'JC ', young),
    picture,
    picture,
    aForm('CD', 'Contes', 'JC ', { ...young, ...alone, suffix: ' (conte musical)' }),
  ],
  comic: [aForm('BD', 'Adultes BD', 'BD ')],
  'young-comic': [aForm('BD', 'Jeunesse BD', 'JBD ', young)],
  music: [aForm('CD', 'Musique', '')],
  film: [aForm('DVD', 'Cinéma', 'F ')],
  magazine: [aForm('revue', 'Revues', '')],
}

/** Days over which the documents came in. */
const years15 = 15 * 365
/** Of 100 records, how many have two copies, three copies. */
const [twoCopies, threeCopies] = [22, 6]

/** `n` is the document's alone. Numbers are dealt in a shuffled order: neighbours on a shelf do not follow each other. */
const barcodeOf = (n: number): ItemBarcode => toItemBarcode(withLuhnDigit(`333310${String(n).padStart(7, '0')}`))

const titleOf = ({ genre, title, volumes }: Work, { suffix, isInVolumes }: Form, volume: number, round: number): string => {
  if (genre === 'magazine') return `${title}, n° ${round + 1}`
  return `${title}${isInVolumes && volumes > 1 ? `, tome ${volume}` : ''}${suffix}`
}

/** Exactly `count` documents, grouped in records. The same seed and day give the same ones. */
export const combineCatalogue = (random: Random, today: LocalDate, count: number): readonly CatalogueEntry[] => {
  const numbers = random.shuffle(Array.from({ length: count }, (_, n) => n + 1))
  const entries: CatalogueEntry[] = []
  let records = 0
  for (let round = 0; entries.length < count; round++) {
    for (const work of works) {
      const forms = formsByGenre[work.genre]
      const form = forms[round % forms.length]
      if (form === undefined) continue
      const year = String(Number(today.slice(0, 4)) - random.between(0, 45) - (round % 7))
      for (let volume = 1; volume <= (form.isInVolumes ? work.volumes : 1); volume++) {
        records++
        const chance = random.between(1, 100)
        const copies = chance <= threeCopies ? 3 : chance <= threeCopies + twoCopies ? 2 : 1
        const shared = {
          recordId: toRecordId(`N${String(records).padStart(6, '0')}`),
          title: titleOf(work, form, volume, round),
          author: work.author,
          documentType: form.documentType,
          audience: form.audience,
          callNumber: `${form.prefix}${work.shelf}${form.isInVolumes && work.volumes > 1 ? ` ${volume}` : ''}`,
          location: form.location,
          isbn: '',
          year,
        }
        for (let copy = 0; copy < copies && entries.length < count; copy++) {
          const arrivedOn = addDays(today, -random.between(1, years15))
          entries.push({ ...shared, barcode: barcodeOf(numbers[entries.length] ?? 0), arrivedOn })
        }
      }
    }
  }
  return entries
}

/** With its Luhn check digit (ISO/IEC 7812-1, annex B), as cards and documents of the demo have one. */
export const withLuhnDigit = (digits: string): string => {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const weighted = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return total + (weighted > 9 ? weighted - 9 : weighted)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
