/**
 * What `npm run import` says, in French: the source, by which English is typed. Runs in the endpoint's commands.
 * A rejected row names its line and its reason, so that whoever keeps the ILS can mend it there. No name of a patron is ever said.
 */
import type { SettingsDifference } from '../../settings/differ-settings.ts'
import type { RulesOverlap, SettingsFault } from '../../settings/settings-finding.ts'
import type { Column, FileKind, RowUnit } from './column.ts'
import type { FileFault, MendedNumber, Note, NumberAt, RejectionReason, UnreadValue } from './import-finding.ts'
import {
  examples,
  isExcelDay,
  linesShown,
  listHeaders,
  mapKeys,
  marcMapNames,
  marcModel,
  mendedShown,
  namesFor,
  rulesToWrite,
  type Sayings,
  sayOf,
} from './import-lists.ts'
import { marcMapKeys } from './marc/marc-map.ts'
import { marcTextFr, type NamedRow } from './marc/marc-text-fr.ts'
import type { GivenFile } from './read-files.ts'

const moment = (at: number, timeZone: string): string =>
  new Date(at).toLocaleString('fr', { dateStyle: 'short', timeStyle: 'short', timeZone })
const plural = (n: number, one: string, many: string): string => `${n} ${n < 2 ? one : many}`

/** Where a thing stands: in a file of lines, or of records. */
const at = (line: number, unit: RowUnit): string => (unit === 'line' ? `ligne ${line}` : marcTextFr.at(line))
const sayAtLine = ({ line, number }: NumberAt, unit: RowUnit): string => `${number} ${at(line, unit)}`
const sayUnread = ({ value, line, rows }: UnreadValue, unit: RowUnit): string =>
  `« ${value} » ${at(line, unit)}${rows > 1 ? `, ${rows} fois` : ''}`
const sayMended = ({ line, before, after }: MendedNumber, unit: RowUnit): string =>
  `${[before, after].filter((text) => text !== '').join(' → ')} ${at(line, unit)}`

const sayOverlap = ({ documentsLikeCards: documents, cardsLikeDocuments: cards }: RulesOverlap): string =>
  [
    ...(documents > 0 ? [`${plural(documents, 'document a un numéro', 'documents ont un numéro')} qui peut être une carte`] : []),
    ...(cards > 0 ? [`${plural(cards, 'carte a un numéro', 'cartes ont un numéro')} qui peut être un document`] : []),
  ].join(', ')

const columns: Readonly<Record<Column, string>> = {
  barcode: 'code-barres',
  record: 'notice',
  title: 'titre',
  author: 'auteur',
  isbn: 'ISBN',
  documentType: 'type de document',
  audience: 'public',
  callNumber: 'cote',
  location: 'localisation',
  year: 'année',
  volume: 'tome',
  series: 'série',
  publisher: 'éditeur',
  arrivedOn: 'date d’entrée',
  lent: 'nombre de prêts',
  status: 'statut',
  referenceOnly: 'exclu du prêt',
  notThere: 'perdu ou retiré',
  card: 'carte',
  surname: 'nom',
  firstName: 'prénom',
  fullName: 'nom complet',
  category: 'catégorie',
  expiresOn: 'expiration',
  blocked: 'blocage',
  loansNow: 'prêts en cours',
  email: 'courriel',
  language: 'langue',
  order: 'commande',
  slotDate: 'date du créneau',
  slotTime: 'heure du créneau',
  site: 'site',
  source: 'source',
  count: 'nombre de documents',
  note: 'note',
  orderedOn: 'date de commande',
}
const files: Readonly<Record<GivenFile, string>> = {
  catalogue: 'catalogue',
  patrons: 'usagers',
  orders: 'commandes',
  settings: 'réglages',
  map: 'correspondance des colonnes',
  'marc-map': 'correspondance MARC',
}
const looksLike: Readonly<Record<FileKind, string>> = {
  catalogue: 'un catalogue',
  patrons: 'une liste d’usagers',
  orders: 'une liste de commandes',
}
const separators: Record<string, string> = { ',': 'virgules', ';': 'points-virgules', '\t': 'tabulations', '|': 'barres verticales' }

const settingsFaults: Sayings<SettingsFault, 'code'> = {
  json: 'ce n’est pas du JSON (virgule ou guillemet manquant ?)',
  missing: 'manque',
  'unknown-name': 'ce nom est inconnu (faute de frappe ?)',
  type: ({ expected }) => `n’est pas de la bonne forme (attendu : ${expected})`,
  bounds: ({ expected }) => `est hors des limites (attendu : ${expected})`,
  date: 'doit être une date qui existe, écrite AAAA-MM-JJ',
  time: 'doit être une heure écrite HH:MM',
  short: 'est trop tôt après from pour un seul créneau',
  'after-from': 'doit être après from',
  pattern: 'n’est pas une expression régulière',
  'pattern-unbounded': 'pourrait bloquer les tablettes : pas de répétition libre dans une autre, pas de renvoi (\\1), 300 signes au plus',
  zone: 'n’est pas un fuseau horaire connu (exemple : Europe/Paris)',
  pin: 'doit avoir de 4 à 12 chiffres',
  'no-slash': 'ne doit pas contenir de barre oblique',
  colour: 'doit être une couleur écrite #rrvvbb (exemple : #00573f)',
  'unknown-site': 'ce site n’est pas dans « sites »',
  'unknown-librarian': 'cet agent n’est pas dans « librarians »',
  twice: 'est donné deux fois',
  place: 'doit dire où dans une notice, par exemple 995$f, 200$ae, 001 ou 100$a/9-12',
  signs: ({ expected }) => `n’a pas le bon nombre de signes (attendu : ${expected})`,
  'too-far': ({ expected }) => `est trop loin (au plus : ${expected} jours)`,
  today: 'changerait les créneaux d’une journée en cours',
  'lost-site': 'un site de retrait ne peut pas disparaître',
  quiet: 'tomberait dans les heures de silence',
  'all-days': 'sept jours de silence : rien ne partirait jamais',
  'blank-unknown': ({ expected }) => `un blanc n’existe pas dans ce courriel (le plus proche : {${expected}})`,
  'blank-missing': ({ expected }) => `il manque {${expected}}`,
  'blank-bare': ({ expected }) => `{${expected}} est parfois vide : il va dans une phrase entre crochets`,
  'bracket-alone': ({ expected }) => `un crochet ou une accolade est seul, près de « ${expected} »`,
  'optional-without-blank': ({ expected }) => `la phrase entre crochets « ${expected} » n’a rien à remplir`,
  'too-long': ({ expected }) => `est trop long (au plus : ${expected} signes)`,
  'subject-empty': 'est vide',
  'subject-broken': 'doit tenir sur une ligne',
}

const saySettingsFault = (fault: SettingsFault): string => sayOf(settingsFaults, 'code', fault)

const faults: Sayings<FileFault, 'kind'> = {
  'file-unreadable': (fault) =>
    fault.code === 'ENOENT'
      ? 'ce fichier n’existe pas'
      : fault.code === 'EISDIR'
        ? 'ceci est un dossier : donnez un fichier'
        : `ce fichier ne peut pas être lu (${fault.code})`,
  'file-empty': 'ce fichier est vide',
  'file-too-large': (fault) => `ce fichier est trop gros (${fault.bytes} octets, ${fault.maximum} au plus)`,
  'too-many-columns': (fault) =>
    `ce fichier a ${fault.columns} colonnes ou plus (${fault.maximum} au plus) : ce n’est pas une liste du SIGB`,
  'gzip-broken': 'ce fichier compressé est coupé ou abîmé : copiez-le à nouveau',
  workbook: 'ceci est un classeur (Excel ou OpenDocument) : enregistrez-le au format CSV',
  'not-text': 'ceci n’est pas un fichier de texte',
  'web-page': (fault) => `ceci est une page web (« ${fault.title} »), pas un export : le lien demande peut-être de s’identifier`,
  'no-row': 'ce fichier n’a que sa ligne d’en-tête',
  'columns-missing': (fault) =>
    `il manque ${fault.columns.map((column) => `« ${columns[column]} »`).join(', ')} parmi les colonnes (${listHeaders(fault.headers)})${
      fault.looksLike === undefined
        ? `. Dites par --map sous quel en-tête chercher (${fault.columns.map((column) => `"${column}": "…"`).join(', ')})`
        : `. Ce fichier ressemble à ${looksLike[fault.looksLike]}`
    }`,
  marc: (fault) => marcTextFr.onlyCsv(fault.format),
  'marc-no-copy': (fault) => marcTextFr.noCopy(fault.records, fault.otherTags),
  'marc-too-much': (fault) => marcTextFr.tooMuch(fault.maximum),
  'map-unknown-header': (fault) =>
    `la correspondance cherche « ${columns[fault.column]} » dans « ${fault.header} », qui n’est pas une colonne (${listHeaders(fault.headers)})`,
  'no-row-accepted': (fault) =>
    `${fault.rejected[0]?.record === undefined ? 'aucune ligne n’est utilisable' : 'aucun exemplaire n’est utilisable'}${fault.rejected
      .slice(0, 3)
      .map((row) => ` ; ${row.record === undefined ? at(row.line, 'line') : marcTextFr.records([row])} : ${sayReason(row.reason)}`)
      .join('')}`,
  'too-many-mended': (fault) =>
    `« ${columns[fault.column]} » : ${fault.count} numéros sur ${fault.of} ${fault.unit === 'record' ? 'exemplaires' : 'lignes'} seraient rectifiés (${examples(fault.numbers, (one) => sayMended(one, fault.unit ?? 'line'))}). C’est trop pour un accident. Comparez avec quelques étiquettes : si elles portent les numéros rectifiés, relancez avec --mend ; sinon, exportez la colonne comme texte, sans passer par un tableur`,
  'demo-there':
    'la base contient la démonstration. Ajoutez --replace-demo pour l’effacer et repartir d’une bibliothèque vide ; les tablettes associées à la démonstration devront l’être de nouveau',
  'new-library': (fault) =>
    `${fault.isThere ? 'il y a déjà une bibliothèque' : 'il n’y a pas de bibliothèque'} ici. Vérifiez DATA_DIR, ou DATABASE_URL : ceux du serveur. --new-library en fait une, là seulement où il n’y en a pas`,
  'library-unclear': (fault) => `précisez --library parmi : ${fault.names.join(', ')}`,
  'team-unable': (fault) =>
    `plus personne ne pourrait agir comme responsable : il y faut un code d’entrée et une phrase de passe. Gardez ${fault.able.join(', ')} dans « librarians », avec "isManager": true, le temps que ${fault.unable.length > 0 ? fault.unable.join(' ou ') : 'quelqu’un d’autre, que ce fichier nomme ainsi,'} choisisse les siens sur une tablette (npm run passphrase -- NOM donne de quoi choisir la phrase) ; relancez ensuite ce fichier-ci`,
  'json-wrong': (fault) =>
    fault.faults.map((one) => (one.path === '' ? saySettingsFault(one) : `${one.path} : ${saySettingsFault(one)}`)).join('\n  '),
}

const sayFault = (fault: FileFault): string => sayOf(faults, 'kind', fault)

const reasons: Sayings<RejectionReason, 'kind', [unit: RowUnit]> = {
  'columns-counted': (reason) => `${plural(reason.found, 'colonne', 'colonnes')} au lieu de ${reason.expected} : ligne décalée`,
  shifted: (reason) => `ligne décalée d’une colonne : « ${columns[reason.column]} » se trouve sous « ${reason.foundUnder} »`,
  'cells-shifted': (reason) =>
    `ligne décalée d’une colonne : ce qui va sous « ${reason.header} » se trouve sous « ${reason.foundUnder} » (un séparateur de trop, ou une case manquante, plus à gauche)`,
  'cell-missing': (reason) => `« ${columns[reason.column]} » manque`,
  'cell-unreadable': (reason) =>
    `« ${columns[reason.column]} » illisible : ${reason.value}${isExcelDay(reason) ? ' (un jour compté par Excel : donnez à la colonne un format de date)' : ''}`,
  'numbers-ambiguous': (reason) =>
    `« ${columns[reason.column]} » : plusieurs numéros dans la case, et tous n’ont pas la forme habituelle (${reason.value}) : n’y laissez que celui de l’étiquette`,
  'number-rounded': (reason) => `« ${columns[reason.column]} » arrondi par un tableur (${reason.value}) : exportez la colonne comme texte`,
  duplicate: (reason, unit) =>
    `${reason.value} est déjà ${unit === 'line' ? `à la ligne ${reason.line}` : `dans la ${at(reason.line, unit)}`}`,
  ...marcTextFr.reasons,
  'card-unknown': (reason) => `la carte ${reason.card} n’est pas parmi les usagers`,
  'record-unknown': (reason) =>
    `ni la notice ${reason.record || '(vide)'} ni le code-barres ${reason.barcode || '(vide)'} ne sont au catalogue`,
  'site-unknown': (reason) => `le site ${reason.site} n’est pas dans les réglages`,
  'no-slot-that-day': (reason) =>
    `pas d’heure dans le fichier, et aucune plage horaire le ${reason.date} : donnez l’heure, ou « openingRanges » par --settings`,
  'order-contradicts': (reason) => `la commande ${reason.order} a une autre carte ou un autre créneau à la ligne ${reason.line}`,
}

const sayReason = (reason: RejectionReason, unit: RowUnit = 'line'): string => sayOf(reasons, 'kind', reason, unit)

const notes: Sayings<Note, 'kind', [unit: RowUnit, zone: string]> = {
  'read-as': (note) =>
    `lu en ${note.encoding}, séparé par des ${separators[note.separator] ?? note.separator}${note.compressed ? ', compressé' : ''}`,
  'marc-read': (note) => marcTextFr.readAs(note),
  'marc-heeded': (note) => marcTextFr.heeded(note.heed, note.records),
  'accents-mended': (note, unit) =>
    `accents ${note.how === 'twice' ? 'encodés deux fois' : 'ANSEL mal convertis'}, rétablis dans ${plural(note.cells.length, 'case', 'cases')} : ${examples(note.cells, (one) => sayMended(one, unit))}`,
  'accents-left': (note, unit) =>
    `${plural(note.cells.length, 'case a', 'cases ont')} des accents abîmés, dans un fichier sain ailleurs : laissée${note.cells.length < 2 ? '' : 's'} telle${note.cells.length < 2 ? '' : 's'} quelle${note.cells.length < 2 ? '' : 's'} (${examples(note.cells, (one) => sayMended(one, unit))}). Corrigez-les dans le SIGB`,
  'encodings-mixed': (note) => `${plural(note.lines, 'ligne', 'lignes')} dans un autre encodage que le reste`,
  'header-below': (note) => `deux lignes d’en-têtes : celle de la ligne ${note.line} est lue, celle d’au-dessus ne l’est pas`,
  'nul-signs': (note) =>
    `${plural(note.count, 'signe NUL, lu', 'signes NUL, lus')} comme un blanc (ligne ${note.line}) : le fichier est peut-être abîmé là`,
  'quotes-mended': (note) => `guillemets mal fermés à ${plural(note.rows, 'endroit', 'endroits')} : relu ligne à ligne`,
  'cells-empty': (note, unit) =>
    `${plural(note.rows, 'exemplaire', 'exemplaires')} sans « ${columns[note.column]} » (${note.lines.map((line) => at(line, unit)).join(', ')}${note.rows > note.lines.length ? '…' : ''}) : ${note.column === 'title' ? 'les écrans disent « [sans titre] »' : 'la préparation ne dira pas où les prendre'}`,
  'texts-cut': (note) => `${plural(note.cells, 'texte trop long, coupé', 'textes trop longs, coupés')}`,
  'numbers-share-cell': (note, unit) =>
    `${plural(note.numbers.length, 'ligne', 'lignes')} avec plusieurs numéros de « ${columns[note.column]} » dans une case${
      note.column === 'card' ? ', le premier est pris' : ', chacun est un document'
    } (${examples(note.numbers, (one) => sayAtLine(one, unit))})`,
  'numbers-mended': (note, unit) =>
    `${plural(note.numbers.length, 'numéro', 'numéros')} de « ${columns[note.column]} » rectifié${note.numbers.length < 2 ? '' : 's'} d’après le reste de la colonne, à vérifier : ${examples(note.numbers, (one) => sayMended(one, unit), mendedShown)}`,
  'numbers-unusual': (note, unit) =>
    `${plural(note.numbers.length, 'numéro', 'numéros')} de « ${columns[note.column]} » d’une autre forme que la plupart, gardé${note.numbers.length < 2 ? '' : 's'} tel${note.numbers.length < 2 ? '' : 's'} qu’écrit${note.numbers.length < 2 ? '' : 's'} (${examples(note.numbers, (one) => sayAtLine(one, unit))})`,
  'numbers-rounded': (note, unit) =>
    `${plural(note.numbers.length, 'numéro', 'numéros')} de « ${columns[note.column]} » arrondi${note.numbers.length < 2 ? '' : 's'} par un tableur, non pris (${examples(note.numbers, (one) => sayAtLine(one, unit))}) : exportez la colonne comme texte`,
  'values-unread': (note, unit) =>
    `« ${note.header} » : ${plural(note.rows, 'valeur n’est pas comprise', 'valeurs ne sont pas comprises')} et ne compte${note.rows < 2 ? '' : 'nt'} pas (${examples(note.values, (one) => sayUnread(one, unit))}). Si elles disent quelque chose d’utile, changez-les dans l’export`,
  'loans-dated': (note) =>
    `« ${note.header} » : une date y veut dire que le document est en prêt (c’est celle du retour prévu) ; ${plural(note.rows, 'document', 'documents')} en prêt de cette façon`,
  'copies-stay': (note) =>
    `exemplaires qui ne se prêtent pas : sur place seulement, ${note.here} ; perdus, retirés ou en traitement, ${note.gone}`,
  'records-parted': (note) =>
    `${plural(note.records, 'numéro de notice porte', 'numéros de notice portent')} des titres différents (${note.numbers.join(', ')}) : ${plural(note.rows, 'exemplaire n’a pas été réuni', 'exemplaires n’ont pas été réunis')} aux autres. Un tableur a peut-être arrondi la colonne`,
  'isbn-shared': (note) =>
    `${plural(note.records, 'ISBN porte', 'ISBN portent')} des titres différents (${note.numbers.join(', ')}), sur ${plural(note.rows, 'exemplaire', 'exemplaires')} : un scan de l’ISBN ne dira pas lequel`,
  'blocks-read': (note) => `« ${note.header} » : ${plural(note.rows, 'usager bloqué', 'usagers bloqués')}`,
  'blocks-unread': (note, unit) =>
    `« ${note.header} » : ${plural(note.rows, 'mot inconnu ne bloque', 'mots inconnus ne bloquent')} personne (${examples(note.values, (one) => sayUnread(one, unit))}). Un mot qui doit bloquer se dit par --blocks "${note.values[0]?.value ?? ''}"`,
  'blocks-ended': (note) =>
    `« ${note.header} » : ${plural(note.rows, 'suspension est terminée', 'suspensions sont terminées')} : ${note.rows < 2 ? 'cette carte n’est pas bloquée' : 'ces cartes ne sont pas bloquées'}`,
  'addresses-read': (note) =>
    `« ${note.header} » : ${plural(note.addresses, 'adresse', 'adresses')}, gardée${note.addresses < 2 ? '' : 's'} sur le serveur seul${note.unread === 0 ? '' : ` ; ${plural(note.unread, 'case ne contient pas d’adresse', 'cases ne contiennent pas d’adresse')}`}`,
  'dates-undecided': (note) => `rien ne dit si « ${columns[note.column]} » commence par le jour ou par le mois : lu jour/mois`,
  'dates-month-first': (note) => `« ${columns[note.column]} » lu mois/jour`,
  'columns-ignored': (note) => `colonnes non lues : ${note.headers.join(', ')}`,
  'barcode-unknown-record-taken': (note) =>
    `${plural(note.rows, 'ligne demande', 'lignes demandent')} un exemplaire inconnu d’une notice connue : n’importe quel exemplaire conviendra`,
  'taken-as-wish': (note) =>
    `${plural(note.lines.length, 'ligne demande un document inconnu : son titre est pris', 'lignes demandent des documents inconnus : leurs titres sont pris')} comme souhait (${examples(note.lines, (line) => at(line, 'line'))})`,
  'first-slot-taken': (note) =>
    `${plural(note.orders, 'commande sans heure : mise', 'commandes sans heure : mises')} au premier créneau du jour`,
  'numbered-here': (note) =>
    `pas de numéro de commande : une commande par carte et par jour, ${plural(note.orders, 'numérotée ici', 'numérotées ici')}`,
  'outside-hours': (note) =>
    `${plural(note.orders, 'commande est', 'commandes sont')} hors des heures d’ouverture (${note.times.join(', ')}) : la colonne de l’heure est-elle bien lue ?`,
  'in-the-past': (note) =>
    `${plural(note.orders, 'commande est', 'commandes sont')} d’un jour passé (${note.times.join(', ')}) : la colonne du jour est-elle bien lue ?`,
  'removal-withheld': (note) =>
    `ce fichier omet ${note.would} des ${note.of} connus : rien n’a été retiré. S’il est complet, ajoutez --whole ou --remove ${note.would}`,
  'list-withheld': (note) =>
    `ce fichier ne partage que ${note.shared} de ses ${note.of} numéros avec ce qui est connu (avant : ${note.before.join(', ')} ; maintenant : ${note.now.join(', ')}) : rien n’a été écrit. Si c’est bien la nouvelle liste, ajoutez --whole ou --remove ${note.would}`,
  'removal-withheld-cut': (note) =>
    `ce fichier est coupé, et il omet ${note.would} des ${note.of} connus : rien n’a été retiré. Exportez-le de nouveau`,
  'removal-withheld-shared': (note) =>
    `le catalogue est celui du groupe ${note.group} : ${note.would} de ses ${note.of} documents, absents de ce fichier, y restent, car d’autres bibliothèques les ont peut-être. S’il est la liste de tout le groupe, ajoutez --whole`,
  'taken-without-name': (note) =>
    `${plural(note.patrons, 'usager est resté', 'usagers sont restés')} sans nom : ni prêt ni commande depuis longtemps. Le nom revient avec un prêt, une commande ou une adhésion prolongée`,
  'older-than-last': (note, _, zone) =>
    `ce fichier est plus ancien que le dernier importé (${moment(note.last, zone)}) : donnez sa date par --as-of si ce n’est pas le cas`,
  'no-opening-range': 'aucune plage horaire : toute commande paraîtra hors créneau. Donnez « openingRanges » par --settings',
  'no-librarian': 'aucun agent : personne ne peut se connecter. Ajoutez « librarians » au fichier de réglages',
  'rules-overlap': (note) =>
    `un même numéro peut être une carte ou un document : ${sayOverlap(note)} (${note.numbers.join(', ')}…). Au scan, la tablette cherche dans le catalogue et l’annuaire, et ne demande que si les deux l’ont, ou aucun. ${
      note.apart === undefined
        ? 'Aucune règle tirée de ces numéros ne les distingue'
        : `Pour qu’elle n’ait pas à demander, mettez ces deux lignes dans le fichier de réglages (--settings), si elles conviennent aussi à vos futurs numéros :\n${rulesToWrite(note.apart)}`
    }`,
  'accent-adjusted': (note) =>
    `accentColour ${note.colour} est trop clair pour être lu sur du blanc : les écrans prendront ${note.light}, et ${note.dark} sur fond sombre`,
}

const sayNote = (note: Note, unit: RowUnit = 'line', zone = 'UTC'): string => sayOf(notes, 'kind', note, unit, zone)

export const importTextFr = {
  usage: [
    'Usage : npm run import -- [--catalogue F] [--patrons F] [--orders F] [--settings F.json] [--map F.json] [--marc-map M]',
    '  --library SLUG    la bibliothèque, s’il y en a plusieurs',
    '  --new-library     fait la bibliothèque, là où il n’y en a pas',
    '  --replace-demo    efface la démonstration, tablettes comprises',
    '  --as-of T         moment dont parlent les chiffres du SIGB (2026-11-25T09:12) ; sinon la date du fichier',
    '  --whole           les fichiers sont complets, quoi qu’ils omettent',
    '  --remove N        au plus N en partent, si c’est bien ce que dit le fichier',
    '  --mend            rectifie les numéros abîmés par un tableur, même nombreux',
    '  --blocks MOT      ce mot, dans la colonne du blocage, bloque l’usager (une fois par mot ; "blocks" dans --map)',
    '  --dry-run         dit ce qui changerait, sans rien changer (--settings seul, ou sans)',
    '  --max-minutes N   temps laissé à la lecture des fichiers (10)',
    '  --lang en         en anglais',
    '--map dit sous quel en-tête (ou dans quelle colonne, comptée de 1) chercher ce que ce programme ne trouve pas seul.',
    'Une colonne peut servir deux fois. Exemple : { "orders": { "slotDate": "RDV", "slotTime": "RDV" } }. Noms possibles :',
    ...mapKeys,
    'Fichiers CSV de tout séparateur et de tout encodage ; catalogue aussi en MARC (UNIMARC ou MARC21, ISO 2709 ou MARCXML) ; éventuellement .gz.',
    `--marc-map dit où une notice MARC a ses exemplaires : ${marcMapNames}, ou un fichier, par exemple`,
    `  ${marcModel}  Noms possibles :`,
    `  ${marcMapKeys.join(', ')}`,
    'Codes de sortie : 0 importé (les lignes refusées sont listées), 1 arrêt imprévu, 2 rien n’a été changé',
  ].join('\n'),
  nothingGiven: 'Aucun fichier donné.',
  badOption: (what: string) => `Option non comprise : ${what}`,
  refused: (file: GivenFile | undefined, path: string | undefined, fault: FileFault) =>
    `${file === undefined ? '' : `${path ?? files[file]} (${files[file]}) : `}${sayFault(fault)}.${fault.kind === 'json-wrong' ? namesFor(file, 'Noms possibles :') : ''}\nRien n’a été changé.`,
  tooSlow: (paths: readonly string[], minutes: number) =>
    `La lecture n’était pas finie après ${minutes.toLocaleString('fr')} min, elle a été arrêtée : ${paths.join(', ')}.\nUn fichier est démesuré, ou une règle de numéros (cardRule, itemRule) est trop lente à comparer : simplifiez-la dans les réglages. S’il faut seulement plus de temps : --max-minutes 60.\nRien n’a été changé.`,
  failed: 'L’import s’est arrêté. Ce qui était déjà écrit est gardé ; relancez la même commande pour le compléter.',
  waits: 'Un autre travail est en cours pour cette bibliothèque : l’écriture attend son tour.',
  busy: 'Un autre travail de cette bibliothèque ne se termine pas : rien n’a été écrit. Relancez la même commande plus tard.',
  library: (name: string, isNew: boolean, replacedDemo: boolean) =>
    `${name}${replacedDemo ? ' : la démonstration a été effacée' : ''}${isNew ? ' : nouvelle bibliothèque' : ''}`,
  step: { read: 'lecture', write: 'écriture', publish: 'fichier des tablettes' },
  file: files,
  trialOfSettings: 'L’essai à blanc (--dry-run) se demande avec --settings seul, ou sans.',
  trialOfLists: 'Essai à blanc : rien n’est écrit.',
  trial: (name: string, differences: number) =>
    `${name} : ${differences === 0 ? 'ce fichier ne changerait rien' : `ce fichier changerait ${plural(differences, 'réglage', 'réglages')}`}. Rien n’a été changé.`,
  difference: ({ member, was, became }: SettingsDifference) => `${member} : ${was ?? 'absent'} → ${became ?? 'absent'}`,
  settings: (isChanged: boolean, librarians: number) =>
    `Réglages : ${isChanged ? 'mis à jour' : 'inchangés'}, ${plural(librarians, 'agent', 'agents')}`,
  rows: (file: FileKind, rows: number, ms: number, records: number | undefined) =>
    `${files[file].replace(/^./, (first) => first.toUpperCase())} : ${records === undefined ? plural(rows, 'ligne', 'lignes') : marcTextFr.rowsRead(records, rows)} en ${(ms / 1000).toFixed(1).replace('.', ',')} s`,
  changes: (added: number, updated: number, unchanged: number, removed: number) =>
    `${plural(added, 'ajouté', 'ajoutés')}, ${plural(updated, 'modifié', 'modifiés')}, ${plural(unchanged, 'inchangé', 'inchangés')}, ${plural(removed, 'retiré', 'retirés')}`,
  orders: (added: number, updated: number, unchanged: number, lines: number) =>
    `${plural(added, 'nouvelle', 'nouvelles')}, ${plural(updated, 'modifiée', 'modifiées')}, ${plural(unchanged, 'inchangée', 'inchangées')} ; ${plural(lines, 'document demandé', 'documents demandés')}`,
  gone: (withPicks: number, without: number) =>
    `absentes du SIGB : ${withPicks} avec des documents déjà préparés (gardées, signalées), ${without} sans rien de préparé (annulées)`,
  shared: (lines: number) =>
    `${plural(lines, 'exemplaire demandé deux fois', 'exemplaires demandés deux fois')} : le créneau le plus proche le garde, l’autre prend un autre exemplaire`,
  asOf: (at: number, zone: string) => `droits à jour au ${moment(at, zone)}`,
  rejected: (count: number, unit: RowUnit) =>
    unit === 'line' ? plural(count, 'ligne refusée', 'lignes refusées') : marcTextFr.rejected(count),
  lines: (rows: readonly NamedRow[], reason: string, unit: RowUnit) => {
    const lines = rows.map(({ line }) => line)
    if (unit === 'record') return `${marcTextFr.records(rows)} : ${reason}`
    return lines.length === 1
      ? `ligne ${lines[0]} : ${reason}`
      : `${lines.length} lignes (${examples(lines, String, linesShown)}) : ${reason}`
  },
  more: (count: number, path: string) => `… et ${plural(count, 'autre', 'autres')}. Liste complète : ${path}`,
  rejectedIn: (path: string) => `Liste : ${path}`,
  rejectedHeader: ['ligne', 'raison'],
  mendedHeader: ['ligne', 'écrit', 'lu'],
  mendedIn: (path: string) => `Cases rectifiées, liste complète : ${path}`,
  marc: marcTextFr,
  reason: sayReason,
  fault: sayFault,
  note: sayNote,
}

export type ImportText = typeof importTextFr
