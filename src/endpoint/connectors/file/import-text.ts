/**
 * What `npm run import` says, in French (the source) and in English (typed by it). Runs in the endpoint's commands.
 * A rejected row names its line and its reason, so that whoever keeps the ILS can mend it there. No name of a patron is ever said.
 */
import type { RulesOverlap, SettingsFault } from '../../settings/settings-finding.ts'
import { type Column, columnNames, type FileKind } from './column.ts'
import type { FileFault, MendedNumber, Note, NumberAt, RejectionReason, UnreadValue } from './import-finding.ts'
import type { GivenFile } from './read-files.ts'

const plural = (n: number, one: string, many: string): string => `${n} ${n < 2 ? one : many}`

/** The first of a list in words, and that there are more. */
const examples = <T>(list: readonly T[], say: (one: T) => string, shown = 3): string =>
  `${list.slice(0, shown).map(say).join(', ')}${list.length > shown ? '…' : ''}`
/** Mended numbers that are named on the screen; all are in the list beside the data. */
const mendedShown = 10
/** Lines that are named beside a reason which many rows have. */
const linesShown = 5

const atLineFr = ({ line, number }: NumberAt): string => `${number} ligne ${line}`
const unreadFr = ({ value, line, rows }: UnreadValue): string => `« ${value} » ligne ${line}${rows > 1 ? `, ${rows} fois` : ''}`
const mendedFr = ({ line, before, after }: MendedNumber): string => `${before} → ${after} ligne ${line}`

/** Two members of a settings file, as they are to be written there. */
const rulesToWrite = (rules: NonNullable<RulesOverlap['apart']>): string =>
  (['cardRule', 'itemRule'] as const).map((name) => `    "${name}": ${JSON.stringify(rules[name])},`).join('\n')
const likeFr = ({ documentsLikeCards: documents, cardsLikeDocuments: cards }: RulesOverlap): string =>
  [
    ...(documents > 0 ? [`${plural(documents, 'document a un numéro', 'documents ont un numéro')} qui peut être une carte`] : []),
    ...(cards > 0 ? [`${plural(cards, 'carte a un numéro', 'cartes ont un numéro')} qui peut être un document`] : []),
  ].join(', ')

/** What a map file may name, a line for each file. */
const mapKeys = (['catalogue', 'patrons', 'orders'] as const).map(
  (kind) => `  ${kind.padEnd(10)}${Object.keys(columnNames[kind]).join(', ')}`,
)

const columnsFr: Readonly<Record<Column, string>> = {
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
  arrivedOn: 'date d’entrée',
  status: 'statut',
  card: 'carte',
  surname: 'nom',
  firstName: 'prénom',
  fullName: 'nom complet',
  category: 'catégorie',
  expiresOn: 'expiration',
  blocked: 'blocage',
  loansNow: 'prêts en cours',
  order: 'commande',
  slotDate: 'date du créneau',
  slotTime: 'heure du créneau',
  site: 'site',
  source: 'source',
  note: 'note',
  orderedOn: 'date de commande',
}
const filesFr: Readonly<Record<GivenFile, string>> = {
  catalogue: 'catalogue',
  patrons: 'usagers',
  orders: 'commandes',
  settings: 'réglages',
  map: 'correspondance des colonnes',
}
const looksLikeFr: Readonly<Record<FileKind, string>> = {
  catalogue: 'un catalogue',
  patrons: 'une liste d’usagers',
  orders: 'une liste de commandes',
}
const separatorsFr: Readonly<Record<string, string>> = {
  ',': 'virgules',
  ';': 'points-virgules',
  '\t': 'tabulations',
  '|': 'barres verticales',
}

const settingsFaultFr = ({ code, expected }: SettingsFault): string => {
  switch (code) {
    case 'json':
      return 'ce n’est pas du JSON (virgule ou guillemet manquant ?)'
    case 'missing':
      return 'manque'
    case 'unknown-name':
      return 'ce nom est inconnu (faute de frappe ?)'
    case 'type':
      return `n’est pas de la bonne forme (attendu : ${expected})`
    case 'bounds':
      return `est hors des limites (attendu : ${expected})`
    case 'date':
      return 'doit être une date qui existe, écrite AAAA-MM-JJ'
    case 'time':
      return 'doit être une heure écrite HH:MM'
    case 'after-from':
      return 'doit être après from'
    case 'pattern':
      return 'n’est pas une expression régulière'
    case 'zone':
      return 'n’est pas un fuseau horaire connu (exemple : Europe/Paris)'
    case 'pin':
      return 'doit avoir de 4 à 12 chiffres'
    case 'no-slash':
      return 'ne doit pas contenir de barre oblique'
    case 'colour':
      return 'doit être une couleur écrite #rrvvbb (exemple : #00573f)'
    case 'unknown-site':
      return 'ce site n’est pas dans « sites »'
    case 'unknown-librarian':
      return 'cet agent n’est pas dans « librarians »'
    case 'twice':
      return 'est donné deux fois'
  }
}

const faultFr = (fault: FileFault): string => {
  switch (fault.kind) {
    case 'file-unreadable':
      return fault.code === 'ENOENT' ? 'ce fichier n’existe pas' : `ce fichier ne peut pas être lu (${fault.code})`
    case 'file-empty':
      return 'ce fichier est vide'
    case 'file-too-large':
      return `ce fichier est trop gros (${fault.bytes} octets, ${fault.maximum} au plus)`
    case 'gzip-broken':
      return 'ce fichier compressé est coupé ou abîmé : copiez-le à nouveau'
    case 'workbook':
      return 'ceci est un classeur (Excel ou OpenDocument) : enregistrez-le au format CSV'
    case 'not-text':
      return 'ceci n’est pas un fichier de texte'
    case 'no-row':
      return 'ce fichier n’a que sa ligne d’en-tête'
    case 'columns-missing':
      return `il manque ${fault.columns.map((column) => `« ${columnsFr[column]} »`).join(', ')} parmi les colonnes (${fault.headers.slice(0, 20).join(', ')})${
        fault.looksLike === undefined
          ? `. Dites par --map sous quel en-tête chercher (${fault.columns.map((column) => `"${column}": "…"`).join(', ')})`
          : `. Ce fichier ressemble à ${looksLikeFr[fault.looksLike]}`
      }`
    case 'marc':
      return `ceci est un fichier MARC (${fault.format}) : ce programme ne le lit pas encore. Exportez les exemplaires au format CSV, une ligne par exemplaire, avec au moins le code-barres et le titre`
    case 'map-unknown-header':
      return `la correspondance cherche « ${columnsFr[fault.column]} » dans « ${fault.header} », qui n’est pas une colonne (${fault.headers.slice(0, 20).join(', ')})`
    case 'no-row-accepted':
      return `aucune ligne n’est utilisable${fault.rejected
        .slice(0, 3)
        .map(({ line, reason }) => ` ; ligne ${line} : ${reasonFr(reason)}`)
        .join('')}`
    case 'too-many-mended':
      return `« ${columnsFr[fault.column]} » : ${fault.count} numéros sur ${fault.of} lignes seraient rectifiés (${examples(fault.numbers, mendedFr)}). C’est trop pour un accident. Comparez avec quelques étiquettes : si elles portent les numéros rectifiés, relancez avec --mend ; sinon, exportez la colonne comme texte, sans passer par un tableur`
    case 'demo-there':
      return 'la base contient la démonstration. Ajoutez --replace-demo pour l’effacer et repartir d’une bibliothèque vide ; les tablettes associées à la démonstration devront l’être de nouveau'
    case 'library-unclear':
      return `précisez --library parmi : ${fault.names.join(', ')}`
    case 'json-wrong':
      return fault.faults.map((one) => (one.path === '' ? settingsFaultFr(one) : `${one.path} : ${settingsFaultFr(one)}`)).join('\n  ')
  }
}

const reasonFr = (reason: RejectionReason): string => {
  switch (reason.kind) {
    case 'columns-counted':
      return `${plural(reason.found, 'colonne', 'colonnes')} au lieu de ${reason.expected} : ligne décalée`
    case 'shifted':
      return `ligne décalée d’une colonne : « ${columnsFr[reason.column]} » se trouve sous « ${reason.foundUnder} »`
    case 'cells-shifted':
      return `ligne décalée d’une colonne : ce qui va sous « ${reason.header} » se trouve sous « ${reason.foundUnder} » (un séparateur de trop, ou une case manquante, plus à gauche)`
    case 'cell-missing':
      return `« ${columnsFr[reason.column]} » manque`
    case 'cell-unreadable':
      return `« ${columnsFr[reason.column]} » illisible : ${reason.value}`
    case 'numbers-ambiguous':
      return `« ${columnsFr[reason.column]} » : plusieurs numéros dans la case, et tous n’ont pas la forme habituelle (${reason.value}) : n’y laissez que celui de l’étiquette`
    case 'number-rounded':
      return `« ${columnsFr[reason.column]} » arrondi par un tableur (${reason.value}) : exportez la colonne comme texte`
    case 'duplicate':
      return `${reason.value} est déjà à la ligne ${reason.line}`
    case 'card-unknown':
      return `la carte ${reason.card} n’est pas parmi les usagers`
    case 'record-unknown':
      return `ni la notice ${reason.record || '(vide)'} ni le code-barres ${reason.barcode || '(vide)'} ne sont au catalogue`
    case 'site-unknown':
      return `le site ${reason.site} n’est pas dans les réglages`
    case 'no-slot-that-day':
      return `pas d’heure dans le fichier, et aucune plage horaire le ${reason.date} : donnez l’heure, ou « openingRanges » par --settings`
    case 'order-contradicts':
      return `la commande ${reason.order} a une autre carte ou un autre créneau à la ligne ${reason.line}`
  }
}

const noteFr = (note: Note): string => {
  switch (note.kind) {
    case 'read-as':
      return `lu en ${note.encoding}, séparé par des ${separatorsFr[note.separator] ?? note.separator}${note.compressed ? ', compressé' : ''}`
    case 'encoded-twice':
      return `accents encodés deux fois, rétablis dans ${plural(note.cells, 'case', 'cases')}`
    case 'ansel':
      return `accents ANSEL mal convertis, rétablis dans ${plural(note.cells, 'case', 'cases')}`
    case 'encodings-mixed':
      return `${plural(note.lines, 'ligne', 'lignes')} dans un autre encodage que le reste`
    case 'quotes-mended':
      return `guillemets mal fermés à ${plural(note.rows, 'endroit', 'endroits')} : relu ligne à ligne`
    case 'texts-cut':
      return `${plural(note.cells, 'texte trop long, coupé', 'textes trop longs, coupés')}`
    case 'numbers-share-cell':
      return `${plural(note.numbers.length, 'ligne', 'lignes')} avec plusieurs numéros de « ${columnsFr[note.column]} » dans une case${
        note.column === 'card' ? ', le premier est pris' : ', chacun est un document'
      } (${examples(note.numbers, atLineFr)})`
    case 'numbers-mended':
      return `${plural(note.numbers.length, 'numéro', 'numéros')} de « ${columnsFr[note.column]} » rectifié${note.numbers.length < 2 ? '' : 's'} d’après le reste de la colonne, à vérifier : ${examples(note.numbers, mendedFr, mendedShown)}`
    case 'numbers-unusual':
      return `${plural(note.numbers.length, 'numéro', 'numéros')} de « ${columnsFr[note.column]} » d’une autre forme que la plupart, gardé${note.numbers.length < 2 ? '' : 's'} tel${note.numbers.length < 2 ? '' : 's'} qu’écrit${note.numbers.length < 2 ? '' : 's'} (${examples(note.numbers, atLineFr)})`
    case 'values-unread':
      return `« ${note.header} » : ${plural(note.rows, 'valeur n’est pas comprise', 'valeurs ne sont pas comprises')} et ne compte${note.rows < 2 ? '' : 'nt'} pas (${examples(note.values, unreadFr)}). Si elles disent quelque chose d’utile, changez-les dans l’export`
    case 'loans-dated':
      return `« ${note.header} » : une date y veut dire que le document est en prêt (c’est celle du retour prévu) ; ${plural(note.rows, 'document', 'documents')} en prêt de cette façon`
    case 'blocks-ended':
      return `« ${note.header} » : ${plural(note.rows, 'suspension est terminée', 'suspensions sont terminées')} : ${note.rows < 2 ? 'cette carte n’est pas bloquée' : 'ces cartes ne sont pas bloquées'}`
    case 'dates-undecided':
      return `rien ne dit si « ${columnsFr[note.column]} » commence par le jour ou par le mois : lu jour/mois`
    case 'dates-month-first':
      return `« ${columnsFr[note.column]} » lu mois/jour`
    case 'columns-ignored':
      return `colonnes non lues : ${note.headers.join(', ')}`
    case 'barcode-unknown-record-taken':
      return `${plural(note.rows, 'ligne demande', 'lignes demandent')} un exemplaire inconnu d’une notice connue : n’importe quel exemplaire conviendra`
    case 'first-slot-taken':
      return `${plural(note.orders, 'commande sans heure : mise', 'commandes sans heure : mises')} au premier créneau du jour`
    case 'numbered-here':
      return `pas de numéro de commande : une commande par carte et par jour, ${plural(note.orders, 'numérotée ici', 'numérotées ici')}`
    case 'removal-withheld':
      return `ce fichier omet ${note.would} des ${note.of} connus : rien n’a été retiré. S’il est complet, ajoutez --whole`
    case 'older-than-last':
      return `ce fichier est plus ancien que le dernier importé (${new Date(note.last).toLocaleString('fr')}) : donnez sa date par --as-of si ce n’est pas le cas`
    case 'no-opening-range':
      return 'aucune plage horaire : toute commande paraîtra hors créneau. Donnez « openingRanges » par --settings'
    case 'no-librarian':
      return 'aucun agent : personne ne peut se connecter. Ajoutez « librarians » au fichier de réglages'
    case 'rules-overlap':
      return `un même numéro peut être une carte ou un document : ${likeFr(note)} (${note.numbers.join(', ')}…). Au scan, la tablette cherche dans le catalogue et l’annuaire, et ne demande que si les deux l’ont, ou aucun. ${
        note.apart === undefined
          ? 'Aucune règle tirée de ces numéros ne les distingue'
          : `Pour qu’elle n’ait pas à demander, mettez ces deux lignes dans le fichier de réglages (--settings), si elles conviennent aussi à vos futurs numéros :\n${rulesToWrite(note.apart)}`
      }`
    case 'accent-adjusted':
      return `accentColour ${note.colour} est trop clair pour être lu sur du blanc : les écrans prendront ${note.light}, et ${note.dark} sur fond sombre`
  }
}

export const importTextFr = {
  usage: [
    'Usage : npm run import -- [--catalogue F] [--patrons F] [--orders F] [--settings F.json] [--map F.json]',
    '  --library L       bibliothèque (nom ou identifiant), s’il y en a plusieurs',
    '  --replace-demo    efface la démonstration, tablettes comprises',
    '  --as-of T         moment dont parlent les chiffres du SIGB (2026-11-25T09:12) ; sinon la date du fichier',
    '  --whole           les fichiers sont complets, quoi qu’ils omettent',
    '  --mend            rectifie les numéros abîmés par un tableur, même nombreux',
    '  --lang en         en anglais',
    '--map dit sous quel en-tête (ou dans quelle colonne, comptée de 1) chercher ce que ce programme ne trouve pas seul.',
    'Une colonne peut servir deux fois. Exemple : { "orders": { "slotDate": "RDV", "slotTime": "RDV" } }. Noms possibles :',
    ...mapKeys,
    'Fichiers CSV de tout séparateur et de tout encodage, éventuellement .gz. Codes de sortie :',
    '  0 importé (les lignes refusées sont listées), 1 arrêt imprévu, 2 rien n’a été changé',
  ].join('\n'),
  nothingGiven: 'Aucun fichier donné.',
  badOption: (what: string) => `Option incomprise : ${what}`,
  refused: (file: GivenFile | undefined, path: string | undefined, fault: FileFault) =>
    `${file === undefined ? '' : `${path ?? filesFr[file]} (${filesFr[file]}) : `}${faultFr(fault)}.${file === 'map' && fault.kind === 'json-wrong' ? `\nNoms possibles :\n${mapKeys.join('\n')}` : ''}\nRien n’a été changé.`,
  failed: 'L’import s’est arrêté. Ce qui était déjà écrit est gardé ; relancez la même commande pour le compléter.',
  library: (name: string, isNew: boolean, replacedDemo: boolean) =>
    `${name}${replacedDemo ? ' : la démonstration a été effacée' : ''}${isNew ? ' : nouvelle bibliothèque' : ''}`,
  step: { read: 'lecture', write: 'écriture', publish: 'fichier des tablettes' },
  file: filesFr,
  settings: (isChanged: boolean, librarians: number) =>
    `Réglages : ${isChanged ? 'mis à jour' : 'inchangés'}, ${plural(librarians, 'agent', 'agents')}`,
  rows: (file: FileKind, rows: number, ms: number) =>
    `${filesFr[file].replace(/^./, (first) => first.toUpperCase())} : ${plural(rows, 'ligne', 'lignes')} en ${(ms / 1000).toFixed(1).replace('.', ',')} s`,
  changes: (added: number, updated: number, unchanged: number, removed: number) =>
    `${plural(added, 'ajouté', 'ajoutés')}, ${plural(updated, 'modifié', 'modifiés')}, ${plural(unchanged, 'inchangé', 'inchangés')}, ${plural(removed, 'retiré', 'retirés')}`,
  orders: (added: number, updated: number, unchanged: number, lines: number) =>
    `${plural(added, 'nouvelle', 'nouvelles')}, ${plural(updated, 'modifiée', 'modifiées')}, ${plural(unchanged, 'inchangée', 'inchangées')} ; ${plural(lines, 'document demandé', 'documents demandés')}`,
  gone: (withPicks: number, without: number) =>
    `absentes du SIGB : ${withPicks} avec des documents déjà préparés (gardées, signalées), ${without} sans rien de préparé (annulées)`,
  shared: (lines: number) =>
    `${plural(lines, 'exemplaire demandé deux fois', 'exemplaires demandés deux fois')} : le créneau le plus proche le garde, l’autre prend un autre exemplaire`,
  asOf: (at: Date) => `droits à jour au ${at.toLocaleString('fr', { dateStyle: 'short', timeStyle: 'short' })}`,
  rejected: (count: number) => plural(count, 'ligne refusée', 'lignes refusées'),
  lines: (lines: readonly number[], reason: string) =>
    lines.length === 1 ? `ligne ${lines[0]} : ${reason}` : `${lines.length} lignes (${examples(lines, String, linesShown)}) : ${reason}`,
  more: (count: number, path: string) => `… et ${count} autres. Liste complète : ${path}`,
  rejectedIn: (path: string) => `Liste : ${path}`,
  rejectedHeader: ['ligne', 'raison'],
  mendedHeader: ['ligne', 'écrit', 'lu'],
  mendedIn: (path: string) => `Numéros rectifiés, liste complète : ${path}`,
  reason: reasonFr,
  note: noteFr,
}

export type ImportText = typeof importTextFr

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

const atLineEn = ({ line, number }: NumberAt): string => `${number} on line ${line}`
const unreadEn = ({ value, line, rows }: UnreadValue): string => `“${value}” on line ${line}${rows > 1 ? `, ${rows} times` : ''}`
const mendedEn = ({ line, before, after }: MendedNumber): string => `${before} → ${after} on line ${line}`

const likeEn = ({ documentsLikeCards: documents, cardsLikeDocuments: cards }: RulesOverlap): string =>
  [
    ...(documents > 0 ? [`${count(documents, 'document has a number', 'documents have a number')} that may be a card`] : []),
    ...(cards > 0 ? [`${count(cards, 'card has a number', 'cards have a number')} that may be a document`] : []),
  ].join(', ')

const columnsEn: Readonly<Record<Column, string>> = {
  barcode: 'barcode',
  record: 'record',
  title: 'title',
  author: 'author',
  isbn: 'ISBN',
  documentType: 'document type',
  audience: 'audience',
  callNumber: 'call number',
  location: 'location',
  year: 'year',
  arrivedOn: 'arrival date',
  status: 'status',
  card: 'card',
  surname: 'surname',
  firstName: 'first name',
  fullName: 'full name',
  category: 'category',
  expiresOn: 'expiry',
  blocked: 'block',
  loansNow: 'current loans',
  order: 'order',
  slotDate: 'slot date',
  slotTime: 'slot time',
  site: 'site',
  source: 'source',
  note: 'note',
  orderedOn: 'order date',
}
const filesEn: Readonly<Record<GivenFile, string>> = {
  catalogue: 'catalogue',
  patrons: 'patrons',
  orders: 'orders',
  settings: 'settings',
  map: 'column map',
}
const looksLikeEn: Readonly<Record<FileKind, string>> = {
  catalogue: 'a catalogue',
  patrons: 'a list of patrons',
  orders: 'a list of orders',
}
const separatorsEn: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' }

const settingsFaultEn = ({ code, expected }: SettingsFault): string => {
  switch (code) {
    case 'json':
      return 'this is not JSON (a comma or a quote missing?)'
    case 'missing':
      return 'is missing'
    case 'unknown-name':
      return 'is not a name we know (a typing error?)'
    case 'type':
      return `has not the right form (expected: ${expected})`
    case 'bounds':
      return `is out of bounds (expected: ${expected})`
    case 'date':
      return 'must be a date that exists, written YYYY-MM-DD'
    case 'time':
      return 'must be a time written HH:MM'
    case 'after-from':
      return 'must be after from'
    case 'pattern':
      return 'is not a regular expression'
    case 'zone':
      return 'is not a known time zone (for instance Europe/Paris)'
    case 'pin':
      return 'must have 4 to 12 digits'
    case 'no-slash':
      return 'must not contain a slash'
    case 'colour':
      return 'must be a colour written #rrggbb (example: #00573f)'
    case 'unknown-site':
      return 'this site is not in “sites”'
    case 'unknown-librarian':
      return 'this librarian is not in “librarians”'
    case 'twice':
      return 'is given twice'
  }
}

const faultEn = (fault: FileFault): string => {
  switch (fault.kind) {
    case 'file-unreadable':
      return fault.code === 'ENOENT' ? 'there is no such file' : `this file cannot be read (${fault.code})`
    case 'file-empty':
      return 'this file is empty'
    case 'file-too-large':
      return `this file is too large (${fault.bytes} bytes, ${fault.maximum} at most)`
    case 'gzip-broken':
      return 'this compressed file is cut or damaged: copy it again'
    case 'workbook':
      return 'this is a workbook (Excel or OpenDocument): save it as CSV'
    case 'not-text':
      return 'this is not a text file'
    case 'no-row':
      return 'this file has nothing but its header'
    case 'columns-missing':
      return `${fault.columns.map((column) => `“${columnsEn[column]}”`).join(', ')} not found among the columns (${fault.headers.slice(0, 20).join(', ')})${
        fault.looksLike === undefined
          ? `. Say by --map under which header to look (${fault.columns.map((column) => `"${column}": "…"`).join(', ')})`
          : `. This file looks like ${looksLikeEn[fault.looksLike]}`
      }`
    case 'marc':
      return `this is a MARC file (${fault.format}), which this program does not read yet. Export the items as CSV, a row for each, with the barcode and the title at least`
    case 'map-unknown-header':
      return `the map looks for “${columnsEn[fault.column]}” under “${fault.header}”, which is no column (${fault.headers.slice(0, 20).join(', ')})`
    case 'no-row-accepted':
      return `no row can be used${fault.rejected
        .slice(0, 3)
        .map(({ line, reason }) => `; line ${line}: ${reasonEn(reason)}`)
        .join('')}`
    case 'too-many-mended':
      return `“${columnsEn[fault.column]}”: ${fault.count} numbers of ${fault.of} rows would be mended (${examples(fault.numbers, mendedEn)}). That is too many for an accident. Compare with some labels: if they bear the mended numbers, run it again with --mend; if not, export the column as text, without a spreadsheet`
    case 'demo-there':
      return 'the database holds the demo. Add --replace-demo to erase it and start from an empty library; tablets enrolled in the demo must enrol again'
    case 'library-unclear':
      return `choose --library among: ${fault.names.join(', ')}`
    case 'json-wrong':
      return fault.faults.map((one) => (one.path === '' ? settingsFaultEn(one) : `${one.path}: ${settingsFaultEn(one)}`)).join('\n  ')
  }
}

const reasonEn = (reason: RejectionReason): string => {
  switch (reason.kind) {
    case 'columns-counted':
      return `${count(reason.found, 'column', 'columns')} instead of ${reason.expected}: the row is shifted`
    case 'shifted':
      return `row shifted by one column: “${columnsEn[reason.column]}” stands under “${reason.foundUnder}”`
    case 'cells-shifted':
      return `row shifted by one column: what belongs under “${reason.header}” stands under “${reason.foundUnder}” (a separator too many, or a cell missing, further left)`
    case 'cell-missing':
      return `“${columnsEn[reason.column]}” is missing`
    case 'cell-unreadable':
      return `“${columnsEn[reason.column]}” cannot be read: ${reason.value}`
    case 'numbers-ambiguous':
      return `“${columnsEn[reason.column]}”: several numbers in the cell, and not all of the usual form (${reason.value}): leave the one on the label`
    case 'number-rounded':
      return `“${columnsEn[reason.column]}” was rounded by a spreadsheet (${reason.value}): export the column as text`
    case 'duplicate':
      return `${reason.value} is already on line ${reason.line}`
    case 'card-unknown':
      return `card ${reason.card} is not among the patrons`
    case 'record-unknown':
      return `neither record ${reason.record || '(empty)'} nor barcode ${reason.barcode || '(empty)'} is in the catalogue`
    case 'site-unknown':
      return `site ${reason.site} is not in the settings`
    case 'no-slot-that-day':
      return `no time in the file, and no opening range on ${reason.date}: give the time, or “openingRanges” by --settings`
    case 'order-contradicts':
      return `order ${reason.order} has another card or slot on line ${reason.line}`
  }
}

const noteEn = (note: Note): string => {
  switch (note.kind) {
    case 'read-as':
      return `read as ${note.encoding}, separated by ${separatorsEn[note.separator] ?? note.separator}${note.compressed ? ', compressed' : ''}`
    case 'encoded-twice':
      return `accents encoded twice, mended in ${count(note.cells, 'cell', 'cells')}`
    case 'ansel':
      return `ANSEL accents badly converted, mended in ${count(note.cells, 'cell', 'cells')}`
    case 'encodings-mixed':
      return `${count(note.lines, 'line', 'lines')} in another encoding than the rest`
    case 'quotes-mended':
      return `quotes badly closed in ${count(note.rows, 'place', 'places')}: read line by line`
    case 'texts-cut':
      return `${count(note.cells, 'text', 'texts')} too long, cut`
    case 'numbers-share-cell':
      return `${count(note.numbers.length, 'row', 'rows')} with several numbers in one “${columnsEn[note.column]}” cell, ${
        note.column === 'card' ? 'the first is taken' : 'each is a document'
      } (${examples(note.numbers, atLineEn)})`
    case 'numbers-mended':
      return `${count(note.numbers.length, 'number', 'numbers')} under “${columnsEn[note.column]}” mended as the rest of the column shows, to be checked: ${examples(note.numbers, mendedEn, mendedShown)}`
    case 'numbers-unusual':
      return `${count(note.numbers.length, 'number', 'numbers')} under “${columnsEn[note.column]}” of another form than most, kept as written (${examples(note.numbers, atLineEn)})`
    case 'values-unread':
      return `“${note.header}”: ${count(note.rows, 'value is', 'values are')} not understood, and left out (${examples(note.values, unreadEn)}). If they say something useful, change them in the export`
    case 'loans-dated':
      return `“${note.header}”: a date there means that the document is on loan (the date is when it is due); ${count(note.rows, 'document', 'documents')} on loan in this way`
    case 'blocks-ended':
      return `“${note.header}”: ${count(note.rows, 'block has ended: this card is', 'blocks have ended: these cards are')} not blocked`
    case 'dates-undecided':
      return `nothing tells whether “${columnsEn[note.column]}” begins with the day or the month: read day/month`
    case 'dates-month-first':
      return `“${columnsEn[note.column]}” read month/day`
    case 'columns-ignored':
      return `columns not read: ${note.headers.join(', ')}`
    case 'barcode-unknown-record-taken':
      return `${count(note.rows, 'row asks', 'rows ask')} for an unknown copy of a known record: any copy will do`
    case 'first-slot-taken':
      return `${count(note.orders, 'order', 'orders')} without a time: put into the first slot of their day`
    case 'numbered-here':
      return `no order numbers: one order for each card and day, ${note.orders} numbered here`
    case 'removal-withheld':
      return `this file leaves out ${note.would} of the ${note.of} known: nothing was removed. If it is whole, add --whole`
    case 'older-than-last':
      return `this file is older than the last one imported (${new Date(note.last).toLocaleString('en-GB')}): give its date by --as-of if it is not`
    case 'no-opening-range':
      return 'no opening range: every order will show as outside its slots. Give “openingRanges” by --settings'
    case 'no-librarian':
      return 'no librarian: nobody can sign in. Add “librarians” to the settings file'
    case 'rules-overlap':
      return `one number may be a card or a document: ${likeEn(note)} (${note.numbers.join(', ')}…). At a scan the tablet looks in the catalogue and the directory, and asks only where both have it, or neither. ${
        note.apart === undefined
          ? 'No rule drawn from these numbers tells them apart'
          : `To have nothing asked, put these two lines into the settings file (--settings), if they suit your future numbers too:\n${rulesToWrite(note.apart)}`
      }`
    case 'accent-adjusted':
      return `accentColour ${note.colour} is too light to be read on white: screens will use ${note.light}, and ${note.dark} on dark`
  }
}

export const importTextEn: ImportText = {
  usage: [
    'Usage: npm run import -- [--catalogue F] [--patrons F] [--orders F] [--settings F.json] [--map F.json]',
    '  --library L       library (name or id), where there are several',
    '  --replace-demo    erases the demo, tablets included',
    '  --as-of T         the moment that the ILS’s figures speak of (2026-11-25T09:12); by default the file’s date',
    '  --whole           the files are whole lists, whatever they leave out',
    '  --mend            mends the numbers that a spreadsheet spoiled, however many',
    '  --lang fr         in French',
    '--map says under which header (or in which column, counted from 1) to look for what is not found by itself.',
    'One column may serve twice. Example: { "orders": { "slotDate": "RDV", "slotTime": "RDV" } }. Names:',
    ...mapKeys,
    'CSV files of any separator and encoding, plain or .gz. Exit codes:',
    '  0 imported (rejected rows are listed), 1 stopped unexpectedly, 2 nothing was changed',
  ].join('\n'),
  nothingGiven: 'No file given.',
  badOption: (what) => `Option not understood: ${what}`,
  refused: (file, path, fault) =>
    `${file === undefined ? '' : `${path ?? filesEn[file]} (${filesEn[file]}): `}${faultEn(fault)}.${file === 'map' && fault.kind === 'json-wrong' ? `\nNames:\n${mapKeys.join('\n')}` : ''}\nNothing was changed.`,
  failed: 'The import stopped. What was written is kept; run the same command again to complete it.',
  library: (name, isNew, replacedDemo) => `${name}${replacedDemo ? ': the demo was erased' : ''}${isNew ? ': new library' : ''}`,
  step: { read: 'reading', write: 'writing', publish: 'file for the tablets' },
  file: filesEn,
  settings: (isChanged, librarians) => `Settings: ${isChanged ? 'updated' : 'unchanged'}, ${count(librarians, 'librarian', 'librarians')}`,
  rows: (file, rows, ms) =>
    `${filesEn[file].replace(/^./, (first) => first.toUpperCase())}: ${count(rows, 'row', 'rows')} in ${(ms / 1000).toFixed(1)} s`,
  changes: (added, updated, unchanged, removed) => `${added} added, ${updated} updated, ${unchanged} unchanged, ${removed} removed`,
  orders: (added, updated, unchanged, lines) =>
    `${added} new, ${updated} updated, ${unchanged} unchanged; ${count(lines, 'document wanted', 'documents wanted')}`,
  gone: (withPicks, without) =>
    `no longer in the ILS: ${withPicks} with documents already picked (kept, and shown as such), ${without} with nothing picked (cancelled)`,
  shared: (lines) => `${count(lines, 'copy', 'copies')} wanted twice: the earliest slot keeps it, the other takes another copy`,
  asOf: (at) => `rights up to date as of ${at.toLocaleString('en-GB', { dateStyle: 'short', timeStyle: 'short' })}`,
  rejected: (rows) => count(rows, 'rejected row', 'rejected rows'),
  lines: (lines, reason) =>
    lines.length === 1 ? `line ${lines[0]}: ${reason}` : `${lines.length} rows (lines ${examples(lines, String, linesShown)}): ${reason}`,
  more: (rows, path) => `… and ${rows} more. The whole list: ${path}`,
  rejectedIn: (path) => `List: ${path}`,
  rejectedHeader: ['line', 'reason'],
  mendedHeader: ['line', 'written', 'read'],
  mendedIn: (path) => `Mended numbers, the whole list: ${path}`,
  reason: reasonEn,
  note: noteEn,
}
