/**
 * A day's loans and returns as a table for people: names, titles, and in the last column why a line is not for the ILS. Pure; runs on
 * the endpoint. French headers, semicolons and a byte order mark, because that is what a French spreadsheet opens by a double click.
 */
import { type ApartReason, type DayMovements, type Movement, type MovementNames, withinMinuteMs } from '../../ils/movement.ts'

/** Signs that begin a formula, in full width too, or that a spreadsheet skips before one. */
const beginsFormula = /^[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n ]/

// A name, a title or a number comes from whoever registered it.
export const toTableCell = (field: string): string => {
  const safe = beginsFormula.test(field) ? `'${field}` : field
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

interface Visit {
  readonly returns: Movement[]
  readonly loans: Movement[]
}

/**
 * Of movements in the order in which they happened. Card 22 takes what card 21 brought back: that loan opens another block of card 22, for
 * its first one was typed before the return (ILS-46).
 */
const visitsOf = (movements: readonly Movement[]): readonly (readonly Movement[])[] => {
  const visits: Visit[] = []
  const lastOfCard = new Map<Movement['card'], number>()
  const lastOfDocument = new Map<Movement['barcode'], number>()
  for (const movement of movements) {
    const { barcode, card = movement.lentTo } = movement
    const [theirs, before] = [lastOfCard.get(card) ?? -1, lastOfDocument.get(barcode) ?? -1]
    const joins = theirs > before || (theirs >= 0 && theirs === before && movement.movement === 'loan')
    const at = joins ? theirs : visits.push({ returns: [], loans: [] }) - 1
    visits[at]?.[movement.movement === 'loan' ? 'loans' : 'returns'].push(movement)
    lastOfCard.set(card, at)
    lastOfDocument.set(barcode, at)
  }
  return visits.map(({ returns, loans }) => [...returns, ...loans])
}

const apartWords: Readonly<Record<ApartReason, string>> = {
  'open-case': 'Anomalie ouverte\u00A0: à décider avant l’export',
  overtaken: 'Document déjà reparti ou rendu depuis\u00A0: à vérifier dans le SIGB',
  'other-day-waits': 'Un autre jour n’est pas exporté pour ce document\u00A0: exporter d’abord ce jour',
  'declared-untrue': 'Déjà exporté, puis déclaré inexact\u00A0: à corriger dans le SIGB',
  'may-be-told': 'Rendu avant le rétablissement du serveur, peut-être déjà exporté\u00A0: voir dans le SIGB qui a le document',
  asked: 'Demandé au SIGB, sans réponse sûre ou refusé\u00A0: à décider dans Anomalies',
  unwritable: 'Le SIGB ne peut pas lire ce numéro (plus de 20 caractères, ou un signe hors de l’ASCII)\u00A0: à saisir à la main',
}

const movementWords: Readonly<Record<Movement['movement'], string>> = { loan: 'Prêt', return: 'Retour' }

/** Why it is apart, or which visit of the day it is typed with. */
type Place = { readonly note: string } | { readonly visit: number }

type Cell = (movement: Movement, names: MovementNames, place: Place) => string | undefined

/** Of each column its header, and what it says of a movement. */
const columns: readonly (readonly [header: string, cell: Cell])[] = [
  ['Date', ({ happened }) => happened.date],
  ['Heure', ({ happened }) => `${happened.time}:${String(Math.floor(withinMinuteMs(happened) / 1000)).padStart(2, '0')}`],
  ['Mouvement', ({ movement }) => movementWords[movement]],
  ['Visite', (_, __, place) => ('visit' in place ? `${place.visit}` : undefined)],
  ['Carte', ({ card }) => card],
  ['Nom', (_, { surname }) => surname],
  ['Prénom', (_, { firstName }) => firstName],
  ['Code-barres', ({ barcode }) => barcode],
  ['Titre', (_, { title }) => title],
  ['Auteur', (_, { author }) => author],
  ['Cote', (_, { callNumber }) => callNumber],
  ['À rendre le', ({ dueOn }) => dueOn],
  ['Commande', (_, { orderNumber }) => orderNumber],
  ['Agent', (_, { librarian }) => librarian],
  ['Dérogation', ({ overrideReason }) => overrideReason],
  ['À part', (_, __, place) => ('note' in place ? place.note : undefined)],
]
const headers = columns.map(([header]) => header)

/** Whether a file begins as such a table does. */
export const isTable = (bytes: Uint8Array): boolean =>
  new TextDecoder().decode(bytes.subarray(0, 64)).startsWith(headers.slice(0, 3).join(';'))

/** The table's bytes: what goes out, visit by visit, then what is set apart, in the order in which it happened. Lines end by CRLF (RFC 4180). */
export const formatCsv = (
  { ready, apart }: Pick<DayMovements, 'ready' | 'apart'>,
  namesOf: (movement: Movement) => MovementNames,
): Uint8Array => {
  const toFields = (movement: Movement, place: Place): readonly string[] => {
    const names = namesOf(movement)
    return columns.map(([, cell]) => cell(movement, names, place) ?? '')
  }
  const lines = [
    headers,
    ...visitsOf(ready).flatMap((visit, n) => visit.map((movement) => toFields(movement, { visit: n + 1 }))),
    ...apart.map((movement) => toFields(movement, { note: apartWords[movement.reason] })),
  ]
  return new TextEncoder().encode(`\uFEFF${lines.map((fields) => `${fields.map(toTableCell).join(';')}\r\n`).join('')}`)
}
