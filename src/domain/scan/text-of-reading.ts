/**
 * The text on the label, whatever the reading was taken for: the screen shows it, and looks it up. Runs on the tablet.
 */
import type { Reading } from './judge-text.ts'

/** Where the reading may be a card or a document both have the same text. */
export const textOfReading = (reading: Reading): string => {
  switch (reading.kind) {
    case 'card':
      return reading.card
    case 'item':
    case 'card-or-item':
      return reading.barcode
    case 'order':
      return reading.number
    case 'isbn':
    case 'unrecognised':
      return reading.text
  }
}
