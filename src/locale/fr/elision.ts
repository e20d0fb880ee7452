/**
 * « de » before a name, as French writes it: « la carte d’Ada », « de Paul », « d’Yves », « de Yasmine ». Runs everywhere.
 * What comes after is a name or a few words; an order's number is said letter by letter and is never elided (« l’étiquette de A-118 »).
 */
import { foldText } from '../../domain/fold-text.ts'

/** An initial alone before its point: O. elides, and H. does not, which is said « ache » and written « de H. ». */
const elided = /^(?:[aeiou]|h(?!\.)|y(?![aeiou.]))/

/** « d’Ada », « de Paul ». */
export const withDe = (name: string): string => (elided.test(foldText(name)) && !/^[A-Z]{1,3}-\d/.test(name) ? `d’${name}` : `de ${name}`)
