/**
 * The columns that each kind of file may have, and the names under which French and English ILS exports write them.
 * Runs in the endpoint's commands. Names are compared folded (match-headers.ts): without accents, case, spaces, punctuation or articles, so
 * that each is written once. No name is that of two columns of a kind, save « commande » and « commandé le », which fold to one: the order's
 * number comes first.
 */

/** Names in order of preference, between commas. */
const names = (text: string): readonly string[] => text.trim().split(/,\s+/)

const barcode = `
  barcode, code-barres, code-barre, codes-barres, cb, code barre exemplaire, code-barres exemplaire, code à barres, code-barres document,
  item barcode, item, exemplaire, numéro d’exemplaire, n° exemplaire, code document`
const record = `
  record, record id, bib id, biblio number, bib record, notice, n° notice, num notice, numéro de notice, id notice, identifiant notice,
  ppn, record number, title id`
const title = 'title, titre, titre propre, titre principal, titre complet, main title'
const card = `
  card, card number, patron barcode, borrower number, carte, n° carte, num carte, numéro de carte, code-barres usager,
  code-barres lecteur, code-barres adhérent, code-barres emprunteur, n° lecteur, numéro de lecteur, n° usager, carte lecteur, n° adhérent,
  numéro adhérent`

/** The first of its names that a file has gives the column. */
export const columnNames = {
  catalogue: {
    barcode: names(barcode),
    record: names(record),
    title: names(title),
    series: names('series, série, titre de série, cycle'),
    author: names('author, auteur, auteurs, auteur principal, authors, main author, creator, responsabilité'),
    isbn: names('isbn, ean, isbn / ean, isbn issn, isbn13, ean13'),
    documentType: names('type, type de document, document type, doctype, item type, itype, support, material type, type doc, nature'),
    audience: names('audience, public, public visé, public destinataire, tranche d’âge, âge, target audience'),
    callNumber: names('cote, cotes, call number, item call number, shelfmark, cote exemplaire, cote de rangement'),
    location: names('location, localisation, emplacement, section, rayon, shelving location, localisation exemplaire, sous-localisation'),
    year: names(`
      year, année, date de publication, année de publication, année d’édition, publication year, date de parution, copyright date`),
    publisher: names('publisher, éditeur, éditeurs, nom de l’éditeur, maison d’édition, publisher name, publishercode'),
    volume: names('volume, tome, n° de tome, numéro de tome, tomaison, vol'),
    language: names('language, lang, langue, langue du document, langue du texte, langue de publication, language code'),
    arrivedOn: names(`
      arrived on, date accessioned, date acquired, acquisition date, date d’acquisition, date d’entrée, date de création,
      date de mise en service, date d’arrivée, date de réception`),
    lent: names(
      'loans, prêts, nb prêts, nombre de prêts, prêts cumulés, total des prêts, issues, checkouts, total checkouts, total issues',
    ),
    status: names(`
      status, statut, état, situation, disponibilité, availability, disponible, statut exemplaire, on loan, date due, due date,
      date de retour prévue, retour prévu, date de retour`),
    // Of a copy that may not leave: Koha has one column for what may be read in the library alone, and three for what is not there.
    referenceOnly: names(`
      reference only, not for loan, exclu du prêt, exclusion du prêt, consultation sur place, sur place, empruntable, prêtable, loanable,
      lendable`),
    notThere: names('not there, item lost, lost, perdu, withdrawn, retiré, pilonné, manquant, missing, damaged, abîmé'),
  },
  patrons: {
    card: names(`${card}, code-barres, code barre, barcode`),
    surname: names('surname, last name, family name, nom, nom de famille, nom usager, nom lecteur, nom adhérent'),
    firstName: names('first name, given name, prénom, prénoms, prénom usager, prénom lecteur'),
    fullName: names('full name, name, nom complet, nom prénom, nom et prénom, patron name, usager, lecteur'),
    category: names(`
      category, catégorie, patron category, category code, catégorie usager, type d’usager, type d’abonnement, abonnement, profil, statut`),
    expiresOn: names(`
      expires on, expires, expiry, expiry date, date expiry, expiration, date d’expiration, expiration date, date de fin d’adhésion,
      fin d’adhésion, adhésion jusqu’au, adhésion valable jusqu’au, date de fin d’inscription, fin d’inscription,
      date de fin d’abonnement, date d’échéance, échéance, date de validité, valid until, valid to, date de fin, fin d’abonnement,
      fin de validité, date de fin de validité, valable jusqu’au`),
    blocked: names(`
      blocked, block reason, debarred, blocage, bloqué, motif de blocage, raison du blocage, suspension, date de fin de suspension,
      suspendu jusqu’au, interdit de prêt`),
    loansNow: names(`
      loans now, loans, current loans, checkouts, issues, prêts, prêts en cours, nombre de prêts, nb prêts, nb prêts en cours, emprunts,
      emprunts en cours`),
    email: names(`
      email, mail, courriel, mél, email address, mail address, primary email, adresse courriel, adresse email, adresse mail,
      adresse électronique, courriel usager, email usager, email lecteur, email adhérent`),
    language: names('language, lang, langue, preferred language, langue préférée, langue de correspondance, langue de l’usager'),
  },
  orders: {
    order: names(`
      order, order number, order id, request, reservation, commande, n° commande, numéro de commande, num commande, n° réservation,
      numéro de réservation, hold id`),
    card: names(`${card}, patron, usager, lecteur, adhérent, emprunteur`),
    slotDate: names(`
      slot date, pickup date, date, date du créneau, date de retrait, date rendez-vous, date de rdv, jour, créneau, pickup, slot,
      rendez-vous, rdv`),
    slotTime: names('slot time, pickup time, time, heure, heure du créneau, heure de retrait, heure rendez-vous, heure de rdv, horaire'),
    site: names('site, pickup location, pickup library, branch, site de retrait, lieu de retrait, bibliothèque de retrait, bibliothèque'),
    source: names('source, origine, origin, canal, channel'),
    record: names(record),
    barcode: names(barcode),
    title: names(`${title}, document, souhait, wish, demande`),
    count: names(`
      count, quantity, qty, number of documents, number wanted, quantité, qté, nombre de documents, nb de documents, nombre souhaité,
      nombre voulu`),
    note: names('note, notes, remarque, remarques, commentaire, commentaires, comment, comments, message, observation, observations'),
    orderedOn: names(`
      ordered on, ordered at, order date, created, date de commande, commandé le, date de la demande, date de réservation, date de saisie,
      passée le`),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

export type FileKind = keyof typeof columnNames
/** How the rows of a file are counted: lines of a table, or records of which each may hold several. */
export type RowUnit = 'line' | 'record'

export type ColumnsOf = { readonly [K in FileKind]: keyof (typeof columnNames)[K] }
export type CatalogueColumn = ColumnsOf['catalogue']
export type Column = ColumnsOf[FileKind]

/** Each inner list: one of these must be there. */
export const requiredColumns: { readonly [K in FileKind]: readonly (readonly ColumnsOf[K][])[] } = {
  catalogue: [['barcode'], ['title']],
  patrons: [['card'], ['surname', 'fullName']],
  orders: [['card'], ['slotDate'], ['record', 'barcode', 'title']],
}
