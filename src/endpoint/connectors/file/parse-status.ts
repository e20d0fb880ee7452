/**
 * Whether a document is on loan, or may not leave the library, by the status that an ILS gives. Runs in the endpoint's commands; pure.
 * Koha's `onloan` holds the day on which the document is due, and nothing where it is in. A column that says whether a document is
 * available means the opposite of one that says whether it is lent. What is not understood is reported, and never taken for "in".
 */
import { foldText } from '../../../domain/fold-text.ts'
import type { Immobility } from '../../../domain/item/record.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import type { DateColumn } from './parse-date-column.ts'

export type Status =
  | { readonly kind: 'in'; readonly immobility?: Immobility }
  /** `leftOn` where the status says since when; a date alone says until when. */
  | { readonly kind: 'on-loan'; readonly leftOn: LocalDate | undefined; readonly isDated: boolean }
  | { readonly kind: 'unknown' }

const begins = (...words: readonly string[]): RegExp => new RegExp(`^(?:${words.join('|')})\\b`)

const onLoanWords =
  /^(?:pret(?:e|ee|es)?|en pret|en cours de pret|sortie?|emprunte(?:e|s)?|on loan|checked out|issued|charged|loaned|lent)\b/
/** In its place, going there, or kept for somebody. */
const inWords = begins(
  'en rayon|rayon|en place|en magasin|magasin|disponible|dispo|libre|present|rentre|en bibliotheque|en stock|empruntable|pretable',
  'en transit|a ranger|reserve|en reserve|mis de cote|en attente|nouveaute',
  'available|in|on shelf|checked in|in transit|reshelving|reshelve|on hold|holds?',
)
const referenceOnlyWords = begins(
  'consultable|consultation|sur place|exclue?|usuel|non empruntable|non pretable',
  'not for loan|reference|library use|in library use',
)
const notThereWords = begins(
  'perdue?|detruite?|manquante?|absente?|disparue?|pilon|pilonnee?|retiree?|eliminee?|desherbee?|desherbage|en reparation|reparation|en reliure|reliure|abimee?',
  'deterioree?|en commande|commandee?|en traitement|traitement|en equipement|equipement',
  'lost|missing|withdrawn|damaged|on order|in process|in repair|mending',
)
const yes = new Set(['1', 'oui', 'o', 'yes', 'y', 'true', 'vrai'])
const no = new Set(['0', 'non', 'n', 'no', 'false', 'faux'])
/** In 995 $o, where an ILS has letters there: two for what is lent, what is read in the library, what is destroyed. */
const lettersOf995: ReadonlyMap<string, Status & { readonly kind: 'in' }> = new Map([
  ['e', { kind: 'in' }],
  ['p', { kind: 'in' }],
  ['c', { kind: 'in', immobility: 'reference-only' }],
  ['d', { kind: 'in', immobility: 'not-there' }],
])

/** A word of a copy that is not lent. */
const parseWord = (word: string): Exclude<Status, { readonly kind: 'on-loan' }> => {
  // Before what is in: « in process » is not.
  if (referenceOnlyWords.test(word)) return { kind: 'in', immobility: 'reference-only' }
  if (notThereWords.test(word)) return { kind: 'in', immobility: 'not-there' }
  return inWords.test(word) ? { kind: 'in' } : { kind: 'unknown' }
}

/** The words for a whole column: `header` says what a plain yes means there. */
export const createStatusParser = (header: string, dates: DateColumn): ((cell: string) => Status) => {
  const saysAvailable = /dispon|availab/.test(foldText(header))
  const lent = (leftOn: LocalDate | undefined, isDated = false): Status => ({ kind: 'on-loan', leftOn, isDated })
  return (cell) => {
    const word = foldText(cell)
    if (word === '' || /^0000-00-00/.test(word)) return { kind: 'in' }
    if (yes.has(word)) return saysAvailable ? { kind: 'in' } : lent(undefined)
    // Not available is not yet lent.
    if (no.has(word)) return saysAvailable ? { kind: 'unknown' } : { kind: 'in' }
    if (dates.parse(cell) !== undefined) return lent(undefined, true)
    // "Prêté", "En prêt depuis le 12/03/2026", "En prêt jusqu’au 12/12/2026".
    if (onLoanWords.test(word)) {
      const since = /(?:^|\s)(?:le|depuis|since|on)\s+(?:le\s+)?(\d\S*)$/.exec(word)?.[1]
      return lent(/retour|jusqu|until|due/.test(word) || since === undefined ? undefined : dates.parse(since))
    }
    return parseWord(word)
  }
}

/**
 * A column that says of each copy whether it may not leave, and by `meant` why; a header « may be lent » means the opposite. Koha's code:
 * 0 where it may leave, a negative one where it is not there yet.
 */
export const createImmobilityParser = (header: string, meant: Immobility): ((cell: string) => ReturnType<typeof parseWord>) => {
  const saysLendable = /^(?:empruntable|pretable|loanable|lendable)/.test(foldText(header))
  return (cell) => {
    const word = foldText(cell).replace(/^(?:document|exemplaire) /, '')
    const letter = header.includes('995 $o') ? lettersOf995.get(word) : undefined
    if (letter !== undefined) return letter
    if (/^en bon etat\b/.test(word)) return { kind: 'in' }
    if (word === '' || (/^[0 ]+$/.test(word) && !saysLendable)) return { kind: 'in' }
    if (/^-\d+$/.test(word)) return { kind: 'in', immobility: 'not-there' }
    if (yes.has(word) || no.has(word)) return yes.has(word) === saysLendable ? { kind: 'in' } : { kind: 'in', immobility: meant }
    return /^[\d ]+$/.test(word) && !saysLendable ? { kind: 'in', immobility: meant } : parseWord(word)
  }
}
