/**
 * What the library writes to its patrons, in English.
 */
import { blankWords } from '../../domain/message/blank-words.ts'
import { asHour, asLines } from '../../domain/message/template.ts'
import type { MessageWords } from '../fr/messages.ts'

export const messages: MessageWords = {
  blanks: blankWords.en,
  templates: {
    received: {
      subject: 'We have received your order {number}',
      text: `Hello,
We have received your order of {items}, for:

{day}
{hour}
{place}

Please bring your card, and a bag. When you arrive, give your name or the number {number}.`,
    },
    ready: {
      subject: 'Your order {number} is ready',
      text: `Hello,
Your order of {items} is waiting for you:

{day}
{hour}
{place}

[We could not find {what is missing} from your order.]

Please bring your card, and a bag. When you arrive, give your name or the number {number}.`,
    },
    missing: {
      subject: 'Something is missing from your order {number}',
      text: `Hello,
We do not have {what is missing} from your order after all. The rest is waiting for you:

{day}
{hour}
{place}`,
    },
    reminder: {
      subject: 'Reminder: your order {number}',
      text: `Hello,
We are expecting you for your order {number}:

{day}
{hour}
{place}

Please bring your card, and a bag.`,
    },
    moved: {
      subject: 'Your order {number} has a new time',
      text: `Hello,
Your order will now be waiting for you:

{day}
{hour}
{place}

[It was planned for {former hour}.]

When you arrive, give your name or the number {number}.`,
    },
    cancelled: {
      subject: 'Your order {number} is cancelled',
      text: `Hello,
Your order {number} is cancelled. It was planned for:

{day}
{hour}`,
    },
    'no-show': {
      subject: 'Your order {number} is still waiting for you',
      text: `Hello,
Your order {number} was not collected at its time.
[We are keeping it until {kept until}.]

[Here are the next free times:
{next hours}]`,
    },
    receipt: {
      subject: 'Your items and when to bring them back',
      text: `Hello,
Here is what you took home, and when to bring it back:

{to bring back}`,
    },
  },
  documents: (n) => (n === 1 ? '1\u00a0item' : `${n}\u00a0items`),
  at: (day, hour) => `${day} at ${hour}`,
  notInCatalogue: (n, barcode) =>
    n === 1
      ? `1\u00a0item that is not in the catalogue${barcode === undefined ? '' : `, no.\u00a0${barcode}`}`
      : `${n}\u00a0items that are not in the catalogue`,
  backBefore: (title, day) => `${title}: by ${day}`,
  kept: {
    title: 'The demo’s emails',
    say: 'Nothing was sent: the demo writes to no one. This is what patrons would have received, the newest first.',
    none: 'None yet. Take an order on the telephone for someone who has an address: their email is here a few seconds later.',
    asText: 'As text',
    asHtml: 'As a page',
  },
  yourTitles: 'Your items:',
  keepIt: 'This link opens your order without a password: keep it to yourself.',
  yourOrder: 'View, move or cancel:',
  onArrival: 'Once there, open this link and press “I am here”.',
  guide: (guide, opposition) => ({
    subject: 'Order from home, collect without waiting',
    paragraphs: [
      asLines(
        'Hello,',
        'You can now choose items from home and collect them from the library, at the time that suits you: they will be ready and waiting.',
      ),
      asLines('The guide shows how, step by step. You can also try without ordering anything, or telephone us.'),
      asLines('See the guide:', guide),
      asLines('This message is sent only once. To stop receiving announcements from the library, one press is enough:', '', opposition),
    ],
  }),
  code: (code, link) => ({
    subject: 'Your code for ordering',
    paragraphs: [
      asLines('Hello,', 'Here is the code to type on the library’s page:'),
      asHour(code),
      asLines('It is valid for 30\u00a0minutes. Or open this address, and press the button on the page.'),
      asLines('Go on without a code:', link),
      asLines('We shall never ask you for this code. If you asked for nothing, do nothing: nothing will be ordered.'),
    ],
  }),
  closing: { hindered: 'Can’t make it? ', missed: 'Another time? ', other: 'A question? ' },
  answer: (lead, isCalled) =>
    isCalled
      ? { before: `${lead}Ring us on `, after: ', or reply to this message.' }
      : { before: `${lead}Reply to this message.`, after: '' },
  why: 'You are receiving this message because you placed an order with the library.',
  noTitles: 'Titles are left out of it: a mailbox may be shared.',
}
