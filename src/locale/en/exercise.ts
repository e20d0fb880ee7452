/**
 * Words of the rehearsal of a cut and of the check of the tablet, in English; typed by the French source.
 * Runs everywhere. Each state of each check has a sentence, and a next step where something can be done.
 */
import { exercise as fr } from '../fr/exercise.ts'

const s = (n: number): string => (n === 1 ? '' : 's')

export const exercise: typeof fr = {
  verdict: {
    wrong: (n) => `${n} thing${s(n)} to put right`,
    untried: (n) => `${n} thing${s(n)} to try`,
    ready: 'Ready for an outage',
  },
  say: 'Check the tablet, then rehearse an outage with made-up people and orders.',
  states: { ok: 'OK', warn: 'To put right', untried: 'To try', unknown: 'Unknown' },
  checkTitle: 'Check the tablet',
  camera: {
    name: 'Camera',
    untried: 'Open it and aim at any barcode.',
    ok: 'It opened here. If the picture is sharp, it will read.',
    read: (code) => `It read ${code}.`,
    try: 'Try the camera',
    stop: 'Close the camera',
  },
  storage: {
    name: 'Storage',
    ok: 'Storage is protected: the browser will not erase anything by itself.',
    refused:
      'Storage is not protected: the browser may erase data if it runs out of room. Install the app on the home screen, and open it from there.',
    unknown: 'This browser does not say whether it protects the data. Install the app on the home screen.',
  },
  printer: {
    name: 'Printer',
    untried: 'Print a test label.',
    try: 'Print a test label',
    asked: 'Did the label come out?',
    yes: 'Yes, it came out',
    no: 'No, nothing came out',
    ok: 'The test label came out.',
    failed:
      'Switch the printer on, check its paper and that it is chosen in the print window, then try again. Without a printer, write the order number and the slot by hand.',
  },
  exchange: {
    name: 'Last exchange',
    ok: (time) => `The server answered at ${time}.`,
    offline: (time) =>
      `${time === undefined ? 'No exchange yet.' : `No exchange since ${time}.`} You can work; move closer to the Wi-Fi and check that it is on.`,
    problem: (code) => `The server answers but refuses (code “${code}”). Tell the manager.`,
    retry: 'Try again',
  },
  clock: {
    name: 'Clock',
    ok: 'Within a minute of the server’s.',
    ahead: (by) => `This tablet’s clock is ${by} fast. The app corrects it; turn automatic time back on in the settings.`,
    behind: (by) => `This tablet’s clock is ${by} slow. The app corrects it; turn automatic time back on in the settings.`,
  },
  battery: {
    name: 'Battery',
    ok: (percent) => `${percent}%. Enough for half a day.`,
    charging: (percent) => `${percent}%, charging.`,
    low: (percent) => `${percent}%, and not charging. Plug it in before opening.`,
    unknown: 'This browser says nothing about the battery: look at the top of the screen, and plug it in below 40%.',
  },
  rehearse: {
    title: 'Rehearse an outage',
    say: 'Ten minutes without a network, with made-up patrons and orders. Nothing you do there goes into the real data, and real operations are still sent.',
    start: 'Start the rehearsal',
    reload: 'Reloading the page ends the rehearsal.',
  },
  banner: {
    label: 'Rehearsal in progress',
    title: 'Rehearsal: everything here is made up.',
    cut: (left) => `The network comes back in ${left}.`,
    back: 'The network is back.',
    guide: 'What to do',
    leave: 'Leave the rehearsal',
  },
  guide: {
    head: (done, of) => `${done} of ${of}`,
    finished: 'Well rehearsed',
    say: 'The network is down. Work as you would on the day: everything works, except the exchange.',
    sayBack: 'The network is back: what you did was sent, and the other tablet has said what it did.',
    steps: 'The six steps',
    done: 'Done',
    todo: 'To do',
    go: 'Go there',
    pick: 'Pick the items for EX-005',
    pickSay: 'In Preparing: tap the circle of each item.',
    bag: 'Put a complete order in a bay',
    bagSay: 'In Preparing, once all its items are picked.',
    handOver: 'Hand over to someone who is waiting',
    handOverSay: 'In Handover, with the numbers below, typed or scanned.',
    takeBack: 'Record a return',
    takeBackSay: (barcode) => `In Returns: type ${barcode}.`,
    network: 'Wait for the network, or bring it back',
    networkSay: 'Operations shows what is waiting, then what has been sent.',
    restore: 'Bring the network back',
    decide: 'Decide the case, if there is one',
    decideSay: 'Meanwhile Camille picked the items for EX-005 on the other tablet. If you picked them too, a case is waiting for you.',
    numbers: 'Numbers of the rehearsal',
    numbersSay: 'To type, or to print for the camera and the scanner.',
    print: 'Print the codes',
    columns: { what: 'What', number: 'Number' },
    card: (name) => `${name}’s card`,
    order: (name) => `${name}’s order`,
  },
}
export const exerciseWords = { fr, en: exercise }
