/**
 * The columns that each kind of file may have, and the names under which French and English ILS exports write them.
 * Runs in the endpoint's commands. Names are compared folded: without accents, case, spaces or punctuation.
 */
import { type ImmobilityColumn, immobilityNames } from './immobility-names.ts'

export type FileKind = 'catalogue' | 'patrons' | 'orders'
/** How the rows of a file are counted: lines of a table, or records of which each may hold several. */
export type RowUnit = 'line' | 'record'

export type CatalogueColumn =
  | 'barcode'
  | 'record'
  | 'title'
  | 'series'
  | 'author'
  | 'isbn'
  | 'documentType'
  | 'audience'
  | 'callNumber'
  | 'location'
  | 'year'
  | 'publisher'
  | 'language'
  | 'arrivedOn'
  | 'lent'
  | 'status'
  | ImmobilityColumn
export type PatronColumn =
  | 'card'
  | 'surname'
  | 'firstName'
  | 'fullName'
  | 'category'
  | 'expiresOn'
  | 'blocked'
  | 'loansNow'
  | 'email'
  | 'language'
export type OrderColumn =
  | 'order'
  | 'card'
  | 'slotDate'
  | 'slotTime'
  | 'site'
  | 'source'
  | 'record'
  | 'barcode'
  | 'title'
  | 'count'
  | 'note'
  | 'orderedOn'
export type Column = CatalogueColumn | PatronColumn | OrderColumn

export interface ColumnsOf {
  readonly catalogue: CatalogueColumn
  readonly patrons: PatronColumn
  readonly orders: OrderColumn
}

/** Each inner list: one of these must be there. */
export const requiredColumns: { readonly [K in FileKind]: readonly (readonly ColumnsOf[K][])[] } = {
  catalogue: [['barcode'], ['title']],
  patrons: [['card'], ['surname', 'fullName']],
  orders: [['card'], ['slotDate'], ['record', 'barcode', 'title']],
}

const barcode = [
  'barcode',
  'code-barres',
  'code-barre',
  'codes-barres',
  'cb',
  'code barre exemplaire',
  'code-barres exemplaire',
  'code à barres',
]
const barcodeMore = ['code-barres document', 'item barcode', 'item', 'exemplaire', 'numéro d’exemplaire', 'n° exemplaire', 'code document']
const record = [
  'record',
  'record id',
  'bib id',
  'biblio number',
  'biblionumber',
  'bib record',
  'notice',
  'n° notice',
  'no notice',
  'num notice',
]
const recordMore = ['numéro de notice', 'id notice', 'identifiant notice', 'identifiant de la notice', 'ppn', 'record number', 'title id']
const title = ['title', 'titre', 'titre propre', 'titre principal', 'titre complet', 'main title']
const card = [
  'card',
  'card number',
  'cardnumber',
  'patron barcode',
  'borrower number',
  'carte',
  'n° carte',
  'no carte',
  'num carte',
  'numéro de carte',
]
const cardMore = [
  'code-barres usager',
  'code-barres lecteur',
  'code-barres adhérent',
  'code-barres emprunteur',
  'n° lecteur',
  'numéro de lecteur',
  'n° usager',
  'carte lecteur',
  'n° adhérent',
  'numéro adhérent',
]

const mail = ['email', 'mail', 'courriel', 'mél', 'email address', 'mail address', 'primary email', 'adresse courriel', 'adresse email']
const mailMore = ['adresse mail', 'adresse électronique', 'courriel usager', 'email usager', 'email lecteur', 'email adhérent']

/** In order of preference: the first header that is found gives the column. */
export const columnNames: { readonly [K in FileKind]: Readonly<Record<ColumnsOf[K], readonly string[]>> } = {
  catalogue: {
    barcode: [...barcode, ...barcodeMore],
    record: [...record, ...recordMore],
    title,
    series: ['series', 'série', 'titre de série', 'titre de la série', 'cycle'],
    author: ['author', 'auteur', 'auteurs', 'auteur principal', 'authors', 'main author', 'creator', 'responsabilité'],
    isbn: ['isbn', 'ean', 'isbn / ean', 'isbn issn', 'isbn13', 'ean13'],
    documentType: [
      'type',
      'type de document',
      'document type',
      'doctype',
      'item type',
      'itype',
      'support',
      'material type',
      'type doc',
      'nature',
    ],
    audience: ['audience', 'public', 'public visé', 'public destinataire', 'tranche d’âge', 'âge', 'target audience'],
    callNumber: ['cote', 'call number', 'callnumber', 'item call number', 'shelfmark', 'cote exemplaire', 'cote de rangement'],
    location: [
      'location',
      'localisation',
      'emplacement',
      'section',
      'rayon',
      'shelving location',
      'localisation exemplaire',
      'sous-localisation',
    ],
    year: [
      'year',
      'année',
      'date de publication',
      'année de publication',
      'année d’édition',
      'publication year',
      'date de parution',
      'copyright date',
    ],
    publisher: ['publisher', 'éditeur', 'éditeurs', 'nom de l’éditeur', 'maison d’édition', 'publisher name', 'publishercode'],
    language: ['language', 'lang', 'langue', 'langue du document', 'langue du texte', 'langue de publication', 'language code'],
    arrivedOn: [
      'arrived on',
      'date accessioned',
      'date acquired',
      'acquisition date',
      'date d’acquisition',
      'date d’entrée',
      'date de création',
      'date de mise en service',
      'date d’arrivée',
      'date de réception',
    ],
    lent: [
      'loans',
      'prêts',
      'nb prêts',
      'nombre de prêts',
      'prêts cumulés',
      'total des prêts',
      'issues',
      'checkouts',
      'total checkouts',
      'total issues',
    ],
    status: [
      'status',
      'statut',
      'état',
      'situation',
      'disponibilité',
      'availability',
      'disponible',
      'statut exemplaire',
      'on loan',
      'onloan',
      'date due',
      'due date',
      'date de retour prévue',
      'retour prévu',
      'date de retour',
    ],
    ...immobilityNames,
  },
  patrons: {
    card: [...card, ...cardMore, 'code-barres', 'code barre', 'barcode'],
    surname: [
      'surname',
      'last name',
      'family name',
      'nom',
      'nom de famille',
      'nom usager',
      'nom lecteur',
      'nom de l’usager',
      'nom adhérent',
    ],
    firstName: ['first name', 'firstname', 'given name', 'prénom', 'prénoms', 'prénom usager', 'prénom lecteur', 'prénom de l’usager'],
    fullName: ['full name', 'name', 'nom complet', 'nom prénom', 'nom et prénom', 'patron name', 'usager', 'lecteur'],
    category: [
      'category',
      'catégorie',
      'patron category',
      'category code',
      'categorycode',
      'catégorie usager',
      'type d’usager',
      'type d’abonnement',
      'abonnement',
      'profil',
      'statut',
    ],
    expiresOn: [
      'expires on',
      'expires',
      'expiry',
      'expiry date',
      'date expiry',
      'expiration',
      'date d’expiration',
      'expiration date',
      'date de fin d’adhésion',
      'fin d’adhésion',
      'adhésion jusqu’au',
      'adhésion valable jusqu’au',
      'date de fin d’inscription',
      'fin d’inscription',
      'date de fin d’abonnement',
      'date d’échéance',
      'échéance',
      'date de validité',
      'valid until',
      'valid to',
      'date de fin',
      'fin d’abonnement',
      'fin de validité',
      'date de fin de validité',
      'date fin abonnement',
      'valable jusqu’au',
    ],
    blocked: [
      'blocked',
      'block reason',
      'debarred',
      'blocage',
      'bloqué',
      'motif de blocage',
      'raison du blocage',
      'suspension',
      'date de fin de suspension',
      'suspendu jusqu’au',
      'interdit de prêt',
    ],
    loansNow: [
      'loans now',
      'loans',
      'current loans',
      'checkouts',
      'issues',
      'prêts',
      'prêts en cours',
      'nombre de prêts',
      'nb prêts',
      'nb de prêts',
      'nb prêts en cours',
      'emprunts',
      'emprunts en cours',
    ],
    email: [...mail, ...mailMore],
    language: ['language', 'lang', 'langue', 'preferred language', 'langue préférée', 'langue de correspondance', 'langue de l’usager'],
  },
  orders: {
    order: [
      'order',
      'order number',
      'order id',
      'request',
      'reservation',
      'commande',
      'n° commande',
      'no commande',
      'numéro de commande',
      'num commande',
      'n° réservation',
      'numéro de réservation',
      'réservation',
      'hold id',
    ],
    card: [...card, ...cardMore, 'patron', 'usager', 'lecteur', 'adhérent', 'emprunteur'],
    slotDate: [
      'slot date',
      'pickup date',
      'date',
      'date du créneau',
      'date de retrait',
      'date rendez-vous',
      'date du rendez-vous',
      'date de rdv',
      'jour',
      'date créneau',
      'créneau',
      'pickup',
      'slot',
      'rendez-vous',
      'rdv',
    ],
    slotTime: [
      'slot time',
      'pickup time',
      'time',
      'heure',
      'heure du créneau',
      'heure de retrait',
      'heure rendez-vous',
      'heure du rendez-vous',
      'heure de rdv',
      'horaire',
      'heure créneau',
    ],
    site: [
      'site',
      'pickup location',
      'pickup library',
      'branch',
      'site de retrait',
      'lieu de retrait',
      'bibliothèque de retrait',
      'bibliothèque',
    ],
    source: ['source', 'origine', 'origin', 'canal', 'channel'],
    record: [...record, ...recordMore],
    barcode: [...barcode, ...barcodeMore],
    title: [...title, 'document', 'souhait', 'wish', 'demande'],
    count: [
      'count',
      'quantity',
      'qty',
      'number of documents',
      'number wanted',
      'quantité',
      'qté',
      'nombre de documents',
      'nb de documents',
      'nombre souhaité',
      'nombre voulu',
    ],
    note: [
      'note',
      'notes',
      'remarque',
      'remarques',
      'commentaire',
      'commentaires',
      'comment',
      'comments',
      'message',
      'observation',
      'observations',
    ],
    orderedOn: [
      'ordered on',
      'ordered at',
      'order date',
      'created',
      'date de commande',
      'commandé le',
      'date de la demande',
      'date de réservation',
      'date de saisie',
      'passée le',
    ],
  },
}
