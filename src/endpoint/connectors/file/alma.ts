/**
 * A day's loans and returns as Alma's offline circulation file, of fixed width. Pure; runs on the endpoint.
 * A line: the minute on the library's clock (12 digits), L or R, the document's barcode in 80 characters, and of a loan the patron's; ended
 * by CR LF, without a header. It holds no due date. The order of the lines is the order in which Alma applies them.
 */
import type { Movement } from '../../ils/movement.ts'

/** The document's column: characters. */
const barcodeWidth = 80

/** Printed ASCII, without a blank at either end: a column is filled with blanks. */
const isWritable = (number: string): boolean => number.length <= barcodeWidth && /^[!-~](?:[ -~]*[!-~])?$/.test(number)

export const canTellAlma = ({ barcode, card }: Pick<Movement, 'barcode' | 'card'>): boolean =>
  isWritable(barcode) && (card === undefined || isWritable(card))

export const formatAlma = (movements: readonly Movement[]): Uint8Array => {
  const lines = movements.map(({ happened: { date, time }, movement, barcode, card }) => {
    const minute = `${date}${time}`.replace(/[-:]/g, '')
    return `${minute}${movement === 'loan' ? 'L' : 'R'}${barcode.padEnd(barcodeWidth)}${movement === 'loan' ? (card ?? '') : ''}\r\n`
  })
  return new TextEncoder().encode(lines.join(''))
}
