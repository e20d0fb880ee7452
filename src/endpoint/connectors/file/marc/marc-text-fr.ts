/**
 * What `npm run import` says of a file in MARC, in French: the source, by which English is typed. Runs in the endpoint's commands.
 * Words of French cataloguing: the label is a record's leader, a zone is a field.
 */
import type { Note } from '../import-finding.ts'
import { examples, linesShown, type Sayings } from '../import-lists.ts'
import type { HeededRecord, MarcFormat, MarcHeed, MarcRejection } from './marc-finding.ts'

/** One row of those that a sentence names. */
export interface NamedRow {
  readonly line: number
  readonly record?: string | undefined
}

const plural = (n: number, one: string, many: string): string => `${n} ${n < 2 ? one : many}`
const ranked = ({ line, record = '' }: NamedRow): string => `rang ${line}${record === '' ? '' : `, n° ${record}`}`

const heeds: Readonly<Record<MarcHeed, (n: number) => string>> = {
  'lengths-wrong': (n) =>
    `${plural(n, 'notice donne', 'notices donnent')} de fausses longueurs (label ou répertoire) : ${n < 2 ? 'lue' : 'lues'} d’après les séparateurs`,
  'fields-unlisted': (n) =>
    `${plural(n, 'notice a', 'notices ont')} plus ou moins de zones que leur répertoire : seules celles du répertoire sont lues`,
  'terminator-missing': (n) => `${plural(n, 'notice', 'notices')} sans séparateur de fin, ${n < 2 ? 'lue' : 'lues'} quand même`,
  'encoding-false': (n) =>
    `${plural(n, 'notice annonce', 'notices annoncent')} un encodage qui n’est pas celui de ses octets : ${n < 2 ? 'lue' : 'lues'} d’après les octets`,
  'encodings-mixed': (n) => `${plural(n, 'notice', 'notices')} en plusieurs encodages à la fois, ${n < 2 ? 'lue' : 'lues'} zone par zone`,
  'signs-unknown': (n) =>
    `${plural(n, 'notice', 'notices')} avec des signes inconnus de ce programme, remplacés par \ufffd ou par un blanc`,
  deleted: (n) =>
    `${plural(n, 'notice marquée', 'notices marquées')} comme supprimée${n < 2 ? '' : 's'} (label, position 5) : pas d’exemplaire pris`,
  'no-copy': (n) => `${plural(n, 'notice', 'notices')} sans exemplaire`,
}
const sayHeeded = (one: HeededRecord): string => `${ranked(one)}${one.detail === '' ? '' : ` : ${one.detail}`}`

const reasons: Sayings<MarcRejection, 'kind'> = {
  'marc-cut': 'la notice est coupée : il manque la suite',
  'marc-too-long': (reason) => `la notice dépasse ${reason.maximum} octets : un séparateur manque`,
  'marc-no-leader': (reason) => `ce qui suit le séparateur n’est pas le label d’une notice (${reason.value})`,
  'marc-no-directory': 'le répertoire des zones est illisible',
  'marc-fields-counted': (reason) => `le répertoire annonce ${plural(reason.expected, 'zone', 'zones')}, la notice en a ${reason.found}`,
  'marc-fields-unfit': (reason) =>
    `les longueurs sont fausses, et la zone ${reason.tag} n’est pas à sa place : l’ordre des zones est perdu`,
  'marc-xml': (reason) => `XML mal formé, à partir de « ${reason.value} »`,
}

export const marcTextFr = {
  onlyCsv: (format: MarcFormat) =>
    `ceci est un fichier MARC (${format}) : seul le catalogue est lu dans ce format. Exportez cette liste au format CSV`,
  noCopy: (records: number, otherTags: readonly string[]) =>
    `aucune des ${plural(records, 'notice', 'notices')} n’a d’exemplaire là où ce programme les cherche (995, 952, 949). Demandez un export avec les exemplaires${
      otherTags.length === 0 ? '' : `, ou dites par --marc-map dans quelle zone ils sont (zones locales trouvées : ${otherTags.join(', ')})`
    }`,
  tooMuch: (maximum: number) => `ce fichier a plus de ${maximum.toLocaleString('fr')} exemplaires et remarques : ce n’est pas un catalogue`,
  reasons,
  heeded: (heed: MarcHeed, records: readonly HeededRecord[]) => `${heeds[heed](records.length)} (${examples(records, sayHeeded)})`,
  readAs: ({ format, flavours, encodings, copyTags, map, compressed }: Extract<Note, { readonly kind: 'marc-read' }>) =>
    `lu en ${[format, ...flavours].join(', ')}${compressed ? ', compressé' : ''} ; accents : ${
      encodings.map(({ encoding, records }) => `${encoding} (${plural(records, 'notice', 'notices')})`).join(', ') || 'aucun'
    } ; exemplaires en ${copyTags.join(', ')}, correspondance « ${map} »`,
  /** A number and the row in which it stands. */
  at: (line: number) => `notice de rang ${line}`,
  records: (rows: readonly NamedRow[]) => {
    const [first] = rows
    return rows.length === 1 && first !== undefined
      ? `notice de ${ranked(first)}`
      : `${rows.length} notices (${examples(rows, ranked, linesShown)})`
  },
  rowsRead: (records: number, copies: number) => `${plural(records, 'notice', 'notices')}, ${plural(copies, 'exemplaire', 'exemplaires')}`,
  rejected: (count: number) => plural(count, 'notice ou exemplaire refusé', 'notices ou exemplaires refusés'),
  rejectedHeader: ['rang', 'notice', 'raison'],
  heededHeader: ['rang', 'notice', 'remarque'],
  heedNames: {
    'lengths-wrong': 'fausses longueurs',
    'fields-unlisted': 'zones hors du répertoire',
    'terminator-missing': 'sans séparateur de fin',
    'encoding-false': 'encodage annoncé faux',
    'encodings-mixed': 'encodages mêlés',
    'signs-unknown': 'signes inconnus',
    deleted: 'supprimée',
    'no-copy': 'sans exemplaire',
  } as Readonly<Record<MarcHeed, string>>,
  heededIn: (path: string) => `Notices remarquées, liste complète : ${path}`,
}

export type MarcText = typeof marcTextFr
