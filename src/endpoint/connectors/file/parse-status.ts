/**
 * Whether a document is on loan, by the status that an ILS gives. Runs in the endpoint's commands; pure.
 * Koha's `onloan` holds the day on which the document is due, and nothing where it is in. A column that says whether a document is
 * available means the opposite of one that says whether it is lent. What is not understood is reported, and never taken for "in".
 */
import { foldText } from '../../../domain/fold-text.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import type { DateColumn } from './parse-date-column.ts'

export type Status =
  | { readonly kind: 'in' }
  /** `leftOn` where the status says since when; a date alone says until when. */
  | { readonly kind: 'on-loan'; readonly leftOn: LocalDate | undefined; readonly isDated: boolean }
  | { readonly kind: 'unknown' }

const onLoanWords =
  /^(?:pret(?:e|ee|es)?|en pret|en cours de pret|sortie?|emprunte(?:e|s)?|on loan|checked out|issued|charged|loaned|lent)\b/
const inWords = new RegExp(
  `^(?:${[
    // In its place, or going there.
    'en rayon|rayon|en place|en magasin|magasin|disponible|dispo|libre|present|rentre|en bibliotheque|en stock|empruntable|en transit|a ranger',
    'available|in|on shelf|checked in|in transit|reshelving|reshelve',
    // Neither lent nor to be had: nobody's loan.
    'consultable|consultation|sur place|exclu|usuel|non empruntable|perdu|manquant|absent|pilon|retire|elimine|desherbe|desherbage',
    'en reparation|reparation|en reliure|reliure|abime|deteriore|en commande|commande|en traitement|traitement|en equipement|equipement',
    'reserve|en reserve|mis de cote|en attente|nouveaute|not for loan|reference|lost|missing|withdrawn|damaged|on order|in process|on hold|holds?',
  ].join('|')})\\b`,
)
const yes = new Set(['1', 'oui', 'o', 'yes', 'y', 'true', 'vrai'])
const no = new Set(['0', 'non', 'n', 'no', 'false', 'faux'])

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
    return inWords.test(word) ? { kind: 'in' } : { kind: 'unknown' }
  }
}
