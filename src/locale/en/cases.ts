/**
 * Anomalies, letter by letter, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import { type IlsReason, isListReason } from '../../domain/case/case.ts'
import { type CaseSubject, type CaseText, type DoneWords, cases as fr, type LastDone, type lostOrder as lostOrderFr } from '../fr/cases.ts'
import { sayRefusal } from './ils.ts'

const done: DoneWords = {
  'pick-item': 'item picked',
  'unpick-item': 'item taken off its pile',
  'report-not-found': 'item not found',
  'give-up-line': 'item given up',
  'bag-order': 'put into its bay',
  'print-label': 'label printed',
  'record-arrival': 'arrival recorded',
  'undo-arrival': 'arrival undone',
  'hand-over-order': 'handed over',
  'undo-handover': 'handover undone',
  'confirm-no-show': 'no-show recorded',
}

const sayLast = ({ type, who, date, time }: LastDone): string => {
  const what = Object.entries(done).find(([kind]) => kind === type)?.[1] ?? 'last press'
  return `${what}${date === undefined ? '' : ` on ${date}`} at ${time} by ${who}`
}

const lostOrder: typeof lostOrderFr = (last) => ({
  short: last === undefined ? 'An order lost by the restore' : `Order lost (${sayLast(last)})`,
  heading: `Work was done for an order that did not come back${last === undefined ? '' : ` (${sayLast(last)})`}`,
})

const quoted = (title: string, otherwise: string): string => (title === '' ? otherwise : `“${title}”`)

const told = (s: CaseSubject): string =>
  `the ${s.ils?.movement === 'return' ? 'return' : 'loan'} of ${quoted(s.title, `copy ${s.barcode}`)}`
const erased =
  'What was done here has been erased since: the ILS cannot be told of it from here any more. Record it there by hand, if it still matters.'
// Of a line in the list there is nothing to write down there.
const erasedOfList = 'What was done here has been erased since.'
const stays = 'What was done at the desk stays recorded.'

const obstacles: { readonly [K in IlsReason]: (s: CaseSubject) => CaseText } = {
  refused: (s) => ({
    short: `The ILS refuses ${told(s)}`,
    heading: `The ILS refused ${told(s)}`,
    prose: `${sayRefusal(s.ils?.said ?? '')} ${stays}`,
    question: 'Is it done in the ILS, or should it be asked again?',
  }),
  'held-for-another': (s) => ({
    short: `${quoted(s.title, 'An item')}, reserved by someone else`,
    heading: `${quoted(s.title, 'An item')} was lent here, and someone else has reserved it`,
    prose: `Lending it in the ILS would cancel that reservation without a word: nothing was written there. ${stays} Find another copy for the reservation, or call the person.`,
    question: 'What happens to the reservation?',
  }),
  'lent-to-another': (s) => ({
    short: `${quoted(s.title, 'An item')}, on loan to someone else in the ILS`,
    heading: `In the ILS, ${quoted(s.title, 'this item')} is on loan to someone else`,
    prose: `Recording ${told(s)} would end that person’s loan: nothing was written there. ${stays} Its return may have been forgotten, or another copy went out.`,
    question: 'Who has the item?',
  }),
  'other-than-asked': (s) => ({
    short: `The ILS answered about something else for ${told(s)}`,
    heading: 'The ILS answered about another card or another item',
    prose: `It may have recorded ${told(s)}, or something else. ${stays} Compare the card and copy ${s.barcode} in the ILS.`,
    question: 'What is there in the ILS?',
  }),
  'unknown-there': (s) => ({
    short: `${quoted(s.title, 'An item')} or its card, unknown to the ILS`,
    heading: 'The ILS does not know this card or this item',
    prose: `So it did not record ${told(s)}. ${stays} Check the card and copy ${s.barcode} in the ILS.`,
    question: 'Does the ILS know them now?',
  }),
  'line-left': (s) => ({
    short: `${quoted(s.title, 'An item')}, a line to reject in the ILS’s list`,
    heading: `${quoted(s.title, 'An item')} has been to the lending desk since`,
    prose: `Its line may still be in the list that your librarians go through: reject it. Processed now${s.ils?.movement === 'return' ? ' or later, it would end any loan running then' : ', it would lend the item again'}. If it has been processed already, check copy ${s.barcode} in the ILS. ${stays}`,
    question: 'Is the line rejected?',
  }),
  'done-late': (s) =>
    s.ils?.movement === 'return'
      ? {
          short: `The ILS ended a loan of ${quoted(s.title, `copy ${s.barcode}`)} made at the lending desk`,
          heading: 'The ILS ended a loan made at the lending desk',
          prose: `The return of ${quoted(s.title, `copy ${s.barcode}`)} waited in the ILS’s list, and was processed after that loan: it ended it. Find the person in the history of copy ${s.barcode}, and make their loan again. ${stays}`,
          question: 'Is their loan made again?',
        }
      : {
          short: `The ILS lends ${quoted(s.title, `copy ${s.barcode}`)}, which has been to the lending desk since`,
          heading: 'The ILS recorded a loan too late',
          prose: `The loan of ${quoted(s.title, `copy ${s.barcode}`)} waited in the ILS’s list, and was processed after the item had been to the lending desk. Find out who has it, and correct the loan in the ILS. ${stays}`,
          question: 'Who has the item?',
        },
  'breaks-link': (s) => ({
    short: `The link breaks each time at ${told(s)}`,
    heading: `The link to the ILS breaks at ${quoted(s.title, 'this item')}`,
    prose: `Three times in a row the ILS hung up at copy ${s.barcode}; everything else passes. ${stays} Look for this number in the ILS, record ${told(s)} there by hand, and tell whoever runs the ILS.`,
    question: 'Is it done in the ILS, or should it be asked again?',
  }),
  'cannot-travel': (s) => ({
    short: `A number does not fit the link: ${told(s)}`,
    heading: `The link to the ILS cannot carry ${told(s)}`,
    prose: `The number of the item or of the card is too long for this link, or holds a sign that it does not know. Cut, it would name something else: nothing was asked. ${stays} Record it in the ILS by hand.`,
    question: 'Is it done in the ILS, or should it be asked again?',
  }),
  'no-answer': (s) => ({
    short: `The ILS did not answer about ${told(s)}`,
    heading: `The ILS did not say whether it had recorded ${told(s)}`,
    prose: `The request was sent and the answer was lost. Checked since, the ILS does not show it. ${stays}`,
    question: 'Should it be asked again?',
  }),
}

/** What cannot be asked anew any more says so, and what is left to do. */
const obstacle = (s: CaseSubject, reason: IlsReason): CaseText => {
  // A reason that only a newer endpoint knows is said as the general one.
  const text = obstacles[Object.hasOwn(obstacles, reason) ? reason : 'other-than-asked'](s)
  if (s.ils?.isErased !== true) return text
  const instead = isListReason(reason) ? erasedOfList : erased
  return { ...text, prose: text.prose.replace(stays, instead), question: 'Has it been seen to in the ILS?' }
}

export const cases: typeof fr = {
  texts: {
    'handed-over-twice': (s) => ({
      short: `${quoted(s.title, 'An item')} handed over twice`,
      heading: `${quoted(s.title, 'An item')} was handed over twice`,
      prose: `It is the same copy, the one with barcode ${s.barcode}. So one of the two left with another item, or the barcode was scanned in the wrong pile.`,
      question: 'Who really has it?',
    }),
    'handed-over-though-cancelled': (s) => ({
      short: `Order ${s.order} handed over, and cancelled`,
      heading: `Order ${s.order} was handed over though it was cancelled`,
      prose: 'The items have gone out: the handover counts, and the cancellation does not erase it. Someone just needs to know.',
      question: 'Is that what happened?',
    }),
    'picked-and-not-found': (s) => ({
      short: `${quoted(s.title, 'A title')}: picked and not found`,
      heading: `${quoted(s.title, 'A title')} was found by one person, looked for in vain by another`,
      prose: `For order ${s.order}, one tablet picked it and another recorded it as not found, each on its own. What was picked counts: check that it is in the bay.`,
      question: 'Have you seen it?',
    }),
    'item-picked-twice': (s) => ({
      short: `${quoted(s.title, 'An item')} picked for two orders`,
      heading: `${quoted(s.title, 'An item')} was picked for two orders`,
      prose: `A single copy, ${s.barcode}, is ticked in two piles. So one of them is waiting for another copy.`,
      question: 'Which pile is it in?',
    }),
    'line-picked-twice': (s) => ({
      short: 'Two copies for one request',
      heading: `Two copies of ${quoted(s.title, 'this title')} for one request`,
      prose: `Order ${s.order} asks for only one. Keep the one in the bay and reshelve the other.`,
      question: 'Which one are you keeping?',
    }),
    'line-changed-twice': (s) => ({
      short: `Order ${s.order}: one line changed twice`,
      heading: `Order ${s.order} was changed on two tablets, on the same line`,
      prose:
        'Neither knew what the other was doing, and both changes stand: there may be one item too many. Open its sheet, and call the patron back if in doubt.',
      question: 'Does the order ask for the right things?',
    }),
    'request-lost': (s) => ({
      short: s.order === '?' ? 'A change lost by the restore' : `A change lost: ${s.order}`,
      heading: s.order === '?' ? 'A change could not be restored' : `A change to order ${s.order} could not be restored`,
      prose:
        'The server’s data were restored from a backup. This change had been accepted before; what it was about is no longer as its author had seen it. Look at what is recorded now, and make the change again if need be.',
      question: 'Has it been made again, or is it not needed?',
    }),
    'order-lost': (s) => ({
      ...lostOrder(s.lastDone),
      prose:
        'The server’s data were restored from a backup. The order came from a tablet that is gone, from the patrons’ page, or from a file that was not imported again. What was handed over stays on loan; the rest is under “To reshelve”. If you know whom it was for, take the order again.',
      question: 'Has it been made again, or is it not needed?',
    }),
    'slot-overfilled': (s) => ({
      short: `Too many orders ${s.slot}`,
      heading: `${s.count} orders for ${s.capacity} places, ${s.slot}`,
      prose: 'Two tablets took the last place without seeing each other. Both orders stand: nobody was turned away.',
      question: 'Will you serve them all, or call someone?',
    }),
    'claimed-twice': (s) => ({
      short: `${s.scope}: taken on twice`,
      heading: `${s.scope}: two people took it on`,
      prose: 'The first one received counts. What each has already picked stays picked; have a word so that nobody walks twice.',
      question: 'Seen?',
    }),
    'lent-in-quarantine': (s) => ({
      short: `${quoted(s.title, 'An item')} lent in quarantine`,
      heading: `${quoted(s.title, 'An item')} went out during its quarantine`,
      prose: `Copy ${s.barcode} had come back and was still waiting. It has gone out: the loan counts.`,
      question: 'Seen?',
    }),
    'lent-and-returned': (s) => ({
      short: `${quoted(s.title, 'An item')} ${s.isOfOneTablet ? 'lent, then returned, or the reverse' : 'lent, and returned elsewhere'}`,
      heading: `${quoted(s.title, 'An item')} was ${s.isOfOneTablet ? 'lent and returned on the same tablet' : 'lent on one tablet and returned on another'}`,
      prose: `${s.isOfOneTablet ? 'What happened between the two is missing on the server' : 'Neither knew what the other was doing'}, and the loan is still running. Look for copy ${s.barcode}, on the shelves and on the piles.`,
      question: 'Where is it now?',
    }),
    'picked-and-lent': (s) => ({
      short: `${quoted(s.title, 'An item')} put on a pile, and lent`,
      heading: `${quoted(s.title, 'An item')} was picked for an order and lent to someone else`,
      prose: `One single copy, ${s.barcode}. If it is in the bay, another item went out in its place; if it is not, the order is waiting for another copy.`,
      question: 'Where is it really?',
    }),
    'refused-by-ils': (s) => obstacle(s, s.ils?.reason ?? 'refused'),
    'ils-answer-unknown': (s) => obstacle(s, 'no-answer'),
    'due-sooner-in-ils': (s) => ({
      short: `${quoted(s.title, 'An item')}, due sooner than the receipt says`,
      heading: `The ILS wants ${quoted(s.title, 'an item')} back sooner than the receipt says`,
      prose: `${s.due === undefined ? '' : `The receipt says ${s.due.promised}. The ILS wants it back on ${s.due.dueOn}, and its date stands. `}Tell the patron, or renew the loan of copy ${s.barcode} in the ILS.`,
      question: 'Has the patron been told?',
    }),
    'clock-doubtful': (s) => ({
      short: `Clock doubtful: ${s.tablet}`,
      heading: `The clock on ${s.tablet} is wrong`,
      prose: 'The times of its operations may be wrong; their contents are not. Set the tablet’s date and time.',
      question: 'Is it right now?',
    }),
    'librarian-unknown': (s) => ({
      short: `Unknown librarian: ${s.tablet}`,
      heading: `An unknown librarian used ${s.tablet}`,
      prose:
        'The library has nobody of that name; what was done is recorded. If someone has just left the list of librarians, there is nothing else to do. If not, find out where this tablet is; if it is lost, take it out of service.',
      question: 'Do you know who had the tablet?',
    }),
    'two-tablets-one-identity': (s) => ({
      short: `Two tablets under one name: ${s.tablet}`,
      heading: `Two tablets are passing themselves off as ${s.tablet}`,
      prose: 'One tablet was probably copied to another. Nothing is lost, but each needs its own enrolment.',
      question: 'Has one of the two been enrolled again?',
    }),
    'one-operation-two-contents': (s) => ({
      short: `One operation, two contents (${s.tablet})`,
      heading: 'The same operation arrived with two contents',
      prose: `This should not happen: the first one received from ${s.tablet} counts, the second is held back. Compare with what was done at the desk.`,
      question: 'Have you checked?',
    }),
    'operation-not-understood': (s) => ({
      short: `${s.count === 1 ? 'Operation' : `${s.count} operations`} not understood (${s.tablet})`,
      heading: `The server did not understand ${s.count === 1 ? 'an operation' : `${s.count} operations`}`,
      prose:
        s.count === 1
          ? `It comes from ${s.tablet}, whose app is newer or older than the server. It is kept as it is and will be read again after the update.`
          : `They come from ${s.tablet}, whose app is newer or older than the server. They are kept as they are and will be read again after the update.`,
      question: 'Seen?',
    }),
    'loss-suspected': (s) =>
      s.count === 0
        ? {
            short: `Possible loss: ${s.tablet}`,
            heading: `Operations of ${s.tablet} may have been lost`,
            prose:
              'Its browser erased what it held; it was enrolled again, under another letter. Ask whoever used it what was handed over since its last exchange, enter it with “Enter later”, then take the former letter out of service in Closing.',
            question: 'Has what was missing been found?',
          }
        : {
            short: `${s.count === 1 ? 'One operation' : `${s.count} operations`} held back: ${s.tablet}`,
            heading: `After being taken out of service, ${s.tablet} still sent ${s.count === 1 ? 'one operation' : `${s.count} operations`}`,
            prose:
              'The server holds them back, without effect. The manager reads them, then accepts those that did happen; the others change nothing and stay where they are.',
            question: 'Is it decided?',
          },
    'too-much-brought': (s) => ({
      short: `More than a day: ${s.tablet}`,
      heading: `More came from ${s.tablet} than any day asks for`,
      prose: `The server holds back ${s.count === 1 ? 'one operation' : `${s.count} operations`} of it, without effect. See where this tablet is; if it is lost, take it out of service. If not, the manager accepts all that it brought, or leaves it held back: readable for 30 days, then erased.`,
      question: 'Is it decided?',
    }),
  },
  ofNewerBuild: {
    short: 'A case of a new kind',
    heading: 'This version cannot read this case yet',
    prose: 'The server, which is newer, recorded it and keeps it. Update the app, or read it on a tablet that is up to date.',
    question: 'Is this tablet up to date?',
  },
  undrawn: {
    heading: 'This tablet cannot read this case',
    prose: 'Nothing is lost: it is kept. Note its name, in the list, and tell the manager.',
    question: 'Can another tablet read it?',
  },
  citedOfNewerBuild: 'did something that this version cannot read',
  verdict: (open) => (open === 0 ? 'Nothing to decide' : `${open} to decide`),
  say: 'Nothing is lost: every press is kept. Someone just needs to say what happened.',
  empty: 'Everything agrees. When two tablets contradict each other, you will see it here.',
  list: 'Cases',
  settledBy: (who, date, time) => `Decided by ${who}${date === undefined ? '' : ` on ${date}`} at ${time}`,
  explainedBy: (who, date, time) =>
    who === ''
      ? `Closed by itself${date === undefined ? '' : ` on ${date}`} at ${time}`
      : `Explained by what ${who} had done${date === undefined ? '' : ` on ${date}`} at ${time}, and which came later`,
  next: (short) => `Next: ${short}`,
  again: (text) => `${text}, again`,
  ofCopy: (text, barcode) => `${text} (${barcode})`,
  anew: 'Change the decision',
  anewSay: (first) => `First decision: ${first} The new one replaces it; what it had ruled out counts again.`,
  gone: 'This case is no longer on this tablet.',
  goneSay: 'A decided case leaves with its day. The others are in the list.',
  facts: 'What is recorded',
  cited: {
    'handed-over': (f) => `handed it to ${f.patron}${f.order === '' ? ', without an order' : `, order ${f.order}`}`,
    'handover-undone': () => 'undid the handover',
    picked: (f) => `picked it for order ${f.order}`,
    unpicked: () => 'took it out of the pile',
    'not-found': (f) => `did not find it, order ${f.order}`,
    'given-up': (f) => `gave it up: ${f.reason}`,
    bagged: (f) => `put order ${f.order} in its bay`,
    'label-printed': (f) => `printed the label for ${f.order}`,
    arrived: (f) => `recorded that ${f.patron} arrived`,
    'arrival-undone': () => 'undid the patron’s arrival',
    'no-show': (f) => `recorded ${f.patron} as a no-show`,
    'left-behind': (f) => `recorded it as left at the desk, order ${f.order}`,
    returned: () => 'recorded its return',
    'return-undone': () => 'undid its return',
    reshelved: () => 'reshelved it',
    unreshelved: () => 'put it back on the list to reshelve',
    claimed: () => 'took it on',
    cancelled: (f) => `Order ${f.order} cancelled`,
    asks: (f) => `Order ${f.order}, ${f.patron}, now asks for: ${f.title}`,
    'place-order': (f) => `had taken order ${f.order}`,
    'reschedule-order': () => 'had moved it',
    'cancel-order': () => 'had cancelled it',
    'write-note': () => 'had written a note on it',
    'substitute-record': () => 'had offered another title for it',
    'change-lines': () => 'had changed what it asks for',
    'settle-case': () => 'had decided a case',
    'pick-item': () => 'picked an item for this order',
    'unpick-item': () => 'took an item off the pile of this order',
    'report-not-found': () => 'did not find an item of this order',
    'give-up-line': () => 'gave up an item of this order',
    'bag-order': () => 'put this order into its bay',
    'print-label': () => 'printed the label of this order',
    'record-arrival': () => 'recorded that the patron arrived',
    'undo-arrival': () => 'undid the patron’s arrival',
    'hand-over-order': () => 'handed this order over',
    'undo-handover': () => 'undid the handover of this order',
    'confirm-no-show': () => 'recorded that nobody came',
    placed: (f) => `Order ${f.order}, ${f.patron}`,
  },
  unlisted: (count) => (count === 1 ? 'And one more.' : `And ${count} more.`),
  elsewhere: 'This press comes from another tablet; its details are not visible here.',
  tablet: (label) => `tablet ${label}`,
  tabletUnknown: 'a tablet',
  someone: 'Someone',
  zone: (name) => `Zone “${name}”`,
  order: (number) => `Order ${number}`,
  slot: (when) => `on ${when}`,
  stands: (patron) => `It’s ${patron}`,
  standsSay: (when, others) =>
    others === ''
      ? `The handover of ${when} counts, not the other.`
      : `The handover of ${when} counts; ${others} will show the item as missing.`,
  standsBack: 'It came back',
  standsBackSay: 'The return counts after the handover: the loan ends.',
  standsOutSay: 'The item went out after that return: the loan still runs.',
  standsPick: (order) => `For order ${order}`,
  standsPickSay: (others) => (others === '' ? 'It is in this pile.' : `It is in this pile; for ${others}, it is to be looked for again.`),
  standsCopy: (barcode) => `Keep ${barcode}`,
  standsCopyTapped: 'Keep the one ticked without a barcode',
  standsCopySay: 'The other copy goes back to its shelf.',
  nearest: (slots) => `Nearest free places: ${slots}.`,
  bothTrue: 'Both are true',
  bothTrueSay: 'Both count: the item came back in between, for instance.',
  acknowledged: 'Seen, close it',
  acknowledgedSay: 'What is recorded does not change; the case leaves the list.',
  askAnew: 'Ask the ILS again',
  askAnewSay:
    'Once nothing there prevents it any longer. The server looks again before it writes, and forces nothing; by files, it goes into the next batch.',
  patronKnows: 'The patron has been told',
  patronKnowsSay: 'They know the date, or the loan is renewed in the ILS.',
  doneThere: 'Seen to in the ILS',
  doneThereSay: 'Done there by hand, or nothing left to do there: the ILS is not asked again.',
  later: 'Not sure yet? Leave it open: you will be reminded when the day is closed.',
  sheet: (number) => `Open ${number}`,
  note: 'A note for colleagues',
  noteOpen: 'Add a note for colleagues',
  noteHint: '(optional)',
  follows: 'An earlier case about the same subject had been decided; there has been news since.',
  decided: {
    stands: (what) => `${what}.`,
    'both-true': 'Both are true.',
    acknowledged: 'Seen and closed.',
    'ask-anew': 'Asked of the ILS again.',
    explained: 'Nothing to decide: it all agrees.',
  },
  readApart: (count) => (count === 1 ? 'Read it' : `Read all ${count}`),
}
export const casesWords = { fr, en: cases }
