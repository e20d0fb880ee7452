/**
 * Makes a library to try the desk with, dated today: what `npm start` does where there is no database and no library name.
 * Runs on the endpoint. The same day and minute give the same library, row by row; it never mixes with real data (`isDemo`). Its documents
 * are real works (`works.txt`) in their editions, volumes and formats; barcodes, years and days of arrival are invented.
 */
import {
  type CardNumber,
  type ItemBarcode,
  type LibraryId,
  toCardNumber,
  toDeviceId,
  toItemBarcode,
  toLibraryId,
  toRecordId,
} from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import { type Librarian, pinIterations } from '../../domain/librarian/librarian.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { readMailAddress } from '../../domain/message/message.ts'
import type { Patron } from '../../domain/patron/patron.ts'
import { writeDeviceRow } from '../authority/write-device-row.ts'
import { keepIlsLoans } from '../catalogue/ils-loans.ts'
import { keepLoansAsOf } from '../catalogue/loans-as-of.ts'
import { hashPassphrase } from '../enrolment/hash-passphrase.ts'
import { hashPin } from '../enrolment/hash-pin.ts'
import type { StoredAddress } from '../storage/messages.ts'
import { forgottenTicket } from '../storage/start-new-epoch.ts'
import type { Store } from '../storage/store.ts'
import type { CatalogueEntry, Library, StoredDevice } from '../storage/stored.ts'
import { demoLibrarians, demoSettings, demoZone } from './demo-settings.ts'
import { createTimeline } from './demo-timeline.ts'
import { pressOperations } from './press-operations.ts'
import { createRandom, type Random } from './random.ts'
import { demoLetters, tellStory } from './tell-story.ts'
import text from './works.txt?raw'

export const demoLibraryId = toLibraryId('demo')

/** The town that the product was imagined for. */
const townSize = { documents: 58_000, patrons: 3260 }

const verifiers = (random: Random): Promise<readonly Librarian[]> =>
  Promise.all(
    demoLibrarians.map(async ({ id, name, pin, isManager }): Promise<Librarian> => {
      const like = { salt: random.hexId(), iterations: pinIterations, hash: '' }
      return { kind: 'librarian', id, name, isManager, pin: await hashPin(pin, like) }
    }),
  )

/**
 * Fills `store` with the demo, as of the day at `now` in `demoZone`, and answers its library. `publishCatalogue` makes its file, as after
 * an import. Throws where the demo is there. A smaller `size` is for tests.
 */
export const makeDemoLibrary = async (store: Store, today: LocalDate, now: Instant, size = townSize): Promise<Library> => {
  const half = (await store.libraries()).find((library) => library.id === demoLibraryId && library.head === 0)
  // A start that was cut short left a library with nothing in it.
  if (half !== undefined) await store.removeLibrary(half.id)
  const random = createRandom(`demo ${today}`)
  const timeline = createTimeline(demoZone, today, now)
  const settings = demoSettings(today, timeline.now)
  // The ILS's night export, made before the doors open.
  const asOf = toInstant(Math.min(now, timeline.toInstant(6 * 60)))
  const catalogue = combineCatalogue(random, today, size.documents)
  const patrons = inventPatrons(random, today, asOf, size.patrons)
  const librarians = await verifiers(random)
  await store.createLibrary({ id: demoLibraryId, name: settings.libraryName, isDemo: true })

  const aDevice = (letter: (typeof demoLetters)[number], name: string): StoredDevice => ({
    libraryId: demoLibraryId,
    id: toDeviceId(random.hexId()),
    letter,
    name,
    // No credential has this hash: nobody can speak for these tablets.
    credentialHash: `${random.hexId()}${random.hexId()}`,
    nextCredentialHash: undefined,
    ticket: random.hexId(),
    // They are told of as having spoken.
    previousTicket: forgottenTicket,
    lastHeardAt: now,
    pendingCount: 0,
    build: undefined,
    setAsideAt: undefined,
  })
  const devices = [aDevice(demoLetters[0], 'Tablette de l’accueil'), aDevice(demoLetters[1], 'Tablette des rayons')] as const
  const mayBorrow = patrons.filter(
    ({ blocked, expiresOn, ilsLoans, category }) =>
      blocked === undefined && (expiresOn === undefined || expiresOn > today) && ilsLoans < 6 && category !== 'collectivité',
  )
  const presses = tellStory({ random, today, timeline, settings, patrons: mayBorrow, catalogue, devices })

  await store.transact(demoLibraryId, async (transaction) => {
    await transaction.upsertCatalogue(catalogue)
    // The night export said that the ordinary desk has lent none of it.
    await keepIlsLoans(transaction, new Map(), new Set(), asOf)
    await keepLoansAsOf(transaction, asOf, now)
    for (const row of [settings, ...librarians, ...patrons]) await transaction.writeRow(row, now)
    for (const address of inventAddresses(patrons)) await transaction.addresses.keep(address)
    for (const device of devices) {
      await transaction.keepDevice(device)
      await writeDeviceRow(transaction, device, now)
    }
    await pressOperations(transaction, presses, timeline, random)
    // Set aside, so that a day's closing never waits to hear from tablets that do not exist (CASE-4).
    for (const device of devices) {
      await transaction.keepDevice({ ...device, setAsideAt: now })
      await writeDeviceRow(transaction, { ...device, setAsideAt: now }, now)
    }
  })
  return store.read(demoLibraryId, async (reader) => reader.library())
}

const surnames =
  'MARTIN BERNARD THOMAS PETIT ROBERT RICHARD DURAND DUBOIS MOREAU LAURENT SIMON MICHEL LEFEBVRE LEROY ROUX DAVID BERTRAND MOREL FOURNIER GIRARD BONNET DUPONT LAMBERT FONTAINE ROUSSEAU VINCENT MULLER LEFÈVRE FAURE ANDRÉ MERCIER BLANC GUÉRIN BOYER GARNIER CHEVALIER FRANÇOIS LEGRAND GAUTHIER GARCIA PERRIN ROBIN CLÉMENT MORIN NICOLAS HENRY ROUSSEL MATHIEU GAUTIER MASSON MARCHAND DUVAL DENIS DUMONT MARIE LEMAIRE NOËL MEYER DUFOUR MEUNIER BRUN BLANCHARD GIRAUD JOLY RIVIÈRE LUCAS BRUNET GAILLARD BARBIER ARNAUD MARTINEZ GÉRARD ROCHE RENARD SCHMITT ROY LEROUX COLIN VIDAL CARON PICARD ROGER FABRE AUBERT LEMOINE RENAUD DUMAS LACROIX OLIVIER PHILIPPE BOURGEOIS PIERRE BENOIT REY LECLERC PAYET ROLLAND LECLERCQ GUILLAUME LECOMTE LOPEZ JEAN DUPUY GUILLOT HUBERT BERGER CARPENTIER SANCHEZ DUPUIS MOULIN LOUIS DESCHAMPS HUET VASSEUR PEREZ BOUCHER FLEURY ROYER KLEIN JACQUET ADAM PARIS POIRIER MARTY AUBRY GUYOT CARRÉ CHARLES RENAULT CHARPENTIER MÉNARD MAILLARD BARON BERTIN BAILLY HERVÉ SCHNEIDER FERNANDEZ LE GALL COLLET LÉGER BOUVIER JULIEN PRÉVOST MILLET PERROT DANIEL LE ROUX COUSIN GERMAIN BRETON BESSON LANGLOIS RÉMY LE GOFF PELLETIER LÉVÊQUE PERRIER LEBLANC BARRÉ LEBRUN MARCHAL WEBER MALLET HAMON BOULANGER JACOB MONNIER MICHAUD RODRIGUEZ GUICHARD GILLET ÉTIENNE GRONDIN POULAIN TESSIER CHEVALLIER COLLIN CHAUVIN DA SILVA BOUCHET GAY LEMAÎTRE BÉNARD MARÉCHAL HUMBERT REYNAUD ANTOINE HOARAU PERRET BARTHÉLEMY CORDIER PICHON LEJEUNE GILBERT LAMY DELAUNAY PASQUIER CARLIER LAPORTE DIALLO TRAORÉ NGUYEN BENALI HADDAD KOUASSI PHAM'
    .replace(/\b(LE|DA) /g, '$1_')
    .split(' ')
    .map((surname) => surname.replace('_', ' '))

const firstNames =
  'Marie Jean Pierre Michel Nathalie Isabelle Philippe Catherine Alain Sylvie Patrick Martine Christophe Nicolas Christine Françoise Valérie Sandrine Stéphanie Véronique Sophie Céline Daniel Bernard Chantal Julien Thierry Laurent Éric Frédéric Anne Sébastien Monique David Patricia Pascal Aurélie Brigitte Olivier Nicole Émilie Julie Stéphane Dominique Vincent Virginie Anthony Guillaume Élodie Thomas Claire Alexandre Laura Maxime Camille Léa Chloé Manon Lucas Emma Hugo Inès Louis Jade Gabriel Alice Arthur Louise Jules Lina Adam Rose Raphaël Ambre Léo Anna Paul Mila Nathan Juliette Ethan Agathe Noé Zoé Sacha Lola Tom Éva Théo Romane Clément Margaux Antoine Mathilde Baptiste Pauline Quentin Justine Amina Yanis Fatou Mehdi Aïcha Karim Mai Linh Moussa Nour Élise Jeanne Simone René Odette Marcel Yvette André Denise Lucien Suzanne Roger Jacqueline Gérard Colette Henri Huguette Maurice'.split(
    ' ',
  )

const groups = [
  'École Jean-Macé',
  'École des Tilleuls',
  'Collège Marie-Curie',
  'Crèche des Lutins',
  'Résidence du Parc',
  'Centre de loisirs',
  'IME Les Glycines',
]

const cardOf = (n: number): CardNumber => toCardNumber(withLuhnDigit(`233330${String(n).padStart(7, '0')}`))

/** One patron in so many has no address, and one reads English. */
const peopleToOneWithout = 8
const peopleToOneInEnglish = 20

/** Where the demo would write: addresses of a domain that can never be anybody's (RFC 2606). */
const inventAddresses = (patrons: readonly Patron[]): readonly StoredAddress[] =>
  patrons.flatMap(({ id, reachable }, n) => {
    const email = readMailAddress(`usager.${n + 1}@courrier.example`)
    const language = n % peopleToOneInEnglish === 1 ? 'en' : 'fr'
    return reachable !== 'yes' || email === undefined ? [] : [{ card: id, email, language, refusals: 0 }]
  })

/** `count` patrons, as the ILS gave them at `asOf`: common names, combined by chance. Four in a hundred have an expired card, one or two are blocked. */
const inventPatrons = (random: Random, today: LocalDate, asOf: Instant, count: number): readonly Patron[] =>
  Array.from({ length: count }, (_, n): Patron => {
    const chance = random.between(1, 1000)
    const group = n < groups.length ? groups[n] : undefined
    const category = group !== undefined ? 'collectivité' : chance <= 300 ? 'jeunesse' : chance <= 360 ? 'étudiant' : 'adulte'
    return {
      kind: 'patron',
      id: cardOf(n + 1),
      surname: group ?? random.pick(surnames),
      firstName: group === undefined ? random.pick(firstNames) : '',
      category,
      expiresOn: addDays(today, random.isLucky(4) ? -random.between(1, 200) : random.between(15, 364)),
      blocked:
        random.between(1, 1000) <= 14
          ? random.pick(['Retard de plus de 30 jours', 'Document perdu non remboursé', 'Adresse à vérifier'])
          : undefined,
      ilsLoans: random.isLucky(45) ? 0 : random.between(1, 8),
      returnedSince: [],
      ilsAsOf: asOf,
      reachable: n % peopleToOneWithout === 0 ? 'no' : 'yes',
      loans: [],
    }
  })

/** At each start, the passphrases that a demo prints (PRIV-5): one that was changed on a tablet stays changed. */
export const keepDemoPassphrases = async (store: Store, libraryId: LibraryId): Promise<void> => {
  for (const { id: librarianId, passphrase } of demoLibrarians) {
    if (passphrase === undefined) continue
    const kept = await store.read(libraryId, (reader) => reader.passphrase(librarianId))
    if (kept?.verifier !== undefined) continue
    const verifier = await hashPassphrase(passphrase)
    await store.transact(libraryId, (transaction) => transaction.keepPassphrase({ librarianId, verifier, code: kept?.code }))
  }
}

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
const combineCatalogue = (random: Random, today: LocalDate, count: number): readonly CatalogueEntry[] => {
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
