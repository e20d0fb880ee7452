/**
 * What is to be said of the numbers of one column: those that were mended, those of another form than usual, those that share a cell.
 * Runs in the endpoint's commands. Too many mended numbers are no accident of some rows but a wrong idea of the column: the import stops.
 */
import { quoteCell } from '../../ils/take-finding.ts'
import type { ParsedNumbers } from './barcode-column.ts'
import type { Column } from './column.ts'
import type { FileFault, MendedNumber, Note, NumberAt, RejectionReason } from './import-finding.ts'

/** Up to this many, numbers are mended whatever their share. */
const mendedAtLeast = 20
/** Above this share of the rows, the column is not what we think it is. */
const shareMended = 0.05
/** Mended numbers that the refusal shows. */
const numbersShown = 3

/** Why a cell gives no number. */
export const withoutNumber = (column: Column, cell: string, isAmbiguous: boolean): RejectionReason =>
  cell.trim() === ''
    ? { kind: 'cell-missing', column }
    : { kind: isAmbiguous ? 'numbers-ambiguous' : 'cell-unreadable', column, value: quoteCell(cell.trim()) }

export interface NumberReport {
  /** Call once for each row that is taken. */
  add(line: number, numbers: ParsedNumbers): void
  /** A number that is taken for none, in a row that is taken. */
  addRounded(line: number, number: string): void
  /** Set where more numbers were mended than the ceiling allows. */
  fault(rows: number): FileFault | undefined
  notes(): readonly Note[]
}

export const createNumberReport = (column: Column, isUsual: (code: string) => boolean): NumberReport => {
  const mended: MendedNumber[] = []
  const unusual: NumberAt[] = []
  const several: NumberAt[] = []
  const rounded: NumberAt[] = []
  return {
    addRounded: (line, number) => void rounded.push({ line, number }),
    add: (line, numbers) => {
      for (const one of numbers.mended) mended.push({ line, ...one })
      for (const number of numbers.codes) if (!isUsual(number)) unusual.push({ line, number })
      if (numbers.codes.length > 1) several.push({ line, number: numbers.codes.join(' + ') })
    },
    fault: (rows) =>
      mended.length > Math.max(mendedAtLeast, rows * shareMended)
        ? { kind: 'too-many-mended', column, numbers: mended.slice(0, numbersShown), count: mended.length, of: rows }
        : undefined,
    notes: () => [
      ...(rounded.length > 0 ? [{ kind: 'numbers-rounded', column, numbers: rounded } as const] : []),
      ...(several.length > 0 ? [{ kind: 'numbers-share-cell', column, numbers: several } as const] : []),
      ...(mended.length > 0 ? [{ kind: 'numbers-mended', column, numbers: mended } as const] : []),
      ...(unusual.length > 0 ? [{ kind: 'numbers-unusual', column, numbers: unusual } as const] : []),
    ],
  }
}
