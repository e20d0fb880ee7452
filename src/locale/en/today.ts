/**
 * The words of Today in English, typed by the French ones. Runs everywhere.
 */
import { firstOrders as firstOrdersFr, today as fr, holidays as holidaysFr, type Left } from '../fr/today.ts'

const s = (n: number): string => (n === 1 ? '' : 's')
const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const inWords = (n: number): string => words[n] ?? String(n)

const sayLeft = (left: Left, first: boolean): string => {
  const n = left.toPrepare + left.inPreparation
  return `${inWords(n)}${first ? ` order${s(n)}` : ''} to ${left.toPrepare === 0 ? 'finish' : 'prepare'} for ${left.time}`
}

export const today: typeof fr = {
  ahead: (duration) => `${duration} ahead`,
  onTime: 'On time',
  behind: (duration) => `${duration} behind`,
  readyUntilSay: (time, left) => `Everything is ready up to ${time}. Then ${left.map((slot, n) => sayLeft(slot, n === 0)).join(' and ')}.`,
  behindSay: (left) => `${left.length > 1 ? 'First,' : 'Still'} ${left.map((slot, n) => sayLeft(slot, n === 0)).join(', then ')}.`,
  allReady: 'Everything is ready',
  allReadySay: (waiting) =>
    waiting === 0 ? 'Nothing left to prepare or hand over today.' : `Nothing to prepare; ${waiting} order${s(waiting)} to hand over.`,
  nothing: 'Nothing today',
  closed: 'Closed today',
  next: (date, orders) => (orders === 0 ? `Next collection ${date}.` : `Next collection ${date}: ${orders} order${s(orders)} expected.`),
  noNext: 'No collections are planned.',
  pageShut: (day, time) => `The patrons’ page opens to no first-time visitor until ${day === '' ? '' : `${day} at `}${time}`,
  pageShutSay:
    'Too many codes are asked for there, or tried. A device that showed its card before still gets in, and so does the link in an email. To callers, say: “I’ll take your order right away.”',
  putBack: (day, time) => `The database was put back to a copy, ${day === '' ? 'at' : `${day} at`} ${time}`,
  putBackSay: (here, all, awaited, without) => {
    const heads = [awaited[1] > 0 ? `still awaited: ${awaited[0]}` : '', without[1] > 0 ? `the desk goes on without ${without[0]}` : '']
    const says = [
      `${here} of ${all} tablets ${here === 1 ? 'has' : 'have'} handed everything over; ${heads.filter((head) => head !== '').join(', and ')}.`,
      ['', 'Switch it on near the Wi-Fi: it answers by itself.', 'Switch them on near the Wi-Fi: they answer by themselves.'][
        Math.min(awaited[1], 2)
      ],
      ['', 'What it keeps will be received when it answers.', 'What they keep will be received when they answer.'][Math.min(without[1], 2)],
      'Go on: everything is kept.',
    ]
    return says.filter((say) => say !== '').join(' ')
  },
  rollCall: 'The tablets’ roll call',
  hasAnswered: 'here',
  isAwaited: 'awaited',
  isWithout: 'not awaited',
  day: 'The day',
  range: (from, to) => `From ${from} to ${to}`,
  states: {
    'to-prepare': () => 'to prepare',
    'in-preparation': () => 'being prepared',
    ready: () => 'ready',
    arrived: () => 'arrived',
    late: () => 'late',
    'handed-over': () => 'handed over',
    'no-show': (n) => `no-show${s(n)}`,
    cancelled: () => 'cancelled',
  },
  readyUntil: (time) => `ready up to ${time}`,
  slotLabel: (time, orders, places, parts) =>
    `${time}, ${orders} order${s(orders)} for ${places} place${s(places)}${parts === '' ? '' : `: ${parts}`}`,
  free: (n) => `${n}\u00a0free`,
  full: 'full',
  over: (n) => `${n === 1 ? 'one' : n} too many`,
  foldedUntil: (parts, time) => `${parts === '' ? 'no orders' : parts} — until ${time}`,
  door: 'At the door',
  waiting: (n) => (n === 0 ? 'nobody is waiting' : `${n} waiting`),
  documents: (n) => `${n} item${s(n)}`,
  early: 'early',
  expected: (time) => `expected at ${time}`,
  late: 'Late',
  bay: (n) => (n > 1 ? 'Bays' : 'Bay'),
  arrive: 'Someone’s here',
  isHere: (number, place) => `${number}: the patron is here${place === undefined ? '' : ` (${place})`}.`,
  toTake: (n) => `${n} left to pick`,
  arrived: 'Arrived',
  noShow: 'No-show',
  noShowNamed: (number) => `No-show: ${number}`,
  noShowAll: (n) => `All no-shows (${n})`,
  nobodyAtDoor: 'Nobody is at the door, nobody is late.',
  toPrepare: 'To prepare',
  workLeft: ({ toTake, toReview, toBag }) =>
    [
      toTake > 0 ? `${toTake} to pick` : '',
      toReview > 0 ? `${toReview} to look for again` : '',
      toTake + toReview === 0 && toBag > 0 ? 'to put in a bay' : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  orders: (n) => `${n} order${s(n)}`,
  hasSome: (name, n, of) => (n === of ? `${name} is on it` : `${name} has ${n === 1 ? 'one' : n} of ${of}`),
  take: 'Take',
  takeNamed: (time) => `Take the ${time} orders`,
  takeSaid: (time) => `${time} orders taken`,
  see: 'See',
  seeNamed: (time) => `See who to call for ${time}`,
  overTitle: (n) => (n === 1 ? 'One too many' : `${n} too many`),
  overFor: (orders, places) => (places === 0 ? `${orders} outside opening hours` : `${orders} for ${places} place${s(places)}`),
  callBack: (number) => `call ${number}`,
  allPrepared: 'Nothing left to prepare.',
  more: (n) => `and ${n} more`,
  toCallBack: (n) => (n === 1 ? '1 person to call back' : `${n} people to call back`),
  crew: 'The team',
  until: (time) => `until ${time}`,
  tasks: { preparation: 'Preparing', handover: 'Handover', telephone: 'Telephone' },
  taskPlace: { preparation: 'preparing', handover: 'on handover', telephone: 'on the phone' },
  atTime: (time) => `at ${time}`,
  nobodyUntil: (time) => `Nobody is on the rota before ${time}.`,
  shifts: (parts) => parts.join('; '),
  noCrew: 'Nobody is on the rota for the rest of the day.',
  urgent: 'urgent',
  site: 'Collection site',
}
export const todayWords = { fr, en: today }

export const firstOrders: typeof firstOrdersFr = {
  title: 'How orders come',
  file: {
    what: 'From the ILS',
    say: 'Put its file of orders on the server, then run, with the DATA_DIR that the service prints at its start:',
    command: 'DATA_DIR=… npm run import -- --orders orders.csv',
    linked: 'Linked over the network, it can send them itself.',
    open: 'The link to the ILS',
  },
  call: { what: 'By phone, or at the desk', say: 'The order is taken here, in a minute.', open: 'Take an order' },
  page: {
    what: 'From the patrons’ page',
    say: { open: 'It is open: people order there from home.', paused: 'It is paused.', shut: 'It is closed.' },
    open: 'The patrons’ page',
  },
}
export const firstOrdersWords = { fr: firstOrdersFr, en: firstOrders }

export const holidays: typeof holidaysFr = {
  wouldBeOpen: (date) => `Bank holiday on ${date}, and the library would be open: nobody has decided yet.`,
  decide: 'That is decided in Management, Settings.',
}
export const holidaysWords = { fr: holidaysFr, en: holidays }
