/**
 * Koha's own page, as a person copies it: rows of its queue and paragraphs of a file that was applied directly, as its templates write them.
 */
import { describe, expect, it } from 'vitest'
import { readQueue } from '../../src/domain/case/read-queue.ts'
import { toCardNumber, toItemBarcode } from '../../src/domain/ids.ts'

const loan = (line: number, barcode: string, card: string) =>
  ({ line, movement: 'loan', barcode: toItemBarcode(barcode), card: toCardNumber(card) }) as const
const back = (line: number, barcode: string) => ({ line, movement: 'return', barcode: toItemBarcode(barcode), card: undefined }) as const
const batch = [loan(1, '39999000041', 'P0000001'), back(2, '39999000041'), loan(3, 'AbC-77', 'P0000003'), back(4, '39999000042')]
const ends = (page: string, lines: Parameters<typeof readQueue>[1] = batch) =>
  [...readQueue(page, lines)].map(([line, { end, said }]) => [line, end, said])

const head = '\tDate\tItem last seen date\tAction\tBarcode\tCard number or username\tAmount'

describe('the page of Koha’s queue', () => {
  it('[ILS-43] answers each line in its first cell', () => {
    const page = [
      'Check all   Uncheck all',
      head,
      'Success.\t11/24/2026 10:00\t11/20/2026 09:00\tCheck out\t39999000041\tP0000001\t',
      'Item not checked out.\t11/24/2026 10:05\t11/24/2026 10:00\tCheck in\t39999000041\t\t',
      'Patron not found.\t11/24/2026 10:06\t\tCheck out\tABC-77\tp0000003\t',
      'Item not found.\t11/24/2026 10:07\t\tCheck in\t39999000042\t\t',
      'Success.\t11/23/2026 10:00\t\tCheck out\t39999000099\tP0000001\t',
    ].join('\n')
    expect(ends(page)).toEqual([
      [1, 'taken', 'Success.'],
      // What it has on its shelf is back: so says the desk.
      [2, 'taken', 'Item not checked out.'],
      [3, 'refused', 'Patron not found.'],
      [4, 'refused', 'Item not found.'],
    ])
  })

  it('[ILS-43] is read in French, and says which lines nobody has gone through', () => {
    const page = [
      'Réussi.\t24/11/2026 10:00\t\tPrêt\t39999000041\tP0000001\t',
      'Exemplaire pas en prêt.\t24/11/2026 10:05\t\tRetour\t39999000041\t\t',
      '\t24/11/2026 10:06\t\tPrêt\tAbC-77\tP0000003\t',
      'Exemplaire non trouvé.\t24/11/2026 10:07\t\tRetour\t39999000042\t\t',
    ].join('\r\n')
    expect(ends(page).map(([, end]) => end)).toEqual(['taken', 'taken', 'waits', 'refused'])
  })

  it('[ILS-43] takes words that are not known here for a refusal, and movements by their numbers', () => {
    const page = 'Erledigt.\t24.11.2026\t\tAusleihe\t39999000041\tP0000001\t\nErledigt.\t24.11.2026\t\tRückgabe\t39999000041\t\t'
    expect(ends(page)).toEqual([
      [1, 'refused', 'Erledigt.'],
      [2, 'refused', 'Erledigt.'],
    ])
  })

  it('[ILS-43] gives no line what was said of another card, movement or document', () => {
    const page = [
      'Success.\t11/24/2026\t\tCheck out\t39999000041\tP0000009\t',
      'Success.\t11/24/2026\t\tCheck out\t39999000042\tP0000001\t',
      'Success.\t11/24/2026\t\tCheck out\t9999000041\tP0000001\t',
      'Success.\t11/24/2026\t\tCheck in\tP0000003\tAbC-77\t',
    ].join('\n')
    expect(ends(page)).toEqual([])
    // A card that is called as a document is.
    const twins = [loan(1, '31', '21'), loan(2, '21', '31')]
    expect(ends('Success.\t24/11/2026\t\tCheck out\t21\t31\t\nItem not found.\t24/11/2026\t\tCheck out\t31\t21\t', twins)).toEqual([
      [2, 'taken', 'Success.'],
      [1, 'refused', 'Item not found.'],
    ])
  })

  it('[ILS-43] is read without its tabulations', () => {
    expect(ends('Patron not found. 11/24/2026 10:00 Check out 39999000041 P0000001')).toEqual([[1, 'refused', 'Patron not found.']])
  })
})

describe('the page of a file that was applied directly', () => {
  it('[ILS-43] answers in a paragraph a line, and says nothing of what it left out', () => {
    const page = [
      'Your data was processed. Here are the results:',
      'Checked out Le retour de Martin Guerre (39999000041) to Aline LEFÈVRE (P0000001): 2026-11-24',
      'Checked in Le retour de Martin Guerre (39999000041) from Aline LEFÈVRE (P0000001): 2026-11-24',
      'Warning: Unable to determine patron from item barcode (39999000042). Cannot check in.',
    ].join('\n\n')
    expect(ends(page)).toEqual([
      [1, 'taken', 'Checked out Le retour de Martin Guerre'],
      [2, 'taken', 'Checked in Le retour de Martin Guerre'],
      [4, 'refused', 'Warning: Unable to determine patron from item barcode'],
    ])
  })
})
