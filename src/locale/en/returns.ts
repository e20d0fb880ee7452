/**
 * Returns, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import { returns as fr } from '../fr/returns.ts'

export const returns: typeof fr = {
  title: (count) => (count === 0 ? 'Returns' : count === 1 ? '1 return' : `${count} returns`),
  say: 'Scan each returned item, wherever the cursor is. Each return is recorded at once.',
  sayBin: (bin) => `Scan: everything goes into bin “${bin}”. Each return is recorded at once.`,
  clear: 'Clear',
  slot: (date, time) => `${date} at ${time}`,
  byTitle: {
    title: 'By title',
    count: (count) => (count === 0 ? 'no titles' : count === 1 ? '1 title' : `${count} titles`),
    choose: 'Choose the copy in your hand; those that were out come first.',
    near: (query) => `Nothing for “${query}”: these come close.`,
    nothing: 'No items with this title. Try another word, the author or the shelfmark.',
    more: (count) => `${count} more: add a word to narrow it down.`,
    code: (end) => `barcode ·· ${end}`,
    out: 'lent from here',
    take: 'This one',
    takeNamed: (title, end) => `This one: ${title}, barcode ·· ${end}`,
    typeTheCode: 'Type the number under the bars, or try again in a moment.',
  },
  field: 'Barcode or title',
  record: 'Record the return',
  bin: 'Bin',
  binHint: 'Optional: the name written on the bin.',
  returned: 'Returned today',
  others: (count) => `Show the ${count} others`,
  nothingYet: 'No returns yet.',
  free: 'can go out again at once',
  quarantine: (until) => `in quarantine until ${until}`,
  until: (date) => `until ${date}`,
  wanted: (who, number, slot) => `Wanted by ${who}, order ${number}, ${slot}: put it aside`,
  wantedTooSoon: (who, number, slot) => `Wanted by ${who}, order ${number}, ${slot}, but still in quarantine that day`,
  otherCopy: (place) =>
    place === '' ? 'Do not put it aside: another copy is on the shelf.' : `Do not put it aside: another copy is on the shelf, ${place}.`,
  callInstead: (number) =>
    `No other copy is on the shelf: let the patron know${number === '' ? '' : ` (${number})`}, or offer another slot.`,
  wantedTitle: (title) => `“${title}” is wanted for an order`,
  unknownTitle: (barcode) => `Item ${barcode}`,
  notLent: 'no loan known here; the return is recorded anyway',
  reshelve: 'To reshelve today',
  reshelveCount: (count) => (count === 0 ? 'nothing' : count === 1 ? '1 item' : `${count} items`),
  reshelveEmpty: 'Nothing to reshelve for now.',
  reshelved: (title) => `Reshelved: ${title}`,
  tick: (title) => `${title}: reshelved`,
  inQuarantine: 'In quarantine',
  quarantineEmpty: 'Nothing in quarantine.',
  again: (title, time) => `“${title}”: already returned at ${time}`,
  onPile: (title, number, count, bays) =>
    `“${title}” is ${count === 0 ? 'prepared' : count === 1 ? `in bay ${bays}` : `in bays ${bays}`} for ${number}`,
  onPileNext: 'Nothing is recorded. Return it all the same?',
  returnAnyway: 'Return all the same',
  leaveOnPile: 'Leave it there',
  cardOf: (name) => `${name}’s card`,
  cardNext: 'Returned items are scanned here.',
  openHandover: 'Open Handover',
  wrongScan: 'That is not an item',
  wrongScanNext: (text) => `“${text}” looks like an order or an ISBN. Scan the library’s own label.`,
  accepted: (title, end) => `${title}, returned, ${end}`,
  undo: 'Undo',
  reshelveUndo: 'Put it back on the list',
  takeBack: {
    'return-item': { label: (title) => `Undo the return: ${title}`, said: (title) => `Return undone: ${title}` },
    'pick-item': { label: (title) => `Undo, not picked: ${title}`, said: (title) => `No longer picked: ${title}` },
    'reshelve-item': { label: (title) => `Undo, not reshelved: ${title}`, said: (title) => `To reshelve: ${title}` },
  },
  undoSay: 'Scanned by mistake? Undo the return, and the item is as it was before.',
  ilsWants: {
    held: () => 'Reserved by a patron: put it on the reservation shelf',
    elsewhere: (site) =>
      site === '' ? 'Awaited elsewhere: put it in the transit bin' : `Awaited elsewhere, at “${site}”: put it in the transit bin`,
    look: (said) => (said === '' ? 'Look it up in the ILS' : `Look it up; the ILS says: ${said}`),
  },
  reasons: {
    returned: 'returned',
    'left-behind': (order) => `left at the handover, order ${order}`,
    cancelled: (order) => `order ${order} cancelled`,
    removed: (order) => `taken out of order ${order}`,
    'no-show': (order) => `order ${order}, no-show`,
  },
}
export const returnsWords = { fr, en: returns }
