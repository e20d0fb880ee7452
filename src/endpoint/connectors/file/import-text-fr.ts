/**
 * What `npm run import` says, in French: the source, by which English is typed. Runs in the endpoint's commands.
 * A rejected row names its line and its reason, so that whoever keeps the ILS can mend it there. No name of a patron is ever said.
 */
import type { SettingsDifference } from '../../settings/differ-settings.ts'
import type { RulesOverlap, SettingsFault } from '../../settings/settings-finding.ts'
import type { Column, FileKind, RowUnit } from './column.ts'
import type { FileFault, MendedNumber, Note, NumberAt, RejectionReason, UnreadValue } from './import-finding.ts'
import { examples, linesShown, listHeaders, mapKeys, marcMapNames, marcModel, mendedShown, namesFor, rulesToWrite } from './import-lists.ts'
import { marcTextFr, type NamedRow } from './marc/marc-text-fr.ts'
import { marcMapKeys } from './marc/read-marc-map.ts'
import type { GivenFile } from './read-files.ts'

const plural = (n: number, one: string, many: string): string => `${n} ${n < 2 ? one : many}`

/** Where a thing stands: in a file of lines, or of records. */
const at = (line: number, unit: RowUnit): string => (unit === 'line' ? `ligne ${line}` : marcTextFr.at(line))
const sayAtLine =
  (unit: RowUnit) =>
  ({ line, number }: NumberAt): string =>
    `${number} ${at(line, unit)}`
const sayUnread =
  (unit: RowUnit) =>
  ({ value, line, rows }: UnreadValue): string =>
    `« ${value} » ${at(line, unit)}${rows > 1 ? `, ${rows} fois` : ''}`
const sayMended =
  (unit: RowUnit) =>
  ({ line, before, after }: MendedNumber): string =>
    `${before} → ${after} ${at(line, unit)}`

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

const saySettingsFault = ({ code, expected }: SettingsFault): string => {
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
    case 'pattern-unbounded':
      return 'pourrait bloquer les tablettes : pas de répétition libre dans une autre, pas de renvoi (\\1), 300 signes au plus'
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
    case 'place':
      return 'doit dire où dans une notice, par exemple 995$f, 200$ae, 001 ou 100$a/9-12'
    case 'signs':
      return `n’a pas le bon nombre de signes (attendu : ${expected})`
    case 'too-far':
      return `est trop loin (au plus : ${expected} jours)`
    case 'today':
      return 'changerait les créneaux d’une journée en cours'
    case 'lost-site':
      return 'un site de retrait ne peut pas disparaître'
    case 'quiet':
      return 'tomberait dans les heures de silence'
    case 'all-days':
      return 'sept jours de silence : rien ne partirait jamais'
    case 'blank-unknown':
      return `un blanc n’existe pas dans ce courriel (le plus proche : {${expected}})`
    case 'blank-missing':
      return `il manque {${expected}}`
    case 'blank-bare':
      return `{${expected}} est parfois vide : il va dans une phrase entre crochets`
    case 'bracket-alone':
      return `un crochet ou une accolade est seul, près de « ${expected} »`
    case 'optional-without-blank':
      return `la phrase entre crochets « ${expected} » n’a rien à remplir`
    case 'too-long':
      return `est trop long (au plus : ${expected} signes)`
    case 'subject-empty':
      return 'est vide'
    case 'subject-broken':
      return 'doit tenir sur une ligne'
  }
}

const sayFault = (fault: FileFault): string => {
  switch (fault.kind) {
    case 'file-unreadable':
      return fault.code === 'ENOENT' ? 'ce fichier n’existe pas' : `ce fichier ne peut pas être lu (${fault.code})`
    case 'file-empty':
      return 'ce fichier est vide'
    case 'file-too-large':
      return `ce fichier est trop gros (${fault.bytes} octets, ${fault.maximum} au plus)`
    case 'too-many-columns':
      return `ce fichier a ${fault.columns} colonnes ou plus (${fault.maximum} au plus) : ce n’est pas une liste du SIGB`
    case 'gzip-broken':
      return 'ce fichier compressé est coupé ou abîmé : copiez-le à nouveau'
    case 'workbook':
      return 'ceci est un classeur (Excel ou OpenDocument) : enregistrez-le au format CSV'
    case 'not-text':
      return 'ceci n’est pas un fichier de texte'
    case 'no-row':
      return 'ce fichier n’a que sa ligne d’en-tête'
    case 'columns-missing':
      return `il manque ${fault.columns.map((column) => `« ${columns[column]} »`).join(', ')} parmi les colonnes (${listHeaders(fault.headers)})${
        fault.looksLike === undefined
          ? `. Dites par --map sous quel en-tête chercher (${fault.columns.map((column) => `"${column}": "…"`).join(', ')})`
          : `. Ce fichier ressemble à ${looksLike[fault.looksLike]}`
      }`
    case 'marc':
      return marcTextFr.onlyCsv(fault.format)
    case 'marc-no-copy':
      return marcTextFr.noCopy(fault.records, fault.otherTags)
    case 'marc-too-much':
      return marcTextFr.tooMuch(fault.maximum)
    case 'map-unknown-header':
      return `la correspondance cherche « ${columns[fault.column]} » dans « ${fault.header} », qui n’est pas une colonne (${listHeaders(fault.headers)})`
    case 'no-row-accepted':
      return `${fault.rejected[0]?.record === undefined ? 'aucune ligne n’est utilisable' : 'aucun exemplaire n’est utilisable'}${fault.rejected
        .slice(0, 3)
        .map((row) => ` ; ${row.record === undefined ? at(row.line, 'line') : marcTextFr.records([row])} : ${sayReason(row.reason)}`)
        .join('')}`
    case 'too-many-mended':
      return `« ${columns[fault.column]} » : ${fault.count} numéros sur ${fault.of} ${fault.unit === 'record' ? 'exemplaires' : 'lignes'} seraient rectifiés (${examples(fault.numbers, sayMended(fault.unit ?? 'line'))}). C’est trop pour un accident. Comparez avec quelques étiquettes : si elles portent les numéros rectifiés, relancez avec --mend ; sinon, exportez la colonne comme texte, sans passer par un tableur`
    case 'demo-there':
      return 'la base contient la démonstration. Ajoutez --replace-demo pour l’effacer et repartir d’une bibliothèque vide ; les tablettes associées à la démonstration devront l’être de nouveau'
    case 'new-library':
      return `${fault.isThere ? 'il y a déjà une bibliothèque' : 'il n’y a pas de bibliothèque'} ici. Vérifiez DATA_DIR, ou DATABASE_URL : ceux du serveur. --new-library en fait une, là seulement où il n’y en a pas`
    case 'library-unclear':
      return `précisez --library parmi : ${fault.names.join(', ')}`
    case 'team-unable':
      return `plus personne ne pourrait agir comme responsable : il y faut un code d’entrée et une phrase de passe. Gardez ${fault.able.join(', ')} dans « librarians », avec "isManager": true, le temps que ${fault.unable.length > 0 ? fault.unable.join(' ou ') : 'quelqu’un d’autre, que ce fichier nomme ainsi,'} choisisse les siens sur une tablette (npm run passphrase -- NOM donne de quoi choisir la phrase) ; relancez ensuite ce fichier-ci`
    case 'json-wrong':
      return fault.faults.map((one) => (one.path === '' ? saySettingsFault(one) : `${one.path} : ${saySettingsFault(one)}`)).join('\n  ')
  }
}

const sayReason = (reason: RejectionReason, unit: RowUnit = 'line'): string => {
  switch (reason.kind) {
    case 'columns-counted':
      return `${plural(reason.found, 'colonne', 'colonnes')} au lieu de ${reason.expected} : ligne décalée`
    case 'shifted':
      return `ligne décalée d’une colonne : « ${columns[reason.column]} » se trouve sous « ${reason.foundUnder} »`
    case 'cells-shifted':
      return `ligne décalée d’une colonne : ce qui va sous « ${reason.header} » se trouve sous « ${reason.foundUnder} » (un séparateur de trop, ou une case manquante, plus à gauche)`
    case 'cell-missing':
      return `« ${columns[reason.column]} » manque`
    case 'cell-unreadable':
      return `« ${columns[reason.column]} » illisible : ${reason.value}`
    case 'numbers-ambiguous':
      return `« ${columns[reason.column]} » : plusieurs numéros dans la case, et tous n’ont pas la forme habituelle (${reason.value}) : n’y laissez que celui de l’étiquette`
    case 'number-rounded':
      return `« ${columns[reason.column]} » arrondi par un tableur (${reason.value}) : exportez la colonne comme texte`
    case 'duplicate':
      return `${reason.value} est déjà ${unit === 'line' ? `à la ligne ${reason.line}` : `dans la ${at(reason.line, unit)}`}`
    case 'marc-cut':
    case 'marc-too-long':
    case 'marc-no-leader':
    case 'marc-no-directory':
    case 'marc-fields-counted':
    case 'marc-fields-unfit':
    case 'marc-xml':
      return marcTextFr.reason(reason)
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

const sayNote = (note: Note, unit: RowUnit = 'line'): string => {
  switch (note.kind) {
    case 'read-as':
      return `lu en ${note.encoding}, séparé par des ${separators[note.separator] ?? note.separator}${note.compressed ? ', compressé' : ''}`
    case 'marc-read':
      return marcTextFr.readAs(note.format, note.flavours, note.encodings, note.copyTags, note.map, note.compressed)
    case 'marc-heeded':
      return marcTextFr.heeded(note.heed, note.records)
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
      return `${plural(note.numbers.length, 'ligne', 'lignes')} avec plusieurs numéros de « ${columns[note.column]} » dans une case${
        note.column === 'card' ? ', le premier est pris' : ', chacun est un document'
      } (${examples(note.numbers, sayAtLine(unit))})`
    case 'numbers-mended':
      return `${plural(note.numbers.length, 'numéro', 'numéros')} de « ${columns[note.column]} » rectifié${note.numbers.length < 2 ? '' : 's'} d’après le reste de la colonne, à vérifier : ${examples(note.numbers, sayMended(unit), mendedShown)}`
    case 'numbers-unusual':
      return `${plural(note.numbers.length, 'numéro', 'numéros')} de « ${columns[note.column]} » d’une autre forme que la plupart, gardé${note.numbers.length < 2 ? '' : 's'} tel${note.numbers.length < 2 ? '' : 's'} qu’écrit${note.numbers.length < 2 ? '' : 's'} (${examples(note.numbers, sayAtLine(unit))})`
    case 'values-unread':
      return `« ${note.header} » : ${plural(note.rows, 'valeur n’est pas comprise', 'valeurs ne sont pas comprises')} et ne compte${note.rows < 2 ? '' : 'nt'} pas (${examples(note.values, sayUnread(unit))}). Si elles disent quelque chose d’utile, changez-les dans l’export`
    case 'loans-dated':
      return `« ${note.header} » : une date y veut dire que le document est en prêt (c’est celle du retour prévu) ; ${plural(note.rows, 'document', 'documents')} en prêt de cette façon`
    case 'copies-stay':
      return `exemplaires qui ne se prêtent pas : sur place seulement, ${note.here} ; perdus, retirés ou en traitement, ${note.gone}`
    case 'blocks-ended':
      return `« ${note.header} » : ${plural(note.rows, 'suspension est terminée', 'suspensions sont terminées')} : ${note.rows < 2 ? 'cette carte n’est pas bloquée' : 'ces cartes ne sont pas bloquées'}`
    case 'addresses-read':
      return `« ${note.header} » : ${plural(note.addresses, 'adresse', 'adresses')}, gardée${note.addresses < 2 ? '' : 's'} sur le serveur seul${note.unread === 0 ? '' : ` ; ${plural(note.unread, 'case ne contient pas d’adresse', 'cases ne contiennent pas d’adresse')}`}`
    case 'dates-undecided':
      return `rien ne dit si « ${columns[note.column]} » commence par le jour ou par le mois : lu jour/mois`
    case 'dates-month-first':
      return `« ${columns[note.column]} » lu mois/jour`
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
    case 'removal-withheld-cut':
      return `ce fichier est coupé, et il omet ${note.would} des ${note.of} connus : rien n’a été retiré. Exportez-le de nouveau`
    case 'removal-withheld-shared':
      return `le catalogue est celui du groupe ${note.group} : ${note.would} de ses ${note.of} documents, absents de ce fichier, y restent, car d’autres bibliothèques les ont peut-être. S’il est la liste de tout le groupe, ajoutez --whole`
    case 'taken-without-name':
      return `${plural(note.patrons, 'usager est resté', 'usagers sont restés')} sans nom : ni prêt ni commande depuis longtemps. Le nom revient avec un prêt, une commande ou une adhésion prolongée`
    case 'older-than-last':
      return `ce fichier est plus ancien que le dernier importé (${new Date(note.last).toLocaleString('fr')}) : donnez sa date par --as-of si ce n’est pas le cas`
    case 'no-opening-range':
      return 'aucune plage horaire : toute commande paraîtra hors créneau. Donnez « openingRanges » par --settings'
    case 'no-librarian':
      return 'aucun agent : personne ne peut se connecter. Ajoutez « librarians » au fichier de réglages'
    case 'rules-overlap':
      return `un même numéro peut être une carte ou un document : ${sayOverlap(note)} (${note.numbers.join(', ')}…). Au scan, la tablette cherche dans le catalogue et l’annuaire, et ne demande que si les deux l’ont, ou aucun. ${
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
    'Usage : npm run import -- [--catalogue F] [--patrons F] [--orders F] [--settings F.json] [--map F.json] [--marc-map M]',
    '  --library SLUG    la bibliothèque, s’il y en a plusieurs',
    '  --new-library     fait la bibliothèque, là où il n’y en a pas',
    '  --replace-demo    efface la démonstration, tablettes comprises',
    '  --as-of T         moment dont parlent les chiffres du SIGB (2026-11-25T09:12) ; sinon la date du fichier',
    '  --whole           les fichiers sont complets, quoi qu’ils omettent',
    '  --mend            rectifie les numéros abîmés par un tableur, même nombreux',
    '  --dry-run         avec --settings seul : dit ce qui changerait, sans rien changer',
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
  trialOfSettings: 'L’essai à blanc (--dry-run) se demande avec --settings seul.',
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
  asOf: (at: Date) => `droits à jour au ${at.toLocaleString('fr', { dateStyle: 'short', timeStyle: 'short' })}`,
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
  mendedIn: (path: string) => `Numéros rectifiés, liste complète : ${path}`,
  marc: marcTextFr,
  reason: sayReason,
  note: sayNote,
}

export type ImportText = typeof importTextFr
