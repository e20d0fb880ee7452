/**
 * Returns, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import type { ReturnsWords } from '../fr/returns.ts'

export const returns: ReturnsWords = {
  title: (count) => (count === 0 ? 'Returns' : count === 1 ? '1 return' : `${count} returns`),
  say: 'Scan each returned document, wherever the cursor is. Each return is kept at once.',
  sayBin: (bin) => `Scan: everything goes into bin “${bin}”. Each return is kept at once.`,
  clear: 'Clear',
  slot: (date, time) => `${date} at ${time}`,
  field: 'Barcode of the returned document',
  record: 'Record the return',
  bin: 'Bin',
  binHint: 'Optional: the name written on the bin.',
  returned: 'Just returned',
  nothingYet: 'Nothing has come back in this visit yet.',
  free: 'may leave again at once',
  quarantine: (until) => `in quarantine until ${until}`,
  until: (date) => `until ${date}`,
  wanted: (who, number, slot) => `Wanted by ${who}, order ${number}, ${slot}: put it aside`,
  wantedTooSoon: (who, number, slot) => `Wanted by ${who}, order ${number}, ${slot}, but still in quarantine on that day`,
  otherCopy: (place) =>
    place === '' ? 'Do not put it aside: another copy is on the shelf.' : `Do not put it aside: another copy is on the shelf, ${place}.`,
  callInstead: (number) =>
    `No other copy is on the shelf: let the patron know${number === '' ? '' : ` (${number})`}, or offer another slot.`,
  wantedTitle: (title) => `“${title}” is wanted by an order`,
  unknownTitle: (barcode) => `Document ${barcode}`,
  notLent: 'No loan known here; the return is recorded all the same.',
  reshelve: 'To reshelve today',
  reshelveCount: (count) => (count === 0 ? 'nothing' : count === 1 ? '1 document' : `${count} documents`),
  reshelveEmpty: 'Nothing to reshelve for now.',
  reshelved: (title) => `Reshelved: ${title}`,
  reshelveUndo: 'Put it back on the list',
  backToReshelve: (title) => `To reshelve again: ${title}`,
  tick: (title) => `${title}: reshelved`,
  inQuarantine: 'In quarantine',
  quarantineEmpty: 'No document in quarantine.',
  again: (title) => `“${title}”: already returned a moment ago`,
  wrongScan: 'That is not a document',
  wrongScanNext: (text) => `“${text}” looks like a card, an order or an ISBN. Scan the library’s own label.`,
  accepted: (title, end) => `${title}, returned, ${end}`,
  undo: 'Undo',
  undoNamed: (title) => `Undo the return: ${title}`,
  undoSay: 'Scanned by mistake? Undo the return, and the document is what it was before.',
  returnUndone: (title) => `Return undone: ${title}`,
  reasons: {
    returned: 'returned',
    'left-behind': (order) => `left at the handover, order ${order}`,
    cancelled: (order) => `order ${order} cancelled`,
    'no-show': (order) => `order ${order}, no-show`,
  },
}
