/**
 * The day’s closing and the manager’s acts, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import { closing as fr } from '../fr/closing.ts'

/** “54 loans and 41 returns”, without what there is none of. */
const movements = (loans: number, returns: number): string =>
  [
    loans > 0 || returns === 0 ? `${loans} loan${loans === 1 ? '' : 's'}` : '',
    returns > 0 ? `${returns} return${returns === 1 ? '' : 's'}` : '',
  ]
    .filter((part) => part !== '')
    .join(' and ')

export const closing: typeof fr = {
  allSettled: 'All settled',
  allDecided: 'All decided and sent',
  notYet: 'Not closed yet',
  allSettledSay: 'No open cases, nothing left to send, and every tablet has been heard from.',
  remains: (parts) => `Still to do: ${parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '')}.`,
  absent: (count) => (count === 1 ? 'one order that nobody came for' : `${count} orders that nobody came for`),
  absentTitle: 'Nobody came for them',
  cases: (count) => (count === 1 ? 'one case to decide' : `${count} cases to decide`),
  pending: (count) => (count === 1 ? 'one operation to send' : `${count} operations to send`),
  offline: 'one exchange with the server',
  silentTablet: (label, since) => `tablet ${label} (not heard from since ${since})`,
  sinceDay: (date) => date,
  wake: (labels, count) =>
    count === 1
      ? `Switch on tablet ${labels}; if it is lost, the manager takes it out of service.`
      : `Switch on tablets ${labels}; if one of them is lost, the manager takes it out of service.`,
  holdingTablet: (label) => `tablet ${label} (it still has operations to send)`,
  calls: (numbers) => `${numbers.length} call${numbers.length === 1 ? '' : 's'} put aside (${numbers.join(', ')})`,
  seeCalls: 'See the calls',
  seeCases: 'See the cases',
  seeOperations: 'See the operations',
  manager: 'For the manager',
  managerOnly: 'Only the manager can make the batch for the ILS and enrol a tablet. Ask the manager to sign in on this tablet.',
  awaitingIls: (loans, returns) => `${movements(loans, returns)} ${loans + returns === 1 ? 'is' : 'are'} not in the ILS yet.`,
  awaitingDays: 'Not in the ILS yet, day by day',
  awaitingOn: (day, loans, returns) => `Not in the ILS yet, ${day}: ${movements(loans, returns)}.`,
  choose: 'Choose this day',
  chooseDay: (day) => `Choose this day: ${day}`,
  offlineSay: 'Offline: to be done when the network is back.',
  exportTitle: 'Loans and returns for the ILS',
  day: 'Day',
  dayMissing: 'Enter the day first.',
  list: 'See the batches',
  working: 'Waiting for the server…',
  waiting: (loans, returns) =>
    loans + returns === 0 ? 'Nothing to put in a new batch.' : `The next batch contains ${movements(loans, returns)}.`,
  toConfirm: (loans, returns, batches) =>
    `${movements(loans, returns)}, in ${batches === 1 ? 'a batch already made' : `${batches} batches already made`}, ${loans + returns === 1 ? 'is waiting' : 'are waiting'} for the ILS to load ${batches === 1 ? 'it' : 'them'}.`,
  inCase: (count) =>
    count === 1 ? '1 loan or return is not in it: the table says why.' : `${count} loans or returns are not in it: the table says why.`,
  erased: (count) =>
    count === 1
      ? '1 loan or return, more than four months old, was erased and never reached the ILS.'
      : `${count} loans or returns, more than four months old, were erased and never reached the ILS.`,
  otherDays: 'Something new on other days',
  newOn: (day, loans, returns, apart) =>
    `In no batch yet, ${day}: ${[loans + returns === 0 ? '' : movements(loans, returns), apart === 0 ? '' : `${apart} left out`]
      .filter((part) => part !== '')
      .join(', ')}.`,
  makeAll: 'Make the batches of every day',
  madeAll: (numbers) =>
    numbers.length === 0
      ? 'Nothing new, on any day.'
      : numbers.length === 1
        ? `Batch ${numbers[0]} is made, and downloaded.`
        : `Batches ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)} are made, and downloaded: load them in this order.`,
  makeKoc: 'Make the batch for the ILS',
  makeCsv: 'Make the table to read',
  batches: 'Batches already made',
  noBatch: 'No batches for this day.',
  table: 'Table',
  tableMade: (file) => `The table is made and downloaded: ${file}. It is to be read, and not loaded into the ILS.`,
  batch: (number) => `Batch ${number}`,
  batchSay: (loans, returns, made) => `${movements(loans, returns)} · made on ${made}`,
  download: 'Download',
  downloaded: (file) => `${file} is in the downloads.`,
  made: (number) => `Batch ${number} is made, and downloaded.`,
  loadOnce: 'In Koha, load it once, with “Add to offline circulation queue”: each line gets its answer there.',
  perhapsLoaded: 'If it is in the ILS already, do not load it again: its loans would be renewed.',
  forces:
    'Koha forces a batch through: another person’s loan ends, a reservation that waits is cancelled, an expired card borrows, a loan noted before is renewed.',
  confirm: 'The ILS has loaded it',
  confirmNamed: (batch) => `The ILS has loaded it (${batch})`,
  confirmSay:
    'Never load the same batch twice: the loans would be renewed. In Koha, choose “Add to offline circulation queue”: applied directly, the file stops at the first line that Koha does not know.',
  retype: 'Type into the ILS',
  retypeNamed: (batch) => `Type into the ILS (${batch})`,
  movements: { loan: 'Loan', return: 'Return' },
  retyping: {
    title: (batch) => `${batch}, to type into the ILS`,
    say: 'Print the sheet, then type one visit after the other into the ILS: its barcodes can be scanned there.',
    print: 'Print the sheet',
    scan: 'Item typed',
    scanHint: 'Its barcode, scanned on the sheet or on the item, ticks its line.',
    left: (left, all) =>
      left <= 0
        ? all === 1
          ? 'The line is ticked.'
          : `All ${all} lines are ticked.`
        : `${left} line${left > 1 ? 's' : ''} of ${all} left.`,
    notThere: (number) => `“${number}” is not on this sheet, or its line is ticked already.`,
    visit: (number) => `Visit ${number}`,
    dueOn: (day) => `due on ${day}`,
    refused: 'If the ILS refuses a line, settle it there, then tick it.',
    settle: 'All is typed',
    back: 'Go on later',
    sheet: (batch, day) => `${batch} of ${day}, to type into the ILS`,
    order: 'For each visit, in this order: the card, the returns, the loans. Scan into the ILS, then into Closing: the line is ticked.',
  },
  settledOn: (when) => `Settled on ${when}`,
  settled: (number, refused) =>
    refused === 0
      ? `Batch ${number} is settled.`
      : `Batch ${number} is settled, but for ${refused === 1 ? 'one refused line' : `${refused} refused lines`}: decide in Cases.`,
  settling: {
    title: (batch) => `${batch}: what the ILS took`,
    say: 'All is ticked: the ILS took it. Untick what it refused: each refusal becomes a case, the rest is settled.',
    page: 'Koha’s answer page',
    pageHint: 'Once the queue is gone through in Koha: select the whole page, copy it, paste it here.',
    pageRead: (taken, refused, unnamed) => `Taken: ${taken}. Refused: ${refused}.${unnamed === 0 ? '' : ` Not in this page: ${unnamed}.`}`,
    untick: 'Check the lines, then settle the batch.',
    waits: (count) => `Still in Koha’s queue: ${count}. Go through them, then paste the page again.`,
    search: 'Look for a number',
    searchHint: 'Type or scan the card or the item; Enter unticks the line, if it is alone.',
    lines: (count) => `Lines of the batch (${count})`,
    answered: (said) => (said === undefined ? 'not in Koha’s page' : `Koha: “${said}”`),
    confirm: (taken, refused) => (refused === 0 ? `Settle all (${taken})` : `Settle ${taken}, refuse ${refused}`),
  },
  unsettle: 'No, it has not',
  unsettleNamed: (batch) => `No, it has not: the ILS did not load it (${batch})`,
  unsettled: (number) => `Batch ${number} is waiting again for the ILS to load it.`,
  problems: {
    'upgrade-required': { what: 'This tablet is older than the server.', next: 'Reload the page to update it, then do it again.' },
    'not-a-manager': { what: 'Only the manager can do this.', next: 'Ask the manager to sign in on this tablet.' },
    'nothing-to-export': {
      what: 'Nothing is waiting for this day.',
      next: 'Choose another day, or take a batch already made; the contents of a batch are erased after four months.',
    },
    'too-many-attempts': { what: 'Too many attempts in a row.', next: 'Wait a minute.' },
    'newer-ils-list': {
      what: 'A list of patrons has come from the ILS since then, and this batch was counted in it.',
      next: 'Check in the ILS. If the batch is missing there, load it now: the next list will put the figures right.',
    },
    unreachable: { what: 'The server does not answer.', next: 'Try again when the network is back; nothing is lost.' },
    'credential-unknown': { what: 'This tablet is no longer recognised.', next: 'Enrol it again with a code made elsewhere.' },
    other: {
      what: 'The server did not accept the request.',
      next: 'Try again; if it keeps happening, tell whoever looks after the server.',
    },
  },
}
export const closingWords = { fr, en: closing }
