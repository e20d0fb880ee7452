/**
 * What Koha answered to the lines of a file, from its own page as a person copies it, in French or English (ILS-43). Runs in the browser.
 * Its queue (*Circulation hors ligne*) puts the answer in the first cell of each row, where the box to tick was; a file applied directly
 * gives a paragraph a line. Words that are not known here are a refusal: a person sees them, and decides.
 */
import type { CardNumber, ItemBarcode } from '../ids.ts'
import { longestSaid } from './case.ts'

export interface QueueAnswer {
  /** `waits`: it lies in the queue still, and nobody has gone through it. */
  readonly end: 'taken' | 'refused' | 'waits'
  /** Koha's words. */
  readonly said: string
}
interface FileLine {
  readonly line: number
  readonly barcode: ItemBarcode
  readonly card?: CardNumber | undefined
  readonly movement: 'loan' | 'return'
}

const taken = /^(success|réussi|checked (in|out)|renewed|prêt|rendu|renouvel)/i
const queued = /^(added|ajout|$)/i
/** A return of what is on Koha's shelf already: it stands as the desk says. */
const isBack = /^(item not (checked out|issued)|exemplaire pas en prêt)/i
/** How a cell, or a paragraph, calls the movement; where none is known by its words, numbers alone tell. */
const calls: Readonly<Record<FileLine['movement'], RegExp>> = {
  loan: /^(check(ed)? ?out|issue|renewed|prêt|renouvel)/i,
  return: /^(check(ed)? ?in|return|retour|rendu|warning: unable)/i,
}
const movements = ['loan', 'return'] as const

const judge = (said: string, movement: FileLine['movement']): QueueAnswer['end'] => {
  if (queued.test(said)) return 'waits'
  return taken.test(said) || (movement === 'return' && isBack.test(said)) ? 'taken' : 'refused'
}

/** By the line's number. A line that the page does not name has none. */
export const readQueue = (page: string, lines: readonly FileLine[]): ReadonlyMap<number, QueueAnswer> => {
  const answers = new Map<number, QueueAnswer>()
  const barcodes = new Set<string>(lines.map(({ barcode }) => barcode.toUpperCase()))
  for (const row of page.split(/\r?\n/)) {
    const parts = row.split(/[\t()]/)
    const cells = (parts.length > 1 ? parts : row.split(/ +/)).map((cell) => cell.trim())
    const folded = cells.map((cell) => cell.toUpperCase())
    const placeOf = (number: string, from = 0): number => folded.indexOf(number.toUpperCase(), from)
    const called = movements.filter((movement) => cells.some((cell) => calls[movement].test(cell)))
    // The document stands before the card.
    const at = folded.findIndex((cell) => barcodes.has(cell))
    const named = lines.filter(
      ({ line, barcode, card, movement }) =>
        at >= 0 &&
        !answers.has(line) &&
        placeOf(barcode) === at &&
        (called.length !== 1 || called[0] === movement) &&
        (movement === 'return' || card === undefined || placeOf(card, at + 1) >= 0),
    )
    const [found] = named.sort((a, b) => (a.movement < b.movement ? -1 : 1))
    // What stands before the first number, date or next cell: a name never.
    const said = (row.trim().split(/[\t(]|\b\d{1,4}[-/.]\d{1,2}[-/.]\d/)[0] ?? '').trim().slice(0, longestSaid)
    if (found !== undefined) answers.set(found.line, { end: judge(said, found.movement), said })
  }
  return answers
}
